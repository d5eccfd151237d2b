"""A gzip bomb at the real limit, weighed from outside."""

from __future__ import annotations

import subprocess
import sys

import pytest

BOMB = """
import asyncio, resource, sys, zlib
import httpx
from ft42tui.api.budget import Throttle
from ft42tui.api.door import MAX_BODY, Door
from ft42tui.api.errors import TooLarge

def packed():
    packer = zlib.compressobj(wbits=31)
    for _ in range(1000):
        yield packer.compress(bytes(1024 * 1024))
    yield packer.flush()

class Stream(httpx.AsyncByteStream):
    async def __aiter__(self):
        for chunk in packed():
            yield chunk

async def main():
    answer = lambda _: httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Stream())
    door = Door("http://127.0.0.1:1", Throttle(), transport=httpx.MockTransport(answer))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    try:
        await door.request("GET", "/v2/users")
    except TooLarge as error:
        unit = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * unit
        print(grown <= MAX_BODY + 16 * 1024 * 1024, grown // 2**20, error)

asyncio.run(main())
"""


@pytest.mark.slow
def test_a_bomb_of_a_gigabyte_costs_no_more_memory_than_the_limit() -> None:
    done = subprocess.run([sys.executable, "-c", BOMB], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("True"), done.stdout
    assert "larger than 256 MB" in done.stdout
