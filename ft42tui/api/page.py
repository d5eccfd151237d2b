"""What one request brought back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qs, urlsplit

from ft42tui.api.errors import TooLarge, no_json
from ft42tui.api.exchange import Exchange, whole_number
from ft42tui.api.links import Rel, parse_links
from ft42tui.api.query import Query

MAX_VALUES: Final = 4_000_000
"""Values of an answer that are kept at most: a value takes ten times the memory of its text and more."""

Record: TypeAlias = Any
"""One parsed JSON value: an object, as a rule."""


@dataclass(frozen=True, slots=True)
class Page:
    """What one request brought back."""

    query: Query
    """What was asked."""
    document: Any
    """The whole answer, parsed; None for an empty one."""
    records: tuple[Record, ...]
    """The records in the order the API gave them; one for an answer that is an object."""
    is_list: bool
    """Whether the answer was a list."""
    links: Mapping[Rel, str]
    """Where the neighbouring pages are, as the Link header said."""
    number: int | None
    """The page's number, from 1, if the API or the query said so."""
    last: int | None
    """The last page's number, if known."""
    per_page: int | None
    """Records per page, if known."""
    total: int | None
    """Records in all, if known."""
    exchange: Exchange
    """The request and answer, masked."""

    @property
    def span(self) -> tuple[int, int] | None:
        """The positions of the first and last record in the whole list, from 1, if known."""
        if not self.is_list or not self.records or self.number is None:
            return None
        if self.number > 1 and self.per_page is None:
            return None
        first = (self.number - 1) * (self.per_page or 0) + 1
        return first, first + len(self.records) - 1


def page_from(query: Query, exchange: Exchange, body: bytes | bytearray) -> Page:
    """Return the page that an answer of status 2xx makes.

    Raises BadAnswer if the body is not JSON.
    """
    document = _parsed(body, exchange)
    is_list = isinstance(document, list)
    links = parse_links(exchange.header("Link") or "")
    number = whole_number(exchange.header("X-Page")) or query.page or (1 if is_list else None)
    per_page = whole_number(exchange.header("X-Per-Page")) or query.size
    stated = whole_number(exchange.header("X-Total"))
    last = _last_page(links, number) if is_list and document else None
    total = _total(stated, per_page, last)
    if total is not None and number and per_page and is_list:
        seen = (number - 1) * per_page + len(document) if document else 0
        total = total if total >= seen else None
    if is_list and last is None and total is not None and per_page:
        last = max(1, -(-total // per_page))
    return Page(
        query=query,
        document=document,
        records=tuple(document) if isinstance(document, list) else _records_of(document, query),
        is_list=is_list,
        links=links,
        number=number if is_list else None,
        last=last,
        per_page=per_page if is_list else None,
        total=total if is_list else None,
        exchange=exchange,
    )


def _parsed(body: bytes | bytearray, exchange: Exchange) -> Any:
    if not body[:64].strip() and not body.strip():
        return None
    if sum(body.count(mark) for mark in (b"[", b"{", b",")) > MAX_VALUES:
        raise TooLarge(
            f"The answer holds more than {MAX_VALUES // 1_000_000} million values",
            "Ask for less at once: a smaller page[size], or a filter.",
            exchange=exchange,
        )
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise no_json(exchange, body) from error


def _records_of(document: Any, query: Query) -> tuple[Record, ...]:
    """Return an object as one record, and a graph's buckets as one record each."""
    if document is None:
        return ()
    is_graph = query.endpoint.kind == "graph" or query.endpoint.path.endswith("/locations_stats")
    if (
        is_graph
        and isinstance(document, dict)
        and not any(isinstance(v, dict | list) for v in document.values())
    ):
        return tuple({"bucket": key, "value": value} for key, value in document.items())
    return (document,)


def _last_page(links: Mapping[Rel, str], number: int | None) -> int | None:
    if "last" in links:
        return page_number_in(links["last"])
    # "when available": on the last page there is neither next nor last, but there is a prev or first.
    if links and "next" not in links:
        return number
    return None


def _total(stated: int | None, per_page: int | None, last: int | None) -> int | None:
    """Return how many records there are in all, if X-Total can be believed.

    The guide says that X-Total counts pages; on the wire it counts records (wire facts, section 2).
    Where it contradicts the last page that Link names, it is not shown.
    """
    if stated is None or last is None or not per_page:
        return stated
    if -(-stated // per_page) == last or (stated == 0 and last <= 1):
        return stated
    return None


def page_number_in(target: str) -> int | None:
    """Return the page that a link's target asks for, in either style, or None."""
    try:
        parameters = parse_qs(urlsplit(target).query)
    except ValueError:
        return None
    for name in ("page[number]", "page"):
        if name in parameters:
            return whole_number(parameters[name][0])
    return None
