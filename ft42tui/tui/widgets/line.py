"""A widget of one drawn line: the base of the bars."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
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
