"""Lines that are read and not chosen from: there is no cursor, the keys move the page."""

from __future__ import annotations

from typing import TypeAlias

from rich.segment import Segment

from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, width
from ft42tui.tui.widgets.line_list import LineList

Line: TypeAlias = tuple[tuple[Ink, str], ...]
"""Pieces of painted text, each with its ink."""


def heading(title: str, cells: int, note: str = "") -> Line:
    """Return a title on a thin rule, as every pane has one, and a note beside it."""
    shown = cut(title, max(0, cells - 2))
    beside = f"  {note}" if note else ""
    rest = "─" * max(0, cells - 1 - width(shown) - width(beside))
    return ("rule", "─"), ("text", shown), ("dim", beside), ("rule", rest)


def length(line: Line) -> int:
    """Return the cells that a line takes."""
    return sum(width(text) for _, text in line)


class ReadLines(LineList):
    """Shows lines that a subclass makes for a width."""

    DEFAULT_CSS = """
    ReadLines { border-top: none; padding: 0; scrollbar-gutter: stable; }
    ReadLines:focus { border-top: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: list[Line] = []

    def lines(self, cells: int) -> list[Line]:
        """Return what there is to read, in so many cells."""
        return []

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def shows_cursor(self) -> bool:
        """Never: nothing is chosen here."""
        return False

    def remake(self) -> None:
        """Make the lines again, and draw them if they are others."""
        cells = self.scrollable_content_region.width
        if cells <= 0:  # it has no place yet
            return
        lines = self.lines(cells)
        if lines != self._lines:
            self._lines = lines
            self.lines_changed()

    def on_resize(self) -> None:
        """Make the lines for another width."""
        self.remake()

    def draw(self, index: int, width_: int) -> list[Segment]:
        """Return a line."""
        found: list[Segment] = []
        left = width_
        for ink, text in self._lines[index]:
            shown = cut(text, left)
            left -= width(shown)
            found.append(Segment(shown, self.ink(ink)))
        return found

    def _reveal(self, index: int) -> None:
        """Stay where one reads: there is no cursor to be kept in sight."""

    def action_down(self) -> None:
        """Go one line down."""
        self.scroll_relative(y=1, animate=False)

    def action_up(self) -> None:
        """Go one line up."""
        self.scroll_relative(y=-1, animate=False)

    def action_top(self) -> None:
        """Go to the beginning."""
        self.scroll_home(animate=False)

    def action_bottom(self) -> None:
        """Go to the end."""
        self.scroll_end(animate=False)

    def action_page_down(self) -> None:
        """Go one screen down."""
        self.scroll_relative(y=self._shown, animate=False)

    def action_page_up(self) -> None:
        """Go one screen up."""
        self.scroll_relative(y=-self._shown, animate=False)

    def action_half_down(self) -> None:
        """Go half a screen down."""
        self.scroll_relative(y=self._shown // 2, animate=False)

    def action_half_up(self) -> None:
        """Go half a screen up."""
        self.scroll_relative(y=-(self._shown // 2), animate=False)
