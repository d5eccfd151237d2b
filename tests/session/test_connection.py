"""What is known of a token, and signing in and out, over the embedded API in this process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

import httpx
import pytest
from doubles import FakeTime
from kept_school import kept_school

from ft42tui.api.application import NOWHERE, Application
from ft42tui.api.budget import Throttle
from ft42tui.api.door import Door
from ft42tui.api.errors import BadRequestText, ForeignOrigin, NotSignedIn, SignInFailed, Unauthorized
from ft42tui.api.token import Token
from ft42tui.api.vault import Keyring, Vault
from ft42tui.catalog import Catalog
from ft42tui.config.settings import Settings
from ft42tui.demo.app import DemoApi
from ft42tui.demo.settings import DemoSettings, Rates
from ft42tui.session.account import Account
from ft42tui.session.connection import Identity
from ft42tui.session.handed import adopt_pasted
from ft42tui.session.session import Session
from ft42tui.session.sign_in import SignIn

ORIGIN = "http://127.0.0.1:4242"
REAL = "https://api.intra.42.fr"


@pytest.fixture(scope="module")
def time() -> FakeTime:
    """The clock of both sides."""
    return FakeTime()


@pytest.fixture(scope="module")
def api(time: FakeTime) -> DemoApi:
    """An embedded API with a small school."""
    return kept_school(DemoSettings(users=50, rates=Rates(1000, 100_000)), clock=time.clock)


class Counted(httpx.ASGITransport):
    """Counts what is sent, and lets something happen before the answer about a token arrives."""

    def __init__(self, api: DemoApi) -> None:
        super().__init__(api)
        self.sent: list[str] = []
        self.meanwhile: Callable[[], Awaitable[None]] | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(request.url.path)
        answer = await super().handle_async_request(request)
        if self.meanwhile is not None and request.url.path == "/oauth/token/info":
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return answer


Make: TypeAlias = Callable[..., Session]


@pytest.fixture
def transport(api: DemoApi) -> Counted:
    """The way to the API."""
    return Counted(api)


@pytest.fixture
async def session(api: DemoApi, time: FakeTime, transport: Counted) -> AsyncIterator[Make]:
    """Make a session of one of the API's applications, or of a token."""
    made: list[Session] = []

    def make(name: str = "ft42tui demo", token: str | None = None, token_place: str = "") -> Session:
        known = next(one for one in api.applications if one.name == name)
        settings = Settings(
            api=ORIGIN,
            profile=name,
            token=token,
            token_place=token_place,
            client_id=known.client_id,
            client_secret=known.client_secret,
            secret_place="there",
        )

        def connect(throttle: Throttle) -> Account:
            return Account(Door(ORIGIN, throttle, transport=transport), settings, clock=time.clock)

        identity = Identity(name, ORIGIN, is_official=False, alias=REAL)
        throttle = Throttle(clock=time.clock, sleep=time.sleep)
        made.append(Session(Catalog.load(), identity, connect, throttle=throttle))
        return made[-1]

    yield make
    for one in made:
        await one.aclose()


@pytest.fixture
def users(api: DemoApi) -> Token:
    """A token of a user."""
    assert api.user_token is not None
    return Token(api.user_token.access_token)


async def test_nothing_is_known_before_anything_is_asked(session: Make) -> None:
    found = session().inspection

    assert (found.is_there, found.owner, found.scopes, found.expires_at) == (False, "", None, None)


async def test_an_applications_token_is_described(session: Make, time: FakeTime) -> None:
    own = session("tutor")
    await own.application()
    await own.inspect(fully=True)
    found = own.inspection

    assert (found.owner, found.owner_id, found.grant) == ("app", None, "client_credentials")
    assert found.application.name == "tutor"
    assert found.application.roles == ("Advanced tutor", "Tutor", "Basic tutor")
    assert found.scopes == ("public",)
    assert found.expires_at is not None
    assert 0 < found.expires_at - time.now <= 7200
    assert (found.can_renew, found.token_place, found.secret_place) == (True, NOWHERE, "there")
    assert found.budget.hour_limit == 100_000
    assert len(found.sent_ago) == 2
    assert len(found.fingerprint) == len("3f9a 21c0")


async def test_a_users_token_is_described_by_login(session: Make, users: Token, transport: Counted) -> None:
    own = session(token=users.access_token)
    await own.inspect(fully=True)
    await own.inspect(fully=True)
    found = own.inspection

    assert found.owner == "norminet"
    assert isinstance(found.owner_id, int)
    assert (found.grant, found.can_renew) == (None, False)
    assert transport.sent == ["/oauth/token/info", "/v2/me"]


async def test_those_who_ask_at_once_ask_once(session: Make, users: Token, transport: Counted) -> None:
    own = session(token=users.access_token)
    await asyncio.gather(*(own.inspect(fully=True) for _ in range(5)))

    assert transport.sent == ["/oauth/token/info", "/v2/me"]


async def test_a_dead_token_is_asked_about_once(session: Make, transport: Counted) -> None:
    own = session(token="dead")
    with pytest.raises(Unauthorized):
        await own.inspect()
    await own.inspect()

    assert len(transport.sent) == 1
    assert own.inspection.is_there
    assert own.inspection.owner == ""


async def test_a_token_that_was_adopted_is_asked_about_anew(session: Make, users: Token) -> None:
    own = session()
    await own.inspect()
    await own.adopt(users, None)
    before = own.status.owner, own.bearer.has_user
    await own.inspect(fully=True)

    assert before == ("token", None)
    assert (own.status.owner, own.bearer.has_user) == ("norminet", True)


async def test_an_answer_about_the_token_before_is_not_taken_for_this_ones(
    session: Make, users: Token, transport: Counted
) -> None:
    own = session()
    transport.meanwhile = lambda: own.adopt(users, None)
    await own.inspect(fully=True)

    assert own.inspection.owner == "norminet"


async def test_a_person_signs_in_and_out(session: Make, api: DemoApi) -> None:
    own = session()
    account = await own.account()
    known = api.first_application
    application = Application.typed(known.client_id, known.client_secret, ("public", "projects"))
    token = await SignIn(account.endpoint(application)).as_application(application.scopes)
    await own.adopt(token, application)
    await own.inspect()
    signed_in = own.status
    revoked = await own.revoke()

    assert signed_in.scopes is not None
    assert set(signed_in.scopes) == {"public", "projects"}
    assert revoked
    assert not own.inspection.is_there
    with pytest.raises(NotSignedIn):
        await own.load(own.parse("users").query)


async def test_a_pasted_token_that_was_looked_at_is_not_asked_about_again(
    session: Make, users: Token, transport: Counted
) -> None:
    own = session()
    await adopt_pasted(own, users.access_token, [])
    await own.inspect(fully=True)

    assert own.status.owner == "norminet"
    assert transport.sent == ["/oauth/token/info", "/v2/me"]


async def test_a_token_of_the_environment_that_is_refused_is_told_as_such(session: Make) -> None:
    own = session(token="dead", token_place="FT42_TOKEN")
    with pytest.raises(Unauthorized) as refused:
        await own.load(own.parse("users").query)

    assert "FT42_TOKEN" in refused.value.title + refused.value.hint


async def test_a_kept_token_without_its_application_that_is_refused_is_told_without_blaming_its_place(
    time: FakeTime, transport: Counted, tmp_path: Path
) -> None:
    def none() -> Keyring:
        raise ImportError("No module named keyring")

    vault = Vault(tmp_path, keyring=none)
    await vault.keep("lonely", Token("dead", expires_at=time.now + 3600.0), ORIGIN, "u-forgotten")
    door = Door(ORIGIN, Throttle(clock=time.clock, sleep=time.sleep), transport=transport)
    account = Account(door, Settings(api=ORIGIN, profile="lonely"), vault, clock=time.clock)
    own = Session(Catalog.load(), Identity("lonely", ORIGIN, is_official=False), lambda _throttle: account)
    with pytest.raises(Unauthorized) as refused:
        await own.load(own.parse("users").query)
    await own.aclose()

    place = vault.path_of("lonely", ORIGIN)
    assert refused.value.title == f"401 · the token that is kept in {place} was not accepted"
    assert "Replace" not in refused.value.hint
    assert "sign in again (L)" in refused.value.hint


async def test_the_same_token_handed_out_again_is_no_renewal(session: Make) -> None:
    own = session()
    await own.inspect()

    assert not await own.renew()


async def test_a_secret_that_dies_within_a_week_is_told_once(session: Make) -> None:
    own = session("plain")
    await own.load(own.parse("campus").query)
    await own.inspect()
    (told,) = own.take_warnings()

    assert "secret of profile plain dies in" in told
    assert own.take_warnings() == []


async def test_a_secret_that_lives_for_long_is_not_worth_a_word(session: Make) -> None:
    own = session()
    await own.inspect()

    assert own.take_warnings() == []


async def test_a_token_that_dies_in_the_middle_of_a_walk_is_renewed_once(
    session: Make, transport: Counted
) -> None:
    own = session()
    await own.load(own.parse("users?page[size]=5").query)
    other = session()
    await other.inspect()
    await other.revoke()  # both were handed the same token
    page = await own.load("next")

    assert page.number == 2
    assert transport.sent.count("/oauth/token") == 3
    assert transport.sent[-3:] == ["/v2/users", "/oauth/token", "/v2/users"]


async def test_twenty_requests_on_an_expired_token_cause_one_renewal(
    session: Make, transport: Counted
) -> None:
    own = session()
    query = own.parse("users?page[size]=1").query
    await own.load(query)
    account = await own.account()
    token = account.client.token
    assert token is not None
    await own.adopt(replace(token, expires_at=0.0), await own.application())
    transport.sent.clear()
    pages = await asyncio.gather(*(account.client.send(query) for _ in range(20)))

    assert all(page.records for page in pages)
    assert transport.sent.count("/oauth/token") == 1
    assert transport.sent.count("/v2/users") == 20


async def test_a_dead_secret_is_a_failed_sign_in(session: Make) -> None:
    with pytest.raises(SignInFailed, match="id or secret was not accepted"):
        await session("rotated").inspect()


@pytest.mark.parametrize(
    "shape",
    [
        "{}",
        "Bearer {}",
        "Authorization: bearer {}",
        "access_token={}",
        "/v2/me?access_token={}",
        f"{ORIGIN}/v2/me?page=1&access_token={{}}",
    ],
)
async def test_a_pasted_token_is_looked_at(shape: str, session: Make, users: Token) -> None:
    own = session()
    found = await own.look_at(shape.format(users.access_token))

    assert found.owner == "norminet"
    assert not own.inspection.is_there


async def test_what_is_looked_at_leaves_the_sessions_own_alone(session: Make, users: Token) -> None:
    own = session()
    await own.inspect()
    before = own.status
    await own.look_at(users.access_token)
    after = own.status

    assert (after.owner, after.scopes, after.budget) == (before.owner, before.scopes, before.budget)
    assert after.budget.hour_left is not None


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://127.0.0.1:4243", "http://api.intra.42.fr", REAL]
)
async def test_the_token_of_another_apis_url_is_not_sent_here(
    origin: str, session: Make, users: Token, transport: Counted
) -> None:
    with pytest.raises(ForeignOrigin):
        await session().look_at(f"{origin}/v2/me?access_token={users.access_token}")

    assert transport.sent == []


@pytest.mark.parametrize("text", ["", "two words", f"{ORIGIN}/v2/me", "access_token=", "tökén", "x" * 5000])
async def test_what_holds_no_token_is_told(text: str, session: Make, transport: Counted) -> None:
    with pytest.raises(BadRequestText):
        await session().look_at(text)

    assert transport.sent == []
