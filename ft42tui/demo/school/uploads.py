"""What a machine marks: the uploads of exams, and the marks it gave to teams."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft

TABLES: Final = """
CREATE TABLE uploads (id INTEGER PRIMARY KEY, evaluation_id INTEGER NOT NULL REFERENCES evaluations,
  name TEXT NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE teams_uploads (id INTEGER PRIMARY KEY, final_mark INTEGER, comment TEXT,
  team_id INTEGER NOT NULL REFERENCES teams, upload_id INTEGER REFERENCES uploads,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX uploads_by_evaluation ON uploads (evaluation_id);
CREATE INDEX teams_uploads_by_team ON teams_uploads (team_id);
"""


def write(draft: Draft) -> None:
    """Let the exams be marked by a machine, whose mark is the team's.

    Assumption: only exams are; a project that evaluators mark has no upload.
    """
    draft.run(
        "INSERT INTO evaluations SELECT s.scale_id + 100, s.id, 'upload', 1, s.created_at, s.updated_at"
        " FROM project_sessions s JOIN projects p ON p.id = s.project_id WHERE p.exam"
    )
    draft.run(
        "INSERT INTO uploads SELECT id - 400, id, 'Examshell', created_at, updated_at FROM evaluations"
        " WHERE kind = 'upload'"
    )
    draft.run(
        "INSERT INTO teams_uploads SELECT 95000 + 3 * row_number() OVER (ORDER BY t.closed_at, t.id),"
        " t.final_mark, 'Grade: ' || t.final_mark || '. The trace is in the repository.', t.id, u.id,"
        " t.closed_at, t.closed_at"
        " FROM uploads u JOIN evaluations e ON e.id = u.evaluation_id"
        " JOIN project_sessions s ON s.id = e.project_session_id JOIN teams t ON t.project_id = s.project_id"
        " WHERE t.final_mark IS NOT NULL"
    )
