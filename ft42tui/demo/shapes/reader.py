"""Where shapes read from, and the pieces that many of them share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ft42tui.demo.store import Row, Store

Item: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reader:
    """Where rows come from, and where the API lives."""

    store: Store
    """The tables."""
    origin: str
    """The server's own origin: `http://127.0.0.1:4242`."""
    owner: int | None = None
    """The id of the user whose token asks; None for an application's own."""


Shape: TypeAlias = Callable[[Reader, Sequence[Row]], list[Item]]


def flat(*names: str) -> Shape:
    """Return a shape that copies columns; one whose name ends with `!` is a boolean."""
    plain = [(name.rstrip("!"), name.endswith("!")) for name in names]

    def shape(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
        return [{name: truth(row[name]) if boolean else row[name] for name, boolean in plain} for row in rows]

    return shape


def columns(table: str) -> Shape:
    """Return a shape that copies every column of a table, as its SQL declares it."""

    def shape(reader: Reader, rows: Sequence[Row]) -> list[Item]:
        known = reader.store.columns(table)
        booleans = [name for name, column in known.items() if column.kind == "boolean"]
        if rows and rows[0].keys() == list(known):
            items = [dict(zip(known, row, strict=True)) for row in rows]  # a name is found slowly in a row
        else:
            items = [{name: row[name] for name in known} for row in rows]
        for item in items:
            for name in booleans:
                item[name] = truth(item[name])
        return items

    return shape


def truth(value: Any) -> bool | None:
    """Return a column of 0, 1 or null as JSON has it."""
    return None if value is None else bool(value)


def without(items: list[Item], *names: str) -> list[Item]:
    """Return items without some of their fields."""
    return [{name: value for name, value in item.items() if name not in names} for item in items]
