"""The explorer without a screen, over an API made of answers."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

import httpx
import pytest
from doubles import Body, FakeTime

from ft42tui.api.budget import Throttle
from ft42tui.api.door import Door
from ft42tui.api.errors import ApiError, Forbidden, ForeignOrigin, Unreachable, WalkEnded
from ft42tui.api.query import Query
from ft42tui.catalog import Catalog
from ft42tui.config.settings import Settings
from ft42tui.session.account import Account
from ft42tui.session.connection import Identity
from ft42tui.session.session import Session

ORIGIN = "https://api.intra.42.fr"
CATALOG = Catalog.load()
INFO = {
    "resource_owner_id": 74,
    "scopes": ["public"],
    "expires_in_seconds": 7000,
    "application": {"uid": "u"},
}


class Api:
    """A list of users in pages of two, and whatever else a test puts in."""

    def __init__(self, pages: int = 3) -> None:
        self.pages = pages
        self.targets: list[str] = []
        self.connections = 0
        self.status = 200
        self.links: Callable[[int], Mapping[str, str]] = self.usual_links
        self.records: Callable[[int], list[Any]] = lambda page: [{"id": 2 * page}, {"id": 2 * page + 1}]
        self.failure: Exception | None = None

    def usual_links(self, page: int) -> Mapping[str, str]:
        url = "http://api.intra.42.fr/v2/users?page="
        found = {"first": url + "1", "last": url + str(self.pages)}
        if page > 1:
            found["prev"] = url + str(page - 1)
        if page < self.pages:
            found["next"] = url + str(page + 1)
        return found

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.targets.append(request.url.raw_path.decode())
        if self.failure is not None:
            raise self.failure
        headers = {"Content-Type": "application/json"}
        if request.url.path == "/oauth/token/info":
            return httpx.Response(200, headers=headers, stream=Body(json.dumps(INFO).encode()))
        if self.status != 200:
            return httpx.Response(self.status, headers=headers, stream=Body(b'{"error":"no"}'))
        if request.url.path != "/v2/users":
            return httpx.Response(200, headers=headers, stream=Body(b'{"id": 74, "login": "norminet"}'))
        parameters = request.url.params
        asked_for = parameters.get("page[number]") or parameters.get("page") or "1"
        page = int(asked_for) if len(asked_for) < 10 else 1
        headers |= {"X-Page": str(page), "X-Per-Page": "2", "X-Total": str(2 * self.pages)}
        headers["X-Secondly-RateLimit-Limit"] = "2"
        headers["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in self.links(page).items())
        return httpx.Response(200, headers=headers, stream=Body(json.dumps(self.records(page)).encode()))

    def connect(self, throttle: Throttle) -> Account:
        self.connections += 1
        door = Door(ORIGIN, throttle, transport=httpx.MockTransport(self))
        return Account(door, Settings(api=ORIGIN, token="t0ken"), clock=lambda: 1000.0)


@pytest.fixture
def api() -> Api:
    """An API of three pages of users."""
    return Api()


@pytest.fixture
async def session(api: Api) -> AsyncIterator[Session]:
    """A session over it, on a clock that moves when somebody sleeps on it."""
    time = FakeTime()
    identity = Identity("school", ORIGIN, is_official=True)
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    session = Session(CATALOG, identity, api.connect, throttle=throttle)
    yield session
    await session.aclose()


def asked(session: Session, text: str) -> Query:
    return session.parse(text).query


def numbers(session: Session) -> int | None:
    return session.page.number if session.page else None


async def test_a_list_is_walked_to_its_last_page_and_back(session: Session, api: Api) -> None:
    await session.load(asked(session, "users?filter[kind]=student&page[size]=2"))
    walked = [(await session.load("next")).number for _ in range(2)]
    back = [(await session.load("prev")).number for _ in range(2)]

    assert (walked, back) == ([2, 3], [2, 1])
    assert all("filter[kind]=student" in target for target in map(_decoded, api.targets))
    assert all("page[size]=2" in target for target in map(_decoded, api.targets))


def _decoded(target: str) -> str:
    return target.replace("%5B", "[").replace("%5D", "]")


async def test_first_and_last_are_reached_at_once(session: Session) -> None:
    await session.load(asked(session, "users"))
    last = await session.load("last")
    first = await session.load("first")

    assert (last.number, first.number) == (3, 1)


async def test_beyond_the_last_page_the_walk_ends(session: Session, api: Api) -> None:
    await session.load(asked(session, "users?page=3"))
    with pytest.raises(WalkEnded, match="no next page"):
        await session.load("next")

    assert len(api.targets) == 1


async def test_a_walk_needs_a_page_to_start_from(session: Session) -> None:
    with pytest.raises(WalkEnded):
        await session.load("next")


@pytest.mark.parametrize("target", ["?page=1", "?page=2", "?page[number]=1", ""])
async def test_a_next_that_leads_back_ends_the_walk_before_it_is_sent(
    session: Session, api: Api, target: str
) -> None:
    api.links = lambda _page: {"next": f"{ORIGIN}/v2/users{target}"}
    await session.load(asked(session, "users?page=2"))
    with pytest.raises(WalkEnded):
        await session.load("next")

    assert numbers(session) == 2
    assert len(api.targets) == 1


async def test_a_next_that_brings_the_same_records_ends_the_walk(session: Session, api: Api) -> None:
    api.records = lambda _page: [{"id": 1}, {"id": 2}]
    await session.load(asked(session, "users"))
    with pytest.raises(WalkEnded, match="same records"):
        await session.load("next")

    assert numbers(session) == 1
    assert session.back() is None


async def test_a_next_on_another_origin_is_never_sent(session: Session, api: Api) -> None:
    api.links = lambda _page: {"next": "https://evil.example/v2/users?page=2"}
    await session.load(asked(session, "users"))
    with pytest.raises(ForeignOrigin):
        await session.load("next")

    assert len(api.targets) == 1


@pytest.mark.parametrize(
    "target", ["", "https://[::1", "?page=" + "1" * 5000, f"{ORIGIN}/v2/users?page=" + "1" * 5000, "\x7f"]
)
async def test_a_broken_next_is_an_api_error_or_a_page(session: Session, api: Api, target: str) -> None:
    api.links = lambda page: {"next": target} if page == 1 else {}
    await session.load(asked(session, "users"))
    try:
        await session.load("next")
    except ApiError:
        return
    assert session.page is not None


async def test_an_error_keeps_the_page_and_tells_its_status(session: Session, api: Api) -> None:
    page = await session.load(asked(session, "users"))
    api.status = 403
    with pytest.raises(Forbidden):
        await session.load("next")

    assert session.page is page
    assert session.status.last_status == 403
    assert session.exchange is not None
    assert session.exchange.status == 403


async def test_a_lost_connection_keeps_the_page(session: Session, api: Api) -> None:
    page = await session.load(asked(session, "users"))
    api.failure = httpx.ReadError("")
    with pytest.raises(Unreachable):
        await session.load("next")

    assert session.page is page


async def test_back_and_forward_come_from_memory(session: Session, api: Api) -> None:
    first = await session.load(asked(session, "users"))
    second = await session.load("next")

    assert session.back() is first
    assert session.page is first
    assert session.forward() is second
    assert session.forward() is None
    assert len(api.targets) == 2


async def test_the_same_query_again_takes_the_place_of_its_page(session: Session) -> None:
    await session.load(asked(session, "users"))
    again = await session.load(asked(session, "users"))

    assert session.page is again
    assert session.back() is None


async def test_connecting_happens_once_however_many_ask(session: Session, api: Api) -> None:
    query = asked(session, "users")
    await asyncio.gather(*(session.load(query) for _ in range(5)))

    assert api.connections == 1


async def test_the_token_is_inspected_once(session: Session, api: Api) -> None:
    await session.inspect()
    await session.inspect()

    assert api.targets == ["/oauth/token/info"]
    assert not session.is_uninspected
    assert (session.status.owner, session.status.scopes) == ("user 74", ("public",))
    assert session.bearer.has_user
    assert session.status.expires_at == 8000.0


async def test_a_token_is_not_inspected_before_it_is_asked_for(session: Session) -> None:
    assert session.is_uninspected
    await session.load(asked(session, "users"))
    assert session.is_uninspected


@pytest.mark.parametrize("order", ["page first", "token first"])
async def test_the_owners_login_is_learned_from_a_page_that_holds_it(session: Session, order: str) -> None:
    if order == "token first":
        await session.inspect()
    await session.load(asked(session, "users/norminet"))
    if order == "page first":
        await session.inspect()

    assert session.status.owner == "norminet"


async def test_a_login_on_another_route_is_not_the_owners(session: Session) -> None:
    await session.inspect()
    await session.load(asked(session, "teams/74"))

    assert session.status.owner == "user 74"


async def test_the_status_tells_who_asks_whom(session: Session) -> None:
    await session.load(asked(session, "users"))
    status = session.status

    assert (status.profile, status.host, status.is_official) == ("school", "api.intra.42.fr", True)
    assert (status.last_status, status.budget.second_limit, status.second_left) == (200, 2, 1)
    assert "t0ken" not in repr(status)


async def test_a_wait_is_told_while_it_lasts(session: Session) -> None:
    windows: list[str] = []

    def look() -> None:
        wait = session.status.wait
        if wait:
            windows.append(wait.window)
            assert session.status.wait_left > 0

    session.on_change = look
    for number in range(1, 4):
        await session.load(asked(session, f"users?page={number}"))

    assert windows == ["second"]
    assert session.status.wait is None


async def test_a_connection_that_cannot_be_made_is_an_api_error() -> None:
    def connect(_throttle: Throttle) -> Account:
        raise RuntimeError("no certificates")

    session = Session(CATALOG, Identity("p", ORIGIN, is_official=True), connect)
    with pytest.raises(ApiError):
        await session.load(session.parse("users").query)


def test_a_session_is_imported_without_a_screen_and_without_http() -> None:
    code = (
        "import sys, ft42tui.session.session\n"
        "heavy = {'textual', 'rich', 'httpx', 'authlib', 'keyring', 'starlette'}\n"
        "print(sorted(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (ran.stdout.strip(), ran.stderr) == ("[]", "")


async def test_whoever_stops_waiting_for_the_connection_does_not_lose_it(api: Api) -> None:
    may_go = threading.Event()

    def connect(throttle: Throttle) -> Account:
        may_go.wait(5)
        return api.connect(throttle)

    session = Session(CATALOG, Identity("test", ORIGIN, is_official=False), connect)
    waiting = asyncio.ensure_future(session.load(asked(session, "users")))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    may_go.set()
    await session.load(asked(session, "users"))
    await session.aclose()

    assert api.connections == 1


def test_a_url_of_the_real_api_is_a_path_in_the_demo() -> None:
    demo = Identity("demo", "http://127.0.0.1:4242", is_official=True, alias="https://api.intra.42.fr")
    session = Session(CATALOG, demo, Api().connect)

    assert session.parse("https://api.intra.42.fr/v2/users?page=2").query.target == "/v2/users?page=2"
    with pytest.raises(ForeignOrigin):
        session.parse("https://evil.example/v2/users")


async def test_two_inspections_at_once_ask_once(session: Session, api: Api) -> None:
    await session.load(asked(session, "users"))
    await asyncio.gather(session.inspect(), session.inspect())

    assert api.targets.count("/oauth/token/info") == 1
