"""Dashes: short projects against the clock, and who ran them."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.school.almanac import DAYS, TODAY, stamp
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.people import Person
from ft42tui.demo.school.places import CAMPUSES

TABLES: Final = """
CREATE TABLE dashes (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL, description TEXT,
  campus_id INTEGER REFERENCES campus, cursus_id INTEGER REFERENCES cursus, begin_at DATETIME,
  duration INTEGER NOT NULL DEFAULT 120, nbr_xp INTEGER NOT NULL DEFAULT 100,
  skill_id INTEGER REFERENCES skills, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE dashes_users (id INTEGER PRIMARY KEY, dash_id INTEGER NOT NULL REFERENCES dashes,
  user_id INTEGER NOT NULL REFERENCES users, repo_url TEXT, repo_uuid TEXT, final_mark INTEGER,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX dashes_users_by_dash ON dashes_users (dash_id, user_id);
CREATE INDEX dashes_users_by_user ON dashes_users (user_id, dash_id);
"""

_DASHES: Final = (
    ("Regex golf", "Match the first list and none of the second, in the fewest characters.", 1, 90),
    ("Ping pong in a terminal", "Two players, one keyboard, no library.", 5, 180),
    ("Bit by bit", "Ten functions without a single branch.", 2, 120),
    ("Broken Makefile", "Mend it before the hour is over.", 4, 60),
)
_RUNNERS: Final = 12


def write(draft: Draft) -> None:
    """Write a dash a campus, the last one still to come, and who runs it."""
    rng = draft.rng("dashes")
    crowd: dict[int, list[Person]] = {}
    for person in draft.people:
        if person.active and person.pupil:
            crowd.setdefault(person.campus.id, []).append(person)
    runs: list[tuple[Any, ...]] = []
    dashes: list[tuple[Any, ...]] = []
    for place, campus in enumerate(CAMPUSES):
        name, about, skill, minutes = _DASHES[place % len(_DASHES)]
        number = 60 + place * 3
        day = TODAY + 9 - (len(CAMPUSES) - 1 - place) * 40
        created = stamp(min(day - 15, TODAY - 1), 660)
        slug = f"{name.lower().replace(' ', '-')}-{campus.slug}"
        dashes.append(
            (number, name, slug, about, campus.id, 21, f"{DAYS[day]}T17:00:00.000Z", minutes, minutes * 2,
             skill, created, created)
        )  # fmt: skip
        own = [person.id for person in crowd.get(campus.id, ()) if person.begin <= min(day - 15, TODAY - 1)]
        for user in sorted(rng.sample(own, min(len(own), _RUNNERS))):
            uuid = f"intra-uuid-{user * 2654435761 & 0xFFFFFFFF:08x}-42ea-4a42-8b42-{number:012}"
            mark = rng.randrange(30, 101) if day < TODAY else None
            runs.append(
                (user, number, mark, f"git@vogsphere.42.example:vogsphere/{uuid}", uuid, created, created)
            )
    draft.put(
        "dashes",
        "id name slug description campus_id cursus_id begin_at duration nbr_xp skill_id created_at"
        " updated_at",
        dashes,
    )
    draft.put(
        "dashes_users",
        "id user_id dash_id final_mark repo_url repo_uuid created_at updated_at",
        [(900 + n * 2, *run) for n, run in enumerate(runs)],
    )
