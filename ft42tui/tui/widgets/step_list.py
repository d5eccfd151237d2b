"""The steps of a sign-in: taken, under way, and still to come."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.timer import Timer

from ft42tui.session.steps import Step
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import fit, width
from ft42tui.tui.widgets.line_list import LineList
from ft42tui.tui.widgets.status_bar import short_time

_SPINNER = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class StepList(LineList):
    """A step a line: how it ended, how long it took, what was answered."""

    DEFAULT_CSS = """
    StepList { height: auto; }
    """

    steps: reactive[tuple[Step, ...]] = reactive((), repaint=False)
    """What was done."""
    ahead: reactive[tuple[str, ...]] = reactive((), repaint=False)
    """What is under way, and what comes then."""
    left: reactive[float | None] = reactive(None, repaint=False)
    """Seconds that are left for what is under way; None where there is no such end."""

    @dataclass(repr=False, eq=False)
    class Highlighted(Message):
        """The cursor went to a step that was taken; None for one that was not."""

        step: Step | None

    class Opened(Message):
        """A step is to be looked at."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._beat = 0
        self._wheel: Timer | None = None
        self.border_title = Content("Steps")

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.steps) + len(self.ahead)

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor's line is marked: only where there is something to look at."""
        return not self.ahead

    @property
    def step(self) -> Step | None:
        """The step under the cursor; None for one that was not taken."""
        return self.steps[self.cursor] if self.cursor < len(self.steps) else None

    def draw(self, index: int, width_: int) -> list[Segment]:
        """Return a step's line."""
        cells = max(width(title) for title in (*(step.title for step in self.steps), *self.ahead))
        if index < len(self.steps):
            return self._taken(self.steps[index], cells)
        title = self.ahead[index - len(self.steps)]
        if index > len(self.steps):
            return [Segment("· ", self.ink("dim")), Segment(title, self.ink("dim"))]
        wheel = _SPINNER[self._beat % len(_SPINNER)]
        found = [Segment(f"{wheel} ", self.ink("accent")), Segment(fit(title, cells), self.ink("strong"))]
        if self.left is not None:
            ink: Ink = "warning" if self.left < 60 else "text"
            found.append(Segment(f"   {_minutes(self.left)}", self.ink(ink)))
            found.append(Segment(" left", self.ink("dim")))
        return found

    def _taken(self, step: Step, cells: int) -> list[Segment]:
        ink: Ink = "wrong" if step.failure else "good"
        found = [
            Segment("✗ " if step.failure else "✓ ", self.ink(ink)),
            Segment(fit(step.title, cells), self.ink("plain-strong" if step.failure else "text")),
            Segment(f"   {fit(_spent(step.seconds), 7, right=True)}", self.ink("dim")),
        ]
        status = step.exchange.status if step.exchange is not None else None
        if status is not None:
            found.append(Segment(f"   {status}", self.ink("good" if status < 400 else "wrong")))
        return found

    def watch_steps(self) -> None:
        """Take over another step, and go to the last one."""
        self.lines_changed()
        self.cursor = max(0, len(self.steps) - 1)
        self.post_message(self.Highlighted(self.step))

    def watch_ahead(self, ahead: tuple[str, ...]) -> None:
        """Turn a wheel while something is under way."""
        self.lines_changed()
        if ahead and self._wheel is None:
            self._wheel = self.set_interval(0.1, self._turn)
        elif not ahead and self._wheel is not None:
            self._wheel.stop()
            self._wheel = None

    def watch_left(self) -> None:
        """Count down."""
        self.refresh_row(len(self.steps))

    def watch_cursor(self, old: int, new: int) -> None:
        """Tell where the cursor went."""
        super().watch_cursor(old, new)
        self.post_message(self.Highlighted(self.step))

    def _turn(self) -> None:
        self._beat += 1
        self.refresh_row(len(self.steps))

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Look at a step at a second click."""
        if again:
            self.post_message(self.Opened())


def _minutes(seconds: float) -> str:
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def _spent(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else short_time(seconds)
