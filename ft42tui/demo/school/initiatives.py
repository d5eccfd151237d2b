"""Work outside the projects that counts all the same: accreditations and partnerships."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.school.almanac import TODAY, stamp
from ft42tui.demo.school.dice import chance, day_of
from ft42tui.demo.school.draft import Draft

# Who proposes an accreditation, and in which cursus, is not documented for a new one: norminet and the
# 42cursus stand in for what an application leaves out.
TABLES: Final = """
CREATE TABLE accreditations (id INTEGER PRIMARY KEY, name TEXT NOT NULL,
  user_id INTEGER DEFAULT 74 NOT NULL REFERENCES users,
  cursus_id INTEGER DEFAULT 21 NOT NULL REFERENCES cursus, difficulty INTEGER, validated BOOLEAN,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE accreditations_users (id INTEGER PRIMARY KEY,
  accreditation_id INTEGER NOT NULL REFERENCES accreditations,
  user_id INTEGER NOT NULL REFERENCES users);
CREATE TABLE partnerships (id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
  difficulty INTEGER NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  slug TEXT NOT NULL, file TEXT, cursus_id INTEGER NOT NULL REFERENCES cursus,
  tier INTEGER NOT NULL DEFAULT 1);
CREATE TABLE partnerships_users (id INTEGER PRIMARY KEY,
  partnership_id INTEGER NOT NULL REFERENCES partnerships, user_id INTEGER NOT NULL REFERENCES users,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, final_mark INTEGER);
CREATE TRIGGER experiences_of_partnerships AFTER DELETE ON partnerships_users BEGIN
  DELETE FROM experiences WHERE experiancable_id = OLD.id AND experiancable_type = 'PartnershipsUser'; END;
"""
INDEXES: Final = """
CREATE INDEX accreditations_users_by_accreditation ON accreditations_users (accreditation_id, user_id);
CREATE INDEX partnerships_by_slug ON partnerships (slug);
CREATE INDEX partnerships_users_by_partnership ON partnerships_users (partnership_id, user_id);
CREATE INDEX partnerships_users_by_user ON partnerships_users (user_id);
"""

_CLUBS: Final = (
    "Student club", "Chess tournament", "Linux install party", "Choir of the cluster", "Game jam",
    "Code for the library", "Robot football", "Repair café", "Radio show", "Women in tech evening",
    "Running at noon", "Garden on the roof",
)  # fmt: skip
_PARTNERS: Final = (
    ("Museum of Computing", "Restore a machine from 1982 and write its guide.", 4200, 2),
    ("City Transport", "Timetables that tell the truth.", 9450, 3),
    ("Open Hospital", "A booking page for a clinic.", 8400, 2),
    ("Weather Office", "Draw a million measurements at once.", 11000, 3),
    ("Lighthouse Radio", "A player for hearing-impaired listeners.", 3000, 1),
    ("Little Harbour", "Find the container that is not where it should be.", 6300, 2),
)
_PARTNERED: Final = f"""
INSERT INTO partnerships_users (id, partnership_id, user_id, created_at, updated_at, final_mark)
SELECT 700 + row_number() OVER (ORDER BY begin_at, id), 14 + {chance("id", 121, len(_PARTNERS))}, user_id,
    {day_of("begin_at", "200")} || 'T10:00:00.520Z', {day_of("begin_at", "320")} || 'T18:00:00.520Z',
    CASE WHEN user_id = 74 OR {chance("id", 122, 5)} THEN 80 + {chance("id", 123, 46)} END
FROM (SELECT * FROM cursus_users WHERE cursus_id = 21 AND level > 5
    AND (user_id = 74 OR {chance("id", 124, 12)} = 0) ORDER BY user_id = 74 DESC, id LIMIT 300)"""  # noqa: S608
# Assumption: a partnership with a mark gives its points to the skill that companies ask for.
_GAINED: Final = """
INSERT INTO experiences (user_id, skill_id, experiancable_id, experiancable_type, experience, cursus_id,
    is_bonus, created_at)
SELECT m.user_id, 16, m.id, 'PartnershipsUser', p.difficulty, p.cursus_id, 0, m.updated_at
FROM partnerships_users m JOIN partnerships p ON p.id = m.partnership_id WHERE m.final_mark IS NOT NULL"""


def write(draft: Draft) -> None:
    """Write a few accreditations and partnerships, and who takes part in them."""
    rng = draft.rng("initiatives")
    pupils = [person for person in draft.people if person.pupil and person.cursus == 21]
    clubs: list[tuple[Any, ...]] = []
    members: list[tuple[int, int]] = []
    for place, name in enumerate(_CLUBS * 2):
        if not pupils:
            break
        founder = pupils[rng.randrange(len(pupils))]
        at = stamp(min(founder.begin + 20, founder.last), 800 + place)
        title = f"{name}, {founder.campus.name}" if place >= len(_CLUBS) else name
        clubs.append(
            (place + 2, title, founder.id, 21, None if place % 4 == 3 else 100 * (1 + place % 9),
             (True, None, True, False)[place % 4], at, at)
        )  # fmt: skip
        friends = rng.sample(pupils, min(len(pupils), place % 7))
        members += [(place + 2, who) for who in sorted({founder.id, *(friend.id for friend in friends)})]
    columns = "id name user_id cursus_id difficulty validated created_at updated_at"
    draft.put("accreditations", columns, clubs)
    draft.put("accreditations_users", "accreditation_id user_id", members)
    draft.put(
        "partnerships",
        "id name description difficulty tier created_at updated_at slug cursus_id",
        [
            (14 + place, name, about, points, tier, stamp(1500 + place * 211, 600), stamp(TODAY - 200, 600),
             name.lower().replace(" ", "-"), 21)
            for place, (name, about, points, tier) in enumerate(_PARTNERS)
        ],
    )  # fmt: skip
    draft.run(_PARTNERED)
    draft.run(_GAINED)
