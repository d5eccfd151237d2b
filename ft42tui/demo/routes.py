"""From a route of the catalogue to what answers it: a listing, narrowed by the parents in its path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ft42tui.catalog import Endpoint
from ft42tui.demo.refusal import not_found
from ft42tui.demo.registry import LISTINGS, SUBSETS
from ft42tui.demo.resources.listing import Listing, Tie
from ft42tui.demo.store import Row, Store

Answer: TypeAlias = Literal["index", "show", "graph", "me", "locations_stats"]

_OWNER = "me"


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

    answer: Answer
    """What kind of answer it is."""
    listing: Listing
    """What it is about."""
    parents: tuple[Parent, ...] = ()
    """What narrows it."""
    condition: str = ""
    """A condition without a parent, for a list that is a part of another one."""
    key: str = ""
    """For one object: the path's value that names it."""


def plan(endpoint: Endpoint, store: Store) -> Plan | None:
    """Return how a route is answered, or None while it has no table behind it."""
    if endpoint.method != "GET" or not endpoint.path.startswith("/v2/"):
        return None
    if endpoint.path == "/v2/users/:id/locations_stats":
        return Plan("locations_stats", LISTINGS["users"], key="id")
    segments = endpoint.path.partition("(")[0].removeprefix("/v2/").split("/")
    if segments == [_OWNER]:
        return Plan("me", LISTINGS["users"])
    answer: Answer = "index"
    if segments[-1] == "graph":
        answer = "graph"
        segments.pop()
    pairs: list[tuple[str, str]] = []
    while segments:
        word = segments.pop(0)
        if word == _OWNER:
            pairs.append(("users", _OWNER))
        elif segments and segments[0].startswith(":"):
            pairs.append((word, segments.pop(0)[1:]))
        else:
            return _list(store, answer, word, pairs, segments)
    word, key = pairs.pop()
    shown = _list(store, "show", word, pairs, [])
    return None if shown is None else Plan("show", shown.listing, shown.parents, key=key)


def _list(
    store: Store, answer: Answer, word: str, pairs: list[tuple[str, str]], rest: list[str]
) -> Plan | None:
    table, condition = SUBSETS.get(word, (word, ""))
    listing = LISTINGS.get(table)
    if listing is None or len(rest) > 1 or (rest and not pairs):
        return None
    parents: list[Parent] = []
    for place, (name, value) in enumerate(pairs, 1):
        own = f"{name}/{rest[0]}" if rest and place == len(pairs) else name
        tie = listing.tie(own, store)
        if name not in LISTINGS or tie is None:
            return None
        parents.append(Parent(LISTINGS[name], value, tie))
    return Plan(answer, listing, tuple(parents), condition)


def find(listing: Listing, key: str, store: Store) -> Row:
    """Return the row that a path names by id or by another key. Raises Refusal (404)."""
    names = ("id", *listing.keys) if key.isascii() and key.isdigit() and len(key) < 19 else listing.keys
    for name in names:
        value: int | str = int(key) if name == "id" else key
        row = store.row(f"SELECT * FROM {listing.table} WHERE {name} = ?", (value,))  # noqa: S608
        if row is not None:
            return row
    raise not_found()


def scope(
    made: Plan, values: Mapping[str, str], owner: int | None, store: Store
) -> tuple[list[str], list[int]]:
    """Return the conditions of a path's parents, and their ids. Raises Refusal (404) for an unknown one."""
    conditions = [made.condition] if made.condition else []
    ids: list[int] = []
    for parent in made.parents:
        key = str(owner) if parent.name == _OWNER else values[parent.name]
        ids.append(find(parent.listing, key, store)["id"])
        conditions.append(parent.tie.condition)
    return conditions, ids
