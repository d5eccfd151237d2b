"""What a driver is told, and what it saw through its library: a line of JSON each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any


def told() -> dict[str, Any]:
    """Return what the test says on stdin: where the API is, and who asks it."""
    words: dict[str, Any] = json.load(sys.stdin)
    return words


@dataclass
class Account:
    """What was seen so far."""

    walks: dict[str, dict[str, int | None]] = field(default_factory=dict)
    """For each list that was read to its end: items seen, distinct ones, and how many `X-Total` says."""
    comparisons: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    """For each question: what was answered, and what it should be by what was seen before."""
    refusals: dict[str, str] = field(default_factory=dict)
    """For each thing that is to be refused: the library's exception."""
    failures: dict[str, str] = field(default_factory=dict)
    """For each thing that is to work and did not: why."""

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """Note a failure, and go on: one run shows all of them."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # whatever a library raises is to be told
            self.failures[name] = _words_of(error)

    @contextmanager
    def refused(self, name: str) -> Iterator[None]:
        """Note how the library says that something is refused."""
        self.refusals[name] = ""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # which one it should be, the test says
            self.refusals[name] = _words_of(error)

    def walked(self, name: str, ids: Sequence[int], total: int | None) -> None:
        """Note a list whose every page was read."""
        self.walks[name] = {"seen": len(ids), "distinct": len(set(ids)), "total": total}

    def compare(self, name: str, answered: Any, meant: Any) -> None:
        """Note an answer, beside what it should be."""
        self.comparisons[name] = (answered, meant)

    def tell(self) -> None:
        """Write the line."""
        sys.stdout.write(json.dumps(asdict(self)) + "\n")


def _words_of(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
