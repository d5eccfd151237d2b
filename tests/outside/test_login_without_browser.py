"""Signing in without the screen where there is no browser: the address is pasted back."""

from __future__ import annotations

import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import play_browser
import pytest
from person import Person
from terminal import Terminal

pytestmark = pytest.mark.slow


def redirected(terminal: Terminal) -> str:
    """Consent elsewhere and return the address that the browser ended at, where nobody listens."""
    terminal.until("paste the address that it ended at")
    line = next(line for line in terminal.text.splitlines() if line.startswith("Sign in here: "))
    address = line.removeprefix("Sign in here: ")
    _, location, page = play_browser.get(address)
    return location or play_browser.decided(address, page)[1]


def test_the_address_can_be_pasted_back(person: Person, at_terminal: Callable[..., Terminal]) -> None:
    terminal = at_terminal("login", "--no-browser", columns=1000)
    terminal.press(redirected(terminal) + "\r")
    terminal.until("Signed in with public")

    assert terminal.ended()[1] == 0
    assert not person.log.exists()
    assert person.token_file.exists()


def test_it_can_be_pasted_even_where_the_port_is_taken(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    port = urlsplit(person.api.redirect_uri).port
    assert port is not None
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        terminal = at_terminal("login", "--no-browser", columns=1000)
        terminal.press("\r" + redirected(terminal) + "\r")
        terminal.until("Signed in with public")

        assert terminal.ended()[1] == 0


def test_pasting_something_else_is_told(at_terminal: Callable[..., Terminal]) -> None:
    terminal = at_terminal("login", "--no-browser", columns=1000)
    terminal.until("paste the address that it ended at")
    terminal.press("http://evil.example/callback?code=1\r")
    terminal.until("Paste it again")
    terminal.press(redirected(terminal) + "\r")
    terminal.until("Signed in with public")

    assert terminal.ended()[1] == 0


def test_a_sign_in_is_left_with_ctrl_c(at_terminal: Callable[..., Terminal]) -> None:
    terminal = at_terminal("login", "--no-browser", columns=1000)
    terminal.until("paste the address that it ended at")
    terminal.press("ctrl+c")

    assert terminal.ended()[1] == 130
    assert "Traceback" not in terminal.text
