"""An embedded API whose school is made once by each process, and not again for every test."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.settings import DemoSettings


def kept_school(settings: DemoSettings, clock: Callable[[], float] = time.time) -> DemoApi:
    """Return a new embedded API: what is written in one is not in the next, and tokens are its own."""
    # A folder for each school: the cache keeps no more than three.
    folder = _folder() / f"{settings.users}-{settings.seed}"
    return create_app(settings, clock=clock, cache=folder)


@cache
def _folder() -> Path:
    folder = tempfile.mkdtemp(prefix="ft42tui-schools-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)
