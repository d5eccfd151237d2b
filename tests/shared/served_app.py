"""An application on a port of this machine, in a thread: real HTTP without another process."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Generator

from starlette.types import ASGIApp

from ft42tui.demo.serve import address_of, listen, server_of


@contextlib.contextmanager
def served(app: ASGIApp) -> Generator[str, None, None]:
    """Serve an application on a free port and give its URL."""
    ready = threading.Event()
    with listen(0) as bound:
        server = server_of(app, ready.set)
        thread = threading.Thread(target=server.run, args=([bound],))
        thread.start()
        try:
            assert ready.wait(10)
            yield address_of(bound)
        finally:
            server.should_exit = True
            thread.join(10)
