"""Lists of ids in the body of a write, `exam[project_ids]`, kept in the tables that link two others."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ft42tui.demo.completion import complete
from ft42tui.demo.fields import MISSING, Reading
from ft42tui.demo.resources.listing import Join
from ft42tui.demo.store import Store

_MOST: Final = 500
_ID: Final = re.compile(r"[0-9]{1,9}")
_JOINS: Final[Mapping[tuple[str, str], Join]] = MappingProxyType(
    {
        ("exams", "project_ids"): Join("exams_projects", "exam_id", "project_id"),
        ("partnerships", "user_ids"): Join("partnerships_users", "partnership_id", "user_id"),
    }
)
_OF_SESSIONS: Final = ("max_people", "terminating_after", "minimum_mark")
_WAITING: Final = {"events": "Event", "exams": "Exam"}


def read_links(store: Store, table: str, given: Mapping[str, Any], reading: Reading) -> dict[Join, list[int]]:
    """Return the ids that a body lists, by where they are kept; note what is wrong with them."""
    found: dict[Join, list[int]] = {}
    for (owner, name), join in _JOINS.items():
        listed = given.get(name) if owner == table else None
        if listed is None:
            continue
        ids = [int(str(one)) for one in listed if _ID.fullmatch(str(one))] if isinstance(listed, list) else []
        known = store.by_id(store.references(join.table)[join.parent], ids[:_MOST], "id")
        if not isinstance(listed, list) or len(known) != len({str(one) for one in listed}):
            reading.complain(name, MISSING)
        found[join] = sorted(known)
    return found


def keep_links(store: Store, row_id: int, links: Mapping[Join, list[int]], now: str) -> None:
    """Make the links of an object those of the lists, and no others."""
    for join, ids in links.items():
        store.run(f"DELETE FROM {join.table} WHERE {join.own} = ?", (row_id,))  # noqa: S608  # names of ours
        for other in ids:
            link(store, join, row_id, other, now)


def link(store: Store, join: Join, own: int, parent: int, now: str) -> None:
    """Link two objects."""
    values: dict[str, Any] = {join.own: own, join.parent: parent}
    complete(store, join.table, values, now)
    store.insert(join.table, values)


def spread(store: Store, table: str, row_id: int, given: Mapping[str, Any], now: str) -> None:
    """Write what a body says of an object that is kept elsewhere: a session's fields, themes, a waitlist."""
    if table == "projects":
        _spread_to_sessions(store, row_id, given, now)
    if table == "events":
        _keep_themes(store, row_id, given, now)
    _open_waitlist(store, table, row_id, given, now)


def _spread_to_sessions(store: Store, project: int, given: Mapping[str, Any], now: str) -> None:
    said = {name: str(given[name]) for name in _OF_SESSIONS if _ID.fullmatch(str(given.get(name, "")))}
    for name, value in said.items():
        sql = f"UPDATE project_sessions SET {name} = ?, updated_at = ? WHERE project_id = ?"  # noqa: S608
        store.run(sql, (int(value), now, project))


def _keep_themes(store: Store, event: int, given: Mapping[str, Any], now: str) -> None:
    listed = given.get("events_themes_attributes")
    if not isinstance(listed, list):
        return
    said = [str(one.get("theme_id")) for one in listed if isinstance(one, dict)]
    ids = store.by_id("themes", [int(one) for one in said if _ID.fullmatch(one)][:_MOST], "id")
    keep_links(store, event, {Join("events_themes", "event_id", "theme_id"): sorted(ids)}, now)


def _open_waitlist(store: Store, table: str, row_id: int, given: Mapping[str, Any], now: str) -> None:
    """Open the waitlist of an event or an exam that asks for one by `activate_waitlist`."""
    kind = _WAITING.get(table)
    if kind is None or str(given.get("activate_waitlist")).lower() not in {"true", "1"}:
        return
    sql = "SELECT 1 FROM waitlists WHERE waitlistable_type = ? AND waitlistable_id = ?"
    if store.row(sql, (kind, row_id)) is None:
        values: dict[str, Any] = {"waitlistable_type": kind, "waitlistable_id": row_id}
        complete(store, "waitlists", values, now)
        store.insert("waitlists", values)
