"""Something to press: one line that takes the focus."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive

from ft42tui.tui.paint import cut, width
from ft42tui.tui.widgets.line import DrawnLine


class PushLine(DrawnLine, can_focus=True):
    """A few words to press, and a hint beside them."""

    label: reactive[str] = reactive("")
    """What it does."""
    hint: reactive[str] = reactive("")
    """What stands beside it."""

    @dataclass(repr=False, eq=False)
    class Pressed(Message):
        """It was pressed."""

        line: PushLine

        @property
        def control(self) -> PushLine:
            """The line."""
            return self.line

    @dataclass(repr=False, eq=False)
    class Left(Message):
        """What stands below (1) or above (-1) is wanted."""

        by: int

    def __init__(self, label: str = "", hint: str = "", *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.set_reactive(PushLine.label, label)
        self.set_reactive(PushLine.hint, hint)

    def segments(self, width_: int) -> Sequence[Segment]:
        """Return the words, reversed where the focus is."""
        words = f" {self.label} "
        return [
            Segment(" "),
            Segment(words, self.ink("badge" if self.has_focus else "here")),
            Segment("  "),
            Segment(cut(self.hint, max(0, width_ - width(words) - 4)), self.ink("dim")),
        ]

    def watch_has_focus(self, _has_focus: bool) -> None:  # noqa: FBT001  # Textual's signature
        """Show whether the focus is here."""
        super().watch_has_focus(_has_focus)
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        """Go to what stands above or below."""
        if event.key in {"up", "k", "down", "j"}:
            event.stop()
            event.prevent_default()
            self.post_message(self.Left(1 if event.key in {"down", "j"} else -1))

    def on_click(self) -> None:
        """Press at a click."""
        self.press()

    def press(self) -> None:
        """Tell that it was pressed."""
        self.post_message(self.Pressed(self))
