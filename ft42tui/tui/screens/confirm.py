"""A question that is answered by yes or no."""

from __future__ import annotations

from textual.binding import Binding

from ft42tui.tui.screens.question import Question


class Confirm(Question[bool]):
    """`y` is yes; `n` and escape are no. Enter is neither: it may be meant for what was there."""

    BINDINGS = [  # noqa: RUF012
        Binding("y", "answer(True)", "yes", id="confirm.yes"),
        Binding("n,escape,q", "answer(False)", "no", id="confirm.no"),
    ]

    def __init__(self, title: str, text: str, yes: str, no: str = "leave it") -> None:
        super().__init__(title, text)
        self._yes = yes
        self._no = no

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Yes and no, in the words of this question."""
        return ("y", self._yes), ("n", self._no)

    def action_answer(self, yes: bool) -> None:  # noqa: FBT001  # Textual's way of binding an argument
        """Answer."""
        self.dismiss(yes)
