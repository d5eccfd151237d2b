"""Tournaments of coalitions: when one begins and ends, and the squads that join together."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.almanac import TODAY, stamp
from ft42tui.demo.school.draft import Draft

TABLES: Final = """
CREATE TABLE bloc_deadlines (id INTEGER PRIMARY KEY, bloc_id INTEGER NOT NULL REFERENCES blocs,
  coalition_id INTEGER REFERENCES coalitions, begin_at DATETIME, end_at DATETIME,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE squads (id INTEGER PRIMARY KEY, bloc_id INTEGER NOT NULL REFERENCES blocs,
  locked_at DATETIME, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE squads_users (id INTEGER PRIMARY KEY, squad_id INTEGER NOT NULL REFERENCES squads,
  user_id INTEGER NOT NULL REFERENCES users, leader BOOLEAN NOT NULL DEFAULT 0,
  validated BOOLEAN NOT NULL DEFAULT 0, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX bloc_deadlines_by_bloc ON bloc_deadlines (bloc_id);
CREATE INDEX squads_by_bloc ON squads (bloc_id);
CREATE INDEX squads_users_by_squad ON squads_users (squad_id);
CREATE INDEX squads_users_by_user ON squads_users (user_id);
"""

_SIZE: Final = 3
_NEWEST: Final = 2 * _SIZE
_LENGTH: Final = 90  # days

# The newest members of a coalition, three by three; the last three have not all said yes yet.
_FRESH: Final = """
CREATE TEMP TABLE fresh AS
  SELECT bloc_id, user_id, at, turn % {size} AS seat, turn / {size} AS team,
    1400 + 2 * dense_rank() OVER (ORDER BY coalition_id, turn / {size}) AS squad_id FROM (
    SELECT c.coalition_id, b.bloc_id, c.user_id, c.created_at AS at,
      row_number() OVER (PARTITION BY c.coalition_id ORDER BY c.created_at DESC, c.id) - 1 AS turn
    FROM coalitions_users c JOIN coalitions b ON b.id = c.coalition_id)
  WHERE turn < {newest};
"""


def write(draft: Draft) -> None:
    """Write four tournaments a bloc, the last of which goes on and has no winner yet, and squads."""
    number = 150
    for bloc, houses in _houses(draft).items():
        rows = []
        for turn in range(4):
            begin = TODAY - 40 - turn * _LENGTH
            winner = houses[(bloc * 7 + turn * 5) % len(houses)] if turn else None
            rows.append(
                (number + 3 - turn, bloc, winner, stamp(begin, 420), stamp(begin + _LENGTH - 1, 1380),
                 stamp(begin - 10, 615), stamp(begin - 10, 615))
            )  # fmt: skip
        draft.put("bloc_deadlines", "id bloc_id coalition_id begin_at end_at created_at updated_at", rows)
        number += 5
    draft.run(_FRESH.format(size=_SIZE, newest=_NEWEST))
    draft.run(
        "INSERT INTO squads SELECT squad_id, bloc_id, CASE WHEN team THEN max(at) END, max(at), max(at)"
        " FROM fresh GROUP BY squad_id"
    )
    draft.run(
        "INSERT INTO squads_users SELECT 5100 + row_number() OVER (ORDER BY f.squad_id, f.seat), f.squad_id,"
        " f.user_id, f.seat = 0, f.team OR f.seat < 2, s.created_at, s.created_at"
        " FROM fresh f JOIN squads s ON s.id = f.squad_id"
    )
    draft.run("DROP TABLE temp.fresh")


def _houses(draft: Draft) -> dict[int, list[int]]:
    """Return the coalitions of each bloc."""
    houses: dict[int, list[int]] = {}
    for bloc, coalition in draft.rows("SELECT bloc_id, id FROM coalitions ORDER BY bloc_id, id"):
        houses.setdefault(bloc, []).append(coalition)
    return houses
