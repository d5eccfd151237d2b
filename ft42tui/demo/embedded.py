"""The explorer's side of `--demo`: starts the embedded API as a child process and ends it."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import time
from dataclasses import dataclass, field

from ft42tui.demo.settings import DemoSettings

_PACKAGE_HOME = __file__.rpartition(f"{os.sep}ft42tui{os.sep}")[0]
_START = 10.0
_PER_USER = 0.002  # seconds: some five times what making one takes, for a slow or busy machine


class EmbeddedApiError(Exception):
    """The embedded API did not start; the text is one sentence that says so."""


@dataclass(frozen=True, slots=True)
class Registered:
    """An application of the embedded API, with what a client has to know of it."""

    name: str
    """Its name."""
    client_id: str
    """Its UID."""
    client_secret: str = field(repr=False)
    """Its secret."""
    scopes: tuple[str, ...] = ()
    """What to ask a token for."""


@dataclass(frozen=True, slots=True)
class Handshake:
    """What the child says once it answers."""

    url: str
    """Where it is: `http://127.0.0.1:40123`."""
    applications: tuple[Registered, ...]
    """Its applications; the first is the one to begin with."""


class EmbeddedApi:
    """A running child process."""

    def __init__(self, process: subprocess.Popen[bytes], *, patience: float = 10) -> None:
        self._process = process
        self._patience = patience

    @classmethod
    def start(cls, settings: DemoSettings) -> EmbeddedApi:
        """Start the child and return at once. Raises EmbeddedApiError when there is no process to be had."""
        command = [
            sys.executable, "-P", "-m", "ft42tui.demo",
            "--users", str(settings.users),
            "--seed", str(settings.seed),
            "--rate", str(settings.rates),
            "--latency", str(settings.latency_ms),
            "--faults", str(settings.faults_percent),
            "--token-life", str(settings.token_life),
            *(word for uri in settings.redirect_uris for word in ("--redirect-uri", uri)),
        ]  # fmt: skip
        homes = [_PACKAGE_HOME, os.environ.get("PYTHONPATH", "")]
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FT42_")}
        environment = kept | {"PYTHONPATH": os.pathsep.join(home for home in homes if home)}
        try:
            process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own arguments
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise EmbeddedApiError(f"The embedded API could not be started: {error.strerror}.") from error
        return cls(process, patience=_START + _PER_USER * settings.users)

    def ready(self, timeout: float | None = None) -> Handshake:
        """Wait until the child answers. Raises EmbeddedApiError.

        It waits so many seconds, or as long as a school of its size may take to be made.
        """
        timeout = self._patience if timeout is None else timeout
        try:
            line = self._line(time.monotonic() + timeout)
        except (OSError, ValueError) as error:  # its pipe was closed by stop(), in another thread
            raise EmbeddedApiError("The embedded API was stopped before it was ready.") from error
        if line is None:
            raise EmbeddedApiError(f"The embedded API was not ready after {timeout:g} seconds.")
        if not line.endswith(b"\n"):
            raise EmbeddedApiError("The embedded API ended before it was ready.")
        import json  # here, so that starting does not wait for it

        try:
            said = json.loads(line)
            applications = tuple(
                Registered(
                    str(one["name"]), str(one["client_id"]), str(one["client_secret"]), tuple(one["scopes"])
                )
                for one in said["applications"]
            )
            return Handshake(str(said["url"]), applications)
        except (ValueError, KeyError, TypeError) as error:
            raise EmbeddedApiError("The embedded API said something that is not its handshake.") from error

    def _line(self, deadline: float) -> bytes | None:
        """Return what the child says up to the end of a line or of its life; None for a silent one."""
        stdout = self._process.stdout
        if stdout is None:
            return b""
        line = b""
        while not line.endswith(b"\n"):
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([stdout], [], [], left)[0]:
                return None
            piece = os.read(stdout.fileno(), 4096)
            if not piece:
                break
            line += piece
        return line

    def stop(self) -> None:
        """End the child. It has nothing to save, so nothing is waited for but its death."""
        process = self._process
        if process.stdin is not None:
            process.stdin.close()
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
