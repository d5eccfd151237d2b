"""One cell, whole."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ft42tui.tui.paint import painted

_LONGEST = 100_000


class CellScreen(ModalScreen[None]):
    """A value too long for its column."""

    BINDINGS = [Binding("escape,q,v,enter", "leave", "close", id="cell.leave")]  # noqa: RUF012

    CSS = """
    CellScreen { align: center middle; background: $background 60%; }
    CellScreen > VerticalScroll {
        width: 80%; max-width: 100; height: auto; max-height: 80%;
        background: $raised; padding: 1 2;
        border-top: heavy $accent; border-title-color: $accent; border-title-style: bold;
        border-title-background: $raised;
        scrollbar-size: 1 1;
    }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Make the text."""
        # Line by line, so that a long value stays readable; each line is painted on its own.
        shown = "\n".join(painted(line) for line in self._text[:_LONGEST].split("\n"))
        with VerticalScroll() as scroll:
            scroll.border_title = Content(painted(self._title))
            yield Static(Content(shown or "(empty)"), markup=False)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
