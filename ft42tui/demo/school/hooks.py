"""What a campus is called by and calls: endpoints of its own, and webhooks that it registered."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.places import CAMPUSES

# Assumption: a webhook has no documented field at all; these are the fewest that it can do with.
TABLES: Final = """
CREATE TABLE endpoints (id INTEGER PRIMARY KEY, url TEXT NOT NULL, secret TEXT, description TEXT,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, active BOOLEAN NOT NULL DEFAULT 1);
CREATE TABLE webhook_registeries (id INTEGER PRIMARY KEY, campus_id INTEGER NOT NULL REFERENCES campus,
  url TEXT NOT NULL, model TEXT NOT NULL, event TEXT NOT NULL, active BOOLEAN NOT NULL DEFAULT 1,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = ""

_EVENTS: Final = (("location", "create"), ("location", "close"), ("team", "mark"), ("user", "alumnize"))


def write(draft: Draft) -> None:
    """Write an endpoint for every campus, and some webhooks."""
    made, touched = "2021-03-15T10:20:20.180Z", "2026-06-01T08:10:10.190Z"
    draft.put(
        "endpoints",
        "id url description created_at updated_at active",
        [
            (campus.id + 100, f"https://hooks.42{campus.slug}.example/intra",
             f"IT hook of {campus.name}: accounts, badges, e-mail.", made, touched, campus.id != 51)
            for campus in CAMPUSES
        ],
    )  # fmt: skip
    draft.put(
        "webhook_registeries",
        "id campus_id url model event active created_at updated_at",
        [
            (200 + place * 3 + number, campus.id, f"https://hooks.42{campus.slug}.example/{model}", model,
             event, True, made, touched)
            for place, campus in enumerate(CAMPUSES[::3])
            for number, (model, event) in enumerate(_EVENTS[: 1 + place % 3])
        ],
    )  # fmt: skip
