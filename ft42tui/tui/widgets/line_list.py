"""A pane of lines with a cursor, drawn line by line: the base of every pane."""

from __future__ import annotations

from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from ft42tui.tui.commands import bindings
from ft42tui.tui.inks import Inked
from ft42tui.tui.paint import cut


class LineList(ScrollView, Inked, can_focus=True):
    """Lines with a cursor. A subclass says how many there are and draws one.

    Only what is seen is drawn, and a move of the cursor draws two lines. Nothing is animated: an
    animated list takes six times as long to answer a key.
    """

    DEFAULT_CSS = """
    LineList {
        border-top: solid $rule;
        border-title-color: $foreground;
        border-title-style: none;
        border-title-background: $background;
        background: $background;
        scrollbar-size: 1 1;
        padding: 0 0 0 1;
        &:focus {
            border-top: heavy $accent;
            border-title-color: $accent;
            border-title-style: bold;
        }
    }
    """

    BINDINGS = bindings("list")

    MARKED: ClassVar[bool] = False
    """Whether the cursor is marked as strongly without the focus."""

    FIXED: ClassVar[int] = 0
    """Lines at the top that do not scroll."""

    cursor: reactive[int] = reactive(0, repaint=False)
    """The line that the keys are about."""

    # What a subclass says.

    @property
    def count(self) -> int:
        """How many lines there are, fixed ones not counted."""
        return 0

    @property
    def content_width(self) -> int:
        """How wide the widest line is; 0 for lines that fit themselves into the pane."""
        return 0

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a line's segments, in at most `width` cells if the pane does not scroll sideways."""
        return []

    def draw_fixed(self, y: int, width: int) -> list[Segment]:
        """Return the segments of a line at the top that does not scroll."""
        return []

    @property
    def empty_hint(self) -> str:
        """What stands there while there is no line: a sentence that says what to do."""
        return ""

    # Drawing.

    def lines_changed(self) -> None:
        """Take over a new number or width of lines."""
        self.virtual_size = Size(self.content_width, self.count + self.FIXED)
        if self.cursor >= self.count:
            self.cursor = max(0, self.count - 1)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the strip of a line of the pane."""
        scroll_x, scroll_y = self.scroll_offset
        size = self.size.width
        room = self.scrollable_content_region.width
        base = self.base
        if y < self.FIXED:
            segments = self.draw_fixed(y, room)
            cursor = False
        else:
            index = scroll_y + y - self.FIXED
            if index >= self.count:
                hint = self.empty_hint if not self.count and y == self.FIXED else ""
                words = [Segment(cut(hint, room), self.ink("dim"))] if hint else []
                return Strip(words).crop_extend(0, size, base).apply_style(base)
            segments = self.draw(index, room)
            cursor = index == self.cursor and self.shows_cursor
        style = base
        if cursor:
            style += self.ink("cursor" if self.MARKED or self.has_focus else "cursor-blurred")
        return Strip(segments).crop_extend(scroll_x, scroll_x + size, style).apply_style(style)

    @property
    def shows_cursor(self) -> bool:
        """Whether the cursor's line is marked."""
        return True

    # The cursor.

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a line."""
        return max(0, min(cursor, self.count - 1))

    def watch_cursor(self, old: int, new: int) -> None:
        """Draw the two lines that changed, and keep the cursor in sight."""
        for index in (old, new):
            self.refresh_line(index + self.FIXED)
        self._reveal(new)

    def refresh_row(self, index: int) -> None:
        """Draw one line again."""
        self.refresh_line(index + self.FIXED)

    def _reveal(self, index: int) -> None:
        shown = self._shown
        if shown <= 0:
            return
        top = round(self.scroll_y)
        if index < top:
            self.scroll_to(y=index, animate=False)
        elif index >= top + shown:
            self.scroll_to(y=index - shown + 1, animate=False)

    @property
    def _shown(self) -> int:
        return int(self.scrollable_content_region.height) - self.FIXED

    def on_resize(self) -> None:
        """Keep the cursor in sight when the pane changes its size."""
        self._reveal(self.cursor)

    def _on_focus(self, event: events.Focus) -> None:
        super()._on_focus(event)
        self.refresh_row(self.cursor)

    def _on_blur(self, event: events.Blur) -> None:
        super()._on_blur(event)
        self.refresh_row(self.cursor)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click there chooses."""
        offset = event.get_content_offset(self)
        if offset is None:
            if event.y == 0:
                self.clicked_title()
            return
        index = round(self.scroll_offset.y) + offset.y - self.FIXED
        if offset.y < self.FIXED:
            self.clicked_fixed(offset.x + round(self.scroll_offset.x), offset.y)
        elif 0 <= index < self.count:
            self.cursor = index
            self.clicked(index, offset.x + round(self.scroll_offset.x), again=event.chain > 1)

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Take a click on a line; `again` for a double click."""

    def clicked_title(self) -> None:
        """Take a click on the rule that holds the title."""

    def clicked_fixed(self, x: int, y: int) -> None:
        """Take a click on a line that does not scroll."""

    def action_down(self) -> None:
        """Go one line down."""
        self.cursor += 1

    def action_up(self) -> None:
        """Go one line up."""
        self.cursor -= 1

    def action_top(self) -> None:
        """Go to the first line."""
        self.cursor = 0

    def action_bottom(self) -> None:
        """Go to the last line."""
        self.cursor = self.count - 1

    def action_page_down(self) -> None:
        """Go one screen down."""
        self.cursor += max(1, self._shown)

    def action_page_up(self) -> None:
        """Go one screen up."""
        self.cursor -= max(1, self._shown)

    def action_half_down(self) -> None:
        """Go half a screen down."""
        self.cursor += max(1, self._shown // 2)

    def action_half_up(self) -> None:
        """Go half a screen up."""
        self.cursor -= max(1, self._shown // 2)
