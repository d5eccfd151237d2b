"""Who am I, how long, how much: the state of things, without being asked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, tzinfo
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive

from ft42tui.api.budget import Wait
from ft42tui.session.status import Status
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import blank, cut, painted, width
from ft42tui.tui.widgets.line import DrawnLine

LOW: Final = 0.20
"""The part of the hour's budget below which it is amber."""
VERY_LOW: Final = 0.05
"""The part of the hour's budget below which it is red."""
SOON: Final = 15 * 60.0
"""Seconds to live below which the expiry is amber."""
VERY_SOON: Final = 5 * 60.0
"""Seconds to live below which the expiry is red."""

WIDE: Final = 110
"""Cells from which there is room for words and a bar."""

_BAR: Final = 9
_LONGEST_NAME: Final = 24
_GAP: Final = 3
_LONGEST_PROFILE: Final = 24
_SHORT_PROFILE: Final = 12
_SHORTEST_HOST: Final = 12
_STEPS: Final = 4
_ANY: Final = 1000
_SPINNER: Final = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_LONG_WAIT: Final = 60.0
_WAITS: Final = {
    "second": "waits {} for the limit of a second",
    "hour": "waits {} for the limit of an hour",
}
_LIMITED: Final = {
    "second": "waits {} for the limit of a second (429)",
    "hour": "waits {} for the limit of an hour (429)",
    "unknown": "waits {}: the API asked for it (429)",
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
        news = self._news(is_wide=width_ >= WIDE)
        room = width_ - 1 - _length(news) - (_GAP if news else 0)
        found: list[Segment] = [Segment(" ")]
        used = 0
        for group in self._groups(width_):
            length = _length(group) + (_GAP if used else 0)
            if used + length > room:
                continue
            if used:
                found.append(blank(_GAP))
            found.extend(group)
            used += length
        if news:
            found.append(blank(room - used + 2))
            found.extend(news)
        return found

    def _groups(self, cells: int) -> list[list[Segment]]:
        """Return what belongs together, the most important first, shortened as far as there is need.

        News come and go: what is shortened does not depend on them.
        """
        is_wide, secret = cells >= WIDE, self._secret()
        needed: list[list[Segment]] = []
        for step in range(_STEPS):
            after = [
                self._expiry(is_wide=is_wide),
                self._hour(with_bar=is_wide and step < 1),
                secret if is_wide else [],
            ]
            who = self._who(is_wide=is_wide, most=cells // 3 if step < 2 else 0)
            room = cells - 1 - _length(who) - sum(_length(group) + _GAP for group in after if group)
            place = self._place(_ANY if step < 3 else room, is_wide=is_wide)
            needed = [[*place, *who], *after]
            if _length(place) <= room:
                break
        rest = [self._second(), self._answer(), [] if is_wide else secret]
        return [group for group in (*needed, *rest) if group]

    def _place(self, cells: int, *, is_wide: bool) -> list[Segment]:
        """Return the profile, and the host of an API that is not the real one, in so many cells.

        The profile is never left out, nor the end of the host: it says whose it is.
        """
        status = self.status
        if not status.profile:
            return []
        name = cut(painted(status.profile), _LONGEST_PROFILE if is_wide else _SHORT_PROFILE)
        if status.is_official or not status.host:
            return [Segment(f"{name}  ", self.ink("dim" if status.is_official else "warning"))]
        host = host_end(painted(status.host), max(_SHORTEST_HOST, cells - width(name) - 5))
        return [Segment(f"{name} · {host}  ", self.ink("warning"))]

    def _who(self, *, is_wide: bool, most: int) -> list[Segment]:
        """Return the owner and the scopes: their names in at most so many cells, else their number."""
        status = self.status
        owner = cut(painted(status.owner), _LONGEST_NAME)
        who = [Segment(f"{owner} token" if is_wide and owner == "app" else owner or "no token")]
        chips = [f" {cut(painted(scope), _LONGEST_NAME)} " for scope in status.scopes or ()]
        if len(chips) > 1 and sum(width(chip) + 1 for chip in chips) > most:
            chips = [f" {len(chips)} scopes "]  # the token's view names them
        for chip in chips:
            who.extend([Segment(" "), Segment(chip, self.ink("badge"))])
        return who

    def _secret(self) -> list[Segment]:
        dies = self.status.secret_valid_until
        dying = secret_death(None if dies is None else dies - self._clock())
        return [Segment(dying[0], self.ink(dying[1]))] if dying else []

    def _answer(self) -> list[Segment]:
        status = self.status
        if status.last_status is None:
            return []
        answer = [Segment(str(status.last_status), self.ink("good" if status.last_status < 400 else "wrong"))]
        if status.last_seconds is not None:
            answer.append(Segment(f" · {status.last_seconds * 1000:.0f} ms", self.ink("dim")))
        return answer

    def _death(self, *, is_wide: bool) -> tuple[str, Style]:
        """Return what is said of a dead token: it is no loss where another one comes by itself."""
        if not self.status.can_renew:
            return "token expired", self.ink("wrong")
        return "renewed with the next request" if is_wide else "renews itself", self.ink("dim")

    def _expiry(self, *, is_wide: bool) -> list[Segment]:
        if self.status.expires_at is None:
            return []
        left = self.status.expires_at - self._clock()
        if left <= 0:
            return [Segment(*self._death(is_wide=is_wide))]
        name: Ink = "strong"
        if not self.status.can_renew:
            name = "wrong" if left < VERY_SOON else "warning" if left < SOON else "strong"
        return [Segment("expires ", self.ink("dim")), Segment(clock_time(left), self.ink(name))]

    def _hour(self, *, with_bar: bool) -> list[Segment]:
        budget, style = self.status.budget, self.ink
        share = budget.hour_share
        if share is None:
            return []
        name: Ink = "wrong" if share < VERY_LOW else "warning" if share < LOW else "strong"
        hour: list[Segment] = []
        if with_bar:
            full = round(share * _BAR) if share >= VERY_LOW else 0
            hour.append(Segment("budget ", style("dim")))
            hour.append(Segment("█" * full, style("accent" if name == "strong" else name)))
            hour.append(Segment("▒" * (_BAR - full) + " ", style("dim")))
        hour.append(Segment(f"{budget.hour_left}/{budget.hour_limit}", style(name)))
        hour.append(Segment(" h", style("dim")))
        return hour

    def _second(self) -> list[Segment]:
        limit, left = self.status.budget.second_limit, self.status.second_left
        if not limit or left is None:
            return []
        return [Segment(f"{left}/{limit}"), Segment(" s", self.ink("dim"))]

    def _news(self, *, is_wide: bool) -> list[Segment]:
        wait, left = self.status.wait, self.status.wait_left
        if wait is not None and not self.is_busy:
            again = "again " if wait.window == "retry" else ""
            return [Segment(f"asks about the token {again}in {short_time(left)} ", self.ink("dim"))]
        if wait is not None:
            words = wait_words(wait, left, self._clock() + left, is_wide=is_wide)
            return [Segment(f"{words} · esc cancels ", self.ink("warning"))]
        if self.is_busy:
            spinner = _SPINNER[self.beat % len(_SPINNER)]
            return [Segment(f"{spinner} loading · esc cancels ", self.ink("accent"))]
        return []


def _length(segments: Sequence[Segment]) -> int:
    return sum(width(piece.text) for piece in segments)


def host_end(host: str, cells: int) -> str:
    """Return a host in at most so many cells; its end says whose it is, so its beginning is cut."""
    return host if width(host) <= cells else "…" + host[1 - cells :] if cells > 1 else ""


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


def wait_words(wait: Wait, left: float, ends: float, *, is_wide: bool, zone: tzinfo | None = None) -> str:
    """Return what a request waits for and for how long; a long wait also until when, in local time.

    `left` is in seconds, `ends` in seconds since the epoch. Where there is little room the end of a long
    wait says enough.
    """
    for_time = short_time(left)
    if wait.window == "retry":
        return f"tries again in {for_time} ({wait.next_try} of {wait.tries}): {wait.reason}"
    if left > _LONG_WAIT:
        until = f"until {datetime.fromtimestamp(ends, UTC).astimezone(zone):%H:%M}"
        for_time = f"{for_time} ({until})" if is_wide else until
    words = _LIMITED[wait.limit] if wait.window == "server" else _WAITS[wait.window]
    return words.format(for_time)


def secret_death(left: float | None) -> tuple[str, Ink] | None:
    """Return in how long a client secret dies and how to draw that, if a person should know by now."""
    if left is None:
        return None
    from ft42tui.session.secret_life import is_over, is_soon, words  # the first frame knows of no secret

    return (f"secret {words(left)}", "wrong" if is_over(left) else "warning") if is_soon(left) else None
