"""The top line: where one is, and as whom."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.reactive import reactive

from ft42tui.session.status import Status
from ft42tui.tui.paint import blank, cut, painted, width
from ft42tui.tui.widgets.line import DrawnLine
from ft42tui.tui.widgets.status_bar import host_end


class TitleBar(DrawnLine):
    """Badge, breadcrumbs, and the profile at the right."""

    way: reactive[tuple[str, ...]] = reactive(())
    """The breadcrumbs, the most general first."""
    status: reactive[Status] = reactive(Status)
    """Holds the profile and the host."""

    def segments(self, width_: int) -> Sequence[Segment]:
        """Return the line's segments."""
        place = self._place(width_ // 2)
        room = width_ - 8 - width(place) - 2
        way = [painted(step) for step in self.way]
        while len(way) > 2 and sum(width(step) + 3 for step in way) > room:
            way.pop(-2 if way[-2] != "…" else 0)
        found = [Segment("  42  ", self.ink("badge")), Segment("  ")]
        used = 8
        for at, whole in enumerate(way):
            is_last = at == len(way) - 1
            step = cut(whole, max(0, width_ - used - width(place) - 4))
            found.append(Segment(step, self.ink("strong" if is_last else "dim")))
            used += width(step)
            if not is_last:
                found.append(Segment(" › ", self.ink("dim")))
                used += 3
        if not way:
            hint = "42 API v2 explorer"
            found.append(Segment(hint, self.ink("dim")))
            used += len(hint)
        found.append(blank(width_ - used - width(place) - 1))
        found.append(Segment(place, self.ink("accent" if self.status.is_official else "warning")))
        return found

    def _place(self, cells: int) -> str:
        """Return the profile, and the host of an API that is not the real one, in at most so many cells."""
        status = self.status
        name = cut(painted(status.profile), cells)
        if status.is_official or not status.host or status.host in name:
            return name
        name = cut(name, max(8, cells - width(painted(status.host)) - 3))
        return f"{name} · {host_end(painted(status.host), cells - width(name) - 3)}"
