"""Freezes of a deadline: the kinds there are, and who took one."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.school.dice import chance
from ft42tui.demo.school.draft import Draft

TABLES: Final = """
CREATE TABLE anti_grav_units (id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT,
  duration INTEGER, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE anti_grav_units_users (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, close_id INTEGER REFERENCES closes,
  is_free BOOLEAN NOT NULL DEFAULT 0, reason TEXT, end_date DATETIME, expected_end_date DATETIME,
  begin_date DATETIME, anti_grav_unit_id INTEGER REFERENCES anti_grav_units,
  internship_id INTEGER REFERENCES internships);
"""
INDEXES: Final = """
CREATE INDEX anti_grav_units_users_by_user ON anti_grav_units_users (user_id);
CREATE INDEX anti_grav_units_users_by_close ON anti_grav_units_users (close_id);
CREATE INDEX anti_grav_units_users_by_internship ON anti_grav_units_users (internship_id);
"""

# Assumption: names and days; nothing but the resource's name is documented.
_UNITS: Final = (
    (1, "Short break", "A week or two.", 14),
    (2, "Long break", "A month.", 30),
    (3, "Internship", "As long as the contract.", None),
    (4, "Health", "As long as it takes.", None),
)
_ROWS: Final = f"""
INSERT INTO anti_grav_units_users (id, user_id, created_at, updated_at, close_id, is_free, reason,
    end_date, expected_end_date, begin_date, anti_grav_unit_id, internship_id)
WITH found AS (
    SELECT id close_id, NULL internship_id, user_id, created_at at, end_at, end_at over,
        CASE {chance("id", 81, 5)} WHEN 0 THEN 4 ELSE 1 + {chance("id", 82, 2)} END unit
    FROM closes WHERE kind = 'agu'
    UNION ALL
    SELECT NULL, id, user_id, start_at, coalesce(breach_at, end_at),
        CASE WHEN coalesce(breach_at, end_at) < '{PRESENT}' THEN coalesce(breach_at, end_at) END, 3
    FROM internships WHERE {chance("id", 83, 2)}
)
SELECT 800 + 3 * row_number() OVER (ORDER BY at, user_id), user_id, at, coalesce(over, at), close_id,
    unit = 3, CASE unit WHEN 3 THEN 'Internship' WHEN 4 THEN 'Health' ELSE 'Personal reasons' END, over,
    end_at, at, unit, internship_id
FROM found"""  # noqa: S608


def write(draft: Draft) -> None:
    """Write the kinds, and a freeze for every close that was one and every second internship."""
    made = "2013-11-25T10:35:08.000Z"
    draft.put(
        "anti_grav_units",
        "id name description duration created_at updated_at",
        [(*row, made, made) for row in _UNITS],
    )
    draft.run(_ROWS)
    draft.run(
        "UPDATE internships SET anti_grav_units_user_id = f.id FROM anti_grav_units_users f"
        " WHERE f.internship_id = internships.id"
    )
