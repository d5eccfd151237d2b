"""The records of a page as a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from rich.segment import Segment
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from ft42tui.session.columns import Column, columns_of
from ft42tui.session.outline import NOTHING
from ft42tui.session.position import page_title
from ft42tui.session.reading import Reading, ValueKind
from ft42tui.tui.commands import bindings
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import blank, fit, painted, width
from ft42tui.tui.widgets.line_list import LineList

if TYPE_CHECKING:
    from textual.timer import Timer

    from ft42tui.api.errors import ApiError
    from ft42tui.api.links import Rel
    from ft42tui.api.page import Page
    from ft42tui.api.query import Query

_WIDEST: Final = 32
_SAMPLE: Final = 200
_GAP: Final = 2
_REST: Final = 0.05
"""Seconds without a move after which the cursor rests."""
_BETWEEN: Final = Segment(" " * _GAP)
_ARROWS: Final = {"": "", "ascending": " ↑", "descending": " ↓"}
_KIND_STYLES: Final[dict[ValueKind, Ink]] = {
    "number": "number",
    "null": "dim",
    "nested": "dim",
    "boolean": "boolean",
}


class ResultsGrid(LineList):
    """Typed columns, one record a line, one page at a time."""

    DEFAULT_CSS = """
    ResultsGrid { scrollbar-size-horizontal: 0; }
    """

    BINDINGS = bindings("results")

    FIXED = 1

    page: reactive[Page | None] = reactive(None, repaint=False)
    """The page; None before the first."""
    request: reactive[Query | None] = reactive(None, repaint=False)
    """The request that would be sent now: says what there is to do."""
    column: reactive[int] = reactive(0, repaint=False)
    """The column that the keys are about."""
    error: reactive[ApiError | None] = reactive(None)
    """What went wrong last: says why there is nothing."""
    busy: reactive[bool] = reactive(False)
    """Whether a request is under way: says why there is nothing yet."""
    is_stale: reactive[bool] = reactive(False)
    """Whether the page is not what the request line asks for: an error or a running request."""

    @dataclass(repr=False, eq=False)
    class RecordHighlighted(Message):
        """Another record is under the cursor; NOTHING if there is none."""

        record: Any

    @dataclass(repr=False, eq=False)
    class TurnRequested(Message):
        """A neighbouring page is wanted."""

        rel: Rel

    @dataclass(repr=False, eq=False)
    class SortRequested(Message):
        """The list is wanted in the order of a column."""

        column: Column

    @dataclass(repr=False, eq=False)
    class FilterRequested(Message):
        """Only records with this value are wanted."""

        column: Column
        value: Any

    @dataclass(repr=False, eq=False)
    class CellRequested(Message):
        """A whole cell is wanted."""

        column: Column
        value: Any

    @dataclass(repr=False, eq=False)
    class CopyRequested(Message):
        """Something about a cell is wanted as a copy."""

        column: Column
        value: Any
        record: Any

    class JsonRequested(Message):
        """The record's JSON is wanted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._columns: tuple[Column, ...] = ()
        self._widths: tuple[int, ...] = ()
        self._starts: tuple[int, ...] = ()
        self._rows: dict[int, tuple[Reading, ...]] = {}
        self._rest: Timer | None = None
        self._told: Any = NOTHING
        self.border_title = "Results"

    @property
    def records(self) -> Sequence[Any]:
        """The page's records."""
        return self.page.records if self.page else ()

    @property
    def count(self) -> int:
        """How many records there are."""
        return len(self.records)

    @property
    def empty_hint(self) -> str:
        """Say why there are no records."""
        if self.page is None and self.busy:
            return "Waiting for the API. esc cancels."
        if self.page is None and self.error is not None:
            return "No results yet: see what went wrong above."
        if self.page is None and self.request is not None:
            return "Not asked with this profile yet: r sends the request above."
        if self.page is None:
            return "Nothing was asked yet. Choose an endpoint (1), or type a request (ctrl+l)."
        if self.page.number is not None and self.page.number > 1:
            return "No records here: this is past the last page. < goes to the first."
        return "No records. Loosen a filter (2), or go back (backspace)."

    @property
    def content_width(self) -> int:
        """How wide all columns are."""
        return self._starts[-1] + self._widths[-1] + 1 if self._starts else 0

    @property
    def record(self) -> Any:
        """The record under the cursor."""
        return self.records[self.cursor] if self.records else NOTHING

    @property
    def shows_cursor(self) -> bool:
        """Whether there is a record to mark."""
        return bool(self.records)

    def watch_page(self, old: Page | None, page: Page | None) -> None:
        """Lay out the columns anew; stay in the column if it is still there."""
        here = self._columns[self.column].key if self._columns else ""
        query = page.query if page else None
        wanted = [name for name, _ in (*query.filters, *query.ranges, *query.searches)] if query else []
        self._columns = columns_of(self.records, sort=query.sort if query else (), wanted=wanted)
        self._rows.clear()
        self._measure()
        keys = [column.key for column in self._columns]
        self.set_reactive(ResultsGrid.column, keys.index(here) if here in keys else min(1, len(keys) - 1))
        refreshed = old is not None and page is not None and old.query == page.query
        if not refreshed:
            self.set_reactive(LineList.cursor, 0)
            self.scroll_to(y=0, animate=False)
        if old is None or page is None or old.query.endpoint is not page.query.endpoint:
            self.set_reactive(ResultsGrid.column, min(1, max(0, len(keys) - 1)))
            self.scroll_to(x=0, animate=False)
        self._show_title()
        self.lines_changed()
        self._tell()

    def watch_request(self) -> None:
        """Say what there is to do, where there are no results."""
        if self.page is None:
            self.refresh()

    def watch_is_stale(self) -> None:
        """Say that the new query was not sent yet."""
        self._show_title()

    def _measure(self) -> None:
        widths = []
        for column in self._columns:
            header = width(painted(column.key)) + (2 if column.direction else 0)
            widths.append(header)
        for index in range(min(self.count, _SAMPLE)):
            for at, reading in enumerate(self._readings(index)):
                widths[at] = max(widths[at], min(_WIDEST, width(painted(reading.text))))
        starts, x = [], 0
        for cells in widths:
            starts.append(x)
            x += cells + _GAP
        self._widths, self._starts = tuple(widths), tuple(starts)

    def _readings(self, index: int) -> tuple[Reading, ...]:
        readings = self._rows.get(index)
        if readings is None:
            record = self.records[index]
            readings = tuple(column.cell(record) for column in self._columns)
            self._rows[index] = readings
        return readings

    def _show_title(self) -> None:
        self.border_title = Content.assemble(
            "Results",
            (f"  {page_title(self.page)}" if self.page else "", "not bold"),
            (self._staleness(), "not bold $warning"),
            (self._columns_in_sight(), "not bold $dim"),
        )

    def _staleness(self) -> str:
        if not self.is_stale:
            return ""
        return "   of the request before" if self.error else "   ctrl+j sends the new query"

    def watch_error(self) -> None:
        """Say of which request the records are."""
        self._show_title()

    def _columns_in_sight(self) -> str:
        """Return which columns are seen, where not all are."""
        left, cells = round(self.scroll_offset.x), self.scrollable_content_region.width
        if not self._starts or cells <= 0 or self.content_width <= cells + 1:
            return ""
        seen = [
            at + 1
            for at, (start, length) in enumerate(zip(self._starts, self._widths, strict=True))
            if start >= left and start + length <= left + cells
        ]
        if not seen:
            return ""
        return f"   columns {seen[0]}–{seen[-1]} of {len(self._starts)}"

    def watch_scroll_x(self, old_value: float, new_value: float) -> None:
        """Say which columns are seen."""
        super().watch_scroll_x(old_value, new_value)
        if round(old_value) != round(new_value):
            self._show_title()

    def on_resize(self) -> None:
        """Say which columns are seen."""
        super().on_resize()
        self._show_title()

    def _columns_seen(self) -> range:
        """Return the columns of which anything is seen."""
        left = round(self.scroll_offset.x)
        right = left + self.size.width
        first = 0
        while first < len(self._starts) and self._starts[first] + self._widths[first] + _GAP <= left:
            first += 1
        last = first
        while last < len(self._starts) and self._starts[last] < right:
            last += 1
        return range(first, last)

    def draw_fixed(self, y: int, width: int) -> list[Segment]:
        """Return the line of column names."""
        seen = self._columns_seen()
        found = [blank(self._starts[seen.start])] if seen else []
        for at in seen:
            column = self._columns[at]
            label = painted(column.key) + _ARROWS[column.direction]
            here = at == self.column and self.has_focus
            style = self.ink("here" if column.direction else "strong" if here else "dim")
            found.append(Segment(fit(label, self._widths[at], right=column.is_right_aligned), style))
            found.append(_BETWEEN)
        return found

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a record's line."""
        seen = self._columns_seen()
        found = [blank(self._starts[seen.start])] if seen else []
        readings = self._readings(index)
        marked = index == self.cursor and self.has_focus
        for at in seen:
            column, reading = self._columns[at], readings[at]
            name: Ink | None = "strong" if column.is_name else _KIND_STYLES.get(reading.kind)
            if self.is_stale and name != "strong":
                name = "dim"
            style = self.ink(name) if name else None
            if marked and at == self.column:
                cell = self.ink("cell")
                style = style + cell if style else cell
            found.append(
                Segment(fit(painted(reading.text), self._widths[at], right=column.is_right_aligned), style)
            )
            found.append(_BETWEEN)
        return found

    def watch_cursor(self, old: int, new: int) -> None:
        """Move, and tell of the record when the cursor comes to rest: a held key paints rows only."""
        super().watch_cursor(old, new)
        if self._rest is not None:
            self._rest.reset()
            self._rest.resume()

    def on_mount(self) -> None:
        """Make the timer that a move starts anew."""
        self._rest = self.set_interval(_REST, self._tell, pause=True)

    def _tell(self) -> None:
        if self._rest is not None:
            self._rest.pause()
        self._told = self.record
        self.post_message(self.RecordHighlighted(self._told))

    @property
    def is_resting(self) -> bool:
        """Whether the record under the cursor was told of."""
        return self.record is self._told

    def validate_column(self, column: int) -> int:
        """Keep the cursor in a column."""
        return max(0, min(column, len(self._columns) - 1))

    def watch_column(self) -> None:
        """Bring the column into sight and draw what changed."""
        if not self._starts:
            return
        start, cells = self._starts[self.column], self._widths[self.column]
        left, shown = round(self.scroll_offset.x), self.scrollable_content_region.width
        if start < left:
            self.scroll_to(x=start, animate=False)
        elif start + cells > left + shown:
            self.scroll_to(x=min(start, start + cells - shown + 1), animate=False)
        self.refresh_line(round(self.scroll_offset.y))
        self.refresh_row(self.cursor)

    def watch_has_focus(self, value: bool) -> None:  # noqa: FBT001  # Textual's signature
        """Show or hide the column's mark."""
        super().watch_has_focus(value)
        self.refresh_line(round(self.scroll_offset.y))

    def find(self, text: str, by: int) -> bool:
        """Go to the next (1) or previous (-1) record that holds a text; return whether there is one."""
        needle = text.casefold()
        for step in range(1, self.count + 1):
            index = (self.cursor + by * step) % self.count
            for at, reading in enumerate(self._readings(index)):
                if needle in reading.text.casefold():
                    self.cursor = index
                    self.column = at
                    return True
        return False

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Go to the cell that was clicked; open the record at a double click."""
        at = self._column_at(x)
        if at is not None:
            self.column = at
        if again:
            self.post_message(self.JsonRequested())

    def clicked_fixed(self, x: int, y: int) -> None:
        """Sort by the column whose name was clicked."""
        at = self._column_at(x)
        if at is not None:
            self.column = at
            self.action_sort()

    def _column_at(self, x: int) -> int | None:
        for at, start in enumerate(self._starts):
            if start <= x < start + self._widths[at] + _GAP:
                return at
        return None

    def action_left(self) -> None:
        """Go one column to the left."""
        self.column -= 1

    def action_right(self) -> None:
        """Go one column to the right."""
        self.column += 1

    def action_next_page(self) -> None:
        """Ask for the next page."""
        self.post_message(self.TurnRequested("next"))

    def action_previous_page(self) -> None:
        """Ask for the page before."""
        self.post_message(self.TurnRequested("prev"))

    def action_first_page(self) -> None:
        """Ask for the first page."""
        self.post_message(self.TurnRequested("first"))

    def action_last_page(self) -> None:
        """Ask for the last page."""
        self.post_message(self.TurnRequested("last"))

    def action_sort(self) -> None:
        """Ask for another order."""
        if self._columns:
            self.post_message(self.SortRequested(self._columns[self.column]))

    def action_filter(self) -> None:
        """Ask for records with this value only."""
        if self._columns and self.records:
            column = self._columns[self.column]
            self.post_message(self.FilterRequested(column, column.value(self.record)))

    def action_view_cell(self) -> None:
        """Ask to see the whole cell."""
        if self._columns and self.records:
            column = self._columns[self.column]
            self.post_message(self.CellRequested(column, column.value(self.record)))

    def action_copy(self) -> None:
        """Ask for a copy of the cell or what is about it."""
        if self._columns and self.records:
            column = self._columns[self.column]
            self.post_message(self.CopyRequested(column, column.value(self.record), self.record))

    def action_open_json(self) -> None:
        """Ask for the record's JSON."""
        self.post_message(self.JsonRequested())
