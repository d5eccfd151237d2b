"""What one is asked for before a sign-in begins: the ways, the form, and its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from asgi_browser import Browser
from sign_in_screen import SIZES, assert_hidden, fill, screen_of, typed_into
from textual import events

from ft42tui.demo.app import DemoApi
from ft42tui.demo.applications import Application
from ft42tui.session.sign_in_form import SignInForm
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.screens.sign_in import REGISTRATION, SignInScreen
from ft42tui.tui.widgets.entry_field import EntryField, EntryInput
from ft42tui.tui.widgets.sign_in_fields import SignInFields

if TYPE_CHECKING:
    from tests.tui.conftest import Start


@pytest.fixture
def embedded(leading_back: DemoApi) -> DemoApi:
    """The embedded API of the explorer."""
    return leading_back


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
    async with explore("users", account={"redirect_uri": free_uri}) as explorer:
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
