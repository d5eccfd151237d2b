"""For every route of the catalogue: a path that leads somewhere, and a body that is good."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise, product
from typing import Any

from ft42tui.catalog import Endpoint, Parameter
from ft42tui.demo.fields import Form
from ft42tui.demo.resources.listing import singular
from ft42tui.demo.routes import Plan, plan
from ft42tui.demo.store import Column, Store

NORMINET = 74
BEGIN, END = "2026-12-01T10:00:00.000Z", "2026-12-01T11:00:00.000Z"
# Bodies of actions, and values that must fit each other.
BODIES: dict[str, dict[str, Any]] = {
    "/v2/users/:id/correction_points/add": {"reason": "Helped a lot", "amount": 2},
    "/v2/users/:id/correction_points/remove": {"reason": "Was not there", "amount": 1},
    "/v2/users/:id/free_past_agu": {"duration": 10, "reason": "Illness"},
    "/v2/users/:id/set_primary_campus": {"campus_id": 9},
    "/v2/pools/:id/points/add": {"points": 1},
    "/v2/pools/:id/points/remove": {"points": 1},
    "/v2/projects_users/register_childs_and_scales": {"user_id": NORMINET, "project_id": 1314},
    "/v2/search/users": {"query": "norm"},
    "/v2/search/projects": {"query": "libft"},
    "/v2/translations/upload": {"file": "fr.yml"},
}
QUERIES = {
    "/v2/alumnized_users": {"campus_id": "1"},
    "/v2/campus/:campus_id/journals": {"begin_at": "2026-08-01", "end_at": "2026-11-20"},
}


@cache
def values_for(endpoint: Endpoint, store: Store) -> dict[str, str]:
    """Return values that make a path which leads somewhere."""
    made = plan(endpoint, store)
    values = dict.fromkeys(endpoint.required_names, "")
    if made is not None:
        values.update(_values_of_plan(made, store))
    else:
        words = endpoint.path.removeprefix("/v2/").split("/")
        for word, name in pairwise(words):
            if name.startswith(":"):
                values[name[1:]] = _row_of_action(endpoint, word, store)
    return values


def _row_of_action(endpoint: Endpoint, table: str, store: Store) -> str:
    wanted = {
        "/v2/projects_users/:id/retry": "final_mark IS NOT NULL AND user_id = 74",
        "/v2/projects/:id/retry": "id IN (SELECT project_id FROM projects_users"
        " WHERE user_id = 74 AND final_mark IS NOT NULL)",
        "/v2/projects/:project_id/register": "id NOT IN"
        " (SELECT project_id FROM projects_users WHERE user_id = 74)",
        "/v2/pools/:id/points/add": "current_points < max_points",
        "/v2/pools/:id/points/remove": "current_points > 0",
    }.get(endpoint.path, "1")
    if table == "users":
        wanted = f"id = {NORMINET}"
    return str(store.number(f"SELECT min(id) FROM {table} WHERE {wanted}"))  # noqa: S608


def _values_of_plan(made: Plan, store: Store) -> dict[str, str]:
    """Return ids of parents under which there is something, and of that something."""
    names = [parent.name for parent in made.parents]
    if not names and made.key in {"", "me"}:
        return {}
    table = made.listing.table
    conditions = [parent.tie.condition for parent in made.parents]
    where = " AND ".join(conditions) or "1"
    for ids in _candidates(made, store):
        sql = f"SELECT id FROM {table} t WHERE {where} ORDER BY t.id LIMIT 1"  # noqa: S608
        row = store.row(sql, ids)
        if row is not None or made.work == "create":
            found = {name: str(one) for name, one in zip(names, ids, strict=True) if name != "me"}
            return found | ({made.key: str(row["id"])} if made.key not in {"", "me"} and row else {})
    raise AssertionError(f"there is nothing in {table} under {names}")


def _candidates(made: Plan, store: Store) -> Iterator[tuple[int, ...]]:
    lists = []
    for parent in made.parents:
        if parent.name == "me":
            lists.append([NORMINET])
            continue
        rows = store.rows(f"SELECT id FROM {parent.listing.table} ORDER BY id LIMIT 400")  # noqa: S608
        ids = [row["id"] for row in rows]
        lists.append([NORMINET, *ids] if parent.listing.table == "users" else ids)
    yield from product(*lists)


def body_for(endpoint: Endpoint, values: dict[str, str], store: Store) -> dict[str, Any]:
    """Return a body that a writing route accepts."""
    if endpoint.path in BODIES:
        return BODIES[endpoint.path]
    if endpoint.path in {"/v2/projects_users/reset", "/v2/projects_users/scale"}:
        entry = store.rows("SELECT user_id, project_id FROM projects_users ORDER BY id LIMIT 1")[0]
        return {"user_id": entry["user_id"], "project_id": entry["project_id"], "scale": "scale 1"}
    if endpoint.path == "/v2/endpoints/:id/callback":
        url = "https://example.org/hook"
        return {"url": url, "user_id": NORMINET, "initial_data": {"a": 1}, "response_data": {"b": 2}}
    if endpoint.path == "/v2/scale_teams/multiple_create":
        team = store.number("SELECT min(id) FROM teams")
        return {"scale_teams": [{"team_id": team, "begin_at": BEGIN, "user_id": _stranger_to(team, store)}]}
    if endpoint.path == "/v2/teams_uploads/multiple_create":
        team = store.number("SELECT min(id) FROM teams")
        upload = store.number("SELECT min(id) FROM uploads")
        return {"teams_uploads": [{"team_id": team, "upload_id": upload, "final_mark": 100}]}
    made = plan(endpoint, store)
    if made is None:
        return {}
    form = Form.of(endpoint, made.listing)
    if endpoint.kind == "update":
        name, value = change_for(made, form, number_of(made, values, store), store)
        return {form.root: {name: value}}
    return {form.root: _new(made, form, values, store)}


def change_for(made: Plan, form: Form, number: int, store: Store) -> tuple[str, Any]:
    """Return a column of a row that may be changed without further ado, and another value for it."""
    table = made.listing.table
    columns, keys = store.columns(table), store.references(table)
    row = store.rows(f"SELECT * FROM {table} WHERE id = ?", (number,))[0]  # noqa: S608  # names of ours
    fixed = {"id", "created_at", "updated_at", "login", "begin_at", "end_at", "leader", "validated"}
    names = [name for name in columns if name not in fixed and not name.endswith("_type")]
    names.sort(key=lambda name: (name in keys or name.endswith("_id"), name not in form.documented))
    for name in names:
        column, parameter = columns[name], form.documented.get(name)
        value = _value(name, column, parameter, keys.get(name), store)
        if name in keys:
            sql = f"SELECT max(id) FROM {keys[name]} WHERE id <> ?"  # noqa: S608  # names of ours only
            value = store.number(sql, (row[name] or 0,))
        if column.kind == "boolean":
            value = not row[name]
        if row[name] != value:
            return name, value
    raise AssertionError(f"nothing of {table} can be changed")


def _new(made: Plan, form: Form, values: dict[str, str], store: Store) -> dict[str, Any]:
    table = made.listing.table
    columns, keys = store.columns(table), store.references(table)
    given: dict[str, Any] = {}
    for name, parameter in form.documented.items():
        column = columns.get(name)
        if parameter.required or (column is not None and not column.nullable):
            given[name] = _value(name, column, parameter, keys.get(name), store)
    for name, column in columns.items():
        if name in keys and not column.nullable and not column.has_default:
            given.setdefault(name, _value(name, column, None, keys[name], store))
    for name in ("name", "title"):
        if name in columns and not columns[name].nullable:
            given.setdefault(name, f"New {name}")
    for parent in made.parents:
        if parent.name != "me":
            for name, value in parent.tie.sets.items():
                given[name] = int(values[parent.name]) if not isinstance(value, str) else value
    if "user_id" in columns:
        given |= _free_pair(table, given, made, store)
    if table == "scale_teams":
        if made.parents:
            session = values["project_session_id"]
            sql = "SELECT min(id) FROM teams WHERE project_session_id = ?"
            given["team_id"] = store.number(sql, (session,))
        given["user_id"] = _stranger_to(given["team_id"], store)
    if table == "teams_users":
        given |= _member(store)
    return given


def _free_pair(table: str, given: dict[str, Any], made: Plan, store: Store) -> dict[str, Any]:
    """Return a user, or what the user belongs to, for which there is no such row yet."""
    parent = f"{singular(table.removesuffix('_users'))}_id"
    references = store.references(table)
    user = given.get("user_id", NORMINET)
    if not table.endswith("_users") or parent not in references:
        return {"user_id": user}
    if any(one.listing.table == "users" for one in made.parents):
        sql = (
            f"SELECT min(id) FROM {references[parent]} WHERE id NOT IN"  # noqa: S608  # names of ours
            f" (SELECT {parent} FROM {table} WHERE user_id = ?)"
        )
        return {"user_id": user, parent: store.number(sql, (user,))}
    sql = f"SELECT min(id) FROM users WHERE id NOT IN (SELECT user_id FROM {table} WHERE {parent} = ?)"  # noqa: S608
    return {"user_id": store.number(sql, (given.get(parent),))}


def number_of(made: Plan, values: dict[str, str], store: Store) -> int:
    """Return the id of the object that a path names."""
    if made.key:
        return int(values[made.key])
    (parent,) = made.parents
    sql = f"SELECT min(id) FROM {made.listing.table} t WHERE {parent.tie.condition}"  # noqa: S608
    return store.number(sql, (values[parent.name],))


def _stranger_to(team: int, store: Store) -> int:
    sql = "SELECT min(id) FROM users WHERE id NOT IN (SELECT user_id FROM teams_users WHERE team_id = ?)"
    return store.number(sql, (team,))


def _member(store: Store) -> dict[str, Any]:
    """Return a team, and somebody who does its project in another one."""
    sql = """SELECT p.user_id, t.id AS team_id
        FROM projects_users p JOIN teams t ON t.project_id = p.project_id
        WHERE NOT EXISTS (SELECT 1 FROM teams_users m WHERE m.team_id = t.id AND m.user_id = p.user_id)
        ORDER BY p.id, t.id LIMIT 1"""
    return dict(store.rows(sql)[0])


def _value(
    name: str, column: Column | None, parameter: Parameter | None, table: str | None, store: Store
) -> Any:
    if table is not None:
        return store.number(f"SELECT min(id) FROM {table}")  # noqa: S608  # names of ours only
    if parameter is not None and parameter.choices:
        return parameter.choices[-1]
    if name == "slug":
        return "new-slug"
    kind = column.kind if column is not None else parameter.type if parameter is not None else "text"
    if kind in {"datetime", "date"}:
        return (END if name.startswith(("end", "expire", "effective")) else BEGIN)[
            : None if kind == "datetime" else 10
        ]
    return {"integer": 3, "real": 1.5, "boolean": True, "array": [1], "object": {}}.get(kind, f"New {name}")
