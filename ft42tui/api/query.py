"""What is asked of the API: an endpoint, values, filters, ranges, searches, sort and page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias
from urllib.parse import quote, unquote_plus, urljoin, urlsplit

from ft42tui.api.errors import BadRequestText, ForeignOrigin
from ft42tui.api.exchange import SECRET_NAMES
from ft42tui.catalog import Catalog, Endpoint

PageStyle: TypeAlias = Literal["brackets", "bare"]
Clauses: TypeAlias = tuple[tuple[str, str], ...]

_NAMED = re.compile(r"^(filter|range|search)\[([^\[\]]+)\]$")
_PASTED = re.compile(r"^(?:(GET|HEAD|POST|PUT|PATCH|DELETE)\s+)?(\S.*?)(?:\s+HTTP/[\d.]+)?$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Query:
    """One request, whole. Every edit returns a new one."""

    endpoint: Endpoint
    """The route."""
    path_values: Clauses = ()
    """The path's values by name, decoded."""
    filters: Clauses = ()
    """Filters by name; commas separate alternatives: `("pool_month", "september,july")`."""
    ranges: Clauses = ()
    """Ranges by name, `from,to`, both included."""
    searches: Clauses = ()
    """Searches by name: case-insensitive, anywhere in the text."""
    sort: tuple[str, ...] = ()
    """Sort keys in order of weight, `-` before a descending one."""
    page: int | None = None
    """The page's number, from 1; None leaves it to the API, which sends the first."""
    size: int | None = None
    """Records per page; None leaves it to the API, which sends 30."""
    page_style: PageStyle = "brackets"
    """How page and size are written: `page[number]`, `page[size]`, or `page`, `per_page`.

    Never both in one request: the API answers 400. Source: wire facts, section 4.
    """
    extra: Clauses = ()
    """Every other parameter, as it came."""

    @property
    def path(self) -> str:
        """The path with its values, percent-encoded; a missing value stays `:name`."""
        return self.endpoint.fill(dict(self.path_values))

    @property
    def missing(self) -> tuple[str, ...]:
        """The names of the path's values without which it cannot be sent."""
        given = {name for name, value in self.path_values if value}
        return tuple(name for name in self.endpoint.required_names if name not in given)

    @property
    def parameters(self) -> Clauses:
        """The query string's parameters in order, decoded."""
        number, size = _PAGE_NAMES[self.page_style]
        found = [(f"{kind}[{name}]", value) for kind, clauses in self._named() for name, value in clauses]
        if self.sort:
            found.append(("sort", ",".join(self.sort)))
        if self.page is not None:
            found.append((number, str(self.page)))
        if self.size is not None:
            found.append((size, str(self.size)))
        found.extend(self.extra)
        return tuple(found)

    @property
    def target(self) -> str:
        """The path and query string, as sent: `/v2/users?filter[pool_year]=2013`."""
        if not self.parameters:
            return self.path
        return self.path + "?" + "&".join(f"{_name(n)}={_value(v)}" for n, v in self.parameters)

    def url(self, origin: str) -> str:
        """Return the whole URL on an origin."""
        return origin + self.target

    def with_path(self, name: str, value: str) -> Query:
        """Return the query with a path value set; an empty one takes it away."""
        return replace(self, path_values=_set(self.path_values, name, value))

    def filtered(self, name: str, value: str) -> Query:
        """Return the query with a filter set, on its first page; an empty value takes it away."""
        return replace(self._rewound(), filters=_set(self.filters, name, value))

    def ranged(self, name: str, value: str) -> Query:
        """Return the query with a range set, on its first page; an empty value takes it away."""
        return replace(self._rewound(), ranges=_set(self.ranges, name, value))

    def searched(self, name: str, value: str) -> Query:
        """Return the query with a search set, on its first page; an empty value takes it away."""
        return replace(self._rewound(), searches=_set(self.searches, name, value))

    def sorted_by(self, keys: Iterable[str]) -> Query:
        """Return the query in another order, on its first page."""
        return replace(self._rewound(), sort=tuple(keys))

    def on_page(self, number: int | None) -> Query:
        """Return the query on another page."""
        return replace(self, page=number)

    def sized(self, size: int | None) -> Query:
        """Return the query with another number of records per page, on its first page."""
        return replace(self._rewound(), size=size)

    def following(self, target: str, origin: str, catalog: Catalog) -> Query:
        """Return the query that a Link target stands for.

        The API's links carry a bare `?page=N` and drop page size, filters, sort and ranges. So the
        link says *which* page: its number, in this query's page style, is laid over this query;
        other parameters that the link does carry are kept. Source: wire facts, section 2.

        Raises ForeignOrigin if the target lies on another origin.
        """
        try:
            whole = urljoin(self.url(origin), target)
        except ValueError:
            raise BadRequestText("The API's link is not a URL", "There is no way on from here.") from None
        pasted = parse_request(whole, catalog, origin).query
        if pasted.path != self.path:
            return pasted
        return replace(
            self,
            filters=_laid(pasted.filters, self.filters),
            ranges=_laid(pasted.ranges, self.ranges),
            searches=_laid(pasted.searches, self.searches),
            sort=pasted.sort or self.sort,
            page=pasted.page,
            size=pasted.size if pasted.size is not None else self.size,
            extra=_laid(pasted.extra, self.extra),
        )

    def _named(self) -> tuple[tuple[str, Clauses], ...]:
        return ("filter", self.filters), ("range", self.ranges), ("search", self.searches)

    def _rewound(self) -> Query:
        return replace(self, page=None)


_PAGE_NAMES: Mapping[PageStyle, tuple[str, str]] = {
    "brackets": ("page[number]", "page[size]"),
    "bare": ("page", "per_page"),
}


@dataclass(frozen=True, slots=True)
class Pasted:
    """What a pasted request was read as."""

    query: Query
    """The request."""
    method: str = "GET"
    """The method it named."""
    had_secret: bool = False
    """Whether it carried a token or secret, which was left out."""


def parse_request(text: str, catalog: Catalog, origin: str) -> Pasted:
    """Return the request that people paste: `users`, `/v2/users/norminet?…`, a whole URL, `GET /users`.

    Raises BadRequestText if it is none, ForeignOrigin if it is a URL on another origin than the API's.
    """
    found = _PASTED.match(text.strip())
    if found is None or any(ord(c) < 32 for c in found[2]):
        raise BadRequestText(
            "That is not a request", "Type a path such as users, /v2/users/norminet, or a whole URL."
        )
    method, rest = found[1] or "GET", _relative(found[2], origin)
    path, _, query_string = rest.partition("#")[0].partition("?")
    path = _rooted(path)
    verb = "GET" if method == "HEAD" else method
    match = catalog.match(path, verb)
    if match is None:
        endpoint, values = (
            Endpoint(
                method=verb, path=quote(path, safe="/%:@!$&'()*+,;=~", errors="replace"), kind="unknown"
            ),
            {},
        )
    else:
        endpoint, values = match.endpoint, {n: v for n, v in match.values.items() if v != f":{n}"}
    query = Query(endpoint=endpoint, path_values=tuple(values.items()))
    pairs = [_pair(part) for part in query_string.split("&") if part]
    kept = [pair for pair in pairs if pair[0].lower() not in SECRET_NAMES]
    return Pasted(_with_parameters(query, kept), method, had_secret=len(kept) != len(pairs))


def _relative(text: str, origin: str) -> str:
    """Return the part of a URL after the origin, or the text itself if it is no URL."""
    host = urlsplit(origin).netloc
    if f"{text}/".lower().startswith(f"{host}/"):
        return text[len(host) :] or "/"
    if text.startswith("//"):
        text = f"{urlsplit(origin).scheme}:{text}"
    if "://" not in text.partition("?")[0]:
        return text
    try:
        parts = urlsplit(text)
        given, ours = _origin(text), _origin(origin)
    except ValueError:
        raise BadRequestText("That is not a URL", "Type a path such as users, or a whole URL.") from None
    raised = given[0] == "http" and ours[0] == "https" and given[1] == ours[1] and given[2] in {80, ours[2]}
    if given != ours and not raised:
        shown = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        raise ForeignOrigin(
            f"{shown} is not the API that this session talks to ({origin})",
            f"Your token goes to that origin only. With a token of its own: ft42tui --api {shown}",
        )
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _origin(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or (80 if scheme == "http" else 443)


def _rooted(path: str) -> str:
    path = "/" + path.strip("/")
    return path if re.match(r"/(v\d+|oauth)(/|$)", path) else "/v2" + path.rstrip("/")


def _pair(part: str) -> tuple[str, str]:
    name, _, value = part.partition("=")
    return unquote_plus(name), unquote_plus(value)


def _with_parameters(query: Query, pairs: Iterable[tuple[str, str]]) -> Query:
    fields: dict[str, Clauses] = {"filter": (), "range": (), "search": ()}
    sort: tuple[str, ...] = ()
    paging: dict[str, int] = {}
    extra: list[tuple[str, str]] = []
    for name, value in pairs:
        named = _NAMED.match(name)
        if named:
            fields[named[1]] = _set(fields[named[1]], named[2], value, keep_empty=True)
        elif name == "sort":
            sort = tuple(key.strip() for key in value.split(",") if key.strip())
        elif (
            name in _PAGE_PARTS
            and value.isascii()
            and value.isdigit()
            and len(value) < _DIGITS
            and name not in paging
        ):
            paging[name] = int(value)
        else:
            extra.append((name, value))
    style: PageStyle = "bare" if paging.keys() & {"page", "per_page"} else "brackets"
    number, size = _PAGE_NAMES[style]
    # A request that mixes both styles is wrong on the wire; it stays as wrong as it was pasted.
    extra.extend((name, str(value)) for name, value in paging.items() if name not in {number, size})
    return replace(
        query,
        filters=fields["filter"],
        ranges=fields["range"],
        searches=fields["search"],
        sort=sort,
        page=paging.get(number),
        size=paging.get(size),
        page_style=style,
        extra=tuple(extra),
    )


_DIGITS = 10
_PAGE_PARTS = {"page", "per_page", "page[number]", "page[size]"}


def _set(clauses: Clauses, name: str, value: str, *, keep_empty: bool = False) -> Clauses:
    """Return the clauses with one set in its place, appended if new, taken away if empty."""
    if not value and not keep_empty:
        return tuple(clause for clause in clauses if clause[0] != name)
    if any(clause[0] == name for clause in clauses):
        return tuple((n, value if n == name else v) for n, v in clauses)
    return (*clauses, (name, value))


def _laid(over: Clauses, under: Clauses) -> Clauses:
    for name, value in over:
        under = _set(under, name, value, keep_empty=True)
    return under


def _name(text: str) -> str:
    return quote(text, safe="[]", errors="replace")


def _value(text: str) -> str:
    return quote(text, safe=",:/@!$'()*~[]?", errors="replace")
