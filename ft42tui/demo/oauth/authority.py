"""Knows the applications, gives tokens for grants, and takes them back."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any, Final

from ft42tui.demo.applications import Application, UserToken, digest
from ft42tui.demo.oauth.codes import CODE_LIFETIME, Challenge, Codes, Grant
from ft42tui.demo.oauth.tokens import TOKEN_LIFETIME, Shelf, Token
from ft42tui.demo.oauth.wire import basic, missing, refused, scopes_in, unauthorized

_DAY: Final = 86_400


class Authority:
    """Knows the applications, their tokens and the codes on the way."""

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
        self._began = int(clock())
        self._numbers = count(1)
        self._tokens = Shelf(clock)
        self._codes = Codes(clock)

    def admit(self, ready: UserToken, application: Application, owner: int) -> None:
        """Make a user's token valid that nobody asked for."""
        now = int(self._clock())
        self._tokens.put(Token(ready.access_token, application, ready.scopes, now, self._lifetime, owner))

    def application(self, uid: str) -> Application | None:
        """Return the application with a client id."""
        return self._by_uid.get(uid)

    def client(self, parameters: Mapping[str, str], authorization: str) -> Application:
        """Return the application that a request comes from.

        Raises Refusal (401) for a stranger, and for a secret that has died: the two cannot be told apart.
        Source: wire facts, section 1.
        """
        uid, secret = basic(authorization) or (
            parameters.get("client_id", ""),
            parameters.get("client_secret", ""),
        )
        application = self._by_uid.get(uid)
        if application is None or not _same(secret, application.client_secret):
            raise refused("invalid_client")
        if self._clock() >= self._secret_ends(application):
            raise refused("invalid_client")
        return application

    def issue(self, application: Application, parameters: Mapping[str, str]) -> dict[str, Any]:
        """Return the answer to a token request of a known application. Raises Refusal (400)."""
        grant = parameters.get("grant_type", "")
        if grant == "authorization_code":
            token = self._exchange(application, parameters)
        elif grant == "refresh_token":
            token = self._renew(application, parameters)
        else:
            scopes = scopes_in(parameters.get("scope", ""), application.scopes[0])
            require_registered(application, scopes)
            token = self._find_or_make(application, scopes, None)
        return self._answer(token)

    def grant(
        self,
        application: Application,
        owner: int,
        scopes: tuple[str, ...],
        redirect_uri: str,
        challenge: Challenge | None,
    ) -> str:
        """Return the code for what a user has just allowed."""
        code = digest(self._seed, "code", application.client_id, str(owner), str(next(self._numbers)))
        until = self._clock() + CODE_LIFETIME
        self._codes.put(code, Grant(application, owner, scopes, redirect_uri, challenge, until))
        return code

    def consented(self, application: Application, owner: int) -> tuple[str, ...] | None:
        """Return the scopes of the user's newest live token for an application, None if there is none.

        One without a refresh token does not count: nobody was asked for it, it was valid from the start.
        """
        live = self._tokens.live(application, owner)
        return next((token.scopes for token in live if token.refresh), None)

    def find(self, text: str | None) -> Token:
        """Return the token that a bearer shows. Raises Refusal (401) for none, an unknown or a dead one."""
        token = self._tokens.find(text) if text else None
        if token is None:
            raise unauthorized(
                "The access token is invalid", {"status": 401, "error": "The access token is invalid"}
            )
        if not self._tokens.is_live(token):
            # Assumption: the word in `error`, and that a revoked token is told about as an expired one is;
            # known is that the sentence about the expired one stands in `message`.
            how = "was revoked" if self._tokens.is_revoked(token) else "expired"
            sentence = f"The access token {how}"
            raise unauthorized(sentence, {"error": "Not authorized", "message": sentence})
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

    def revoke(self, application: Application, text: str) -> None:
        """End an access or refresh token of an application; leave unknown and other ones alone."""
        token = self._tokens.find(text) or self._tokens.find_refresh(text)
        if token is not None and token.application.client_id == application.client_id:
            self._tokens.revoke(token)

    def _exchange(self, application: Application, parameters: Mapping[str, str]) -> Token:
        """Return the token for a code.

        Only a success uses a code up, and a second use leaves the first one's token alone, as in
        Doorkeeper, which also checks PKCE as soon as either side speaks of it. Assumption: the real API
        runs a version that does.
        """
        for name in ("code", "redirect_uri"):
            if not parameters.get(name):
                raise refused("invalid_request", missing(name))
        code = parameters["code"]
        grant = self._codes.find(code)
        if grant is not None and grant.challenge and not parameters.get("code_verifier"):
            raise refused("invalid_request", missing("code_verifier"))
        if (
            grant is None
            or grant.application.client_id != application.client_id
            or grant.redirect_uri != parameters["redirect_uri"]
            or not _fits(grant.challenge, parameters.get("code_verifier", ""))
        ):
            raise refused("invalid_grant")
        self._codes.take(code)
        return self._find_or_make(application, grant.scopes, grant.owner)

    def _renew(self, application: Application, parameters: Mapping[str, str]) -> Token:
        """Return the token for a refresh token, which ends with the access token that it came with.

        Assumption: they end at once. Doorkeeper may also be set to wait for the new one's first use.
        """
        text = parameters.get("refresh_token", "")
        if not text:
            raise refused("invalid_request", missing("refresh_token"))
        old = self._tokens.find_refresh(text)
        if old is None or old.application.client_id != application.client_id:
            raise refused("invalid_grant")
        asked = parameters.get("scope", "")
        scopes = scopes_in(asked, "") if asked.strip(" ") else old.scopes
        if not set(scopes) <= set(old.scopes):
            raise refused("invalid_scope")
        self._tokens.revoke(old)
        return self._make(application, scopes, old.owner)

    def _find_or_make(self, application: Application, scopes: tuple[str, ...], owner: int | None) -> Token:
        """Return a token; a live one with the same scopes is handed out again. Source: wire facts, 1."""
        for token in self._tokens.live(application, owner):
            if set(token.scopes) == set(scopes) and (token.refresh is None) == (owner is None):
                return token
        return self._make(application, scopes, owner)

    def _make(self, application: Application, scopes: tuple[str, ...], owner: int | None) -> Token:
        words = (application.client_id, str(owner), *sorted(scopes), str(next(self._numbers)))
        token = Token(
            digest(self._seed, "token", *words),
            application,
            scopes,
            int(self._clock()),
            self._lifetime,
            owner,
            None if owner is None else digest(self._seed, "refresh", *words),
        )
        self._tokens.put(token)
        return token

    def _answer(self, token: Token) -> dict[str, Any]:
        return {
            "access_token": token.text,
            "token_type": "bearer",
            "expires_in": token.expires_in(self._clock()),
            **({"refresh_token": token.refresh} if token.refresh else {}),
            "scope": " ".join(token.scopes),
            "created_at": token.created_at,
            "secret_valid_until": self._secret_ends(token.application),
        }

    def _secret_ends(self, application: Application) -> int:
        return self._began + application.secret_days * _DAY


def require_known_grant(parameters: Mapping[str, str]) -> None:
    """Raise Refusal (400) for a grant that is not served. Assumption: the password grant is none of them."""
    grant = parameters.get("grant_type", "")
    if not grant:
        raise refused("invalid_request", missing("grant_type"))
    if grant not in {"authorization_code", "client_credentials", "refresh_token"}:
        raise refused("unsupported_grant_type")


def require_registered(application: Application, scopes: tuple[str, ...]) -> None:
    """Raise Refusal (400) for a scope that an application did not register."""
    if not set(scopes) <= set(application.scopes):
        raise refused("invalid_scope")


def _same(given: str, own: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), own.encode())


def _fits(challenge: Challenge | None, verifier: str) -> bool:
    return challenge.is_met(verifier) if challenge is not None else not verifier
