"""The request as it was sent, and the answer's status and headers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive

from ft42tui.api.exchange import Exchange, Headers
from ft42tui.tui.commands import bindings
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, fit, painted
from ft42tui.tui.widgets.line_list import LineList
from ft42tui.tui.widgets.tab_titles import TABS, Tab, tab_titles

_NAME_CELLS: Final = 30

_Line = tuple[tuple[Ink, str], ...]


class ExchangeView(LineList):
    """The last exchange, secrets masked. A failed one too."""

    BINDINGS = bindings("exchange")

    exchange: reactive[Exchange | None] = reactive(None, repaint=False)
    """The exchange; None before the first."""
    tabs: reactive[tuple[Tab, ...]] = reactive(TABS, repaint=False)
    """The panes that share its place."""

    @dataclass(repr=False, eq=False)
    class CopyRequested(Message):
        """Something is to be copied."""

        text: str

    class TabRequested(Message):
        """The other tab is wanted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines: list[_Line] = []
        self.watch_tabs()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def empty_hint(self) -> str:
        """Say what comes here."""
        return "The last request and its answer come here."

    def watch_tabs(self) -> None:
        """Name the others."""
        self.border_title = tab_titles(self.tabs, "exchange")

    def watch_exchange(self, exchange: Exchange | None) -> None:
        """Show another exchange."""
        self._lines = lines_of(exchange) if exchange else []
        self.lines_changed()

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a line of the exchange."""
        found: list[Segment] = []
        left = width
        for style, text in self._lines[index]:
            shown = cut(painted(text), left)
            left -= len(shown)
            found.append(Segment(shown, self.ink(style)))
        return found

    def clicked_title(self) -> None:
        """Show the other tab at a click on the titles."""
        self.post_message(self.TabRequested())

    def find(self, text: str, by: int) -> bool:
        """Go to the next (1) or previous (-1) line that holds a text; return whether there is one."""
        needle = text.casefold()
        for step in range(1, self.count + 1):
            index = (self.cursor + by * step) % self.count
            if needle in self._text(index).casefold():
                self.cursor = index
                return True
        return False

    def action_copy_line(self) -> None:
        """Ask for a copy of the line."""
        if self.count:
            self.post_message(self.CopyRequested(self._text(self.cursor).strip()))

    def _text(self, index: int) -> str:
        return "".join(text for _, text in self._lines[index])


def lines_of(exchange: Exchange) -> list[_Line]:
    """Return an exchange as lines of (ink, text)."""
    lines: list[_Line] = [(("string", exchange.method), ("strong", f" {exchange.url}"))]
    lines.extend(_headers(exchange.request_headers))
    lines.append(())
    if exchange.status is None:
        lines.append((("wrong", "no answer came"),))
        return lines
    style: Ink = "string" if exchange.status < 300 else "warning" if exchange.status < 400 else "wrong"
    lines.append(
        (
            ("dim", f"{exchange.http_version} "),
            (style, f"{exchange.status} {exchange.reason}"),
            ("dim", f"   {exchange.seconds * 1000:.0f} ms · {in_bytes(exchange.size)}"),
        )
    )
    lines.extend(_headers(exchange.response_headers))
    if exchange.excerpt:
        lines.append(())
        lines.extend((("text", line),) for line in exchange.excerpt.splitlines())
    return lines


def _headers(headers: Headers) -> list[_Line]:
    cells = min(_NAME_CELLS, max((len(name) for name, _ in headers), default=0))
    return [(("name", fit(name, cells)), ("text", "  " + value)) for name, value in headers]


def in_bytes(size: int) -> str:
    """Return a size in words: `482 B`, `12.3 KB`, `4.1 MB`."""
    if size < 1000:
        return f"{size} B"
    if size < 1_000_000:
        return f"{size / 1000:.1f} KB"
    return f"{size / 1_000_000:.1f} MB"
