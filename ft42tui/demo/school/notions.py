"""E-learning: notions of a cursus and the lessons in them."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft

TABLES: Final = """
CREATE TABLE notions (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL,
  cursus_id INTEGER REFERENCES cursus, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE subnotions (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL,
  notion_id INTEGER REFERENCES notions, position INTEGER NOT NULL DEFAULT 0,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX subnotions_by_notion ON subnotions (notion_id, position);
"""

NOTIONS: Final = (
    (3, "Shell", 9, ("Prompt and paths", "Pipes and redirections", "Permissions")),
    (5, "Introduction to C", 9, ("Compilation", "Variables and types", "Control structures")),
    (8, "Pointers", 9, ("Addresses", "Pointer arithmetic", "Function pointers")),
    (11, "Recursion", 9, ("Stop conditions", "Tail calls")),
    (14, "Makefile", 21, ("Rules and dependencies", "Implicit variables", "Pattern rules")),
    (17, "Memory", 21, ("Stack and heap", "malloc and free", "Leaks")),
    (19, "Linked lists", 21, ("Nodes", "Insertion", "Sorting")),
    (22, "Processes", 21, ("fork and wait", "Signals", "Pipes")),
    (25, "Threads", 21, ("Creation and joining", "Mutexes", "Data races")),
    (27, "Object-oriented programming", 21, ("Classes", "Inheritance", "Templates")),
    (30, "Sockets", 21, ("TCP and UDP", "Multiplexing", "Protocols in text")),
    (33, "Unix", 1, ("File systems", "Libraries", "System calls")),
)
"""id, name, cursus, lessons."""


def write(draft: Draft) -> None:
    """Write the notions and their lessons."""
    draft.put(
        "notions",
        "id name slug cursus_id created_at updated_at",
        [
            (number, name, _slug(name), cursus, _at(number), _at(number + 9, 2016))
            for number, name, cursus, _ in NOTIONS
        ],
    )
    lessons = [
        (lesson, _slug(lesson), number, place, _at(number + place), _at(number + 12, 2016))
        for number, _, _, names in NOTIONS
        for place, lesson in enumerate(names)
    ]
    draft.put(
        "subnotions",
        "id name slug notion_id position created_at updated_at",
        [(60 + n * 2, *lesson) for n, lesson in enumerate(lessons)],
    )


def _slug(name: str) -> str:
    return name.lower().replace(" ", "-")


def _at(number: int, year: int = 2015) -> str:
    return f"{year}-{1 + number % 12:02}-{1 + number * 5 % 28:02}T10:{number:02}:00.000Z"
