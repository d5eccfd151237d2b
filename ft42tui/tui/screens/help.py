"""Every key, those of the focused pane first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.segment import Segment
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen

from ft42tui.tui.commands import COMMANDS, SCOPE_TITLES, Command, Scope, keys_of, shown_keys
from ft42tui.tui.paint import cut, fit
from ft42tui.tui.widgets.line_list import LineList

_KEY_CELLS = 20


class Keys(LineList):
    """The table of keys."""

    def __init__(self, scopes: Sequence[Scope], changed: Mapping[str, str]) -> None:
        super().__init__()
        self._changed = changed
        self._lines: list[Command | str] = []
        for scope in scopes:
            if self._lines:
                self._lines.append("")
            self._lines.append(SCOPE_TITLES[scope])
            self._lines.extend(entry for entry in COMMANDS if entry.scope == scope)
        self.border_title = Content("Keys")

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a heading or a key's line."""
        line = self._lines[index]
        if isinstance(line, str):
            return [Segment(line, self.ink("strong"))]
        return [
            Segment("  " + fit(shown_keys(keys_of(line, self._changed)), _KEY_CELLS), self.ink("accent")),
            Segment(cut(line.help, max(0, width - _KEY_CELLS - 2))),
        ]

    def on_mount(self) -> None:
        """Take over the number of lines."""
        self.lines_changed()


class HelpScreen(ModalScreen[None]):
    """Opens over the explorer, or over a view: there it lists `only` the scopes whose keys work there."""

    BINDINGS = [Binding("escape,q,question_mark,f1", "leave", "close", id="help.leave")]  # noqa: RUF012

    CSS = """
    HelpScreen { align: center middle; background: $background 60%; }
    HelpScreen > Vertical {
        width: 104; max-width: 95%; height: 85%; background: $raised; padding: 1 1;
        & > Keys { background: $raised; border-title-background: $raised; }
    }
    """

    def __init__(self, first: Scope, changed: Mapping[str, str], only: Sequence[Scope] = ()) -> None:
        super().__init__()
        self._scopes = only or (first, *(scope for scope in SCOPE_TITLES if scope != first))
        self._changed = changed

    def compose(self) -> ComposeResult:
        """Make the table."""
        with Vertical():
            yield Keys(self._scopes, self._changed)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)
