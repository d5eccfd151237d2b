"""Users as other objects hold them: the whole summary, or a link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ft42tui.demo.shapes.reader import Item, Reader
from ft42tui.demo.store import Row

_CDN = "https://cdn.intra.42.fr"


def users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return users as lists show them. Lists never hold what users have: their cursus, their projects."""
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


def people_of(reader: Reader, ids: Iterable[int | None]) -> dict[int, Item]:
    """Return the users of these ids as lists show them, by id."""
    known = reader.store.by_id("users", ids)
    return dict(zip(known, users(reader, list(known.values())), strict=True))


def links_to(reader: Reader, ids: Iterable[int | None]) -> dict[int, Item]:
    """Return the users of these ids as evaluations name them: id, login and address."""
    return {
        number: {"id": number, "login": row["login"], "url": f"{reader.origin}/v2/users/{row['login']}"}
        for number, row in reader.store.by_id("users", ids, "id, login").items()
    }


def _image(path: str | None) -> Item:
    """Return a picture's links; all of them are null for a user without one."""
    sizes = ("large", "medium", "small", "micro")
    if path is None:
        return {"link": None, "versions": dict.fromkeys(sizes)}
    folder, _, name = path.partition("/")
    start = f"{_CDN}/users/{folder}/"
    return {"link": start + name, "versions": {size: f"{start}{size}_{name}" for size in sizes}}
