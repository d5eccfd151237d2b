"""Files that are joined to projects: the subject, in one language or more."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.syllabus import PROJECTS

# What a file is joined to may be of several kinds, which no foreign key can say; a trigger does.
TABLES: Final = """
CREATE TABLE attachments (id INTEGER PRIMARY KEY, attachable_id INTEGER, attachable_type TEXT,
  attachments_structure_id INTEGER, base_id INTEGER REFERENCES attachments, container_id INTEGER,
  container_type TEXT, "default" BOOLEAN NOT NULL DEFAULT 0, kind TEXT NOT NULL DEFAULT 'pdf',
  language_id INTEGER REFERENCES languages, untranslatable BOOLEAN NOT NULL DEFAULT 0,
  up_to_date BOOLEAN NOT NULL DEFAULT 1, user_id INTEGER REFERENCES users, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TRIGGER attachments_of_projects AFTER DELETE ON projects BEGIN
  DELETE FROM attachments WHERE attachable_id = OLD.id AND attachable_type = 'Project'; END;
"""
INDEXES: Final = """
CREATE INDEX attachments_by_subject ON attachments (attachable_id, attachable_type);
"""

_ENGLISH: Final = 2
_FRENCH: Final = 1


def write(draft: Draft) -> None:
    """Give each project that is no exam its subject in English, and some a translation.

    Assumption: what a file is joined to is the `attachable`; the `base` of a translation is the original.
    """
    rows: list[tuple[Any, ...]] = []
    author = draft.people[0].id
    for place, project in enumerate(PROJECTS):
        if project.exam:
            continue
        at = f"2019-{1 + place % 12:02}-{1 + place % 27:02}T09:15:00.000Z"
        original = 7000 + len(rows) * 3
        rows.append((original, project.id, None, True, _ENGLISH, project.cursus == 21, author, at))
        if place % 3 == 0:
            translation = 7000 + len(rows) * 3
            rows.append((translation, project.id, original, False, _FRENCH, place % 2 == 0, author, at))
    draft.put(
        "attachments",
        "id attachable_id base_id default language_id up_to_date user_id created_at updated_at"
        " attachable_type kind",
        [(*row, row[-1], "Project", "pdf") for row in rows],
    )
