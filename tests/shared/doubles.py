"""What several tests put in the place of time and of an answer on its way."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx


class Body(httpx.AsyncByteStream):
    """A body that is still on its way: httpx counts one made of content as read."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._data


class FakeTime:
    """A clock that moves when somebody sleeps on it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
