"""What the staff looks after: applications, closes, the shop, notices, and what users hold of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from ft42tui.demo.shapes.people import people_of
from ft42tui.demo.shapes.reader import Item, Reader, columns, flat
from ft42tui.demo.store import Row

accreditations = flat("id", "name", "user_id", "cursus_id", "validated!", "difficulty")
"""Return initiatives that grant points."""
expertises_users = flat("id", "expertise_id", "interested!", "value", "contact_me!", "created_at", "user_id")
"""Return who is an expert in what."""
patronages = flat("id", "user_id", "godfather_id", "ongoing!", "created_at", "updated_at")
"""Return who looks after whom."""
roles = flat("id", "name", "description")
"""Return privileges."""
transactions = flat("id", "value", "user_id", "transactable_id", "transactable_type", "created_at", "reason")
"""Return moves of Altarian Dollars."""
partnerships = flat(
    "id", "name", "description", "difficulty", "created_at", "updated_at", "slug", "file", "cursus_id", "tier"
)
"""Return partnerships. Assumption: the shape; no schema is known."""

_APPLICATION = "Doorkeeper::Application"  # as school.roles writes it


def apps(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return registered applications, without any secret.

    Assumption: an application with roles shows them as the list of roles does.
    """
    people = people_of(reader, (row["owner_id"] for row in rows))
    held = reader.store.grouped(
        "SELECT e.entity_id, r.* FROM roles_entities e JOIN roles r ON r.id = e.role_id"  # noqa: S608
        f" WHERE e.entity_id IN ({{}}) AND e.entity_type = '{_APPLICATION}' ORDER BY r.id",
        (row["id"] for row in rows),
        "entity_id",
    )
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "image": row["image"],
            "website": row["website"],
            "public": bool(row["public"]),
            "scopes": json.loads(row["scopes"]),
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "owner": people[row["owner_id"]],
            "rate_limit": row["rate_limit"],
            "roles": roles(reader, held.get(row["id"], ())),
        }
        for row in rows
    ]


def closes(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return closes and the services that are owed for them."""
    store = reader.store
    people = people_of(reader, (value for row in rows for value in (row["user_id"], row["closer_id"])))
    homes = store.by_id("users", (row["user_id"] for row in rows), "id, primary_campus_id")
    owed = store.grouped(
        "SELECT * FROM community_services WHERE close_id IN ({}) ORDER BY id",
        (row["id"] for row in rows),
        "close_id",
    )
    return [
        {
            "id": row["id"],
            "reason": row["reason"],
            "state": row["state"],
            "kind": row["kind"],
            "primary_campus_id": homes[row["user_id"]]["primary_campus_id"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "end_at": row["end_at"],
            "community_services": community_services(reader, owed.get(row["id"], ())),
            "user": people[row["user_id"]],
            "closer": people.get(row["closer_id"]),
        }
        for row in rows
    ]


def community_services(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return community services. Assumption: the shape, and that the token is never shown."""
    return [item | {"token": None} for item in columns("community_services")(reader, rows)]


def anti_grav_units_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return freezes, each wrapped in its own name. Source: wire facts, section 8.

    Assumption: one on its own is wrapped as well, and the fields; no schema is known.
    """
    return [{"anti_grav_units_user": item} for item in columns("anti_grav_units_users")(reader, rows)]


def announcements(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return announcements. Assumption: the shape, which has the fields that a new one takes."""
    return [
        {
            "id": row["id"],
            "author": row["author"],
            "title": row["title"],
            "text": row["text"],
            "expire_at": row["expire_at"],
            "kind": row["kind"],
            "image": row["image"],
            "cursus_ids": _only(row["cursus_id"]),
            "campus_ids": _only(row["campus_id"]),
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }
        for row in rows
    ]


def _only(value: int | None) -> list[int]:
    return [] if value is None else [value]


def clusters(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return clusters."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "campus_id": row["campus_id"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "image": _image(row["image"]),
        }
        for row in rows
    ]


def products(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return what the shop sells."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "price": row["price"],
            "quantity": row["quantity"],
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "category_id": row["category_id"],
            "kind": row["kind"],
            "slug": row["slug"],
            "image": _image(row["image"]),
            "is_uniq": bool(row["is_uniq"]),
            "one_time_purchase": bool(row["one_time_purchase"]),
        }
        for row in rows
    ]


def _image(address: str | None) -> Item | None:
    """Return a picture. Assumption: only that it is an object or null is known."""
    return None if address is None else {"url": address}


def expertises(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return expertises."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "slug": row["slug"],
            "url": f"{reader.origin}/v2/expertises/{row['slug']}",
            "kind": row["kind"],
            "created_at": row["created_at"],
        }
        for row in rows
    ]


def endpoints(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return the hooks of campuses. What keeps one secret is taken and never shown."""
    return [item | {"secret": None} for item in columns("endpoints")(reader, rows)]


def user_candidatures(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return what people said of themselves. A pin is taken and never shown; a phone may be hidden."""
    hidden = ("phone", "contact_phone1", "contact_phone2")
    return [
        item | {"pin": None} | {name: item[name] and "hidden" for name in hidden if item["hidden_phone"]}
        for item in columns("user_candidatures")(reader, rows)
    ]


def translations(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return translations, their texts by field. Assumption: the shape; no schema is known."""
    return [item | {"fields": _parsed(item["fields"])} for item in columns("translations")(reader, rows)]


def _parsed(text: str) -> Any:
    """Return the texts of a translation; one that was written as a plain text stays one."""
    try:
        return json.loads(text)
    except ValueError:
        return text
