"""Requests that nobody should send: strategies for every route of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from ft42tui.catalog import Endpoint

MEGABYTE = 1_048_576
WORDS = (
    "", "null", "true", "false", "0", "1", "-1", "+1", "21", "1.5", "1e308", "nan", "-inf", "٣", " 1 ", "1_0",
    "9" * 30, "9" * 5000, "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1,2", ",",
    "1,,2", "2026-12-01", "2026-13-45", "2026-12-01T10:00:00.000Z",
    "0001-01-01T00:00:00+14:00,9999-12-31T23:59:59-14:00", "2026-01-01,2026-12-31", "id", "-id", "id,-id",
    "login,-created_at", "-", "norminet", "paris", "42cursus", "me", "%", "_", "\\", "'", '"',
    "'; DROP TABLE users; --", "<script>", "a\x00b", "\x00", "\r\nX-Evil: 1", "🐈", "Ǆ" * 50, "ﬁ", "..", ".",
    "a/b", "http://evil.example/", "$2a$10$", "{}", "[]", "?", "#", "x" * 3000,
)  # fmt: skip
"""Values that are odd in one way or another, beside some that are good."""
NAMES = (
    "page", "per_page", "page[number]", "page[size]", "page[]", "page[size][]", "sort", "sort[]", "filter",
    "filter[", "filter[]", "filter[id]", "filter[id][]", "filter[id][x]", "filter[nothing]", "filter[future]",
    "filter[staff?]", "filter[created_at]", "range", "range[id]", "range[created_at]", "range[login]",
    "search[login]", "search[name]", "search[id]", "search[]", "begin_at", "end_at", "campus_id", "cursus_id",
    "user_id", "access_token", "_method", "client_id", "grant_type", "scope", "code", "state",
    "response_type", "redirect_uri", "token", "", "[", "]", "[]", "a[b][c][d][e][f][g][h][i][j]", "\x00",
    "🐈",
)  # fmt: skip
"""Names of parameters, good and bad."""
GARBAGE = (
    b"%", b"%zz", b"%00", b"%ff", b"%C3", b"%ED%A0%80", b"&&&", b"=", b"?", b";", b"+", b"a=b=c", b"\xff\xfe",
    b"[[]]", b"filter%5Bid%5D=1&filter[id]=2", b"page=1&page[size]=2", b"page=1&page=2",
    b"filter%255Bid%255D=1",
)  # fmt: skip
"""Pieces of query strings as no library writes them."""
HUGE = (
    b"a=1&" * (MEGABYTE // 4), b"filter[id]=" + b"1," * (MEGABYTE // 2), b"%" * MEGABYTE, b"[" * MEGABYTE,
    b"sort=" + b"id," * (MEGABYTE // 3), b"filter[" + b"x" * MEGABYTE + b"]=1",
    b"search[login]=" + b"%25" * 350_000, b"range[id]=" + b"9" * MEGABYTE,
    b"filter[created_at]=" + b"2026-01-01," * 95_000,
)  # fmt: skip
"""Query strings of a megabyte."""
ENDS = (b"/", b"//", b"/graph", b"/..", b".json", b"%00", b"%", b"/%2F", b"\xff", b";a=1", b"/me")
"""Ends that a path should not have."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE", "CONNECT", "BREW", "get")
MEDIA = (
    "application/json", "application/vnd.api+json", "application/x-www-form-urlencoded",
    "multipart/form-data", "multipart/form-data; boundary=x", "text/plain",
    "application/json; charset=utf-16", "application/json; charset=no", "application/xml", "", ";", "/",
    "a" * 2000, "application/json, text/html", "APPLICATION/JSON", "\xff",
)  # fmt: skip
OTHER_HEADERS = (
    (b"accept", b"text/html"), (b"accept", b"*/*;q=0"), (b"accept", b"application/vnd.api+json"),
    (b"host", b"evil.example/<script>"), (b"host", b""), (b"host", b"[::1]:80"), (b"if-none-match", b"*"),
    (b"if-none-match", b'W/"4f53cda18c2baa0c0354bb5f9a3ecbe5"'), (b"if-none-match", b'"' * 3000),
    (b"content-length", b"-1"), (b"content-length", b"9" * 40), (b"expect", b"100-continue"),
    (b"cookie", b"=;;\xff"), (b"x-http-method-override", b"DELETE"), (b"range", b"bytes=0-1"),
    (b"origin", b"null"), (b"", b""),
)  # fmt: skip
ODD_TOKENS = (
    b"Bearer", b"Bearer ", b"Bearer nonsense", b"Bearer \xff\x00", b"Basic", b"Basic Zm9v",
    b"Basic Zm9vOmJhcg==", b"Basic ////", b"Digest x", b"\x00", b"Bearer " + b"a" * 9000,
)  # fmt: skip
DEEP = (
    b"[" * 100_000, b"[" * 500 + b"]" * 500, b'{"a":' * 100_000, b'{"a":' * 300 + b"1" + b"}" * 300,
    b'{"data":' * 50 + b"{}" + b"}" * 50,
)  # fmt: skip
RAW_BODIES = (
    b"", b"{", b"null", b"[]", b'"text"', b"1", b"NaN", b'{"a":NaN}', b'{"a":' + b"9" * 5000 + b"}",
    b'{"a":1e999}', b"\xff\xfe{\x00}\x00", b'{"\\ud800":"\\ud800"}', b'{"a":1,"a":2}', b"\xef\xbb\xbf{}",
    b"a[b]=1&a=2&a[]=3", b"a" * 3000, b"%zz=%00&=&&", b"--x\r\n\r\n--x--",
    b'--x\r\nContent-Disposition: form-data; name="a[b]"\r\n\r\n1\r\n--x--\r\n',
    b"--x\r\nContent-Disposition: form-data; name*=utf-9''%ff\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n=\r\n--x--\r\n",
    b"x" * (MEGABYTE + 1),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Target:
    """A route, with what leads somewhere on it."""

    method: str
    """Its method."""
    endpoint: Endpoint
    """The route; of the catalogue or made up."""
    values: Mapping[str, str]
    """Values for its path that exist."""
    body: Mapping[str, Any]
    """A body that it accepts; empty where none is known."""


@dataclass(frozen=True, slots=True)
class OddRequest:
    """One request as ASGI hands it over."""

    method: str
    """Its method."""
    path: bytes
    """Its path as sent."""
    query: bytes
    """Its query string as sent."""
    headers: tuple[tuple[bytes, bytes], ...]
    """Its headers."""
    body: bytes
    """Its body."""
    is_cut: bool
    """Whether the client leaves before the end of its body."""


_WORD = st.sampled_from(WORDS) | st.text(max_size=8)
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _WORD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_WORD, inner, max_size=3),
    max_leaves=6,
)


def odd_requests(targets: Sequence[Target], tokens: Sequence[str]) -> st.SearchStrategy[OddRequest]:
    """Return requests to the targets, most of them right in all but one thing."""
    return st.sampled_from(targets).flatmap(lambda target: _request(target, tokens))


def _rarely(draw: st.DrawFn, times: int) -> bool:
    """Return True once in so many times. Hypothesis likes 0 and the ends of a range: none of them says so."""
    return draw(st.integers(0, times - 1)) == times * 2 // 3


@st.composite
def _request(draw: st.DrawFn, target: Target, tokens: Sequence[str]) -> OddRequest:
    method = draw(st.sampled_from(METHODS)) if _rarely(draw, 10) else target.method
    media, body = draw(_body(target))
    headers = draw(_headers(tokens))
    if media is not None:
        headers = (*headers, (b"content-type", media.encode("latin-1")))
    return OddRequest(
        method=method,
        path=draw(_path(target)),
        query=draw(_query(target)),
        headers=headers,
        body=body,
        is_cut=_rarely(draw, 30),
    )


@st.composite
def _path(draw: st.DrawFn, target: Target) -> bytes:
    values = dict(target.values)
    for name in target.endpoint.path_names:
        if not values.get(name) or _rarely(draw, 8):
            values[name] = draw(_WORD)
    path = target.endpoint.fill(values).encode()
    if _rarely(draw, 15):
        return path + draw(st.sampled_from(ENDS))
    if _rarely(draw, 30):
        return path.replace(b"/", b"//", 1)
    return path


@st.composite
def _query(draw: st.DrawFn, target: Target) -> bytes:
    if _rarely(draw, 300):
        return draw(st.sampled_from(HUGE))
    if _rarely(draw, 10):
        return b"&".join(draw(st.lists(st.sampled_from(GARBAGE) | st.binary(max_size=6), max_size=4)))
    pairs = draw(st.lists(st.tuples(st.sampled_from(_names(target.endpoint)), _WORD), max_size=4))
    if _rarely(draw, 5):
        return "&".join(f"{name}={value}" for name, value in pairs).encode("utf-8", "surrogatepass")
    return urlencode(pairs, errors="surrogatepass").encode()


def _names(endpoint: Endpoint) -> list[str]:
    """Return names of parameters, those that a route knows first."""
    own = [f"filter[{name}]" for name in endpoint.filters]
    own += [f"range[{name}]" for name in endpoint.ranges]
    own += [f"search[{name}]" for name in endpoint.searches]
    own += [parameter.name for parameter in endpoint.parameters]
    return [*own, "sort", *NAMES]


@st.composite
def _headers(draw: st.DrawFn, tokens: Sequence[str]) -> tuple[tuple[bytes, bytes], ...]:
    given: list[tuple[bytes, bytes]] = [(b"host", b"127.0.0.1:4242")]
    if _rarely(draw, 20):
        texts = draw(st.lists(st.sampled_from(ODD_TOKENS), max_size=2))
        given += [(b"authorization", text) for text in texts]
    else:
        given.append((b"authorization", f"Bearer {draw(st.sampled_from(tokens))}".encode()))
    if _rarely(draw, 5):
        given += draw(st.lists(st.sampled_from(OTHER_HEADERS), max_size=2))
    return tuple(given)


@st.composite
def _body(draw: st.DrawFn, target: Target) -> tuple[str | None, bytes]:
    """Return a content type, or None for none, and a body."""
    if target.method == "GET" and not _rarely(draw, 10):
        return (draw(st.sampled_from(MEDIA)) if _rarely(draw, 10) else None), b""
    media = draw(st.sampled_from(MEDIA))
    if _rarely(draw, 50):
        return media, draw(st.sampled_from(DEEP))
    if _rarely(draw, 10):
        return media, draw(st.sampled_from(RAW_BODIES) | st.binary(max_size=30))
    content = draw(_bent(target))
    if not _rarely(draw, 5):
        return "application/json", json.dumps(content).encode()
    form = urlencode(draw(_form(content)), errors="surrogatepass").encode()
    return (media if _rarely(draw, 3) else "application/x-www-form-urlencoded"), form


@st.composite
def _bent(draw: st.DrawFn, target: Target) -> Any:
    """Return the route's good body with something odd in it, or instead of it."""
    content: Any = json.loads(json.dumps(target.body))
    roots = [name for name, value in content.items() if isinstance(value, dict)]
    fields: dict[str, Any] = content[roots[0]] if roots else content
    names = sorted({*fields, *(p.name.rpartition("[")[2].rstrip("]") for p in target.endpoint.parameters)})
    for _ in range(draw(st.integers(0, 3))):
        name = draw(st.sampled_from(names) if names else _WORD)
        if _rarely(draw, 5):
            fields.pop(name, None)
        else:
            fields[draw(_WORD) if _rarely(draw, 5) else name] = draw(_JSON)
    if _rarely(draw, 20):
        return draw(_JSON)
    if _rarely(draw, 20):
        return {**content, **dict.fromkeys(roots, draw(_JSON))}
    if _rarely(draw, 10):
        return {"data": {"type": draw(_WORD), "attributes": draw(st.just(fields) | _JSON)}}
    return content


@st.composite
def _form(draw: st.DrawFn, content: Any) -> list[tuple[str, str]]:
    """Return a body as pairs with brackets, some of them odd."""
    pairs = list(_flat(content, "")) if isinstance(content, dict) else []
    return pairs + draw(st.lists(st.tuples(st.sampled_from(NAMES), _WORD), max_size=2))


def _flat(content: Any, prefix: str) -> list[tuple[str, str]]:
    if isinstance(content, dict):
        return [
            pair
            for name, value in content.items()
            for pair in _flat(value, f"{prefix}[{name}]" if prefix else str(name))
        ]
    if isinstance(content, list):
        return [pair for value in content for pair in _flat(value, f"{prefix}[]")]
    return [(prefix, "" if content is None else str(content))]
