"""Widgets of drawn lines: one, the base of the bars; several, the base of what is told in words."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.geometry import Size
from textual.strip import Strip

from ft42tui.tui.inks import Inked


class DrawnLine(Inked):
    """One line made of segments. A subclass says which, for a given width."""

    DEFAULT_CSS = """
    DrawnLine { height: 1; }
    """

    def segments(self, width: int) -> Sequence[Segment]:
        """Return the line's segments."""
        return ()

    def render_line(self, y: int) -> Strip:
        """Return the strip of the line."""
        width, base = self.size.width, self.base
        if y:
            return Strip.blank(width, base)
        return Strip(self.segments(width)).crop_extend(0, width, base).apply_style(base)


class DrawnLines(Inked):
    """As many lines as the words take. A subclass says which, for a given width."""

    DEFAULT_CSS = """
    DrawnLines { height: auto; padding: 0 1; }
    """

    def lines(self, cells: int) -> list[list[Segment]]:
        """Return the lines as they are drawn, in so many cells."""
        return []

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        return max(1, len(self.lines(width)))

    def render_line(self, y: int) -> Strip:
        """Return the strip of a line."""
        cells, base = self.size.width, self.base
        lines = self.lines(cells)
        if y >= len(lines):
            return Strip.blank(cells, base)
        return Strip(lines[y]).crop_extend(0, cells, base).apply_style(base)
