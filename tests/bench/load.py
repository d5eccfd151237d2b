"""The embedded API under load: 200 requests at once, then 50,000, its memory after each 5,000, its starts."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from terminal import ft42tui, isolated

from ft42tui.demo.applications import registered
from ft42tui.demo.settings import Rates

PATHS: Final = (
    "/v2/users", "/v2/users?page[size]=100&page[number]=7", "/v2/users/norminet",
    "/v2/users?filter[pool_year]=2013&sort=login", "/v2/users?range[id]=1000,2000&sort=-id",
    "/v2/users?search[login]=a", "/v2/users/74/projects_users", "/v2/users/norminet/locations_stats",
    "/v2/users/graph/on/created_at/by/month", "/v2/campus", "/v2/campus/paris", "/v2/campus/1/users?page=3",
    "/v2/campus/1/locations", "/v2/cursus", "/v2/cursus/21/projects", "/v2/cursus/21/users",
    "/v2/projects?sort=name", "/v2/projects/42cursus-libft", "/v2/projects/1314/teams", "/v2/teams",
    "/v2/projects_users?page=9", "/v2/projects_users?filter[campus]=1&filter[cursus]=21",
    "/v2/locations?filter[active]=true", "/v2/scale_teams?page[size]=50", "/v2/coalitions",
    "/v2/scale_teams/graph/on/begin_at/by/week", "/v2/achievements", "/v2/events?filter[future]=false",
    "/v2/slots", "/v2/cursus_users?sort=-level&page[size]=100",
)  # fmt: skip
"""Lists, objects, nested lists, graphs and filters, asked in turn."""

AT_ONCE: Final = 200
MANY: Final = 50_000
STEP: Final = 5_000
LANES: Final = 16
GROWTH: Final = 1.05
_LIMIT: Final = 1200.0  # seconds that the long run may take
_HEAD: Final = re.compile(rb"HTTP/1\.1 (\d{3}) .*?\r\ncontent-length: (\d+)\r\n", re.DOTALL)


@dataclass(slots=True)
class Tally:
    """What was answered."""

    seconds: list[float] = field(default_factory=list)
    """How long each answer took."""
    wrong: list[str] = field(default_factory=list)
    """What was answered otherwise than with 2xx."""

    def percentile(self, percent: int) -> float:
        """Return how long so many percent of the answers took at most, in milliseconds."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] * 1000


class Lane:
    """One connection that is kept alive. Raw streams: a library would be measured more than the API."""

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._head = f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n\r\n"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str, tally: Tally) -> None:
        """Send one request and note what comes of it."""
        began = time.perf_counter()
        try:
            status = await asyncio.wait_for(self._answer(f"GET {path} HTTP/1.1\r\n{self._head}"), 60)
        except (OSError, EOFError, TimeoutError) as error:
            self.close()
            tally.wrong.append(f"{path}: {error!r}")
            return
        tally.seconds.append(time.perf_counter() - began)
        if not 200 <= status < 300:
            tally.wrong.append(f"{path}: {status}")

    async def _answer(self, request: str) -> int:
        if self._streams is None:
            self._streams = await asyncio.open_connection("127.0.0.1", self._port)
        reader, writer = self._streams
        writer.write(request.encode())
        head = _HEAD.match(await reader.readuntil(b"\r\n\r\n"))
        if head is None:
            raise EOFError("an answer without a length")
        await reader.readexactly(int(head[2]))
        return int(head[1])

    def close(self) -> None:
        """End the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


@dataclass(frozen=True, slots=True)
class Child:
    """`ft42tui demo`, running."""

    process: subprocess.Popen[str]
    """Its process."""
    port: int
    """Where it is."""
    started_in: float
    """Seconds from its start to its first word."""

    def memory(self) -> int:
        """Return the bytes of its memory that no file stands behind; 0 where the system does not tell."""
        with contextlib.suppress(OSError):
            text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
            found = re.search(r"^Anonymous:\s+(\d+) kB", text, re.MULTILINE)
            return int(found[1]) * 1024 if found else 0
        return 0


@contextlib.contextmanager
def served(folder: Path, users: int) -> Generator[Child, None, None]:
    """Serve a school without limits, its cache in a folder."""
    began = time.perf_counter()
    process = subprocess.Popen(
        ft42tui("demo", "--rate", "off", "--users", str(users)),
        env=isolated(folder),
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        if process.stdout is None:
            raise RuntimeError("the child has no output")
        found = re.search(r"http://127\.0\.0\.1:(\d+)", process.stdout.readline())
        said = time.perf_counter() - began
        if found is None:
            raise RuntimeError("the child did not start")
        yield Child(process, int(found[1]), said)
    finally:
        process.terminate()
        process.wait(20)


def token_request() -> str:
    """Return the target of a token request by the application that may do everything."""
    chief = next(app for app in registered(42, Rates(0, 0)) if app.name == "intrateam")
    query = {
        "grant_type": "client_credentials",
        "client_id": chief.client_id,
        "client_secret": chief.client_secret,
        "scope": " ".join(chief.scopes),
    }
    return f"/oauth/token?{urlencode(query)}"


async def signed_in(port: int) -> str:
    """Return a token."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"POST {token_request()} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    answer = await reader.read()
    writer.close()
    found = re.search(rb'"access_token":"([^"]+)"', answer)
    if found is None:
        raise RuntimeError(f"no token: {answer[:200]!r}")
    return found[1].decode()


async def at_once(port: int, token: str) -> Tally:
    """Send 200 requests at the same time, each on a connection of its own."""
    tally = Tally()
    lanes = [Lane(port, token) for _ in range(AT_ONCE)]
    began = time.perf_counter()
    await asyncio.gather(*(lane.get(PATHS[n % len(PATHS)], tally) for n, lane in enumerate(lanes)))
    report(f"{AT_ONCE} at once", tally, time.perf_counter() - began)
    for lane in lanes:
        lane.close()
    return tally


async def many(child: Child, token: str, count: int) -> tuple[Tally, list[int]]:
    """Send many requests over a few connections and return the memory after every 5,000."""
    whole, memory = Tally(), list[int]()
    lanes = [Lane(child.port, token) for _ in range(LANES)]
    end = time.monotonic() + _LIMIT

    async def drive(lane: Lane, share: range, tally: Tally) -> None:
        for number in share:
            await lane.get(PATHS[number % len(PATHS)], tally)

    for start in range(0, count, STEP):
        tally = Tally()
        began = time.perf_counter()
        stop = min(start + STEP, count)
        shares = (range(start + n, stop, LANES) for n in range(LANES))
        await asyncio.gather(*(drive(*pair, tally) for pair in zip(lanes, shares, strict=True)))
        memory.append(child.memory())
        report(f"{stop} in all", tally, time.perf_counter() - began, memory[-1])
        whole.seconds += tally.seconds
        whole.wrong += tally.wrong
        if time.monotonic() > end:
            whole.wrong.append(f"not done after {_LIMIT:.0f} seconds")
            break
    for lane in lanes:
        lane.close()
    return whole, memory


def report(name: str, tally: Tally, seconds: float, memory: int | None = None) -> None:
    """Print one line."""
    told = "" if memory is None else f"{memory / 1e6:9.1f} MB"
    figures = "no answer"
    if tally.seconds:
        p50, p99 = tally.percentile(50), tally.percentile(99)
        figures = f"p50{p50:8.1f} ms   p99{p99:8.1f} ms{len(tally.seconds) / seconds:8.0f} /s"
    sys.stdout.write(f"{name:16}{figures}{told}   {len(tally.wrong)} wrong\n")
    sys.stdout.flush()


async def load(child: Child, count: int) -> int:
    """Load a running API and return the exit status."""
    token = await signed_in(child.port)
    first = await at_once(child.port, token)
    whole, memory = await many(child, token, count)
    wrong = [*first.wrong, *whole.wrong]
    for line in wrong[:10]:
        sys.stdout.write(f"wrong: {line}\n")
    grown = memory[-1] / memory[0] if memory[0] else 1.0
    words = "" if grown <= GROWTH else "   missed"
    sys.stdout.write(f"memory, last to first {STEP}: {grown:.3f}   ≤ {GROWTH}{words}\n")
    return int(bool(wrong) or grown > GROWTH)


def starts(folder: Path, sizes: Sequence[int]) -> None:
    """Print how long the first and the second start take, a school being made in the first."""
    small = 0.0
    for users in sizes:
        taken = []
        for _ in range(2):
            with served(folder, users) as child:
                taken.append(child.started_in)
        small = small or taken[1]
        sys.stdout.write(
            f"{users:7} users: first start {taken[0]:6.2f} s, second {taken[1]:6.2f} s,"
            f" first to second {taken[0] / taken[1]:6.1f},"
            f" second to the small one's {taken[1] / small:5.2f}\n"
        )
        sys.stdout.flush()


def main() -> int:
    """Measure and print; return 1 when an answer was wrong or memory grew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--users", type=int, default=5000, metavar="N", help="users of the school (5000)")
    parser.add_argument("--requests", type=int, default=MANY, metavar="N", help="of the long run (50000)")
    parser.add_argument("--big", action="store_true", help="time the starts of a school of 100,000 too")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        starts(folder, [5000, 100_000] if given.big else [5000])
        with served(folder, given.users) as child:
            return asyncio.run(load(child, max(1, given.requests)))


if __name__ == "__main__":
    sys.exit(main())
