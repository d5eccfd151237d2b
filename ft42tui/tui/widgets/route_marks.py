"""How routes are marked wherever they are listed: by their method, and by what the token is to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ft42tui.session.reach import Reach, Standing
    from ft42tui.tui.inks import Ink

METHOD_INKS: Final[dict[str, Ink]] = {
    "GET": "string",
    "POST": "number",
    "PATCH": "number",
    "PUT": "number",
    "DELETE": "wrong",
}
"""What each method is drawn with."""

_MARKS: Final[dict[Standing, tuple[str, Ink]]] = {"reachable": ("✓", "good"), "unknown": ("?", "dim")}


def reach_mark(reach: Reach | None) -> tuple[str, Ink]:
    """Return the mark in front of a route and its ink; a blank one while nobody is signed in."""
    return (" ", "text") if reach is None else _MARKS.get(reach.standing, ("✗", "wrong"))
