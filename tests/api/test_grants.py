"""The token endpoint, as it is asked and as it answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias
from urllib.parse import parse_qs

import httpx
import pytest
from doubles import Body, FakeTime

from ft42tui.api.budget import Throttle, Wait
from ft42tui.api.door import Door
from ft42tui.api.errors import BadAnswer, SignInFailed, Unreachable
from ft42tui.api.exchange import MASK
from ft42tui.api.grants import TokenEndpoint
from ft42tui.api.token import Token

ORIGIN = "https://api.intra.42.fr"
REDIRECT = "http://127.0.0.1:4242/callback"
ANSWER = {
    "access_token": "s3cret-token",
    "expires_in": 7200,
    "scope": "public",
    "refresh_token": "s3cret-next",
}
NOON = "Sat, 01 Jan 2000 12:00:00 GMT"
NOON_SECONDS = 946_728_000.0

Handler: TypeAlias = Callable[[httpx.Request], httpx.Response]


def said(answer: Any, status: int = 200, **headers: str) -> Handler:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    sent = {"Content-Type": "application/json", **headers}
    return lambda _request: httpx.Response(status, headers=sent, stream=Body(body))


def quiet(_wait: Wait | None) -> None:
    """Hear of no wait."""


@pytest.fixture
def seen() -> list[httpx.Request]:
    """Return what was sent."""
    return []


Make: TypeAlias = Callable[[Handler], TokenEndpoint]


@pytest.fixture
def ask(seen: list[httpx.Request]) -> Make:
    """Make what asks a server at noon."""
    time = FakeTime()

    def make(handler: Handler) -> TokenEndpoint:
        def handle(request: httpx.Request) -> httpx.Response:
            seen.append(request)
            return handler(request)

        door = Door(
            ORIGIN, Throttle(clock=time.clock, sleep=time.sleep), transport=httpx.MockTransport(handle)
        )

        async def secret() -> str:
            return "s3cret&="

        return TokenEndpoint(door, "u-s4t2ud-1", secret, clock=lambda: NOON_SECONDS)

    return make


def form_of(request: httpx.Request) -> dict[str, list[str]]:
    return parse_qs(request.content.decode(), strict_parsing=True)


async def test_a_code_is_exchanged_with_its_verifier_and_redirect_uri(
    ask: Make, seen: list[httpx.Request]
) -> None:
    token = await ask(said(ANSWER)).for_code("c0de&x=é", REDIRECT, "v3rifier", quiet)
    [request] = seen

    assert (request.method, str(request.url)) == ("POST", ORIGIN + "/oauth/token")
    assert form_of(request) == {
        "grant_type": ["authorization_code"],
        "code": ["c0de&x=é"],
        "redirect_uri": [REDIRECT],
        "code_verifier": ["v3rifier"],
        "client_id": ["u-s4t2ud-1"],
        "client_secret": ["s3cret&="],
    }
    assert token == Token(
        "s3cret-token",
        ("public",),
        NOON_SECONDS + 7200,
        refresh_token="s3cret-next",
        issued_at=NOON_SECONDS,
        grant="authorization_code",
    )


async def test_a_token_is_revoked_by_its_application(ask: Make, seen: list[httpx.Request]) -> None:
    await ask(said({})).revoke(Token("a+b/c=&d"), quiet)
    [request] = seen

    assert (request.method, str(request.url)) == ("POST", ORIGIN + "/oauth/revoke")
    assert form_of(request) == {
        "token": ["a+b/c=&d"],
        "client_id": ["u-s4t2ud-1"],
        "client_secret": ["s3cret&="],
    }


async def test_a_token_that_cannot_be_revoked_is_told(ask: Make) -> None:
    with pytest.raises(SignInFailed, match="Revoking the token failed with status 503"):
        await ask(said({}, 503)).revoke(Token("a"), quiet)


@pytest.mark.parametrize(
    ("error", "title", "hint"),
    [
        ("invalid_client", "id or secret was not accepted", "30 days"),
        ("invalid_grant", "The code was not accepted", "used already"),
        ("invalid_grant", "The code was not accepted", "redirect URI"),
        ("invalid_grant", "The code was not accepted", "clock"),
        ("invalid_scope", "scope was refused", "ask for fewer"),
        ("teapot", "Exchanging the code for a token failed with status 400", "exchange"),
        (5, "Exchanging the code for a token failed with status 400", "exchange"),
    ],
)
async def test_a_refusal_is_told_with_its_usual_cause(error: Any, title: str, hint: str, ask: Make) -> None:
    refusal = {"error": error, "error_description": "Their words."}
    with pytest.raises(SignInFailed, match=title) as failed:
        await ask(said(refusal, 400)).for_code("c0de", REDIRECT, "v3rifier", quiet)

    assert hint in failed.value.hint
    assert failed.value.message == "Their words."


async def test_the_exchange_can_be_looked_at_and_shows_no_secret(ask: Make) -> None:
    endpoint = ask(said({"error": "invalid_grant", "sent": "c0de v3rifier s3cret&="}, 400))
    with pytest.raises(SignInFailed) as failed:
        await endpoint.for_code("c0de", REDIRECT, "v3rifier", quiet)
    exchange = endpoint.last

    assert exchange is not None
    assert exchange is failed.value.exchange
    assert MASK in exchange.excerpt
    for secret in ("c0de", "v3rifier", "s3cret"):
        assert secret not in repr(exchange) + failed.value.title + failed.value.hint + failed.value.message


async def test_a_success_is_looked_at_without_its_token(ask: Make) -> None:
    endpoint = ask(said(ANSWER))
    await endpoint.for_code("c0de", REDIRECT, "v3rifier", quiet)

    assert endpoint.last is not None
    assert endpoint.last.status == 200
    assert "s3cret" not in repr(endpoint.last)


async def test_a_redirect_is_not_followed_with_the_secret(ask: Make, seen: list[httpx.Request]) -> None:
    server = said({}, 307, Location="https://evil.example/oauth/token")
    with pytest.raises(BadAnswer, match="points to"):
        await ask(server).for_code("c0de", REDIRECT, "v3rifier", quiet)

    assert [request.url.host for request in seen] == ["api.intra.42.fr"]


async def test_nobody_answers(ask: Make) -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(Unreachable):
        await ask(refuse).for_code("c0de", REDIRECT, "v3rifier", quiet)


@pytest.mark.parametrize(
    ("date", "skew"),
    [
        (NOON, 0),
        ("Sat, 01 Jan 2000 12:00:03 GMT", 0),
        ("Sat, 01 Jan 2000 13:00:00 GMT", 3600),
        ("Sat, 01 Jan 2000 11:00:00 GMT", -3600),
        ("soon", 0),
        ("", 0),
        ("Sat, 99 Jan 2000 99:00:00 GMT", 0),
        ("Sat, 01 Jan 99999 12:00:00 GMT", 0),
    ],
)
async def test_the_secrets_end_is_put_on_our_clock(date: str, skew: float, ask: Make) -> None:
    dies = NOON_SECONDS + 86_400
    token = await ask(said({**ANSWER, "secret_valid_until": dies}, Date=date)).for_application((), quiet)

    assert token.secret_valid_until == dies - skew
    assert token.expires_at == NOON_SECONDS + 7200
