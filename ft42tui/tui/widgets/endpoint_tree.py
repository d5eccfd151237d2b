"""Every endpoint of the catalogue, by resource."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive

from ft42tui.catalog import Catalog, Endpoint, Resource
from ft42tui.session.narrowing import narrowed
from ft42tui.tui.commands import bindings
from ft42tui.tui.paint import cut, fit, width
from ft42tui.tui.widgets.line_list import LineList
from ft42tui.tui.widgets.route_marks import METHOD_INKS, reach_mark

if TYPE_CHECKING:
    from ft42tui.session.reach import Reach, Reachability

_PARENT_ID: Final = r":\w+_id\b"
_LEAD: Final = 3
"""Cells in front of a route: a person's mark, and the token's reach."""


class EndpointTree(LineList):
    """Every endpoint, by resource. Routes are made when their resource is opened."""

    BINDINGS = bindings("endpoints")

    endpoint: reactive[Endpoint | None] = reactive(None)
    """The chosen endpoint, marked."""
    reachability: reactive[Reachability | None] = reactive(None, repaint=False)
    """What judges whether the token reaches a route: it decides the marks. None while nothing is known."""
    marked: reactive[frozenset[Endpoint]] = reactive(frozenset, repaint=False)
    """The routes that a person marked, to ask what they need together."""

    @dataclass(repr=False, eq=False)
    class Chosen(Message):
        """An endpoint was chosen; `again` if it was the chosen one already."""

        endpoint: Endpoint
        again: bool

    @dataclass(repr=False, eq=False)
    class MarkWanted(Message):
        """A route is to be marked, or its mark taken back."""

        endpoint: Endpoint

    def __init__(self, catalog: Catalog, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._catalog = catalog
        self._open: set[str] = set()
        self._narrowing = ""
        self._reachable_only = False
        self._reaches: dict[tuple[str, str], Reach] = {}
        self._place: Resource | Endpoint | None = None
        self._chosen_before: Endpoint | None = None
        self._lines: Sequence[Resource | Endpoint] = catalog.resources
        self._show_title()

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    @property
    def empty_hint(self) -> str:
        """Say that nothing matches."""
        return "No route matches. esc shows all."

    @property
    def is_narrowed(self) -> bool:
        """Whether only some endpoints are shown."""
        return bool(self._narrowing) or self._reachable_only

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a resource's or a route's line."""
        line = self._lines[index]
        return (
            self._draw_resource(line, width) if isinstance(line, Resource) else self._draw_route(line, width)
        )

    def _draw_resource(self, resource: Resource, cells: int) -> list[Segment]:
        is_open = resource.name in self._open
        holds_chosen = self.endpoint is not None and self.endpoint.resource == resource.name
        number = str(len(self._routes(resource)) if self._reachable_only else len(resource))
        name = cut(resource.name, cells - 5 - len(number))
        return [
            Segment("▾ " if is_open else "▸ ", self.ink("dim")),
            Segment(name, self.ink("strong") if is_open or holds_chosen else None),
            Segment("  " + number, self.ink("dim")),
        ]

    def _draw_route(self, endpoint: Endpoint, cells: int) -> list[Segment]:
        chosen = endpoint is self.endpoint
        reach = self._reach(endpoint)
        mark, ink = reach_mark(reach)
        needs = _needs_of(reach)
        room = cells - _LEAD - 7 - width(needs)
        path = endpoint.short_path
        if len(path) > room:
            path = cut(re.sub(_PARENT_ID, ":id", path).replace("(/on/:field(/by/:interval))", "(…)"), room)
        if chosen:
            style = self.ink("here")
        elif endpoint.is_write or not self._may_be_reached(endpoint):
            style = self.ink("dim")
        else:
            style = None
        return [
            Segment("•" if endpoint in self.marked else " ", self.ink("here")),
            Segment(f"{mark} ", self.ink(ink)),
            Segment(fit(endpoint.method, 6) + " ", self.ink(METHOD_INKS[endpoint.method])),
            Segment(path, style),
            Segment(needs, self.ink("wrong")),
        ]

    def watch_endpoint(self, endpoint: Endpoint | None) -> None:
        """Show where the chosen endpoint is."""
        if endpoint is None or not endpoint.is_listed or self._narrowing:
            return
        if endpoint.resource not in self._open:
            self._open.add(endpoint.resource)
            self._rebuild()
        self.put_cursor_on(endpoint)
        self.call_after_refresh(self._show_surroundings)

    def watch_reachability(self) -> None:
        """Mark again when the token's reach changed."""
        self._reaches.clear()
        if self._reachable_only:
            self._rebuild()
        self.refresh()

    def watch_marked(self) -> None:
        """Draw the marks of a person again."""
        self.refresh()

    def on_show(self) -> None:
        """Show where the chosen endpoint is when the tree comes into sight."""
        self.call_after_refresh(self._show_surroundings)

    def _show_surroundings(self) -> None:
        """Bring the resource of the cursor's route near the top, so that its other routes are seen."""
        if not self._lines or self._narrowing:
            return
        top = self.cursor
        while top > 0 and not isinstance(self._lines[top], Resource):
            top -= 1
        if self.cursor - top < self._shown - 3:
            self.scroll_to(y=max(0, top - 3), animate=False)

    def put_cursor_on(self, wanted: Endpoint | Resource) -> None:
        """Move the cursor to a line, if it is shown."""
        for index, line in enumerate(self._lines):
            if line is wanted:
                self.cursor = index
                return

    def narrow(self, typed: str) -> None:
        """Show only the routes that match what was typed, best first; all again for nothing."""
        if not self._narrowing:
            self._place = self._lines[self.cursor] if self._lines else None
            self._chosen_before = self.endpoint
        here = self._place
        self._narrowing = typed.strip()
        self._rebuild()
        if self._narrowing:
            self.cursor = 0
            self.scroll_to(y=0, animate=False)
        elif self.endpoint is not self._chosen_before:  # chosen while narrowed: show where it belongs
            self.watch_endpoint(self.endpoint)
        elif here is not None:
            self.put_cursor_on(here)

    def clear_narrowing(self) -> bool:
        """Show every endpoint again; return whether any was hidden."""
        was = self.is_narrowed
        self._reachable_only = False
        self.narrow("")
        return was

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Open a resource or choose a route at a click."""
        line = self._lines[index]
        if isinstance(line, Resource) or again or line is not self.endpoint:
            self.action_choose()

    def action_choose(self) -> None:
        """Open or close a resource; choose a route."""
        if not self._lines:
            return
        line = self._lines[self.cursor]
        if isinstance(line, Resource):
            self._toggle(line)
        else:
            self.post_message(self.Chosen(line, again=line is self.endpoint))

    def action_unfold(self) -> None:
        """Open a resource, or go to its first route."""
        line = self._lines[self.cursor] if self._lines else None
        if isinstance(line, Resource):
            if line.name in self._open:
                self.cursor += 1
            else:
                self._toggle(line)

    def action_fold(self) -> None:
        """Close a resource, or go from a route to its resource."""
        line = self._lines[self.cursor] if self._lines else None
        if isinstance(line, Resource):
            if line.name in self._open:
                self._toggle(line)
        elif line is not None and not self._narrowing:
            resource = self._catalog.resource(line.resource)
            if resource is not None:
                self.put_cursor_on(resource)

    def action_only_reachable(self) -> None:
        """Show only what the token can reach, or everything again."""
        self._reachable_only = not self._reachable_only
        self._rebuild()

    def _toggle(self, resource: Resource) -> None:
        self._open ^= {resource.name}
        self._rebuild()
        self.put_cursor_on(resource)

    def action_mark(self) -> None:
        """Mark the route under the cursor, or take its mark back; go on to the next."""
        line = self._lines[self.cursor] if self._lines else None
        if isinstance(line, Endpoint):
            self.post_message(self.MarkWanted(line))
            self.action_down()

    def _may_be_reached(self, endpoint: Endpoint) -> bool:
        """Return whether a route is reached; all are while nothing is known."""
        reach = self._reach(endpoint)
        return reach is None or reach.is_open

    def _reach(self, endpoint: Endpoint) -> Reach | None:
        if self.reachability is None:
            return None
        key = endpoint.method, endpoint.path
        found = self._reaches.get(key)
        if found is None:
            found = self._reaches[key] = self.reachability.of(endpoint)
        return found

    def _routes(self, resource: Resource) -> Sequence[Endpoint]:
        if not self._reachable_only:
            return resource.endpoints
        return [route for route in resource.endpoints if self._may_be_reached(route)]

    def _rebuild(self) -> None:
        if self._narrowing:
            found = narrowed(self._catalog, self._narrowing)
            self._lines = [
                route for route in found if not self._reachable_only or self._may_be_reached(route)
            ]
        elif not self._open and not self._reachable_only:
            self._lines = self._catalog.resources
        else:
            lines: list[Resource | Endpoint] = []
            for resource in self._catalog.resources:
                routes = self._routes(resource) if self._reachable_only else ()
                if self._reachable_only and not routes:
                    continue
                lines.append(resource)
                if resource.name in self._open:
                    lines.extend(self._routes(resource))
            self._lines = lines
        self._show_title()
        self.lines_changed()

    def _show_title(self) -> None:
        number = str(len(self._catalog))
        if self._narrowing:
            number = f"{sum(isinstance(line, Endpoint) for line in self._lines)} of {number}"
        if self._reachable_only and not self._narrowing:
            number = f"{sum(self._may_be_reached(route) for route in self._catalog)} reachable"
        elif self._reachable_only:
            number += " · reachable"
        self.border_title = Content.assemble("Endpoints", ("  " + number, "not bold $dim"))

    def on_mount(self) -> None:
        """Take over the number of lines."""
        self.lines_changed()


def _needs_of(reach: Reach | None) -> str:
    """Return what a token is short of, for the end of a route's line: ` projects user`, ` role`."""
    if reach is None or reach.standing in {"reachable", "unknown"}:
        return ""
    user = ("user",) if reach.needs_user else ()
    role = ("role",) if reach.roles and not reach.is_either else ()
    return "".join(f" {need}" for need in (*reach.scopes, *user, *role))
