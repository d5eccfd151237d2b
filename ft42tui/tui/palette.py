"""Our commands in Textual's command palette."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from functools import partial
from typing import Protocol, runtime_checkable

from textual.command import DiscoveryHit, Hit, Hits, Provider

from ft42tui.tui.commands import COMMANDS, Command, Scope, keys_of, shown_key

_LEFT_OUT = {"list", "editor"}


@runtime_checkable
class Commanded(Protocol):
    """A screen that can carry out commands."""

    keys: Mapping[str, str]
    """Changed keys by command id."""

    @property
    def offered_scopes(self) -> Collection[Scope]:
        """The scopes whose commands can be carried out now."""

    def carry_out(self, command: Command) -> Awaitable[None]:
        """Do what a command says."""


class CommandProvider(Provider):
    """Offers what can be done now: everywhere, and in the focused pane."""

    def _offered(self) -> list[tuple[Command, Callable[[], Awaitable[None]]]]:
        screen = self.screen
        if not isinstance(screen, Commanded):
            return []
        scopes = set(screen.offered_scopes) - _LEFT_OUT
        return [
            (c, partial(screen.carry_out, c)) for c in COMMANDS if c.scope in scopes and c.name != "palette"
        ]

    async def discover(self) -> Hits:
        """Offer everything while nothing is typed."""
        for entry, act in self._offered():
            title = self._title(entry)
            yield DiscoveryHit(title, act, text=title, help=entry.help)

    async def search(self, query: str) -> Hits:
        """Offer what matches."""
        matcher = self.matcher(query)
        for entry, act in self._offered():
            title = self._title(entry)
            score = max(matcher.match(title), matcher.match(entry.help) * 0.6)
            if score > 0:
                yield Hit(score, matcher.highlight(title), act, text=title, help=entry.help)

    def _title(self, entry: Command) -> str:
        changed = self.screen.keys if isinstance(self.screen, Commanded) else {}
        return f"{entry.title.capitalize()}  ({shown_key(keys_of(entry, changed))})"
