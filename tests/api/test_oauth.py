"""Signing in with an application's id and secret, at a token endpoint made of answers."""

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
from ft42tui.api.errors import SignInFailed
from ft42tui.api.oauth import ClientCredentials, GivenToken, NoCredentials
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
    assert first == Token("s3cret-token", ("public",), 8200.0)
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


async def test_the_same_token_handed_out_again_is_no_renewal(sign_in: Make) -> None:
    credentials = sign_in(TokenEndpoint(token("one")))
    dead = await credentials.token(quiet)

    assert await credentials.renewed(dead, quiet) is None


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
