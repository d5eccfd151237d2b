"""A view over the explorer: a title, its content, the status bar, its keys. `q` and `esc` close it."""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.reactive import reactive
from textual.screen import Screen, ScreenResultType
from textual.widget import Widget

from ft42tui.session.session import Session
from ft42tui.session.status import Status
from ft42tui.tui.commands import Command, Scope, bindings
from ft42tui.tui.widgets.key_hints import KeyHints
from ft42tui.tui.widgets.status_bar import StatusBar
from ft42tui.tui.widgets.title_bar import TitleBar


class View(Screen[ScreenResultType]):
    """A subclass says what it holds, and whose keys it has: `SCOPE`."""

    SCOPE: ClassVar[Scope] = "view"
    """Whose keys it has, besides those of every view."""
    NAME: ClassVar[str] = ""
    """What stands in the title."""

    BINDINGS = bindings("view")

    DEFAULT_CSS = """
    View {
        background: $background;
        & > TitleBar { margin-bottom: 1; }
        & > #view { height: 1fr; }
        & > StatusBar { background: $raised; }
    }
    """

    status: reactive[Status] = reactive(Status, repaint=False)
    """The state of things."""
    way: reactive[tuple[str, ...]] = reactive((), repaint=False)
    """The title's words, the most general first."""
    busy: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether something is under way."""

    def __init__(
        self, session: Session, keys: Mapping[str, str], *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__()
        self.session = session
        """Whose things are shown."""
        self.keys = keys
        """Changed keys by command id, for whoever shows them."""
        self.clock = clock
        """This machine's time, in seconds since the epoch."""

    def compose(self) -> ComposeResult:
        """Put the content between the bars."""
        yield TitleBar(id="title").data_bind(View.status, View.way)
        with Vertical(id="view"):
            yield from self.content()
        yield StatusBar(id="status", clock=self.clock).data_bind(View.status, is_busy=View.busy)
        yield self.hints()

    def hints(self) -> KeyHints:
        """Return the footer."""
        return KeyHints(self.keys, id="keys")

    def content(self) -> Iterable[Widget]:
        """Return what stands between the bars."""
        return ()

    def on_mount(self) -> None:
        """Show what is known, and go on showing it."""
        self.way = (self.NAME,)
        self.query_one(KeyHints).scope = self.SCOPE
        self.refresh_status()
        self.set_interval(1.0, self.refresh_status)
        self.set_interval(0.1, self._turn)

    def refresh_status(self) -> None:
        """Take over the state of things."""
        self.status = self.session.status

    def _turn(self) -> None:
        if self.busy:
            self.query_one(StatusBar).beat += 1

    @property
    def offered_scopes(self) -> tuple[Scope, ...]:
        """The scopes whose commands can be carried out now."""
        return self.SCOPE, "view"

    async def carry_out(self, command: Command) -> None:
        """Do what a command says."""
        action: Callable[[], Any] | None = getattr(self, f"action_{command.name}", None)
        result = action() if action is not None else None
        if inspect.isawaitable(result):
            await result

    @on(KeyHints.Pressed)
    async def _hint_pressed(self, event: KeyHints.Pressed) -> None:
        await self.carry_out(event.command)

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Close, and end what is under way: an answer that comes now finds nobody."""
        self.workers.cancel_node(self)
        return super().dismiss(result)

    def action_leave(self) -> None:
        """Close."""
        self.dismiss(None)

    def action_help(self) -> None:
        """Show every key that works here, those of this view first."""
        from ft42tui.tui.screens.help import HelpScreen
        from ft42tui.tui.widgets.line_list import LineList

        lists: tuple[Scope, ...] = ("list",) if self.query(LineList) else ()
        self.app.push_screen(HelpScreen(self.SCOPE, self.keys, (self.SCOPE, *lists, "view")))
