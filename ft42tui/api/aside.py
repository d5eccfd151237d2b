"""Work that blocks, done in a thread that nobody waits for at the end of the program."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def aside(work: Callable[[], T]) -> T:
    """Return what a blocking function returns, or raise what it raises.

    Not `asyncio.to_thread`: its threads are joined when the loop ends, so that a keyring or a name
    server that hangs would keep the person waiting who wants to leave.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()

    def settle(give: Callable[[], None]) -> None:
        if not answer.done():
            give()

    def run() -> None:
        try:
            found = work()
        except BaseException as error:  # noqa: BLE001  # handed over to whoever waits
            failure = error
            outcome = lambda: answer.set_exception(failure)  # noqa: E731
        else:
            outcome = lambda: answer.set_result(found)  # noqa: E731
        with contextlib.suppress(RuntimeError):  # the loop is gone when the program has ended
            loop.call_soon_threadsafe(settle, outcome)

    threading.Thread(target=run, name="aside", daemon=True).start()
    return await answer
