"""How long until something is seen, until rows are there, until it is gone: against bare Textual."""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pairs import Pairs, report
from terminal import Terminal, ft42tui, isolated

_FRAME: Final = ("Endpoints", "Query", "Results", "JSON", "no token", "? help")
"""On the screen when the tree, every pane, the status bar and the footer are."""
_ROWS: Final = "1–30 of 5000"
_BARE: Final = [sys.executable, "-P", str(Path(__file__).with_name("bare.py"))]


@dataclass(frozen=True, slots=True)
class Start:
    """One start, in seconds."""

    frame: float
    """Until everything that the first frame holds was painted."""
    rows: float
    """Until there were rows."""
    leaving: float
    """From ctrl+q until the terminal was given back."""


def start(command: list[str], frame: tuple[str, ...], rows: str, folder: Path) -> Start:
    """Start a program, wait for it, leave it."""
    with Terminal(command, environment=isolated(folder), folder=folder) as terminal:
        painted = terminal.until(lambda: all(word in terminal.text for word in frame))
        filled = terminal.until(rows)
        terminal.settle()
        pressed = terminal.press("ctrl+q")
        left, _ = terminal.ended()
        return Start(painted - terminal.started, max(painted, filled) - terminal.started, left - pressed)


def main() -> int:
    """Measure by turns and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=11, metavar="N", help="pairs that count (11)")
    parser.add_argument("--warmup", type=int, default=1, metavar="N", help="pairs before, which do not (1)")
    given = parser.parse_args()
    ours: list[Start] = []
    bare: list[Start] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)  # kept over the runs: the embedded school is made once, as for a person
        for _ in range(given.warmup + given.runs):
            ours.append(start(ft42tui("--demo"), _FRAME, _ROWS, folder))
            bare.append(start(_BARE, ("bare",), "bare", folder))
    del ours[: given.warmup], bare[: given.warmup]
    frames = [one.frame for one in bare]
    return report(
        (
            Pairs("start to first full frame", [one.frame for one in ours], frames, 1.4),
            Pairs("start to first rows", [one.rows for one in ours], frames, 4),
            Pairs("ctrl+q to the end", [one.leaving for one in ours], [one.leaving for one in bare], 1),
        )
    )


if __name__ == "__main__":
    sys.exit(main())
