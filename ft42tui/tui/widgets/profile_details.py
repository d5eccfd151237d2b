"""The profile that is looked at, whole; and how another one is written down."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual.content import Content
from textual.reactive import reactive

from ft42tui.session.facts import RENEWED
from ft42tui.session.profiles import Glance
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, painted, width
from ft42tui.tui.widgets.line import DrawnLines
from ft42tui.tui.widgets.notice import wrapped
from ft42tui.tui.widgets.status_bar import clock_time, secret_death

if TYPE_CHECKING:
    from ft42tui.session.inspection import Inspection

_LABEL: Final = 13
_EXAMPLE: Final = (
    (("[profiles.", "dim"), ("staging", "name"), ("]", "dim")),
    (("api", "name"), (" = ", "dim"), ('"https://api.intra-staging.42.fr"', "string")),
    (("client_id", "name"), (" = ", "dim"), ('"u-s4t2ud-…"', "string")),
)

Piece = tuple[str, Ink]


class TitledLines(DrawnLines):
    """Lines under a thin rule with a title. A subclass says which, for a given width."""

    DEFAULT_CSS = """
    TitledLines {
        border-top: solid $rule;
        border-title-color: $foreground;
        border-title-background: $background;
        background: $background;
    }
    """

    def pieces(self, cells: int) -> Sequence[Sequence[Piece]]:
        """Return the lines as pieces of text and ink."""
        return ()

    def lines(self, cells: int) -> list[list[Segment]]:
        """Return the lines as they are drawn, cut to so many cells."""
        return [self._drawn_line(line, cells) for line in self.pieces(cells)]

    def _drawn_line(self, line: Sequence[Piece], cells: int) -> list[Segment]:
        segments: list[Segment] = []
        left = cells
        for text, ink in line:
            shown = cut(text, left)
            segments.append(Segment(shown, self.ink(ink)))
            left -= width(shown)
        return segments


class ProfileDetails(TitledLines):
    """Everything that is known of one profile."""

    glance: reactive[Glance | None] = reactive(None, layout=True)
    """The profile that is looked at."""

    def __init__(self, *, id: str | None = None, clock: Callable[[], float] = time.time) -> None:  # noqa: A002
        super().__init__(id=id)
        self._clock = clock

    def on_mount(self) -> None:
        """Count down."""
        self.set_interval(1.0, self.refresh)

    def watch_glance(self, glance: Glance | None) -> None:
        """Name it in the title."""
        if glance is not None:
            state = " · in use" if glance.is_current else ""
            self.border_title = Content(painted(glance.profile.name) + state)  # a name may hold brackets

    def pieces(self, cells: int) -> Sequence[Sequence[Piece]]:
        """Return a line for each thing that is known."""
        glance = self.glance
        if glance is None:
            return ()
        if glance.profile.problem and glance.inspection is None:
            words = wrapped(painted(glance.profile.problem), cells - _LABEL)
            return [_labelled("problem" if not at else "", (line, "wrong")) for at, line in enumerate(words)]
        return [
            _labelled("API", *self._api(glance)),
            _labelled("application", *self._application(glance)),
            _labelled("token", *self._token(glance)),
            _labelled("budget", *self._budget(glance)),
        ]

    def _api(self, glance: Glance) -> list[Piece]:
        profile = glance.profile
        if profile.note:
            return [(painted(profile.note), "text"), ("  an invented school inside this program", "dim")]
        if not profile.is_official:
            return [(painted(profile.api), "warning"), ("  not the real API", "warning")]
        return [(painted(profile.api), "text")]

    def _application(self, glance: Glance) -> list[Piece]:
        if not glance.client_id:
            return [("no application yet", "dim"), ("  L asks for one", "dim")]
        name, roles = painted(glance.application), painted(", ".join(glance.roles))
        found: list[Piece] = [(f"{name}  ", "text")] if name else []
        if roles:
            found += [("roles ", "dim"), (f"{roles}  ", "text")]
        return [*found, (painted(glance.client_id), "dim" if found else "text")]

    def _token(self, glance: Glance) -> list[Piece]:
        known = glance.inspection
        if known is None or not known.is_there:
            asked = painted(" ".join(glance.profile.scopes))
            return [(glance.owner, "dim"), (f"  will ask for {asked}" if asked else "", "dim")]
        found: list[Piece] = [(painted(glance.owner), "text"), *self._expiry(known)]
        dying = secret_death(known.secret_left(self._clock()))
        if dying is not None:
            found.append((f"  {dying[0]}", dying[1]))
        if known.scopes is not None:
            found.append((f"  {painted(' '.join(known.scopes))}", "text"))
        return found

    def _expiry(self, known: Inspection) -> list[Piece]:
        if known.expires_at is None:
            return []
        left = known.expires_at - self._clock()
        if left > 0:
            return [("  expires in ", "dim"), (clock_time(left), "text")]
        return [(f"  {RENEWED}", "dim")] if known.can_renew else [("  expired", "wrong")]

    def _budget(self, glance: Glance) -> list[Piece]:
        budget = glance.inspection.budget if glance.inspection is not None else None
        if budget is None or budget.hour_limit is None:
            return [("the first answer tells", "dim")]
        found: list[Piece] = [(f"{budget.hour_left}/{budget.hour_limit}", "text"), (" this hour", "dim")]
        if budget.second_limit is not None:
            found += [(f"   {budget.second_limit}", "text"), (" a second", "dim")]
        return found


class ProfileGuide(TitledLines):
    """How another profile is written down."""

    def __init__(self, config_file: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._file = config_file
        self.border_title = "Another profile"

    def pieces(self, cells: int) -> Sequence[Sequence[Piece]]:
        """Return where it goes, and what it looks like."""
        where = f"Write it into {painted(self._file)}, without a secret: L asks for that."
        return [*(((line, "text"),) for line in wrapped(where, cells)), *_EXAMPLE]


def _labelled(label: str, *pieces: Piece) -> list[Piece]:
    return [(label.ljust(_LABEL), "dim"), *pieces]
