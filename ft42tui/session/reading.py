"""How one JSON value reads in a narrow place: a number, a date, a nested value in a few words."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, TypeAlias

ValueKind: TypeAlias = Literal["number", "string", "boolean", "null", "date", "nested", "absent"]

_DATE = r"(?a)(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d| UTC)?)?\Z"
_LABELS: Final = ("login", "name", "title", "slug", "displayname", "identifier", "host", "reason", "id")
_NUMBERS: Final = ("level", "final_mark", "score", "rank", "position", "value")
_YEAR: Final = 365.2425 * 86400


@dataclass(frozen=True, slots=True)
class Reading:
    """A value as text, and what kind of value it is."""

    text: str
    """What is shown. Hostile where it comes from the API, until painted."""
    kind: ValueKind
    """What it is."""


ABSENT: Final = Reading("", "absent")
"""A field that a record does not have."""


def read(value: Any) -> Reading:
    """Return how a value reads in a cell."""
    if value is None:
        return Reading("null", "null")
    if isinstance(value, bool):
        return Reading("true" if value else "false", "boolean")
    if isinstance(value, int | float):
        return Reading(json.dumps(value), "number")
    if isinstance(value, str):
        date = re.match(_DATE, value) if value[4:5] == "-" else None
        if date:
            return Reading(f"{date[1]} {date[2]}" if date[2] else date[1], "date")
        return Reading(value, "string")
    return Reading(label(value), "nested")


def label(value: Any) -> str:
    """Return a nested value in a few words: `Paris`, `42cursus · level 11.42`, `3 · Paris, Lyon, Tokyo`."""
    if isinstance(value, dict):
        if not value:
            return "{}"
        return _object_label(value) or ", ".join(list(value)[:4]) + (", …" if len(value) > 4 else "")
    if isinstance(value, list):
        if not value:
            return "[]"
        return f"{len(value)} · " + ", ".join(_item_label(item) for item in value[:5])
    return read(value).text


def _item_label(item: Any) -> str:
    if isinstance(item, list):
        return "[]" if not item else "[…]"
    return label(item) if not isinstance(item, dict) else _object_label(item) or "{…}"


def _object_label(value: dict[str, Any]) -> str:
    name = _name_in(value)
    if name is None:
        # A link record has no name of its own, but what it links to has: cursus_users → cursus.
        name = next((found for v in value.values() if isinstance(v, dict) and (found := _name_in(v))), None)
    parts = [name] if name else []
    if not name and isinstance(value.get("id"), int):
        parts.append(f"id {value['id']}")
    for key in _NUMBERS:
        if isinstance(value.get(key), int | float) and not isinstance(value[key], bool):
            parts.append(f"{key} {json.dumps(value[key])}")
            break
    return " · ".join(parts)


def _name_in(value: dict[str, Any]) -> str | None:
    for key in _LABELS[:-1]:
        if isinstance(value.get(key), str) and value[key]:
            return str(value[key])
    return None


def as_json(value: Any) -> str:
    """Return a value as JSON over several lines; on one line where it is too deep for that."""
    try:
        return json.dumps(value, ensure_ascii=False, indent=2)
    except RecursionError:
        return json.dumps(value, ensure_ascii=False)


def age(text: str, now: float) -> str:
    """Return how long ago a date is, in words: `13 years ago`, `in 2 hours`; empty if it is no date."""
    if text[4:5] != "-" or not re.match(_DATE, text):
        return ""
    try:
        moment = datetime.fromisoformat(text.replace(" UTC", "Z"))
    except ValueError:
        return ""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    seconds = now - moment.timestamp()
    length = abs(seconds)
    for unit, size in _UNITS:
        if length >= size:
            count = int(length / size)
            words = f"{count} {unit}" + ("s" if count > 1 else "")
            return f"{words} ago" if seconds > 0 else f"in {words}"
    return "just now"


_UNITS: Final = (
    ("year", _YEAR),
    ("month", _YEAR / 12),
    ("day", 86400.0),
    ("hour", 3600.0),
    ("minute", 60.0),
)


def is_year_like(text: str) -> bool:
    """Return whether a text is a short whole number, as the API writes `pool_year`."""
    return text.isascii() and text.isdigit() and len(text) <= 4
