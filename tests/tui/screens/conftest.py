"""An embedded API that leads back to this machine, and the browser that a sign-in opens."""

from __future__ import annotations

import socket

import pytest
from asgi_browser import Browser
from kept_school import kept_school
from sign_in_screen import NOW

from ft42tui.demo.app import DemoApi
from ft42tui.demo.applications import Application
from ft42tui.demo.settings import DemoSettings, Rates


@pytest.fixture(scope="module")
def free_uri() -> str:
    """Return a redirect URI with a port that one can listen to."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}/callback"


@pytest.fixture
def leading_back(free_uri: str) -> DemoApi:
    """An embedded API that leads back to where one can listen; new, since tokens outlive a test."""
    host, _, port = free_uri.removesuffix("/callback").rpartition(":")
    more = tuple(f"{host}:{int(port) + by}/callback" for by in range(1, 30))
    settings = DemoSettings(users=30, rates=Rates(1000, 100_000), redirect_uris=(free_uri, *more))
    return kept_school(settings, clock=lambda: NOW)


@pytest.fixture
def browser(embedded: DemoApi, monkeypatch: pytest.MonkeyPatch) -> Browser:
    """The browser that the screen opens."""
    played = Browser(embedded)
    monkeypatch.setattr("ft42tui.tui.screens.signing_in.open_in_browser", played.open)
    return played


@pytest.fixture
def app(embedded: DemoApi) -> Application:
    """The application that the profile knows."""
    return embedded.applications[0]
