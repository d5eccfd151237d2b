"""The API's client: a query in, a page out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

from ft42tui.api.application import ApplicationHeaders
from ft42tui.api.aside import aside
from ft42tui.api.budget import Budget, Notice
from ft42tui.api.door import Answer, Door
from ft42tui.api.errors import MissingValue, Unauthorized, WritesOff, no_json
from ft42tui.api.exchange import Exchange, clock_skew, server_time
from ft42tui.api.oauth import Credentials
from ft42tui.api.page import Page, page_from
from ft42tui.api.query import Query
from ft42tui.api.token import Token, TokenInfo

_PARSED_ASIDE: Final = 256 * 1024
_LONGEST_INFO: Final = 64 * 1024


class Client:
    """Sends queries with a live token. Raises ApiError and nothing else."""

    def __init__(
        self, door: Door, credentials: Credentials, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._door = door
        self._credentials = credentials
        self._clock = clock
        self.token: Token | None = None
        """The token last used."""
        self.budget = Budget()
        """What the last answer that spoke of it left of the budget."""
        self.last: Exchange | None = None
        """The last request and its answer, masked."""
        self.application = ApplicationHeaders()
        """What the last answer that spoke of it said of the application."""

    @property
    def origin(self) -> str:
        """The API's origin."""
        return self._door.origin

    async def aclose(self) -> None:
        """Close every connection."""
        await self._door.aclose()

    async def send(self, query: Query, notice: Notice = lambda _wait: None) -> Page:
        """Return the page that a query brings."""
        if query.missing:
            raise MissingValue(query.missing)
        if query.endpoint.is_write:
            raise WritesOff(
                f"{query.endpoint.method} changes data and is not sent",
                "This version reads. Choose a GET route.",
            )
        answer, _ = await self._authorized("GET", query.target, notice)
        if len(answer.body) > _PARSED_ASIDE:
            return await aside(lambda: page_from(query, answer.exchange, answer.body))
        return page_from(query, answer.exchange, answer.body)

    async def token_info(self, notice: Notice = lambda _wait: None) -> TokenInfo:
        """Return what the API says about the token, and date the token by it.

        Its times are by this machine's clock, where the answer has a Date to tell the server's by.
        """
        answer, used = await self._authorized("GET", "/oauth/token/info", notice)
        try:
            info = TokenInfo.from_answer(json.loads(answer.body[:_LONGEST_INFO]))
        except (ValueError, RecursionError) as error:
            raise no_json(answer.exchange, answer.body, "The token's description is not JSON") from error
        if info.created_at is not None and server_time(answer.exchange) is not None:
            ahead = clock_skew(answer.exchange, self._clock())
            info = replace(info, created_at=info.created_at - ahead, is_dated_here=True)
        if self.token is not None and self.token.access_token == used.access_token:
            dies = self._clock() + info.expires_in if info.expires_in is not None else self.token.expires_at
            self.token = replace(self.token, scopes=info.scopes or self.token.scopes, expires_at=dies)
        return info

    async def login(self, notice: Notice = lambda _wait: None) -> str | None:
        """Return the login of the token's user, or None if the answer does not say it. Raises ApiError."""
        answer, _ = await self._authorized("GET", "/v2/me", notice)
        try:
            said = json.loads(answer.body)
        except (ValueError, RecursionError):
            return None
        login = said.get("login") if isinstance(said, dict) else None
        return login if isinstance(login, str) else None

    async def _authorized(self, method: str, target: str, notice: Notice) -> tuple[Answer, Token]:
        token = await self._credentials.token(notice)
        answer = await self._with(token, method, target, notice)
        first, other = token, None
        if answer.exchange.status == 401:
            other = await self._credentials.renewed(token, notice)
            if other is not None and other.access_token != token.access_token:
                token = other
                answer = await self._with(other, method, target, notice)
        if not answer.is_success:
            error = answer.error()
            if other is not None and isinstance(error, Unauthorized):
                _explain_renewal(error, is_same=token is first)
            raise error
        return answer, token

    async def _with(self, token: Token, method: str, target: str, notice: Notice) -> Answer:
        if self.token is None or self.token.access_token != token.access_token:
            self.token = token
        headers = {"Authorization": f"Bearer {token.access_token}"}
        secrets = (token.access_token,)
        answer = await self._door.request(method, target, headers=headers, secrets=secrets, notice=notice)
        if answer.budget.is_known:
            self.budget = answer.budget
        self.last = answer.exchange
        told = ApplicationHeaders.of(answer.exchange)
        if told.is_known:
            self.application = told
        return answer


def _explain_renewal(error: Unauthorized, *, is_same: bool) -> None:
    """Say of a refused token that a renewal was tried, and what it brought: another one or the same again."""
    if is_same:
        error.title = "401 · the token was not accepted, and its renewal brought the same one"
        tried = "A renewal was tried: the server handed out the same token again."
        error.cause = f"{error.cause} {tried}".strip()
        error.hint = "End it in the token view (t, then x), then sign in again (L)."
    else:
        error.title = "401 · the renewed token was not accepted either"
        error.hint = "Sign in again (L). If that does not help, look at the token (t)."
