"""A field for a secret that somebody pastes. What is in it is never shown."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from ft42tui.tui.paint import painted
from ft42tui.tui.widgets.entry_field import EntryInput


class Pasting(ModalScreen[str]):
    """Enter takes what was pasted, escape leaves."""

    BINDINGS = [Binding("escape", "leave", "leave", id="pasting.leave")]  # noqa: RUF012

    CSS = """
    Pasting { align: center middle; background: $background 60%; }
    Pasting > Vertical {
        width: 72; max-width: 95%; height: auto; background: $raised; padding: 1 2;
        border-top: heavy $accent; border-title-color: $accent; border-title-style: bold;
        border-title-background: $raised;
        & > Input { background: $background; border: none; height: 1; padding: 0 1; margin: 1 0; }
        & > #answers { color: $dim; }
    }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Make the words and the field."""
        with Vertical() as box:
            box.border_title = Content(painted(self._title))
            yield Static(Content("\n".join(painted(line) for line in self._text.split("\n"))), markup=False)
            yield EntryInput(lambda _text: True, "", placeholder="paste it here")
            answers = Content.assemble(("enter", "$accent"), " look   ", ("esc", "$accent"), " leave it")
            yield Static(answers, id="answers", markup=False)

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip() or None)

    def action_leave(self) -> None:
        """Close, and take nothing."""
        self.dismiss(None)
