"""Where access tokens come from, and how one stays alive."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import Final, Protocol

from ft42tui.api.budget import Notice
from ft42tui.api.door import Door
from ft42tui.api.errors import ApiError, NotSignedIn, SignInFailed
from ft42tui.api.grants import TokenEndpoint
from ft42tui.api.token import Token

_MARGIN: Final = 30.0
_AGAIN: Final = "Sign in again (L; without a screen: ft42tui login)."


class Credentials(Protocol):
    """Whatever can give an access token."""

    async def token(self, notice: Notice) -> Token:
        """Return a token that is alive, fetching one if need be. Raises SignInFailed or Unreachable."""

    async def renewed(self, dead: Token, notice: Notice) -> Token | None:
        """Return another token after the API refused this one, or None if none can be asked for.

        It is the same token where the server hands that out again.
        """


class NoCredentials:
    """Nobody signed in; or nobody knows, because the keyring is silent."""

    def __init__(self, *, is_silent: bool = False) -> None:
        self._is_silent = is_silent

    async def token(self, notice: Notice) -> Token:
        """Raise NotSignedIn: there is nothing to sign in with. Raise ApiError if that is not certain."""
        if self._is_silent:
            raise ApiError(
                "Nobody is signed in: the keyring did not answer",
                "Unlock it and begin again, or sign in (L; without a screen: ft42tui login).",
            )
        raise NotSignedIn(
            "Nobody is signed in",
            "Sign in (L; without a screen: ft42tui login), set FT42_TOKEN, or look around with --demo.",
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


class _Kept(ABC):
    """One token, renewed shortly before it dies.

    However many requests wait for another one, it is asked for once, and all of them hear the outcome.
    """

    def __init__(self, clock: Callable[[], float], current: Token | None) -> None:
        self._clock = clock
        self._current = current
        self._is_reused = False
        self._renewal: asyncio.Future[Token] | None = None

    async def token(self, notice: Notice) -> Token:
        """Return a live token. Raises SignInFailed or Unreachable."""
        # The server hands out a token again while it lives; asking for it again would cost budget.
        margin = 0.0 if self._is_reused else _MARGIN
        current = self._current
        if self._renewal is None and current and not current.is_dying(self._clock(), margin=margin):
            return current
        return await self._another(notice)

    async def renewed(self, dead: Token, notice: Notice) -> Token | None:
        """Return another token than the dead one; the same if the server hands that out again."""
        current = self._current
        if self._renewal is not None or current is None or current.access_token == dead.access_token:
            current = await self._another(notice)
        return current

    async def _another(self, notice: Notice) -> Token:
        """Return what the renewal under way brings, or begin one."""
        if self._renewal is None:
            self._renewal = asyncio.ensure_future(self._renew(notice))
            self._renewal.add_done_callback(self._settle)
        # Whoever gives up waiting must not take the answer along: an old refresh token is used up by then.
        return await asyncio.shield(self._renewal)

    async def _renew(self, notice: Notice) -> Token:
        self._current = await self._fetch(self._current, notice)
        self._is_reused = self._current.is_dying(self._clock())
        return self._current

    def _settle(self, renewal: asyncio.Future[Token]) -> None:
        self._renewal = None
        if not renewal.cancelled():
            renewal.exception()  # nobody may be left to hear of it

    @abstractmethod
    async def _fetch(self, current: Token | None, notice: Notice) -> Token:
        """Return a new token for the current one. Raises SignInFailed or Unreachable."""


class ClientCredentials(_Kept):
    """An application's id and secret: a token of the application."""

    def __init__(
        self,
        door: Door,
        client_id: str,
        secret: Callable[[], Awaitable[str]],
        scopes: tuple[str, ...],
        *,
        clock: Callable[[], float] = time.time,
        current: Token | None = None,
    ) -> None:
        super().__init__(clock, current)
        self._endpoint = TokenEndpoint(door, client_id, secret, clock=clock)
        self._scopes = scopes

    async def _fetch(self, current: Token | None, notice: Notice) -> Token:
        return await self._endpoint.for_application(self._scopes, notice)


class UserSession(_Kept):
    """A user's token and what renews it.

    `keep` is told each new one, since the old refresh token is dead. `kept` returns what is kept now:
    another program of ours may have renewed it in the meantime.
    """

    def __init__(
        self,
        endpoint: TokenEndpoint,
        token: Token,
        keep: Callable[[Token], Awaitable[None]],
        kept: Callable[[], Awaitable[Token | None]] | None = None,
    ) -> None:
        super().__init__(endpoint.clock, token)
        self._endpoint = endpoint
        self._keep = keep
        self._kept = kept

    async def _fetch(self, current: Token | None, notice: Notice) -> Token:
        if current is None or current.refresh_token is None:
            raise SignInFailed("The token has died and cannot be renewed", _AGAIN)
        try:
            token = await self._endpoint.refreshed(current, notice)
        except SignInFailed:
            other = await self._kept() if self._kept is not None else None
            if (
                other is None
                or other.access_token == current.access_token
                or other.is_dying(self._clock(), margin=_MARGIN)
            ):
                raise
            return other
        self._current = token  # it is alive, even if it cannot be kept
        await self._keep(token)
        return token
