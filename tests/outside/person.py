"""Somebody with a home, an application of a served embedded API, and a program that plays the browser."""

from __future__ import annotations

import json
import shlex
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import play_browser
from terminal import ft42tui, isolated

from ft42tui.demo.applications import Application, registered
from ft42tui.demo.settings import Rates

FIRST = "ft42tui demo"


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Api:
    """An embedded API that runs, and where its applications are led back to."""

    url: str
    redirect_uri: str

    def app(self, name: str = FIRST) -> Application:
        return next(app for app in registered(42, Rates(0, 0)) if app.name == name)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a home, an application, and a browser."""

    home: Path
    api: Api

    def environment(self, app: str = FIRST, *, play: str = "consent", **more: str) -> dict[str, str]:
        of = self.api.app(app)
        browser = shlex.join([sys.executable, "-P", play_browser.__file__])
        own = {
            "FT42_API_URL": self.api.url,
            "FT42_CLIENT_ID": of.client_id,
            "FT42_CLIENT_SECRET": of.client_secret,
            "BROWSER": browser,
            "PLAY": play,
            "PLAY_LOG": str(self.log),
        }
        return isolated(self.home, **(own | more))

    @property
    def log(self) -> Path:
        return self.home.parent / "browser.json"

    @property
    def token_file(self) -> Path:
        folder = self.home / "state" / "ft42tui" / "tokens"
        return folder / f"default@http_{quote(urlsplit(self.api.url).netloc)}.json"

    def run(
        self, *arguments: str, app: str = FIRST, play: str = "consent", **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run the program to its end."""
        return subprocess.run(
            ft42tui(*arguments),
            env=self.environment(app, play=play, **environment),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )

    def met(self) -> list[tuple[str, int, str]]:
        """Return what the browser met on its way back, once it is done."""
        end = time.monotonic() + 10
        while not self.log.exists():
            assert time.monotonic() < end, "the browser was never opened"
        seen = json.loads(self.log.read_text(encoding="utf-8"))
        return [(address, status, page) for address, status, page in seen["met"]]

    def kept(self) -> dict[str, Any]:
        """Return what the token file holds."""
        held: dict[str, Any] = json.loads(self.token_file.read_text(encoding="utf-8"))
        return held

    def age(self, **changes: str) -> None:
        """Let the kept token die, and change other things about it."""
        self.token_file.write_text(json.dumps(self.kept() | {"expires_at": 0} | changes), encoding="utf-8")


def assert_refused(ended: subprocess.CompletedProcess[str], *words: str) -> None:
    """Assert that a sign-in was refused, in words."""
    assert ended.returncode == 3, ended.stderr
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    for word in words:
        assert word in ended.stderr
