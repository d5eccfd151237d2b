"""A question over what is there: a title, some words, and the keys that answer it."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, ScreenResultType
from textual.widget import Widget
from textual.widgets import Static

from ft42tui.tui.paint import painted


class Question(ModalScreen[ScreenResultType]):
    """A subclass says what it holds besides the words, and which keys answer."""

    DEFAULT_CSS = """
    Question { align: center middle; background: $background 60%; }
    Question > Vertical {
        width: 72; max-width: 95%; height: auto; background: $raised; padding: 1 2;
        border-top: heavy $accent; border-title-color: $accent; border-title-style: bold;
        border-title-background: $raised;
        & > Input { background: $background; border: none; height: 1; padding: 0 1; margin-top: 1; }
        & > #answers { margin-top: 1; color: $dim; }
    }
    Question > #keys { dock: bottom; height: 1; padding: 0 1; background: $background; color: $dim; }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """Make the words, what belongs to them, and the keys."""
        with Vertical() as box:
            box.border_title = Content(painted(self._title))
            yield Static(Content("\n".join(painted(line) for line in self._text.split("\n"))), markup=False)
            yield from self.content()
            yield Static(self._keys("   "), id="answers", markup=False)
        yield Static(self._keys("  "), id="keys", markup=False)  # instead of the keys below, which rest

    def content(self) -> Iterable[Widget]:
        """Return what stands between the words and the keys."""
        return ()

    @property
    def answers(self) -> tuple[tuple[str, str], ...]:
        """The keys that answer, each with what it says."""
        return ()

    def _keys(self, between: str) -> Content:
        words = ((key, f" {painted(answer)}") for key, answer in self.answers)
        return Content(between).join(Content.assemble((key, "$accent"), answer) for key, answer in words)
