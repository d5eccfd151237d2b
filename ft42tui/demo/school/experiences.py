"""Experience: what a level takes, what a project gives to which skill, and who has gained it."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.growth import shares, thresholds
from ft42tui.demo.school.places import CURSUS
from ft42tui.demo.school.syllabus import PROJECTS, session_of

# What gave the experience may be one of several things, which no foreign key can say; a trigger does.
TABLES: Final = """
CREATE TABLE levels (id INTEGER PRIMARY KEY, lvl INTEGER NOT NULL, xp INTEGER NOT NULL,
  cursus_id INTEGER NOT NULL REFERENCES cursus, created_at DATETIME NOT NULL);
CREATE TABLE project_sessions_skills (id INTEGER PRIMARY KEY,
  project_session_id INTEGER NOT NULL REFERENCES project_sessions,
  skill_id INTEGER NOT NULL REFERENCES skills, value INTEGER NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TABLE experiences (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  skill_id INTEGER NOT NULL REFERENCES skills, experiancable_id INTEGER, experiancable_type TEXT,
  experience INTEGER NOT NULL, cursus_id INTEGER NOT NULL REFERENCES cursus,
  is_bonus BOOLEAN NOT NULL DEFAULT 0, created_at DATETIME NOT NULL);
CREATE TRIGGER experiences_of_projects AFTER DELETE ON projects_users BEGIN
  DELETE FROM experiences WHERE experiancable_id = OLD.id AND experiancable_type = 'ProjectsUser'; END;
"""
INDEXES: Final = """
CREATE INDEX levels_by_cursus ON levels (cursus_id, lvl);
CREATE INDEX project_sessions_skills_by_session ON project_sessions_skills (project_session_id);
CREATE INDEX experiences_by_user ON experiences (user_id);
CREATE INDEX experiences_by_source ON experiences (experiancable_id, experiancable_type);
CREATE INDEX experiences_by_time ON experiences (created_at);
"""

_CREATED: Final = "2019-09-02T10:00:00.000Z"

_GAINED: Final = """
WITH gain AS (
  SELECT p.id AS source, p.user_id, p.cursus_id, k.skill_id, x.difficulty * k.value / 100 AS points,
    0 AS bonus, p.marked_at AS at
  FROM projects x JOIN project_sessions s ON s.project_id = x.id
  JOIN project_sessions_skills k ON k.project_session_id = s.id
  JOIN projects_users p ON p.project_id = x.id
  WHERE p.validated AND x.difficulty > 0
  UNION ALL
  SELECT p.id, p.user_id, p.cursus_id, 3, x.difficulty / 4, 1, p.marked_at
  FROM projects x JOIN projects_users p ON p.project_id = x.id
  WHERE p.validated AND p.final_mark >= 125 AND x.difficulty > 3)
INSERT INTO experiences
SELECT 1400000 + 2 * row_number() OVER (ORDER BY at, source, bonus, skill_id), user_id, skill_id, source,
  'ProjectsUser', points, cursus_id, bonus, at FROM gain WHERE points > 0
"""


def write(draft: Draft) -> None:
    """Write the levels of each cursus, the skills of each project, and what validated projects gave.

    Assumption: a project gives its experience to one skill, a long one to two; the best mark gives a
    quarter more, for rigor.
    """
    draft.put(
        "levels",
        "id lvl xp cursus_id created_at",
        [
            (1 + place * 40 + level, level, xp, cursus, _CREATED)
            for place, (cursus, *_) in enumerate(CURSUS)
            for level, xp in enumerate(thresholds(cursus))
        ],
    )
    given = [
        (session_of(project), skill, value, _CREATED, _CREATED)
        for project in PROJECTS
        for skill, value in shares(project)
    ]
    draft.put(
        "project_sessions_skills",
        "id project_session_id skill_id value created_at updated_at",
        [(2100 + n, *share) for n, share in enumerate(given)],
    )
    draft.run(_GAINED)
