"""The embedded API on a port of this machine, until it is told to stop."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys
import threading
from collections.abc import Callable, Generator
from pathlib import Path
from typing import TextIO

from uvicorn.config import Config
from uvicorn.server import Server

from ft42tui.demo.app import DemoApi, create_app, keep_school
from ft42tui.demo.settings import DemoSettings

HOST = "127.0.0.1"
"""The only address that is ever listened on."""


class QuietServer(Server):
    """A server that says when it is ready, and leaves signals to whoever started it."""

    def __init__(self, config: Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to answer, then say so."""
        await super().startup(sockets=sockets)
        self._ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Take no signal."""
        yield


def listen(port: int) -> socket.socket:
    """Return a socket bound to a port of 127.0.0.1; 0 takes a free one. Raises OSError."""
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((HOST, port))
    except OSError:
        bound.close()
        raise
    return bound


def address_of(bound: socket.socket) -> str:
    """Return the URL of a bound socket."""
    return f"http://{HOST}:{bound.getsockname()[1]}"


def server_of(api: DemoApi, ready: Callable[[], None]) -> QuietServer:
    """Return a server for the API: HTTP/1.1 and nothing else, without logs."""
    config = Config(
        api,
        http="h11",
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=1,
    )
    return QuietServer(config, ready)


def cache_folder() -> Path:
    """Return where schools are kept."""
    import platformdirs  # here, so that nothing but a start pays for it

    return platformdirs.user_cache_path("ft42tui", appauthor=False) / "demo"


def keep_in_background(api: DemoApi, settings: DemoSettings, cache: Path) -> None:
    """Keep the school while requests are answered."""
    threading.Thread(target=keep_school, args=(api, settings, cache), daemon=True).start()


def serve(settings: DemoSettings, *, announce: TextIO) -> int:
    """Serve until SIGINT or SIGTERM and return 0; return 2 when the port is taken."""
    try:
        bound = listen(settings.port)
    except OSError as error:
        reason = error.strerror or str(error)
        print(  # noqa: T201
            f"Port {settings.port} on {HOST} cannot be used: {reason}. Choose another with --port.",
            file=sys.stderr,
        )
        return 2
    cache = cache_folder()
    api = create_app(settings, cache=cache)

    def ready() -> None:
        announce.write(announcement(api, settings, address_of(bound)))
        announce.flush()
        keep_in_background(api, settings, cache)

    server = server_of(api, ready)

    def stop(_signal: int, _frame: object) -> None:
        server.force_exit = server.should_exit
        server.should_exit = True

    with bound, _signals(stop):
        server.run(sockets=[bound])
    return 0


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


def announcement(api: DemoApi, settings: DemoSettings, url: str) -> str:
    """Return what `ft42tui demo` says once it answers: the address, the applications, an example."""
    heads = ("application", "client id", "client secret", "scopes", "roles")
    lines = [
        (app.name, app.client_id, app.client_secret, " ".join(app.scopes), ", ".join(app.roles) or "None")
        for app in api.applications
    ]
    widths = [max(len(line[n]) for line in (heads, *lines)) for n in range(len(heads))]
    table = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (heads, *lines)
    ]
    owner = api.user_token
    what = f"{settings.users} users, seed {settings.seed}, rates {settings.rates}"
    curl = f"curl -s -H 'Authorization: Bearer {owner.access_token}' {url}/v2/me"
    return "\n".join(
        (
            f"42 API of a made-up school: {url} ({what})",
            "",
            *table,
            "",
            f"A token of {owner.login} with the scope {' '.join(owner.scopes)}: {owner.access_token}",
            f"Try: {curl}",
            "Press ctrl+c to stop.",
            "",
        )
    )
