"""Where one is, in a few words: `users › pool_year 2013`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ft42tui.api.query import Query


def crumbs(query: Query) -> tuple[str, ...]:
    """Return the way to a query's list or object, the most general first."""
    given = dict(query.path_values)
    way: list[str] = []
    for segment in query.endpoint.path.partition("(")[0].removeprefix("/v2").strip("/").split("/"):
        if segment.startswith(":") and query.endpoint.is_listed:
            way.append(given.get(segment[1:], segment))
        elif segment:
            way.append(segment)
    way.extend(f"{name} {value.replace(',', ' or ')}" for name, value in query.filters)
    way.extend(f"{name} {value.replace(',', ' to ')}" for name, value in query.ranges)
    way.extend(f"{name} ~ {value}" for name, value in query.searches)
    return tuple(way)
