"""Two tokens side by side: a row for each fact, marked where they differ."""

from __future__ import annotations

from datetime import tzinfo
from itertools import zip_longest
from typing import Final

from textual.reactive import reactive

from ft42tui.session.comparison import Comparison, Row
from ft42tui.session.facts import ASKING, UNKNOWN
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import fit, painted
from ft42tui.tui.widgets.notice import wrapped
from ft42tui.tui.widgets.read_lines import Line, ReadLines, heading

_LABELS: Final = 14
_MARK: Final = "≠ "
_BETWEEN: Final = 2
_MOST_LINES: Final = 4


class ComparisonView(ReadLines):
    """What differs is plain, what is the same is dim."""

    comparison: reactive[Comparison] = reactive(Comparison, repaint=False)
    """Both."""
    now: reactive[float] = reactive(0.0, repaint=False)
    """The time, in seconds since the epoch."""

    def __init__(self, *, id: str | None = None, zone: tzinfo | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._zone = zone

    def watch_comparison(self) -> None:
        """Show others, or more of them."""
        self.remake()

    def watch_now(self) -> None:
        """Go on with the time."""
        self.remake()

    def lines(self, cells: int) -> list[Line]:
        """Return both, fact by fact."""
        both = self.comparison
        side = max(1, (cells - _LABELS - len(_MARK) - _BETWEEN) // 2)
        sections = both.sections(self.now, self._zone)
        differing = sum(row.differs for section in sections for row in section.rows)
        found: list[Line] = _beside(
            _label("", differs=False),
            [("strong", painted(both.left.profile))],
            [("strong", "the pasted token" if both.right.is_pasted else painted(both.right.profile))],
            side,
        )
        here: list[tuple[Ink, str]] = [("dim", line) for line in wrapped(both.left_word, side)]
        there: list[tuple[Ink, str]] = [
            *(("wrong", line) for line in wrapped(painted(both.title), side)),
            *(("text", line) for line in wrapped(painted(both.message), side)),
            *(("dim", line) for line in wrapped(painted(both.hint), side)),
        ]
        if not both.title:
            there = [("dim", line) for line in wrapped(both.right_word, side)]
        if here or there:
            found += _beside(_label("", differs=False), here, there, side)
        else:
            words = "nothing differs" if not differing else f"{_MARK}{differing} {_facts(differing)}"
            found.append((*_label("", differs=False), ("dim", f"{words} · esc goes back")))
        for section in sections:
            found += [(), heading(section.title, cells)]
            for row in section.rows:
                left, right = (_cell(text, row, side) for text in (row.left, row.right))
                found += _beside(_label(row.label, differs=row.differs), left, right, side)
        return found


def _facts(count: int) -> str:
    return "fact differs" if count == 1 else "facts differ"


def _label(text: str, *, differs: bool) -> Line:
    name = fit(f" {painted(text)}", _LABELS - 2) + "  "
    return ("dim", name), ("warning", _MARK if differs else " " * len(_MARK))


def _cell(text: str, row: Row, cells: int) -> list[tuple[Ink, str]]:
    ink: Ink = "text" if row.differs else "dim"
    if text == "✓":
        ink = "good"
    elif text in {UNKNOWN, ASKING}:
        ink = "dim"
    return [(ink, line) for line in wrapped(painted(text), cells)[:_MOST_LINES]]


def _beside(first: Line, left: list[tuple[Ink, str]], right: list[tuple[Ink, str]], side: int) -> list[Line]:
    """Return two columns, behind a label at their first line."""
    found: list[Line] = []
    blank: tuple[Ink, str] = ("text", "")
    for (ink, text), other in zip_longest(left or [blank], right, fillvalue=blank):
        found.append((*first, (ink, fit(text, side + _BETWEEN)), other))
        first = _label("", differs=False)
    return found
