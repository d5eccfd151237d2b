"""Two programs measured by turns: what one takes of the other's time."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Pairs:
    """What was measured, pair by pair."""

    name: str
    """What was timed."""
    ours: Sequence[float]
    """Seconds that ft42tui took."""
    theirs: Sequence[float]
    """Seconds that the least program of its kind took, each measured beside ours."""
    target: float | None = None
    """The ratio that is allowed; None where it is only told."""

    @property
    def ratio(self) -> float:
        """The median of the ratios of the pairs: noise that comes to both falls out."""
        return median(a / b for a, b in zip(self.ours, self.theirs, strict=True))

    @property
    def is_met(self) -> bool:
        """Whether the target is met."""
        return self.target is None or self.ratio <= self.target


def report(found: Iterable[Pairs]) -> int:
    """Print a table and return the exit status: 0 when every target is met, else 1."""
    status = 0
    sys.stdout.write(f"{'':34}{'ft42tui':>11}{'bare':>11}{'ratio':>8}{'target':>8}\n")
    for pairs in found:
        target = "" if pairs.target is None else f"≤ {pairs.target:g}"
        words = "" if pairs.is_met else "   missed"
        ours, theirs = median(pairs.ours) * 1000, median(pairs.theirs) * 1000
        figures = f"{ours:8.1f} ms{theirs:8.1f} ms{pairs.ratio:8.2f}{target:>8}{words}"
        sys.stdout.write(f"{pairs.name:34}{figures}\n")
        status |= not pairs.is_met
    return status
