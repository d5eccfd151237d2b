"""How many requests an application may still send."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from math import ceil
from typing import Final

from ft42tui.demo.refusal import Refusal
from ft42tui.demo.settings import Rates

_HOUR: Final = 3600.0


class Allowance:
    """What one application has spent of its limits.

    Assumptions: the second is a sliding one; the hour begins with the first request and is then counted
    as a whole; a refused request does not count.
    """

    def __init__(self, rates: Rates, clock: Callable[[], float]) -> None:
        self.rates: Final = rates
        """The limits."""
        self._clock = clock
        self._last_second: deque[float] = deque()
        self._hour_began = 0.0
        self._in_hour = 0

    def spend(self) -> None:
        """Count one request. Raises Refusal (429) when a limit is reached."""
        now = self._clock()
        if now - self._hour_began >= _HOUR or now < self._hour_began:
            self._hour_began, self._in_hour = now, 0
        self._forget(now)
        if self.rates.per_hour and self._in_hour >= self.rates.per_hour:
            raise _too_many(max(1, ceil(self._hour_began + _HOUR - now)))
        if self.rates.per_second and len(self._last_second) >= self.rates.per_second:
            raise _too_many(1)
        self._in_hour += 1
        if self.rates.per_second:
            self._last_second.append(now)

    def headers(self) -> dict[str, str]:
        """Return the four headers that tell what is left; none for an application without limits."""
        self._forget(self._clock())
        headers: dict[str, str] = {}
        for word, limit, spent in (
            ("Hourly", self.rates.per_hour, self._in_hour),
            ("Secondly", self.rates.per_second, len(self._last_second)),
        ):
            if limit:
                headers[f"X-{word}-RateLimit-Limit"] = str(limit)
                headers[f"X-{word}-RateLimit-Remaining"] = str(max(0, limit - spent))
        return headers

    def _forget(self, now: float) -> None:
        log = self._last_second
        while log and (now - log[0] >= 1.0 or now < log[0]):
            log.popleft()


def _too_many(seconds: int) -> Refusal:
    # Assumption: the hourly limit answers with the same text as the secondly one.
    return Refusal(429, "429 Too Many Requests (Spam Rate Limit Exceeded)", {"Retry-After": str(seconds)})
