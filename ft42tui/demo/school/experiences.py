"""Experience: what a level takes, what a project gives to which skill, and who has gained it."""

from __future__ import annotations

import re
from typing import Final

from ft42tui.demo.school.coursework import session_of
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.places import CURSUS
from ft42tui.demo.school.syllabus import PROJECTS, Project

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

# Assumption: the thresholds, which the level calculators of students agree on; the other cursus are made up.
_COMMON_CORE_XP: Final = (
    0, 462, 2688, 5885, 11777, 29217, 46255, 63559, 74340, 85483, 95000, 105630, 124446, 145782, 169932,
    197316, 228354, 263508, 303366, 348516, 399672, 457632, 523320, 597786, 682164, 777756, 886074,
    1008798, 1147902, 1305486, 1484070,
)  # fmt: skip
_SKILLS: Final = (
    (r"CPP", 15), (r"Exam", 3), (r"web|camagru|hyper|transc|matcha|PHP", 6),
    (r"ping|trace|nmap|Net|irc|malcolm", 10), (r"cub3d|RT|so_long|scop|fdf|fract|wolf|prot|companion", 5),
    (r"push_swap|lem-in|puzzle|expert|philo|BSQ|Corewar", 1), (r"snow|rain|quine", 11),
    (r"sh$|shell|Shell|talk|ft_ls|Task|strace|malloc|^nm$|Born|Incep|select", 4),
    (r"linear|dslr|multilayer|perspective", 8), (r"Internship|Part_Time", 16),
)  # fmt: skip
_IMPERATIVE: Final = 2
_RIGOR: Final = 3
_TOGETHER: Final = 7
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
            (
                1 + place * 40 + level,
                level,
                xp if cursus == 21 else level * (level + 3) * 210,
                cursus,
                _CREATED,
            )
            for place, (cursus, *_) in enumerate(CURSUS)
            for level, xp in enumerate(_COMMON_CORE_XP)
        ],
    )
    shares = [
        (session_of(project), skill, value, _CREATED, _CREATED)
        for project in PROJECTS
        for skill, value in _shares(project)
    ]
    draft.put(
        "project_sessions_skills",
        "id project_session_id skill_id value created_at updated_at",
        [(2100 + n, *share) for n, share in enumerate(shares)],
    )
    draft.run(_GAINED)


def _shares(project: Project) -> tuple[tuple[int, int], ...]:
    """Return the skills that a project trains, and how much of its experience goes to each, in percent."""
    first = next((skill for words, skill in _SKILLS if re.search(words, project.name)), _IMPERATIVE)
    second = _TOGETHER if project.people > 1 else _RIGOR
    if project.difficulty < 2000 or first == second:
        return ((first, 100),)
    return (first, 70), (second, 30)
