"""Signing in on the screen, driven by keys, against the embedded API; the browser is played."""

from __future__ import annotations

import asyncio
import re
import socket
import urllib.parse
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from textual import events

from ft42tui.api.vault import Vault
from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.applications import Application
from ft42tui.demo.settings import DemoSettings, Rates
from ft42tui.session.sign_in_form import SignInForm
from ft42tui.tui.screens.confirm import Confirm
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.screens.sign_in import REGISTRATION, SignInScreen
from ft42tui.tui.widgets.entry_field import EntryField, EntryInput
from ft42tui.tui.widgets.sign_in_fields import SignInFields
from ft42tui.tui.widgets.step_view import StepView

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Explorer, Start

ORIGIN = "http://127.0.0.1:4242"
NOW = 1_795_262_400.0
SIZES = pytest.mark.parametrize(
    "size", [(140, 42), pytest.param((80, 24), marks=pytest.mark.slow)], ids=["large", "small"]
)


@pytest.fixture(scope="module")
def free_uri() -> str:
    """Return a redirect URI with a port that one can listen to."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}/callback"


@pytest.fixture
def embedded(free_uri: str) -> DemoApi:
    """An embedded API that leads back to where one can listen; new, since tokens outlive a test."""
    host, _, port = free_uri.removesuffix("/callback").rpartition(":")
    more = tuple(f"{host}:{int(port) + by}/callback" for by in range(1, 30))
    settings = DemoSettings(users=30, rates=Rates(1000, 100_000), redirect_uris=(free_uri, *more))
    return create_app(settings, clock=lambda: NOW)


class Browser:
    """Opens an address in the embedded API, decides on the consent page, and follows it back."""

    def __init__(self, api: DemoApi) -> None:
        self.opened: list[str] = []
        self.is_there = True
        self.comes_back = True
        self.changes: dict[str, str] = {}
        self.denies = False
        self.location = asyncio.Event()
        self.address = ""
        self._api = api
        self._tasks: list[asyncio.Task[None]] = []

    def open(self, url: str) -> bool:
        self.opened.append(url)
        if self.is_there and url != REGISTRATION:
            self._tasks.append(asyncio.ensure_future(self._go(url)))
        return self.is_there

    async def consented(self, url: str) -> str:
        """Return the address that the browser ends at."""
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self._api), base_url=ORIGIN) as client:
            page = (await client.get(url)).text
            fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page)
            form = {unescape(name): unescape(value) for name, value in fields} | {"login": "norminet"}
            if self.denies:
                form["_method"] = "delete"
            location = (await client.post("/oauth/authorize", data=form)).headers["Location"]
        parts = urllib.parse.urlsplit(location)
        query = dict(urllib.parse.parse_qsl(parts.query)) | self.changes
        return parts._replace(query=urllib.parse.urlencode(query)).geturl()

    async def _go(self, url: str) -> None:
        self.address = await self.consented(url)
        if not self.comes_back:
            return
        parts = urllib.parse.urlsplit(self.address)
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
            writer.write(f"GET {parts.path}?{parts.query} HTTP/1.1\r\n\r\n".encode())
            await reader.read()
            writer.close()
            await writer.wait_closed()


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


def screen_of(explorer: Explorer) -> SignInScreen:
    found = explorer.app.screen
    assert isinstance(found, SignInScreen)
    return found


async def until(explorer: Explorer, is_so: Callable[[], bool]) -> None:
    """Wait until something is so: for what does not end by itself, and cannot be settled."""
    async with asyncio.timeout(10):
        while not is_so():
            await explorer.pilot.pause(0.01)


def typed_into(explorer: Explorer) -> str:
    """Return the name of the field that one types into; that of what else has the focus."""
    focused = explorer.app.focused
    assert focused is not None
    if isinstance(focused, EntryInput):
        return next(one.id or "" for one in focused.ancestors if isinstance(one, EntryField))
    return focused.id or ""


async def fill(explorer: Explorer, **fields: str) -> None:
    """Type into fields, each emptied before."""
    for name, text in fields.items():
        screen_of(explorer).query_one(f"#{name} EntryInput", EntryInput).focus()
        await explorer.press("ctrl+u", "ctrl+k")
        await explorer.paste(text)


async def begin_waiting(explorer: Explorer) -> None:
    """Begin in the browser, which does not come back."""
    await explorer.press("L", "1")
    await explorer.pilot.press("ctrl+j")
    await until(
        explorer,
        lambda: "Sign in at this" in explorer.text and "left" in explorer.line("Answer of the browser"),
    )


def account(uri: str, **more: Any) -> dict[str, Any]:
    return {"redirect_uri": uri, **more}


def assert_hidden(explorer: Explorer, *secrets: str) -> None:
    """Assert that no secret is on the screen, nor in a picture of it."""
    shown = explorer.text + explorer.app.export_screenshot()
    for secret in secrets:
        assert secret not in shown
        assert secret[:20] not in shown


# The ways.


@SIZES
async def test_the_first_start_says_what_is_needed_and_offers_four_ways(
    explore: Start, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        explorer.screen.action_sign_in(is_first=True)
        await explorer.settle()
        assert "Nobody is signed in yet" in explorer.text
        assert REGISTRATION in explorer.text
        assert "every 30" in explorer.text
        for words in ("in the browser", "as an application", "with a token", "look around in the demo"):
            assert words in explorer.text


async def test_the_link_to_register_is_opened_or_copied(explore: Start, browser: Browser) -> None:
    async with explore("users") as explorer:
        await explorer.press("L", "o")
        assert browser.opened == [REGISTRATION]
        await explorer.press("y")
        assert explorer.app.clipboard == REGISTRATION


async def test_the_demo_is_one_key_away(explore: Start) -> None:
    async with explore("users") as explorer:
        outcome: list[Any] = []
        explorer.app.push_screen(SignInScreen(explorer.session, {}), outcome.append)
        await explorer.press("4")
        assert outcome == ["demo"]


@SIZES
async def test_escape_goes_one_step_back_and_keeps_what_was_typed(
    explore: Start, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        await explorer.press("L", "2")
        await fill(explorer, client_id="u-s4t2ud-typed")
        await explorer.press("escape")
        assert screen_of(explorer).stage == "ways"
        await explorer.press("2")
        assert "u-s4t2ud-typed" in explorer.text
        await explorer.press("escape", "escape")
        assert isinstance(explorer.app.screen, ExplorerScreen)


@SIZES
async def test_a_form_that_is_filled_in_is_typed_over(explore: Start, size: tuple[int, int]) -> None:
    async with explore("users", size=size) as explorer:
        await explorer.press("L", "2")
        assert typed_into(explorer) == "client_id"
        await explorer.type("q4L")
        assert screen_of(explorer).form.client_id == "q4L"


async def test_enter_goes_from_field_to_field_and_begins_in_the_last_when_all_is_there(
    explore: Start,
) -> None:
    async with explore("users") as explorer:
        await explorer.press("L", "2")
        await fill(explorer, client_id="u-s4t2ud-other")
        await explorer.press("enter")
        assert typed_into(explorer) == "secret"
        await explorer.press("enter")
        assert typed_into(explorer) == "scopes"
        await explorer.press("shift+tab")
        await explorer.type("s-s4t2ud-wrong")
        await explorer.press("enter")
        assert screen_of(explorer).stage == "failed"


@pytest.mark.parametrize("at", ["scopes", "begin"])
async def test_letters_where_nothing_is_typed_do_nothing(explore: Start, at: str) -> None:
    async with explore("users") as explorer:
        await explorer.press("L", "2")
        screen = screen_of(explorer)
        screen.query_one(f"#{at}").focus()
        await explorer.settle()
        before = screen.form
        await explorer.type("1234tPLqyornpgGu:/")
        assert screen_of(explorer) is screen
        assert (screen.stage, screen.form) == ("form", before)
        assert typed_into(explorer) == at
        await explorer.press("question_mark")
        assert explorer.app.screen is not screen


async def test_in_the_demo_neither_the_demo_nor_a_registration_is_offered(
    explore: Start, browser: Browser
) -> None:
    async with explore("users") as explorer:
        explorer.app.push_screen(SignInScreen(explorer.session, {}, is_demo=True))
        await explorer.settle()
        assert "look around" not in explorer.text
        assert REGISTRATION not in explorer.text
        assert "register" not in explorer.lines[-1]
        await explorer.press("4", "o", "y")
        assert screen_of(explorer).stage == "ways"
        assert (browser.opened, explorer.app.clipboard) == ([], "")


async def test_letters_typed_into_a_field_are_no_commands(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("L", "3")
        await explorer.type("1yqor2 ?")
        screen = screen_of(explorer)
        assert screen.form.token == "1yqor2 ?"
        assert screen.form.way == "token"


@SIZES
async def test_the_fields_are_gone_through_by_keys_alone(explore: Start, size: tuple[int, int]) -> None:
    async with explore("users", size=size) as explorer:
        await explorer.press("L", "1")
        seen = []
        for _ in range(4):
            seen.append(typed_into(explorer))
            await explorer.press("tab")
        assert seen == ["client_id", "secret", "scopes", "redirect_uri"]
        assert typed_into(explorer) == "begin"
        await explorer.press("shift+tab", "shift+tab")
        assert typed_into(explorer) == "scopes"
        await fill(explorer, client_id="u-1")
        await explorer.press("down", "down", "down", "space")
        assert screen_of(explorer).form.scopes == ("public",)
        assert "[ ] projects" in explorer.text


# What is typed.


@SIZES
async def test_what_the_profile_knows_is_filled_in(
    explore: Start, app: Application, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        await explorer.press("L", "1")
        assert app.client_id[:60] in explorer.text
        assert "kept in the embedded API" in explorer.text
        await explorer.press("shift+tab", *["tab"] * 4)
        assert "must be registered exactly like this" in explorer.text
        assert "http://127.0.0.1:4242/callback" in explorer.text
        assert "[x] public" in explorer.text
        assert "read public data of the user" in explorer.text
        assert_hidden(explorer, app.client_secret)


async def test_wanted_scopes_are_chosen_already(explore: Start) -> None:
    async with explore("users") as explorer:
        explorer.screen.action_sign_in(("public", "tig"))
        await explorer.settle()
        assert screen_of(explorer).form.scopes == ("public", "tig")
        assert "[x] tig" in explorer.text


@SIZES
async def test_other_scopes_are_chosen_in_the_form_that_the_token_came_by(
    explore: Start, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        await explorer.press("t", "s")
        screen = screen_of(explorer)
        assert "Sign in › as an application" in explorer.lines[0]
        assert typed_into(explorer) == "scopes"
        assert screen.form.scopes == explorer.session.status.scopes
        await explorer.press("j", "space")
        assert screen.form.scopes != explorer.session.status.scopes
        await explorer.press("escape")
        assert typed_into(explorer) == "ways"
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, ExplorerScreen)


async def test_other_scopes_for_a_users_token_are_asked_for_in_the_browser(
    explore: Start, browser: Browser, free_uri: str
) -> None:
    async with explore("users", account=account(free_uri)) as explorer:
        await explorer.press("L", "1", "ctrl+j", "enter", "t", "s")
        assert "Sign in › in the browser" in explorer.lines[0]
        assert screen_of(explorer).form.way == "browser"
        assert typed_into(explorer) == "scopes"


@SIZES
async def test_what_is_wrong_is_said_at_the_field_and_nothing_is_sent(
    explore: Start, app: Application, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        sent = len(explorer.requests)
        await explorer.press("L", "2")
        await fill(explorer, client_id=app.client_secret, secret=app.client_id)
        assert "holds a secret" in explorer.text
        assert "This is an id" in explorer.text
        assert_hidden(explorer, app.client_secret)
        await explorer.press("ctrl+j")
        assert len(explorer.requests) == sent
        assert screen_of(explorer).stage == "form"


async def test_a_secret_is_never_copied_from_its_field(explore: Start, app: Application) -> None:
    async with explore("users") as explorer:
        await explorer.press("L", "2")
        await fill(explorer, secret=app.client_secret)
        field = screen_of(explorer).query_one("#secret EntryInput", EntryInput)
        field.select_all()
        field.action_copy()
        assert explorer.app.clipboard == ""
        field.action_cut()
        assert explorer.app.clipboard == ""
        assert screen_of(explorer).form.secret == "" or field.value == ""


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
    async with explore("users", vault=vault, account=account(free_uri)) as explorer:
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
    async with explore("users", size=size, account=account(free_uri)) as explorer:
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
    async with explore("users", account=account(free_uri)) as explorer:
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
    async with explore("users", account=account(free_uri)) as explorer:
        before = explorer.session.access_token
        await explorer.press("L", "1", "ctrl+j")
        assert "✗ Check of the state and the code" in explorer.text
        assert "Access was denied" in explorer.text
        assert explorer.session.access_token == before


async def test_a_wrong_state_is_refused_and_no_token_is_asked_for(
    explore: Start, browser: Browser, free_uri: str
) -> None:
    browser.changes = {"state": "0" * 43}
    async with explore("users", account=account(free_uri)) as explorer:
        asked = [r.url.path for r in explorer.requests].count("/oauth/token")
        await explorer.press("L", "1", "ctrl+j")
        assert "✗ Check of the state and the code" in explorer.text
        assert "The answer belongs to another sign-in" in explorer.text
        assert [r.url.path for r in explorer.requests].count("/oauth/token") == asked


async def test_a_wrong_code_fails_at_its_exchange(explore: Start, browser: Browser, free_uri: str) -> None:
    browser.changes = {"code": "0" * 64}
    async with explore("users", account=account(free_uri)) as explorer:
        await explorer.press("L", "1", "ctrl+j")
        assert "✗ Exchange of the code for a token" in explorer.text
        assert "The code was not accepted" in explorer.text
        assert "older than ten minutes" in explorer.text


@SIZES
async def test_without_a_browser_the_address_is_shown_whole_and_copied(
    explore: Start, browser: Browser, free_uri: str, size: tuple[int, int]
) -> None:
    browser.is_there = False
    async with explore("users", size=size, account=account(free_uri)) as explorer:
        await begin_waiting(explorer)
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
    explore: Start,
    browser: Browser,
    free_uri: str,
    size: tuple[int, int],
    in_field: bool,  # noqa: FBT001
) -> None:
    browser.is_there = False
    async with explore("users", size=size, account=account(free_uri)) as explorer:
        await begin_waiting(explorer)
        address = await browser.consented(browser.opened[0])
        screen = screen_of(explorer)
        if in_field:
            await explorer.pilot.press("tab")
        assert isinstance(screen.focused, EntryInput) is in_field
        from textual import events

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
    explore: Start, browser: Browser, free_uri: str, size: tuple[int, int]
) -> None:
    browser.is_there = False
    async with explore("users", size=size, account=account(free_uri)) as explorer:
        await begin_waiting(explorer)
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


async def test_escape_stops_the_listening_at_once(explore: Start, browser: Browser, free_uri: str) -> None:
    browser.comes_back = False
    async with explore("users", account=account(free_uri)) as explorer:
        await begin_waiting(explorer)
        port = int(free_uri.rpartition(":")[2].partition("/")[0])
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.close()
        await explorer.pilot.press("escape")
        await explorer.settle()
        assert screen_of(explorer).stage == "form"
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection("127.0.0.1", port)


async def test_the_address_is_copied_and_opened_again_by_a_key(
    explore: Start, browser: Browser, free_uri: str
) -> None:
    browser.comes_back = False
    async with explore("users", account=account(free_uri)) as explorer:
        await begin_waiting(explorer)
        assert explorer.app.clipboard == ""
        await explorer.pilot.press("y")
        assert explorer.app.clipboard == browser.opened[0]
        await explorer.pilot.press("o")
        assert browser.opened == [browser.opened[0]] * 2
        await explorer.pilot.press("escape")
        await explorer.settle()


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
    async with explore("users", size=size, account=account(taken)) as explorer:
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
    async with explore("users", account=account(taken)) as explorer:
        await explorer.press("L", "1", "ctrl+j", "escape")
        assert typed_into(explorer) == "redirect_uri"
        await explorer.type("http://[::1]:4/x")
        assert screen_of(explorer).form.redirect_uri == "http://[::1]:4/x"


async def test_where_the_port_is_taken_one_can_paste(explore: Start, browser: Browser, taken: str) -> None:
    browser.comes_back = False
    async with explore("users", account=account(taken)) as explorer:
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


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://evil.example/v2/me?access_token=0123456789abcdef", "That URL is not this API's"),
        ("two words", "There is no token in that"),
        ("", "Paste a token"),
    ],
)
async def test_what_holds_no_token_of_this_api_is_refused_at_the_field(
    explore: Start, text: str, words: str
) -> None:
    async with explore("users") as explorer:
        sent = len(explorer.requests)
        await explorer.press("L", "3")
        await explorer.paste(text)
        await explorer.press("enter")
        assert words in explorer.text
        assert screen_of(explorer).stage == "form"
        assert len(explorer.requests) == sent


def test_the_form_of_the_screen_shows_no_secret_in_its_repr() -> None:
    assert "s3cret" not in repr(SignInForm(secret="s3cret", token="s3cret"))


async def test_what_arrives_faster_than_it_is_read_is_all_there(explore: Start) -> None:
    async with explore("users", size=(140, 42)) as explorer:
        await explorer.press("L", "2")
        fields = explorer.app.screen.query_one(SignInFields)
        fields.query_one("#client_id", EntryField).input.focus()
        await explorer.press("ctrl+u")
        typed = "u-s4t2ud-" + "0123456789abcdef" * 4
        for character in typed:
            explorer.app.post_message(events.Key({"-": "minus"}.get(character, character), character))
        explorer.app.post_message(events.Key("tab", None))
        for character in "n0t-the-secret":
            explorer.app.post_message(events.Key({"-": "minus"}.get(character, character), character))
        await explorer.settle()

        form = fields.typed
        assert (form.client_id, form.secret) == (typed, "n0t-the-secret")
