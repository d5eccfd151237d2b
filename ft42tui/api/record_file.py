"""A record in a file that only its owner reads: mode 0600 in a folder with mode 0700."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ft42tui.api.errors import SignInFailed
from ft42tui.private_file import write_private

_LONGEST: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class RecordKind:
    """One sort of record."""

    noun: str
    """What it is called: "token"; its entries in the keyring name it so."""
    folder: str
    """The folder of its files."""
    fields: tuple[str, ...]
    """The fields that are text in every record of this kind."""
    dated: str
    """The field that says how new it is, in seconds since the epoch."""
    contents: str
    """What is written down, with its verb: "the token is"."""
    remedy: str
    """What to do when others may have read it."""


@dataclass(frozen=True, slots=True)
class RecordFile:
    """Where a record lies on the disk. What we would not have written is neither used nor overwritten."""

    path: Path
    """The file."""
    kind: RecordKind
    """What stands in it."""
    origin: str
    """The API that it is for."""

    def text(self) -> str | None:
        """Return what stands in it, or None if it is not there. Raises SignInFailed for what is not ours."""
        path, again = self.path, "It is left alone and not used: remove it, and sign in again."
        try:
            # Not through a link, and without waiting for whoever would write into a pipe.
            handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
            with os.fdopen(handle, "rb") as file:
                about = os.fstat(handle)
                text = file.read(_LONGEST).decode("utf-8") if stat.S_ISREG(about.st_mode) else ""
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise SignInFailed(f"{path} cannot be read", again) from error
        if hasattr(os, "getuid") and about.st_uid != os.getuid():
            raise SignInFailed(f"{path} belongs to somebody else", again)
        if hasattr(os, "getuid") and stat.S_IMODE(about.st_mode) & 0o077:
            raise SignInFailed(
                f"{path} may be read by others",
                f"It is left alone and not used: remove it, {self.kind.remedy}, and sign in again.",
            )
        said = said_in(text)
        if said is None or not all(isinstance(said.get(name), str) for name in self.kind.fields):
            raise SignInFailed(f"{path} holds no {self.kind.noun}", again)
        if said.get("origin") != self.origin:
            raise SignInFailed(f"{path} is for another API", again)
        return text

    def write(self, text: str) -> None:
        """Write it, whole or not at all. Raises SignInFailed, also over what is not ours."""
        self.text()
        try:
            write_private(self.path, text.encode())
        except OSError as error:
            raise SignInFailed(
                f"The {self.kind.noun} cannot be kept in {self.path}",
                f"{error.strerror}. It is used now and not kept.",
            ) from error

    def remove(self) -> None:
        """Remove it if it is there and ours."""
        with suppress(OSError, SignInFailed):  # what we did not write is left alone
            if self.text() is not None:
                self.path.unlink(missing_ok=True)


def said_in(text: str) -> Mapping[str, Any] | None:
    """Return what a record says, or None for what is none."""
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None
