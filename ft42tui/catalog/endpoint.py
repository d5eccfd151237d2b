"""One route of the API, as the catalogue describes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias
from urllib.parse import quote

Kind: TypeAlias = Literal["index", "show", "create", "update", "delete", "action", "graph", "unknown"]
Place: TypeAlias = Literal["path", "query", "body"]

_PLACEHOLDER = re.compile(r":([a-z_]+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value that a route takes."""

    name: str
    """Its name: `campus_id`, or `slot[begin_at]` in a body."""
    place: Place
    """Where it goes."""
    required: bool
    """Whether the route needs it."""
    type: str
    """The documentation's word for its type: `integer`, `datetime`, `integer|string (id or slug)` …"""
    choices: tuple[str, ...] = ()
    """The values it may take, if the documentation lists them."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One method on one path of the API. Source of every fact: the catalogue."""

    method: str
    """`GET`, `POST`, `PATCH`, `PUT` or `DELETE`."""
    path: str
    """The path's template, from the root: `/v2/users/:id`; `(…)` marks what may be left out."""
    kind: Kind
    """What the route does."""
    summary: str = ""
    """One sentence about it; empty for a route that the catalogue does not have."""
    resource: str = ""
    """The resource it belongs to: `users`."""
    scopes: tuple[str, ...] = ()
    """The scopes that a token needs."""
    roles: tuple[str, ...] = ()
    """The application roles of which one is needed, as the documentation words them."""
    restricted: bool = False
    """Whether the documentation shows a key beside it."""
    paginated: bool = False
    """Whether its list comes in pages, documented or not."""
    filters: tuple[str, ...] = ()
    """The names that `filter[…]` takes."""
    ranges: tuple[str, ...] = ()
    """The names that `range[…]` takes."""
    searches: tuple[str, ...] = ()
    """The names that `search[…]` takes. The documentation lists none; an assumption made from the
    gem rice_cooker, which searches by default what it filters."""
    sorts: tuple[str, ...] = ()
    """The names that `sort` takes."""
    booleans: frozenset[str] = frozenset()
    """The filters that take `true` or `false`."""
    default_sort: str = ""
    """The order of the list when none is asked for: `-created_at,-id`."""
    note: str = ""
    """What else is known about it."""
    parameters: tuple[Parameter, ...] = field(default=(), repr=False)
    """Every documented value it takes."""

    @property
    def is_listed(self) -> bool:
        """Whether the catalogue has it."""
        return self.kind != "unknown"

    @property
    def is_write(self) -> bool:
        """Whether it changes data."""
        return self.method != "GET"

    @property
    def short_path(self) -> str:
        """The path without `/v2`, for narrow places."""
        return self.path.removeprefix("/v2")

    @property
    def path_names(self) -> tuple[str, ...]:
        """The names of the path's values, in order, those that may be left out included."""
        return tuple(_PLACEHOLDER.findall(self.path)) if self.is_listed else ()

    @property
    def required_names(self) -> tuple[str, ...]:
        """The names of the path's values without which there is no path."""
        return tuple(_PLACEHOLDER.findall(self.path.partition("(")[0])) if self.is_listed else ()

    def parameter(self, name: str, place: Place = "path") -> Parameter | None:
        """Return the parameter of that name and place, or None."""
        return next((p for p in self.parameters if p.name == name and p.place == place), None)

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the path with its values in place, each percent-encoded as one segment.

        An optional part is there when its own value is. A required value that is missing stays
        `:name`, so that a half-typed request can be shown.
        """
        return _fill(self.path, values) if self.is_listed else self.path


def _fill(template: str, values: Mapping[str, str]) -> str:
    head, opened, rest = template.partition("(")
    filled = _PLACEHOLDER.sub(lambda found: _segment(values.get(found[1]), found[0]), head)
    if not opened:
        return filled
    inner = rest[:-1]
    own = _PLACEHOLDER.search(inner)
    if own is None or not values.get(own[1]):
        return filled
    return filled + _fill(inner, values)


def _segment(value: str | None, placeholder: str) -> str:
    if not value:
        return placeholder
    if value in {".", ".."}:  # a dot segment would be folded away by whoever reads the URL
        return value.replace(".", "%2E")
    return quote(value, safe="", errors="replace")


def endpoint_from_json(entry: Mapping[str, Any], resource: Mapping[str, Any]) -> Endpoint:
    """Return the endpoint that a line of `endpoints.jsonl` describes."""
    # Lists of another resource's items say so, and take none of their own resource's names.
    is_index = entry["kind"] == "index" and "no sort/filter documented" not in entry.get("note", "")
    filters = tuple(entry.get("filter", resource.get("filter", ()))) if is_index else ()
    return Endpoint(
        method=entry["method"],
        path=entry["path"],
        kind=entry["kind"],
        summary=entry.get("summary", ""),
        resource=resource["name"],
        scopes=tuple(entry.get("scopes", ())),
        roles=tuple(entry.get("roles", ())),
        restricted=entry.get("restricted", False),
        paginated=str(entry.get("paginated", "")).endswith(("yes", "yes in reality")),
        filters=filters,
        ranges=tuple(resource.get("range", ())) if is_index else (),
        searches=filters,
        sorts=tuple(entry.get("sort", resource.get("sort", ()))) if is_index else (),
        booleans=frozenset(resource.get("boolean_filters", ())) if is_index else frozenset(),
        default_sort=resource.get("default_sort", "") if is_index else "",
        note=entry.get("note", ""),
        parameters=tuple(
            Parameter(
                name=item["name"],
                place=item["in"],
                required=item["required"],
                type=item["type"],
                choices=tuple(item.get("enum", ())),
            )
            for item in entry.get("params", ())
        ),
    )
