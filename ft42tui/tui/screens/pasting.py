"""A field for a secret that somebody pastes. What is in it is never shown."""

from __future__ import annotations

from collections.abc import Iterable

from textual import on
from textual.binding import Binding
from textual.widget import Widget
from textual.widgets import Input

from ft42tui.tui.screens.question import Question
from ft42tui.tui.widgets.entry_field import EntryInput


class Pasting(Question[str]):
    """Enter takes what was pasted, escape leaves."""

    BINDINGS = [Binding("escape", "leave", "leave", id="pasting.leave")]  # noqa: RUF012

    def content(self) -> Iterable[Widget]:
        """Return the field."""
        yield EntryInput(lambda _text: True, "", placeholder="paste it here")

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """Look, or leave it."""
        return ("enter", "look"), ("esc", "leave it")

    @on(Input.Submitted)
    def _take(self, event: Input.Submitted) -> None:
        event.stop()
        self.dismiss(event.value.strip() or None)

    def action_leave(self) -> None:
        """Close, and take nothing."""
        self.dismiss(None)
