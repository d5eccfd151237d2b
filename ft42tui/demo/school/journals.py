"""The log of each campus: who began, who left, whose account was closed."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft

# Assumption: what is logged, and the reasons. An item that was deleted since stays in the log.
TABLES: Final = """
CREATE TABLE journals (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  item_type TEXT, item_id INTEGER, cursus_id INTEGER REFERENCES cursus,
  campus_id INTEGER NOT NULL REFERENCES campus, reason TEXT, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, event_at DATETIME, alumni BOOLEAN NOT NULL DEFAULT 0,
  closed BOOLEAN NOT NULL DEFAULT 0);
"""
INDEXES: Final = "CREATE INDEX journals_by_campus ON journals (campus_id, event_at);"

_SINCE: Final = "2026-01-01"  # what is older was archived


def write(draft: Draft) -> None:
    """Write what happened lately: the begins and ends of a cursus, the closes, the new alumni."""
    draft.run(
        f"""INSERT INTO journals (id, user_id, item_type, item_id, cursus_id, campus_id, reason, created_at,
            updated_at, event_at, alumni, closed)
        WITH found AS (
            SELECT user_id, 'CursusUser' item_type, id item_id, cursus_id, 'cursus_begin' reason, begin_at at
            FROM cursus_users WHERE begin_at >= '{_SINCE}' AND begin_at < '2026-11-20T14'
            UNION ALL
            SELECT user_id, 'CursusUser', id, cursus_id, 'cursus_end', end_at
            FROM cursus_users WHERE end_at >= '{_SINCE}' AND end_at < '2026-11-20T14'
            UNION ALL
            SELECT user_id, 'Close', id, NULL, kind, created_at FROM closes WHERE created_at >= '{_SINCE}'
            UNION ALL
            SELECT id, 'User', id, NULL, 'alumnization', alumnized_at FROM users
            WHERE alumnized_at >= '{_SINCE}'
            UNION ALL
            SELECT user_id, 'Internship', id, NULL, 'internship', start_at FROM internships
            WHERE start_at >= '{_SINCE}' AND start_at < '2026-11-20T14'
        )
        SELECT 60000 + row_number() OVER (ORDER BY f.at, f.user_id, f.item_type, f.reason), f.user_id,
            f.item_type, f.item_id, f.cursus_id, u.primary_campus_id, f.reason, f.at, f.at, f.at,
            coalesce(u.alumnized_at <= f.at, 0), f.item_type = 'Close' AND f.reason NOT IN ('agu', 'other')
        FROM found f JOIN users u ON u.id = f.user_id"""  # noqa: S608
    )
