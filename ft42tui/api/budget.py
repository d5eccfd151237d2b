"""The rate budget: what the API says is left, and the throttle that never asks for more."""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from ft42tui.api.exchange import Exchange, whole_number

HOUR: Final = 3600.0
GUIDE_PER_SECOND: Final = 2
"""Requests a second until the API says otherwise. Source: the official guide."""
GUIDE_PER_HOUR: Final = 1200
"""Requests an hour until the API says otherwise. Source: the official guide."""

_COUNTERS: Final = ("X-Hourly-RateLimit-Remaining", "X-Secondly-RateLimit-Remaining")

Window: TypeAlias = Literal["second", "hour", "server", "retry"]
Limit: TypeAlias = Literal["second", "hour", "unknown"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What the rate headers of an answer said; None where they said nothing."""

    hour_limit: int | None = None
    """Requests allowed in an hour."""
    hour_left: int | None = None
    """Requests left in this hour, after the answer."""
    second_limit: int | None = None
    """Requests allowed in a second."""
    second_left: int | None = None
    """Requests left in this second. A hint: a log shows it lagging. Source: wire facts, section 2."""

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> Budget:
        """Return the budget that an answer's headers tell."""
        return cls(
            hour_limit=whole_number(headers.get("X-Hourly-RateLimit-Limit")),
            hour_left=whole_number(headers.get("X-Hourly-RateLimit-Remaining")),
            second_limit=whole_number(headers.get("X-Secondly-RateLimit-Limit")),
            second_left=whole_number(headers.get("X-Secondly-RateLimit-Remaining")),
        )

    @property
    def is_known(self) -> bool:
        """Whether the headers said anything."""
        return self != Budget()

    @property
    def hour_share(self) -> float | None:
        """The part of the hour's budget that is left, 0 to 1, if known."""
        if not self.hour_limit or self.hour_left is None:
            return None
        return max(0.0, min(1.0, self.hour_left / self.hour_limit))


@dataclass(frozen=True, slots=True)
class Wait:
    """A request that waits for its turn."""

    window: Window
    """What it waits for: the limit of a second, of an hour, what a 429 asked for, or another try."""
    until: float
    """When it goes on, on the throttle's clock."""
    limit: Limit = "unknown"
    """Which limit a 429 was about."""
    next_try: int = 0
    """Which try comes next, counted from 1; 0 if none failed."""
    tries: int = 0
    """How many tries there are at most."""
    reason: str = ""
    """What the last try failed by, in a few words of ours: `502`, `connection lost`."""


Notice: TypeAlias = Callable[[Wait | None], None]


class Throttle:
    """Admits requests one after the other so that neither limit is ever broken.

    Keeps a log of the last admissions for each window. The margin covers the jitter of the way: two
    requests a second apart here may arrive closer together there.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        margin: float = 0.05,
    ) -> None:
        self.clock = clock
        self.per_second = GUIDE_PER_SECOND
        self.per_hour = GUIDE_PER_HOUR
        self._sleep = sleep
        self._margin = margin
        self._log: deque[float] = deque()
        self._held_until = -math.inf
        self._held_by: Limit = "unknown"
        self._turn = asyncio.Lock()

    async def admit(self, notice: Notice = lambda _wait: None) -> None:
        """Return when a request may be sent, and count it. Tells `notice` of each wait, then None."""
        async with self._turn:
            told = False
            try:
                while (wait := self.next_wait()) is not None:
                    notice(wait)
                    told = True
                    await self._sleep(max(0.0, wait.until - self.clock()))
            finally:
                if told:
                    notice(None)
            self._log.append(self.clock())

    async def pause(self, wait: Wait, notice: Notice = lambda _wait: None) -> None:
        """Return when a wait is over, whoever else may go on. Tells `notice` of it, then None."""
        notice(wait)
        try:
            await self._sleep(max(0.0, wait.until - self.clock()))
        finally:
            notice(None)

    def next_wait(self) -> Wait | None:
        """Return what a request would have to wait for now, or None."""
        now = self.clock()
        while self._log and self._log[0] <= now - HOUR - self._margin:
            self._log.popleft()
        if now < self._held_until:
            return Wait("server", self._held_until, limit=self._held_by)
        # What other programs spent of the hour is unknown in time: it is not waited for here, the
        # server's 429 tells exactly how long.
        if len(self._log) >= self.per_hour:
            free = self._log[-self.per_hour] + HOUR + self._margin
            if now < free:
                return Wait("hour", free)
        if len(self._log) >= self.per_second:
            free = self._log[-self.per_second] + 1.0 + self._margin
            if now < free:
                return Wait("second", free)
        return None

    def apart(self) -> Throttle:
        """Return a throttle for another application, on the same clock."""
        return Throttle(clock=self.clock, sleep=self._sleep, margin=self._margin)

    def sent_ago(self) -> tuple[float, ...]:
        """Return how many seconds ago each request of the last hour was sent, the oldest first."""
        now = self.clock()
        return tuple(now - sent for sent in self._log if sent > now - HOUR)

    @property
    def second_left(self) -> int:
        """Requests that may still be sent in this second, by our own log."""
        since = self.clock() - 1.0
        return max(0, self.per_second - sum(1 for sent in self._log if sent > since))

    def learn(self, budget: Budget) -> None:
        """Take over the limits that the API stated."""
        if budget.second_limit:
            self.per_second = budget.second_limit
        if budget.hour_limit:
            self.per_hour = budget.hour_limit

    def hold(self, seconds: float, limit: Limit = "unknown") -> None:
        """Admit nothing for a while: a 429 about that limit asked for it."""
        until = self.clock() + seconds + self._margin
        if until > self._held_until:
            self._held_until, self._held_by = until, limit


def limit_of(exchange: Exchange) -> Limit:
    """Return which limit a 429 is about, as far as its headers agree on one.

    A Retry-After of 1 is the second's, a larger one the hour's; a counter at 0 is that limit's, and an
    hour that has requests left is not spent. The second's counter lags, so one above 0 says nothing.
    Source: wire facts, section 2.
    """
    budget = Budget.from_headers({name: exchange.header(name) or "" for name in _COUNTERS})
    asked = whole_number(exchange.header("Retry-After"))
    if budget.hour_left == 0 and asked is not None and asked > 1:
        return "hour"  # whatever the second's counter says: no second is waited for as long as that
    found: set[Limit] = set()
    if asked:
        found.add("second" if asked == 1 else "hour")
    if budget.hour_left == 0:
        found.add("hour")
    if budget.second_left == 0:
        found.add("second")
    if len(found) != 1 or (budget.hour_left and "hour" in found):
        return "unknown"
    return found.pop()


def retry_after(value: str | None, *, now: Callable[[], float] = time.time) -> float:
    """Return the seconds that a Retry-After header asks for; 1 if it says nothing readable.

    The API sends whole seconds (wire facts, section 2); an HTTP date is understood too.
    """
    text = (value or "").strip()
    whole = whole_number(text)
    if whole is not None:
        return float(max(whole, 1))
    if text:
        from email.utils import parsedate_to_datetime

        try:
            return max(1.0, parsedate_to_datetime(text).timestamp() - now())
        except (ValueError, OverflowError):
            return 1.0
    return 1.0
