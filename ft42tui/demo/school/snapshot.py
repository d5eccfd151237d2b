"""A made school kept in a file, so that the next start is quick."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zlib
from pathlib import Path
from typing import Final

from ft42tui.demo.school.tables import VERSION
from ft42tui.demo.settings import DemoSettings

_MAGIC: Final = b"ft42tui school 1"
_KEPT: Final = 3
_PART_LIFE: Final = 600.0  # a process that ends while it writes leaves its part behind


def path_of(folder: Path, settings: DemoSettings) -> Path:
    """Return where the school of these settings is kept."""
    return folder / f"v{VERSION}-seed{settings.seed}-users{settings.users}.school"


def load(path: Path, settings: DemoSettings) -> sqlite3.Connection | None:
    """Return a copy in memory of a kept school, or None for a missing, broken or foreign file."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    head = len(_MAGIC) + 4
    data = memoryview(content)[head:]
    if not content.startswith(_MAGIC) or content[len(_MAGIC) : head] != _sum(data):
        return None
    connection = connect()
    try:
        connection.deserialize(data)
        found = connection.execute("SELECT count(*) FROM users").fetchone()[0]
    except sqlite3.Error:
        found = -1
    if found != settings.users:
        connection.close()
        return None
    return connection


def keep(path: Path, data: bytes) -> None:
    """Write a school's file whole or not at all. A folder that cannot be written is no reason to fail."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    except OSError:
        return
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(_MAGIC + _sum(data))
            file.write(data)
        part.replace(path)
        _tidy(path.parent)
    except OSError:
        part.unlink(missing_ok=True)


def connect() -> sqlite3.Connection:
    """Return an empty database in memory, which any one thread at a time may use."""
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)


def _sum(data: bytes | memoryview) -> bytes:
    return zlib.crc32(data).to_bytes(4, "big")


def _tidy(folder: Path) -> None:
    """Remove all but the newest few schools, and what was left half written: each takes megabytes."""
    kept = sorted(folder.glob("*.school"), key=lambda path: path.stat().st_mtime, reverse=True)
    old = kept[0].stat().st_mtime - _PART_LIFE
    parts = (path for path in folder.glob("*.part") if path.stat().st_mtime < old)
    for path in (*kept[_KEPT:], *parts):
        path.unlink(missing_ok=True)
