"""Signing in on the screen, in a terminal, against the embedded API; a program plays the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import play_browser
import pytest
from person import Person
from terminal import Terminal

pytestmark = pytest.mark.slow

NOBODY = {"FT42_CLIENT_ID": "", "FT42_CLIENT_SECRET": ""}
"""A first start: no application, and no keyring in a person's environment here."""


def type_application(terminal: Terminal, person: Person) -> None:
    """Choose the browser's way and type the application as one who starts for the first time."""
    app = person.api.app()
    terminal.until("Nobody is signed in yet")
    terminal.press("1")
    terminal.until("Sign in › in the browser")
    terminal.until("must be registered exactly like this")
    terminal.press(app.client_id, "tab", app.client_secret)
    terminal.press("ctrl+j")


def said_yes(terminal: Terminal, folder: Path) -> None:
    """Let a file be written."""
    terminal.until("Keep the application in a file?")
    terminal.press("enter")
    assert not list(folder.rglob("*.json"))
    terminal.press("y")
    terminal.until("Keep the token in a file?")
    terminal.press("y")


def test_a_first_start_ends_signed_in_and_so_begins_the_next(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    first = at_terminal("users", **NOBODY)
    type_application(first, person)
    said_yes(first, person.home / "state")
    first.until("Go on")
    first.press("enter")
    first.until("norminet")
    first.press("ctrl+q")
    assert first.ended()[1] == 0

    second = at_terminal("me", **NOBODY)
    second.until("norminet")
    second.press("t")
    second.until("authorization code")
    second.press("x")
    second.until("Revoke")
    second.press("y")
    second.until(lambda: not person.token_file.exists())
    second.until("no token")


def test_who_writes_nothing_is_signed_in_for_this_run(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    first = at_terminal("users", **NOBODY)
    type_application(first, person)
    first.until("in a file?")
    first.press("n")
    first.until("for this run only")

    assert not list((person.home / "state").rglob("*.json"))


def test_a_consent_that_is_denied_is_a_refusal_and_the_demo_is_still_there(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_terminal("users", play="deny", **NOBODY)
    type_application(terminal, person)
    terminal.until("Access was denied")
    terminal.press("escape")
    terminal.until("ctrl+j begin")
    terminal.press("escape")
    terminal.until("enter choose")
    terminal.press("4")
    terminal.until("of 5000")

    assert not list((person.home / "state").rglob("*.json"))


def test_without_a_browser_the_address_is_shown_and_pasted_back(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_terminal("users", BROWSER="", **NOBODY)
    type_application(terminal, person)
    terminal.until("code_challenge_method")
    terminal.settle()
    lines = [line.strip() for line in terminal.text.splitlines()]
    first = next(at for at, line in enumerate(lines) if "/oauth/authorize?" in line)
    address = "".join(lines[first : lines.index("", first)])
    _, location, page = play_browser.get(address)
    back = location or play_browser.decided(address, page)[1]
    terminal.press(f"\x1b[200~{back}\x1b[201~")
    said_yes(terminal, person.home / "state")
    terminal.until("Go on")


def test_a_secret_that_has_died_is_told_with_its_usual_cause(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    dead = person.api.app("rotated")
    terminal = at_terminal("users", **NOBODY)
    terminal.until("Nobody is signed in yet")
    terminal.press("2")
    terminal.until("Sign in › as an application")
    terminal.press(dead.client_id, "tab", dead.client_secret)
    terminal.press("ctrl+j")
    terminal.until("A secret dies about every 30 days")
    text = terminal.text

    assert "id or secret was not accepted" in text
    assert dead.client_secret not in text
