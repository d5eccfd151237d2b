"""Quests: the ranks of a cursus, made of projects, and how far everybody is."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.syllabus import ADVANCED, COMMON_CORE, PISCINE, Project

TABLES: Final = """
CREATE TABLE quests (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL, kind TEXT NOT NULL,
  internal_name TEXT NOT NULL DEFAULT '', description TEXT NOT NULL DEFAULT '',
  cursus_id INTEGER NOT NULL REFERENCES cursus, campus_id INTEGER REFERENCES campus,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, grade_id INTEGER,
  position INTEGER NOT NULL DEFAULT 0, ancestry TEXT, certificate_id INTEGER,
  close_on_fail BOOLEAN NOT NULL DEFAULT 0, duration INTEGER, guild_prct INTEGER, guild_size INTEGER,
  mails TEXT, mails_from TEXT, success_number INTEGER, tries_number INTEGER,
  unlock_all_projects BOOLEAN NOT NULL DEFAULT 0);
CREATE TABLE quests_projects (id INTEGER PRIMARY KEY, quest_id INTEGER NOT NULL REFERENCES quests,
  project_id INTEGER NOT NULL REFERENCES projects);
CREATE TABLE quests_users (id INTEGER PRIMARY KEY, end_at DATETIME,
  quest_id INTEGER NOT NULL REFERENCES quests, validated_at DATETIME, prct INTEGER, advancement TEXT,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, user_id INTEGER NOT NULL REFERENCES users);
"""
INDEXES: Final = """
CREATE INDEX quests_projects_by_quest ON quests_projects (quest_id);
CREATE INDEX quests_projects_by_project ON quests_projects (project_id);
CREATE INDEX quests_users_by_user ON quests_users (user_id, quest_id);
CREATE INDEX quests_users_by_quest ON quests_users (quest_id, user_id);
"""

# The last project of each rank of the common core, and how many of its projects may be left out: one of
# cub3d and miniRT, one of webserv and ft_irc. Assumption: which project is of which rank.
_RANKS: Final = (
    ("Libft", 0), ("Born2beroot", 0), ("so_long", 0), ("Exam Rank 03", 0), ("Exam Rank 04", 1),
    ("Exam Rank 05", 1), ("Exam Rank 06", 0),
)  # fmt: skip
_COLUMNS: Final = (
    "id name slug kind internal_name description cursus_id campus_id created_at updated_at position"
    " duration mails_from success_number tries_number"
)
_OPENED: Final = "2019-07-29T08:45:17.896Z"
_TOUCHED: Final = "2025-09-01T09:30:12.480Z"

_PROGRESS: Final = """
INSERT INTO quests_users
SELECT 310000 + 2 * row_number() OVER (ORDER BY begun, user_id, quest_id), NULL, quest_id,
  CASE WHEN done >= needed THEN reached END, min(100, 100 * done / needed),
  min(done, needed) || '/' || needed, begun, last, user_id
FROM (
  SELECT p.user_id, q.id AS quest_id, q.success_number AS needed, min(p.created_at) AS begun,
    count(*) FILTER (WHERE p.validated) AS done, max(p.marked_at) FILTER (WHERE p.validated) AS reached,
    max(p.updated_at) AS last
  FROM quests q JOIN quests_projects x ON x.quest_id = q.id
  JOIN projects_users p ON p.project_id = x.project_id
  GROUP BY p.user_id, q.id)
"""


def write(draft: Draft) -> None:
    """Write the quests, and for each who began a project of one how much of it is validated.

    Assumption: a quest ends when enough of its projects are validated, in any order.
    """
    quests: list[tuple[str, str, int, int | None, tuple[Project, ...], int]] = []
    names = [project.name for project in COMMON_CORE]
    first = 0
    for rank, (name, spare) in enumerate(_RANKS):
        last = names.index(name) + 1
        projects = tuple(sorted(COMMON_CORE[first:last], key=lambda project: project.id))
        quests.append((f"Common Core Rank {rank:02}", "main", 21, None, projects, len(projects) - spare))
        first = last
    quests += [
        ("Mastery", "optional", 21, None, ADVANCED, 8),
        ("Tour of the clusters", "optional", 21, 1, (), 1),
        ("Discovery", "mandatory", 9, None, PISCINE[:4], 4),
    ]
    draft.put(
        "quests",
        _COLUMNS,
        [
            (44 + place, name, _slug(name), kind, _slug(name), _about(projects, needed), cursus, campus,
             _OPENED, _TOUCHED, place, 180 if kind == "main" else 0, "pedago@42.example", needed, 0)
            for place, (name, kind, cursus, campus, projects, needed) in enumerate(quests)
        ],
    )  # fmt: skip
    draft.put(
        "quests_projects",
        "quest_id project_id",
        [(44 + place, project.id) for place, quest in enumerate(quests) for project in quest[4]],
    )
    draft.run(_PROGRESS)


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _about(projects: tuple[Project, ...], needed: int) -> str:
    if not projects:
        return "Find the way to every seat, and the people who know the place."
    if needed == len(projects):
        return f"Validate {', '.join(project.name for project in projects)}."
    return f"Validate {needed} of {', '.join(project.name for project in projects)}."
