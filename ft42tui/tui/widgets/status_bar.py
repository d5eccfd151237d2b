"""Who am I, how long, how much: the state of things, without being asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from rich.segment import Segment
from textual.reactive import reactive

from ft42tui.session.status import Status
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import blank, painted, width
from ft42tui.tui.widgets.line import DrawnLine

LOW: Final = 0.20
"""The part of the hour's budget below which it is amber."""
VERY_LOW: Final = 0.05
"""The part of the hour's budget below which it is red."""
SOON: Final = 15 * 60.0
"""Seconds to live below which the expiry is amber."""
VERY_SOON: Final = 5 * 60.0
"""Seconds to live below which the expiry is red."""

_BAR: Final = 9
_SPINNER: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_WAITS: Final = {
    "second": "waits {} for the limit of a second",
    "hour": "waits {} for the limit of an hour",
    "server": "waits {}: the API asked for it (429)",
}


class StatusBar(DrawnLine):
    """Profile, owner, scopes, expiry, budget, last answer; and what is being waited for."""

    status: reactive[Status] = reactive(Status)
    """The state of things."""
    is_busy: reactive[bool] = reactive(False)
    """Whether a request is under way."""
    beat: reactive[int] = reactive(0)
    """Counts up while a request is under way."""

    def __init__(self, *, id: str | None = None, clock: Callable[[], float] = time.time) -> None:  # noqa: A002
        super().__init__(id=id)
        self._clock = clock

    def on_mount(self) -> None:
        """Count down."""
        self.set_interval(1.0, self.refresh)

    def segments(self, width_: int) -> Sequence[Segment]:
        """Return the line's segments, the most important first, as many as fit."""
        groups = [group for group in self._groups(is_wide=width_ >= 110) if group]
        news = self._news()
        room = width_ - 1 - sum(width(piece.text) for piece in news) - (3 if news else 0)
        found: list[Segment] = [Segment(" ")]
        used = 0
        for group in groups:
            length = sum(width(piece.text) for piece in group) + (3 if used else 0)
            if used + length > room:
                continue
            if used:
                found.append(Segment("   "))
            found.extend(group)
            used += length
        if news:
            found.append(blank(room - used + 2))
            found.extend(news)
        return found

    def _groups(self, *, is_wide: bool) -> list[list[Segment]]:
        status, style = self.status, self.ink
        owner = painted(status.owner)
        who = [Segment(f"{owner} token" if is_wide and owner == "app" else owner or "no token")]
        chips = [f" {painted(scope)} " for scope in status.scopes or ()]
        if sum(width(chip) + 1 for chip in chips) > self.size.width // 3:
            chips = [f" {len(chips)} scopes "]  # as many do not fit; the token screen will name them
        for chip in chips:
            who.extend([Segment(" "), Segment(chip, style("badge"))])
        if is_wide and status.profile:
            who.insert(0, Segment(f"{painted(status.profile)}  ", style("dim")))
        groups = [who, self._expiry(), *self._budget(is_wide=is_wide)]
        if status.last_status is not None:
            good = status.last_status < 400
            answer = [Segment(str(status.last_status), style("good" if good else "wrong"))]
            if status.last_seconds is not None:
                answer.append(Segment(f" · {status.last_seconds * 1000:.0f} ms", style("dim")))
            groups.append(answer)
        return groups

    def _expiry(self) -> list[Segment]:
        if self.status.expires_at is None:
            return []
        left = self.status.expires_at - self._clock()
        name: Ink = "wrong" if left < VERY_SOON else "warning" if left < SOON else "strong"
        if left <= 0:
            return [Segment("token expired", self.ink("wrong"))]
        return [Segment("expires ", self.ink("dim")), Segment(clock_time(left), self.ink(name))]

    def _budget(self, *, is_wide: bool) -> list[list[Segment]]:
        budget, style = self.status.budget, self.ink
        groups: list[list[Segment]] = []
        share = budget.hour_share
        if share is not None:
            name: Ink = "wrong" if share < VERY_LOW else "warning" if share < LOW else "strong"
            hour: list[Segment] = []
            if is_wide:
                full = round(share * _BAR) if share >= VERY_LOW else 0
                hour.append(Segment("budget ", style("dim")))
                hour.append(Segment("█" * full, style("accent" if name == "strong" else name)))
                hour.append(Segment("▒" * (_BAR - full) + " ", style("dim")))
            hour.append(Segment(f"{budget.hour_left}/{budget.hour_limit}", style(name)))
            hour.append(Segment(" h", style("dim")))
            groups.append(hour)
        if budget.second_limit and self.status.second_left is not None:
            groups.append(
                [Segment(f"{self.status.second_left}/{budget.second_limit}"), Segment(" s", style("dim"))]
            )
        return groups

    def _news(self) -> list[Segment]:
        if self.status.wait is not None and not self.is_busy:
            left = short_time(self.status.wait_left)
            return [Segment(f"asks about the token in {left} ", self.ink("dim"))]
        if self.status.wait is not None:
            words = _WAITS[self.status.wait.window].format(short_time(self.status.wait_left))
            return [Segment(f"{words} · esc cancels ", self.ink("warning"))]
        if self.is_busy:
            spinner = _SPINNER[self.beat % len(_SPINNER)]
            return [Segment(f"{spinner} loading · esc cancels ", self.ink("accent"))]
        return []


def clock_time(seconds: float) -> str:
    """Return a time as `1:59:34`."""
    whole = max(0, int(seconds))
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"


def short_time(seconds: float) -> str:
    """Return a time as `0.6 s`, `12 s` or `59:12`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    if seconds < 60:
        return f"{seconds:.0f} s"
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"
