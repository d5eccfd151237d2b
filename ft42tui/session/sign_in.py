"""Signing in, step by step, so that each step can be looked at afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Final, TypeVar

from ft42tui.api.authorization import LONGEST, Authorization
from ft42tui.api.callback import listening
from ft42tui.api.errors import ApiError, SignInFailed
from ft42tui.api.exchange import MASK
from ft42tui.session.browser import open_in_browser
from ft42tui.session.steps import Step

if TYPE_CHECKING:
    from ft42tui.api.budget import Notice
    from ft42tui.api.exchange import Exchange, Headers
    from ft42tui.api.grants import TokenEndpoint
    from ft42tui.api.token import Token

T = TypeVar("T")

APPLICATION_STEPS: Final = ("Token for the application",)
"""The steps of an application's sign-in."""
PERMISSION: Final = "Check that the application may ask for these scopes"
"""The step before a revocation: a token that lives is not given up for one that nobody can have."""
REVOCATION: Final = "Revocation of the old token"
"""The step before all others where the old token would be handed out again."""
USER_STEPS: Final = (
    "Answer of the browser",
    "Check of the state and the code",
    "Exchange of the code for a token",
)
"""The steps of a user's sign-in, in order."""


class SignIn:
    """One sign-in. `steps` says what has happened so far, a failed step last."""

    def __init__(
        self,
        endpoint: TokenEndpoint,
        *,
        on_step: Callable[[], None] = lambda: None,
        notice: Notice = lambda _wait: None,
        patience: float = LONGEST,
    ) -> None:
        self.steps: list[Step] = []
        """What has happened, in order."""
        self._endpoint = endpoint
        self._on_step = on_step
        self._notice = notice
        self._patience = patience

    async def permission(self, scopes: tuple[str, ...]) -> None:
        """Learn whether the application may ask for scopes, from a token of its own that nobody uses.

        Raises ScopeRefused if it may not, another SignInFailed, or Unreachable.
        """
        await self._of_application(PERMISSION, scopes)

    async def revocation(self, token: Token) -> None:
        """End a token, so that it is not handed out again. Raises SignInFailed or Unreachable."""
        sent = (("token", MASK), *self._client())
        await self._step(REVOCATION, self._endpoint.revoke(token, self._notice), sent)

    async def as_application(self, scopes: tuple[str, ...]) -> Token:
        """Return a token of the application itself. Raises SignInFailed or Unreachable."""
        return await self._of_application(APPLICATION_STEPS[0], scopes)

    async def as_user(
        self,
        attempt: Authorization,
        *,
        pasted: Callable[[], Awaitable[str]] | None = None,
        open_url: Callable[[str], bool] = open_in_browser,
        on_browser: Callable[[bool], None] = lambda _is_open: None,
        listen: bool = True,
        must_listen: bool = True,
    ) -> Token:
        """Return the token of the user who consents in the browser.

        The answer comes from the loopback address, or from `pasted`, which gives the address that the
        browser ended at; whichever is first.

        Where nobody need listen, a port that is taken is no failure: the address can be pasted. Raises
        SignInFailed or Unreachable.
        """
        redirected = await self._step(
            USER_STEPS[0],
            self._redirected(attempt, pasted, open_url, on_browser, listen=listen, must_listen=must_listen),
            (("opened", attempt.masked(attempt.url)),),
            lambda address: (("came back", attempt.masked(address)),),
        )
        came = (("came back", attempt.masked(redirected)), ("redirect_uri", attempt.redirect_uri))
        code = await self._step(USER_STEPS[1], _now(attempt.code_in, redirected), came)
        asked = self._endpoint.for_code(code, attempt.redirect_uri, attempt.verifier, self._notice)
        sent = (
            ("grant_type", "authorization_code"),
            ("redirect_uri", attempt.redirect_uri),
            ("code", MASK),
            ("code_verifier", MASK),
            *self._client(),
        )
        return await self._step(USER_STEPS[2], asked, sent, _told)

    async def _of_application(self, title: str, scopes: tuple[str, ...]) -> Token:
        asked = self._endpoint.for_application(scopes, self._notice)
        sent = (("grant_type", "client_credentials"), ("scope", " ".join(scopes)), *self._client())
        return await self._step(title, asked, sent, _told)

    def _client(self) -> Headers:
        return ("client_id", self._endpoint.client_id), ("client_secret", MASK)

    async def _redirected(
        self,
        attempt: Authorization,
        pasted: Callable[[], Awaitable[str]] | None,
        open_url: Callable[[str], bool],
        on_browser: Callable[[bool], None],
        *,
        listen: bool,
        must_listen: bool,
    ) -> str:
        async with AsyncExitStack() as stack:
            waiting: list[asyncio.Future[str]] = []
            if listen:
                try:
                    callback = await stack.enter_async_context(listening(attempt.redirect_uri))
                except SignInFailed:
                    if must_listen or pasted is None:
                        raise
                else:
                    waiting.append(asyncio.ensure_future(callback.redirected(self._patience)))
            on_browser(open_url(attempt.url))
            waiting.append(asyncio.ensure_future(_pasted(pasted, self._patience, is_alone=not waiting)))
            try:
                done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                return done.pop().result()
            finally:
                for one in waiting:
                    one.cancel()
                await asyncio.gather(*waiting, return_exceptions=True)

    async def _step(
        self,
        title: str,
        work: Awaitable[T],
        asked: Headers = (),
        told: Callable[[T], Headers] = lambda _result: (),
    ) -> T:
        loop = asyncio.get_running_loop()
        began, before = loop.time(), self._endpoint.last

        def record(exchange: Exchange | None, failure: str, brought: Headers) -> None:
            if exchange is None and self._endpoint.last is not before:
                exchange = self._endpoint.last
            self.steps.append(Step(title, loop.time() - began, exchange, failure, asked, brought))
            self._on_step()

        # One that was cancelled neither failed nor was taken.
        try:
            result = await work
        except ApiError as error:
            record(error.exchange, error.title, ())
            raise
        record(None, "", told(result))
        return result


def _told(token: Token) -> Headers:
    """Return what a token's answer said, the token itself masked."""
    found = [("access_token", MASK)]
    if token.refresh_token is not None:
        found.append(("refresh_token", MASK))
    if token.scopes is not None:
        found.append(("scope", " ".join(token.scopes)))
    if token.expires_at is not None and token.issued_at is not None:
        found.append(("expires_in", f"{token.expires_at - token.issued_at:.0f}"))
    return tuple(found)


async def _now(work: Callable[[str], T], text: str) -> T:
    return work(text)


async def _pasted(pasted: Callable[[], Awaitable[str]] | None, seconds: float, *, is_alone: bool) -> str:
    """Return what is pasted. Raises SignInFailed when nothing is, or nothing can be and nobody listens."""
    if pasted is None and is_alone:
        raise SignInFailed("Nobody listens and nothing can be pasted", "Sign in from a terminal.")
    try:
        # Whoever listens gives up by itself.
        async with asyncio.timeout(seconds if is_alone else None):
            return await (pasted() if pasted is not None else asyncio.get_running_loop().create_future())
    except TimeoutError:
        raise SignInFailed("Nobody came back from the browser", "Begin again.") from None
