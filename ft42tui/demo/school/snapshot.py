"""A made school kept in a file, and opened so that nothing that is written to it stays."""

from __future__ import annotations

import os
import sqlite3
import tempfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import quote

from ft42tui.demo.school.tables import VERSION
from ft42tui.demo.settings import DemoSettings

Fill = Callable[[sqlite3.Connection], None]
"""Writes a whole school into an empty database."""

_MAGIC: Final = b"ft42tui school 2"
_TAIL: Final = len(_MAGIC) + 4
_KEPT: Final = 3
_PART_LIFE: Final = 600.0  # a process that ends while it writes leaves its part behind
_PIECE: Final = 1 << 20
_MAPPED: Final = 1 << 30
_STATEMENTS: Final = 1024  # more than are in use: made anew, each leaves the heap a little more torn


def path_of(folder: Path, settings: DemoSettings) -> Path:
    """Return where the school of these settings is kept."""
    return folder / f"v{VERSION}-seed{settings.seed}-users{settings.users}.school"


def load(path: Path, settings: DemoSettings) -> sqlite3.Connection | None:
    """Open a kept school, or return None for a missing, broken or foreign file.

    It is read where it lies, so that a large school opens as fast as a small one. Whatever is written
    stays in this process: see `_open`.
    """
    if not _is_whole(path):
        return None
    try:
        connection = _open(path)
    except sqlite3.Error:
        return None
    try:
        found = connection.execute("PRAGMA user_version").fetchone()[0]
    except sqlite3.Error:
        found = -1
    if found != settings.users:
        connection.close()
        return None
    return connection


def make(path: Path | None, fill: Fill, settings: DemoSettings) -> sqlite3.Connection:
    """Make a school, keep it at the path whole or not at all, and open it.

    Without a path, or in a folder that cannot be written, it lives in memory only.
    """
    if path is not None and _keep(path, fill, settings):
        connection = load(path, settings)
        if connection is not None:
            return connection
    connection = connect()
    fill(connection)
    return _begun(connection)


def connect() -> sqlite3.Connection:
    """Return an empty database in memory, which any one thread at a time may use."""
    return sqlite3.connect(
        ":memory:", isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
    )


def discard_if_broken(path: Path) -> bool:
    """Remove a kept school whose content is not what was written, and return whether it was one.

    It takes as long as reading the whole file, so it is done while requests are answered already.
    """
    try:
        with path.open("rb") as file:
            left, found = os.fstat(file.fileno()).st_size - _TAIL, 0
            while left > 0 and (piece := file.read(min(_PIECE, left))):
                found = zlib.crc32(piece, found)
                left -= len(piece)
            is_broken = file.read(_TAIL) != _MAGIC + found.to_bytes(4, "big")
        if is_broken:
            path.unlink()
    except OSError:
        return False
    return is_broken


def _is_whole(path: Path) -> bool:
    """Return whether a file ends as every school that was written to its end."""
    try:
        with path.open("rb") as file:
            file.seek(-_TAIL, os.SEEK_END)
            return file.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def _open(path: Path) -> sqlite3.Connection:
    """Open a file so that it is never changed, though its tables may be.

    One transaction lasts as long as the connection and is never committed; what it changes is kept in
    memory, since the cache may not spill, and so is its journal. Nobody writes to the file, so nobody
    needs a lock, and any number of servers may share it.
    """
    uri = f"file:{quote(str(path.absolute()))}?mode=rw&nolock=1"
    connection = sqlite3.connect(
        uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
    )
    for pragma in ("journal_mode=MEMORY", "cache_spill=OFF", f"mmap_size={_MAPPED}"):
        connection.execute(f"PRAGMA {pragma}")
    return _begun(connection)


def _begun(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.execute("PRAGMA temp_store=MEMORY")
    connection.execute("PRAGMA foreign_keys=ON")
    connection.execute("BEGIN")
    return connection


def _keep(path: Path, fill: Fill, settings: DemoSettings) -> bool:
    """Write a school's file. Return False when that cannot be done, which is no reason to fail."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=path.stem, suffix=".part")
    except OSError:
        return False
    os.close(handle)
    part = Path(name)
    try:
        connection = sqlite3.connect(part, isolation_level=None)
        try:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "locking_mode=EXCLUSIVE"):
                connection.execute(f"PRAGMA {pragma}")
            fill(connection)
            connection.execute(f"PRAGMA user_version={settings.users}")  # whose school it is: see load
        finally:
            connection.close()
        _seal(part)
        part.replace(path)
        _tidy(path.parent)
    except (OSError, sqlite3.Error):
        with suppress(OSError):
            part.unlink(missing_ok=True)
        return False
    return True


def _seal(part: Path) -> None:
    """Write behind the database what says that it is whole; SQLite does not look there."""
    found = 0
    with part.open("r+b") as file:
        while piece := file.read(_PIECE):
            found = zlib.crc32(piece, found)
        file.write(_MAGIC + found.to_bytes(4, "big"))


def _tidy(folder: Path) -> None:
    """Remove all but the newest few schools, and what was left half written: each takes megabytes."""
    kept = sorted(folder.glob("*.school"), key=lambda path: path.stat().st_mtime, reverse=True)
    old = kept[0].stat().st_mtime - _PART_LIFE
    parts = (path for path in folder.glob("*.part") if path.stat().st_mtime < old)
    for path in (*kept[_KEPT:], *parts):
        path.unlink(missing_ok=True)
