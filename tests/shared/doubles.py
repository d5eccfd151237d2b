"""What several tests put in the place of time and of an answer on its way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable

import httpx


class Body(httpx.AsyncByteStream):
    """A body that is still on its way: httpx counts one made of content as read."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield self._data


class Stream(httpx.AsyncByteStream):
    """A body that counts what was taken of it, and may break at its end."""

    def __init__(self, chunks: Iterable[bytes], breaks_with: Exception | None = None) -> None:
        self._chunks = chunks
        self._breaks_with = breaks_with
        self.taken = 0
        self.is_closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.taken += len(chunk)
            yield chunk
        if self._breaks_with is not None:
            raise self._breaks_with

    async def aclose(self) -> None:
        self.is_closed = True


class FakeTime:
    """A clock that moves when somebody sleeps on it."""

    def __init__(self) -> None:
        self.now = 1000.0

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
