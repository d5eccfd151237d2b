"""The request that will be sent, always in sight; a place to type or paste one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from ft42tui.tui.inks import Inked
from ft42tui.tui.paint import painted, width

if TYPE_CHECKING:
    from textual.widgets import Input

    from ft42tui.api.query import Query


class RequestLine(Inked):
    """Method, path, names and values of the request, each in its colour."""

    DEFAULT_CSS = """
    RequestLine {
        height: auto;
        max-height: 3;
        background: $raised;
        padding: 0 1;
        & > Input { width: 1fr; }
    }
    """

    request: reactive[Query | None] = reactive(None, layout=True)
    """The request; None before there is one."""

    @dataclass(repr=False, eq=False)
    class Typed(Message):
        """A request was typed or pasted and is to be sent."""

        text: str

    class Left(Message):
        """Typing ended without a request."""

    def segments(self) -> Iterator[Segment]:
        """Yield the request's parts."""
        ink = self.ink
        query = self.request
        if query is None:
            yield Segment("Choose an endpoint, or press ctrl+l and type a request", ink("dim"))
            return
        method = query.endpoint.method
        yield Segment(method, ink("method-write" if query.endpoint.is_write else "method"))
        yield Segment(" ")
        path, _, parameters = query.target.partition("?")
        for at, part in enumerate(path.split("/")):
            if at:
                yield Segment("/", ink("strong"))
            is_missing = part.startswith(":") and part[1:] in query.missing
            yield Segment(painted(part), ink("warning-strong" if is_missing else "strong"))
        for at, pair in enumerate(parameters.split("&") if parameters else ()):
            name, _, value = pair.partition("=")
            yield Segment("&" if at else "?", ink("dim"))
            yield Segment(painted(name), ink("name"))
            yield Segment("=", ink("dim"))
            yield Segment(painted(value), ink("plain-strong"))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the lines that the request takes, three at most."""
        return max(1, min(3, len(self._wrapped(width)))) if not self.children else 1

    def _wrapped(self, cells: int) -> list[list[Segment]]:
        """Return the request in lines, broken where a parameter begins where that fits."""
        lines: list[list[Segment]] = [[]]
        used = 0
        for piece in self.segments():
            rest = piece
            while (length := width(rest.text)) > cells - used:
                if used and length <= cells:
                    lines.append([])
                    used = 0
                    continue
                head, rest = rest.split_cells(max(1, cells - used))
                lines[-1].append(head)
                lines.append([])
                used = 0
            lines[-1].append(rest)
            used += width(rest.text)
        return lines

    def render_line(self, y: int) -> Strip:
        """Return the strip of one line of the request."""
        cells, base = self.size.width, self.base
        lines = self._wrapped(cells)
        if y >= len(lines):
            return Strip.blank(cells, base)
        segments = lines[y]
        if y == self.size.height - 1 and len(lines) > y + 1:
            cut = Strip(segments).crop_extend(0, cells - 1, base)
            segments = [*cut, Segment("…", self.ink("dim"))]
        return Strip(segments).crop_extend(0, cells, base).apply_style(base)

    def edit(self, text: str | None = None) -> None:
        """Begin typing, from the present request."""
        from textual.widgets import Input

        if self.children:
            self.screen.set_focus(self.query_one(Input))
            return
        shown = self.request.target if text is None and self.request is not None else text or ""
        hint = "users?filter[pool_year]=2013"
        field = Input(shown, placeholder=hint, compact=True, id="typed")
        self.mount(field)
        self.screen.set_focus(field)  # at once: what is typed now is meant for it

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Tell what was typed."""
        event.stop()
        self.post_message(self.Typed(event.value))

    def on_key(self, event: events.Key) -> None:
        """End typing at escape."""
        if event.key == "escape" and self.children:
            event.stop()
            self.close()
            self.post_message(self.Left())

    def on_descendant_blur(self) -> None:
        """End typing when another place gets the focus: the line shows what will be sent."""
        self.call_after_refresh(self._close_if_left)

    def _close_if_left(self) -> None:
        if self.children and not any(field.has_focus for field in self.children):
            self.close()

    def close(self) -> None:
        """End typing."""
        for field in list(self.children):
            field.remove()
        self.refresh(layout=True)

    def on_click(self) -> None:
        """Begin typing at a click."""
        if not self.children:
            self.edit()
