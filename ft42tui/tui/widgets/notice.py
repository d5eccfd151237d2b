"""What went wrong, in words, and what to do. The last good results stay below it."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.geometry import Size
from textual.reactive import reactive
from textual.strip import Strip

from ft42tui.api.errors import ApiError
from ft42tui.tui.inks import Ink, Inked
from ft42tui.tui.paint import painted, width


class Notice(Inked):
    """An error's title, the API's own words, and a hint."""

    DEFAULT_CSS = """
    Notice { height: auto; display: none; padding: 0 1; background: $raised; }
    Notice.-shown { display: block; }
    """

    error: reactive[ApiError | None] = reactive(None, layout=True)
    """The error; None while there is none."""

    def watch_error(self, error: ApiError | None) -> None:
        """Appear or go."""
        self.set_class(error is not None, "-shown")

    def lines(self, cells: int) -> list[tuple[Ink, str]]:
        """Return the lines as (ink, text), wrapped to a width."""
        if self.error is None:
            return []
        parts: tuple[tuple[Ink, str], ...] = (
            ("wrong-strong", "✗ " + self.error.title),
            ("text", self.error.message),
            ("dim", self.error.hint),
        )
        found: list[tuple[Ink, str]] = []
        for name, text in parts:
            if text:
                indent = "" if name == "wrong-strong" else "  "
                found.extend(
                    (name, indent + line) for line in wrapped(painted(text), cells - len(indent))[:3]
                )
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
        name, text = lines[y]
        style = self.ink(name)
        return Strip([Segment(text, style)]).crop_extend(0, cells, base).apply_style(base)


def wrapped(text: str, cells: int) -> list[str]:
    """Return a text in lines of at most so many cells, broken at blanks where there are some."""
    lines: list[str] = []
    line = ""
    for whole in text.split(" "):
        word = whole
        while width(word) > cells > 0:
            if line:
                lines.append(line)
                line = ""
            head = set_cell_size(word, cells)  # a wide character that is cut in two becomes a blank
            kept = max(1, len(head.rstrip()))
            lines.append(word[:kept])
            word = word[kept:]
        if line and width(line) + 1 + width(word) > cells:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line] if line else lines
