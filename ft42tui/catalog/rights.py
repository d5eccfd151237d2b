"""What the documentation says that a route asks of whoever calls it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ft42tui.catalog.scopes import needs_user

if TYPE_CHECKING:
    from ft42tui.catalog.endpoint import Endpoint

_EITHER: Final = frozenset(
    {
        "user token, or an application with one of the roles",
        "user token with the scope, or an application with one of the roles",
    }
)
_EVERY_ROLE: Final = "intrateam"


@dataclass(frozen=True, slots=True)
class Rights:
    """What a call needs. Rights are scopes of the token, roles of the application and a user's privileges.

    Source: wire facts, section 1.
    """

    scopes: tuple[str, ...] = ()
    """The scopes that the token needs, all of them."""
    roles: tuple[str, ...] = ()
    """The roles of which the application needs one."""
    user: bool = False
    """Whether the token must be a user's."""
    is_either: bool = False
    """Whether a role will do instead of user and scopes: either is enough."""

    @classmethod
    def of(cls, endpoint: Endpoint) -> Rights:
        """Return what the catalogue says of a route; nothing for one that it does not have."""
        is_either = endpoint.note in _EITHER
        return cls(endpoint.scopes, endpoint.roles, is_either or needs_user(endpoint), is_either)

    @property
    def is_open(self) -> bool:
        """Whether any token will do."""
        return not (self.scopes or self.roles or self.user)


def route_of(endpoint: Endpoint) -> str:
    """Return what names a route: its method and its path's template."""
    return f"{endpoint.method} {endpoint.path}"


def has_role(held: Iterable[str], named: Iterable[str]) -> bool | None:
    """Return whether one of the named roles is held; None where the documentation does not settle it.

    `Intrateam` may "manage all", it says. Whether an advanced role does what the basic one may, it does not
    say. Case does not matter: it writes `Basic Staff` and `Basic staff`.
    """
    have = {role.strip().casefold() for role in held}
    wanted = {role.strip().casefold() for role in named}
    if _EVERY_ROLE in have or not have.isdisjoint(wanted):
        return True
    doubtful = {role.replace("basic ", "advanced ", 1) for role in wanted if role.startswith("basic ")}
    return False if have.isdisjoint(doubtful) else None
