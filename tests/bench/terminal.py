"""A program in a terminal of its own: what it paints and when, seen from outside."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import pyte

KEYS: Final[Mapping[str, str]] = {
    "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "shift+right": "\x1b[1;2C",
    "home": "\x1b[H", "end": "\x1b[F", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "enter": "\r", "escape": "\x1b", "tab": "\t", "backspace": "\x7f",
}  # fmt: skip
"""What a terminal sends for a key that has a name; `ctrl+x` is worked out, any other text is itself."""

_QUERY = re.compile(rb"\x1b\[(?:(6)n|(5)n|0?(c)|>0?(q)|\?(\d+)\$p)")
_UNKNOWN = re.compile(
    rb"\x1b\[[<=>][\d;:]*[@-~]"  # keyboard protocols, XTVERSION
    rb"|\x1b\[\??[\d;]*[ -/]+[@-~]"  # DECRQM, cursor shapes
    rb"|\x1b\[\?u"
    rb"|\x1b[P_\]].*?(?:\x07|\x1b\\)",  # DCS, APC, OSC
    re.DOTALL,
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|[P_\]][^\x07\x1b]*\x1b?)?\Z")

_SHELL: Final = 'tty=$1; shift; exec "$@" <>"$tty" >&0 2>&0'
"""Opens the terminal in the new session, which makes it the controlling one."""


class Terminal:
    """A running program and its screen.

    A thread of its own reads what the program writes, notes when, and answers what programs ask a
    terminal; the screen is worked out later, so its slowness is in no figure. All times are seconds on
    `time.perf_counter`.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        columns: int = 120,
        lines: int = 40,
    ) -> None:
        self.screen = pyte.Screen(columns, lines)
        self.output = bytearray()
        """All that was written and is on the screen by now."""
        self._stream = pyte.ByteStream(self.screen)
        self._rest = b""
        self._read: list[tuple[float, bytes]] = []
        self._news = threading.Condition()
        self._is_closed = False
        self._fd, slave = os.openpty()
        name = os.ttyname(slave)
        self._size(columns, lines)
        self.started = time.perf_counter()
        """When the program was started."""
        self.process = subprocess.Popen(
            ["/bin/sh", "-c", _SHELL, "sh", name, *command],
            env={**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            cwd=folder,
            start_new_session=True,
        )
        self._slave = slave
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _size(self, columns: int, lines: int) -> None:
        fcntl.ioctl(self._fd, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def _listen(self) -> None:
        while True:
            try:
                data = os.read(self._fd, 65536)
            except OSError:  # nobody holds the other end any more
                data = b""
            now = time.perf_counter()
            if self._slave >= 0:  # kept until the program has it open: an end without holders is closed
                os.close(self._slave)
                self._slave = -1
            with self._news:
                self._read.append((now, data))
                self._news.notify()
            if not data:
                return
            for query in _QUERY.finditer(data):
                with contextlib.suppress(OSError):
                    os.write(self._fd, _answer(query))

    def _take(self, timeout: float) -> float | None:
        """Put the next piece on the screen and return when it was written; None if none came in time."""
        with self._news:
            if not self._news.wait_for(lambda: self._read or self._is_closed, timeout) or not self._read:
                return None
            at, data = self._read.pop(0)
        if not data:
            self._is_closed = True
        self.output += data
        data = self._rest + data
        unfinished = _UNFINISHED.search(data)
        self._rest = unfinished.group() if unfinished else b""
        if unfinished:
            data = data[: unfinished.start()]
        self._stream.feed(_UNKNOWN.sub(b"", data))
        return at

    # What is seen.

    @property
    def text(self) -> str:
        """What is on the screen by now."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def line(self, y: int) -> object:
        """Return a line with its colours, to be compared with an earlier one."""
        cells = self.screen.buffer[y]
        return tuple(cells[x] for x in range(self.screen.columns))

    def until(self, wanted: str | Callable[[], bool], timeout: float = 20) -> float:
        """Return when a text was painted, or a condition came true. Raises TimeoutError."""

        def is_met() -> bool:
            return wanted in self.text if isinstance(wanted, str) else wanted()

        end = time.perf_counter() + timeout
        at = time.perf_counter()
        while not is_met():
            if self._is_closed or time.perf_counter() > end:
                what = repr(wanted) if isinstance(wanted, str) else "what was waited for"
                raise TimeoutError(f"{what} never came; the screen was:\n{self.text}")
            at = self._take(0.1) or time.perf_counter()  # a condition may be about more than the screen
        return at

    def gone(self, text: str, timeout: float = 20) -> float:
        """Return when a text had left the screen. Raises TimeoutError."""
        return self.until(lambda: text not in self.text, timeout)

    def settle(self, quiet: float = 0.1, timeout: float = 5) -> float | None:
        """Return when the last piece was written before a pause; None if nothing was."""
        end = time.perf_counter() + timeout
        last = None
        while (at := self._take(quiet)) is not None and at < end and not self._is_closed:
            last = at
        return last

    # What is done to it.

    def press(self, *keys: str) -> float:
        """Press keys, or type texts, and return when."""
        typed = "".join(_sent(key) for key in keys).encode()
        at = time.perf_counter()
        os.write(self._fd, typed)
        return at

    def resize(self, columns: int, lines: int) -> None:
        """Give the terminal another size; the program is told by a signal, as ever."""
        self.settle(0.01, 1)
        self.screen.resize(lines, columns)
        self._size(columns, lines)

    def ended(self, timeout: float = 10) -> tuple[float, int]:
        """Return when the program had left the terminal, and its exit status. Raises TimeoutError."""
        at = time.perf_counter()
        end = at + timeout
        while not self._is_closed:
            came = self._take(max(0.0, end - time.perf_counter()))
            if came is None:
                raise TimeoutError(f"The program did not end; the screen was:\n{self.text}")
            at = came
        return at, self.process.wait(max(0.1, end - time.perf_counter()))

    def close(self) -> None:
        """End the program, whatever it does."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.process.poll() is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(self.process.pid, number)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(2)
        self._reader.join(2)
        if self._slave >= 0:
            os.close(self._slave)
            self._slave = -1
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1


def _sent(key: str) -> str:
    if key.startswith("ctrl+") and len(key) == 6:
        return chr(ord(key[5].lower()) & 0x1F)
    return KEYS.get(key, key)


def _answer(query: re.Match[bytes]) -> bytes:
    cursor, status, attributes, version, mode = query.groups()
    if cursor:
        return b"\x1b[1;1R"
    if status:
        return b"\x1b[0n"
    if attributes:
        return b"\x1b[?62;22c"
    if version:
        return b"\x1bP>|terminal.py\x1b\\"
    return b"\x1b[?" + mode + (b";2$y" if mode == b"2026" else b";0$y")


def isolated(folder: Path, **more: str) -> dict[str, str]:
    """Return an environment that knows nothing of the user: no settings, no tokens, no keyring."""
    kept = {name: value for name, value in os.environ.items() if name in _KEPT}
    homes = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "STATE", "CACHE", "DATA")}
    return {
        **kept,
        **homes,
        "HOME": str(folder),
        "LC_ALL": "C.UTF-8",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **more,
    }


_KEPT: Final = {"PATH", "PYTHONPATH", "VIRTUAL_ENV", "TMPDIR", "SSL_CERT_FILE"}


def ft42tui(*arguments: str) -> list[str]:
    """Return the command that runs the ft42tui of this interpreter."""
    return [sys.executable, "-P", "-m", "ft42tui", *arguments]
