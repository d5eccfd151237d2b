"""How long from a key to the paint of what it does: down in the results, against one bare list."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Final

from pairs import Pairs, report
from terminal import Terminal, ft42tui, isolated

_STILL = 0.15
"""Seconds without a byte after which the next key is pressed: the JSON follows a key after a rest."""
_STEPS: Final = 8
"""Lines that one turn goes down before it goes home: so few that nothing scrolls."""
_BARE: Final = [sys.executable, "-P", str(Path(__file__).with_name("line.py"))]


def turn(terminal: Terminal, top: int) -> Iterator[tuple[float, float]]:
    """Go down line by line; yield the seconds to the marked line and to the last of what changed."""
    terminal.press("home")
    terminal.settle()
    for y in range(top + 1, top + 1 + _STEPS):
        before = terminal.line(y)
        pressed = terminal.press("down")
        marked = terminal.until(lambda y=y, before=before: terminal.line(y) != before)  # type: ignore[misc]
        last = terminal.settle(_STILL)
        yield marked - pressed, (last or marked) - pressed


def results_top(terminal: Terminal) -> int:
    """Return the screen line of the first record."""
    header = next(y for y, line in enumerate(terminal.screen.display) if " login " in line)
    return header + 1


def main() -> int:
    """Measure by turns and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="starts of both programs (3)")
    parser.add_argument("--turns", type=int, default=8, metavar="N", help=f"turns of {_STEPS} keys each (8)")
    given = parser.parse_args()
    marks: tuple[list[float], list[float]] = ([], [])
    ends: tuple[list[float], list[float]] = ([], [])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for _ in range(given.runs):
            with (
                Terminal(ft42tui("--demo"), environment=isolated(folder), folder=folder) as ours,
                Terminal(_BARE, environment=isolated(folder), folder=folder) as bare,
            ):
                ours.until("1–30 of 5000")
                bare.until("line 29")
                ours.settle(0.3)
                tops = (results_top(ours), 0)
                for at in range(1 + given.turns):
                    for which, terminal in enumerate((ours, bare)):
                        found = list(turn(terminal, tops[which]))
                        if at:  # the first turn warms up
                            marks[which].append(median(first for first, _ in found))
                            ends[which].append(median(last for _, last in found))
    return report(
        (
            Pairs("key to the marked line", *marks, 1.5),
            Pairs("key to all that follows it", *ends),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
