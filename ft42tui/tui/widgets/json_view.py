"""A JSON document as an outline that folds, coloured as it is seen."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive

from ft42tui.session.outline import NOTHING, Node, Outline, line_of
from ft42tui.session.reading import age
from ft42tui.tui.commands import bindings
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, painted
from ft42tui.tui.widgets.line_list import LineList
from ft42tui.tui.widgets.tab_titles import TABS, Tab, tab_titles

_INDENT: Final = 2
_LONGEST: Final = 2000


@lru_cache(maxsize=4096)
def tokens(text: str) -> tuple[tuple[Ink, str], ...]:
    """Return a piece of JSON as (ink, text), by Pygments' token kinds."""
    from pygments.lexers.data import JsonLexer  # after the first frame: it is not needed for it
    from pygments.token import Token

    styles: tuple[tuple[object, Ink], ...] = (
        (Token.Name.Tag, "name"),
        (Token.Literal.String, "string"),
        (Token.Literal.Number, "number"),
        (Token.Keyword, "boolean"),
        (Token.Punctuation, "dim"),
    )
    lexer = JsonLexer(stripnl=False, ensurenl=False)
    found: list[tuple[Ink, str]] = []
    for kind, value in lexer.get_tokens(text):
        style: Ink = next((style for token, style in styles if _is_kind(kind, token)), "text")
        found.append(("dim" if value == "null" else style, value))
    return tuple(found)


def _is_kind(kind: object, of: object) -> bool:
    """Return whether a token's kind is another or a kind of it: kinds are tuples that get longer."""
    return isinstance(kind, tuple) and isinstance(of, tuple) and kind[: len(of)] == of


class JsonView(LineList):
    """The highlighted record, or the whole answer."""

    BINDINGS = bindings("json")

    record: reactive[Any] = reactive(NOTHING, repaint=False, always_update=True)
    """The highlighted record."""
    document: reactive[Any] = reactive(NOTHING, repaint=False, always_update=True)
    """The whole answer."""
    is_whole: reactive[bool] = reactive(False, repaint=False)
    """Whether the whole answer is shown."""
    tabs: reactive[tuple[Tab, ...]] = reactive(TABS, repaint=False)
    """The panes that share its place."""

    @dataclass(repr=False, eq=False)
    class CopyRequested(Message):
        """Something about a value is wanted as a copy."""

        node: Node

    class TabRequested(Message):
        """The other tab is wanted."""

    def __init__(self, *, id: str | None = None, clock: Callable[[], float] = time.time) -> None:  # noqa: A002
        super().__init__(id=id)
        self._outline = Outline(None)
        self._value: object = NOTHING
        self._clock = clock
        self._retitle()

    @property
    def count(self) -> int:
        """How many lines are seen."""
        return len(self._outline) if self._value is not NOTHING else 0

    def show(self) -> None:
        """Take over another document; folds and cursor stay if its shape has the same places."""
        shown = self.document if self.is_whole else self.record
        if shown is self._value:
            return
        is_alike = shape(shown) == shape(self._value)
        self._value = shown
        opened = self._outline.opened if is_alike else frozenset()
        self._outline = Outline(shown if shown is not NOTHING else None, opened)
        if not is_alike:
            self.set_reactive(LineList.cursor, 0)
            self.scroll_to(y=0, animate=False)
        self._retitle()
        self.lines_changed()

    def _retitle(self) -> None:
        of = " · whole answer" if self.is_whole else ""
        self.border_title = tab_titles(self.tabs, "json", of)

    def watch_tabs(self) -> None:
        """Name the others."""
        self._retitle()

    def watch_record(self) -> None:
        """Show another record."""
        self.show()

    def watch_document(self) -> None:
        """Show another answer."""
        self.show()

    def watch_is_whole(self) -> None:
        """Change between record and answer."""
        self.set_reactive(LineList.cursor, 0)
        self.show()
        self._retitle()

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a line of the outline."""
        node = self._outline.node(index)
        line = line_of(node)
        marker = "" if not node.is_foldable else "▾ " if node.is_open else "▸ "
        indent = " " * (_INDENT * node.depth)
        found = [Segment(indent + (marker or "  "), self.ink("dim"))]
        if isinstance(node.key, int):
            found.append(Segment(f"{node.key} ", self.ink("dim")))
            text = line.value
        else:
            text = f"{line.key}: {line.value}".rstrip() if line.key else line.value
        for style, piece in tokens(painted(text[:_LONGEST])):
            found.append(Segment(piece, self.ink(style)))
        if line.remark:
            found.append(Segment((" " if text else "") + painted(line.remark[:_LONGEST]), self.ink("dim")))
        if isinstance(node.value, str) and (words := age(node.value, self._clock())):
            found.append(Segment("  " + words, self.ink("dim")))
        return _fitted(found, width)

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Fold or unfold at a click on the marker, or at a double click."""
        node = self._outline.node(index)
        if again or _INDENT * node.depth <= x < _INDENT * node.depth + 2:
            self.action_fold_or_unfold()

    def clicked_title(self) -> None:
        """Show the other tab at a click on the titles."""
        self.post_message(self.TabRequested())

    def find(self, text: str, by: int) -> bool:
        """Go to the next (1) or previous (-1) place that holds a text; return whether there is one."""
        found = self._outline.find(text, self.cursor, by)
        if found is None:
            return False
        self.lines_changed()
        self.cursor = found
        return True

    def action_fold_or_unfold(self) -> None:
        """Fold or unfold."""
        self._outline.toggle(self.cursor)
        self.lines_changed()

    def action_unfold(self) -> None:
        """Unfold, or go into what is open."""
        if self._outline.node(self.cursor).is_open:
            self.cursor += 1
        else:
            self._outline.unfold(self.cursor)
            self.lines_changed()

    def action_fold(self) -> None:
        """Fold, or go to what holds it."""
        if self._outline.node(self.cursor).is_open:
            self._outline.fold(self.cursor)
            self.lines_changed()
        else:
            self.cursor = self._outline.parent(self.cursor)

    def action_unfold_all(self) -> None:
        """Unfold everything inside."""
        self._outline.unfold_all(self.cursor)
        self.lines_changed()

    def action_fold_all(self) -> None:
        """Fold everything inside."""
        self._outline.fold_all(self.cursor)
        self.lines_changed()

    def action_next_sibling(self) -> None:
        """Go to the next value at this depth."""
        self.cursor = self._outline.sibling(self.cursor, 1)

    def action_previous_sibling(self) -> None:
        """Go to the previous value at this depth."""
        self.cursor = self._outline.sibling(self.cursor, -1)

    def action_whole(self) -> None:
        """Show the whole answer, or the highlighted record."""
        self.is_whole = not self.is_whole

    def action_copy(self) -> None:
        """Ask for a copy of the value or the way to it."""
        if self.count:
            self.post_message(self.CopyRequested(self._outline.node(self.cursor)))


def shape(value: object) -> object:
    """Return what makes two documents alike: the names of their fields."""
    return frozenset(value) if isinstance(value, dict) else type(value)


def _fitted(segments: list[Segment], cells: int) -> list[Segment]:
    """Return segments cut to a width, with `…` where something is left out."""
    used = 0
    for at, segment in enumerate(segments):
        length = segment.cell_length
        if used + length > cells:
            return [*segments[:at], Segment(cut(segment.text, cells - used), segment.style)]
        used += length
    return segments
