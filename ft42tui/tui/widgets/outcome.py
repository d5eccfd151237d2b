"""What a sign-in came to, in a few lines that hang below a mark."""

from __future__ import annotations

from rich.segment import Segment
from textual.reactive import reactive

from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import painted
from ft42tui.tui.widgets.line import DrawnLines
from ft42tui.tui.widgets.notice import wrapped


class Outcome(DrawnLines):
    """The first line counts most. What does not fit into it goes on below its text, not below the mark."""

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
