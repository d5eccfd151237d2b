"""What went wrong, in words, and what to do. The last good results stay below it."""

from __future__ import annotations

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.reactive import reactive

from ft42tui.api.errors import ApiError
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import painted, width
from ft42tui.tui.widgets.line import DrawnLines


class Notice(DrawnLines):
    """An error's title, the API's own words, and a hint."""

    DEFAULT_CSS = """
    Notice { display: none; background: $raised; }
    Notice.-shown { display: block; }
    """

    error: reactive[ApiError | None] = reactive(None, layout=True)
    """The error; None while there is none."""

    def watch_error(self, error: ApiError | None) -> None:
        """Appear or go."""
        self.set_class(error is not None, "-shown")

    def lines(self, cells: int) -> list[list[Segment]]:
        """Return the lines as they are drawn, wrapped to a width."""
        if self.error is None:
            return []
        parts: tuple[tuple[Ink, str], ...] = (
            ("wrong-strong", "✗ " + self.error.title),
            ("text", self.error.message),
            ("dim", self.error.hint),
        )
        found: list[list[Segment]] = []
        for name, text in parts:
            indent = "" if name == "wrong-strong" else "  "
            lines = wrapped(painted(text), cells - len(indent))[:3] if text else []
            found.extend([Segment(indent + line, self.ink(name))] for line in lines)
        return found


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
