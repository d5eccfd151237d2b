"""Scopes to choose from, each with its meaning."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from ft42tui.catalog.scopes import SCOPES
from ft42tui.tui.paint import cut, fit, painted, width
from ft42tui.tui.widgets.line_list import LineList


class ScopeList(LineList):
    """The scopes with a checkbox each. A space chooses one, or takes it back."""

    DEFAULT_CSS = """
    ScopeList { height: auto; }
    """

    MARKED = True

    known: reactive[tuple[str, ...]] = reactive(tuple(SCOPES), repaint=False)
    """What there is to choose from."""
    chosen: reactive[tuple[str, ...]] = reactive((), repaint=False)
    """What is chosen."""
    problem: reactive[str] = reactive("", repaint=False)
    """What is wrong with it, in a sentence; empty if nothing is."""

    @dataclass(repr=False, eq=False)
    class Toggled(Message):
        """One was chosen, or taken back."""

        scope: str

    @dataclass(repr=False, eq=False)
    class Left(Message):
        """The cursor went over the first (-1) or the last line (1)."""

        by: int

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.known)

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor's line is marked: only where a space would choose it."""
        return self.has_focus

    def on_mount(self) -> None:
        """Take over their number."""
        self.lines_changed()
        self.watch_problem()

    def draw(self, index: int, width_: int) -> list[Segment]:
        """Return a scope's line."""
        scope = self.known[index]
        is_chosen = scope in self.chosen
        cells = max(width(painted(one)) for one in self.known)
        meaning = SCOPES.get(scope, "not a known scope; it is asked for as it is")
        return [
            Segment("[x] " if is_chosen else "[ ] ", self.ink("accent" if is_chosen else "dim")),
            Segment(fit(painted(scope), cells) + "   ", self.ink("strong" if is_chosen else "text")),
            Segment(cut(meaning, max(0, width_ - cells - 7)), self.ink("dim")),
        ]

    def watch_known(self) -> None:
        """Take over others."""
        self.lines_changed()

    def watch_chosen(self) -> None:
        """Draw the boxes again."""
        self.refresh()

    def watch_problem(self) -> None:
        """Say what is wrong, or how many are asked for."""
        told = (f"  ✗ {self.problem}", "not bold $wrong") if self.problem else ("", "")
        self.border_title = Content.assemble("Scopes", told)

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Choose at a click, or take back."""
        self.action_tick()

    def action_tick(self) -> None:
        """Choose the one under the cursor, or take it back."""
        if self.known:
            self.post_message(self.Toggled(self.known[self.cursor]))

    def action_down(self) -> None:
        """Go one line down, and out of the list at its end."""
        if self.cursor >= self.count - 1:
            self.post_message(self.Left(1))
        else:
            super().action_down()

    def action_up(self) -> None:
        """Go one line up, and out of the list at its beginning."""
        if self.cursor <= 0:
            self.post_message(self.Left(-1))
        else:
            super().action_up()
