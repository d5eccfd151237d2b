"""The system browser, if there is one that does not live in this terminal."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Final

_OPENERS: Final = {"darwin": ("open",), "win32": ("explorer",)}
_DESKTOP: Final = ("xdg-open", "gio open", "sensible-browser", "wslview")


def open_in_browser(url: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Open an address and return whether a browser was started; it never touches this terminal.

    `$BROWSER` comes first, also without a display: a command, `%s` in it stands for the address. Without
    it, and without a display, there is none: a browser in text would take the terminal. Nor is there one over
    ssh: it would open before nobody, on the machine at the other end.
    """
    for command in _commands(environ):
        words = _words(command)
        if not words or shutil.which(words[0], path=environ.get("PATH")) is None:
            continue
        given = [word.replace("%s", url) for word in words]
        if given == words:
            given.append(url)
        try:
            process = subprocess.Popen(  # noqa: S603  # the person's own browser, and an address of ours
                given,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                # A browser has no use for our secrets, and hands its environment on to whatever it starts.
                env={name: value for name, value in environ.items() if not name.startswith("FT42_")},
            )
        except OSError:
            continue
        threading.Thread(target=process.wait, name="browser", daemon=True).start()  # its end is noticed
        return True
    return False


def _words(command: str) -> list[str]:
    """Return a command's words; none for one with an open quote. A browser is not waited for, & or not."""
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return words[:-1] if words[-1:] == ["&"] else words


def _commands(environ: Mapping[str, str]) -> tuple[str, ...]:
    own = tuple(part for part in environ.get("BROWSER", "").split(os.pathsep) if part)
    if own:
        return own
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        return ()
    if sys.platform in _OPENERS:
        return _OPENERS[sys.platform]
    has_display = environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY") or environ.get("WSL_DISTRO_NAME")
    return _DESKTOP if has_display else ()
