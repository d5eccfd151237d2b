"""A screen of numbered panes: which are seen, which has the focus, whose keys are shown."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

from textual import events, on
from textual.reactive import reactive
from textual.screen import Screen
from textual.widget import Widget

from ft42tui.tui.commands import Command, Scope
from ft42tui.tui.widgets.key_hints import KeyHints
from ft42tui.tui.widgets.tab_titles import TABS, TITLES, Tab

Pane: TypeAlias = Literal["endpoints", "query", "results", "json", "exchange", "report"]

PANES: Final[tuple[Pane, ...]] = ("endpoints", "query", "results", "json", "exchange", "report")

_LEAST_WIDTH: Final = 100
"""Cells below which one pane is shown at a time."""
_LEAST_HEIGHT: Final = 30
"""Lines below which one pane is shown at a time."""

_LETTERS: Final[dict[str, Pane]] = {
    "e": "endpoints",
    "q": "query",
    "r": "results",
    "j": "json",
    "x": "exchange",
    "s": "report",
}


class PanedScreen(Screen[None]):
    """Shows all panes where there is room, one at a time elsewhere or by wish."""

    pane: reactive[Pane] = reactive("results", init=False, repaint=False)
    """The pane that has the focus, or had it last."""
    alone: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether one pane is shown alone by wish."""
    has_tree: reactive[bool] = reactive(True, init=False, repaint=False)
    """Whether the endpoints are shown where there is room."""
    tabs: reactive[tuple[Tab, ...]] = reactive(TABS, init=False, repaint=False)
    """The panes that share the place below the results, one shown at a time."""

    def __init__(self, keys: Mapping[str, str]) -> None:
        super().__init__()
        self.keys = keys
        """Changed keys by command id, for whoever shows them."""
        self._tab: Tab = "json"

    @property
    def is_single(self) -> bool:
        """Whether one pane is shown at a time."""
        width, height = self.app.size  # known before the screen's own, so that the first layout is right
        return self.alone or width < _LEAST_WIDTH or height < _LEAST_HEIGHT

    @property
    def offered_scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands can be carried out now."""
        return "explorer", self.pane

    def is_offered(self, pane: Pane) -> bool:
        """Return whether there is such a pane now."""
        return pane not in TITLES or pane in self.tabs

    def focus_pane(self, pane: Pane) -> None:
        """Give a pane the focus, bringing it into sight."""
        if pane == "endpoints":
            self.has_tree = True
        if not self.is_offered(pane):
            self.notify("There is no report: one opens when the API answers 403.", timeout=3)
            return
        tab = next((one for one in self.tabs if one == pane), None)
        if tab is not None:
            self._tab = tab
        if self.pane == pane:
            self.arrange_panes()
        self.pane = pane
        self.pane_widget(pane).focus()

    def pane_widget(self, pane: Pane) -> Widget:
        """Return the widget that takes a pane's keys."""
        return self.query_one("#form" if pane == "query" else f"#{pane}")

    def arrange_panes(self) -> None:
        """Decide which panes are seen. Set on the panes themselves, so that nothing else is styled anew."""
        if not self.query("#main"):
            return
        single = self.is_single
        seen = {self.pane} if single else {"query", "results", self._tab}
        if not single and self.has_tree:
            seen.add("endpoints")
        for widget in self.query(", ".join(f"#{pane}" for pane in PANES)):
            if widget.display != (widget.id in seen):
                widget.display = not widget.display
            widget.set_class(single, "-alone")
        self._show_hints()
        self.query_one("#main").set_class(not single and self._tab == "report", "-reporting")
        self.query_one("#body").set_class(single and self.pane == "endpoints", "-stacked")

    def _show_hints(self) -> None:
        hints = self.query_one(KeyHints)
        typing = self.focused is not None and self.focused.id in {"editor", "typed"}
        hints.scope = "editor" if typing else self.pane
        hints.panes = tuple(pane for pane in PANES if self.is_offered(pane))
        hints.tab = self.pane if self.is_single and not typing else ""

    async def carry_out(self, command: Command) -> None:
        """Do what a command says, where it belongs."""
        if command.scope == "editor":
            return  # keys of the field that is typed in, for reading only
        target = self if command.scope == "explorer" else self.pane_widget(self.pane)
        action: Callable[[], Any] = getattr(target, f"action_{command.name}")
        result = action()
        if inspect.isawaitable(result):
            await result

    def watch_pane(self) -> None:
        """Show the pane where only one has room, and its keys."""
        self.arrange_panes()

    def watch_alone(self) -> None:
        """Show one pane, or all."""
        self.arrange_panes()

    def watch_tabs(self) -> None:
        """Leave a pane that is gone."""
        if self._tab not in self.tabs:
            self._tab = TABS[0]
        if self.is_offered(self.pane):
            self.arrange_panes()
        else:
            self.focus_pane("results")

    def watch_has_tree(self) -> None:
        """Show the endpoints, or not."""
        self.arrange_panes()

    def on_resize(self) -> None:
        """Choose between one pane and all by the room there is."""
        self.arrange_panes()

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        # Asked anew: of two changes in a row, the event with the shorter way up arrives first.
        for widget in self.focused.ancestors_with_self if self.focused else ():
            if widget.id in PANES:
                self.pane = widget.id
                break
        self._show_hints()

    @on(KeyHints.Pressed)
    async def _hint_pressed(self, event: KeyHints.Pressed) -> None:
        await self.carry_out(event.command)

    def action_pane_endpoints(self) -> None:
        """Go to the endpoints."""
        self.focus_pane("endpoints")

    def action_pane_query(self) -> None:
        """Go to the query."""
        self.focus_pane("query")

    def action_pane_results(self) -> None:
        """Go to the results."""
        self.focus_pane("results")

    def action_pane_json(self) -> None:
        """Go to the JSON."""
        self.focus_pane("json")

    def action_pane_exchange(self) -> None:
        """Go to the exchange."""
        self.focus_pane("exchange")

    def action_pane_report(self) -> None:
        """Go to the report on a 403."""
        self.focus_pane("report")

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        """Go to the previous pane."""
        self._step_pane(-1)

    def _step_pane(self, by: int) -> None:
        panes = [pane for pane in PANES if self.is_offered(pane)]
        here = panes.index(self.pane) if self.pane in panes else 0
        self.focus_pane(panes[(here + by) % len(panes)])

    def action_next_tab(self) -> None:
        """Go to the next of the panes that share a place."""
        self._step_tab(1)

    def action_previous_tab(self) -> None:
        """Go to the previous of the panes that share a place."""
        self._step_tab(-1)

    def _step_tab(self, by: int) -> None:
        # From elsewhere one goes to the one that is not shown.
        here = self.tabs.index(self._tab) if self._tab in self.tabs else 0
        self.focus_pane(self.tabs[(here + by) % len(self.tabs)])

    def action_alone(self) -> None:
        """Show this pane alone, or all again."""
        self.alone = not self.alone

    def action_hide_tree(self) -> None:
        """Hide or show the endpoints."""
        if self.pane == "endpoints":
            self.focus_pane("results")
        self.has_tree = not self.has_tree

    def action_jump(self) -> None:
        """Go to a pane by a letter."""
        from ft42tui.tui.screens.menu import Choice, Menu

        def go(chosen: Choice | None) -> None:
            if chosen is not None:
                self.focus_pane(_LETTERS[chosen.key])

        choices = [Choice(key, pane, "") for key, pane in _LETTERS.items() if self.is_offered(pane)]
        self.app.push_screen(Menu("Go to", choices), go)

    def action_help(self) -> None:
        """Show every key, those of this pane first."""
        from ft42tui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.pane, self.keys))

    def action_palette(self) -> None:
        """Open the command palette."""
        self.app.action_command_palette()

    def action_quit(self) -> None:
        """Leave."""
        self.app.exit()
