"""The scopes, a line each: whether the token has it, how many routes need it, what it would open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive

from ft42tui.catalog.scopes import SCOPES
from ft42tui.session.scope_matrix import Column
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, fit, painted, width
from ft42tui.tui.widgets.line_list import LineList

_HELD: Final[dict[bool | None, tuple[str, Ink]]] = {
    True: ("✓ ", "good"),
    False: ("✗ ", "wrong"),
    None: ("? ", "dim"),
}


_NEEDED: Final = 20
_OPENS: Final = 20


class ScopeColumns(LineList):
    """The first line is for all of them. The one under the cursor says which routes are listed below."""

    DEFAULT_CSS = """
    ScopeColumns { height: auto; max-height: 12; }
    """

    MARKED = True

    columns: reactive[Sequence[Column]] = reactive((), repaint=False)
    """The scopes."""
    summary: reactive[str] = reactive("", repaint=False)
    """What there is to say of all of them."""

    @dataclass(repr=False, eq=False)
    class Highlighted(Message):
        """Another scope is looked at; empty for all."""

        scope: str

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.columns) + 1

    def on_mount(self) -> None:
        """Take over their number."""
        self.border_title = "Scopes"
        self.lines_changed()

    def watch_columns(self) -> None:
        """Show others."""
        self.lines_changed()

    def watch_summary(self) -> None:
        """Show another summary."""
        self.refresh_row(0)

    @property
    def highlighted(self) -> str:
        """The scope under the cursor; empty for all."""
        return self.columns[self.cursor - 1].scope if self.cursor and self.columns else ""

    def watch_cursor(self, old: int, new: int) -> None:
        """Say which scope is looked at."""
        super().watch_cursor(old, new)
        self.post_message(self.Highlighted(self.highlighted))

    def draw(self, index: int, width_: int) -> list[Segment]:
        """Return a scope's line."""
        if not index:
            summary = cut(self.summary, max(0, width_ - 7))
            return [Segment("  all  ", self.ink("text")), Segment(summary, self.ink("dim"))]
        column = self.columns[index - 1]
        names = max(width(painted(one.scope)) for one in self.columns)
        mark, ink = _HELD[column.is_held]
        needed = f"{column.routes:>3} {'route needs' if column.routes == 1 else 'routes need'} it"
        opens = f"would open {column.opens} more" if column.is_held is False else ""
        meaning = SCOPES.get(column.scope, "")
        room = width_ - 2 - names - 2 - _NEEDED - _OPENS
        return [
            Segment(mark, self.ink(ink)),
            Segment(
                fit(painted(column.scope), names) + "  ", self.ink("strong" if column.is_held else "text")
            ),
            Segment(fit(needed, _NEEDED), self.ink("text" if column.routes else "dim")),
            Segment(fit(opens, _OPENS), self.ink("accent" if column.opens else "dim")),
            Segment(cut(meaning, max(0, room)), self.ink("dim")),
        ]
