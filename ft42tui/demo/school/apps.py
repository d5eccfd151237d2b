"""The applications that are registered, those of the explorer and those of other students."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import Any, Final

from ft42tui.demo.applications import registered
from ft42tui.demo.school.almanac import TODAY, stamp
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.people import Person
from ft42tui.demo.settings import DEFAULT_RATES

# `token` is a name that the catalogue sorts by. It would be a secret, so nothing is ever in it.
TABLES: Final = """
CREATE TABLE apps (id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT, image TEXT, website TEXT,
  public BOOLEAN NOT NULL DEFAULT 1, scopes TEXT NOT NULL DEFAULT '["public"]',
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, owner_id INTEGER NOT NULL REFERENCES users,
  rate_limit INTEGER NOT NULL DEFAULT 1200, uid TEXT NOT NULL, token TEXT, allowed_origins TEXT);
"""
INDEXES: Final = "CREATE INDEX apps_by_owner ON apps (owner_id);"

_COLUMNS: Final = (
    "id name description image website public scopes created_at updated_at owner_id rate_limit uid"
    " allowed_origins"
)
_OTHERS: Final = (
    ("cluster map", "Who sits where, on a map that prints.", ("public",), True),
    ("blackhole countdown", "How long until the event horizon.", ("public",), True),
    ("peer finder", "Find somebody who has done the project you are stuck with.", ("public",), True),
    ("slot watcher", "Rings when somebody opens a slot.", ("public", "projects"), True),
    ("coalition ticker", "Scores of the houses on an e-paper display.", ("public",), True),
    ("pool stats", None, ("public",), False),
    ("my first app", "", ("public",), False),
    ("mark archive", "Keeps what evaluators wrote, in one PDF.", ("public", "projects"), True),
    ("event mailer", "A digest of the week's events.", ("public", "profile"), True),
    ("norme bot", "A chat bot. It knows the norme, and it is sorry.", ("public",), True),
    ("tig planner", "Plans community services.", ("public", "tig"), False),
    ("test [b]<i>&amp;\u202ebidi\u202c", "Please ignore.", ("public", "forum"), False),
)


def write(draft: Draft) -> None:
    """Write the registered applications, owned by norminet or a founder, and some of other students."""
    norminet = next(person for person in draft.people if person.login == "norminet")
    founder = draft.people[0]
    rows: list[tuple[Any, ...]] = []
    for place, (name, about, scopes, public) in enumerate(_OTHERS):
        owner = _student(draft, place) or norminet
        born = min(max(owner.begin + 90 + place * 7, TODAY - 1400 + place * 90), TODAY - 3)
        site = f"https://{owner.login}.example.org" if place % 3 else None
        rows.append(
            (5100 + place * 211, name, about, None, site, public, json.dumps(scopes),
             stamp(born, 700 + place), stamp(born + 2, 640), owner.id, 1200, _uid(draft.seed, name),
             "https://localhost:3000" if place == 4 else None)
        )  # fmt: skip
    for app in registered(draft.seed, DEFAULT_RATES):
        owner = founder if app.roles else norminet
        born = TODAY - 300 + app.id % 100
        rows.append(
            (app.id, app.name, "An application that this server has registered.", None,
             "https://example.org", True, json.dumps(app.scopes), stamp(born, 552), stamp(TODAY - 20, 1000),
             owner.id, app.rates.per_hour or DEFAULT_RATES.per_hour, app.client_id, None)
        )  # fmt: skip
    draft.put("apps", _COLUMNS, rows)


def _student(draft: Draft, place: int) -> Person | None:
    """Return a student to own one of the other applications: one of those who are there."""
    own = [person for person in draft.people if person.active and person.pupil and person.begin < TODAY - 120]
    return own[draft.rng(f"apps/{place}").randrange(len(own))] if own else None


def _uid(seed: int, name: str) -> str:
    return f"u-s4t2ud-{sha256(f'{seed}/uid/{name}'.encode()).hexdigest()}"
