"""Trying again: what may pass by itself, after how long, and what is said where it did not."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import httpx

from ft42tui.api.budget import Limit, limit_of, retry_after
from ft42tui.api.errors import ApiError, RateLimited
from ft42tui.api.exchange import Exchange

IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS"})
"""Methods that may be sent twice. Not POST: a token, once asked for, may have been made."""

PASSING: Final = frozenset({500, 502, 503, 504})
"""Statuses that pass on retry. Source: wire facts, section 3. A 501 says what the server cannot do."""

LOST: Final = "connection lost"
CUT_SHORT: Final = "answer cut short"
LATE: Final = "no answer in time"

_LATE_AT_MOST: Final = 2  # who waited half a minute twice need not wait two minutes
_LONGEST_POWER: Final = 64

AnyError = TypeVar("AnyError", bound=ApiError)


@dataclass(frozen=True, slots=True)
class Failure:
    """A try that failed."""

    reason: str
    """By what, in a few words: `502`, `connection lost`."""
    may_pass: bool = True
    """Whether the same request may fare better in a moment."""
    asked: float = 0.0
    """Seconds that the server asked to wait; 0 if it did not."""


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How often a request is tried, and how long after a failure.

    The wait is drawn from nothing to a bound that doubles with every failure (full jitter): clients that
    failed together do not come back together.
    """

    tries: int = 4
    """Tries at most, the first one too."""
    base: float = 0.5
    """Half the bound of the first wait, in seconds."""
    cap: float = 4.0
    """The bound of any wait, in seconds."""
    longest: float = 60.0
    """Seconds that are waited at most where the server says how long; who asks for more is left alone."""

    def bound(self, failed: int) -> float:
        """Return the longest wait after so many failures, in seconds."""
        return min(self.cap, self.base * 2.0 ** min(failed, _LONGEST_POWER))

    def pause(self, method: str, failures: Sequence[Failure], chance: float) -> float | None:
        """Return the seconds to wait before the next try, or None if there is none.

        `failures` are those so far, the newest last; `chance` is random, from 0 to 1.
        """
        last = failures[-1]
        if method.upper() not in IDEMPOTENT or not last.may_pass or len(failures) >= self.tries:
            return None
        if last.asked > self.longest:
            return None
        if last.reason == LATE and sum(failure.reason == LATE for failure in failures) >= _LATE_AT_MOST:
            return None
        return max(last.asked, chance * self.bound(len(failures)))


def failure_in(exchange: Exchange) -> Failure | None:
    """Return how an answer failed, or None if it did not: what a 4xx says will be no other in a moment."""
    status = exchange.status or 0
    if status < 500:
        return None
    asked = exchange.header("Retry-After") if status == 503 else None
    return Failure(str(status), status in PASSING, retry_after(asked) if asked else 0.0)


def failure_of(error: ApiError) -> Failure:
    """Return how a request failed that brought no usable answer, by the cause of its error."""
    cause = error.__cause__
    if isinstance(cause, httpx.ReadTimeout):
        return Failure(LATE)
    if isinstance(cause, EOFError):
        return Failure(CUT_SHORT)
    if is_lost(cause):
        return Failure(LOST)
    return Failure(error.title, may_pass=False)


def is_lost(cause: BaseException | None) -> bool:
    """Return whether a connection that once was there ended before the answer did."""
    if isinstance(cause, httpx.RemoteProtocolError):  # an answer that is no HTTP is one too
        said = str(cause).lower()
        return "disconnected" in said or "closed connection" in said
    return isinstance(cause, httpx.NetworkError) and not isinstance(cause, httpx.ConnectError)


def counted(error: AnyError, before: Sequence[Failure], last: Failure | None) -> AnyError:
    """Let an error say how often it was tried, and return it.

    `before` are the failures of earlier tries. `last` is the one that the error is about, or None if it
    is about what the server made of the request.
    """
    error.tries = len(before) + 1
    if last is None:
        return error
    if before:
        is_same = all(failure.reason == last.reason for failure in before)
        error.title = f"{error.title}, {_in_a_row(error.tries) if is_same else f'after {error.tries} tries'}"
    if last.asked:
        error.hint = f"The server asks to wait {duration(last.asked)}: send again after that (r)."
    return error


def limited(error: RateLimited, exchange: Exchange, tries: int) -> RateLimited:
    """Let the error of a 429 say which limit it is about, how often it came and how long to wait."""
    error.tries = tries
    about = _LIMITS[limit_of(exchange)]
    if about and not error.cause:  # else it is said already, by the answer's words too
        error.title = f"429 · too many requests: {about}"
    if tries > 1:
        error.title = f"{error.title}, {_in_a_row(tries)}"
    wait = duration(retry_after(exchange.header("Retry-After")))
    error.hint = (
        f"The API asks to wait {wait}: send again after that (r). "
        "Other programs may share this application's budget."
    )
    return error


_LIMITS: Final[dict[Limit, str]] = {
    "second": "the limit of a second",
    "hour": "the limit of an hour",
    "unknown": "",
}


def _in_a_row(times: int) -> str:
    return "twice in a row" if times == 2 else f"{times} times in a row"


def duration(seconds: float) -> str:
    """Return a time to wait as `40 s`, `12 min`, `27 h 46 min` or `12 days`, rounded up."""
    if seconds < 60:
        return f"{math.ceil(seconds)} s"
    minutes = math.ceil(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        hours, rest = divmod(minutes, 60)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{math.ceil(minutes / (24 * 60))} days"
