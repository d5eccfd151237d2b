"""What a driver is told, and what it saw through its library: a line of JSON each."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any


def told() -> dict[str, Any]:
    """Return what the test says on stdin: where the API is, and who asks it."""
    words: dict[str, Any] = json.load(sys.stdin)
    return words


class Account:
    """What was seen so far."""

    def __init__(self) -> None:
        self.walks: dict[str, dict[str, int | None]] = {}
        """For each list that was paged through: items seen, distinct ones, `X-Total`, pages."""
        self.comparisons: dict[str, tuple[Any, Any]] = {}
        """For each question: what was answered, and what it should have been by what was seen before."""
        self.refusals: dict[str, str] = {}
        """For each thing that is refused: the library's exception."""
        self.failures: dict[str, str] = {}
        """For each thing that should have worked: why it did not."""

    @contextmanager
    def attempt(self, name: str) -> Iterator[None]:
        """Note a failure, and go on: one run shows all of them."""
        try:
            yield
        except Exception as error:  # noqa: BLE001  # whatever a library raises is to be told
            self.failures[name] = f"{type(error).__name__}: {error}"

    def walked(self, name: str, keys: Sequence[Any], total: int | None, pages: int) -> None:
        """Note a list whose every page was read."""
        self.walks[name] = {
            "seen": len(keys),
            "distinct": len(set(keys)),
            "total": total,
            "pages": pages,
        }

    def compare(self, name: str, answered: Any, meant: Any) -> None:
        """Note an answer, beside what it should be."""
        self.comparisons[name] = (answered, meant)

    @contextmanager
    def refused(self, name: str) -> Iterator[None]:
        """Note how the library says that something is refused."""
        self.refusals[name] = "nothing"
        try:
            yield
        except Exception as error:  # noqa: BLE001  # which one it should be, the test says
            self.refusals[name] = f"{type(error).__name__}: {error}"

    def tell(self) -> None:
        """Write the line."""
        sys.stdout.write(json.dumps(vars(self)) + "\n")
