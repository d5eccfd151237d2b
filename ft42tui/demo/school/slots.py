"""Slots: when people are free to evaluate, and when they are about to."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.school.almanac import DAYS, PRESENT, TODAY, stamp
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.places import HOURS

TABLES: Final = """
CREATE TABLE slots (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  begin_at DATETIME NOT NULL, end_at DATETIME NOT NULL, scale_team_id INTEGER REFERENCES scale_teams,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX slots_by_user ON slots (user_id, begin_at);
CREATE INDEX slots_by_evaluation ON slots (scale_team_id, user_id);
"""

# Slots come in pieces of 15 minutes (wire facts, section 8), so an evaluation takes several of them.
_QUARTERS: Final = tuple(f"T{n // 4:02}:{n % 4 * 15:02}:00.000Z" for n in range(96))
_PLACE: Final = {text: n for n, text in enumerate(_QUARTERS)}
_EVALUATION: Final = 2  # an evaluation takes 1800 seconds
_RECENT: Final = 14  # days of the past whose slots are still there


def write(draft: Draft) -> None:
    """Write the slots of evaluations to come and of the last days, and free ones of active people."""
    rows: list[tuple[str, str, int, int | None, str]] = []
    taken: set[tuple[int, str]] = set()
    booked = draft.rows(
        "SELECT id, user_id, begin_at, created_at FROM scale_teams WHERE begin_at >= ? ORDER BY id",
        (DAYS[TODAY - _RECENT],),
    )
    for scale_team, user, begin, created in booked:
        day, first = begin[:10], _PLACE[begin[10:]]
        for quarter in range(first, first + _EVALUATION):
            rows.append((day + _QUARTERS[quarter], day + _QUARTERS[quarter + 1], user, scale_team, created))
            taken.add((user, day + _QUARTERS[quarter]))
    for user, day, first, length in _offers(draft):
        created = stamp(min(day, TODAY) - 1, 500 + first)
        for quarter in range(first, first + length):
            begin = DAYS[day] + _QUARTERS[quarter]
            if (user, begin) not in taken:
                rows.append((begin, DAYS[day] + _QUARTERS[quarter + 1], user, None, created))
                taken.add((user, begin))
    rows.sort(key=lambda row: (row[4], row[0], row[2]))
    draft.put(
        "slots",
        "id begin_at end_at user_id scale_team_id created_at updated_at",
        [(990_000 + n * 2, *row, row[4]) for n, row in enumerate(rows)],
    )


def _offers(draft: Draft) -> list[tuple[int, int, int, int]]:
    """Return who offers to evaluate: user, day, first quarter of the day, number of quarters."""
    r = draft.rng("slots").random
    made: list[tuple[Any, ...]] = []
    soonest = int(PRESENT[11:13]) * 4 + 4
    for person in draft.people:
        if not (person.active and person.pupil):
            continue
        keen = person.login == "norminet"
        low, high = (minute // 15 for minute in HOURS[person.campus.id])
        if (keen or r() < 0.4) and soonest + 8 <= high:
            made.append((person.id, TODAY, soonest + int(r() * (high - soonest - 7)), 2 + int(r() * 6)))
        if keen or r() < 0.4:
            made.append((person.id, TODAY + 1 + int(r() * 9), low + int(r() * (high - low - 12)),
                         4 + int(r() * 8)))  # fmt: skip
        if keen or r() < 0.15:
            day = max(person.begin, TODAY - 1 - int(r() * (_RECENT - 1)))
            made.append((person.id, day, low + int(r() * (high - low - 8)), 2 + int(r() * 6)))
    return made
