"""The footer of a view that has stages: the keys of the stage it is in."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.reactive import reactive

from ft42tui.tui.commands import Command
from ft42tui.tui.paint import width
from ft42tui.tui.widgets.key_hints import KeyHints


class StageKeys(KeyHints):
    """Keys and what they do now. A click does it too."""

    commands: reactive[tuple[Command, ...]] = reactive(())
    """What is shown, the most useful first."""

    def segments(self, width_: int) -> Sequence[Segment]:
        """Return the line's segments, as many as fit."""
        found: list[Segment] = [Segment(" ")]
        self._spots = []
        x = 1
        for entry in self.commands:
            length = width(self._key(entry)) + width(entry.title) + 3
            if x + length <= width_:
                x = self._put(found, x, entry, strong=False)
        return found
