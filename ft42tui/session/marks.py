"""What the API refused, at the row of the form that it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ft42tui.api.complaint import did_you_mean, listed

if TYPE_CHECKING:
    from ft42tui.api.complaint import Complaint
    from ft42tui.api.errors import HttpError
    from ft42tui.catalog import Endpoint
    from ft42tui.session.form import Form, Row, RowId

_RANGE: Final = "two values with one comma between, both included: from,to"
_PAGE_ROWS: Final = {"page": "page", "page[number]": "page", "per_page": "size", "page[size]": "size"}
_FEW: Final = 5


def marked(form: Form, error: HttpError) -> Form:
    """Return the form with what the API refused at its rows; where it says nothing of any, as it is.

    A row that the request does not have is not marked: what is not there cannot be wrong.
    """
    marks = dict(_marks(form, error))
    return replace(form, refused=marks) if marks else form


def documented(endpoint: Endpoint, complaint: Complaint) -> tuple[str, ...]:
    """Return the names that the documentation lists for a part of the query; none for a route it has not."""
    return {
        "filter": endpoint.filters,
        "range": endpoint.ranges,
        "search": endpoint.searches,
        "sort": endpoint.sorts,
    }.get(complaint.part, ())


def suggestion(name: str, complaint: Complaint, endpoint: Endpoint) -> str:
    """Return what to write instead of an unknown name, as the API lists it, or else the documentation."""
    if complaint.allowed:
        close = did_you_mean(name, complaint.allowed)
        return f"did you mean {close}?" if close else f"it takes {listed(complaint.allowed, _FEW)}"
    names = documented(endpoint, complaint)
    close = did_you_mean(name, names)
    return f"the documentation lists {close or listed(names, _FEW)}" if names else ""


def _marks(form: Form, error: HttpError) -> Iterator[tuple[RowId, str]]:
    said = dict(error.fields)
    for row in _sent(form):
        words = _words(row, error.complaint, form) if error.complaint is not None else ""
        if not words and row.kind in {"path", "extra"}:
            words = said.get(row.name, "")
        if words:
            yield row.id, words


def _sent(form: Form) -> list[Row]:
    """Return the rows that the request is made of, and those that it needs."""
    clauses = (form.query.filters, form.query.ranges, form.query.searches, form.query.extra)
    names = {name for named in clauses for name, _ in named}
    return [row for row in form.rows if row.text or row.name in names or row.is_required]


def _words(row: Row, complaint: Complaint, form: Form) -> str:
    """Return what the API's complaint says of a row; empty if it is not about it."""
    if complaint.part == "page":
        return _of_page(row, complaint)
    if complaint.part == "parameter":
        is_it = row.kind in {"path", "extra"} and row.name in complaint.names
        return ("not as the route needs it" if row.text else "the route needs it") if is_it else ""
    if complaint.part == "sort":
        return _of_sort(complaint, form) if row.kind == "sort" else ""
    if complaint.fault == "format" and row.id == ("extra", complaint.part):
        return f"needs a field's name: {complaint.part}[id]=1"
    if row.kind != complaint.part or not _is_about(row, complaint, form):
        return ""
    if complaint.fault == "unknown":
        return _joined(f"no such {row.kind}", suggestion(row.name, complaint, form.query.endpoint))
    return _RANGE if complaint.fault == "format" else _of_value(complaint)


def _of_page(row: Row, complaint: Complaint) -> str:
    is_extra = row.kind == "extra" and row.name in complaint.names
    if complaint.fault == "mixed":
        return "a second page style: the API takes one" if is_extra else ""
    kinds = {_PAGE_ROWS[name] for name in complaint.names if name in _PAGE_ROWS}
    return "a whole number from 1 on" if is_extra or row.kind in kinds else ""


def _of_sort(complaint: Complaint, form: Form) -> str:
    keys = [key.removeprefix("-") for key in form.query.sort]
    wrong = next((key for key in keys if key in complaint.names), "")
    if not wrong:
        return ""
    return _joined(f"cannot be sorted by {wrong}", suggestion(wrong, complaint, form.query.endpoint))


def _of_value(complaint: Complaint) -> str:
    close = did_you_mean(complaint.value, complaint.allowed)
    takes = f"it takes {listed(complaint.allowed, _FEW, word='or')}" if complaint.allowed else ""
    wrong = f"not {complaint.value}" if complaint.value else "of another kind than the field"
    return _joined(wrong, f"did you mean {close}?" if close else takes)


def _is_about(row: Row, complaint: Complaint, form: Form) -> bool:
    """Return whether a complaint is about this row of its part; one without a name is about the only one."""
    if complaint.names:
        return row.name in complaint.names
    same = [one for one in _sent(form) if one.kind == row.kind]
    return len(same) == 1 or (bool(complaint.value) and row.text == complaint.value)


def _joined(what: str, instead: str) -> str:
    return f"{what}; {instead}" if instead else what
