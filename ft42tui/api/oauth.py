"""Where access tokens come from. Authlib's sans-I/O parts over our one HTTP door."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, Protocol

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request

from ft42tui.api.budget import Notice
from ft42tui.api.door import Answer, Door
from ft42tui.api.errors import SignInFailed, message_in
from ft42tui.api.token import Token

_LONGEST: Final = 64 * 1024


class Credentials(Protocol):
    """Whatever can give an access token."""

    async def token(self, notice: Notice) -> Token:
        """Return a token that is alive, fetching one if need be. Raises SignInFailed or Unreachable."""

    async def renewed(self, dead: Token, notice: Notice) -> Token | None:
        """Return another token after the API refused this one, or None if there is no other."""


class NoCredentials:
    """Nobody signed in."""

    async def token(self, notice: Notice) -> Token:
        """Raise SignInFailed: there is nothing to sign in with."""
        raise SignInFailed(
            "Nobody is signed in",
            "Set FT42_TOKEN, or FT42_CLIENT_ID and FT42_CLIENT_SECRET, and start again; "
            "or look around with ft42tui --demo.",
        )

    async def renewed(self, dead: Token, notice: Notice) -> Token | None:
        """Return None."""
        return None


class GivenToken:
    """A token that was handed over, and cannot be renewed."""

    def __init__(self, access_token: str) -> None:
        self._token = Token(access_token)

    async def token(self, notice: Notice) -> Token:
        """Return the token."""
        return self._token

    async def renewed(self, dead: Token, notice: Notice) -> Token | None:
        """Return None."""
        return None


class ClientCredentials:
    """An application's id and secret: a token of the application, renewed before it dies.

    However many requests wait for a token, one asks for it.
    """

    def __init__(
        self,
        door: Door,
        client_id: str,
        secret: Callable[[], Awaitable[str]],
        scopes: tuple[str, ...],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._door = door
        self._client_id = client_id
        self._secret = secret
        self._scopes = scopes
        self._clock = clock
        self._current: Token | None = None
        self._is_reused = False
        self._lock = asyncio.Lock()

    async def token(self, notice: Notice) -> Token:
        """Return a live token. Raises SignInFailed or Unreachable."""
        async with self._lock:
            # The server hands out a token again while it lives; asking for it again would cost budget.
            margin = 0.0 if self._is_reused else 30.0
            if self._current is None or self._current.is_dying(self._clock(), margin=margin):
                self._current = await self._fetch(notice)
                self._is_reused = self._current.is_dying(self._clock())
            return self._current

    async def renewed(self, dead: Token, notice: Notice) -> Token | None:
        """Return another token than the dead one, or None if the server hands out the same again."""
        async with self._lock:
            if self._current is None or self._current.access_token == dead.access_token:
                self._current = await self._fetch(notice)
            return None if self._current.access_token == dead.access_token else self._current

    async def _fetch(self, notice: Notice) -> Token:
        body = prepare_token_request("client_credentials", scope=" ".join(self._scopes))
        client_secret = await self._secret()
        auth: Any = ClientAuth(self._client_id, client_secret, "client_secret_post")
        _, headers, body = auth.prepare("POST", "/oauth/token", {}, body)
        answer = await self._door.request(
            "POST",
            "/oauth/token",
            headers={**headers, "Content-Type": "application/x-www-form-urlencoded"},
            content=body.encode(),
            secrets=(client_secret,),
            notice=notice,
        )
        return _token_in(answer, now=self._clock())


def _token_in(answer: Answer, *, now: float) -> Token:
    exchange = answer.exchange
    said: Any = None
    try:
        said = json.loads(answer.body[:_LONGEST])
        if answer.is_success:
            return Token.from_answer(said, now=now)
    except (ValueError, RecursionError, AttributeError) as error:
        if answer.is_success:
            raise SignInFailed(
                "The token endpoint's answer holds no token",
                "A proxy or the wrong host may have answered.",
                exchange=exchange,
            ) from error
    code = said.get("error") if isinstance(said, dict) else None
    title, hint = _CAUSES.get(
        code if isinstance(code, str) else "",
        (f"Signing in failed with status {exchange.status}", "See the exchange (5) for the server's answer."),
    )
    message = message_in(answer.body, exchange.header("Content-Type") or "")
    raise SignInFailed(title, hint, message=message, exchange=exchange)


_CAUSES = {
    "invalid_client": (
        "The application's id or secret was not accepted",
        "A secret dies about every 30 days: copy the current one from the application's page on the "
        "intranet ('Replace now' makes the next one current) and set it again.",
    ),
    "invalid_scope": (
        "A scope was refused",
        "The application was not registered with it: ask for fewer, or add it on the application's page.",
    ),
    "unauthorized_client": (
        "The application may not sign in this way",
        "Check its settings on the intranet.",
    ),
}
