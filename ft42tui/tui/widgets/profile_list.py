"""Every profile, a line each: where it leads, with which application, and who is signed in there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from rich.segment import Segment
from textual.message import Message
from textual.reactive import reactive

from ft42tui.session.profiles import Glance
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import blank, cut, fit, painted, width
from ft42tui.tui.widgets.line_list import LineList
from ft42tui.tui.widgets.status_bar import LOW, SOON, VERY_LOW, VERY_SOON, clock_time, host_end

Cell: TypeAlias = tuple[str, Ink]

_MARK: Final = 2
_GAP: Final = 2
_HEADERS: Final = ("name", "API", "", "application", "signed in", "scopes", "expires", "budget", "roles")
_NAME, _API, _BEWARE, _APPLICATION, _OWNER, _SCOPES, _EXPIRES, _BUDGET, _ROLES = range(len(_HEADERS))
_RIGHT: Final = {_EXPIRES, _BUDGET}
_DROPPED_FIRST: Final = (_ROLES, _SCOPES, _APPLICATION, _BUDGET, _EXPIRES)
_LONGEST_SCOPES: Final = 24


@dataclass(frozen=True, slots=True)
class _Table:
    """What is drawn: its columns' widths, 0 for one that there is no room for, and its rows."""

    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]


class ProfileList(LineList):
    """The profiles, the current one marked."""

    FIXED = 1

    glances: reactive[tuple[Glance, ...]] = reactive(())
    """The profiles, as much as is known of each."""

    @dataclass
    class Highlighted(Message):
        """Another profile is looked at."""

        index: int

    class Chosen(Message):
        """The highlighted profile was chosen by the mouse."""

    def __init__(self, *, id: str | None = None, clock: Callable[[], float] = time.time) -> None:  # noqa: A002
        super().__init__(id=id)
        self._clock = clock
        self._made: tuple[object, _Table] | None = None

    def on_mount(self) -> None:
        """Count down."""
        self.set_interval(1.0, self.refresh)

    @property
    def count(self) -> int:
        """How many profiles there are."""
        return len(self.glances)

    def watch_glances(self, old: Sequence[Glance], new: Sequence[Glance]) -> None:
        """Show them in as many lines as they need; begin at the current one."""
        self.border_title = f"{len(new)} profiles" if len(new) != 1 else "1 profile"
        self.styles.max_height = len(new) + self.FIXED + 1
        self.lines_changed()
        if not old:
            self.cursor = next((at for at, one in enumerate(new) if one.is_current), 0)

    def watch_cursor(self, old: int, new: int) -> None:
        """Say which one is looked at."""
        super().watch_cursor(old, new)
        self.post_message(self.Highlighted(new))

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Choose by a second click."""
        if again:
            self.post_message(self.Chosen())

    # Drawing.

    def draw_fixed(self, y: int, width: int) -> list[Segment]:
        """Return the columns' names."""
        table = self._table(width)
        return self._line(table, tuple((header, "dim") for header in _HEADERS), " ", "dim")

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a profile's line."""
        table = self._table(width)
        return self._line(table, table.rows[index], "●" if self.glances[index].is_current else " ", "accent")

    def _line(self, table: _Table, cells: Sequence[Cell], mark: str, ink: Ink) -> list[Segment]:
        found = [Segment(mark, self.ink(ink)), blank(_MARK - 1)]
        for at, ((text, name), cells_) in enumerate(zip(cells, table.widths, strict=True)):
            if cells_:
                shown = host_end(text, cells_) if at == _API else text
                found.append(Segment(fit(shown, cells_, right=at in _RIGHT), self.ink(name)))
                found.append(blank(_GAP))
        return found

    def _table(self, room: int) -> _Table:
        """Return the table for so many cells, made once for all its lines."""
        key = (self.glances, room, int(self._clock()))
        if self._made is None or self._made[0] != key:
            self._made = key, self._fitted(room)
        return self._made[1]

    def _fitted(self, room: int) -> _Table:
        """Fit the columns: the least important ones go first, then API and name are cut."""
        rows = tuple(self._cells(glance) for glance in self.glances)
        columns = zip(*rows, strict=True) if rows else ((),) * len(_HEADERS)
        widths = [
            _wide(header, [text for text, _ in cells])
            for header, cells in zip(_HEADERS, columns, strict=True)
        ]

        def over() -> int:
            return _MARK + sum(wide + _GAP for wide in widths if wide) - _GAP - room

        for at in _DROPPED_FIRST:
            if over() > 0:
                widths[at] = 0
        for at, least in ((_API, 14), (_NAME, 8)):
            widths[at] = max(min(widths[at], least), widths[at] - max(0, over()))
        return _Table(tuple(widths), rows)

    def _cells(self, glance: Glance) -> tuple[Cell, ...]:
        profile, known = glance.profile, glance.inspection
        beware = "" if profile.is_official else "not the real API"
        application: Cell = (short_uid(painted(glance.client_id)), "text")
        if not glance.client_id:
            application = ("no application yet", "dim")
        signed_in: Cell = (painted(glance.owner), "text" if known and known.is_there else "dim")
        if profile.problem:
            signed_in, beware = ("cannot be used", "wrong"), ""
        return (
            (painted(profile.name), "strong"),
            (painted(profile.note or profile.host or "-"), "warning" if beware else "text"),
            (beware, "warning"),
            application,
            signed_in,
            (_scopes(glance.scopes), "text" if known and known.scopes is not None else "dim"),
            self._expiry(glance),
            _budget(glance),
            (painted(", ".join(glance.roles)), "dim"),
        )

    def _expiry(self, glance: Glance) -> Cell:
        known = glance.inspection
        if known is None or known.expires_at is None:
            return "", "dim"
        left = known.expires_at - self._clock()
        if left <= 0:
            return ("renews itself", "dim") if known.can_renew else ("expired", "wrong")
        if known.can_renew:
            return clock_time(left), "text"
        return clock_time(left), "wrong" if left < VERY_SOON else "warning" if left < SOON else "text"


def _wide(header: str, texts: Sequence[str]) -> int:
    """Return how many cells a column takes: none if there is nothing in it."""
    return max(width(header), *map(width, texts)) if any(texts) else 0


def short_uid(uid: str) -> str:
    """Return the beginning of an application's UID: `u-s4t2ud-3f9a…`."""
    return cut(uid, 14)


def _scopes(scopes: Sequence[str]) -> str:
    words = painted(" ".join(scopes))
    return words if width(words) <= _LONGEST_SCOPES else f"{len(scopes)} scopes"


def _budget(glance: Glance) -> Cell:
    budget = glance.inspection.budget if glance.inspection is not None else None
    share = budget.hour_share if budget is not None else None
    if budget is None or share is None:
        return "", "dim"
    ink: Ink = "wrong" if share < VERY_LOW else "warning" if share < LOW else "text"
    return f"{budget.hour_left}/{budget.hour_limit}", ink
