"""Users: as lists show them, as other objects embed them, and with everything they have."""

from __future__ import annotations

from collections.abc import Sequence

from ft42tui.demo.shapes import life, work
from ft42tui.demo.shapes.reader import Item, Reader, without
from ft42tui.demo.store import Row

_CDN = "https://cdn.intra.42.fr"


def users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return users as lists show them."""
    sitting = reader.store.among(
        "SELECT user_id, host FROM locations WHERE end_at IS NULL AND user_id IN ({})",
        (row["id"] for row in rows),
    )
    hosts = {row["user_id"]: row["host"] for row in sitting}
    return [
        {
            "id": row["id"],
            "email": row["email"],
            "login": row["login"],
            "first_name": row["first_name"],
            "last_name": row["last_name"],
            "usual_full_name": row["usual_full_name"],
            "usual_first_name": row["usual_first_name"],
            "url": f"{reader.origin}/v2/users/{row['login']}",
            "phone": row["phone"],
            "displayname": row["usual_full_name"],
            "kind": row["kind"],
            "image": _image(row["image"]),
            "staff?": bool(row["staff"]),
            "correction_point": row["correction_point"],
            "pool_month": row["pool_month"],
            "pool_year": row["pool_year"],
            "location": hosts.get(row["id"]),
            "wallet": row["wallet"],
            "anonymize_date": row["anonymize_date"],
            "data_erasure_date": row["data_erasure_date"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "alumnized_at": row["alumnized_at"],
            "alumni?": row["alumnized_at"] is not None,
            "active?": bool(row["active"]),
        }
        for row in rows
    ]


def users_in_full(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return users as their own page shows them, with everything they have."""
    return [item | _belongings(reader, item["id"]) for item in users(reader, rows)]


def _belongings(reader: Reader, user: int) -> Item:
    store = reader.store

    def own(sql: str) -> list[Row]:
        return store.rows(sql, (user,))

    return {
        "groups": [
            {"id": row["id"], "name": row["name"]}
            for row in own(
                "SELECT g.* FROM groups g JOIN groups_users m ON m.group_id = g.id WHERE m.user_id = ?"
            )
        ],
        "cursus_users": without(
            life.cursus_users(reader, own("SELECT * FROM cursus_users WHERE user_id = ? ORDER BY begin_at")),
            "user",
        ),
        "projects_users": without(
            work.projects_users(
                reader, own("SELECT * FROM projects_users WHERE user_id = ? ORDER BY id DESC")
            ),
            "user",
            "teams",
        ),
        "languages_users": life.languages_users(
            reader, own("SELECT * FROM languages_users WHERE user_id = ? ORDER BY position")
        ),
        "achievements": without(
            life.achievements(
                reader,
                own(
                    "SELECT a.* FROM achievements a JOIN achievements_users m ON m.achievement_id = a.id"
                    " WHERE m.user_id = ? ORDER BY m.id"
                ),
            ),
            "achievements",
            "parent",
            "title",
            "campus",
        ),
        "titles": [
            {"id": row["id"], "name": row["name"]}
            for row in own(
                "SELECT t.* FROM titles t JOIN titles_users m ON m.title_id = t.id WHERE m.user_id = ?"
            )
        ],
        "titles_users": life.titles_users(reader, own("SELECT * FROM titles_users WHERE user_id = ?")),
        "partnerships": [],
        "patroned": [],
        "patroning": [],
        "expertises_users": [],
        "roles": [],
        "campus": life.campus_in_short(
            store,
            own(
                "SELECT c.* FROM campus c JOIN campus_users m ON m.campus_id = c.id"
                " WHERE m.user_id = ? ORDER BY m.is_primary DESC, m.id"
            ),
        ),
        "campus_users": life.campus_users(
            reader, own("SELECT * FROM campus_users WHERE user_id = ? ORDER BY is_primary DESC, id")
        ),
    }


def _image(path: str | None) -> Item:
    """Return a picture's links; all of them are null for a user without one."""
    sizes = ("large", "medium", "small", "micro")
    if path is None:
        return {"link": None, "versions": dict.fromkeys(sizes)}
    folder, _, name = path.partition("/")
    start = f"{_CDN}/users/{folder}/"
    return {"link": start + name, "versions": {size: f"{start}{size}_{name}" for size in sizes}}
