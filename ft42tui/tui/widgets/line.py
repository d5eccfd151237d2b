"""A widget of one drawn line: the base of the bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget


class DrawnLine(Widget):
    """One line made of segments. A subclass says which, for a given width."""

    DEFAULT_CSS = """
    DrawnLine { height: 1; }
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "bar--accent",
        "bar--badge",
        "bar--dim",
        "bar--strong",
        "bar--name",
        "bar--good",
        "bar--warning",
        "bar--wrong",
    }

    def segments(self, width: int) -> Sequence[Segment]:
        """Return the line's segments."""
        return ()

    def style_of(self, name: str) -> Style:
        """Return the Rich style of a component: `dim` for `bar--dim`."""
        return self.get_component_rich_style(f"bar--{name}", partial=True)

    def render_line(self, y: int) -> Strip:
        """Return the strip of the line."""
        width, base = self.size.width, self.rich_style
        if y:
            return Strip.blank(width, base)
        return Strip(self.segments(width)).crop_extend(0, width, base).apply_style(base)
