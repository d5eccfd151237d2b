"""The routes that write: create, update, delete."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ft42tui.demo.body import attributes, body_of
from ft42tui.demo.call import Call
from ft42tui.demo.completion import complete, slug
from ft42tui.demo.effects import EFFECTS, REMOVALS
from ft42tui.demo.exchange import Answer
from ft42tui.demo.fields import BLANK, MISSING, Form, read_fields
from ft42tui.demo.links import keep_links, link, read_links, spread
from ft42tui.demo.refusal import access_denied, unprocessable
from ft42tui.demo.registry import LISTINGS
from ft42tui.demo.resources.listing import Listing
from ft42tui.demo.routes import Plan, find_within, reach
from ft42tui.demo.rules import TAKEN, Candidate, check_rules
from ft42tui.demo.slots import cut
from ft42tui.demo.store import Row, Store


def write(call: Call, made: Plan) -> Answer:
    """Do what a writing route does: 201 with the object, or 204. Raises Refusal, and then nothing is done."""
    match made.work:
        case "create":
            return _create(call, made)
        case "update":
            return _update(call, made)
        case _:
            return _delete(call, made)


@contextmanager
def attempt(store: Store) -> Iterator[None]:
    """Make what is written inside happen whole or not at all. Raises Refusal (422) for broken rules."""
    try:
        with store.change():
            yield
    except sqlite3.IntegrityError as error:
        raise unprocessable(_broken(str(error))) from error


def _broken(message: str) -> Mapping[str, list[str]]:
    """Return what the database found wrong: `UNIQUE constraint failed: users.login`."""
    kind, _, where = message.partition(" constraint failed")
    name = where.rpartition(".")[2] or "base"
    return {name: [{"UNIQUE": TAKEN, "NOT NULL": BLANK, "FOREIGN KEY": MISSING}.get(kind, "is invalid")]}


def _create(call: Call, made: Plan) -> Answer:
    store, listing = call.store, made.listing
    within = reach(made, call.values, call.owner, store)
    form = Form.of(call.endpoint, listing)
    given = attributes(body_of(call.request), form.root, is_new=True)
    reading = read_fields(form, listing, store, given, by_user=call.owns)
    reading.values.update(within.sets)
    links = read_links(store, listing.table, given, reading)
    columns = store.columns(listing.table)
    if "user_id" in columns and call.owner is not None:
        asked = reading.values.setdefault("user_id", call.owner)
        if call.owns and asked != call.owner:
            raise access_denied()
    for name, parameter in form.documented.items():
        is_there = reading.values.get(name) is not None or given.get(name) not in (None, "")
        if parameter.required and not is_there:
            reading.wrong.setdefault(name, [BLANK])
    if reading.wrong:
        raise unprocessable(reading.wrong)
    row = insert(store, listing, reading.values, call.now, by_user=call.owns)
    for join, parent in within.joins:
        link(store, join, row["id"], parent, call.now)
    keep_links(store, row["id"], links, call.now)
    spread(store, listing.table, row["id"], given, call.now)
    if listing.table == "teams" and call.owns and call.owner is not None:
        join_own_team(store, row, call.owner, call.now)
    return Answer(listing.show(call.reader, [row])[0], status=201, resource=listing.table)


def insert(store: Store, listing: Listing, values: dict[str, Any], now: str, *, by_user: bool = False) -> Row:
    """Write a new row, complete it, and let follow what follows. Raises Refusal (422)."""
    table = listing.table
    complete(store, table, values, now)
    check_rules(store, Candidate(table, values, None, now, by_user))
    first = cut(store, values, now) if table == "slots" else store.insert(table, values)
    effect = EFFECTS.get(table)
    if effect is not None:
        effect(store, None, _row(store, table, first), now)
    return _row(store, table, first)


def change(
    store: Store, listing: Listing, row: Row, values: dict[str, Any], now: str, *, by_user: bool = False
) -> None:
    """Change a row, and let follow what follows. Raises Refusal (422)."""
    table = listing.table
    check_rules(store, Candidate(table, dict(row) | values, row, now, by_user))
    if values.get("slug"):
        values["slug"] = slug(str(values["slug"]))
    if "updated_at" in store.columns(table):
        values.setdefault("updated_at", now)
    if values:
        store.update(table, row["id"], values)
    effect = EFFECTS.get(table)
    if effect is not None:
        effect(store, row, _row(store, table, row["id"]), now)


def join_own_team(store: Store, team: Row, user: int, now: str) -> None:
    """Make whoever forms a team its leader. Raises Refusal (422) for a project that the user does not do."""
    sql = "SELECT id FROM projects_users WHERE user_id = ? AND project_id = ?"
    entry = store.row(sql, (user, team["project_id"]))
    if entry is None:
        raise unprocessable({"project_id": ["is not one of your projects"]})
    member: dict[str, Any] = {"team_id": team["id"], "user_id": user, "projects_user_id": entry["id"]}
    insert(store, LISTINGS["teams_users"], member | {"leader": 1}, now)


def _update(call: Call, made: Plan) -> Answer:
    store, listing = call.store, made.listing
    row = find_within(made, call.values, call.owner, store)
    call.respect(row)
    form = Form.of(call.endpoint, listing)
    given = attributes(body_of(call.request), form.root)
    reading = read_fields(form, listing, store, given, by_user=call.owns)
    links = read_links(store, listing.table, given, reading)
    if reading.wrong:
        raise unprocessable(reading.wrong)
    if call.owns and reading.values.get("user_id", call.owner) != call.owner:
        raise access_denied()
    change(store, listing, row, reading.values, call.now, by_user=call.owns)
    keep_links(store, row["id"], links, call.now)
    spread(store, listing.table, row["id"], given, call.now)
    return Answer(status=204)


def _delete(call: Call, made: Plan) -> Answer:
    store, table = call.store, made.listing.table
    row = find_within(made, call.values, call.owner, store)
    call.respect(row)
    removal = REMOVALS.get(table)
    if removal is not None:
        removal(store, row, call.now)
    else:
        store.delete(table, row["id"])
    return Answer(status=204)


def _row(store: Store, table: str, row_id: int) -> Row:
    row = store.row(f"SELECT * FROM {table} WHERE id = ?", (row_id,))  # noqa: S608  # names of ours only
    if row is None:
        raise LookupError(f"{table} {row_id} was written and is not there")
    return row
