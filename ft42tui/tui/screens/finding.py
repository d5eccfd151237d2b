"""Finding in the focused pane: routes are narrowed as one types, elsewhere one goes to a match."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from ft42tui.tui.screens.paned import PanedScreen
from ft42tui.tui.widgets.endpoint_tree import EndpointTree
from ft42tui.tui.widgets.key_hints import KeyHints

if TYPE_CHECKING:  # made when something is first sought
    from ft42tui.tui.widgets.find_bar import FindBar


@runtime_checkable
class Searched(Protocol):
    """A pane in which a text can be sought."""

    def find(self, text: str, by: int) -> bool:
        """Go to the next (1) or previous (-1) match; return whether there is one."""


class FindingScreen(PanedScreen):
    """Opens the find bar in the footer's place, and steps through what it found."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__(keys)
        self._sought = ""

    async def action_find(self) -> None:
        """Find in this pane."""
        from ft42tui.tui.widgets.find_bar import FindBar

        if self.pane == "query":  # there is nothing to find in it; what one looks for is a route
            self.focus_pane("endpoints")
        if not self.query(FindBar):
            await self.mount(FindBar(id="find"))
        self.query_one(KeyHints).display = False
        self.query_one(FindBar).open(self.pane)

    def action_find_next(self) -> None:
        """Go to the next match."""
        self._find(1)

    def action_find_previous(self) -> None:
        """Go to the previous match."""
        self._find(-1)

    def _find(self, by: int) -> None:
        pane = self.pane_widget(self.pane)
        if self._sought and isinstance(pane, Searched) and not pane.find(self._sought, by):
            self.notify(f"“{self._sought}” is not on this page.", markup=False, timeout=2)

    def on_find_bar_changed(self, event: FindBar.Changed) -> None:
        """Narrow the endpoints as one types."""
        if self.pane == "endpoints":
            self.query_one(EndpointTree).narrow(event.text)

    def on_find_bar_stepped(self, event: FindBar.Stepped) -> None:
        """Step through the narrowed endpoints while typing."""
        if self.pane == "endpoints":
            self.query_one(EndpointTree).cursor += event.by

    def on_find_bar_left(self) -> None:
        """Show the keys again."""
        self.query_one(KeyHints).display = True

    def on_find_bar_closed(self, event: FindBar.Closed) -> None:
        """Choose or go to what was found, or leave it."""
        self.query_one(KeyHints).display = True
        self.focus_pane(self.pane)
        tree = self.query_one(EndpointTree)
        if self.pane != "endpoints":
            if event.found and event.text:
                self._sought = event.text
                self._find(1)
        elif event.found:
            tree.action_choose()
        else:
            tree.narrow("")
