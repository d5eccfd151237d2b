"""The certificates that the school delivers, and to whom it did."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.dice import chance, day_of
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.syllabus import COMMON_CORE

# Assumption: every field; only the names of the resources are documented.
TABLES: Final = """
CREATE TABLE certificates (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL,
  description TEXT, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE certificates_users (id INTEGER PRIMARY KEY,
  certificate_id INTEGER NOT NULL REFERENCES certificates, user_id INTEGER NOT NULL REFERENCES users,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX certificates_users_by_certificate ON certificates_users (certificate_id, user_id);
CREATE INDEX certificates_users_by_user ON certificates_users (user_id);
"""

_CERTIFICATES: Final = (
    (3, "School record", "school-record", "That somebody is a student of the school."),
    (4, "Common core", "common-core", "That the common core was validated."),
    (5, "Alumni", "alumni", "That somebody was a student of the school."),
)


def write(draft: Draft) -> None:
    """Write the certificates: to most alumni, to most who finished the common core, to who asked for it."""
    made = "2013-04-11T09:50:50.970Z"
    draft.put(
        "certificates",
        "id name slug description created_at updated_at",
        [(*row, made, made) for row in _CERTIFICATES],
    )
    draft.run(
        f"""INSERT INTO certificates_users (id, certificate_id, user_id, created_at, updated_at)
        WITH found AS (
            SELECT 3 certificate_id, c.user_id, {day_of("c.begin_at", "3")} || 'T14:30:30.850Z' at
            FROM cursus_users c WHERE c.cursus_id = 21 AND c.end_at IS NULL AND c.begin_at < '2026-11-15'
                AND (c.user_id = 74 OR {chance("c.id", 131, 12)} = 0)
            UNION ALL
            SELECT 4, user_id, marked_at FROM projects_users
            WHERE project_id = {COMMON_CORE[-1].id} AND validated AND {chance("id", 132, 7)}
            UNION ALL
            SELECT 5, id, alumnized_at FROM users WHERE alumnized_at > '2022-04-12'
                AND {chance("id", 133, 2)}
        )
        SELECT 3000 + 2 * row_number() OVER (ORDER BY at, user_id, certificate_id), certificate_id, user_id,
            at, at FROM found"""  # noqa: S608
    )
