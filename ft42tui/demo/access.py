"""Who may do what: scopes of the token, roles of the application, and whether there is a user."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from ft42tui.catalog import SCOPES, Endpoint
from ft42tui.catalog.scopes import needs_user
from ft42tui.demo.oauth.tokens import Token
from ft42tui.demo.refusal import Refusal, access_denied

_USER_OR_ROLE: Final = frozenset(
    {
        "user token, or an application with one of the roles",
        "user token with the scope, or an application with one of the roles",
    }
)
_USERS_OWN: Final = _USER_OR_ROLE | {"user token, scope projects"}
_EVERY_ROLE: Final = "intrateam"


def check(endpoint: Endpoint, token: Token) -> None:
    """Raise Refusal (403) unless the token may use a route.

    Scopes come first, then roles, then the user. Roles are those of the application, for a user's token
    too: the rights of a call are all of them together. Source: wire facts, section 1. Assumption: a
    route that takes a user or a role lets an application with the role pass without the scope.
    """
    has_role = _has_role(endpoint, token)
    if endpoint.note in _USER_OR_ROLE:
        if has_role:
            return
        _check_scopes(endpoint, token)
        if token.owner is None:
            raise access_denied()
        return
    _check_scopes(endpoint, token)
    if endpoint.roles and not has_role:
        raise access_denied()
    if token.owner is None and needs_user(endpoint):
        raise access_denied()


def own(endpoint: Endpoint, token: Token) -> bool:
    """Return whether a token may touch only what belongs to its user; for the rest access is denied.

    So it is for a user's token on a route that takes one, unless its application has a role for more.
    Assumption: the privileges of the user, which count too, are those of a student.
    """
    return token.owner is not None and endpoint.note in _USERS_OWN and not _has_role(endpoint, token)


def _has_role(endpoint: Endpoint, token: Token) -> bool:
    held = _names(token.application.roles)
    return _EVERY_ROLE in held or not held.isdisjoint(_enough(_names(endpoint.roles)))


def _enough(wanted: Iterable[str]) -> set[str]:
    """Return the roles that will do. Assumption: whoever has the advanced one has the basic one too."""
    return {name for role in wanted for name in (role, _advanced(role))}


def _advanced(role: str) -> str:
    level, _, rest = role.partition(" ")
    return f"advanced {rest}" if level == "basic" else role


def _names(roles: Iterable[str]) -> set[str]:
    return {role.lower() for role in roles}


def _check_scopes(endpoint: Endpoint, token: Token) -> None:
    if not set(endpoint.scopes) <= set(token.scopes):
        raise insufficient_scope(endpoint.scopes)


def insufficient_scope(scopes: tuple[str, ...]) -> Refusal:
    """Return the 403 for missing scopes. Source: the guide's sample."""
    names = " ".join(scopes)
    sentence = f"The action need the following scopes: [{names}]"
    meanings = "; ".join(SCOPES.get(scope, scope) for scope in scopes)
    return Refusal(
        403,
        {"error": "Forbidden", "message": f"Insufficient scope. {sentence} ({meanings})"},
        {
            "WWW-Authenticate": 'Bearer realm="42 API", error="insufficient scope", '
            f'error_description="{sentence}"'
        },
    )
