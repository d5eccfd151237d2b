"""A list to pick one entry from by typing a few letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input

from ft42tui.tui.paint import cut, fit, painted, width
from ft42tui.tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to pick."""

    text: str
    """What is shown and sought in."""
    hint: str
    """What stands beside it."""
    value: Any
    """What picking it returns."""


class Entries(LineList):
    """The entries that match."""

    MARKED = True

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self._all = entries
        self.shown = entries

    @property
    def count(self) -> int:
        """How many entries match."""
        return len(self.shown)

    def narrow(self, typed: str) -> None:
        """Show the entries that hold every typed word."""
        words = typed.casefold().split()
        self.shown = [entry for entry in self._all if all(word in entry.text.casefold() for word in words)]
        self.cursor = 0
        self.lines_changed()

    def draw(self, index: int, width_: int) -> list[Segment]:
        """Return an entry's line."""
        entry = self.shown[index]
        names = max((width(one.text) for one in self._all), default=0)
        return [
            Segment(fit(painted(entry.text), names) + "  "),
            Segment(cut(entry.hint, max(0, width_ - names - 2)), self.ink("dim")),
        ]

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Pick at a click."""
        self.screen.dismiss(self.shown[index].value)

    def on_mount(self) -> None:
        """Take over the number of entries."""
        self.lines_changed()


class Picker(ModalScreen[Any]):
    """Type to narrow, arrows to choose, enter to pick, escape to leave."""

    CSS = """
    Picker { align: center middle; background: $background 60%; }
    Picker > Vertical {
        width: 72; max-width: 95%; height: auto; max-height: 80%;
        background: $raised; padding: 1 1;
        & > Input { background: $raised; border: none; height: 1; padding: 0 1; margin-bottom: 1; }
        & > Entries { height: auto; max-height: 18; background: $raised; border-title-background: $raised; }
    }
    """

    def __init__(self, title: str, entries: list[Entry]) -> None:
        super().__init__()
        self._title = title
        self._entries = entries

    def compose(self) -> ComposeResult:
        """Make the field and the list."""
        with Vertical():
            yield Input(placeholder="type to narrow, enter to pick, esc to leave", compact=True)
            entries = Entries(self._entries)
            entries.can_focus = False
            entries.border_title = Content(self._title)
            yield entries

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        self.query_one(Entries).narrow(event.value)

    @on(Input.Submitted)
    def _pick(self) -> None:
        entries = self.query_one(Entries)
        if entries.shown:
            self.dismiss(entries.shown[entries.cursor].value)

    def on_key(self, event: events.Key) -> None:
        """Step through the list, or leave."""
        entries = self.query_one(Entries)
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key in {"down", "up", "pagedown", "pageup"}:
            event.stop()
            event.prevent_default()
            {
                "down": entries.action_down,
                "up": entries.action_up,
                "pagedown": entries.action_page_down,
                "pageup": entries.action_page_up,
            }[event.key]()
