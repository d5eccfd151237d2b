"""Who waits for a place at an event or an exam, and what events are about."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.school.draft import Draft

# What is waited for may be one of two things, which no foreign key can say; triggers do instead.
TABLES: Final = """
CREATE TABLE waitlists (id INTEGER PRIMARY KEY, waitlistable_id INTEGER NOT NULL,
  waitlistable_type TEXT NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TRIGGER waitlists_of_events AFTER DELETE ON events BEGIN
  DELETE FROM waitlists WHERE waitlistable_id = OLD.id AND waitlistable_type = 'Event'; END;
CREATE TRIGGER waitlists_of_exams AFTER DELETE ON exams BEGIN
  DELETE FROM waitlists WHERE waitlistable_id = OLD.id AND waitlistable_type = 'Exam'; END;
"""
INDEXES: Final = """
CREATE INDEX waitlists_by_subject ON waitlists (waitlistable_id, waitlistable_type);
"""

_FEW: Final = 20


def write(draft: Draft) -> None:
    """Open waiting lists for the last events whose places are counted, and for the next exams."""
    draft.run(
        "INSERT INTO waitlists SELECT 500 + row_number() OVER (ORDER BY created_at, kind, id), id, kind,"
        " created_at, created_at FROM ("
        " SELECT * FROM (SELECT id, 'Event' AS kind, created_at FROM events"
        " WHERE max_people IS NOT NULL ORDER BY begin_at DESC, id LIMIT ?2)"
        " UNION ALL"
        " SELECT * FROM (SELECT id, 'Exam', created_at FROM exams"
        " WHERE begin_at > ?1 AND activate_waitlist ORDER BY begin_at, id LIMIT ?2))",
        (PRESENT, _FEW),
    )
