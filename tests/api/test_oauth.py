"""Where tokens come from, and how they stay alive, at a token endpoint made of answers."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import parse_qs

import httpx
import pytest
from doubles import Body, FakeTime

from ft42tui.api.budget import Throttle, Wait
from ft42tui.api.door import Door
from ft42tui.api.errors import ApiError, SignInFailed
from ft42tui.api.grants import TokenEndpoint as Asked
from ft42tui.api.oauth import ClientCredentials, GivenToken, NoCredentials, UserSession
from ft42tui.api.token import Token

ORIGIN = "https://api.intra.42.fr"
UID = "u-s4t2ud-0123"
INVALID_CLIENT = {
    "error": "invalid_client",
    "error_description": "Client authentication failed due to unknown client, no client authentication "
    "included, or unsupported authentication method.",
}


class TokenEndpoint:
    """Answers each request with the next of its answers, or the last again; keeps what it was sent."""

    def __init__(self, *answers: tuple[int, Any]) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        status, said = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        data = said if isinstance(said, bytes) else json.dumps(said).encode()
        return httpx.Response(status, headers={"Content-Type": "application/json"}, stream=Body(data))


Make: TypeAlias = Callable[..., ClientCredentials]


def token(text: str = "s3cret-token", life: float = 7200) -> tuple[int, dict[str, Any]]:
    return 200, {"access_token": text, "token_type": "bearer", "expires_in": life, "scope": "public"}


def quiet(_wait: Wait | None) -> None:
    """Hear of no wait."""


@pytest.fixture
def time() -> FakeTime:
    """A clock that moves when somebody sleeps on it."""
    return FakeTime()


@pytest.fixture
def sign_in(time: FakeTime) -> Make:
    """Make the credentials of an application at a token endpoint."""

    def make(endpoint: TokenEndpoint, scopes: tuple[str, ...] = ("public",)) -> ClientCredentials:
        throttle = Throttle(clock=time.clock, sleep=time.sleep)
        door = Door(ORIGIN, throttle, transport=httpx.MockTransport(endpoint))

        async def secret() -> str:
            return "s3cret&="

        return ClientCredentials(door, UID, secret, scopes, clock=time.clock)

    return make


async def test_client_credentials_are_sent_as_a_form(sign_in: Make) -> None:
    endpoint = TokenEndpoint(token())
    await sign_in(endpoint, ("public", "projects")).token(quiet)
    [request] = endpoint.requests

    assert (request.method, str(request.url)) == ("POST", ORIGIN + "/oauth/token")
    assert request.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    assert "Authorization" not in request.headers
    assert parse_qs(request.content.decode(), strict_parsing=True) == {
        "grant_type": ["client_credentials"],
        "client_id": [UID],
        "client_secret": ["s3cret&="],
        "scope": ["public projects"],
    }


async def test_a_token_is_fetched_once_and_kept(sign_in: Make, time: FakeTime) -> None:
    endpoint = TokenEndpoint(token())
    credentials = sign_in(endpoint)
    first = await credentials.token(quiet)
    time.now += 7000
    second = await credentials.token(quiet)

    assert first is second
    assert first == Token(
        "s3cret-token",
        ("public",),
        8200.0,
        issued_at=1000.0,
        grant="client_credentials",
        asked=("public",),
    )
    assert len(endpoint.requests) == 1


async def test_a_token_is_renewed_before_it_expires(sign_in: Make, time: FakeTime) -> None:
    endpoint = TokenEndpoint(token("one"), token("two"))
    credentials = sign_in(endpoint)
    await credentials.token(quiet)
    time.now += 7190

    assert (await credentials.token(quiet)).access_token == "two"


async def test_twenty_who_wait_fetch_one_token(sign_in: Make) -> None:
    endpoint = TokenEndpoint(token())
    credentials = sign_in(endpoint)
    found = await asyncio.gather(*(credentials.token(quiet) for _ in range(20)))

    assert len(endpoint.requests) == 1
    assert len({id(one) for one in found}) == 1


async def test_twenty_whose_token_died_fetch_one_other(sign_in: Make) -> None:
    endpoint = TokenEndpoint(token("one"), token("two"), token("three"))
    credentials = sign_in(endpoint)
    dead = await credentials.token(quiet)
    found = await asyncio.gather(*(credentials.renewed(dead, quiet) for _ in range(20)))

    assert len(endpoint.requests) == 2
    assert {one.access_token for one in found if one} == {"two"}


async def test_a_renewal_that_brings_the_same_token_again_says_so_by_bringing_it(sign_in: Make) -> None:
    credentials = sign_in(TokenEndpoint(token("one")))
    dead = await credentials.token(quiet)
    other = await credentials.renewed(dead, quiet)

    assert other is not None
    assert other.access_token == dead.access_token


async def test_a_wrong_or_rotated_secret_is_told_as_one(sign_in: Make) -> None:
    credentials = sign_in(TokenEndpoint((401, INVALID_CLIENT)))
    with pytest.raises(SignInFailed, match="id or secret was not accepted") as failed:
        await credentials.token(quiet)

    assert "30 days" in failed.value.hint
    assert failed.value.message.startswith("Client authentication failed")
    assert failed.value.exchange is not None
    assert failed.value.exchange.status == 401


@pytest.mark.parametrize(
    ("code", "words"), [("invalid_scope", "scope was refused"), ("unauthorized_client", "may not sign in")]
)
async def test_a_known_refusal_has_its_words(sign_in: Make, code: str, words: str) -> None:
    with pytest.raises(SignInFailed, match=words):
        await sign_in(TokenEndpoint((400, {"error": code}))).token(quiet)


@pytest.mark.parametrize(
    "said", [{}, [], "text", None, {"error": ["invalid_client"]}, b"", b"<html>", b"\xff"]
)
async def test_an_unknown_refusal_is_told_by_its_status(sign_in: Make, said: Any) -> None:
    with pytest.raises(SignInFailed, match="status 503"):
        await sign_in(TokenEndpoint((503, said))).token(quiet)


@pytest.mark.parametrize(
    "said",
    [
        b"<html>welcome</html>",
        b"",
        b"\xff\xfe",
        b"[" * 100_000,
        [],
        "text",
        5,
        None,
        {},
        {"access_token": None},
        {"access_token": ""},
        {"access_token": ["a"]},
        {"error": "invalid_client"},
    ],
)
async def test_an_answer_without_a_token_is_a_failed_sign_in(sign_in: Make, said: Any) -> None:
    with pytest.raises(SignInFailed) as failed:
        await sign_in(TokenEndpoint((200, said))).token(quiet)

    assert failed.value.title
    assert failed.value.exchange is not None


@pytest.mark.parametrize("text", ["é", "a b", "a\nb", "a\r\nX-Evil: 1", "\x00"])
async def test_a_token_that_fits_no_header_is_a_failed_sign_in(sign_in: Make, text: str) -> None:
    # RFC 6750, section 2.1: a token is made of letters, digits and - . _ ~ + / with = at its end.
    with pytest.raises(SignInFailed):
        await sign_in(TokenEndpoint(token(text))).token(quiet)


async def test_a_failed_sign_in_is_tried_again_when_asked_again(sign_in: Make) -> None:
    credentials = sign_in(TokenEndpoint((401, INVALID_CLIENT), token("one")))
    with pytest.raises(SignInFailed):
        await credentials.token(quiet)

    assert (await credentials.token(quiet)).access_token == "one"


async def test_no_secret_is_shown_by_anything(sign_in: Make) -> None:
    credentials = sign_in(TokenEndpoint(token()))
    found = await credentials.token(quiet)

    assert "s3cret" not in repr(credentials) + repr(found) + repr(GivenToken("s3cret"))


async def test_a_failed_sign_in_shows_no_secret(sign_in: Make) -> None:
    with pytest.raises(SignInFailed) as failed:
        await sign_in(TokenEndpoint((401, INVALID_CLIENT))).token(quiet)
    error = failed.value

    assert "s3cret" not in repr(error) + repr(error.exchange) + error.title + error.hint + error.message


async def test_a_secret_that_cannot_be_had_is_a_failed_sign_in(time: FakeTime) -> None:
    endpoint = TokenEndpoint(token())
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    door = Door(ORIGIN, throttle, transport=httpx.MockTransport(endpoint))

    async def secret() -> str:
        raise SignInFailed("There is no client secret")

    with pytest.raises(SignInFailed, match="no client secret"):
        await ClientCredentials(door, UID, secret, ("public",)).token(quiet)
    assert endpoint.requests == []


async def test_a_given_token_is_never_renewed() -> None:
    given = GivenToken("abc")
    found = await given.token(quiet)

    assert found.access_token == "abc"
    assert await given.renewed(found, quiet) is None


async def test_nobody_signed_in_is_told_how_to() -> None:
    nobody = NoCredentials()
    with pytest.raises(SignInFailed) as failed:
        await nobody.token(quiet)

    assert "FT42_TOKEN" in failed.value.hint
    assert await nobody.renewed(Token("a"), quiet) is None


async def test_where_the_keyring_is_silent_it_is_not_said_that_nobody_ever_signed_in() -> None:
    with pytest.raises(ApiError, match="the keyring did not answer") as failed:
        await NoCredentials(is_silent=True).token(quiet)

    assert not isinstance(failed.value, SignInFailed)
    assert "Unlock it" in failed.value.hint


# A user's token.

INVALID_GRANT = {
    "error": "invalid_grant",
    "error_description": "The provided authorization grant is invalid.",
}
OLD = Token("s3cret-old", ("public",), expires_at=1010.0, refresh_token="s3cret-refresh", issued_at=900.0)


def renewed(text: str, refresh: str | None) -> tuple[int, dict[str, Any]]:
    status, said = token(text)
    return status, {**said, "refresh_token": refresh}


@pytest.fixture
def asked(time: FakeTime) -> Callable[[TokenEndpoint], Asked]:
    """Make what asks a token endpoint."""

    def make(endpoint: TokenEndpoint) -> Asked:
        throttle = Throttle(clock=time.clock, sleep=time.sleep)
        door = Door(ORIGIN, throttle, transport=httpx.MockTransport(endpoint))

        async def secret() -> str:
            return "s3cret&="

        return Asked(door, UID, secret, clock=time.clock)

    return make


Asking: TypeAlias = Callable[[TokenEndpoint], Asked]


class Shelf:
    """Remembers the tokens that it was given to keep."""

    def __init__(self, failure: SignInFailed | None = None) -> None:
        self.tokens: list[Token] = []
        self.failure = failure

    async def keep(self, kept: Token) -> None:
        self.tokens.append(kept)
        if self.failure is not None:
            raise self.failure


async def test_twenty_requests_on_an_expired_token_make_one_renewal(asked: Asking) -> None:
    endpoint, shelf = TokenEndpoint(renewed("s3cret-new", "s3cret-next")), Shelf()
    session = UserSession(asked(endpoint), OLD, shelf.keep)
    found = await asyncio.gather(*(session.token(quiet) for _ in range(20)))
    [request] = endpoint.requests

    assert {one.access_token for one in found} == {"s3cret-new"}
    assert parse_qs(request.content.decode()) == {
        "grant_type": ["refresh_token"],
        "refresh_token": ["s3cret-refresh"],
        "client_id": [UID],
        "client_secret": ["s3cret&="],
    }
    assert [kept.refresh_token for kept in shelf.tokens] == ["s3cret-next"]


async def test_twenty_refused_requests_make_one_renewal(asked: Asking, time: FakeTime) -> None:
    endpoint, shelf = TokenEndpoint(renewed("s3cret-new", "s3cret-next")), Shelf()
    session = UserSession(asked(endpoint), Token("a", expires_at=9000.0, refresh_token="b"), shelf.keep)
    dead = await session.token(quiet)
    found = await asyncio.gather(*(session.renewed(dead, quiet) for _ in range(20)))

    assert {one.access_token for one in found if one} == {"s3cret-new"}
    assert len(endpoint.requests) == 1


async def test_each_new_refresh_token_is_kept_and_used(asked: Asking, time: FakeTime) -> None:
    endpoint = TokenEndpoint(renewed("one", "first"), renewed("two", "second"), renewed("three", "third"))
    shelf = Shelf()
    session = UserSession(asked(endpoint), OLD, shelf.keep)
    for _ in range(3):
        await session.token(quiet)
        time.now += 7200
    sent = [parse_qs(request.content.decode())["refresh_token"][0] for request in endpoint.requests]

    assert sent == ["s3cret-refresh", "first", "second"]
    assert [kept.refresh_token for kept in shelf.tokens] == ["first", "second", "third"]


@pytest.mark.parametrize("sent", [None, "s3cret-refresh"])
async def test_a_refresh_token_that_is_not_replaced_goes_on(sent: str | None, asked: Asking) -> None:
    shelf = Shelf()
    session = UserSession(asked(TokenEndpoint(renewed("one", sent))), OLD, shelf.keep)

    assert (await session.token(quiet)).refresh_token == "s3cret-refresh"


async def test_a_live_token_asks_nobody(asked: Asking) -> None:
    endpoint = TokenEndpoint(token())
    session = UserSession(asked(endpoint), Token("a", expires_at=9000.0, refresh_token="b"), Shelf().keep)

    assert (await session.token(quiet)).access_token == "a"
    assert not endpoint.requests


async def test_a_dead_refresh_token_says_sign_in_again(asked: Asking) -> None:
    session = UserSession(asked(TokenEndpoint((400, INVALID_GRANT))), OLD, Shelf().keep)
    with pytest.raises(SignInFailed, match="refresh token is dead") as failed:
        await session.token(quiet)

    assert "sign in again" in failed.value.hint
    assert "s3cret" not in failed.value.title + failed.value.hint + repr(failed.value.exchange)


async def test_without_a_refresh_token_one_is_told_to_sign_in_again(asked: Asking) -> None:
    endpoint = TokenEndpoint(token())
    session = UserSession(asked(endpoint), Token("a", expires_at=0.0), Shelf().keep)
    with pytest.raises(SignInFailed) as failed:
        await session.token(quiet)

    assert "Sign in again" in failed.value.hint
    assert not endpoint.requests


async def test_whoever_gives_up_does_not_take_the_new_refresh_token_along(asked: Asking) -> None:
    endpoint, shelf = TokenEndpoint(renewed("new", "next")), Shelf()
    gate, arrived = asyncio.Event(), asyncio.Event()
    sent: list[httpx.Request] = []

    async def slow(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        arrived.set()
        await gate.wait()
        return endpoint(request)

    throttle = Throttle()
    door = Door(ORIGIN, throttle, transport=httpx.MockTransport(slow))

    async def secret() -> str:
        return "x" * 20

    session = UserSession(Asked(door, UID, secret, clock=lambda: 1000.0), OLD, shelf.keep)
    first = asyncio.ensure_future(session.token(quiet))
    await arrived.wait()
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    second = asyncio.ensure_future(session.token(quiet))
    gate.set()

    assert (await second).access_token == "new"
    assert len(sent) == 1
    assert [kept.refresh_token for kept in shelf.tokens] == ["next"]


async def test_a_token_that_cannot_be_kept_is_used_all_the_same(asked: Asking) -> None:
    endpoint = TokenEndpoint(renewed("new", "next"))
    session = UserSession(asked(endpoint), OLD, Shelf(SignInFailed("The token cannot be kept")).keep)
    with pytest.raises(SignInFailed, match="cannot be kept"):
        await session.token(quiet)

    assert (await session.token(quiet)).access_token == "new"
    assert len(endpoint.requests) == 1


async def test_a_renewal_that_fails_is_tried_again_when_asked_again(asked: Asking) -> None:
    endpoint = TokenEndpoint((503, b""), renewed("new", "next"))
    session = UserSession(asked(endpoint), OLD, Shelf().keep)
    with pytest.raises(SignInFailed, match="Renewing the token failed with status 503"):
        await session.token(quiet)

    assert (await session.token(quiet)).access_token == "new"


@pytest.mark.parametrize("answer", [(400, INVALID_GRANT), (503, {"error": "down"})])
async def test_twenty_who_wait_hear_of_one_failure(answer: tuple[int, Any], asked: Asking) -> None:
    endpoint = TokenEndpoint(answer)
    session = UserSession(asked(endpoint), OLD, Shelf().keep)
    heard = await asyncio.gather(*(session.token(quiet) for _ in range(20)), return_exceptions=True)

    assert all(isinstance(one, SignInFailed) for one in heard)
    assert len(endpoint.requests) == 1


async def test_twenty_whose_token_comes_back_the_same_ask_once(sign_in: Make) -> None:
    endpoint = TokenEndpoint(token("same"))
    own = sign_in(endpoint)
    dead = await own.token(quiet)
    heard = await asyncio.gather(*(own.renewed(dead, quiet) for _ in range(20)))

    assert {one.access_token for one in heard if one} == {"same"}
    assert len(endpoint.requests) == 2


class Kept:
    """What another program keeps in the meantime."""

    def __init__(self, token: Token | None) -> None:
        self.token = token

    async def __call__(self) -> Token | None:
        return self.token


async def test_what_another_program_renewed_is_taken(asked: Asking) -> None:
    endpoint = TokenEndpoint((400, INVALID_GRANT))
    other = Token("theirs", expires_at=9000.0, refresh_token="c")
    session = UserSession(asked(endpoint), OLD, Shelf().keep, Kept(other))

    assert await session.token(quiet) == other


@pytest.mark.parametrize("kept", [None, OLD, Token("theirs", expires_at=0.0)])
async def test_a_dead_refresh_token_is_told_if_nobody_renewed_it(kept: Token | None, asked: Asking) -> None:
    session = UserSession(asked(TokenEndpoint((400, INVALID_GRANT))), OLD, Shelf().keep, Kept(kept))

    with pytest.raises(SignInFailed, match="refresh token is dead"):
        await session.token(quiet)
