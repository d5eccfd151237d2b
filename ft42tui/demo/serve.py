"""The embedded API on a port of this machine, until it is told to stop."""

from __future__ import annotations

import contextlib
import gc
import logging
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final, TextIO

from starlette.types import ASGIApp
from uvicorn.config import Config
from uvicorn.server import Server

from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.protocol import LONGEST_HEAD, FrontProtocol
from ft42tui.demo.school import snapshot
from ft42tui.demo.settings import DemoSettings
from ft42tui.demo.weather import weathered

HOST: Final = "127.0.0.1"
"""The only address that is ever listened on."""

_BACKLOG: Final = 2_048
_CONNECTIONS: Final = 65_536
_KEEP_ALIVE: Final = 75  # seconds that an idle connection stays open, as nginx has it by default
_LARGE: Final = 10_000  # people: a school that takes seconds to make


class QuietServer(Server):
    """A server that says when it is ready, and leaves signals to whoever started it."""

    def __init__(self, config: Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets=sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End. What is cut off now was meant to be, and is not reported."""
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets=sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take no signal."""
        yield


def listen(port: int) -> socket.socket:
    """Return a socket that listens on a port of 127.0.0.1; 0 takes a free one. Raises OSError.

    It listens at once: two that are only bound may share a port, and the second would fail when it is late.
    It says that it is TCP: asyncio sends small answers at once, by TCP_NODELAY, only where it is told so.
    """
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
        bound.listen(_BACKLOG)
    except OSError:
        bound.close()
        raise
    return bound


def address_of(bound: socket.socket) -> str:
    """Return the URL of a bound socket."""
    return f"http://{HOST}:{bound.getsockname()[1]}"


def server_of(app: ASGIApp, ready: Callable[[], None]) -> QuietServer:
    """Return a server for the API: HTTP/1.1 and nothing else. It logs nothing but its own mistakes."""
    config = Config(
        app,
        http=FrontProtocol,
        h11_max_incomplete_event_size=LONGEST_HEAD,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        backlog=_BACKLOG,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=1,
    )
    return QuietServer(config, ready)


def cache_folder() -> Path:
    """Return where schools are kept."""
    import platformdirs  # here, so that nothing but a start pays for it

    return platformdirs.user_cache_path("ft42tui", appauthor=False) / "demo"


def check_in_background(api: DemoApi, settings: DemoSettings, cache: Path) -> None:
    """Look whether the kept school is whole, while requests are answered; a broken one is removed."""
    if not api.fresh:
        path = snapshot.path_of(cache, settings)
        threading.Thread(target=snapshot.discard_if_broken, args=(path,), daemon=True).start()


def warning(settings: DemoSettings, cache: Path) -> str:
    """Return what to say before a school is made that takes its time; nothing if it is kept, or small."""
    if settings.users < _LARGE or snapshot.path_of(cache, settings).exists():
        return ""
    return f"Making a school of {settings.users} users …"


def serve(settings: DemoSettings, *, announce: TextIO, columns: int | None = None) -> int:
    """Serve until SIGINT or SIGTERM and return 0; return 2 when the port is taken.

    What it says fits a terminal of so many columns; None stands for what is no terminal.
    """
    try:
        bound = listen(settings.port)
    except OSError as error:
        reason = error.strerror or str(error)
        print(  # noqa: T201
            f"Port {settings.port} on {HOST} cannot be used: {reason}. Choose another with --port.",
            file=sys.stderr,
        )
        return 2
    _allow_many_connections()
    cache = cache_folder()
    if words := warning(settings, cache):
        print(words, file=sys.stderr, flush=True)  # noqa: T201
    api = create_app(settings, cache=cache)
    # Here, so that the explorer's demo, which has no reader, does not pay for them.
    from ft42tui.demo.announcement import announcement
    from ft42tui.demo.home import Home

    def ready() -> None:
        with contextlib.suppress(BrokenPipeError):  # nobody reads it: no reason not to serve
            announce.write(announcement(api, settings, address_of(bound), columns))
            announce.flush()
        # What was made so far stays: without it a full collection is quick, and comes in time. With it,
        # the garbage of many requests would wait until it is a quarter of everything.
        gc.collect()
        gc.freeze()
        check_in_background(api, settings, cache)

    server = server_of(Home(weathered(api, settings), api, settings), ready)

    def stop(_signal: int, _frame: object) -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    with bound, _signals(stop):
        server.run(sockets=[bound])
    return 0


def _allow_many_connections() -> None:
    """Take as many file descriptors as the system allows: each client is one.

    Beyond that, connections wait; the event loop would report each of them in many lines.
    """
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource  # not everywhere

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _CONNECTIONS if hard == resource.RLIM_INFINITY else min(hard, _CONNECTIONS)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@contextlib.contextmanager
def _signals(stop: Callable[[int, object], None]) -> Generator[None, None, None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # signals reach the main thread only: whoever runs us elsewhere stops us otherwise
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
