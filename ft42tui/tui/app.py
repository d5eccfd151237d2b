"""The application: screen, themes, keymap, and a crash that tells no secrets."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import App
from textual.reactive import Initialize, Reactive
from textual.screen import Screen

from ft42tui.session.profiles import Profiles
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.themes import ROLES, names, own_theme, roles_of

if TYPE_CHECKING:
    from textual.command import Provider
    from textual.theme import Theme


def _commands() -> type[Provider]:
    """Return the palette's provider of our commands, imported when the palette is first opened."""
    from ft42tui.tui.palette import CommandProvider

    return CommandProvider


def _wanted_theme(app: object) -> str:
    return app.wanted_theme if isinstance(app, Ft42App) else ""


class Ft42App(App[int]):
    """The explorer of the 42 API."""

    TITLE = "ft42tui"
    ENABLE_COMMAND_PALETTE = True
    CSS_PATH = "styles/explorer.tcss"
    COMMANDS = App.COMMANDS | {_commands}  # as Textual declares it

    theme: Reactive[str] = Reactive(Initialize(_wanted_theme))
    """The theme's name. Begins with the wanted one, so that no style is worked out twice."""

    def __init__(
        self,
        profiles: Profiles,
        *,
        request: str | None = None,
        theme: str = "42-dark",
        keys: Mapping[str, str] | None = None,
        crash_file: Path | None = None,
        on_first_frame: Callable[[], object] = lambda: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.wanted_theme = theme
        """The theme to begin with."""
        super().__init__()
        self._profiles = profiles
        self._request = request
        self._keys = keys or {}
        self._crash_file = crash_file
        self._on_first_frame = on_first_frame
        self._clock = clock
        self.crash_report = ""
        """Where a crash was written down; empty if there was none."""
        if keys:
            self.set_keymap(keys)

    @property
    def available_themes(self) -> dict[str, Theme]:
        """Textual's themes and ours."""
        own = own_theme(self.wanted_theme)
        return {**super().available_themes, **({own.name: own} if own else {})}

    def get_theme(self, theme_name: str) -> Theme | None:
        """Return a theme by name. Asked for with every line that is drawn, so ours is at hand."""
        if theme_name == self.wanted_theme:
            own = own_theme(theme_name)
            if own is not None:
                return own
        return super().get_theme(theme_name)

    def get_default_screen(self) -> Screen[None]:
        """Return the explorer."""
        return ExplorerScreen(self._profiles, self._request, keys=self._keys, clock=self._clock)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our roles for a theme that does not name them."""
        theme = self.current_theme
        return {} if all(role in theme.variables for role in ROLES) else roles_of(theme)

    def on_mount(self) -> None:
        """Do what can wait until something is seen."""
        self.call_after_refresh(self._settle)

    def _settle(self) -> None:
        self._on_first_frame()
        for name in names():
            own = own_theme(name)
            if own is not None:
                self.register_theme(own)
        gc.enable()
        gc.freeze()

    async def on_unmount(self) -> None:
        """Close the connections."""
        await self._profiles.aclose()

    def _fatal_error(self) -> None:
        """Leave without Textual's crash screen, which would print local variables: tokens among them."""
        if self.crash_report:
            return  # what follows a first mistake only hides it
        self.crash_report = "ft42tui stopped because of a mistake of its own."
        error = sys.exception() or self._exception
        if self._crash_file is not None and error is not None:
            from ft42tui.crash import report_of
            from ft42tui.private_file import write_private

            try:
                write_private(self._crash_file, report_of(error).encode(errors="backslashreplace"))
                self.crash_report += f" What happened is written down in {self._crash_file}."
            except OSError as error:
                self.crash_report += f" It could not be written down: {error.strerror}."
        self._close_messages_no_wait()
