"""Evaluation points: who earned and spent them, and the pools that take and sell them."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.almanac import TODAY, stamp
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.places import CAMPUSES

TABLES: Final = """
CREATE TABLE correction_point_historics (id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users, scale_team_id INTEGER REFERENCES scale_teams, reason TEXT,
  "sum" INTEGER NOT NULL, total INTEGER NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TABLE pools (id INTEGER PRIMARY KEY, campus_id INTEGER NOT NULL REFERENCES campus,
  cursus_id INTEGER NOT NULL REFERENCES cursus, current_points INTEGER NOT NULL DEFAULT 0,
  max_points INTEGER NOT NULL DEFAULT 500, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE balances (id INTEGER PRIMARY KEY, pool_id INTEGER NOT NULL REFERENCES pools,
  begin_at DATETIME, end_at DATETIME, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX correction_point_historics_by_user ON correction_point_historics (user_id);
CREATE INDEX balances_by_pool ON balances (pool_id);
"""

_OPENING: Final = 5  # Assumption, as are the reasons.
_EARNED: Final = "Earning after defense"
_SPENT: Final = "Defense plannification"
_COLUMNS: Final = "id created_at user_id scale_team_id reason sum total updated_at"


def write(draft: Draft) -> None:
    """Write everybody's history, and for each campus a pool with its sales, past and to come."""
    _write_histories(draft)
    opened = "2019-11-04T10:00:00.000Z"
    draft.put(
        "pools",
        "id campus_id cursus_id current_points max_points created_at updated_at",
        [
            (place + 1, campus.id, 21, 40 + campus.id * 29 % 400, 500, opened, stamp(TODAY - 1, 130 + place))
            for place, campus in enumerate(CAMPUSES)
        ],
    )
    draft.put(
        "balances",
        "id pool_id begin_at end_at created_at updated_at",
        [
            (1 + number * 28 + place * 2, place + 1, stamp(day, 420), stamp(day + 2, 1320),
             stamp(day - 20, 600), stamp(day - 20, 600))
            for number, day in enumerate(range(TODAY - 100, TODAY + 20, 28))
            for place, _ in enumerate(CAMPUSES)
        ],
    )  # fmt: skip


def _write_histories(draft: Draft) -> None:
    """Give the corrector a point for each evaluation that took place, and take one from the team's leader.

    An account opens with enough points never to fall below none; where the sum is not what the user has
    today, a last line brings it there.
    """
    moves: list[tuple[str, int, int, int]] = []
    for number, corrector, leader, begin, filled in draft.rows(
        "SELECT s.id, s.user_id, m.user_id, s.begin_at, s.filled_at FROM scale_teams s"
        " JOIN teams_users m ON m.team_id = s.team_id AND m.leader WHERE s.filled_at IS NOT NULL"
    ):
        moves += (begin, number, leader, -1), (filled, number, corrector, 1)
    moves.sort()
    reached: dict[int, int] = {}
    lowest: dict[int, int] = {}
    first: dict[int, str] = {}
    last: dict[int, str] = {}
    for at, _, user, points in moves:
        total = reached.get(user, 0) + points
        reached[user] = total
        last[user] = at
        if total < lowest.setdefault(user, 0):
            lowest[user] = total
        first.setdefault(user, at)
    totals: dict[int, int] = {}
    lines: list[tuple[str, int, int | None, str, int, int]] = []
    closing = []
    for user, has, created, updated in draft.rows(
        "SELECT id, correction_point, created_at, updated_at FROM users ORDER BY id"
    ):
        opened = has
        if user in reached:
            opened = max(_OPENING, -lowest[user])
            rest = has - opened - reached[user]
            if rest:
                reason = "Refund during sales" if rest > 0 else "Provided points to the pool"
                closing.append((max(updated, last[user]), user, None, reason, rest, has))
        totals[user] = opened
        lines.append((min(created, first.get(user, created)), user, None, "Account creation", opened, opened))
    for at, number, user, points in moves:
        totals[user] = total = totals[user] + points
        lines.append((at, user, number, _EARNED if points > 0 else _SPENT, points, total))
    lines += closing
    lines.sort(key=_moment)  # stable: what happened at one time stays in this order
    draft.put(
        "correction_point_historics",
        _COLUMNS,
        [(300_000 + n, *line, line[0]) for n, line in enumerate(lines)],
    )


def _moment(line: tuple[str, int, int | None, str, int, int]) -> str:
    return line[0]
