"""The routes that only read: lists, objects, graphs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeAlias

from ft42tui.demo.call import Call
from ft42tui.demo.exchange import Answer
from ft42tui.demo.graph import graph
from ft42tui.demo.narrow import narrow
from ft42tui.demo.paging import MOST, PageRequest
from ft42tui.demo.refusal import bad_request
from ft42tui.demo.routes import Plan, find_within, reach

_SHORT_PAGES: Final[Mapping[str, int]] = {"projects": 50, "journals": 50}
"""The longest page of lists that cap it below the usual one.

Assumption: which ones, and at how many; that some do is what the guide says. Projects are the heaviest.
"""
_JOURNAL_DAYS: Final = 124


def read(call: Call, made: Plan) -> Answer:
    """Return what a reading route answers. Raises Refusal."""
    if made.work == "show":
        row = find_within(made, call.values, call.owner, call.store)
        return Answer(made.listing.show(call.reader, [row])[0], resource=made.listing.table)
    if made.work == "graph":
        within = reach(made, call.values, call.owner, call.store)
        return Answer(
            graph(call.endpoint, made.listing, call.store, call.values, within.conditions, within.values)
        )
    return _index(call, made)


def _index(call: Call, made: Plan) -> Answer:
    store, listing, endpoint = call.store, made.listing, call.endpoint
    within = reach(made, call.values, call.owner, store)
    page = PageRequest.read(call.request.parameters, _SHORT_PAGES.get(listing.table, MOST))
    narrowed = narrow(endpoint, listing, store, call.request.parameters)
    demand = _DEMANDS.get(endpoint.path)
    demanded, bound = demand(call.parameters) if demand else ((), ())
    conditions = (*within.conditions, *narrowed.conditions, *demanded)
    values = (*within.values, *narrowed.values, *bound)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    total = store.number(f"SELECT count(*) FROM {listing.table} t{where}", values)  # noqa: S608
    rows = []
    if page.offset < total:
        sql = f"SELECT t.* FROM {listing.table} t{where} ORDER BY {narrowed.order} LIMIT ? OFFSET ?"  # noqa: S608
        rows = store.rows(sql, (*values, page.size, page.offset))
    address = call.request.origin + call.request.path
    # Assumption: a list that is not documented to page does so all the same, and does not say its total.
    headers = page.headers(total, address, counted=endpoint.paginated)
    return Answer(listing.shape(call.reader, rows), headers=headers, resource=listing.table)


Demand: TypeAlias = Callable[[Mapping[str, str]], tuple[tuple[str, ...], tuple[Any, ...]]]


def _alumnized(parameters: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    campus = parameters.get("campus_id", "")
    if not (campus.isascii() and campus.isdigit() and len(campus) < 19):
        raise bad_request("The parameter campus_id is required: the number of a campus.")
    since = parameters.get("alumnized_since")
    conditions = ("t.primary_campus_id = ?", "substr(t.alumnized_at, 1, 10) >= ?")
    return conditions, (int(campus), _day("alumnized_since", since).isoformat() if since else "")


def _journals(parameters: Mapping[str, str]) -> tuple[tuple[str, ...], tuple[Any, ...]]:
    begin = _day("begin_at", parameters.get("begin_at", ""))
    end = _day("end_at", parameters.get("end_at", ""))
    if not 0 <= (end - begin).days <= _JOURNAL_DAYS:
        raise bad_request(
            f"end_at must be at most {_JOURNAL_DAYS} days after begin_at: {begin} to {end} is not allowed."
        )
    return ("substr(t.event_at, 1, 10) BETWEEN ? AND ?",), (begin.isoformat(), end.isoformat())


def _day(name: str, text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise bad_request(f"The parameter {name} is required: a date like 2026-11-20.") from None


_DEMANDS: Final[Mapping[str, Demand]] = {
    "/v2/alumnized_users": _alumnized,
    "/v2/campus/:campus_id/journals": _journals,
}
"""Lists that ask for parameters of their own. Source: wire facts, section 5; the messages are assumptions."""
