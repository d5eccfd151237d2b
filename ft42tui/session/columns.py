"""The columns of a list of records: which, in what order, of what type."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from ft42tui.session.reading import ABSENT, Reading, ValueKind, is_year_like, read

ColumnType: TypeAlias = Literal["number", "string", "boolean", "date", "nested", "null"]
Direction: TypeAlias = Literal["", "ascending", "descending"]

VALUE: Final = "value"
"""The one column of a list whose records are not objects."""

_NAMES: Final = ("login", "name", "title", "slug", "host")
_LINKED: Final = ("user", "project", "cursus", "team", "event", "achievement", "campus")
_SAMPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the grid."""

    key: str
    """The field's name, as the API writes it."""
    type: ColumnType
    """What its values are, by the records that were looked at."""
    is_name: bool = False
    """Whether it names the record: shown strong."""
    direction: Direction = ""
    """How the list is sorted by it."""

    @property
    def is_right_aligned(self) -> bool:
        """Whether its values stand at the right: numbers do."""
        return self.type == "number"

    def value(self, record: Any) -> Any:
        """Return the record's value in this column; None if it has none."""
        if isinstance(record, dict):
            return record.get(self.key)
        return record if self.key == VALUE else None

    def cell(self, record: Any) -> Reading:
        """Return how the record reads in this column."""
        if isinstance(record, dict):
            if self.key not in record:
                return ABSENT
            reading = read(record[self.key])
        else:
            reading = read(record) if self.key == VALUE else ABSENT
        if self.type == "number" and reading.kind == "string":
            return Reading(reading.text, "number")
        return reading


def columns_of(
    records: Sequence[Any], *, sort: Iterable[str] = (), wanted: Iterable[str] = ()
) -> tuple[Column, ...]:
    """Return the columns of some records.

    Identity first (id, then the name, or what a record without one links), then the fields that the
    query is about (`wanted`: its filters, ranges and sort keys), then the others as the API orders
    them: plain values before nested ones, URLs last. The order does not depend on the values of one
    page, so that it stays while one turns.
    """
    sample = records[:_SAMPLE]
    keys: dict[str, None] = {}
    for record in sample:
        if isinstance(record, dict):
            keys.update(dict.fromkeys(record))
        else:
            keys.setdefault(VALUE)
    directions: dict[str, Direction] = {}
    for key in sort:
        directions.setdefault(key.removeprefix("-"), "descending" if key.startswith("-") else "ascending")
    name = next((key for key in _NAMES if key in keys), None)
    types = {key: _type_of(key, sample) for key in keys}
    # A record that only links others is known by what it links: whose project, in which cursus.
    named_by = (name,) if name else tuple(key for key in _LINKED if types.get(key) == "nested")
    first = [key for key in ("id", *named_by, *directions, *wanted) if key in keys]
    rest = sorted(keys, key=lambda key: _weight(key, types[key]))
    order = dict.fromkeys((*first, *rest))
    return tuple(Column(key, types[key], key == name, directions.get(key, "")) for key in order)


def _weight(key: str, kind: ColumnType) -> int:
    if key == "url" or key.endswith("_url"):
        return 2
    return 1 if kind == "nested" else 0


def _type_of(key: str, records: Sequence[Any]) -> ColumnType:
    column = Column(key, "string")
    kinds: dict[ValueKind, None] = {}
    years = True
    for record in records:
        reading = column.cell(record)
        if reading.kind in {"null", "absent"}:
            continue
        kinds[reading.kind] = None
        years = years and reading.kind == "string" and is_year_like(reading.text)
    if not kinds:
        return "null"
    if len(kinds) > 1:
        return "nested" if "nested" in kinds else "string"
    kind = next(iter(kinds))
    if kind == "string":
        return "number" if years else "string"
    return kind if kind not in {"null", "absent"} else "null"  # type: ignore[return-value]  # narrowed above
