"""The page at the address that `ft42tui demo` prints."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import AsyncIterator
from html import unescape

import httpx
import pytest
from starlette.types import Message, Scope

from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.home import Home
from ft42tui.demo.settings import DemoSettings, Rates
from ft42tui.demo.weather import weathered

SETTINGS = DemoSettings(
    users=200, rates=Rates(0, 0), token_life=90, redirect_uris=("myapp://callback?a=1&b='2'",)
)
ORIGIN = "http://127.0.0.1:4242"


@pytest.fixture
async def browser(school: DemoApi) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Home(school, school, SETTINGS))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
        yield client


@pytest.fixture
def command_options() -> set[str]:
    """Return the options that `ft42tui demo --help` names."""
    told = subprocess.run(
        [sys.executable, "-m", "ft42tui", "demo", "--help"], capture_output=True, check=True, text=True
    )
    return set(re.findall(r"^ +(--[a-z-]+)", told.stdout, re.MULTILINE)) - {"--help"}


async def test_the_page_tells_what_it_is_and_when(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "42 API of a made-up school" in answer.text
    assert "20 November 2026, 14:00 UTC" in answer.text
    assert f"{ORIGIN}/v2" in answer.text


async def test_the_page_shows_each_application_whole(browser: httpx.AsyncClient, school: DemoApi) -> None:
    text = unescape((await browser.get("/")).text)
    for app in school.applications:
        told = (app.name, app.client_id, app.client_secret, *app.roles, " ".join(app.scopes))
        assert all(word in text for word in (*told, *app.redirect_uris))


async def test_each_application_has_a_link_to_a_consent_page(
    browser: httpx.AsyncClient, school: DemoApi
) -> None:
    links = [unescape(link) for link in re.findall(r'<a href="([^"]*)"', (await browser.get("/")).text)]
    pages = [await browser.get(link) for link in links]

    assert len(links) == len(school.applications)
    for app, page in zip(school.applications, pages, strict=True):
        assert page.status_code == 200
        assert f"Authorize <strong>{app.name}</strong>" in page.text


async def test_the_page_shows_every_option_of_the_command_with_its_value(
    browser: httpx.AsyncClient, command_options: set[str]
) -> None:
    text = unescape((await browser.get("/")).text)
    assert set(re.findall(r"<dt>(--[a-z-]+)</dt>", text)) == command_options
    assert "90 s: how long a token lives" in text
    assert "myapp://callback?a=1&b='2': " in text


async def test_what_is_given_is_text_on_the_page_and_no_markup() -> None:
    settings = DemoSettings(users=5, redirect_uris=("myapp://callback?a=1&amp;b='2'",))
    api = create_app(settings)
    async with httpx.AsyncClient(
        transport=httpx.ASGITransport(Home(api, api, settings)), base_url=ORIGIN
    ) as client:
        text = (await client.get("/")).text
    assert "myapp://callback?a=1&amp;amp;b=&#x27;2&#x27;" in text
    assert "a=1&amp;b=" not in text


async def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(browser: httpx.AsyncClient) -> None:
    answer = await browser.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r"<script|\bsrc=|@import|url\(|\son[a-z]+=", answer.text)
    assert "prefers-color-scheme: dark" in answer.text


async def test_head_brings_the_headers_alone(browser: httpx.AsyncClient) -> None:
    whole, head = await browser.get("/"), await browser.head("/")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.content))


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:4242", "127.0.0.1:1", "127.9.9.9:4242", "[::1]:4242"]
)
async def test_this_machine_may_be_named_in_any_way(browser: httpx.AsyncClient, host: str) -> None:
    assert (await browser.get("/", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:4242",
        "127.0.0.1.evil.example",
        "localhost.evil.example:4242",
        "evil.example#localhost",
        "user@localhost",
        "192.168.0.7:4242",
        "0.0.0.0:4242",
        "127.0.0.1\n",
        "1270001",
        "",
    ],
)
async def test_another_name_that_leads_here_gets_a_404_and_no_secret(school: DemoApi, host: str) -> None:
    scope: Scope = {
        "type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"",
        "headers": [(b"host", host.encode())],
    }  # fmt: skip
    status, body = await _asked(school, scope)
    assert status == 404
    assert b"s-s4t2ud-" not in body


@pytest.mark.parametrize("headers", [[], [(b"host", b"localhost"), (b"host", b"evil.example")]])
async def test_no_name_and_two_names_get_a_404(school: DemoApi, headers: list[tuple[bytes, bytes]]) -> None:
    scope: Scope = {
        "type": "http", "method": "GET", "path": "/", "raw_path": b"/", "query_string": b"",
        "headers": headers,
    }  # fmt: skip
    assert (await _asked(school, scope))[0] == 404


async def test_other_methods_and_paths_are_left_to_the_api(browser: httpx.AsyncClient) -> None:
    for method, path in (("POST", "/"), ("DELETE", "/"), ("GET", "//"), ("GET", "/index.html")):
        assert (await browser.request(method, ORIGIN + path)).status_code == 404
    assert (await browser.get("/v2/users")).status_code == 401


async def test_the_page_counts_nowhere_and_meets_no_weather() -> None:
    settings = DemoSettings(users=5, rates=Rates(1, 1), faults_percent=100)
    api = create_app(settings)
    home = Home(weathered(api, settings), api, settings)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(home), base_url=ORIGIN) as client:
        statuses = {(await client.get("/")).status_code for _ in range(12)}
    assert statuses == {200}


async def _asked(school: DemoApi, scope: Scope) -> tuple[int, bytes]:
    """Return the status and body that a bare ASGI request is answered with."""
    status, body = 0, b""

    async def receive() -> Message:
        return {"type": "http.request", "body": b""}

    async def send(message: Message) -> None:
        nonlocal status, body
        if message["type"] == "http.response.start":
            status = message["status"]
        else:
            body += message["body"]

    await Home(school, school, SETTINGS)(scope, receive, send)
    return status, body
