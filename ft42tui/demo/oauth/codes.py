"""Authorization codes: given once, taken once, within ten minutes."""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Literal, TypeAlias

from ft42tui.demo.applications import Application

CODE_LIFETIME: Final = 600
"""Seconds that a code lives. Assumption: Doorkeeper's default."""
MOST_CODES: Final = 1024
"""How many codes may wait to be taken."""

ChallengeMethod: TypeAlias = Literal["plain", "S256"]


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a client must prove to know when it brings a code back (PKCE, RFC 7636)."""

    text: str
    """The verifier itself, or its hash."""
    method: ChallengeMethod
    """Which of the two."""

    def is_met(self, verifier: str) -> bool:
        """Return whether a verifier is the one that the challenge was made from."""
        known = s256(verifier) if self.method == "S256" else verifier
        return hmac.compare_digest(known.encode(), self.text.encode())


@dataclass(frozen=True, slots=True)
class Grant:
    """What a user allowed, until its code is taken."""

    application: Application
    """To whom."""
    owner: int
    """The id of the user."""
    scopes: tuple[str, ...]
    """What."""
    redirect_uri: str
    """Where the code was sent; it must be named again."""
    challenge: Challenge | None
    """What its taker must prove to know, if anything."""
    until: float
    """When it ends, in seconds of the epoch."""


class Codes:
    """The grants whose codes were not taken yet."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._grants: dict[str, Grant] = {}

    def __len__(self) -> int:
        return len(self._grants)

    def put(self, code: str, grant: Grant) -> None:
        """Keep a grant until its code is taken, its time is over, or too many wait."""
        self._grants[code] = grant
        while len(self._grants) > MOST_CODES or next(iter(self._grants.values())).until <= self._clock():
            del self._grants[next(iter(self._grants))]

    def find(self, code: str) -> Grant | None:
        """Return the grant behind a code; None for one that is unknown, taken or too old."""
        grant = self._grants.get(code)
        return grant if grant is not None and grant.until > self._clock() else None

    def take(self, code: str) -> None:
        """End a code."""
        del self._grants[code]


def s256(verifier: str) -> str:
    """Return the challenge of a verifier for the method S256."""
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
