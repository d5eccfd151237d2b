"""One line to type what is sought in a pane."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static


class FindBar(Horizontal):
    """Stands in the footer's place while one is typing."""

    DEFAULT_CSS = """
    FindBar {
        height: 1;
        display: none;
        &.-shown { display: block; }
        & > Static { width: auto; padding: 0 1; color: $accent; text-style: bold; }
        & > Input { width: 1fr; height: 1; border: none; padding: 0; background: $background; }
    }
    """

    @dataclass(repr=False, eq=False)
    class Changed(Message):
        """Something was typed."""

        text: str

    @dataclass(repr=False, eq=False)
    class Closed(Message):
        """Typing ended; `found` if by enter."""

        text: str
        found: bool

    class Left(Message):
        """Typing ended because another place got the focus."""

    class Stepped(Message):
        """Up or down was pressed while typing."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def compose(self) -> ComposeResult:
        """Make the label and the field."""
        yield Static(Content("/"))
        yield Input(compact=True, select_on_focus=False)

    def open(self, where: str) -> None:
        """Begin typing."""
        field = self.query_one(Input)
        field.placeholder = f"find in {where}"
        with field.prevent(Input.Changed):
            field.value = ""
        self.add_class("-shown")
        field.focus()

    def on_descendant_blur(self) -> None:
        """End when another place gets the focus."""
        if self.has_class("-shown"):
            self.remove_class("-shown")
            self.post_message(self.Left())

    def _close(self, *, found: bool) -> None:
        text = self.query_one(Input).value
        self.remove_class("-shown")
        self.post_message(self.Closed(text, found))

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed(event.value))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._close(found=True)

    def on_key(self, event: events.Key) -> None:
        """End at escape; step through what was found by the arrows."""
        if event.key == "escape":
            event.stop()
            self._close(found=False)
        elif event.key in {"up", "down"}:
            event.stop()
            event.prevent_default()
            self.post_message(self.Stepped(1 if event.key == "down" else -1))
