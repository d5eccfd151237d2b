"""What only the session knows of an error: whose token it was, what the clock says, what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ft42tui.api.complaint import did_you_mean, listed
from ft42tui.api.errors import HttpError, NotFound, RateLimited, Unauthorized
from ft42tui.api.exchange import clock_skew
from ft42tui.session.granted import life

if TYPE_CHECKING:
    from datetime import tzinfo

    from ft42tui.api.errors import ApiError
    from ft42tui.api.exchange import Exchange
    from ft42tui.api.query import Query
    from ft42tui.api.token import Token

_SKEWED: Final = 60.0
_YEAR: Final = 366 * 86400.0
_LATER: Final = 5.0  # seconds until which nobody looks at a clock
_USERS: Final = "/v2/users/"


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a request beside its answer."""

    now: float
    """This machine's time, in seconds since the epoch."""
    token: Token | None = None
    """The token that it was sent with."""
    has_user: bool | None = None
    """Whether that is a user's; None while unknown."""
    query: Query | None = None
    """What was asked, if that was a query."""


def explain(error: ApiError, known: Known, *, zone: tzinfo | None = None) -> None:
    """Add to an error what is known beside its answer; where that says nothing, leave it as it is."""
    if not isinstance(error, HttpError) or error.exchange is None:
        return
    if isinstance(error, Unauthorized):
        _explain_clock(error, error.exchange, known)
    elif isinstance(error, NotFound):
        _explain_hidden(error, error.exchange, known)
    elif isinstance(error, RateLimited):
        _explain_wait(error, error.exchange, known, zone)
    if error.complaint is not None:
        _explain_names(error, known)


def _explain_clock(error: Unauthorized, exchange: Exchange, known: Known) -> None:
    """Name the clock where the token is alive by it, and the server's clock or its words say otherwise."""
    from ft42tui.api.evidence import Evidence

    if known.token is None or known.token.expires_at is None or known.token.is_dying(known.now, margin=0.0):
        return
    faults = Evidence.of(exchange, exchange.excerpt.encode()).token_faults
    if "revoked" in faults and "expired" not in faults:
        return  # who ended it did so at any time
    ahead = clock_skew(exchange, known.now)
    lives = f"by it the token lives another {life(known.token.expires_at - known.now)}"
    if abs(ahead) > _SKEWED:
        sure = "Most likely it is" if faults == ("expired",) else "It may be"
        side = "behind" if ahead > 0 else "ahead of"
        error.cause += f" {sure} this machine's clock, {life(abs(ahead))} {side} the server's: {lives}."
        error.hint = f"Set this machine's clock. {error.hint}"
    elif faults != ("expired",):
        return
    elif known.token.issued_at is not None and known.now - known.token.issued_at < _SKEWED:
        error.cause = "Not certain why: the API says expired, of a token that came a moment ago."
    else:
        off = "It agrees with the server's now." if exchange.header("Date") else "How far is not known."
        error.cause += f" Most likely this machine's clock was set since it came: {lives}. {off}"


def _explain_hidden(error: NotFound, exchange: Exchange, known: Known) -> None:
    from urllib.parse import urlsplit

    if not urlsplit(exchange.url).path.startswith(_USERS) or known.has_user is not False:
        return
    error.cause = (
        "Not certain which: there is no such user, or it is hidden. This is an application's token, and an "
        "application's token does not see every user."
    )
    error.hint = "Check the login or id, or sign in as a user (L) and send again."


def _explain_wait(error: RateLimited, exchange: Exchange, known: Known, zone: tzinfo | None) -> None:
    from ft42tui.api.budget import retry_after
    from ft42tui.session.facts import moment

    asked = exchange.header("Retry-After")
    if asked is None:
        return
    wait = retry_after(asked, now=lambda: known.now)
    if _LATER < wait < _YEAR:  # later than that is nothing that anybody means
        error.cause += f" It is over at {moment(known.now + wait, zone)}."


def _explain_names(error: HttpError, known: Known) -> None:
    """Name what the documentation lists where the API refused a name and listed none."""
    from ft42tui.session.marks import documented

    complaint = error.complaint
    if complaint is None or complaint.fault != "unknown" or complaint.allowed or known.query is None:
        return
    names = documented(known.query.endpoint, complaint)
    if not names:
        return
    close = dict.fromkeys(filter(None, (did_you_mean(name, names) for name in complaint.names)))
    question = f"Did you mean {' and '.join(close)}? " if close else ""
    error.hint = f"{question}The API lists none; the documentation lists {listed(names)}."
