"""Everything that can go wrong with a request: what happened, what the API said, the cause, what to do.

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
│   ├── ScopeRefused   a scope that the application may not have
│   └── NotSignedIn    and nothing to ask for one with
└── HttpError          a status of 400 or more
├── Unauthorized   401
├── Forbidden      403
├── NotFound       404
├── RateLimited    429, after all waiting
└── ServerFault    5xx
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ft42tui.api.challenge import Challenge, parse_challenge, scopes_in
from ft42tui.api.exchange import Exchange
from ft42tui.api.message import message_in as message_in

if TYPE_CHECKING:  # nothing is refused before the first frame
    from ft42tui.api.complaint import Complaint
    from ft42tui.api.no_answer import Failing

_LONGEST_TITLE = 200  # a title may hold a header's value, and that is as long as the server likes


class ApiError(Exception):
    """A request that brought no page."""

    def __init__(
        self,
        title: str,
        hint: str = "",
        *,
        message: str = "",
        exchange: Exchange | None = None,
        cause: str = "",
    ) -> None:
        super().__init__()
        self.title = title[:_LONGEST_TITLE]
        """What happened, in a few words."""
        self.message = message
        """What the server said about it; hostile text until painted."""
        self.cause = cause
        """Why, most likely; `not certain` where the evidence does not say; empty where the title says all."""
        self.hint = hint
        """What to do."""
        self.exchange = exchange
        """The request and answer, masked, if it came so far."""
        self.tries = 1
        """How often it was tried. A 429 that was waited out is no try, unless nothing else ever came."""

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


class ScopeRefused(SignInFailed):
    """The application may not ask for one of the scopes: `invalid_scope`."""


class NotSignedIn(SignInFailed):
    """Nobody signed in: there is nothing to ask for a token with."""


class HttpError(ApiError):
    """A status of 400 or more."""

    def __init__(
        self, title: str, hint: str = "", *, message: str, exchange: Exchange, cause: str = ""
    ) -> None:
        super().__init__(title, hint, message=message, exchange=exchange, cause=cause)
        self.status = exchange.status or 0
        """The status."""
        self.complaint: Complaint | None = None
        """What the API said about a name or a value of the query, where that is to be believed."""
        self.fields: tuple[tuple[str, str], ...] = ()
        """What it said field by field: `(("login", "is taken"), …)`."""


class Unauthorized(HttpError):
    """401: the token is missing, dead or wrong."""


class Forbidden(HttpError):
    """403: the token may not do this."""

    def __init__(
        self, title: str, hint: str = "", *, message: str, exchange: Exchange, cause: str = ""
    ) -> None:
        super().__init__(title, hint, message=message, exchange=exchange, cause=cause)
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


_KINDS: dict[int, type[HttpError]] = {401: Unauthorized, 403: Forbidden, 404: NotFound, 429: RateLimited}


def error_for(exchange: Exchange, body: bytes | bytearray) -> HttpError:
    """Return the error that an answer of status 400 or more stands for."""
    from ft42tui.api.evidence import Evidence
    from ft42tui.api.explanations import explain

    seen = Evidence.of(exchange, body)
    told = explain(seen)
    kind = _KINDS.get(seen.at, ServerFault if seen.at >= 500 else HttpError)
    message = seen.complaint.words if seen.complaint is not None and seen.is_listed else seen.message
    error = kind(told.title, told.hint, message=message, exchange=exchange, cause=told.cause)
    error.complaint = None if seen.is_unasked else seen.complaint
    error.fields = seen.fields
    return error


def no_json(exchange: Exchange, body: bytes | bytearray, title: str = "") -> BadAnswer:
    """Return the error for an answer of status 2xx whose body is not JSON."""
    from ft42tui.api.evidence import Evidence
    from ft42tui.api.explanations import explain

    seen = Evidence.of(exchange, body)
    told = explain(seen)
    message = seen.message if seen.is_page else ""  # what else it holds is no sentence for anybody
    return BadAnswer(title or told.title, told.hint, message=message, exchange=exchange, cause=told.cause)


def no_answer(at: Failing, said: str, origin: str, exchange: Exchange) -> Unreachable:
    """Return the error for a request to an origin that ended without an answer, and what was said then."""
    from ft42tui.api.explanations import explain_no_answer
    from ft42tui.api.no_answer import NoAnswer

    told = explain_no_answer(NoAnswer(at, origin, said))
    return Unreachable(told.title, told.hint, message=said, exchange=exchange, cause=told.cause)
