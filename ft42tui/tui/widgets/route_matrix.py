"""Routes against scopes: `●` where one is needed and there, `○` where it is needed and missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from ft42tui.session.scope_matrix import Column, MatrixRow
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, fit, painted, width
from ft42tui.tui.widgets.line_list import LineList
from ft42tui.tui.widgets.route_marks import METHOD_INKS, reach_mark

if TYPE_CHECKING:
    from ft42tui.catalog import Endpoint

_NARROW: Final = 110
"""Cells below which the columns' names are cut to four letters."""
_SHORT: Final = 4
_LEAD: Final = 3
_METHOD: Final = 7
_MORE: Final = ("user", "role")
_LEGEND: Final = "● there  ○ missing  (○) would do instead"


class RouteMatrix(LineList):
    """The routes that ask for something, with what they ask for."""

    FIXED = 1

    rows: reactive[Sequence[MatrixRow]] = reactive((), repaint=False)
    """The routes."""
    columns: reactive[Sequence[Column]] = reactive((), repaint=False)
    """The scopes, a column each."""
    marked: reactive[Collection[Endpoint]] = reactive(frozenset, repaint=False)
    """The routes that a person marked."""
    is_known: reactive[bool] = reactive(False, repaint=False)
    """Whether the token's scopes are known."""
    subject: reactive[str] = reactive("", repaint=False)
    """Which routes these are, in words."""

    @dataclass(repr=False, eq=False)
    class MarkWanted(Message):
        """A route is to be marked, or its mark taken back."""

        endpoint: Endpoint

    @dataclass(repr=False, eq=False)
    class Chosen(Message):
        """A route was chosen."""

        endpoint: Endpoint

    @property
    def count(self) -> int:
        """How many routes there are."""
        return len(self.rows)

    @property
    def empty_hint(self) -> str:
        """Say why there is none."""
        return "No route asks for this. Any token will do there."

    def watch_rows(self) -> None:
        """Show others, from the first on."""
        self.cursor = 0
        self.scroll_to(y=0, animate=False)
        self.watch_subject()
        self.lines_changed()

    def watch_columns(self) -> None:
        """Draw the columns anew."""
        self.refresh()

    def watch_marked(self) -> None:
        """Draw the marks anew."""
        self.refresh()

    def watch_subject(self) -> None:
        """Say which routes these are."""
        told = f"  {len(self.rows)} {self.subject}".rstrip()
        self.border_title = Content.assemble("Routes", (f"{told}   {_LEGEND}", "not bold $dim"))

    def draw_fixed(self, y: int, width: int) -> list[Segment]:
        """Return the columns' names."""
        names = "".join(f"{name}  " for name, _ in self._columns())
        return [Segment(" " * _LEAD + names, self.ink("dim")), Segment("route", self.ink("dim"))]

    def draw(self, index: int, width_: int) -> list[Segment]:
        """Return a route's line."""
        row = self.rows[index]
        mark, ink = reach_mark(row.reach if self.is_known else None)
        found = [
            Segment("•" if row.endpoint in self.marked else " ", self.ink("here")),
            Segment(f"{mark} ", self.ink(ink)),
        ]
        used = _LEAD
        for name, scope in self._columns():
            sign, sign_ink = self._sign(row, scope)
            cells = width(name)
            found.append(Segment(f"{sign:^{cells}}  ", self.ink(sign_ink)))
            used += cells + 2
        method = row.endpoint.method
        found.append(Segment(fit(method, _METHOD), self.ink(METHOD_INKS[method])))
        path = cut(painted(row.endpoint.short_path), max(0, width_ - used - _METHOD))
        found.append(Segment(path, self.ink("text" if row.reach.is_open else "dim")))
        return found

    def _columns(self) -> Iterator[tuple[str, str]]:
        """Yield the columns as they are named here, and what each stands for."""
        for scope in (*(column.scope for column in self.columns), *_MORE):
            name = painted(scope)
            yield (name[:_SHORT] if self.size.width < _NARROW else name), scope

    def _sign(self, row: MatrixRow, scope: str) -> tuple[str, Ink]:
        """Return whether a route needs a thing, and whether it is there."""
        rights, reach = row.rights, row.reach
        if scope == "user":
            return self._held(is_needed=rights.user, is_missing=reach.needs_user)
        if scope == "role":
            is_unsure = reach.standing == "unknown" and bool(rights.roles)
            if is_unsure:
                return "?", "dim"
            sign, ink = self._held(is_needed=bool(rights.roles), is_missing=bool(reach.roles))
            return (f"({sign})", "dim" if sign == "○" else ink) if rights.is_either else (sign, ink)
        return self._held(is_needed=scope in rights.scopes, is_missing=scope in reach.scopes)

    def _held(self, *, is_needed: bool, is_missing: bool) -> tuple[str, Ink]:
        if not is_needed:
            return "·", "rule"
        if not self.is_known:
            return "●", "text"
        return ("○", "wrong") if is_missing else ("●", "good")

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Choose a route by a second click."""
        if again:
            self.action_choose()

    def action_mark(self) -> None:
        """Mark the route under the cursor, or take its mark back; go on to the next."""
        if self.rows:
            self.post_message(self.MarkWanted(self.rows[self.cursor].endpoint))
            self.action_down()

    def action_choose(self) -> None:
        """Choose the route under the cursor."""
        if self.rows:
            self.post_message(self.Chosen(self.rows[self.cursor].endpoint))
