"""The addresses of OAuth2: where each is, and what it answers."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from ft42tui.demo.applications import Application, UserToken
from ft42tui.demo.exchange import Answer, Request
from ft42tui.demo.oauth.authority import Authority, require_known_grant
from ft42tui.demo.oauth.authorization import Authorization
from ft42tui.demo.oauth.consent import PATH
from ft42tui.demo.oauth.tokens import TOKEN_LIFETIME, Token
from ft42tui.demo.oauth.wire import UNCACHED, parameters_of
from ft42tui.demo.refusal import not_found

# Known under /v2/oauth is the token endpoint: wire facts, section 1. Assumption: its neighbour is there too.
_INFO: Final = frozenset({"/oauth/token/info", "/v2/oauth/token/info"})
_TOKEN: Final = frozenset({"/oauth/token", "/v2/oauth/token"})
_REVOKE: Final = "/oauth/revoke"
_ALL: Final = frozenset({PATH, _REVOKE, *_TOKEN, *_INFO})

Spend: TypeAlias = Callable[[Application], None]


class OAuth:
    """Serves consent, tokens, what is told about them, and their end."""

    def __init__(
        self,
        applications: Sequence[Application],
        *,
        seed: int,
        clock: Callable[[], float],
        find_user: Callable[[str], int | None],
        lifetime: int = TOKEN_LIFETIME,
        key: bytes = b"",
    ) -> None:
        self._authority = Authority(applications, seed=seed, clock=clock, lifetime=lifetime)
        self._authorization = Authorization(self._authority, find_user, key or os.urandom(32))

    def admit(self, ready: UserToken, application: Application, owner: int) -> None:
        """Make a user's token valid that nobody asked for."""
        self._authority.admit(ready, application, owner)

    def find(self, bearer: str | None) -> Token:
        """Return the token that a bearer shows. Raises Refusal (401)."""
        return self._authority.find(bearer)

    def answers(self, path: str) -> bool:
        """Return whether a path is one of OAuth2's."""
        return path in _ALL

    def answer(self, request: Request, spend: Spend) -> Answer:
        """Return the answer to a request for one of its paths. Raises Refusal.

        As soon as the application is known, `spend` counts the request; it may refuse it. The consent
        page is no request of the application's, and is not counted.
        """
        if request.path == PATH and request.method in {"GET", "POST", "DELETE"}:
            return self._authorization.answer(request)
        if request.method == "POST" and request.path in _TOKEN:
            return self._hand_out(request, spend)
        if request.method == "POST" and request.path == _REVOKE:
            return self._revoke(request, spend)
        if request.method == "GET" and request.path in _INFO:
            token = self._authority.find(request.bearer)
            spend(token.application)
            return Answer(self._authority.info(token))
        raise not_found()

    def _hand_out(self, request: Request, spend: Spend) -> Answer:
        parameters = parameters_of(request)
        require_known_grant(parameters)
        application = self._authority.client(parameters, request.headers.get("authorization", ""))
        spend(application)
        return Answer(self._authority.issue(application, parameters), headers=dict(UNCACHED))

    def _revoke(self, request: Request, spend: Spend) -> Answer:
        """Revoke a token. Assumption: the client must be right (RFC 7009); anything else is `200 {}`."""
        parameters = parameters_of(request)
        application = self._authority.client(parameters, request.headers.get("authorization", ""))
        spend(application)
        self._authority.revoke(application, parameters.get("token", ""))
        return Answer({}, headers=dict(UNCACHED))
