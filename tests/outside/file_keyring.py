"""A keyring in a file, for PYTHON_KEYRING_BACKEND; the next run may find it in another mood.

KEYRING_FILE names the file. KEYRING_MOOD says how it is: empty, it works; `hangs`, it never answers;
`locked`, it is read and not written.
"""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Keyring(KeyringBackend):
    """Keeps what it is given where another process finds it."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring's
        self._file = Path(os.environ["KEYRING_FILE"])
        self._mood = os.environ.get("KEYRING_MOOD", "")

    def get_password(self, service: str, username: str) -> str | None:
        return self._entries().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write(self._entries() | {f"{service} {username}": password})

    def delete_password(self, service: str, username: str) -> None:
        entries = self._entries()
        if entries.pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError
        self._write(entries)

    def _entries(self) -> dict[str, str]:
        if self._mood == "hangs":
            threading.Event().wait()
        held: dict[str, str] = json.loads(self._file.read_text("utf-8")) if self._file.exists() else {}
        return held

    def _write(self, entries: dict[str, str]) -> None:
        if self._mood == "locked":
            raise KeyringLocked
        self._file.write_text(json.dumps(entries), encoding="utf-8")
