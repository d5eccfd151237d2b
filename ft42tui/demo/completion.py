"""What a new row gets that nobody said: from its parents, from its name, from the time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from ft42tui.demo.store import Store

_FROM_TEAM: Final = "SELECT {} FROM teams WHERE id = :team_id"
_BLANKS: Final[Mapping[str, Any]] = {"integer": 0, "real": 0.0, "text": "", "boolean": 0}

# By table and column, an expression over what the row holds already, `:now`, and the tables.
_SOURCES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "users": {
            "usual_full_name": "SELECT :first_name || ' ' || :last_name",
            "primary_campus_id": "SELECT min(id) FROM campus",
            "phone": "SELECT 'hidden'",
            "active": "SELECT 1",
            "status": "SELECT 'student'",
        },
        "campus": {
            "name": "SELECT coalesce(:display_name, 'Campus')",
            "display_name": "SELECT :name",
            "language_id": "SELECT min(id) FROM languages",
            "time_zone": "SELECT 'Europe/Paris'",
            "active": "SELECT 1",
            "public": "SELECT 1",
        },
        "cursus": {"kind": "SELECT 'main'"},
        "cursus_users": {"begin_at": "SELECT :now", "skills": "SELECT '[]'", "grade": "SELECT 'Cadet'"},
        "projects": {
            "cursus_id": "SELECT id FROM cursus ORDER BY id = 21 DESC, id LIMIT 1",
            "position": "SELECT max(position) + 1 FROM projects",
        },
        "projects_users": {
            "cursus_id": "SELECT cursus_id FROM projects WHERE id = :project_id",
            "campus_id": "SELECT primary_campus_id FROM users WHERE id = :user_id",
            "status": "SELECT 'searching_a_group'",
        },
        "teams": {
            "project_session_id": "SELECT id FROM project_sessions WHERE project_id = :project_id",
            "cursus_id": "SELECT cursus_id FROM projects WHERE id = :project_id",
            "campus_id": "SELECT min(id) FROM campus",
            "name": "SELECT 'new group'",
            "status": "SELECT CASE WHEN :final_mark IS NULL THEN 'in_progress' ELSE 'finished' END",
            "repo_uuid": "SELECT printf('intra-uuid-%08x-42ea-4a42-8b42-%012d', :id * 2654435761, :id)",
        },
        "teams_users": {
            "projects_user_id": "SELECT id FROM projects_users WHERE user_id = :user_id AND project_id ="
            " (SELECT project_id FROM teams WHERE id = :team_id)",
        },
        "scale_teams": {
            "begin_at": "SELECT :now",
            "flag_id": "SELECT min(id) FROM flags",
            "user_id": "SELECT id FROM users WHERE id NOT IN"
            " (SELECT user_id FROM teams_users WHERE team_id = :team_id) ORDER BY id LIMIT 1",
            "project_id": _FROM_TEAM.format("project_id"),
            "cursus_id": _FROM_TEAM.format("cursus_id"),
            "campus_id": _FROM_TEAM.format("campus_id"),
        },
        "locations": {"begin_at": "SELECT :now", "primary": "SELECT 1"},
        "coalitions_users": {
            "score": "SELECT 0",
            "rank": "SELECT count(*) + 1 FROM coalitions_users WHERE coalition_id = :coalition_id",
        },
        "scores": {"created_at": "SELECT :now"},
    }
)


def complete(store: Store, table: str, values: dict[str, Any], now: str) -> None:
    """Fill in what a new row must hold and was not given.

    What stays null although it must not be is a foreign key that cannot be guessed.
    Assumption: every value that is made here; the documentation names only what is asked for.
    """
    columns = store.columns(table)
    values.setdefault("id", store.next_id(table))
    if table == "users" and not values.get("login"):
        values["login"] = _login(store, values)
    if "slug" in columns and (values.get("slug") or values.get("name")):
        values["slug"] = slug(str(values.get("slug") or values["name"]))
    named = dict.fromkeys(columns) | values | {"now": now}
    for name, sql in _SOURCES.get(table, {}).items():
        if values.get(name) is None:
            found = store.row(sql, named)
            values[name] = named[name] = found[0] if found else None
    keys = store.references(table)
    for name, column in columns.items():
        if values.get(name) is not None or column.nullable or column.has_default or name in keys:
            continue
        values[name] = now if column.kind == "datetime" else _BLANKS.get(column.kind, now[:10])


def slug(name: str) -> str:
    """Return a name as a path shows it: `Exam Rank 02` → `exam-rank-02`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "new"


def _login(store: Store, values: Mapping[str, Any]) -> str:
    """Return a login that is free: first letter and last name, as long as eight characters."""
    first, last = (slug(str(values.get(part) or "")).replace("-", "") for part in ("first_name", "last_name"))
    stem = f"{first[:1]}{last[:7]}"
    login, number = stem, 2
    while store.row("SELECT 1 FROM users WHERE login = ?", (login,)) is not None:
        login = f"{stem[: 8 - len(str(number))]}{number}"
        number += 1
    return login
