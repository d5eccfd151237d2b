"""Bars and sparklines made of block characters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

_STEPS: Final = "▂▃▄▅▆▇█"
_NOTHING: Final = "▁"
_PARTS: Final = " ▏▎▍▌▋▊▉"


def sparkline(counts: Sequence[int]) -> str:
    """Return a column for each count, the highest for the most; nothing at all is the line below."""
    most = max(counts, default=0)
    return "".join(_STEPS[-(-len(_STEPS) * one // most) - 1] if one > 0 else _NOTHING for one in counts)


def runs(line: str) -> Iterator[tuple[bool, str]]:
    """Return a sparkline in pieces: whether something was there, and its columns."""
    start = 0
    for at in range(1, len(line) + 1):
        if at == len(line) or (line[at] == _NOTHING) != (line[start] == _NOTHING):
            yield line[start] != _NOTHING, line[start:at]
            start = at


def bar(share: float, cells: int) -> tuple[str, str]:
    """Return a bar's full and its empty part, to an eighth of a cell. A rest is never shown as none."""
    eighths = round(max(0.0, min(1.0, share)) * cells * 8)
    if share > 0:
        eighths = max(1, eighths)
    if share < 1:
        eighths = min(cells * 8 - 1, eighths)
    full, rest = divmod(eighths, 8)
    part = _PARTS[rest] if rest else ""
    return "█" * full + part, "░" * (cells - full - len(part))
