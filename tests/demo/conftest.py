"""A small school, and clients that ask it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from html import unescape
from typing import Any

import httpx
import pytest
from kept_school import kept_school

from ft42tui.demo.app import DemoApi
from ft42tui.demo.settings import DemoSettings, Rates

ORIGIN = "http://127.0.0.1:4242"


def _client(api: DemoApi, token: str = "") -> httpx.AsyncClient:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url=ORIGIN, headers=headers)


async def user_token(
    client: httpx.AsyncClient, api: DemoApi, name: str, scope: str, login: str
) -> dict[str, Any]:
    """Sign a user in by the consent page, and return what the token request brought."""
    app = next(app for app in api.applications if app.name == name)
    asked = {
        "client_id": app.client_id,
        "redirect_uri": app.redirect_uris[0],
        "response_type": "code",
        "scope": scope,
    }
    page = await client.get("/oauth/authorize", params=asked)
    fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
    form = {unescape(field): unescape(value) for field, value in fields} | {"login": login}
    consent = await client.post("/oauth/authorize", data=form)
    code = httpx.URL(consent.headers["Location"]).params["code"]
    answer = await client.post(
        "/oauth/token",
        data={
            "grant_type": "authorization_code",
            "client_id": app.client_id,
            "client_secret": app.client_secret,
            "code": code,
            "redirect_uri": app.redirect_uris[0],
        },
    )
    token: dict[str, Any] = answer.json()
    return token


@pytest.fixture
def now() -> list[float]:
    """What the clock shows: one number, which a test may move."""
    return [1_700_000_000.0]


@pytest.fixture(scope="session")
def school() -> DemoApi:
    """A school of 200 that nothing writes to and nothing limits."""
    settings = DemoSettings(users=200, rates=Rates(0, 0))
    return kept_school(settings, clock=lambda: 1_700_000_000.0)


@pytest.fixture
def tiny(now: list[float]) -> Callable[[str], DemoApi]:
    """Make a school of five with the given limits, under the test's own clock."""

    def make(rates: str) -> DemoApi:
        return kept_school(DemoSettings(users=5, rates=Rates.parse(rates)), clock=lambda: now[0])

    return make


@pytest.fixture
async def stranger(school: DemoApi) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a token."""
    async with _client(school) as client:
        yield client


@pytest.fixture
async def sign_in() -> AsyncIterator[Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]]:
    """Return a client with the token of an application and some scopes."""
    async with AsyncExitStack() as stack:

        async def enter(api: DemoApi, name: str, scope: str) -> httpx.AsyncClient:
            app = next(app for app in api.applications if app.name == name)
            client = await stack.enter_async_context(_client(api))
            answer = await client.post(
                "/oauth/token",
                data={
                    "grant_type": "client_credentials",
                    "client_id": app.client_id,
                    "client_secret": app.client_secret,
                    "scope": scope,
                },
            )
            client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
            return client

        yield enter


@pytest.fixture
async def sign_in_as() -> AsyncIterator[Callable[[DemoApi, str, str, str], Awaitable[httpx.AsyncClient]]]:
    """Return a client with the token of a user, by an application and with some scopes."""
    async with AsyncExitStack() as stack:

        async def enter(api: DemoApi, name: str, scope: str, login: str) -> httpx.AsyncClient:
            client = await stack.enter_async_context(_client(api))
            answer = await user_token(client, api, name, scope, login)
            client.headers["Authorization"] = f"Bearer {answer['access_token']}"
            return client

        yield enter


@pytest.fixture
async def guest(
    school: DemoApi, sign_in: Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]
) -> httpx.AsyncClient:
    """An application without roles, with the scopes public and projects."""
    return await sign_in(school, "ft42tui demo", "public projects")


@pytest.fixture
async def norminet(school: DemoApi) -> AsyncIterator[httpx.AsyncClient]:
    """The user norminet."""
    async with _client(school, school.user_token.access_token) as client:
        yield client
