"""The roles of applications, and what each is for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ft42tui.catalog.endpoint import Endpoint

ROLES: Final[dict[str, str]] = {
    "Official App": "approved application without rate limits",
    "Basic Tutor": "manage skills, cursus and all low level pedagogic data",
    "Advanced Tutor": "manage skills, cursus and all low level pedagogic data",
    "Basic Staff": "member of the staff, with higher privileges",
    "Advanced Staff": "member of the staff, with higher privileges",
    "Intrateam": "manage all",
}
"""What the API's documentation says of a role, where it says anything. Source: wire facts, section 1."""

_MEANINGS: Final = {role.casefold(): meaning for role, meaning in ROLES.items()}


def role_meaning(role: str) -> str:
    """Return what a role is for; empty for one that the documentation names without a word.

    Case does not matter: the documentation writes `Basic Staff` and `Basic staff`.
    """
    return _MEANINGS.get(role.strip().casefold(), "")


def routes_naming(role: str, endpoints: Iterable[Endpoint]) -> int:
    """Return how many routes name a role among those of which one is needed."""
    wanted = role.strip().casefold()
    return sum(any(wanted == one.casefold() for one in endpoint.roles) for endpoint in endpoints)


def roles_in(header: str | None) -> tuple[str, ...] | None:
    """Return the roles of an `X-Application-Roles` header: `None` in words is none, no header is unknown.

    Assumption: several are separated by commas; the API's samples show one at most.
    """
    if header is None:
        return None
    names = tuple(name.strip() for name in header.split(",") if name.strip())
    return () if names == ("None",) else names
