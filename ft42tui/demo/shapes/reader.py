"""Where shapes read from, and the pieces that many of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
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


Shape: TypeAlias = Callable[[Reader, Sequence[Row]], list[Item]]


def flat(*names: str) -> Shape:
    """Return a shape that copies columns; one whose name ends with `!` is a boolean."""
    plain = [(name.rstrip("!"), name.endswith("!")) for name in names]

    def shape(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
        return [{name: truth(row[name]) if boolean else row[name] for name, boolean in plain} for row in rows]

    return shape


def truth(value: Any) -> bool | None:
    """Return a column of 0, 1 or null as JSON has it."""
    return None if value is None else bool(value)


def without(items: list[Item], *names: str) -> list[Item]:
    """Return items without some of their fields."""
    return [{name: value for name, value in item.items() if name not in names} for item in items]


def people_of(reader: Reader, ids: Iterable[int]) -> dict[int, Item]:
    """Return users as other objects embed them: id, login and address."""
    return {
        number: {"id": number, "login": row["login"], "url": f"{reader.origin}/v2/users/{row['login']}"}
        for number, row in reader.store.by_id("users", ids, "id, login").items()
    }
