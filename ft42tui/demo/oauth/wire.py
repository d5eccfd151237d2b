"""The outside of OAuth2: parameters as they come in, refusals in Doorkeeper's own words."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from urllib.parse import parse_qsl

from ft42tui.demo.exchange import Request
from ft42tui.demo.multipart import fields_of
from ft42tui.demo.refusal import Refusal

REALM: Final = 'Bearer realm="42 API"'
"""How every challenge begins."""
UNCACHED: Final[Mapping[str, str]] = {"Cache-Control": "no-store", "Pragma": "no-cache"}
"""The headers of an answer that holds a secret."""

DESCRIPTIONS: Final[Mapping[str, str]] = {
    "access_denied": "The resource owner or authorization server denied the request.",
    "invalid_client": "Client authentication failed due to unknown client, no client authentication included,"
    " or unsupported authentication method.",
    "invalid_code_challenge_method": "The code challenge method must be plain or S256.",
    "invalid_grant": "The provided authorization grant is invalid, expired, revoked, does not match the"
    " redirection URI used in the authorization request, or was issued to another client.",
    "invalid_redirect_uri": "The redirect uri included is not valid.",
    "invalid_request": "The request is missing a required parameter, includes an unsupported parameter value,"
    " or is otherwise malformed.",
    "invalid_scope": "The requested scope is invalid, unknown, or malformed.",
    "unsupported_grant_type": "The authorization grant type is not supported by the authorization server.",
    "unsupported_response_type": "The authorization server does not support this response type.",
}
"""Doorkeeper's sentences. Known from 42: those of invalid_client and invalid_redirect_uri; the others are
assumed to be the stock ones. Source: wire facts, section 1."""


def missing(name: str) -> str:
    """Return the description of a request without a parameter. Assumption: as Doorkeeper words it now."""
    return f"Missing required parameter: {name}."


def refused(error: str, description: str = "") -> Refusal:
    """Return a refused token request: 401 for a wrong client, else 400.

    Assumption: the 400, which is RFC 6749's. Doorkeeper answers with it since 5.1; before, with 401.
    """
    said = description or DESCRIPTIONS[error]
    return Refusal(
        401 if error == "invalid_client" else 400,
        {"error": error, "error_description": said},
        {**UNCACHED, "WWW-Authenticate": f'{REALM}, error="{error}", error_description="{said}"'},
    )


def unauthorized(description: str, body: Mapping[str, Any]) -> Refusal:
    """Return the 401 for a bearer that does not hold. Source: wire facts, section 3."""
    challenge = f'{REALM}, error="invalid_token", error_description="{description}"'
    return Refusal(401, body, {"WWW-Authenticate": challenge})


def parameters_of(request: Request) -> dict[str, str]:
    """Return the parameters of a request. Raises Refusal (400)."""
    return token_parameters(request.parameters, request.body, request.headers.get("content-type", ""))


def token_parameters(query: Sequence[tuple[str, str]], body: bytes, content_type: str) -> dict[str, str]:
    """Return the parameters of a request: query string, form or JSON, the body before the query.

    Of a name that comes twice the last one counts, as in Rack. Raises Refusal (400) for a body that
    cannot be read. Assumption: a value that is a list or an object is a malformed request.
    """
    found = _clean(query)
    text = body.decode("utf-8", "replace")
    media = content_type.partition(";")[0].strip().lower()
    if media == "application/json":
        found.update(_clean(_members(text)))
    elif media == "multipart/form-data":
        found.update(_clean(fields_of(body, content_type)))
    else:
        found.update(_clean(parse_qsl(text, keep_blank_values=True)))
    return found


def _members(text: str) -> Iterable[tuple[str, str]]:
    try:
        given = json.loads(text or "{}")
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise refused("invalid_request", "The request body is not JSON.")
    for name, value in given.items():
        if isinstance(value, (dict, list)):
            raise refused("invalid_request")
        if value is not None:
            yield name, value if isinstance(value, str) else json.dumps(value)


def _clean(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return names and values without lone surrogates, which JSON may hold and nothing can encode."""
    return {_encodable(name): _encodable(value) for name, value in pairs}


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def basic(authorization: str) -> tuple[str, str] | None:
    """Return id and secret from a Basic header. Assumption: Doorkeeper's default is left on."""
    scheme, _, coded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        uid, colon, secret = base64.b64decode(coded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return (uid, secret) if colon else None


def scopes_in(text: str, default: str) -> tuple[str, ...]:
    """Return the scopes that a text names, each once; the default for none.

    Raises Refusal (400) for one with line breaks or tabs, as Doorkeeper does.
    """
    if any(sign in text for sign in "\n\r\t"):
        raise refused("invalid_scope")
    return tuple(dict.fromkeys(word for word in text.split(" ") if word)) or (default,)
