"""A sign-in under way, and how it ends, driven by keys against the embedded API."""

from __future__ import annotations

import asyncio
import re
import socket
import urllib.parse
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import pytest
from asgi_browser import ORIGIN, Browser
from sign_in_screen import NOW, SIZES, assert_hidden, fill, screen_of, typed_into, until
from textual import events

from ft42tui.api.vault import Vault
from ft42tui.demo.app import DemoApi
from ft42tui.demo.applications import Application
from ft42tui.tui.screens.confirm import Confirm
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.widgets.entry_field import EntryInput
from ft42tui.tui.widgets.step_view import StepView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Explorer, Start


@pytest.fixture
def embedded(leading_back: DemoApi) -> DemoApi:
    """The embedded API of the explorer."""
    return leading_back


# As an application.


@SIZES
async def test_an_application_signs_in_and_the_explorer_goes_on_with_its_token(
    explore: Start, app: Application, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        await explorer.press("L", "2")
        screen_of(explorer).query_one("#scopes").focus()
        await explorer.press("down", "space", "down", "space", "ctrl+j")
        assert "✓ Token for the application" in explorer.text
        assert "Signed in as the application with public profile, for 2 hours." in re.sub(
            r"\s+", " ", explorer.text
        )
        assert_hidden(explorer, app.client_secret, explorer.session.access_token)
        await explorer.press("enter")
        assert isinstance(explorer.app.screen, ExplorerScreen)
        assert explorer.session.status.scopes == ("public", "profile")
        assert " profile " in explorer.text.splitlines()[-2]


async def test_a_typed_secret_takes_the_place_of_the_kept_one(
    explore: Start, embedded: DemoApi, app: Application
) -> None:
    other = embedded.applications[2]
    async with explore("users") as explorer:
        await explorer.press("L", "2")
        await fill(explorer, client_id=other.client_id, secret=other.client_secret)
        await explorer.press("ctrl+j")
        assert "✓ Signed in as the application" in explorer.text
        assert_hidden(explorer, other.client_secret, explorer.session.access_token)
        held = await explorer.session.application()
        assert held is not None
        assert held.client_id == other.client_id


@SIZES
async def test_a_wrong_secret_fails_with_its_step_the_servers_words_and_the_usual_cause(
    explore: Start, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        before = explorer.session.access_token
        await explorer.press("L", "2")
        await fill(explorer, secret="s-s4t2ud-wrong-secret-of-mine")
        await explorer.press("enter", "ctrl+j")
        words = re.sub(r"\s+", " ", explorer.text)
        assert "✗ Token for the application" in words
        assert "The application's id or secret was not accepted" in words
        assert "Client authentication failed" in words
        assert "every 30 days" in words
        assert_hidden(explorer, "s-s4t2ud-wrong-secret-of-mine")
        assert explorer.session.access_token == before
        await explorer.press("escape")
        assert screen_of(explorer).stage == "form"
        assert typed_into(explorer) == "secret"
        await explorer.type("new")
        assert screen_of(explorer).form.secret == "new"


async def test_after_a_failure_it_can_be_tried_again(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("L", "2")
        await fill(explorer, secret="s-s4t2ud-wrong-secret-of-mine")
        await explorer.press("ctrl+j")
        asked = [r for r in explorer.requests if r.url.path == "/oauth/token"]
        await explorer.press("r")
        assert len([r for r in explorer.requests if r.url.path == "/oauth/token"]) == len(asked) + 1
        assert screen_of(explorer).stage == "failed"


@SIZES
async def test_a_step_can_be_opened_and_holds_no_secret(
    explore: Start, app: Application, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        await explorer.press("L", "2", "ctrl+j")
        view = screen_of(explorer).query_one(StepView)
        await explorer.press("tab")
        assert view.has_focus
        lines = "\n".join(view._text(index) for index in range(view.count))
        assert "POST" in lines
        assert "/oauth/token" in lines
        assert "client_secret" in lines
        assert "200 OK" in lines
        for secret in (app.client_secret, explorer.session.access_token):
            assert secret not in lines
        for _ in range(3):
            assert_hidden(explorer, app.client_secret, explorer.session.access_token)
            await explorer.press("pagedown")


async def test_what_may_be_written_is_asked_for_while_one_signs_in(
    explore: Start, browser: Browser, free_uri: str, tmp_path: Path
) -> None:
    def broken() -> Any:
        raise RuntimeError("no keyring")

    vault = Vault(tmp_path, keyring=broken, clock=lambda: NOW)
    async with explore("users", vault=vault, account={"redirect_uri": free_uri}) as explorer:
        vault.may_write = explorer.screen._may_write
        await explorer.press("L", "1")
        screen = screen_of(explorer)
        await explorer.pilot.press("ctrl+j")
        await until(explorer, lambda: isinstance(explorer.app.screen, Confirm))
        await explorer.pilot.press("escape")
        await until(explorer, lambda: screen.stage == "signed_in")
        await explorer.settle()
        assert "kept for this run only" in explorer.text
        assert "with public projects" in explorer.text


# In the browser.


@SIZES
async def test_a_person_signs_in_in_the_browser(
    explore: Start, browser: Browser, app: Application, free_uri: str, size: tuple[int, int]
) -> None:
    async with explore("users", size=size, account={"redirect_uri": free_uri}) as explorer:
        await explorer.press("L", "1", "ctrl+j")
        words = re.sub(r"\s+", " ", explorer.text)
        assert "✓ Answer of the browser" in words
        assert "✓ Check of the state and the code" in words
        assert "✓ Exchange of the code for a token" in words
        assert "Signed in as norminet with public projects, for 2 hours." in words
        assert len(browser.opened) == 1
        code = urllib.parse.parse_qs(urllib.parse.urlsplit(browser.address).query)["code"][0]
        assert_hidden(explorer, app.client_secret, explorer.session.access_token, code)
        await explorer.press("enter")
        assert isinstance(explorer.app.screen, ExplorerScreen)
        assert explorer.session.status.owner == "norminet"
        assert "norminet" in explorer.text.splitlines()[-2]


async def test_scopes_that_were_not_granted_are_told_with_the_usual_cause(
    explore: Start, browser: Browser, free_uri: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with explore("users", account={"redirect_uri": free_uri}) as explorer:
        await explorer.press("L", "1")
        grants = "ft42tui.demo.oauth.authority.Authority._exchange"
        from ft42tui.demo.oauth.authority import Authority

        kept = Authority._exchange

        def narrowed(self: Authority, *about: Any) -> Any:
            from dataclasses import replace

            return replace(kept(self, *about), scopes=("public",))

        monkeypatch.setattr(grants, narrowed)
        await explorer.press("ctrl+j")
        assert "Not granted: projects. A token that still lives brings its old scopes" in explorer.text


async def test_a_denied_consent_is_a_refusal_and_nothing_else(
    explore: Start, browser: Browser, free_uri: str
) -> None:
    browser.denies = True
    async with explore("users", account={"redirect_uri": free_uri}) as explorer:
        before = explorer.session.access_token
        await explorer.press("L", "1", "ctrl+j")
        assert "✗ Check of the state and the code" in explorer.text
        assert "Access was denied" in explorer.text
        assert explorer.session.access_token == before


async def test_a_wrong_state_is_refused_and_no_token_is_asked_for(
    explore: Start, browser: Browser, free_uri: str
) -> None:
    browser.changes = {"state": "0" * 43}
    async with explore("users", account={"redirect_uri": free_uri}) as explorer:
        asked = [r.url.path for r in explorer.requests].count("/oauth/token")
        await explorer.press("L", "1", "ctrl+j")
        assert "✗ Check of the state and the code" in explorer.text
        assert "The answer belongs to another sign-in" in explorer.text
        assert [r.url.path for r in explorer.requests].count("/oauth/token") == asked


async def test_a_wrong_code_fails_at_its_exchange(explore: Start, browser: Browser, free_uri: str) -> None:
    browser.changes = {"code": "0" * 64}
    async with explore("users", account={"redirect_uri": free_uri}) as explorer:
        await explorer.press("L", "1", "ctrl+j")
        assert "✗ Exchange of the code for a token" in explorer.text
        assert "The code was not accepted" in explorer.text
        assert "older than ten minutes" in explorer.text


# While the browser is away.


@pytest.fixture
def waiting(explore: Start, browser: Browser, free_uri: str) -> Start:
    """What begins in a browser that does not come back, or is not there, and waits for it."""

    @asynccontextmanager
    async def begin(*, is_there: bool = True, size: tuple[int, int] = (140, 42)) -> AsyncIterator[Explorer]:
        browser.is_there, browser.comes_back = is_there, False
        async with explore("users", size=size, account={"redirect_uri": free_uri}) as explorer:
            await explorer.press("L", "1")
            await explorer.pilot.press("ctrl+j")
            await until(
                explorer,
                lambda: (
                    "Sign in at this" in explorer.text and "left" in explorer.line("Answer of the browser")
                ),
            )
            yield explorer

    return begin


@SIZES
async def test_without_a_browser_the_address_is_shown_whole_and_copied(
    waiting: Start, browser: Browser, free_uri: str, size: tuple[int, int]
) -> None:
    async with waiting(is_there=False, size=size) as explorer:
        url = browser.opened[0]
        at = next(y for y, line in enumerate(explorer.lines) if line.startswith("http"))
        # Whole lines and nothing else on them, for whoever chooses it by the mouse.
        rows = -(-len(url) // size[0])
        assert "".join(explorer.lines[at : at + rows]).rstrip() == url
        assert explorer.app.clipboard == url
        assert "sent to the terminal's clipboard" in explorer.text
        assert "copied" not in explorer.text
        assert "No browser could be started here" in explorer.text
        assert "If the browser shows an error about the redirect URI" in explorer.text
        assert f"Listening at {free_uri}" in explorer.text
        assert "5:00 left" in explorer.line("Answer of the browser")
        explorer.clock.now += 61
        await until(explorer, lambda: "3:59 left" in explorer.text)
        await explorer.pilot.press("escape")
        await until(explorer, lambda: screen_of(explorer).stage == "form")
        assert typed_into(explorer) == "redirect_uri"


@SIZES
@pytest.mark.parametrize("in_field", [True, False])
async def test_an_address_can_be_pasted_back_at_any_time(
    waiting: Start,
    browser: Browser,
    size: tuple[int, int],
    in_field: bool,  # noqa: FBT001
) -> None:
    async with waiting(is_there=False, size=size) as explorer:
        address = await browser.consented(browser.opened[0])
        screen = screen_of(explorer)
        if in_field:
            await explorer.pilot.press("tab")
        assert isinstance(screen.focused, EntryInput) is in_field
        assert screen.focused is not None
        screen.focused.post_message(events.Paste(address + "\n"))
        await explorer.pilot.pause()
        if in_field:
            await explorer.pilot.press("enter")
        await until(explorer, lambda: screen.stage == "signed_in")
        await explorer.settle()
        assert "Signed in as norminet" in explorer.text


@SIZES
async def test_a_pasted_address_of_something_else_is_told_and_the_wait_goes_on(
    waiting: Start, free_uri: str, size: tuple[int, int]
) -> None:
    async with waiting(is_there=False, size=size) as explorer:
        await explorer.pilot.press("tab")
        focused = explorer.app.focused
        assert isinstance(focused, EntryInput)
        focused.post_message(events.Paste("http://127.0.0.1:1/callback?code=c0de&state=5tate"))
        await explorer.pilot.pause()
        assert_hidden(explorer, "c0de", "5tate")
        await explorer.pilot.press("enter")
        await until(explorer, lambda: "not the address that it ends" in explorer.text)
        words = re.sub(r"\s+", " ", explorer.text)
        assert f"That is not the address that it ends at: it begins with {free_uri}?" in words
        assert f"Listening at {free_uri}" in words
        assert focused.value == ""
        assert screen_of(explorer).stage == "under_way"
        await explorer.pilot.press("escape")
        await until(explorer, lambda: screen_of(explorer).stage == "form")


async def test_escape_stops_the_listening_at_once(waiting: Start, free_uri: str) -> None:
    async with waiting() as explorer:
        port = int(free_uri.rpartition(":")[2].partition("/")[0])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        await explorer.pilot.press("escape")
        await explorer.settle()
        assert screen_of(explorer).stage == "form"
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


async def test_the_address_is_copied_and_opened_again_by_a_key(waiting: Start, browser: Browser) -> None:
    async with waiting() as explorer:
        assert explorer.app.clipboard == ""
        await explorer.pilot.press("y")
        assert explorer.app.clipboard == browser.opened[0]
        await explorer.pilot.press("o")
        assert browser.opened == [browser.opened[0]] * 2
        await explorer.pilot.press("escape")
        await explorer.settle()


# Where the port is taken.


@pytest.fixture
def taken(free_uri: str) -> Iterator[str]:
    """The redirect URI, its port taken by another program."""
    port = int(free_uri.rpartition(":")[2].partition("/")[0])
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", port))
        other.listen()
        yield free_uri


@SIZES
async def test_a_port_in_use_is_told_before_the_browser_opens_and_another_is_offered(
    explore: Start, browser: Browser, taken: str, size: tuple[int, int]
) -> None:
    async with explore("users", size=size, account={"redirect_uri": taken}) as explorer:
        await explorer.press("L", "1", "ctrl+j")
        port = int(taken.rpartition(":")[2].partition("/")[0])
        assert f"Port {port} cannot be listened to" in explorer.text
        assert "Another program uses it" in explorer.text
        assert "register http://127.0.0.1:" in explorer.line("the next free port")
        assert "as well" in explorer.line("the next free port")
        assert not browser.opened

        await explorer.press("n")
        other = screen_of(explorer).form.redirect_uri
        assert other != taken
        assert other in explorer.text
        assert "Register it with the application too" in explorer.text
        assert not browser.opened

        await explorer.press("y")
        assert explorer.app.clipboard == other
        assert "Sent to the terminal's clipboard" in explorer.text
        await explorer.press("enter")
        assert "Signed in as norminet" in explorer.text
        await explorer.press("enter", "L", "1")
        assert screen_of(explorer).form.redirect_uri == taken


async def test_where_the_port_is_taken_the_redirect_uri_can_be_changed(
    explore: Start, browser: Browser, taken: str
) -> None:
    async with explore("users", account={"redirect_uri": taken}) as explorer:
        await explorer.press("L", "1", "ctrl+j", "escape")
        assert typed_into(explorer) == "redirect_uri"
        await explorer.type("http://[::1]:4/x")
        assert screen_of(explorer).form.redirect_uri == "http://[::1]:4/x"


async def test_where_the_port_is_taken_one_can_paste(explore: Start, browser: Browser, taken: str) -> None:
    browser.comes_back = False
    async with explore("users", account={"redirect_uri": taken}) as explorer:
        await explorer.press("L", "1", "ctrl+j")
        await explorer.pilot.press("p")
        await until(explorer, lambda: browser.address != "")
        assert f"Nobody listens at {taken}" in explorer.text
        screen = screen_of(explorer)
        screen.query_one("#back EntryInput", EntryInput).value = browser.address
        screen.query_one("#back EntryInput", EntryInput).focus()
        await explorer.pilot.press("enter")
        await until(explorer, lambda: screen.stage == "signed_in")


# With a token.


async def user_token(embedded: DemoApi) -> str:
    """Return the token of norminet that is valid from the start."""
    return embedded.user_token.access_token


@pytest.mark.parametrize(
    "pattern", ["{}", " {}\n", "Authorization: Bearer {}", ORIGIN + "/v2/me?access_token={}"]
)
async def test_a_pasted_token_is_used(explore: Start, embedded: DemoApi, pattern: str) -> None:
    token = await user_token(embedded)
    async with explore("users") as explorer:
        await explorer.press("L", "3")
        await explorer.paste(pattern.format(token))
        await explorer.press("enter")
        assert "✓ What the API says of the token" in explorer.text
        assert "Signed in as norminet with public" in explorer.text
        assert "kept for this run only" in explorer.text
        assert_hidden(explorer, token)
        await explorer.press("enter")
        assert explorer.session.access_token == token
        assert explorer.session.status.owner == "norminet"


@SIZES
async def test_a_dead_token_is_told_and_the_one_before_is_kept(explore: Start, size: tuple[int, int]) -> None:
    async with explore("users", size=size) as explorer:
        before = explorer.session.access_token
        await explorer.press("L", "3")
        await explorer.paste("0123456789abcdef0123456789abcdef")
        await explorer.press("enter")
        assert "✗ What the API says of the token" in explorer.text
        assert "401 · the token was not accepted" in explorer.text
        assert_hidden(explorer, "0123456789abcdef0123456789abcdef")
        assert explorer.session.access_token == before
        await explorer.press("escape")
        await explorer.type("new")
        assert screen_of(explorer).form.token == "new"
