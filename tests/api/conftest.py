"""What the tests of the API's client share: the catalogue, a made answer, a clock that a test moves."""

from __future__ import annotations

import pytest

from ft42tui.catalog import Catalog


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalogue that ships with the program."""
    return Catalog.load()


class FakeTime:
    """A clock that stands still until somebody sleeps on it."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        """Return what the clock shows."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Move the clock at once."""
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def fake_time() -> FakeTime:
    """A clock that stands still until somebody sleeps on it."""
    return FakeTime()
