"""The registered application: as it signs in, and as the API's answers describe it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Final

from ft42tui.api.exchange import Exchange, whole_number
from ft42tui.catalog.roles import roles_in

NOWHERE: Final = "nowhere: for this run only"
"""Where a secret or a token lies that is not kept."""


@dataclass(frozen=True, slots=True)
class Application:
    """An application as it signs in. The secret is asked for when it is needed."""

    client_id: str
    """Its UID."""
    secret: Callable[[], Awaitable[str]] = field(repr=False, compare=False)
    """Gives its secret. Raises SignInFailed if there is none to be had."""
    scopes: tuple[str, ...] = ("public",)
    """What it asks for, unless somebody says otherwise."""
    place: str = ""
    """Where its secret lies, in words."""

    @classmethod
    def typed(cls, client_id: str, secret: str, scopes: tuple[str, ...]) -> Application:
        """Return an application whose secret is at hand."""

        async def give() -> str:
            return secret

        return cls(client_id, give, scopes, NOWHERE)


@dataclass(frozen=True, slots=True)
class ApplicationHeaders:
    """What `X-Application-Id`, `-Name` and `-Roles` say. Source: the official guide."""

    id: int | None = None
    """Its number."""
    name: str = ""
    """Its name; hostile text until painted."""
    roles: tuple[str, ...] | None = None
    """Its roles; None while unknown."""

    @classmethod
    def of(cls, exchange: Exchange) -> ApplicationHeaders:
        """Return what the headers of an answer say."""
        return cls(
            whole_number(exchange.header("X-Application-Id")),
            exchange.header("X-Application-Name") or "",
            roles_in(exchange.header("X-Application-Roles")),
        )

    @property
    def is_known(self) -> bool:
        """Whether the headers said anything."""
        return self != ApplicationHeaders()
