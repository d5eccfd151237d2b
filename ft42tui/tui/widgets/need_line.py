"""What the marked routes need together, in a line or two."""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from textual.reactive import reactive

from ft42tui.session.scope_matrix import Needs
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import painted
from ft42tui.tui.widgets.line import DrawnLines
from ft42tui.tui.widgets.notice import wrapped

_MOST_LINES: Final = 3
_HOW: Final = "Space marks routes: what they need together is told here."
_DIM: Final[Ink] = "dim"


class NeedLine(DrawnLines):
    """Says which scopes are needed and missing; how to mark a route while none is."""

    DEFAULT_CSS = """
    NeedLine { background: $raised; }
    """

    needs: reactive[Needs | None] = reactive(None, layout=True)
    """What the marked routes need."""

    def lines(self, cells: int) -> list[list[Segment]]:
        """Return the lines as they are drawn."""
        needs = self.needs
        text, ink = _HOW, _DIM
        if needs is not None and needs.routes:
            text, ink = f"• marked: {needs.words}", "strong" if needs.missing else "text"
        return [[Segment(line, self.ink(ink))] for line in wrapped(painted(text), cells)[:_MOST_LINES]]
