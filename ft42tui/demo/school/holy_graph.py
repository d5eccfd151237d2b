"""Where projects are on the Holy Graph, the picture of a cursus."""

from __future__ import annotations

import json
from math import cos, pi, sin
from typing import Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.syllabus import ADVANCED, COMMON_CORE, PISCINE, Project, session_of

TABLES: Final = """
CREATE TABLE project_data (id INTEGER PRIMARY KEY, "by" TEXT, coordinates TEXT,
  kind TEXT NOT NULL DEFAULT 'project', project_session_id INTEGER REFERENCES project_sessions,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX project_data_by_session ON project_data (project_session_id);
"""

_MIDDLE: Final = 3000
_RINGS: Final = 6
_TOUCHED: Final = "2020-02-10T15:20:00.000Z"


def write(draft: Draft) -> None:
    """Put the projects on rings around the middle, in the order they are done.

    Assumption: what the columns hold; `by` are the points from which a line leads to the project.
    """
    rows = []
    for projects in (COMMON_CORE, ADVANCED, PISCINE):
        before = [_MIDDLE, _MIDDLE]
        for place, project in enumerate(projects):
            turn = 2 * pi * place / len(projects)
            ring = 200 + 150 * (place * _RINGS // len(projects))
            at = [_MIDDLE + round(ring * cos(turn)), _MIDDLE + round(ring * sin(turn))]
            rows.append((json.dumps([before]), json.dumps(at), _kind(project), session_of(project)))
            before = at
    draft.put(
        "project_data",
        "id by coordinates kind project_session_id created_at updated_at",
        [(300 + n, *row, _TOUCHED, _TOUCHED) for n, row in enumerate(rows)],
    )


def _kind(project: Project) -> str:
    """Return one of the kinds that the catalogue lists."""
    named = {"Internship": "first_internship", "Part_Time": "part_time"}
    for word, kind in named.items():
        if project.name.startswith(word):
            return kind
    if project.exam:
        return "exam"
    if "Rush" in project.name:
        return "rush"
    if project.cursus == 9:
        return "piscine"
    return "big_project" if project.difficulty > 20_000 else "project"
