"""Where people are: one primary campus, one seat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ft42tui.demo.effects.effect import Effect
from ft42tui.demo.store import Row, Store


def set_home(store: Store, user: int, campus: int, now: str) -> None:
    """Make a campus the primary one of a user, who is at it from then on."""
    sql = "SELECT count(*) FROM campus_users WHERE user_id = ? AND campus_id = ?"
    if not store.number(sql, (user, campus)):
        at = {"created_at": now, "updated_at": now}
        store.insert("campus_users", {"user_id": user, "campus_id": campus, "is_primary": 1} | at)
    store.run("UPDATE campus_users SET is_primary = (campus_id = ?) WHERE user_id = ?", (campus, user))
    store.update("users", user, {"primary_campus_id": campus, "updated_at": now})


def _campus_user(store: Store, _before: Row | None, after: Row, now: str) -> None:
    if after["is_primary"]:
        set_home(store, after["user_id"], after["campus_id"], now)


def _user(store: Store, before: Row | None, after: Row, now: str) -> None:
    if before is None or before["primary_campus_id"] != after["primary_campus_id"]:
        set_home(store, after["id"], after["primary_campus_id"], now)


def _location(store: Store, _before: Row | None, after: Row, now: str) -> None:
    """Whoever sits down has got up elsewhere."""
    if after["end_at"] is None:
        sql = (
            "UPDATE locations SET end_at = max(begin_at, ?) WHERE user_id = ? AND id <> ? AND end_at IS NULL"
        )
        store.run(sql, (now, after["user_id"], after["id"]))


PLACES: Final[Mapping[str, Effect]] = {
    "campus_users": _campus_user,
    "users": _user,
    "locations": _location,
}
"""What follows when somebody is put somewhere."""
