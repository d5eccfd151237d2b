"""The rules of project sessions: who may begin, when, and how a team comes about."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.syllabus import PROJECTS, Project, session_of

TABLES: Final = """
CREATE TABLE rules (id INTEGER PRIMARY KEY, kind TEXT NOT NULL DEFAULT 'inscription', name TEXT NOT NULL,
  description TEXT, slug TEXT NOT NULL, internal_name TEXT NOT NULL DEFAULT '',
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE params (id INTEGER PRIMARY KEY, rule_id INTEGER NOT NULL REFERENCES rules,
  name TEXT NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE project_sessions_rules (id INTEGER PRIMARY KEY, required BOOLEAN NOT NULL DEFAULT 1,
  position INTEGER NOT NULL DEFAULT 0,
  project_session_id INTEGER NOT NULL REFERENCES project_sessions,
  rule_id INTEGER NOT NULL REFERENCES rules, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE params_project_sessions_rules (id INTEGER PRIMARY KEY,
  param_id INTEGER NOT NULL REFERENCES params,
  project_sessions_rule_id INTEGER REFERENCES project_sessions_rules, value TEXT,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX project_sessions_rules_by_session ON project_sessions_rules (project_session_id, rule_id);
CREATE INDEX params_project_sessions_rules_by_rule
  ON params_project_sessions_rules (project_sessions_rule_id);
"""

# Assumption: names and kinds; no list of them is public.
_RULES: Final = (
    (2, "inscription", "Project validated", "Another project must be validated first.", "project_id"),
    (4, "inscription", "Minimum level", "The cursus must have reached a level.", "level"),
    (7, "retry", "Retry delay", "Days to wait before the next try.", "days"),
    (9, "recommended", "Group size", "How many people make a team.", "size"),
    (12, "inscription", "Exam registration", "The exam must have been signed up for.", "hours"),
    (15, "correction", "Evaluations needed", "How many evaluations a team takes.", "number"),
)
_CREATED: Final = "2017-11-22T13:41:00.750Z"


def write(draft: Draft) -> None:
    """Write the rules, which sessions follow them, and with which values."""
    draft.put(
        "rules",
        "id kind name description slug internal_name created_at updated_at",
        [
            (number, kind, name, about, name.lower().replace(" ", "-"), name.lower().replace(" ", "_"),
             _CREATED, _CREATED)
            for number, kind, name, about, _ in _RULES
        ],
    )  # fmt: skip
    draft.put(
        "params",
        "id rule_id name created_at updated_at",
        [(100 + number, number, param, _CREATED, _CREATED) for number, *_, param in _RULES],
    )
    rules: list[tuple[Any, ...]] = []
    params: list[tuple[Any, ...]] = []
    for project in PROJECTS:
        for position, (rule, value) in enumerate(_rules_of(project)):
            number = 5200 + len(rules) * 2
            rules.append((number, rule != 9, position, session_of(project), rule, _CREATED, _CREATED))
            params.append((number + 4000, 100 + rule, number, value, _CREATED, _CREATED))
    draft.put(
        "project_sessions_rules",
        "id required position project_session_id rule_id created_at updated_at",
        rules,
    )
    draft.put(
        "params_project_sessions_rules",
        "id param_id project_sessions_rule_id value created_at updated_at",
        params,
    )


def _rules_of(project: Project) -> list[tuple[int, str]]:
    """Return the rules of a project: id and value."""
    made: list[tuple[int, str]] = []
    if project.parent is not None:
        made.append((2, str(project.parent)))
    if project.difficulty >= 4000:
        made.append((4, str(project.difficulty // 4000)))
    if project.people > 1:
        made.append((9, str(project.people)))
    if project.exam:
        made.append((12, "24"))
    else:
        made.append((7, "2"))
    return made
