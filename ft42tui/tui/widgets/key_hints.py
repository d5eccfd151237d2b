"""The footer: the most useful keys of the focused pane, six at most."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive

from ft42tui.tui.commands import COMMANDS, Command, Scope, command, footer, keys_of, shown_key
from ft42tui.tui.paint import width
from ft42tui.tui.widgets.line import DrawnLine

_MOST: Final = 6
_TABS: Final = tuple(c for c in COMMANDS if c.name.startswith("pane_"))


class KeyHints(DrawnLine):
    """Keys and what they do. A click does it too."""

    scope: reactive[Scope] = reactive("explorer")
    """Whose keys are shown."""
    tab: reactive[str] = reactive("")
    """The pane that is shown alone; empty where all are shown."""
    panes: reactive[tuple[str, ...]] = reactive(())
    """The panes that there are."""

    @dataclass(repr=False, eq=False)
    class Pressed(Message):
        """A hint was clicked."""

        command: Command

    def __init__(self, changed: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._changed = changed
        self._spots: list[tuple[int, int, Command]] = []

    def segments(self, width_: int) -> Sequence[Segment]:
        """Return the line's segments: the panes' numbers where one is alone, then the keys."""
        found: list[Segment] = [Segment(" ")]
        self._spots = []
        x = 1
        if self.tab:
            for entry in (one for one in _TABS if one.name.removeprefix("pane_") in self.panes):
                is_here = entry.name == f"pane_{self.tab}"
                x = self._put(found, x, entry, strong=is_here)
        hints = footer(self.scope)
        helping = command("explorer.help")
        last = [helping] if helping and self.scope != "editor" else []
        for entry in [*hints[: _MOST - 1], *last]:
            length = width(self._key(entry)) + width(entry.title) + 3
            if x + length > width_ - (8 if entry is not helping else 0):
                continue
            x = self._put(found, x, entry, strong=False)
        return found

    def _key(self, entry: Command) -> str:
        return shown_key(keys_of(entry, self._changed))

    def _put(self, found: list[Segment], x: int, entry: Command, *, strong: bool) -> int:
        key, title = self._key(entry), entry.title
        found.append(Segment(key, self.ink("accent")))
        found.append(Segment(f" {title}", self.ink("strong" if strong else "dim")))
        found.append(Segment("  "))
        length = width(key) + width(title) + 3
        self._spots.append((x, x + length - 2, entry))
        return x + length

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked."""
        for start, end, entry in self._spots:
            if start <= event.x < end:
                self.post_message(self.Pressed(entry))
                return
