"""Exams: when a campus holds them, for which projects, and who has signed up."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.school.almanac import TODAY, clock, day_number, stamp
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.places import CAMPUSES, Campus
from ft42tui.demo.school.syllabus import COMMON_CORE, PISCINE

TABLES: Final = """
CREATE TABLE exams (id INTEGER PRIMARY KEY, ip_range TEXT, begin_at DATETIME NOT NULL,
  end_at DATETIME NOT NULL, location TEXT, max_people INTEGER, name TEXT NOT NULL,
  visible BOOLEAN DEFAULT 1, campus_id INTEGER NOT NULL REFERENCES campus, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, prohibition_of_cancellation INTEGER, validated_at DATETIME,
  validator_id INTEGER REFERENCES users, activate_waitlist BOOLEAN DEFAULT 0);
CREATE TABLE exams_projects (id INTEGER PRIMARY KEY, exam_id INTEGER NOT NULL REFERENCES exams,
  project_id INTEGER NOT NULL REFERENCES projects);
CREATE TABLE exams_users (id INTEGER PRIMARY KEY, exam_id INTEGER NOT NULL REFERENCES exams,
  user_id INTEGER NOT NULL REFERENCES users, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX exams_by_begin ON exams (begin_at);
CREATE INDEX exams_projects_by_exam ON exams_projects (exam_id, project_id);
CREATE INDEX exams_projects_by_project ON exams_projects (project_id, exam_id);
CREATE INDEX exams_users_by_exam ON exams_users (exam_id, user_id);
CREATE INDEX exams_users_by_user ON exams_users (user_id, exam_id);
"""

_MONTHS: Final = 20  # of 28 days each, in the past
_AHEAD: Final = (5, 12, 26)
_RANKS: Final = tuple(project.id for project in COMMON_CORE if project.exam)
_POOL: Final = tuple(project for project in PISCINE if project.exam)
_POOL_DAYS: Final = (10, 17, 31)  # of a pool that begins on the 6th; its last exam ends the month

# Whose work is not over is at it until a time that no column takes for a number.
# Those sign up who were at work on one of the projects at the time, as many as there is room for.
_SITTERS: Final = """
CREATE TEMP TABLE sitters AS
  SELECT p.project_id, p.campus_id, p.user_id, p.created_at AS since, coalesce(p.marked_at, '9999-') AS until
  FROM projects x JOIN projects_users p ON p.project_id = x.id WHERE x.exam;
"""
_SIGN_UP: Final = """
INSERT INTO exams_users
SELECT 410000 + 2 * row_number() OVER (ORDER BY at, exam_id, user_id), exam_id, user_id, at, at FROM (
  SELECT e.id AS exam_id, s.user_id, max(e.created_at, s.since) AS at, e.max_people, row_number() OVER (
      PARTITION BY e.id ORDER BY s.user_id <> 74, s.user_id * 2654435761 % 4294967291) AS place
  FROM exams e JOIN exams_projects x ON x.exam_id = e.id
  JOIN sitters s ON s.project_id = x.project_id AND s.campus_id = e.campus_id
  WHERE s.since < e.begin_at AND s.until >= e.begin_at
    AND (s.user_id = 74 OR (s.user_id + e.id) * 2654435761 % 4294967291 % 3 > 0)
  GROUP BY e.id, s.user_id)
WHERE place <= max_people
"""


def write(draft: Draft) -> None:
    """Write the exams of every campus: the ranks of the common core each month, and this year's pools.

    Assumption: the days and hours.
    """
    held: list[tuple[str, Any, tuple[int, ...]]] = []
    for campus in CAMPUSES:
        shift = campus.id % 7
        days = [TODAY - shift - 28 * n for n in range(1, _MONTHS + 1)] + [TODAY + shift + n for n in _AHEAD]
        held += [_exam(campus, "Exam Rank 02-06", day, 4, _RANKS) for day in days]
        for month in campus.months:
            for project, of_month in zip(_POOL, _POOL_DAYS, strict=True):
                day = day_number(2026, month, min(of_month, 28 if month == 2 else 30))
                hours = 8 if project is _POOL[-1] else 4
                held.append(_exam(campus, project.name, day, hours, (project.id,)))
    held.sort(key=lambda exam: (exam[0], exam[1][-1]))
    draft.put(
        "exams",
        "id begin_at end_at name location ip_range max_people visible created_at updated_at"
        " prohibition_of_cancellation activate_waitlist campus_id",
        [(12_000 + n * 3, begin, *rest) for n, (begin, rest, _) in enumerate(held)],
    )
    projects = [(12_000 + n * 3, project) for n, (_, _, ids) in enumerate(held) for project in ids]
    draft.put("exams_projects", "exam_id project_id", projects)
    draft.run(_SITTERS)
    draft.run("CREATE INDEX temp.sitters_by_project ON sitters (project_id, campus_id)")
    draft.run(_SIGN_UP)
    draft.run("DROP TABLE temp.sitters")


def _exam(
    campus: Campus, name: str, day: int, hours: int, projects: tuple[int, ...]
) -> tuple[str, tuple[Any, ...], tuple[int, ...]]:
    begin = (9 if hours > 4 else 14) * 60 - campus.offset
    created = stamp(min(day - 21, TODAY - 2), 560)
    room = 60 + campus.weight * 5
    return (
        clock(day, begin),
        (clock(day, begin + hours * 60), name, f"Cluster {1 + day % 3}",
         f"10.{campus.id}.0.0/16", room, True, created, created, 24 if day > TODAY else None,
         day > TODAY, campus.id),
        projects,
    )  # fmt: skip
