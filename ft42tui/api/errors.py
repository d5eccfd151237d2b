"""Everything that can go wrong with a request, each with a title, what the API said, and what to do.

ApiError
├── Refused            we did not send it
│   ├── BadRequestText what was typed is not a request
│   ├── ForeignOrigin  it would have left the API's origin
│   ├── MissingValue   a path value is missing
│   ├── WritesOff      it would change data
│   └── WalkEnded      the link leads nowhere new
├── Unreachable        no answer: refused, DNS, TLS, timeout, connection lost
├── BadAnswer          an answer that cannot be used: not JSON, a redirect, an unknown encoding
│   └── TooLarge       more than is ever kept
├── SignInFailed       no token
│   └── NotSignedIn    and nothing to ask for one with
└── HttpError          a status of 400 or more
├── Unauthorized   401
├── Forbidden      403
├── NotFound       404
├── RateLimited    429, after all waiting
└── ServerFault    5xx
"""

from __future__ import annotations

import json

from ft42tui.api.challenge import Challenge, parse_challenge, scopes_in
from ft42tui.api.exchange import Exchange

_LONGEST_TITLE = 200  # a title may hold a header's value, and that is as long as the server likes


class ApiError(Exception):
    """A request that brought no page."""

    def __init__(self, title: str, hint: str = "", *, message: str = "", exchange: Exchange | None = None):
        super().__init__()
        self.title = title[:_LONGEST_TITLE]
        """What happened, in a few words."""
        self.message = message
        """What the server said about it; hostile text until painted."""
        self.hint = hint
        """What to do."""
        self.exchange = exchange
        """The request and answer, masked, if it came so far."""

    def __str__(self) -> str:
        return self.title


class Refused(ApiError):
    """We did not send it."""


class BadRequestText(Refused):
    """What was typed is not a request."""


class ForeignOrigin(Refused):
    """It would have left the API's origin, token and all."""


class MissingValue(Refused):
    """A value of the path is missing."""

    def __init__(self, names: tuple[str, ...]):
        listed = ", ".join(names)
        super().__init__(f"The path needs {listed}", "Give it a value in the query pane, then send again.")
        self.names = names
        """The names of the missing values."""


class WritesOff(Refused):
    """It would change data."""


class WalkEnded(Refused):
    """The link leads nowhere new."""


class Unreachable(ApiError):
    """No answer came."""


class BadAnswer(ApiError):
    """An answer came that cannot be used."""


class TooLarge(BadAnswer):
    """An answer that is larger than anything that is kept."""


class SignInFailed(ApiError):
    """No token was to be had."""


class NotSignedIn(SignInFailed):
    """Nobody signed in: there is nothing to ask for a token with."""


class HttpError(ApiError):
    """A status of 400 or more."""

    def __init__(self, title: str, hint: str = "", *, message: str, exchange: Exchange):
        super().__init__(title, hint, message=message, exchange=exchange)
        self.status = exchange.status or 0
        """The status."""


class Unauthorized(HttpError):
    """401: the token is missing, dead or wrong."""


class Forbidden(HttpError):
    """403: the token may not do this."""

    def __init__(self, title: str, hint: str = "", *, message: str, exchange: Exchange):
        super().__init__(title, hint, message=message, exchange=exchange)
        self.challenge: Challenge = parse_challenge(exchange.header("WWW-Authenticate") or "")
        """What the WWW-Authenticate header said."""
        self.needed: tuple[str, ...] = self.challenge.scopes or scopes_in(message)
        """The scopes that the call needs, if the API named them."""


class NotFound(HttpError):
    """404: no such object, or hidden from this token."""


class RateLimited(HttpError):
    """429, after all waiting."""


class ServerFault(HttpError):
    """5xx: the server's fault."""


def error_for(exchange: Exchange, body: bytes | bytearray) -> HttpError:
    """Return the error that an answer of status 400 or more stands for."""
    status = exchange.status or 0
    message = message_in(body, exchange.header("Content-Type") or "")
    kind, title, hint = _EXPLAINED.get(status, _other(status))
    if status == 403 and _is_html(exchange):
        return Forbidden(
            "403 · blocked before it reached the API",
            "The answer is a web page, most likely Cloudflare's challenge: wait, then send again (r).",
            message=message,
            exchange=exchange,
        )
    error = kind(title, hint, message=message, exchange=exchange)
    if isinstance(error, Forbidden) and error.needed:
        scopes = " ".join(error.needed)
        error.title = f"403 · the token lacks a scope: {scopes}"
        error.hint = f"Ask for a token with the scope {scopes}."
    return error


def message_in(body: bytes | bytearray, content_type: str) -> str:
    """Return what an error's body says, in one line.

    Order of trust as clients of this API found it: `message`, `error_description`, `error`,
    `errors`, else the first line of the text. Source: wire facts, section 3.
    """
    text = body[:_READ].decode("utf-8", "replace").strip()
    if "html" in content_type.lower() or text[:1] == "<":
        return "The server answered with a web page."
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        said = text.partition("\n")[0]
    if isinstance(said, dict):
        keys = ("message", "error_description", "error", "errors")
        said = next((said[key] for key in keys if said.get(key)), said or "")
    return " ".join(_flat(said, _DEEPEST).split())[:_LONGEST]


_READ = 64 * 1024
_LONGEST = 300
_DEEPEST = 3


def _flat(said: object, depth: int) -> str:
    """Return a JSON value in a few words; what is nested too deeply is left out."""
    if isinstance(said, str):
        return said
    if isinstance(said, dict | list) and not depth:
        return "…"
    if isinstance(said, dict):
        return "; ".join(f"{key}: {_flat(value, depth - 1)}" for key, value in said.items())
    if isinstance(said, list):
        return ", ".join(_flat(item, depth - 1) for item in said)
    return json.dumps(said)


def _is_html(exchange: Exchange) -> bool:
    return "html" in (exchange.header("Content-Type") or "").lower()


_EXPLAINED: dict[int, tuple[type[HttpError], str, str]] = {
    400: (
        HttpError,
        "400 · the API did not understand the request",
        "Check the names and values of the query.",
    ),
    401: (
        Unauthorized,
        "401 · the token was not accepted",
        "It is expired, revoked or wrong. Get a new one; if it came from an id and secret, check that the "
        "secret has not rotated (about every 30 days).",
    ),
    403: (
        Forbidden,
        "403 · this token may not do that",
        "The application may lack a role, or the call needs a user's token. Nothing to retry.",
    ),
    404: (
        NotFound,
        "404 · not found",
        "There is no such object, or it is hidden from this token.",
    ),
    501: (
        ServerFault,
        "501 · the server does not serve this route",
        "Sending again will not help.",
    ),
    422: (HttpError, "422 · the API refused the values", "Correct the fields that it names."),
    429: (
        RateLimited,
        "429 · too many requests",
        "Other programs may share this application's budget. Wait, then send again (r).",
    ),
}


def _other(status: int) -> tuple[type[HttpError], str, str]:
    if status >= 500:
        return ServerFault, f"{status} · the server failed", "It often passes: send again (r)."
    return HttpError, f"{status} · the API refused the request", "See the exchange (5) for its answer."
