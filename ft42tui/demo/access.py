"""Who may do what: scopes of the token, roles of the application, and whether there is a user."""

from __future__ import annotations

from typing import Final

from ft42tui.catalog import SCOPES, Endpoint
from ft42tui.catalog.scopes import needs_user
from ft42tui.demo.oauth import Token
from ft42tui.demo.refusal import Refusal, access_denied

_USER_OR_ROLE: Final = frozenset(
    {
        "user token, or an application with one of the roles",
        "user token with the scope, or an application with one of the roles",
    }
)


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


def _has_role(endpoint: Endpoint, token: Token) -> bool:
    wanted = {role.lower() for role in endpoint.roles}
    return any(role.lower() in wanted for role in token.application.roles)


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
