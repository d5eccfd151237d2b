"""The query as a form: rows to fill in, and the fields that the catalogue offers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from ft42tui.api.query import Clauses, Query
from ft42tui.catalog import Endpoint

RowKind: TypeAlias = Literal["path", "filter", "range", "search", "sort", "page", "size", "extra"]
RowId: TypeAlias = tuple[RowKind, str]

_NAMED: Final[tuple[RowKind, ...]] = ("filter", "range", "search")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the form."""

    kind: RowKind
    """What it sets."""
    name: str
    """Of which field; empty for sort, page and size."""
    text: str
    """What was typed, even where it is wrong."""
    hint: str
    """What is wanted, shown while it is empty."""
    problem: str = ""
    """What is wrong with it, here or by the API's word; empty if nothing is. Hostile text until painted."""
    is_required: bool = False
    """Whether the request cannot be sent without it."""

    @property
    def id(self) -> RowId:
        """What tells it from the other rows."""
        return self.kind, self.name


@dataclass(frozen=True, slots=True)
class Choice:
    """A field that the catalogue offers and that the form does not have yet."""

    kind: RowKind
    """What adding it would set."""
    name: str
    """The field's name."""
    hint: str
    """What is wanted as its value."""


@dataclass(frozen=True, slots=True)
class Form:
    """A query being edited. Every edit returns a new form; what is wrong stays typed and is named."""

    query: Query
    """The query as far as what was typed is right."""
    blanks: tuple[RowId, ...] = ()
    """Rows that were added and hold nothing yet."""
    problems: Mapping[RowId, tuple[str, str]] = field(default_factory=dict)
    """For each wrong row what was typed and what is wrong with it."""
    refused: Mapping[RowId, str] = field(default_factory=dict)
    """For each row that the API refused what is wrong with it. It may be sent again all the same."""

    @property
    def rows(self) -> tuple[Row, ...]:
        """The lines of the form, in the order of the request."""
        endpoint, query = self.query.endpoint, self.query
        given = dict(query.path_values)
        found = [
            self._row("path", name, given.get(name, ""), is_required=name in endpoint.required_names)
            for name in endpoint.path_names
        ]
        for kind, clauses in (("filter", query.filters), ("range", query.ranges), ("search", query.searches)):
            names = dict.fromkeys([name for name, _ in clauses])
            names.update(dict.fromkeys(name for k, name in (*self.blanks, *self.problems) if k == kind))
            values = dict(clauses)
            found.extend(self._row(kind, name, values.get(name, "")) for name in names)
        if endpoint.sorts or query.sort or ("sort", "") in self.problems:
            found.append(self._row("sort", "", ",".join(query.sort)))
        if endpoint.kind == "index" or not endpoint.is_listed or {query.page, query.size} != {None}:
            found.append(self._row("page", "", "" if query.page is None else str(query.page)))
            found.append(self._row("size", "", "" if query.size is None else str(query.size)))
        extra = dict.fromkeys((p.name for p in endpoint.parameters if p.place == "query"), "") | dict(
            query.extra
        )
        found.extend(
            self._row("extra", name, value, is_required=_is_required(endpoint, name))
            for name, value in extra.items()
        )
        return tuple(found)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The fields that the catalogue offers and that the form does not have yet."""
        endpoint = self.query.endpoint
        taken = {row.id for row in self.rows}
        sorted_by = {key.removeprefix("-") for key in self.query.sort}
        offered: tuple[tuple[RowKind, tuple[str, ...]], ...] = (
            ("filter", endpoint.filters),
            ("range", endpoint.ranges),
            ("search", endpoint.searches),
            ("sort", tuple(name for name in endpoint.sorts if name not in sorted_by)),
        )
        return tuple(
            Choice(kind, name, _hint(endpoint, kind, name))
            for kind, names in offered
            for name in names
            if (kind, name) not in taken
        )

    @property
    def problem(self) -> str:
        """The first thing that keeps it from being sent, with the name of its row; empty if nothing does."""
        for (kind, name), (_, problem) in self.problems.items():
            return f"{kind} {name}: {problem}" if name else f"{kind}: {problem}"
        return ""

    def added(self, kind: RowKind, name: str) -> Form:
        """Return the form with an empty row for a field; sorting by one is added to the order."""
        if kind == "sort":
            return self.edited(("sort", ""), ",".join((*self.query.sort, name)))
        if any(row.id == (kind, name) for row in self.rows):
            return self
        return replace(self, blanks=(*self.blanks, (kind, name)))

    def removed(self, row: RowId) -> Form:
        """Return the form without a row; a row that is always there is emptied."""
        emptied = self.edited(row, "")
        return replace(emptied, blanks=tuple(blank for blank in emptied.blanks if blank != row))

    def edited(self, row: RowId, text: str) -> Form:
        """Return the form with a row's text changed. A wrong text stays, with its problem."""
        kind, name = row
        text = text.strip()
        problem = _problem(kind, text)
        problems = {key: value for key, value in self.problems.items() if key != row}
        refused = {key: said for key, said in self.refused.items() if key != row}
        blanks = self.blanks if row in self.blanks or kind not in _NAMED else (*self.blanks, row)
        if problem:
            return replace(self, problems={**problems, row: (text, problem)}, refused=refused)
        query = _applied(self.query, kind, name, text)
        return replace(self, query=query, problems=problems, refused=refused, blanks=blanks)

    def _row(self, kind: str, name: str, text: str, *, is_required: bool = False) -> Row:
        row_kind: RowKind = kind  # type: ignore[assignment]  # only ever called with the kinds above
        typed, problem = self.problems.get((row_kind, name), (text, self.refused.get((row_kind, name), "")))
        return Row(row_kind, name, typed, _hint(self.query.endpoint, row_kind, name), problem, is_required)


def _is_required(endpoint: Endpoint, name: str) -> bool:
    parameter = endpoint.parameter(name, "query")
    return parameter is not None and parameter.required


def _problem(kind: RowKind, text: str) -> str:
    if not text:
        return ""
    if kind == "range" and (text.count(",") != 1 or text.startswith(",") or text.endswith(",")):
        return "two values with a comma between, both included: from,to"
    if kind in {"page", "size"} and not (
        text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0
    ):
        return "a whole number from 1 on"
    if kind == "size" and int(text) > 100:
        return "100 records a page at most, says the API's guide"
    return ""


def _applied(query: Query, kind: RowKind, name: str, text: str) -> Query:
    match kind:
        case "path":
            return query.with_path(name, text)
        case "filter":
            return query.filtered(name, text)
        case "range":
            return query.ranged(name, text)
        case "search":
            return query.searched(name, text)
        case "sort":
            return query.sorted_by(key.strip() for key in text.split(",") if key.strip())
        case "page":
            return query.on_page(int(text) if text else None)
        case "size":
            return query.sized(int(text) if text else None)
        case "extra":
            return replace(query, extra=_extra(query.extra, name, text))


def _extra(extra: Clauses, name: str, text: str) -> Clauses:
    if text and all(n != name for n, _ in extra):
        return (*extra, (name, text))
    return tuple((n, text if n == name else v) for n, v in extra if n != name or text)


def _hint(endpoint: Endpoint, kind: RowKind, name: str) -> str:
    match kind:
        case "path":
            parameter = endpoint.parameter(name)
            if parameter is None:
                return "a value"
            if parameter.choices:
                return ", ".join(parameter.choices)
            inner = parameter.type.partition("(")[2].rstrip(")")
            return inner or parameter.type
        case "filter":
            if name in endpoint.booleans:
                return "true or false"
            return "a date" if name.endswith("_at") else "a value, or several with commas between"
        case "range":
            return "from,to" if not name.endswith("_at") else "2024-01-01,2024-12-31"
        case "search":
            return "any part of the text"
        case "sort":
            if name:
                return "ascending; - before it for descending"
            names = ", ".join(endpoint.sorts[:3])
            default = f" · by default {endpoint.default_sort}" if endpoint.default_sort else ""
            return f"{names} …, - before one for descending{default}"
        case "page":
            return "1"
        case "size":
            return "30, at most 100"
        case "extra":
            parameter = endpoint.parameter(name, "query")
            return parameter.type if parameter else ""
