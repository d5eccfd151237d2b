"""The least that a list can be: one widget that draws its lines itself, and a cursor."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

_LINES: Final = 30
_CELLS: Final = 6
"""Cells of a line, each with a gap behind: as many as the results show at 120 columns."""

_PLAIN: Final = Style.parse("#d0d0d0")
_STRONG: Final = Style.parse("bold #ffffff")
_MARKED: Final = Style.parse("on #304050")


class Lines(ScrollView, can_focus=True):
    """Thirty lines of six cells."""

    BINDINGS: ClassVar[list[BindingType]] = [("down", "step(1)"), ("home", "home")]

    cursor: reactive[int] = reactive(0, repaint=False)
    """The marked line."""

    def on_mount(self) -> None:
        """Say how large it is."""
        self.virtual_size = Size(self.size.width, _LINES)

    def render_line(self, y: int) -> Strip:
        """Return the strip of a line."""
        if y >= _LINES:
            return Strip.blank(self.size.width, _PLAIN)
        segments = []
        for x in range(_CELLS):
            segments.append(Segment(f"line {y:02} cell {x}"[:14].ljust(14), _STRONG if x == 1 else _PLAIN))
            segments.append(Segment("  ", _PLAIN))
        strip = Strip(segments).crop_extend(0, self.size.width, _PLAIN)
        return strip.apply_style(_MARKED) if y == self.cursor else strip

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed."""
        self.refresh_line(old)
        self.refresh_line(new)

    def action_step(self, by: int) -> None:
        """Move the cursor."""
        self.cursor = min(_LINES - 1, self.cursor + by)

    def action_home(self) -> None:
        """Go to the first line."""
        self.cursor = 0


class Line(App[None]):
    """One list."""

    def compose(self) -> ComposeResult:
        """Make it."""
        yield Lines()


if __name__ == "__main__":
    Line().run()
