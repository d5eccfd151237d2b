"""The fields of a write: which ones a route takes, what each may hold, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from math import isfinite
from typing import Any, Final

from ft42tui.catalog import Endpoint, Parameter
from ft42tui.demo.narrow import moment
from ft42tui.demo.resources.listing import Listing, singular
from ft42tui.demo.store import Column, Store

BLANK: Final = "can't be blank"
"""What Rails says of a field that is missing."""
MISSING: Final = "must exist"
"""What Rails says of a foreign key that leads nowhere."""
UNLISTED: Final = "is not included in the list"
"""What Rails says of a value that is none of those allowed."""

_UNTOUCHABLE: Final = frozenset({"id", "created_at", "updated_at"})
# What is worked out from other rows and changed by changing those, or has a form of its own.
_DERIVED: Final[Mapping[str, frozenset[str]]] = {
    "apps": frozenset({"scopes"}),
    "cursus_users": frozenset({"skills"}),
    "project_sessions": frozenset({"objectives"}),
    "coalitions": frozenset({"score"}),
    "coalitions_users": frozenset({"score", "rank"}),
    "users": frozenset({"wallet", "correction_point"}),
    "teams": frozenset({"validated"}),
    "teams_users": frozenset({"validated"}),
    "projects_users": frozenset({"validated"}),
}
# What a user may not say of the own work. Assumption: the documentation has one list for everybody.
_STAFF_ONLY: Final[Mapping[str, frozenset[str]]] = {
    "projects_users": frozenset({"final_mark", "status", "occurrence", "retriable_at", "marked_at"}),
    "teams": frozenset(
        {"final_mark", "status", "created_at", "updated_at", "locked_at", "closed_at", "deadline_at"}
    ),
    "slots": frozenset({"scale_team_id"}),
}
_ROOTED: Final = re.compile(r"(\w+)\[(\w+)\]")
_LONGEST_TEXT: Final = 65_535
_WHOLE: Final = re.compile(r"\s*[+-]?\d{1,19}\s*")
_TRUTHS: Final = {"true": 1, "1": 1, "false": 0, "0": 0}


class Wrong(Exception):
    """Why a value does not fit its field, as Rails says it."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a writing route takes."""

    root: str
    """The name that the fields stand under: `slot`."""
    documented: Mapping[str, Parameter]
    """The documented fields, by name."""

    @classmethod
    def of(cls, endpoint: Endpoint, listing: Listing) -> Form:
        """Return the form of a route.

        Assumption: columns that are not documented may be written too, since the documentation of many
        routes names no field at all.
        """
        documented: dict[str, Parameter] = {}
        root = singular(listing.table)
        for parameter in endpoint.parameters:
            found = _ROOTED.fullmatch(parameter.name) if parameter.place == "body" else None
            if found is not None:
                root = found[1]
                documented[found[2]] = parameter
        return cls(root, documented)


@dataclass(slots=True)
class Reading:
    """What was read from a body."""

    values: dict[str, Any] = field(default_factory=dict)
    """By column, what it shall hold."""
    wrong: dict[str, list[str]] = field(default_factory=dict)
    """By field, what is wrong with it."""

    def complain(self, name: str, message: str) -> None:
        """Note what is wrong with a field."""
        self.wrong.setdefault(name, []).append(message)


def read_fields(
    form: Form, listing: Listing, store: Store, given: Mapping[str, Any], *, by_user: bool = False
) -> Reading:
    """Return the columns that the given fields are about.

    Fields that the table does not have are ignored, as are those that may not be written; a user on the
    own behalf may write the documented ones only.

    Assumption: of a list such as `cursus_ids` the first one is taken where the table holds one only.
    """
    columns, references = store.columns(listing.table), store.references(listing.table)
    reading = Reading()
    derived = _DERIVED.get(listing.table, frozenset()) - form.documented.keys()
    closed = derived | (_STAFF_ONLY.get(listing.table, frozenset()) if by_user else frozenset())
    for name, sent in given.items():
        column_name, value = name, sent
        if name not in columns and name.endswith("_ids") and isinstance(sent, list) and sent:
            column_name, value = f"{name.removesuffix('_ids')}_id", sent[0]
        column = columns.get(column_name)
        parameter = form.documented.get(name)
        is_closed = column_name in closed or (parameter is None and (by_user or column_name in _UNTOUCHABLE))
        if column is None or is_closed:
            continue
        try:
            held = _held(column, value, parameter)
        except Wrong as error:
            reading.complain(name, str(error))
            continue
        table = references.get(column_name)
        if table and held is not None and not _exists(store, table, held):
            reading.complain(name, MISSING)
            continue
        reading.values[column_name] = held
    return reading


def _exists(store: Store, table: str, number: int) -> bool:
    return store.row(f"SELECT 1 FROM {table} WHERE id = ?", (number,)) is not None  # noqa: S608


def _held(column: Column, value: Any, parameter: Parameter | None) -> Any:
    """Return a value as its column holds it. Raises Wrong."""
    if value is None or value == "":
        if column.nullable:
            return None
        raise Wrong(BLANK)
    if parameter is not None and parameter.choices and str(value) not in parameter.choices:
        raise Wrong(UNLISTED)
    match column.kind:
        case "integer":
            return _integer(value)
        case "real":
            return _real(value)
        case "boolean":
            return _boolean(value)
        case "datetime":
            return _moment(value)
        case "date":
            return _date(value)
        case "text":
            return _text(value)


def _integer(value: Any) -> int:
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    if isinstance(value, (bool, list, dict)) or not _WHOLE.fullmatch(text) or not text.isascii():
        raise Wrong("is not a number")
    number = int(text)
    if abs(number) >= 2**31:  # assumption: the integers of PostgreSQL
        raise Wrong("is too big")
    return number


def _real(value: Any) -> float:
    try:
        number = float(value) if not isinstance(value, bool) else None
    except (TypeError, ValueError, OverflowError):
        number = None
    if number is None or not isfinite(number):
        raise Wrong("is not a number")
    return number


def _boolean(value: Any) -> int:
    truth = _TRUTHS.get(str(value).lower()) if not isinstance(value, (list, dict)) else None
    if truth is None:
        raise Wrong(UNLISTED)
    return truth


def _moment(value: Any) -> str:
    found = moment(value) if isinstance(value, str) else None
    if found is None or not _is_in_reach(found):
        raise Wrong("is not a valid date")
    return found


def _date(value: Any) -> str:
    try:
        found = date.fromisoformat(value[:10]).isoformat()
    except (TypeError, ValueError):
        raise Wrong("is not a valid date") from None
    if not _is_in_reach(found):
        raise Wrong("is not a valid date")
    return found


def _is_in_reach(day: str) -> bool:
    """Return whether a day is one that a school may speak of. Assumption: what is counted by day ends."""
    return "1900" <= day[:4] < "2200"


def _text(value: Any) -> str:
    if isinstance(value, (list, dict)):
        raise Wrong("is invalid")
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if len(text) > _LONGEST_TEXT:
        raise Wrong(f"is too long (maximum is {_LONGEST_TEXT} characters)")
    # JSON may hold half of a surrogate pair, which no table can.
    return text.encode("utf-8", "replace").decode()
