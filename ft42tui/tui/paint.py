"""The one way of text from the API to the terminal: made harmless, measured, fitted into its place."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style

_ELLIPSIS: Final = "…"
_UNPRINTABLE: Final = "␦"

_BIDI: Final = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_INVISIBLE: Final = (0x00AD, 0x2028, 0x2029, 0x2060, 0xFEFF, 0x180E, 0x200B)

_TABLE: Final[dict[int, str]] = {
    **{code: chr(0x2400 + code) for code in range(0x20)},
    0x09: "⇥",
    0x0A: "⏎",
    0x7F: "␡",
    **dict.fromkeys(range(0x80, 0xA0), _UNPRINTABLE),
    **dict.fromkeys(_BIDI, _UNPRINTABLE),
    **dict.fromkeys(_INVISIBLE, _UNPRINTABLE),
    **dict.fromkeys(range(0xE0000, 0xE0080), _UNPRINTABLE),
}


def painted(text: str) -> str:
    """Return a text with every character that could steer the terminal replaced by a visible symbol.

    C0, DEL, C1, bidirectional controls, invisible characters, and surrogates, which no terminal
    could be sent.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.translate(_TABLE)
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = text.encode("utf-8", "replace").decode()
    return text


def width(text: str) -> int:
    """Return the cells that a painted text takes."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, cells: int, *, right: bool = False) -> str:
    """Return a painted text in exactly so many cells: padded, or cut with `…`."""
    if cells <= 0:
        return ""
    needed = width(text)
    if needed > cells:
        return set_cell_size(text, cells - 1) + _ELLIPSIS
    padding = " " * (cells - needed)
    return padding + text if right else text + padding


def cut(text: str, cells: int) -> str:
    """Return a painted text in at most so many cells, cut with `…`."""
    if width(text) <= cells:
        return text
    return set_cell_size(text, max(0, cells - 1)) + _ELLIPSIS if cells > 0 else ""


def blank(cells: int, style: Style | None = None) -> Segment:
    """Return so many empty cells."""
    return Segment(" " * max(0, cells), style)
