"""From a route of the catalogue to what answers it: a listing, narrowed by the parents in its path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from ft42tui.catalog import Endpoint
from ft42tui.demo.refusal import not_found
from ft42tui.demo.registry import LISTINGS, SINGULARS, SUBSETS
from ft42tui.demo.resources.listing import HERE, Join, Listing, Tie
from ft42tui.demo.store import Row, Store

Work: TypeAlias = Literal["index", "show", "graph", "create", "update", "delete"]

_OWNER: Final = "me"


@dataclass(frozen=True, slots=True)
class Parent:
    """An object in the path which narrows the list behind it."""

    listing: Listing
    """Where it is looked up."""
    name: str
    """The path's value that names it; `me` for the owner of the token."""
    tie: Tie
    """How it narrows the list."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How a route is answered."""

    work: Work
    """What it does."""
    listing: Listing
    """What it is about."""
    parents: tuple[Parent, ...] = ()
    """What narrows it."""
    condition: str = ""
    """A condition without a parent, for a list that is a part of another one."""
    key: str = ""
    """For one object: the path's value that names it; empty where its parents alone name it."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What the parents in a path leave of a list."""

    conditions: tuple[str, ...]
    """Conditions over the alias `t`."""
    values: tuple[Any, ...]
    """What their `?` stand for."""
    sets: Mapping[str, Any]
    """The columns that a new item gets from the path."""
    joins: tuple[tuple[Join, int], ...]
    """Where a new item is linked to parents whose id it does not hold, and their ids."""


def plan(endpoint: Endpoint, store: Store) -> Plan | None:
    """Return how a route is answered, or None for an action, which has a rule of its own."""
    work = _WORKS.get(endpoint.kind)
    if work is None or not endpoint.path.startswith("/v2/"):
        return None
    segments = endpoint.path.partition("(")[0].removeprefix("/v2/").split("/")
    if work == "graph":
        segments.pop()
    if segments == [_OWNER]:
        return Plan("show", LISTINGS["users"], key=_OWNER)
    pairs: list[tuple[str, str]] = []
    while segments:
        word = segments.pop(0)
        if word == _OWNER:
            pairs.append(("users", _OWNER))
        elif segments and segments[0].startswith(":"):
            pairs.append((word, segments.pop(0)[1:]))
        else:
            return _under(store, work, word, pairs, segments)
    word, key = pairs.pop()
    shown = _under(store, work, word, pairs, [])
    return None if shown is None else Plan(work, shown.listing, shown.parents, key=key)


_WORKS: Final[Mapping[str, Work]] = {
    "index": "index",
    "show": "show",
    "graph": "graph",
    "create": "create",
    "update": "update",
    "delete": "delete",
}


def _under(store: Store, work: Work, word: str, pairs: list[tuple[str, str]], rest: list[str]) -> Plan | None:
    """Return the plan for the list of that name under its parents; `rest` is a part of it."""
    table, condition = SUBSETS.get(word, (SINGULARS.get(word, word), ""))
    listing = LISTINGS.get(table)
    if listing is None or len(rest) > 1 or (rest and not pairs):
        return None
    parents: list[Parent] = []
    for place, (name, value) in enumerate(pairs, 1):
        is_last = place == len(pairs)
        own = f"{name}/{rest[0]}" if rest and is_last else f"{name}/{word}" if word in SUBSETS else name
        tie = listing.tie(own, store)
        if name not in LISTINGS or tie is None:
            return None
        parents.append(Parent(LISTINGS[name], value, tie))
    return Plan(work, listing, tuple(parents), condition)


def find(listing: Listing, key: str, store: Store) -> Row:
    """Return the row that a path names by id or by another key. Raises Refusal (404)."""
    names = ("id", *listing.keys) if key.isascii() and key.isdigit() and len(key) < 19 else listing.keys
    for name in names:
        value: int | str = int(key) if name == "id" else key
        row = store.row(f"SELECT * FROM {listing.table} WHERE {name} = ?", (value,))  # noqa: S608
        if row is not None:
            return row
    raise not_found()


def reach(made: Plan, values: Mapping[str, str], owner: int | None, store: Store) -> Reach:
    """Return what a path's parents leave of the list. Raises Refusal (404) for an unknown one."""
    conditions = [made.condition] if made.condition else []
    ids: list[int] = []
    sets: dict[str, Any] = {}
    joins: list[tuple[Join, int]] = []
    for parent in made.parents:
        key = str(owner) if parent.name == _OWNER else values[parent.name]
        own: int = find(parent.listing, key, store)["id"]
        ids.append(own)
        conditions.append(parent.tie.condition)
        sets.update({name: own if value is HERE else value for name, value in parent.tie.sets.items()})
        if parent.tie.join is not None:
            joins.append((parent.tie.join, own))
    return Reach(tuple(conditions), tuple(ids), sets, tuple(joins))


def find_within(made: Plan, values: Mapping[str, str], owner: int | None, store: Store) -> Row:
    """Return the one object that a path names, if it is there under its parents. Raises Refusal (404)."""
    table = made.listing.table
    within = reach(made, values, owner, store)
    if not made.key:
        where = " AND ".join(within.conditions)
        row = store.row(f"SELECT t.* FROM {table} t WHERE {where} ORDER BY t.id", within.values)  # noqa: S608
        if row is None:
            raise not_found()
        return row
    key = str(owner) if made.key == _OWNER else values[made.key]
    row = find(made.listing, key, store)
    if within.conditions:
        where = " AND ".join(("t.id = ?", *within.conditions))
        sql = f"SELECT count(*) FROM {table} t WHERE {where}"  # noqa: S608  # names of ours only
        if not store.number(sql, (row["id"], *within.values)):
            raise not_found()
    return row
