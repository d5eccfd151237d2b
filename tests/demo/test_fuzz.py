"""Whatever is sent to it, the embedded API answers as a server should, and goes on."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from odd_requests import HUGE, OddRequest, Target, odd_requests
from starlette.types import Message, Scope
from walk import body_for, values_for

from ft42tui.catalog import Catalog, Endpoint
from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.applications import UserToken
from ft42tui.demo.settings import DemoSettings, Rates

USERS = 200
TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9a-z-]+")
PAGES = (
    ("GET", "/oauth/authorize"),
    ("POST", "/oauth/authorize"),
    ("DELETE", "/oauth/authorize"),
    ("POST", "/oauth/token"),
    ("POST", "/v2/oauth/token"),
    ("POST", "/oauth/revoke"),
    ("POST", "/oauth/introspect"),
    ("GET", "/oauth/token/info"),
    ("GET", "/oauth/applications"),
    ("GET", "/"),
    ("GET", "/v2"),
    ("GET", "/v2/"),
    ("GET", "/v2/nothing/:id"),
    ("GET", "/apidoc"),
)


class Undone(Exception):
    """Raised to undo what was written."""


@dataclass(slots=True)
class Reply:
    """What came back."""

    status: int = 0
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """An embedded API to shoot at, and what to shoot at."""

    api: DemoApi
    targets: tuple[Target, ...]
    tokens: tuple[str, ...]
    runner: asyncio.Runner

    def ask(self, sent: OddRequest) -> Reply:
        """Send a request straight to the application."""
        return self.runner.run(asked(self.api, sent))


async def asked(api: DemoApi, sent: OddRequest) -> Reply:
    reply = Reply()
    half = len(sent.body) // 2
    waiting: list[Message] = [
        {"type": "http.request", "body": sent.body[:half], "more_body": True},
        {"type": "http.disconnect"}
        if sent.is_cut
        else {"type": "http.request", "body": sent.body[half:], "more_body": False},
    ]

    async def receive() -> Message:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            assert not reply.status, "an answer began twice"
            reply.status, reply.headers = message["status"], list(message["headers"])
        else:
            assert reply.status, "a body without a head"
            reply.body += message.get("body", b"")
            reply.is_complete = not message.get("more_body", False)

    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": sent.method,
        "scheme": "http",
        "path": sent.path.decode("latin-1"),
        "raw_path": sent.path,
        "query_string": sent.query,
        "root_path": "",
        "headers": list(sent.headers),
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 4242),
    }
    await api(scope, receive, send)
    return reply


def flaws(sent: OddRequest, reply: Reply) -> list[str]:
    """Return what is wrong with an answer as an answer."""
    found = []
    headers = dict(reply.headers)
    known = {status.value for status in HTTPStatus}
    if reply.status not in known or reply.status >= 500 or not reply.is_complete:
        found.append(f"status {reply.status}")
    for name, value in reply.headers:
        if not TOKEN.fullmatch(name) or re.search(rb"[\r\n\x00]", value):
            found.append(f"header {name!r}: {value!r}")
    if len(headers) != len(reply.headers):
        found.append("a header came twice")
    if reply.status in {204, 304} or sent.method == "HEAD":
        return [*found, "a body that must not be"] if reply.body else found
    if headers.get(b"content-length") != str(len(reply.body)).encode():
        found.append("a length that is not the body's")
    try:
        text = reply.body.decode()
        if b"json" in headers[b"content-type"]:
            json.loads(text, parse_constant=_refuse)
        elif not headers[b"content-type"].startswith((b"text/plain", b"text/html")):
            found.append(f"content type {headers[b'content-type']!r}")
    except (ValueError, KeyError) as error:
        found.append(f"a body that is not what it says: {error!r}")
    return found


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no JSON")


@pytest.fixture(scope="module")
def place() -> Iterator[Range]:
    """A small school and every route, with paths and bodies that are good."""
    api = create_app(DemoSettings(users=USERS, rates=Rates(0, 0)), clock=lambda: 1_700_000_000.0)
    chief = next(app for app in api.applications if app.name == "intrateam")
    plain = next(app for app in api.applications if app.name == "plain")
    tokens = [api.user_token.access_token]
    for number, (app, owner) in enumerate(
        [(chief, 74), (chief, 74), (chief, None), (chief, None), (plain, None)]
    ):
        tokens.append(f"{number:064x}")
        api._oauth.admit(UserToken("norminet", app.scopes, tokens[-1]), app, owner)  # type: ignore[arg-type]
    targets = []
    for endpoint in Catalog.load():
        if endpoint.path.startswith("/v2/"):
            values = values_for(endpoint, api.store)
            body = {} if endpoint.method == "GET" else body_for(endpoint, values, api.store)
            targets.append(Target(endpoint.method, endpoint, values, body))
    targets += [Target(method, Endpoint(method, path, "show"), {}, {}) for method, path in PAGES]
    with asyncio.Runner() as runner:
        yield Range(api, tuple(targets), tuple(tokens), runner)


def hunt(place: Range, number: int, examples: int) -> None:
    """Send so many handfuls of odd requests, always the same for a number. Each finds the school as made."""

    @seed(number)
    @settings(max_examples=examples, database=None, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(odd_requests(place.targets, place.tokens), min_size=1, max_size=3))
    def survives(requests: list[OddRequest]) -> None:
        with suppress(Undone), place.api.store.change():
            for sent in requests:
                assert flaws(sent, place.ask(sent)) == []
            alive = OddRequest("GET", b"/v2/cursus", b"", bearer(place.tokens[1]), b"", is_cut=False)
            assert place.ask(alive).status == 200
            raise Undone

    survives()


def bearer(token: str) -> tuple[tuple[bytes, bytes], ...]:
    return ((b"authorization", f"Bearer {token}".encode()),)


def test_nothing_of_a_few_hundred_odd_requests_breaks_it(place: Range) -> None:
    hunt(place, 0, 150)


@pytest.mark.slow
@pytest.mark.parametrize("query", HUGE, ids=lambda query: query[:12].decode())
def test_no_query_of_a_megabyte_breaks_it(place: Range, query: bytes) -> None:
    for path in (
        b"/v2/users",
        b"/v2/users/graph/on/created_at/by/day",
        b"/v2/users/norminet/locations_stats",
    ):
        sent = OddRequest("GET", path, query, bearer(place.tokens[1]), b"", is_cut=False)
        assert flaws(sent, place.ask(sent)) == []


@pytest.mark.fuzz
def test_nothing_breaks_it_for_as_long_as_is_asked(place: Range) -> None:
    end = time.monotonic() + float(os.environ.get("FT42_FUZZ_SECONDS", "300"))
    number = 1
    while time.monotonic() < end:
        hunt(place, number, 500)
        number += 1
