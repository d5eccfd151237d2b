"""The registered applications, made from the seed."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from ft42tui.demo.settings import Rates

_ALL_SCOPES: Final = ("public", "projects", "profile", "elearning", "tig", "forum")
_REDIRECTS: Final = ("http://localhost:4242/callback", "http://127.0.0.1:4242/callback")


@dataclass(frozen=True, slots=True)
class Application:
    """One registered application."""

    id: int
    """Its number, as `X-Application-Id` tells it."""
    name: str
    """Its name."""
    client_id: str
    """Its UID: `u-s4t2ud-` and 64 hex digits."""
    client_secret: str = field(repr=False)
    """Its secret: `s-s4t2ud-` and 64 hex digits."""
    scopes: tuple[str, ...]
    """The scopes it registered, the default one first."""
    roles: tuple[str, ...]
    """Its roles."""
    redirect_uris: tuple[str, ...]
    """Where the authorization code flow may lead back to, to the letter."""
    rates: Rates
    """Its limits."""
    secret_days: int = 30
    """How many days its secret had left when the API started; fewer than 0 for one that has died."""


@dataclass(frozen=True, slots=True)
class UserToken:
    """A ready token of a user."""

    login: str
    """Whose it is."""
    scopes: tuple[str, ...]
    """What it may do."""
    access_token: str = field(repr=False)
    """The token: 64 hex digits."""


def registered(seed: int, rates: Rates, redirect_uris: tuple[str, ...] = ()) -> tuple[Application, ...]:
    """Return the applications of a school. The same seed makes the same secrets.

    Each registers the redirect URIs that are given, and after them two of its own.
    """
    default, unlimited = ("public",), Rates(1000, 1_000_000)
    tutor = ("Advanced tutor", "Tutor", "Basic tutor")
    uris = tuple(dict.fromkeys((*redirect_uris, *_REDIRECTS)))
    entries = (
        (8001, "ft42tui demo", ("public", "projects", "profile"), (), rates, 30),
        (8002, "plain", default, (), rates, 5),
        (8003, "official", _ALL_SCOPES, ("Official App",), unlimited, 30),
        (8004, "staff", _ALL_SCOPES, ("Basic Staff", "Advanced Staff"), rates, 30),
        (8005, "tutor", _ALL_SCOPES, tutor, rates, 30),
        (8006, "intrateam", _ALL_SCOPES, ("Intrateam",), rates, 30),
        (8007, "rotated", default, (), rates, -1),
    )
    return tuple(
        Application(
            id=number,
            name=name,
            client_id=f"u-s4t2ud-{digest(seed, 'uid', name)}",
            client_secret=f"s-s4t2ud-{digest(seed, 'secret', name)}",
            scopes=scopes,
            roles=roles,
            redirect_uris=uris,
            rates=limits,
            secret_days=days,
        )
        for number, name, scopes, roles, limits, days in entries
    )


def ready_token(seed: int) -> UserToken:
    """Return the token of norminet that is valid from the start, so that `/v2/me` can be seen."""
    return UserToken("norminet", ("public",), digest(seed, "user token", "norminet"))


def digest(seed: int, *words: str) -> str:
    """Return 64 hex digits that the seed and some words always make."""
    return sha256("/".join((str(seed), *words)).encode()).hexdigest()
