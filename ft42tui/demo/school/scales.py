"""How work is evaluated: the evaluations that a project session asks for, and their scales."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft

TABLES: Final = """
CREATE TABLE evaluations (id INTEGER PRIMARY KEY,
  project_session_id INTEGER REFERENCES project_sessions, kind TEXT NOT NULL DEFAULT 'scale',
  position INTEGER NOT NULL DEFAULT 0, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE scales (id INTEGER PRIMARY KEY, evaluation_id INTEGER REFERENCES evaluations,
  name TEXT NOT NULL DEFAULT 'scale', is_primary BOOLEAN NOT NULL DEFAULT 1,
  comment TEXT NOT NULL DEFAULT '', introduction_md TEXT NOT NULL DEFAULT '',
  disclaimer_md TEXT NOT NULL DEFAULT '', guidelines_md TEXT NOT NULL DEFAULT '',
  created_at DATETIME NOT NULL, correction_number INTEGER NOT NULL DEFAULT 1,
  duration INTEGER NOT NULL DEFAULT 1800, manual_subscription BOOLEAN NOT NULL DEFAULT 1,
  free BOOLEAN NOT NULL DEFAULT 0, is_external BOOLEAN NOT NULL DEFAULT 0, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX scales_by_evaluation ON scales (evaluation_id);
"""

_INTRODUCTION: Final = (
    "- Remain polite, courteous, respectful and constructive.\n"
    "- Identify with the evaluated people what does not work, and take the time to discuss it."
)
_GUIDELINES: Final = (
    "- Only grade the work that is in the repository.\n"
    "- Check that it is the right repository, and that it was cloned into an empty folder.\n"
    "- Look for a trap: an alias, a replaced command, a file that is not theirs."
)


def write(draft: Draft) -> None:
    """Give each project session one evaluation and the scale it names.

    Assumption: the number of the evaluation, a hundred less than the scale's.
    """
    draft.run(
        "INSERT INTO evaluations SELECT scale_id - 100, id, 'scale', 0, created_at, updated_at"
        " FROM project_sessions"
    )
    draft.run(
        "INSERT INTO scales (id, evaluation_id, name, introduction_md, guidelines_md, created_at,"
        " correction_number, updated_at) SELECT scale_id, scale_id - 100, 'scale ' || (scale_id - 399),"
        " ?, ?, created_at, correction_number, updated_at FROM project_sessions",
        (_INTRODUCTION, _GUIDELINES),
    )
