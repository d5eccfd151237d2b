"""What went wrong, in words, and what to do. The last good results stay below it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.reactive import reactive

from ft42tui.api.errors import ApiError, HttpError
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, painted, width
from ft42tui.tui.widgets.line import DrawnLines

_MOST_LINES: Final = 3
_MOST_FIELDS: Final = 6
_FEW_LETTERS: Final = 5  # so few may be part of any sentence


class Notice(DrawnLines):
    """What happened, the API's own words, the likely cause, and what to do: each once, and not at length."""

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
        found: list[list[Segment]] = []
        for name, text in _parts(self.error):
            indent = "" if name == "wrong-strong" else "  "
            lines = shortened(wrapped(painted(text), cells - len(indent)), cells - len(indent))
            found.extend([Segment(indent + line, self.ink(name))] for line in lines)
        return found


def _parts(error: ApiError) -> Iterator[tuple[Ink, str]]:
    """Yield what is said of an error; the API's words are left out where ours say them."""
    yield "wrong-strong", f"✗ {error.title}"
    fields = error.fields if isinstance(error, HttpError) else ()
    for name, said in fields[:_MOST_FIELDS]:
        yield "text", f"{name}: {said}"
    if len(fields) > _MOST_FIELDS:
        yield "text", f"and {len(fields) - _MOST_FIELDS} more fields"
    said = error.message.rstrip(".").lower()
    is_said = len(said) > _FEW_LETTERS and said in f"{error.title} {error.cause}".lower()
    if said and not is_said and not fields:
        yield "text", error.message
    if error.cause:
        yield "text", error.cause
    if error.hint:
        yield "dim", error.hint


def shortened(lines: list[str], cells: int) -> list[str]:
    """Return the first lines of a text; the last of them says if there were more."""
    if len(lines) <= _MOST_LINES:
        return lines
    return [*lines[: _MOST_LINES - 1], cut(f"{lines[_MOST_LINES - 1]} …", cells)]


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
