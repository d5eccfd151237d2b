"""What learning leaves behind: slots, feedbacks, points, exams, quests, tags."""

from __future__ import annotations

from collections.abc import Sequence

from ft42tui.demo.shapes.life import campus, cursus
from ft42tui.demo.shapes.people import people_of
from ft42tui.demo.shapes.reader import Item, Reader, columns, flat
from ft42tui.demo.store import Row

correction_point_historics = flat("id", "scale_team_id", "reason", "sum", "total", "created_at", "updated_at")
"""Return what happened to somebody's evaluation points."""
tags = flat("id", "name", "kind")
"""Return tags."""

_quests_in_short = flat(
    "id", "name", "slug", "kind", "internal_name", "description", "cursus_id", "campus_id", "created_at",
    "updated_at", "grade_id", "position",
)  # fmt: skip


def slots(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return when people are free to evaluate.

    Whose slot it is shows to its owner alone; to all others it is the text `invisible`. Source: the
    schema's note. Assumption: the evaluation is named by its id.
    """
    own = people_of(reader, (row["user_id"] for row in rows if row["user_id"] == reader.owner))
    return [
        {
            "id": row["id"],
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "scale_team": {"id": row["scale_team_id"]} if row["scale_team_id"] else None,
            "user": own.get(row["user_id"], "invisible"),
        }
        for row in rows
    ]


def feedbacks(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return what was said of evaluations and events."""
    people = people_of(reader, (row["user_id"] for row in rows))
    return [
        {
            "id": row["id"],
            "user": people[row["user_id"]],
            "feedbackable_type": row["feedbackable_type"],
            "feedbackable_id": row["feedbackable_id"],
            "comment": row["comment"],
            "rating": row["rating"],
            "created_at": row["created_at"],
        }
        for row in rows
    ]


def exams(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return exams and how many have signed up. Its cursus are those of its projects."""
    store = reader.store
    ids = [row["id"] for row in rows]
    counts = store.among(
        "SELECT exam_id, count(*) AS users FROM exams_users WHERE exam_id IN ({}) GROUP BY exam_id", ids
    )
    subscribers = {row["exam_id"]: row["users"] for row in counts}
    projects = store.grouped(
        "SELECT x.exam_id, p.* FROM exams_projects x JOIN projects p ON p.id = x.project_id"
        " WHERE x.exam_id IN ({}) ORDER BY p.position",
        ids,
        "exam_id",
    )
    programmes = {row["id"]: row for row in store.rows("SELECT * FROM cursus")}
    places = store.by_id("campus", (row["campus_id"] for row in rows))
    shown = dict(zip(places, campus(reader, list(places.values())), strict=True))
    items: list[Item] = []
    for row in rows:
        own = projects.get(row["id"], [])
        followed = sorted({project["cursus_id"] for project in own})
        items.append(
            {
                "id": row["id"],
                "ip_range": row["ip_range"],
                "begin_at": row["begin_at"],
                "end_at": row["end_at"],
                "location": row["location"],
                "max_people": row["max_people"],
                "nbr_subscribers": subscribers.get(row["id"], 0),
                "name": row["name"],
                "visible": None if row["visible"] is None else bool(row["visible"]),
                "created_at": row["created_at"],
                "updated_at": row["updated_at"],
                "campus": shown[row["campus_id"]],
                "cursus": cursus(reader, [programmes[number] for number in followed]),
                "projects": [
                    {name: project[name] for name in ("id", "name", "slug", "parent_id")} for project in own
                ],
            }
        )
    return items


def quests(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return quests."""
    store = reader.store
    programmes = store.by_id("cursus", (row["cursus_id"] for row in rows))
    places = store.by_id("campus", (row["campus_id"] for row in rows))
    shown = dict(zip(places, campus(reader, list(places.values())), strict=True))
    return [
        item
        | {
            "grade": None,
            "cursus": cursus(reader, [programmes[row["cursus_id"]]])[0],
            "campus": shown.get(row["campus_id"]),
        }
        for row, item in zip(rows, _quests_in_short(reader, rows), strict=True)
    ]


def quests_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return how far people are in their quests."""
    people = people_of(reader, (row["user_id"] for row in rows))
    known = reader.store.by_id("quests", (row["quest_id"] for row in rows))
    shown = dict(zip(known, _quests_in_short(reader, list(known.values())), strict=True))
    return [
        {
            "id": row["id"],
            "end_at": row["end_at"],
            "quest_id": row["quest_id"],
            "validated_at": row["validated_at"],
            "prct": row["prct"],
            "advancement": row["advancement"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "user": people[row["user_id"]],
            "quest": shown[row["quest_id"]],
        }
        for row in rows
    ]


def balances(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return the sales of evaluation points.

    Their times are written `2018-06-16 10:49:28`. Source: wire facts, section 0. Assumption: those of the
    sale, not those of the record.
    """
    return [
        item | {name: _plain(item[name]) for name in ("begin_at", "end_at")}
        for item in columns("balances")(reader, rows)
    ]


def _plain(at: str | None) -> str | None:
    return at[:19].replace("T", " ") if at else None
