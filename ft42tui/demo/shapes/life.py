"""Campuses and what goes on there: memberships, locations, coalitions, achievements, events."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ft42tui.demo.shapes.people import links_to, people_of
from ft42tui.demo.shapes.reader import Item, Reader, flat
from ft42tui.demo.store import Row, Store

cursus = flat("id", "created_at", "name", "slug", "kind")
"""Return cursus."""
languages = flat("id", "name", "identifier", "created_at", "updated_at")
"""Return languages."""
skills = flat("id", "slug", "name", "created_at")
"""Return skills."""
titles = flat("id", "name")
"""Return titles, whose names hold `%login`."""
groups = flat("id", "name")
"""Return groups."""
campus_users = flat("id", "user_id", "campus_id", "is_primary!", "created_at", "updated_at")
"""Return who is at which campus."""
languages_users = flat("id", "language_id", "user_id", "position", "created_at")
"""Return who speaks which language."""
themes = flat("id", "name", "created_at", "updated_at")
"""Return what events are about."""
titles_users = flat("id", "user_id", "title_id", "selected!", "created_at", "updated_at")
"""Return who bears which title."""
coalitions_users = flat("id", "coalition_id", "user_id", "score", "rank", "created_at", "updated_at")
"""Return who is in which coalition."""


def _languages(store: Store, rows: Sequence[Row]) -> dict[int, Row]:
    return store.by_id("languages", (row["language_id"] for row in rows))


def campus(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return campuses. `users_count` counts those who are there now, guests from elsewhere included."""
    store = reader.store
    known = _languages(store, rows)
    counts = store.among(
        "SELECT campus_id, count(*) AS users FROM campus_users WHERE campus_id IN ({}) GROUP BY campus_id",
        (row["id"] for row in rows),
    )
    people = {row["campus_id"]: row["users"] for row in counts}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "time_zone": row["time_zone"],
            "language": dict(known[row["language_id"]]),
            "users_count": people.get(row["id"], 0),
            "vogsphere_id": row["vogsphere_id"],
            "country": row["country"],
            "address": row["address"],
            "zip": row["zip"],
            "city": row["city"],
            "website": row["website"],
            "facebook": row["facebook"],
            "twitter": row["twitter"],
            "active": bool(row["active"]),
            "public": bool(row["public"]),
            "email_extension": row["email_extension"],
            "default_hidden_phone": bool(row["default_hidden_phone"]),
            "endpoint": None,
        }
        for row in rows
    ]


def groups_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who is in which group. Assumption: the shape; no schema is known."""
    people = people_of(reader, (row["user_id"] for row in rows))
    known = reader.store.by_id("groups", (row["group_id"] for row in rows), "id, name")
    return [
        {"id": row["id"], "user": people[row["user_id"]], "group": dict(known[row["group_id"]])}
        for row in rows
    ]


def cursus_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who follows which cursus, with the skills acquired."""
    store = reader.store
    people = people_of(reader, (row["user_id"] for row in rows))
    known = store.by_id("cursus", (row["cursus_id"] for row in rows))
    programmes = dict(zip(known, cursus(reader, list(known.values())), strict=True))
    names = {row["id"]: row["name"] for row in store.rows("SELECT id, name FROM skills")}
    return [
        {
            "id": row["id"],
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "grade": row["grade"],
            "level": row["level"],
            "skills": [
                {"id": number, "name": names[number], "level": level}
                for number, level in json.loads(row["skills"])
                if number in names
            ],
            "cursus_id": row["cursus_id"],
            "has_coalition": bool(row["has_coalition"]),
            "blackholed_at": row["blackholed_at"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "user": people[row["user_id"]],
            "cursus": programmes[row["cursus_id"]],
        }
        for row in rows
    ]


def locations(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who sat where; `end_at` is null for those who still do."""
    people = people_of(reader, (row["user_id"] for row in rows))
    return [
        {
            "id": row["id"],
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "primary": bool(row["primary"]),
            "floor": None,
            "row": None,
            "post": None,
            "host": row["host"],
            "campus_id": row["campus_id"],
            "user": people[row["user_id"]],
        }
        for row in rows
    ]


def coalitions(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return coalitions."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "slug": row["slug"],
            "image_url": row["image"],
            "cover_url": row["cover"],
            "color": row["color"],
            "score": row["score"],
            "user_id": row["user_id"],
        }
        for row in rows
    ]


def blocs(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return blocs and the coalitions in them."""
    members = reader.store.grouped(
        "SELECT * FROM coalitions WHERE bloc_id IN ({}) ORDER BY id", (row["id"] for row in rows), "bloc_id"
    )
    return [
        {
            "id": row["id"],
            "campus_id": row["campus_id"],
            "cursus_id": row["cursus_id"],
            "squad_size": row["squad_size"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "coalitions": coalitions(reader, members.get(row["id"], ())),
        }
        for row in rows
    ]


def _achievement_in_short(row: Row) -> Item:
    return {"id": row["id"], "name": row["name"]}


def achievements(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return achievements; `image` is a path on the API's host."""
    store = reader.store
    parents = store.by_id("achievements", (row["parent_id"] for row in rows))
    steps = store.grouped(
        "SELECT * FROM achievements WHERE parent_id IN ({}) ORDER BY id",
        (row["id"] for row in rows),
        "parent_id",
    )
    known = store.by_id("titles", (row["title_id"] for row in rows))
    names = {row["id"]: row["name"] for row in store.rows("SELECT id, name FROM campus ORDER BY id")}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "tier": row["tier"],
            "kind": row["kind"],
            "visible": bool(row["visible"]),
            "image": row["image"],
            "nbr_of_success": row["nbr_of_success"],
            "users_url": f"{reader.origin}/v2/achievements/{row['id']}/users",
            "achievements": [_achievement_in_short(step) for step in steps.get(row["id"], ())],
            "parent": _achievement_in_short(parents[row["parent_id"]]) if row["parent_id"] else None,
            "title": dict(known[row["title_id"]]) if row["title_id"] else None,
            "campus": [names[row["campus_id"]]] if row["campus_id"] else list(names.values()),
        }
        for row in rows
    ]


def achievements_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who has which achievement."""
    people = links_to(reader, (row["user_id"] for row in rows))
    return [
        {
            "id": row["id"],
            "achievement_id": row["achievement_id"],
            "user_id": row["user_id"],
            "login": people[row["user_id"]]["login"],
            "url": f"{reader.origin}/v2/achievements_users/{row['id']}",
            "nbr_of_success": row["nbr_of_success"],
            "created_at": row["created_at"],
        }
        for row in rows
    ]


def events(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return events and how many are coming."""
    store = reader.store
    ids = [row["id"] for row in rows]
    counts = store.among(
        "SELECT event_id, count(*) AS guests FROM events_users WHERE event_id IN ({}) GROUP BY event_id", ids
    )
    guests = {row["event_id"]: row["guests"] for row in counts}
    about = store.grouped(
        "SELECT e.event_id, t.* FROM events_themes e JOIN themes t ON t.id = e.theme_id"
        " WHERE e.event_id IN ({}) ORDER BY t.id",
        ids,
        "event_id",
    )
    waiting = store.among(
        "SELECT id, waitlistable_id FROM waitlists WHERE waitlistable_id IN ({})"
        " AND waitlistable_type = 'Event'",
        ids,
    )
    queues = {row["waitlistable_id"]: {"id": row["id"]} for row in waiting}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "location": row["location"],
            "kind": row["kind"],
            "max_people": row["max_people"],
            "nbr_subscribers": guests.get(row["id"], 0),
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "campus_ids": [row["campus_id"]],
            "cursus_ids": [row["cursus_id"]],
            "themes": themes(reader, about.get(row["id"], ())),
            "waitlist": queues.get(row["id"]),
            "prohibition_of_cancellation": row["prohibition_of_cancellation"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }
        for row in rows
    ]


def events_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who comes to which event."""
    people = people_of(reader, (row["user_id"] for row in rows))
    known = reader.store.by_id("events", (row["event_id"] for row in rows), "id, name")
    return [
        {
            "id": row["id"],
            "event_id": row["event_id"],
            "user_id": row["user_id"],
            "user": people[row["user_id"]],
            "event": {"id": row["event_id"], "name": known[row["event_id"]]["name"]},
        }
        for row in rows
    ]
