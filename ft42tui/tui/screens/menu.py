"""A menu of one-letter choices."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from ft42tui.tui.paint import cut, painted
from ft42tui.tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose."""

    key: str
    """The letter."""
    title: str
    """What it is."""
    text: str
    """What choosing it returns; its beginning is shown."""


class Choices(LineList):
    """The choices, one a line."""

    MARKED = True

    def __init__(self, choices: list[Choice]) -> None:
        super().__init__()
        self.choices = choices

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.choices)

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a choice's line."""
        choice = self.choices[index]
        sample = painted(choice.text[:200])
        return [
            Segment(f"{choice.key}  ", self.ink("accent")),
            Segment(f"{choice.title:<12}"),
            Segment(cut(sample, max(0, width - 16)), self.ink("dim")),
        ]

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Choose at a click."""
        self.screen.dismiss(self.choices[index])

    def on_mount(self) -> None:
        """Take over the number of choices."""
        self.lines_changed()


class Menu(ModalScreen[Choice | None]):
    """A letter chooses, so does enter; escape leaves."""

    CSS = """
    Menu { align: center middle; background: $background 60%; }
    Menu > Vertical {
        width: 64; max-width: 95%; height: auto; max-height: 80%; background: $raised; padding: 1 1;
        & > Choices { height: auto; background: $raised; border-title-background: $raised; }
    }
    """

    def __init__(self, title: str, choices: list[Choice]) -> None:
        super().__init__()
        self._title = title
        self._choices = choices

    def compose(self) -> ComposeResult:
        """Make the list."""
        with Vertical():
            choices = Choices(self._choices)
            choices.border_title = Content(self._title)
            yield choices

    def on_key(self, event: events.Key) -> None:
        """Choose by letter, or leave."""
        if not self.is_current:  # a second key may arrive while the first one closes it
            return
        if event.key == "escape":
            event.stop()
            self.dismiss(None)
        elif event.key == "enter":
            event.stop()
            self.dismiss(self._choices[self.query_one(Choices).cursor])
        else:
            chosen = next((one for one in self._choices if one.key == event.character), None)
            if chosen is not None:
                event.stop()
                event.prevent_default()
                self.dismiss(chosen)
