"""What events are about."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft

TABLES: Final = """
CREATE TABLE themes (id INTEGER PRIMARY KEY, name TEXT NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TABLE events_themes (id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES events,
  theme_id INTEGER NOT NULL REFERENCES themes);
"""
INDEXES: Final = """
CREATE INDEX events_themes_by_event ON events_themes (event_id, theme_id);
CREATE INDEX events_themes_by_theme ON events_themes (theme_id);
"""

_THEMES: Final = (
    (9, "Security", "hackathon"), (14, "Web", "conference"), (21, "Game development", "challenge"),
    (26, "Entrepreneurship", "speed_working"), (31, "Careers", "meet_up"), (36, "Unix", "workshop"),
    (37, "Algorithms", "extern"), (45, "Student life", "association"),
)  # fmt: skip


def write(draft: Draft) -> None:
    """Write the themes; the kind of an event says which one is its own, and some have a second one."""
    at = "2018-03-05T10:12:41.208Z"
    draft.put(
        "themes", "id name created_at updated_at", [(number, name, at, at) for number, name, _ in _THEMES]
    )
    for number, _, kind in _THEMES:
        draft.run(
            "INSERT INTO events_themes (event_id, theme_id) SELECT id, ? FROM events"
            " WHERE kind = ? AND (id / 7) % 4 ORDER BY id",
            (number, kind),
        )
    draft.run(
        "INSERT INTO events_themes (event_id, theme_id) SELECT id, 45 FROM events"
        " WHERE kind <> 'association' AND (id / 7) % 9 = 1 ORDER BY id"
    )
