"""OAuth2 as Doorkeeper does it: tokens handed out, found again, told about."""

from __future__ import annotations

import base64
import binascii
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl

from ft42tui.demo.applications import Application, UserToken, digest
from ft42tui.demo.refusal import Refusal

TOKEN_LIFETIME: Final = 7200
"""Seconds that a token lives. Source: wire facts, section 1."""
_SECRET_LIFETIME: Final = 30 * 86_400
_REALM: Final = 'Bearer realm="42 API"'


@dataclass(frozen=True, slots=True)
class Token:
    """A token that was handed out."""

    text: str = field(repr=False)
    """What the bearer shows."""
    application: Application
    """Whose application it belongs to."""
    scopes: tuple[str, ...]
    """What it may do."""
    created_at: int
    """When it was made, in seconds of the epoch."""
    lifetime: int
    """How many seconds it lives."""
    owner: int | None = None
    """The id of its user; None for an application's own token."""

    def expires_in(self, now: float) -> int:
        """Return how many seconds are left, never fewer than 0."""
        return max(0, self.created_at + self.lifetime - int(now))


class Authority:
    """Knows the applications and their tokens."""

    def __init__(
        self,
        applications: Sequence[Application],
        *,
        seed: int,
        clock: Callable[[], float],
        lifetime: int = TOKEN_LIFETIME,
    ) -> None:
        self._by_uid = {application.client_id: application for application in applications}
        self._seed = seed
        self._clock = clock
        self._lifetime = lifetime
        self._tokens: dict[str, Token] = {}
        self._latest: dict[tuple[str, tuple[str, ...]], Token] = {}
        self._secrets_end = int(clock()) + _SECRET_LIFETIME

    def admit(self, ready: UserToken, application: Application, owner: int) -> None:
        """Make a user's token valid that nobody asked for."""
        self._tokens[ready.access_token] = Token(
            ready.access_token, application, ready.scopes, int(self._clock()), self._lifetime, owner
        )

    def client(self, parameters: Mapping[str, str], authorization: str) -> Application:
        """Return the application that a token request comes from. Raises Refusal (401) for a stranger."""
        uid, secret = _basic(authorization) or (
            parameters.get("client_id", ""),
            parameters.get("client_secret", ""),
        )
        application = self._by_uid.get(uid)
        if application is None or not _same(secret, application.client_secret):
            raise _invalid_client()
        return application

    def issue(self, application: Application, parameters: Mapping[str, str]) -> dict[str, Any]:
        """Return the answer to a token request of a known application.

        A token that is still valid, of the same application and scopes, is handed out again with what
        is left of its life. Source: wire facts, section 1.
        """
        asked = tuple(parameters.get("scope", "").replace("+", " ").split()) or ("public",)
        scopes = tuple(dict.fromkeys(asked))
        if not set(scopes) <= set(application.scopes):
            raise invalid_grant("invalid_scope", "The requested scope is invalid, unknown, or malformed.")
        now = self._clock()
        key = application.client_id, tuple(sorted(scopes))
        token = self._latest.get(key)
        if token is None or token.expires_in(now) <= 0:
            text = digest(self._seed, "token", *key[1], application.client_id, str(len(self._tokens)))
            token = Token(text, application, scopes, int(now), self._lifetime)
            self._tokens[text] = self._latest[key] = token
        return {
            "access_token": token.text,
            "token_type": "bearer",
            "expires_in": token.expires_in(now),
            "scope": " ".join(token.scopes),
            "created_at": token.created_at,
            "secret_valid_until": self._secrets_end,
        }

    def find(self, text: str | None) -> Token:
        """Return the token that a bearer shows. Raises Refusal (401) for none, an unknown or a dead one."""
        token = self._tokens.get(text) if text else None
        if token is None:
            raise _unauthorized(
                "The access token is invalid", {"status": 401, "error": "The access token is invalid"}
            )
        if token.expires_in(self._clock()) <= 0:
            # Assumption: the word in `error`; that the sentence stands in `message` is known.
            raise _unauthorized(
                "The access token expired",
                {"error": "Not authorized", "message": "The access token expired"},
            )
        return token

    def info(self, token: Token) -> dict[str, Any]:
        """Return what `/oauth/token/info` tells about a token, its fields in the guide's order."""
        return {
            "resource_owner_id": token.owner,
            "scopes": list(token.scopes),
            "expires_in_seconds": token.expires_in(self._clock()),
            "application": {"uid": token.application.client_id},
            "created_at": token.created_at,
        }


def token_parameters(query: Sequence[tuple[str, str]], body: bytes, content_type: str) -> dict[str, str]:
    """Return the parameters of a token request: query string, form or JSON, the body before the query."""
    found = dict(query)
    text = body.decode("utf-8", "replace")
    if content_type.partition(";")[0].strip().lower() == "application/json":
        try:
            given = json.loads(text or "{}")
        except (ValueError, RecursionError):
            given = None
        if not isinstance(given, dict):
            raise Refusal(
                400, {"error": "invalid_request", "error_description": "The request body is not JSON."}
            )
        found.update({name: value for name, value in given.items() if isinstance(value, str)})
    else:
        found.update(parse_qsl(text, keep_blank_values=True))
    return found


def require_known_grant(parameters: Mapping[str, str]) -> None:
    """Raise Refusal (400) for a grant that is not served: all but client credentials, for now."""
    grant = parameters.get("grant_type", "")
    if not grant:
        raise invalid_grant("invalid_request", "Missing required parameter: grant_type.")
    if grant != "client_credentials":
        raise invalid_grant(
            "unsupported_grant_type",
            "The authorization grant type is not supported by the authorization server.",
        )


def invalid_grant(error: str, description: str) -> Refusal:
    """Return a refused token request in Doorkeeper's own words. Assumption: the status 400."""
    return Refusal(400, {"error": error, "error_description": description}, {"Cache-Control": "no-store"})


def _invalid_client() -> Refusal:
    description = (
        "Client authentication failed due to unknown client, no client authentication included,"
        " or unsupported authentication method."
    )
    challenge = f'{_REALM}, error="invalid_client", error_description="{description}"'
    return Refusal(
        401,
        {"error": "invalid_client", "error_description": description},
        {"WWW-Authenticate": challenge, "Cache-Control": "no-store"},
    )


def _unauthorized(description: str, body: Mapping[str, Any]) -> Refusal:
    challenge = f'{_REALM}, error="invalid_token", error_description="{description}"'
    return Refusal(401, body, {"WWW-Authenticate": challenge})


def _same(given: str, own: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), own.encode())


def _basic(authorization: str) -> tuple[str, str] | None:
    """Return id and secret from a Basic header. Assumption: Doorkeeper's default is left on."""
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        uid, colon, secret = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (uid, secret) if colon else None
