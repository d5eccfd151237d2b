"""The rooms with the seats: clusters, named as the hosts in them are."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.places import CAMPUSES

TABLES: Final = """
CREATE TABLE clusters (id INTEGER PRIMARY KEY, name TEXT NOT NULL,
  campus_id INTEGER NOT NULL REFERENCES campus, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  image TEXT);
"""
INDEXES: Final = ""

_ROOMS: Final = 3  # as many as the hosts of a campus are spread over


def write(draft: Draft) -> None:
    """Write the clusters of every campus: `e1` holds the hosts `e1r1p1` and so on."""
    draft.put(
        "clusters",
        "id name campus_id created_at updated_at",
        [
            (8 + place * _ROOMS + room, f"{campus.hosts.partition('{}')[0]}{room}", campus.id,
             f"{campus.opened}-01-15T09:{room:02}:00.000Z", "2026-09-01T07:00:00.000Z")
            for place, campus in enumerate(CAMPUSES)
            for room in range(1, _ROOMS + 1)
        ],
    )  # fmt: skip
