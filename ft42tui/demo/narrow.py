"""`filter`, `range`, `search` and `sort` into SQL with bound values, as the gem rice_cooker reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from ft42tui.catalog import Endpoint
from ft42tui.demo.refusal import Refusal, bad_request
from ft42tui.demo.resources.listing import Field, Listing
from ft42tui.demo.store import Store

_NAMED: Final = re.compile(r"(filter|range|search)\[(.*)\]", re.DOTALL)
_BARE: Final = frozenset({"filter", "range", "search"})
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}")
_TRUTHS: Final = {"true": 1, "false": 0}
_MOST_VALUES: Final = 1000
_MOST_WORDS: Final = 200
_NOTHING: Final = "0"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What a query string does to a list."""

    conditions: tuple[str, ...]
    """Conditions over the alias `t`."""
    values: tuple[Any, ...]
    """What their `?` stand for."""
    order: str
    """The `ORDER BY` list."""


def narrow(
    endpoint: Endpoint, listing: Listing, store: Store, parameters: Sequence[tuple[str, str]]
) -> Narrowing:
    """Return what the parameters ask for. Raises Refusal (400) for a name or value that is not allowed."""
    conditions: list[str] = []
    values: list[Any] = []
    asked: dict[tuple[str, str], str] = {}
    order = ""
    for name, value in parameters:
        found = _NAMED.fullmatch(name)
        if found is not None:
            asked[found[1], found[2]] = value
        elif name in _BARE:
            raise bad_request(f"The {name} parameter takes a field: {name}[id]=1.")
        elif name == "sort":
            order = value
    for (word, name), value in asked.items():
        if word == "filter":
            one = _filter(endpoint, listing, store, name, value)
        elif word == "range":
            one = _range(endpoint, listing, store, name, value)
        else:
            one = _search(endpoint, listing, store, name, value)
        conditions.append(one[0])
        values += one[1]
    if len(values) > _MOST_VALUES:
        raise bad_request(f"Too many values: {len(values)}, {_MOST_VALUES} are allowed.")
    return Narrowing(tuple(conditions), tuple(values), _order(endpoint, listing, store, order))


def sentence(names: Iterable[str]) -> str:
    """Return names as Rails lists them: `a, b, and c`."""
    listed = list(names)
    if len(listed) < 3:
        return " and ".join(listed)
    return f"{', '.join(listed[:-1])}, and {listed[-1]}"


def _field(listing: Listing, store: Store, name: str, allowed: Sequence[str], words: str) -> Field:
    if name in allowed:
        field = listing.field(name, store)
        if field is not None:
            return field
    verb, noun = words.split("/")
    raise bad_request(
        f"Attributes {name} doesn't exists or aren't {verb}. Available {noun} are: {sentence(allowed)}"
    )


def _filter(
    endpoint: Endpoint, listing: Listing, store: Store, name: str, text: str
) -> tuple[str, list[Any]]:
    field = _field(listing, store, name, endpoint.filters, "filterables/filters")
    words = text.split(",")
    if field.kind == "flag" or (field.kind == "boolean" and name in endpoint.booleans):
        truths = [_truth(word, name) for word in words]
        marks = ",".join("?" * len(truths))
        return f"({field.sql}) IN ({marks})", list(truths)
    tests: list[str] = []
    if not {"", "null"}.isdisjoint(words):  # an empty filter acts as nil: wire facts, section 5
        tests.append(f"{field.sql} IS NULL")
    meant = [_meant(field, word, name) for word in words if word not in {"", "null"}]
    values = [value for value in meant if value is not None]
    _check_made_up(listing, store, name, meant)
    if values:
        # On `…_at` columns a filter compares the date part. Source: wire facts, section 5.
        sql = f"substr({field.sql}, 1, 10)" if field.kind == "datetime" else field.sql
        tests.append(f"{sql} IN ({','.join('?' * len(values))})")
    return f"({' OR '.join(tests) or _NOTHING})", values


def _meant(field: Field, word: str, name: str) -> Any:
    """Return what a word of a filter stands for, or None for what no row can hold."""
    if field.kind == "datetime":
        day = _DAY.match(word)
        return day[0] if day else None
    return _cast(field, word, name)


def _check_made_up(listing: Listing, store: Store, name: str, values: Sequence[Any]) -> None:
    """Raise Refusal (400) for a campus or a cursus that is none, in a filter that is no column.

    Source: wire facts, section 5. Assumption: all of these filters check, not only the one that is known to.
    """
    table = name.removesuffix("_id").removeprefix("primary_").removeprefix("active_")
    if name not in listing.fields or table not in {"campus", "cursus"}:
        return
    known = [row["id"] for row in store.rows(f"SELECT id FROM {table} ORDER BY id")]  # noqa: S608
    for value in values:
        if value not in known:
            raise bad_request(
                f"Value {value} is not allowed for filter {name}, can be one of {sentence(map(str, known))}"
            )


def _truth(word: str, name: str) -> int:
    truth = _TRUTHS.get(word.strip().lower())
    if truth is None:
        raise bad_request(f"Value {word} is not allowed for filter {name}, can be true or false")
    return truth


def _cast(field: Field, word: str, name: str) -> Any:
    """Return a word as its column holds it, or None for one that no row can hold."""
    if field.kind == "integer":
        return int(word) if _INTEGER.fullmatch(word.strip()) else None
    if field.kind == "real":
        return _real(word)
    if field.kind == "boolean":
        return _truth(word, name)
    return word


def _real(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def _range(endpoint: Endpoint, listing: Listing, store: Store, name: str, text: str) -> tuple[str, list[Any]]:
    field = _field(listing, store, name, endpoint.ranges, "rangeables/ranges")
    ends = text.split(",")
    if len(ends) > 2:
        raise bad_request(f"Invalid range format for {name}. Too many arguments for filter ({text})")
    if len(ends) < 2 or not all(end.strip() for end in ends):
        raise bad_request("Begin and end must be separated by a comma (,).")
    low, high = (_end(field, end.strip(), name) for end in ends)
    return f"{field.sql} BETWEEN ? AND ?", [low, high]


def _end(field: Field, word: str, name: str) -> Any:
    value: Any
    if field.kind in {"datetime", "date"}:
        value = moment(word)
    else:
        try:
            value = _cast(field, word, name)
        except Refusal:
            value = None
    if value is None:
        raise bad_request("Unable to create a range between values")
    return value


def moment(word: str) -> str | None:
    """Return a time as the tables hold it: UTC, milliseconds and Z. None for a text that is no time."""
    try:
        at = datetime.fromisoformat(word.replace(" ", "+") if "T" in word else word)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return f"{at.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def _search(
    endpoint: Endpoint, listing: Listing, store: Store, name: str, text: str
) -> tuple[str, list[Any]]:
    field = _field(listing, store, name, endpoint.searches, "searchables/searchs")
    tests: list[str] = []
    values: list[Any] = []
    words = text.split(",")
    if len(words) > _MOST_WORDS:
        raise bad_request(f"Too many words to search for: {len(words)}, {_MOST_WORDS} are allowed.")
    for word in words:
        # SQLite's own `lower` is quick and knows ASCII; `fold` is ours and knows the rest. Neither
        # takes `%` or `_` for a wildcard: an assumption, since the gem may well let them through.
        call = "lower" if word.isascii() else "fold"
        tests.append(f"instr({call}(CAST({field.sql} AS TEXT)), ?) > 0")
        values.append(word.lower() if word.isascii() else word.casefold())
    return f"({' OR '.join(tests)})", values


def _order(endpoint: Endpoint, listing: Listing, store: Store, text: str) -> str:
    # Assumption: a list without a documented order comes newest first, the gem's own default.
    allowed = endpoint.sorts
    wanted = text or endpoint.default_sort or "-id"
    terms: list[str] = []
    names: set[str] = set()
    for part in wanted.split(","):
        name = part.strip()
        downwards = name.startswith("-")
        name = name.removeprefix("-")
        field = listing.field(name, store) if not text or name in allowed else None
        if field is None:
            raise bad_request(f"The {name} field is not sortable")
        if name in names:
            continue
        names.add(name)
        # Nulls go where PostgreSQL puts them.
        nulls = (" NULLS FIRST" if downwards else " NULLS LAST") if field.nullable else ""
        terms.append(f"{field.sql} {'DESC' if downwards else 'ASC'}{nulls}")
    if "id" not in names:
        terms.append("t.id ASC")
    return ", ".join(terms)
