"""Tokens that die, over real HTTP against the embedded API: renewed once, or told."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlencode

import httpx
import pytest
from doubles import FakeTime
from person import Api, Person
from terminal import Terminal

from ft42tui.api.budget import Throttle
from ft42tui.api.door import Door
from ft42tui.api.vault import Keyring, Vault
from ft42tui.catalog import Catalog
from ft42tui.config.settings import Settings
from ft42tui.session.account import Account
from ft42tui.session.connection import Identity
from ft42tui.session.session import Session

pytestmark = pytest.mark.slow

TWENTY = 20


class Counted(httpx.AsyncHTTPTransport):
    """Sends, and remembers where to."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request.url.path)
        return await super().handle_async_request(request)


@pytest.fixture
def transport() -> Counted:
    """The way to the API."""
    return Counted()


def no_keyring() -> Keyring:
    raise ImportError("No module named keyring")


@pytest.fixture
async def session(person: Person, transport: Counted) -> AsyncIterator[Session]:
    """Return a session of the person, in whose time nobody waits for a limit."""
    app, state, time = person.api.app(), person.home / "state" / "ft42tui", FakeTime()
    settings = Settings(api=person.api.url, client_id=app.client_id, client_secret=app.client_secret)

    def connect(throttle: Throttle) -> Account:
        door = Door(settings.api, throttle, transport=transport)
        return Account(door, settings, Vault(state, keyring=no_keyring))

    identity = Identity(settings.profile, settings.api, is_official=False)
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    session = Session(Catalog.load(), identity, connect, throttle=throttle)
    yield session
    await session.aclose()


def asked(api: Api, path: str, **form: str) -> dict[str, str]:
    """Post a form as the application, and return the answer."""
    own = {"client_id": api.app().client_id, "client_secret": api.app().client_secret}
    request = urllib.request.Request(api.url + path, urlencode(own | form).encode())  # noqa: S310  # ours
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=10) as answer:
        said: dict[str, str] = json.load(answer)
        return said


def end_the_applications_token(api: Api) -> None:
    """End it on the server; who asks for it while it lives is handed out the same one."""
    token = asked(api, "/oauth/token", grant_type="client_credentials", scope="public")["access_token"]
    asked(api, "/oauth/revoke", token=token)


async def test_twenty_requests_at_once_on_an_expired_token_cause_one_renewal(
    person: Person, session: Session, transport: Counted
) -> None:
    await asyncio.to_thread(person.run, "login")
    person.age()
    old = person.kept()
    client = (await session.account()).client
    query = session.parse("users?page[size]=1").query
    pages = await asyncio.gather(*(client.send(query) for _ in range(TWENTY)))

    assert all(page.records for page in pages)
    assert transport.sent.count("/oauth/token") == 1
    assert transport.sent.count("/v2/users") == TWENTY
    assert person.kept()["refresh_token"] != old["refresh_token"]


async def test_twenty_requests_at_once_that_are_refused_cause_one_renewal(
    person: Person, session: Session, transport: Counted
) -> None:
    query = session.parse("users?page[size]=1").query
    await session.load(query)
    await asyncio.to_thread(end_the_applications_token, person.api)
    transport.sent.clear()
    client = (await session.account()).client
    pages = await asyncio.gather(*(client.send(query) for _ in range(TWENTY)))

    assert all(page.records for page in pages)
    assert transport.sent.count("/oauth/token") == 1
    assert transport.sent.count("/v2/users") > TWENTY


async def test_a_401_in_the_middle_of_a_walk_is_met_by_one_renewal_and_a_retry(
    person: Person, session: Session, transport: Counted
) -> None:
    await session.load(session.parse("users?page[size]=5").query)
    await asyncio.to_thread(end_the_applications_token, person.api)
    transport.sent.clear()
    page = await session.load("next")

    assert page.number == 2
    assert transport.sent == ["/v2/users", "/oauth/token", "/v2/users"]


def test_a_walk_on_the_screen_goes_on_when_the_token_is_ended_meanwhile(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_terminal("users?page[size]=5")
    terminal.until("1–5 of 20")
    end_the_applications_token(person.api)
    terminal.press(".")
    terminal.until("6–10 of 20")


def test_a_dead_refresh_token_is_told_on_the_screen(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    person.run("login")
    person.age(refresh_token="0" * 64)
    terminal = at_terminal("users")
    terminal.until("The refresh token is dead")
    terminal.press("L")
    terminal.until("in the browser")

    assert "Nobody is signed in yet" not in terminal.text
