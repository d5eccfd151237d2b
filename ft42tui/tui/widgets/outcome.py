"""What a sign-in came to, in a few lines that hang below a mark."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from ft42tui.tui.inks import Ink, Inked
from ft42tui.tui.paint import painted
from ft42tui.tui.widgets.notice import wrapped


class Outcome(Inked):
    """The first line counts most. What does not fit into it goes on below its text, not below the mark."""

    DEFAULT_CSS = """
    Outcome { height: auto; padding: 0 1; }
    """

    mark: reactive[str] = reactive("✓")
    """What stands before the first line, in the ink of that line."""
    told: reactive[tuple[tuple[Ink, str], ...]] = reactive((), layout=True)
    """The lines, each with its ink."""

    def lines(self, cells: int) -> list[list[Segment]]:
        """Return the lines as they are drawn, in so many cells."""
        found: list[list[Segment]] = []
        for at, (ink, text) in enumerate(self.told):
            style = self.ink(ink if at else "strong")
            for piece in wrapped(painted(text), max(1, cells - 2)):
                mark = "  " if found else f"{self.mark} "
                found.append([Segment(mark, self.ink(ink)), Segment(piece, style)])
        return found

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
