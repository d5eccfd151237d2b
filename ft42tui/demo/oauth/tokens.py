"""Tokens that were handed out, and the shelf that they are found on again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ft42tui.demo.applications import Application

TOKEN_LIFETIME: Final = 7200
"""Seconds that a token lives. Source: wire facts, section 1."""
MOST_TOKENS: Final = 4096
"""How many tokens are remembered."""

Holder: TypeAlias = tuple[str, int | None]


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
    refresh: str | None = field(default=None, repr=False)
    """What a new one can be had for; None for an application's own token."""

    def expires_in(self, now: float) -> int:
        """Return how many seconds are left, never fewer than 0."""
        return max(0, self.created_at + self.lifetime - int(now))


class Shelf:
    """Every token that is remembered: live, expired, revoked; so many and no more."""

    def __init__(self, clock: Callable[[], float], most: int = MOST_TOKENS) -> None:
        self._clock = clock
        self._most = most
        self._by_text: dict[str, Token] = {}
        self._by_refresh: dict[str, Token] = {}
        self._by_holder: dict[Holder, dict[str, Token]] = {}
        self._revoked: set[str] = set()

    def __len__(self) -> int:
        return len(self._by_text)

    def put(self, token: Token) -> None:
        """Remember a token; forget old ones when there are too many."""
        if len(self._by_text) >= self._most:
            self._sweep()
        self._by_text[token.text] = token
        if token.refresh:
            self._by_refresh[token.refresh] = token
        self._by_holder.setdefault(_holder(token), {})[token.text] = token

    def find(self, text: str) -> Token | None:
        """Return the token with a text, dead ones too."""
        return self._by_text.get(text)

    def find_refresh(self, text: str) -> Token | None:
        """Return the token that a refresh token came with, unless it was revoked."""
        return self._by_refresh.get(text)

    def is_revoked(self, token: Token) -> bool:
        """Return whether a token was revoked."""
        return token.text in self._revoked

    def is_live(self, token: Token) -> bool:
        """Return whether a token is neither expired nor revoked."""
        return not self.is_revoked(token) and token.expires_in(self._clock()) > 0

    def live(self, application: Application, owner: int | None) -> Iterator[Token]:
        """Return the live tokens of a user and an application (of the application itself), newest first."""
        held = self._by_holder.get((application.client_id, owner), {})
        return (token for token in reversed(held.values()) if self.is_live(token))

    def revoke(self, token: Token) -> None:
        """End a token and the refresh token that came with it: they are one record, as in Doorkeeper."""
        if token.text not in self._by_text:
            return
        self._revoked.add(token.text)
        self._by_refresh.pop(token.refresh or "", None)
        self._leave(token)

    def _sweep(self) -> None:
        """Forget a quarter: what is of no use any more, then the oldest."""
        useless = [token for token in self._by_text.values() if not self._is_useful(token)]
        others = [token for token in self._by_text.values() if self._is_useful(token)]
        excess = len(self._by_text) - self._most * 3 // 4
        for token in (useless + others)[: max(1, excess)]:
            del self._by_text[token.text]
            self._revoked.discard(token.text)
            self._by_refresh.pop(token.refresh or "", None)
            self._leave(token)

    def _is_useful(self, token: Token) -> bool:
        return self.is_live(token) or (token.refresh or "") in self._by_refresh

    def _leave(self, token: Token) -> None:
        held = self._by_holder.get(_holder(token), {})
        held.pop(token.text, None)
        if not held:
            self._by_holder.pop(_holder(token), None)


def _holder(token: Token) -> Holder:
    return token.application.client_id, token.owner
