"""A question that is answered by yes or no."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from ft42tui.tui.paint import painted


class Confirm(ModalScreen[bool]):
    """`y` is yes; `n` and escape are no. Enter is neither: it may be meant for what was there."""

    BINDINGS = [  # noqa: RUF012
        Binding("y", "answer(True)", "yes", id="confirm.yes"),
        Binding("n,escape,q", "answer(False)", "no", id="confirm.no"),
    ]

    CSS = """
    Confirm { align: center middle; background: $background 60%; }
    Confirm > Vertical {
        width: 72; max-width: 95%; height: auto; background: $raised; padding: 1 2;
        border-top: heavy $accent; border-title-color: $accent; border-title-style: bold;
        border-title-background: $raised;
        & > #answers { margin-top: 1; color: $dim; }
    }
    Confirm > #keys { dock: bottom; height: 1; padding: 0 1; background: $background; color: $dim; }
    """

    def __init__(self, title: str, text: str, yes: str, no: str = "leave it") -> None:
        super().__init__()
        self._title = title
        self._text = text
        self._yes = yes
        self._no = no

    def compose(self) -> ComposeResult:
        """Make the question and its answers."""
        with Vertical() as box:
            box.border_title = Content(painted(self._title))
            yield Static(Content("\n".join(painted(line) for line in self._text.split("\n"))), markup=False)
            yield Static(self._answers("   "), id="answers", markup=False)
        yield Static(self._answers("  "), id="keys", markup=False)  # instead of the keys below, which rest

    def _answers(self, between: str) -> Content:
        return Content.assemble(("y", "$accent"), f" {self._yes}{between}", ("n", "$accent"), f" {self._no}")

    def action_answer(self, yes: bool) -> None:  # noqa: FBT001  # Textual's way of binding an argument
        """Answer."""
        self.dismiss(yes)
