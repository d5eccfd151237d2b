"""The token endpoint: tokens asked for, renewed and revoked. Authlib's sans-I/O parts over our one door."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from urllib.parse import urlencode

from authlib.oauth2.auth import ClientAuth
from authlib.oauth2.rfc6749.parameters import prepare_token_request

from ft42tui.api.budget import Notice
from ft42tui.api.door import Answer, Door
from ft42tui.api.errors import ScopeRefused, SignInFailed, message_in
from ft42tui.api.exchange import Exchange, clock_skew
from ft42tui.api.token import Grant, Token

_LONGEST: Final = 64 * 1024
_TOKEN_PATH: Final = "/oauth/token"  # noqa: S105  # an address
_REVOKE_PATH: Final = "/oauth/revoke"


class TokenEndpoint:
    """Asks for tokens in the name of one application. The secret is asked for when it is needed."""

    def __init__(
        self,
        door: Door,
        client_id: str,
        secret: Callable[[], Awaitable[str]],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.client_id: Final = client_id
        """The application's UID."""
        self.clock: Final = clock
        """This machine's time, in seconds since the epoch."""
        self.last: Exchange | None = None
        """The last request and its answer, masked."""
        self._door = door
        self._secret = secret

    async def for_application(self, scopes: tuple[str, ...], notice: Notice) -> Token:
        """Return a token of the application itself. Raises SignInFailed or Unreachable."""
        token = await self._ask("client_credentials", notice, scope=" ".join(scopes))
        return replace(token, asked=scopes)

    async def for_code(self, code: str, redirect_uri: str, verifier: str, notice: Notice) -> Token:
        """Return the token of the user who consented. Raises SignInFailed or Unreachable."""
        return await self._ask(
            "authorization_code",
            notice,
            secrets=(code, verifier),
            code=code,
            redirect_uri=redirect_uri,
            code_verifier=verifier,
        )

    async def refreshed(self, token: Token, notice: Notice) -> Token:
        """Return a new token for an old one, whose refresh token is used up then.

        A server that sends no other refresh token goes on taking the old one (RFC 6749, section 6).
        Raises SignInFailed or Unreachable.
        """
        refresh_token = token.refresh_token or ""
        new = await self._ask("refresh_token", notice, secrets=(refresh_token,), refresh_token=refresh_token)
        return replace(new, refresh_token=new.refresh_token or token.refresh_token, asked=token.asked)

    async def revoke(self, token: Token, notice: Notice) -> None:
        """End a token on the server. Raises SignInFailed or Unreachable."""
        body = urlencode({"token": token.access_token})
        answer = await self._send(_REVOKE_PATH, body, (token.access_token,), notice)
        if not answer.is_success:
            raise failure(answer, "Revoking the token")

    async def _ask(
        self, grant: Grant, notice: Notice, *, secrets: tuple[str, ...] = (), **parameters: str
    ) -> Token:
        body: str = prepare_token_request(grant, **parameters)
        answer = await self._send(_TOKEN_PATH, body, secrets, notice)
        if not answer.is_success:
            raise failure(answer, _STEPS[grant], _DEAD if grant == "refresh_token" else {})
        now = self.clock()
        try:
            said = json.loads(answer.body[:_LONGEST])
            return Token.from_answer(said, now=now, skew=clock_skew(answer.exchange, now), grant=grant)
        except (ValueError, RecursionError, AttributeError) as error:
            raise SignInFailed(
                "The token endpoint's answer holds no token",
                "A proxy or the wrong host may have answered.",
                exchange=answer.exchange,
            ) from error

    async def _send(self, path: str, body: str, secrets: tuple[str, ...], notice: Notice) -> Answer:
        client_secret = await self._secret()
        auth: Any = ClientAuth(self.client_id, client_secret, "client_secret_post")
        _, headers, body = auth.prepare("POST", path, {}, body)
        answer = await self._door.request(
            "POST",
            path,
            headers={**headers, "Content-Type": "application/x-www-form-urlencoded"},
            content=body.encode(),
            secrets=tuple(secret for secret in (client_secret, *secrets) if secret),
            notice=notice,
        )
        self.last = answer.exchange
        return answer


_STEPS: Final[dict[Grant, str]] = {
    "client_credentials": "Signing in",
    "authorization_code": "Exchanging the code for a token",
    "refresh_token": "Renewing the token",
}


def failure(answer: Answer, step: str, causes: Mapping[str, tuple[str, str]] = {}) -> SignInFailed:
    """Return what a refusal of the token endpoint means: which step, what was said, the usual cause.

    `causes` are those of this step, by error code; they win over the usual ones.
    """
    exchange = answer.exchange
    try:
        said = json.loads(answer.body[:_LONGEST])
    except (ValueError, RecursionError):
        said = None
    code = said.get("error") if isinstance(said, dict) else None
    title, hint = {**_CAUSES, **causes}.get(
        code if isinstance(code, str) else "",
        (f"{step} failed with status {exchange.status}", "See the exchange (5) for the server's answer."),
    )
    message = message_in(answer.body, exchange.header("Content-Type") or "")
    kind = ScopeRefused if code == "invalid_scope" else SignInFailed
    return kind(title, hint, message=message, exchange=exchange)


_CAUSES: Final = {
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
    "invalid_grant": (
        "The code was not accepted",
        "It was used already, is older than ten minutes, or belongs to another redirect URI: sign in again. "
        "If that does not help, check this machine's clock.",
    ),
}


_DEAD: Final = {
    "invalid_grant": (
        "The refresh token is dead",
        "It was used already, or the token was revoked: sign in again (ft42tui login).",
    ),
}
