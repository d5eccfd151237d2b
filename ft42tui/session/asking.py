"""What a person asks for on a page that is shown: another order, only these values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ft42tui.api.errors import MissingValue, Refused, WritesOff
from ft42tui.session.reading import read

if TYPE_CHECKING:
    from ft42tui.api.query import Query
    from ft42tui.session.columns import Column
    from ft42tui.session.form import Form


def resorted(query: Query, column: Column) -> Query:
    """Return the query sorted by a column first: ascending, then descending, then not by it.

    Raises Refused where the API does not sort by it.
    """
    endpoint = query.endpoint
    if endpoint.is_listed and column.key not in endpoint.sorts:
        names = ", ".join(endpoint.sorts) or "nothing"
        raise Refused(f"The API does not sort {endpoint.short_path} by {column.key}", f"It sorts by {names}.")
    others = [key for key in query.sort if key.removeprefix("-") != column.key]
    now = {"": [column.key], "ascending": [f"-{column.key}"], "descending": []}[column.direction]
    return query.sorted_by([*now, *others])


def narrowed_to(query: Query, column: Column, value: Any) -> Query:
    """Return the query for records with this value in a column only.

    Raises Refused where the API does not filter by it, or the value is nested.
    """
    endpoint = query.endpoint
    if endpoint.is_listed and column.key not in endpoint.filters:
        names = ", ".join(endpoint.filters) or "nothing"
        raise Refused(
            f"The API does not filter {endpoint.short_path} by {column.key}", f"It filters by {names}."
        )
    if isinstance(value, dict | list):
        raise Refused(f"{column.key} is nested and cannot be a filter's value", "Choose a plain value.")
    if value == "" or (isinstance(value, str) and "," in value):
        what = "an empty text" if not value else "a text with a comma"
        raise Refused(
            f"The API cannot filter by {what}", "A comma separates values: search for a part of it."
        )
    return query.filtered(column.key, value if isinstance(value, str) else read(value).text)


def check_sendable(form: Form) -> None:
    """Raise Refused, naming what is wrong, if a form cannot be sent as it is."""
    query = form.query
    if form.problem:
        raise Refused("The query is not right yet", form.problem)
    if query.missing:
        raise MissingValue(query.missing)
    needed = tuple(row.name for row in form.rows if row.kind == "extra" and row.is_required and not row.text)
    if needed:
        raise Refused(f"This route needs {', '.join(needed)}", "Give it a value in the query pane.")
    if query.endpoint.is_write:
        raise WritesOff(
            f"{query.endpoint.method} changes data and is not sent", "This version reads: choose a GET route."
        )
