"""Forbidden answers, each with what was known when it came, and what a careful person would make of it.

Written from the official guide, the wire facts (sections 1 to 3) and common sense, not from the code.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from recorded import GUIDE_403, GUIDE_A_403, answer_of

from ft42tui.api.errors import Forbidden, error_for
from ft42tui.catalog import Catalog, Endpoint
from ft42tui.session.diagnosis import Case, Verdict
from ft42tui.session.reach import Bearer

CATALOG: Final = Catalog.load()


@dataclass(frozen=True, slots=True)
class Row:
    """One forbidden answer."""

    name: str
    """What is special about it."""
    raw: str
    """The answer."""
    verdict: Verdict | None
    """What a careful person says that it is, or most likely is."""
    is_certain: bool
    """Whether they would swear to it."""
    route: str = "GET /v2/users"
    """The route, as the catalogue writes it; one that it does not have is made up."""
    scopes: str | None = "public"
    """The token's scopes."""
    has_user: bool | None = True
    """Whether the token is a user's."""
    roles: tuple[str, ...] | None = None
    """The application's roles as earlier answers told them."""
    asked: str | None = "public"
    """The scopes that were asked for when the token was made."""
    is_reused: bool = False
    """Whether the token was handed out again."""
    refused: str = ""
    """The scopes that the application was refused."""

    @property
    def endpoint(self) -> Endpoint:
        """The route."""
        method, _, path = self.route.partition(" ")
        found = (one for one in CATALOG if (one.method, one.path) == (method, path))
        return next(found, Endpoint(method, path, "unknown"))

    @property
    def case(self) -> Case:
        """What is to be diagnosed."""
        exchange, body = answer_of(self.raw)
        error = error_for(exchange, body)
        assert isinstance(error, Forbidden)
        return Case(
            error,
            self.endpoint,
            Bearer(None if self.scopes is None else tuple(self.scopes.split()), self.has_user, self.roles),
            None if self.asked is None else tuple(self.asked.split()),
            self.is_reused,
            frozenset(self.refused.split()),
        )


_STATUS = "HTTP/1.1 403 Forbidden\n"
_JSON = "Content-Type: application/json; charset=utf-8\n"
_PAGE = "Content-Type: text/html; charset=UTF-8\n"
_APP = "X-Application-Id: 7\nX-Application-Name: Brobot\nX-Application-Roles: None\n"
_ID = "X-Request-Id: bb64ca44-142b-46a6-b590-af95e2e05e66\nX-Runtime: 0.045248\n"


def _app(roles: str) -> str:
    return _APP.replace("None", roles)


def _header(scopes: str, error: str = "insufficient scope") -> str:
    return (
        f'WWW-Authenticate: Bearer realm="42 API", error="{error}", '
        f'error_description="The action need the following scopes: [{scopes}]"\n'
    )


def _body(scopes: str) -> str:
    return (
        '\n{"error":"Forbidden","message":"Insufficient scope. '
        f'The action need the following scopes: [{scopes}] (…)"}}'
    )


def _scope(scopes: str) -> str:
    return _STATUS + _JSON + _APP + _ID + _header(scopes) + _body(scopes)


_DENIED = '\n{"error":"Access Denied","message":"You are not authorized to access this page."}'


def _denied(roles: str = "None") -> str:
    return _STATUS + _JSON + _app(roles) + _ID + _DENIED


_TITLE = "\n<!DOCTYPE html><html><head><title>{}</title></head><body></body></html>"
_MOMENT = _TITLE.format("Just a moment...")
_CLOUDFLARE = "Server: cloudflare\nCF-RAY: 8a1b2c3d4e5f-CDG\n"
_CHALLENGE = "cf-mitigated: challenge\n"

SCOPES: Final = (
    Row("the guide's sample", GUIDE_403, "not_asked", True, "POST /v2/topics/:topic_id/messages"),
    Row("its other revision", GUIDE_A_403, "not_asked", True, "POST /v2/topics/:topic_id/messages"),
    Row("a scope that was not asked for", _scope("projects"), "not_asked", True, "GET /v2/me/slots"),
    Row(
        "an application's token without the scope, on a route that needs a user too",
        _scope("projects"),
        "not_asked",
        True,
        "GET /v2/me/slots",
        has_user=False,
    ),
    Row(
        "nobody knows whose token it is, and the scope does not depend on it",
        _scope("tig"),
        "not_asked",
        True,
        "GET /v2/community_services",
        has_user=None,
    ),
    Row(
        "one of two scopes is there",
        _scope("projects tig"),
        "not_asked",
        True,
        "GET /v2/closes",
        scopes="public projects",
        asked="public projects",
    ),
    Row(
        "the header alone",
        _STATUS + _JSON + _APP + _header("projects") + '\n{"error":"Forbidden"}',
        "not_asked",
        True,
        "GET /v2/me/slots",
    ),
    Row(
        "the body alone, as a proxy leaves it",
        _STATUS + _JSON + _APP + _body("projects"),
        "not_asked",
        True,
        "GET /v2/me/slots",
    ),
    Row(
        "as RFC 6750 writes it",
        _STATUS
        + _JSON
        + _APP
        + 'WWW-Authenticate: Bearer error="insufficient_scope", scope="projects"\n'
        + '\n{"error":"insufficient_scope"}',
        "not_asked",
        True,
        "GET /v2/me/slots",
    ),
    Row(
        "headers in lower case, as HTTP/2 has them",
        "HTTP/2 403 \n" + (_JSON + _APP + _header("projects")).replace("WWW-A", "www-a") + _body("projects"),
        "not_asked",
        True,
        "GET /v2/me/slots",
    ),
    Row(
        "not asked for, though an old token came back",
        _scope("projects"),
        "not_asked",
        True,
        "GET /v2/me/slots",
        is_reused=True,
    ),
    Row(
        "the old token came back",
        _scope("projects"),
        "not_granted",
        True,
        "GET /v2/me/slots",
        asked="public projects",
        is_reused=True,
    ),
    Row(
        "the application's old token came back",
        _scope("tig"),
        "not_granted",
        True,
        "GET /v2/community_services",
        has_user=False,
        asked="public tig",
        is_reused=True,
    ),
    Row(
        "asked for and not granted, in a token just made",
        _scope("projects"),
        "not_granted",
        True,
        "GET /v2/me/slots",
        asked="public projects",
    ),
    Row(
        "a route that takes an application with a role as well",
        _scope("projects"),
        "not_asked",
        True,
        "POST /v2/scale_teams",
        has_user=False,
    ),
    Row(
        "another scope than the documentation names: the API knows best",
        _scope("projects"),
        "not_asked",
        True,
        "GET /v2/community_services",
    ),
    Row(
        "a sign-in with the scope was refused",
        _scope("projects"),
        "not_allowed",
        True,
        "GET /v2/me/slots",
        refused="projects",
    ),
    Row(
        "a sign-in with another scope was refused",
        _scope("projects"),
        "not_asked",
        True,
        "GET /v2/me/slots",
        refused="tig",
    ),
    Row(
        "one of two missing scopes was refused",
        _scope("projects tig"),
        "not_allowed",
        True,
        "GET /v2/closes",
        refused="tig",
    ),
)
"""Scopes are the matter, and the evidence holds."""

DOUBTED_SCOPES: Final = (
    Row("the token's scopes unknown", GUIDE_403, "not_asked", False, "GET /v2/me/slots", scopes=None),
    Row("what was asked for unknown", _scope("projects"), "not_asked", False, "GET /v2/me/slots", asked=None),
    Row(
        "an old token, what was asked for unknown",
        _scope("projects"),
        "not_asked",
        False,
        "GET /v2/me/slots",
        asked=None,
        is_reused=True,
    ),
    Row(
        "neither scopes nor what was asked for known",
        _scope("projects"),
        "not_asked",
        False,
        "GET /v2/me/slots",
        scopes=None,
        asked=None,
    ),
    Row(
        "the token has the scope that the API misses",
        _scope("projects"),
        None,
        False,
        "GET /v2/me/slots",
        scopes="public projects",
        asked="public projects",
    ),
    Row(
        "the token has the scope, though it was refused once",
        _scope("projects"),
        None,
        False,
        "GET /v2/me/slots",
        scopes="public projects",
        asked="public projects",
        refused="projects",
    ),
    Row(
        "header and body name different scopes",
        _STATUS + _JSON + _APP + _header("forum") + _body("projects"),
        "not_asked",
        False,
        "GET /v2/me/slots",
    ),
    Row(
        "header and body name different scopes, one of them the token's",
        _STATUS + _JSON + _APP + _header("forum") + _body("public"),
        "not_asked",
        False,
        "GET /v2/me/slots",
    ),
    Row(
        "one header names two lists",
        _STATUS
        + _JSON
        + _APP
        + 'WWW-Authenticate: Bearer error="insufficient_scope", scope="tig", '
        + 'error_description="The action need the following scopes: [projects]"\n'
        + "\n{}",
        "not_asked",
        False,
        "GET /v2/me/slots",
    ),
    Row(
        "insufficient scope, and Access Denied",
        _STATUS + _JSON + _APP + _header("tig") + _DENIED,
        None,
        False,
        "GET /v2/closes",
    ),
    Row(
        "insufficient scope without a name",
        _STATUS + _JSON + _APP + 'WWW-Authenticate: Bearer error="insufficient scope"\n' + "\n{}",
        "not_asked",
        False,
        "GET /v2/me/slots",
    ),
    Row(
        "insufficient scope without a name, on a route without scopes",
        _STATUS + _JSON + _APP + 'WWW-Authenticate: Bearer error="insufficient scope"\n' + "\n{}",
        None,
        False,
    ),
    Row(
        "insufficient scope with an empty list",
        _STATUS + _JSON + _APP + _header("") + _body(""),
        None,
        False,
    ),
    Row(
        "a page by its type, with the scope in its header",
        _STATUS + _PAGE + _CLOUDFLARE + _header("projects") + _MOMENT,
        None,
        False,
        "GET /v2/me/slots",
    ),
    Row(
        "the header of somebody else before the API's",
        _STATUS
        + _JSON
        + _APP
        + 'WWW-Authenticate: Basic realm="staging"\n'
        + _header("projects")
        + '\n{"error":"Forbidden"}',
        None,
        False,
        "GET /v2/community_services",
    ),
    Row(
        "invalid_token in a 403",
        _STATUS
        + _JSON
        + _APP
        + 'WWW-Authenticate: Bearer realm="42 API", error="invalid_token", '
        + 'error_description="The access token expired"\n'
        + '\n{"error":"Forbidden","message":"The access token expired"}',
        None,
        False,
        "GET /v2/me/slots",
    ),
    Row(
        "invalid_token that names scopes",
        _STATUS + _JSON + _APP + _header("projects", "invalid_token") + "\n{}",
        "not_asked",
        False,
        "GET /v2/me/slots",
    ),
    Row(
        "the scope was refused once, though the sign-in of this token asked for it",
        _scope("projects"),
        "not_allowed",
        False,
        "GET /v2/me/slots",
        asked="public projects",
        refused="projects",
    ),
    Row(
        "one of two missing scopes was asked for",
        _scope("projects tig"),
        "not_granted",
        False,
        "GET /v2/closes",
        asked="public tig",
    ),
    Row(
        "the body alone, and no header of the API's",
        _STATUS + _JSON + _body("projects"),
        "not_asked",
        False,
        "GET /v2/me/slots",
    ),
    Row(
        "a page by its type, and JSON that names a scope",
        _STATUS + _PAGE + _body("projects"),
        None,
        False,
        "GET /v2/me/slots",
    ),
)
"""Scopes may be the matter: something is missing, or contradicts."""

RIGHTS: Final = (
    Row("no role, an application's token", _denied(), "role", True, "GET /v2/clusters", has_user=False),
    Row("no role, a user's token", _denied(), "role", True, "GET /v2/balances"),
    Row(
        "another role",
        _denied("Tutor, Notes manager"),
        "role",
        True,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row(
        "the answer's roles, not those of earlier ones",
        _denied(),
        "role",
        True,
        "GET /v2/clusters",
        has_user=False,
        roles=("Basic staff",),
    ),
    Row("an application asks about itself", _denied(), "user", True, "GET /v2/me", has_user=False),
    Row(
        "a note asks for a user",
        _denied(),
        "user",
        True,
        "GET /v2/me/projects",
        has_user=False,
    ),
    Row(
        "a user or a role, and neither is there",
        _denied(),
        "user",
        True,
        "POST /v2/notes",
        has_user=False,
    ),
)
"""Roles or users are the matter, and the evidence holds."""

DOUBTED_RIGHTS: Final = (
    Row(
        "the roles' header is absent",
        _STATUS + _JSON + _ID + _DENIED,
        "role",
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row(
        "the roles' header is empty",
        _denied(""),
        "role",
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row(
        "roles that only earlier answers told",
        _STATUS + _JSON + _ID + _DENIED,
        "role",
        False,
        "GET /v2/clusters",
        has_user=False,
        roles=(),
    ),
    Row(
        "none of the API's own headers",
        _STATUS + _JSON + _DENIED,
        "user",
        False,
        "GET /v2/me",
        has_user=False,
    ),
    Row(
        "Access Denied, and invalid_token",
        _STATUS + _JSON + _APP + 'WWW-Authenticate: Bearer error="invalid_token"\n' + _DENIED,
        "role",
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row("a scope is missing as well as a role", _denied(), None, False, "GET /v2/closes"),
    Row(
        "a role that the application has",
        _denied("Basic staff"),
        None,
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row(
        "a role that the application has, in another case",
        _denied("basic STAFF"),
        None,
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row("the role of every right", _denied("Intrateam"), None, False, "GET /v2/clusters", has_user=False),
    Row(
        "the advanced role where the basic one is named",
        _denied("Advanced staff"),
        "role",
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row(
        "two headers of roles that disagree",
        _STATUS + _JSON + _APP + "X-Application-Roles: Basic staff\n" + _DENIED,
        None,
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row("whose token it is unknown", _denied(), "user", False, "GET /v2/me", has_user=None),
    Row(
        "a user's token on a route that takes one",
        _denied(),
        None,
        False,
        "GET /v2/me/projects",
    ),
    Row("a route that asks for nothing", _denied(), None, False, has_user=False),
    Row(
        "a route that the catalogue lacks",
        _denied(),
        None,
        False,
        "GET /v2/secrets",
        has_user=False,
    ),
    Row(
        "the API says no more than Forbidden",
        _STATUS + _JSON + _APP + '\n{"error":"Forbidden"}',
        "role",
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row("an empty body", _STATUS + _APP + _ID + "\n", "user", False, "GET /v2/me", has_user=False),
    Row("no headers, no body", _STATUS + "\n", None, False, "GET /v2/me/slots"),
    Row(
        "JSON that is a list",
        _STATUS + _JSON + '\n["Access Denied"]',
        None,
        False,
        "GET /v2/users",
    ),
    Row(
        "a number for JSON, on a route that needs a role",
        _STATUS + _JSON + _APP + "\n403",
        "role",
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
)
"""Roles or users may be the matter: something is missing, or contradicts."""

OBJECTS: Final = (
    Row(
        "a slot of somebody else",
        _denied(),
        "not_yours",
        False,
        "GET /v2/slots/:id",
        scopes="public projects",
        asked="public projects",
    ),
    Row(
        "somebody else's project to retry",
        _denied(),
        "not_yours",
        False,
        "PATCH /v2/projects_users/:id/retry",
        scopes="public projects",
        asked="public projects",
    ),
    Row(
        "a note of somebody else, without the role for more",
        _denied(),
        "not_yours",
        False,
        "DELETE /v2/notes/:id",
    ),
    Row(
        "a user, whose application has the role as well",
        _denied("Notes manager"),
        None,
        False,
        "DELETE /v2/notes/:id",
    ),
)
"""The object may be the matter; the API never says so."""

BLOCKED: Final = (
    Row(
        "Cloudflare's challenge",
        _STATUS + _PAGE + _CLOUDFLARE + _CHALLENGE + _MOMENT,
        "blocked",
        True,
    ),
    Row(
        "Cloudflare's challenge on a route that lacks a scope as well",
        _STATUS + _PAGE + _CLOUDFLARE + _CHALLENGE + _MOMENT,
        "blocked",
        True,
        "GET /v2/me/slots",
        has_user=False,
    ),
    Row(
        "Cloudflare's other page",
        _STATUS + _PAGE + _CLOUDFLARE + _TITLE.format("Attention Required! | Cloudflare"),
        "blocked",
        True,
    ),
    Row(
        "the challenge by its words alone",
        _STATUS + _PAGE + _MOMENT,
        "blocked",
        False,
    ),
    Row(
        "a page without any mark",
        _STATUS + "Server: nginx\n" + _PAGE + _TITLE.format("403 Forbidden"),
        "blocked",
        False,
    ),
    Row(
        "a page of a proxy on the way, on a route that needs a role",
        _STATUS + "Server: squid/6.1\nVia: 1.1 proxy\n" + _PAGE + _TITLE.format("ERROR: Access Denied"),
        "blocked",
        False,
        "GET /v2/clusters",
        has_user=False,
    ),
    Row(
        "a page with the API's own headers",
        _STATUS + _PAGE + _APP + _ID + _TITLE.format("Just a moment..."),
        None,
        False,
    ),
    Row(
        "a challenge with the API's own headers",
        _STATUS + _PAGE + _CLOUDFLARE + _CHALLENGE + _APP + _ID + _MOMENT,
        None,
        False,
    ),
    Row(
        "Cloudflare in a word, without a page",
        _STATUS + "Content-Type: text/plain\n" + _CLOUDFLARE + "\nerror code: 1020",
        None,
        False,
    ),
    Row(
        "the API's answer, passed on by Cloudflare",
        _STATUS + _JSON + _CLOUDFLARE + _APP + _ID + _header("projects") + _body("projects"),
        "not_asked",
        True,
        "GET /v2/me/slots",
    ),
    Row(
        "Access Denied, passed on by Cloudflare",
        _STATUS + _JSON + _CLOUDFLARE + _APP + _ID + _DENIED,
        "role",
        True,
        "GET /v2/clusters",
        has_user=False,
    ),
)
"""It may not have come as far as the API."""

_SAID = '{"error":"Forbidden","message":"%s"}'

READ_AGAIN: Final = (
    Row(
        "scopes in brackets that nobody says are missing",
        _STATUS + _JSON + _APP + _ID + "\n" + _SAID % "Your scopes: [forum] are fine, but you are banned",
        "not_asked",
        False,
    ),
    Row(
        "access denied for a scope in brackets",
        _STATUS + _JSON + _APP + _ID + "\n" + _SAID % "Access denied for scope [forum]",
        "not_asked",
        False,
    ),
    Row(
        "a second challenge that contradicts the first",
        _STATUS
        + _JSON
        + _APP
        + _ID
        + _header("forum")
        + 'WWW-Authenticate: Bearer error="invalid_token"\n'
        + _body("forum"),
        "not_asked",
        False,
    ),
    Row(
        "a challenge of another scheme",
        _STATUS + _JSON + _APP + _ID + 'WWW-Authenticate: Basic realm="x", scope="forum"\n\n{}',
        "not_asked",
        False,
    ),
    Row(
        "a route that asks for a scope, and nothing is known of the token",
        _STATUS + _JSON + _APP + _ID + _DENIED,
        None,
        False,
        "GET /v2/community_services",
        scopes=None,
        has_user=None,
        asked=None,
    ),
)
"""What a second pair of eyes found."""

ROWS: Final = (*SCOPES, *DOUBTED_SCOPES, *RIGHTS, *DOUBTED_RIGHTS, *OBJECTS, *BLOCKED, *READ_AGAIN)
"""Every row."""
