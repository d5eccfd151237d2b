"""The token inspector, driven by keys."""

from __future__ import annotations

import asyncio
import json
import re
from typing import TYPE_CHECKING

import httpx
import pytest
from textual.widgets import Input

from ft42tui.api.application import ApplicationHeaders
from ft42tui.api.token import Token
from ft42tui.session.inspection import fingerprint
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.screens.profiles import ProfilesScreen
from ft42tui.tui.screens.sign_in import SignInScreen
from ft42tui.tui.screens.token import TokenScreen
from ft42tui.tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:
    from ft42tui.demo.app import DemoApi
    from tests.tui.conftest import Explorer, Start


def view(explorer: Explorer) -> TokenScreen:
    screen = explorer.app.screen
    assert isinstance(screen, TokenScreen)
    return screen


async def pass_time(explorer: Explorer, seconds: float) -> None:
    """Let time pass, and the second come at which it is shown."""
    explorer.clock.now += seconds
    view(explorer).refresh_status()
    await explorer.settle()


def hidden(explorer: Explorer) -> bool:
    """Return whether no token or secret that is held can be seen, on the screen or in a picture of it."""
    account = explorer.session._account
    assert account is not None
    token = account.client.token or Token("")
    held = (token.access_token, token.refresh_token, account.settings.token, account.settings.client_secret)
    secrets = [secret for secret in held if secret]
    assert secrets
    shown = explorer.text + explorer.app.export_screenshot()
    return not any(secret in shown for secret in secrets)


async def test_everything_that_is_known_is_on_one_screen(explore: Start, embedded: DemoApi) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        application = embedded.applications[0]
        text = explorer.text
        assert "the application itself" in explorer.line("owner")
        assert "client credentials" in text
        assert fingerprint(explorer.session.access_token) in explorer.line("fingerprint")
        assert "read public data of the user" in explorer.line("✓ public")
        assert "community services" in explorer.line("· tig")
        assert "in 2:00:00" in explorer.line("expires")
        assert application.name in explorer.line("name")
        assert str(application.id) in explorer.line("id  ")
        assert application.client_id[:40] in text
        assert "none" in explorer.line("roles")
        assert "of 100,000 left" in explorer.line("hour")
        assert "peak" in text
        assert "in 30 days" in explorer.line("dies")
        assert "the embedded API" in text
        assert "nowhere: for this run only" in text
        assert hidden(explorer)


async def test_on_a_small_screen_everything_is_reached_by_scrolling(explore: Start) -> None:
    async with explore("users", size=(80, 24)) as explorer:
        await explorer.press("t")
        assert "Client secret" not in explorer.text
        await explorer.press("G")
        assert "in 30 days" in explorer.line("dies")
        await explorer.press("g", "j", "j")
        assert "grant" in explorer.lines[2]
        await explorer.press("k")
        assert "owner" in explorer.lines[2]


async def test_the_expiry_counts_down(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        await pass_time(explorer, 61.0)
        assert "in 1:58:59" in explorer.line("expires")
        assert "1 minute ago" in explorer.line("issued")
        await pass_time(explorer, 7200.0)
        assert "renewed with the next request" in explorer.line("expires")
        assert "died" not in explorer.text


async def test_a_token_that_nothing_renews_is_told_as_dead(explore: Start, embedded: DemoApi) -> None:
    async with explore("users", account={"token": embedded.user_token.access_token}) as explorer:
        await explorer.press("t")
        await pass_time(explorer, 2_600_000.0)
        assert "died" in explorer.line("expires")


async def test_before_the_first_answer_nothing_is_claimed(explore: Start) -> None:
    async with explore(None) as explorer:
        going_on = asyncio.Event()
        ask, account = explorer.session.inspect, explorer.session._account

        async def later(*, fully: bool = False) -> None:
            await going_on.wait()
            explorer.session._account = account
            await ask(fully=fully)

        explorer.session.inspect = later  # type: ignore[method-assign]  # the answer waits for the test
        explorer.session._account = None
        explorer.session.application = _no_application  # type: ignore[method-assign]  # it would connect
        await explorer.pilot.press("t")
        await explorer.pilot.pause()
        assert "asking the API …" in explorer.text
        assert "unknown" not in explorer.text
        assert "signs in" not in explorer.text
        going_on.set()
        await explorer.settle()
        assert "the application itself" in explorer.line("owner")
        assert "asking the API" not in explorer.text


async def _no_application() -> None:
    return None


async def test_the_api_is_asked_once_for_each_token(explore: Start) -> None:
    async with explore("users") as explorer:
        before = len(explorer.requests)
        await explorer.press("t", "q", "t", "q", "t")
        assert len(explorer.requests) == before


async def describe(explorer: Explorer, application: ApplicationHeaders) -> None:
    """Have the headers say something of the application."""
    explorer.client.application = application
    await pass_time(explorer, 1.0)


async def test_roles_are_shown_with_their_meaning_or_with_how_many_routes_ask_for_them(
    explore: Start,
) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        await describe(explorer, ApplicationHeaders(1, "shop", ("Shop manager", "Intrateam", "Beta")))
        assert "8 routes ask for it" in explorer.line("Shop manager")
        assert "manage all" in explorer.line("Intrateam")
        assert "no meaning is documented" in explorer.line("Beta")


async def test_text_from_the_api_cannot_steer_the_terminal(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        await describe(explorer, ApplicationHeaders(1, "evil\x1b[31m\x85app", ("\x9b2Jrole", "[b]bold")))
        assert "evil␛[31m␦app" in explorer.line("name")
        assert "␦2Jrole" in explorer.text
        assert "[b]bold" in explorer.text
        assert not any("\x80" <= character <= "\x9f" or character == "\x1b" for character in explorer.text)


async def test_renewing_says_that_the_server_handed_out_the_same_again(explore: Start) -> None:
    async with explore("users") as explorer:
        before = explorer.session.access_token
        await explorer.press("t", "r")
        assert explorer.session.access_token == before
        assert "handed out the same token again" in explorer.text


@pytest.mark.parametrize("late", [-3.0, 0.0, 3.0])
async def test_a_token_that_the_server_does_not_call_dead_yet_is_not_called_alive_and_dead(
    explore: Start, late: float
) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        await pass_time(explorer, 7200.0 + late)  # the server's clock stands still
        await explorer.press("r")
        assert "ask again when it has died" in explorer.text
        assert "a live one is handed out until it dies" not in explorer.text
        assert "died just now" not in explorer.text


async def test_what_was_said_of_a_live_token_goes_when_it_dies(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t", "r")
        await pass_time(explorer, 7190.0)
        assert "a live one is handed out until it dies" in explorer.text
        await pass_time(explorer, 10.0)
        assert "a live one is handed out until it dies" not in explorer.text


async def test_a_large_p_goes_to_the_profiles_and_they_know_no_token_view(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t", "P")
        assert isinstance(explorer.app.screen, ProfilesScreen)
        await explorer.press("t")
        assert isinstance(explorer.app.screen, ProfilesScreen)
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, ExplorerScreen)


@pytest.mark.parametrize("keys", [("t",), ("P",)])
async def test_help_lists_only_the_keys_that_work_in_the_view(explore: Start, keys: tuple[str, ...]) -> None:
    async with explore("users") as explorer:
        await explorer.press(*keys, "question_mark")
        assert "Close this view." in explorer.text
        assert "One line down." in explorer.text
        assert "Send the same request again." not in explorer.text
        assert "Unfold it and everything inside." not in explorer.text
        assert len([line for line in explorer.lines if re.search(r" r {9,}[A-Z]", line)]) == 1


async def test_a_pasted_token_is_put_beside_the_sessions_own(explore: Start, embedded: DemoApi) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        await paste(explorer, embedded.user_token.access_token)
        await explorer.press("c")
        assert "the pasted token" in explorer.lines[2]
        assert "norminet" in explorer.line("owner")
        assert "the application itself" in explorer.line("owner")
        assert hidden(explorer)
        await explorer.press("c")
        await explorer.type("plain")
        await explorer.press("enter")
        assert "plain" in explorer.lines[2]
        assert "the pasted token" not in explorer.text
        await explorer.press("escape")
        assert "the application itself" in explorer.line("owner")
        assert "≠" not in explorer.text


async def test_another_token_is_told_and_asked_about(explore: Start) -> None:
    async with explore("users") as explorer:
        before = explorer.session.access_token
        await explorer.press("t")
        await revoke_elsewhere(explorer)
        await explorer.press("r")
        assert explorer.session.access_token != before
        assert "There is another token now" in explorer.text
        assert fingerprint(explorer.session.access_token) in explorer.text
        assert not explorer.session.is_uninspected


async def revoke_elsewhere(explorer: Explorer) -> None:
    """Let another program end the token."""
    account = explorer.session._account
    assert account is not None
    application = await account.application()
    assert application is not None
    token = account.client.token
    assert token is not None
    await account.endpoint(application).revoke(token, lambda _wait: None)


async def test_a_token_that_was_handed_over_cannot_be_renewed(explore: Start, embedded: DemoApi) -> None:
    token = embedded.user_token.access_token
    async with explore("users", account={"token": token}) as explorer:
        await explorer.press("t")
        assert "norminet" in explorer.line("owner")
        assert "handed over" in explorer.line("grant")
        await explorer.press("r")
        assert "cannot be renewed" in explorer.text
        assert token not in explorer.text


async def test_a_token_that_is_refused_is_told_and_what_is_known_stays(explore: Start) -> None:
    async with explore("users", account={"token": "dead" * 16}) as explorer:
        await explorer.press("t")
        assert "401 · the token was not accepted" in explorer.text
        assert fingerprint("dead" * 16) in explorer.text
        assert "unknown" in explorer.line("owner")
        await explorer.press("r")
        assert "cannot be renewed" in explorer.text
        assert hidden(explorer)


async def test_a_copy_is_made_and_called_a_secret_and_never_shown(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t", "y")
        assert explorer.app.clipboard == explorer.session.access_token
        assert "It is a secret" in explorer.notices[-1]
        assert hidden(explorer)


async def test_revoking_asks_first(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t", "x")
        assert "Revoke the token?" in explorer.text
        await explorer.press("n")
        assert explorer.session.access_token
        assert not any(request.url.path == "/oauth/revoke" for request in explorer.requests)


async def test_a_revoked_token_is_gone_and_says_how_to_sign_in(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t", "x", "y")
        assert [r.url.path for r in explorer.requests].count("/oauth/revoke") == 1
        assert not explorer.session.access_token
        assert "The token is revoked." in explorer.text
        assert explorer.text.count("Nobody is signed in. L signs in.") == 1
        assert "demo" in explorer.line("profile")
        assert "unknown" not in explorer.text
        assert "no token" in explorer.lines[-2]
        await explorer.press("y", "x")
        assert "There is no token" in explorer.notices[-1]
        await explorer.press("L")
        assert isinstance(explorer.app.screen, SignInScreen)


async def test_other_scopes_are_asked_for_at_the_sign_in(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t", "s")
        assert isinstance(explorer.app.screen, SignInScreen)


async def test_another_profiles_token_is_put_beside_this_one(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t", "c")
        await explorer.type("plain")
        await explorer.press("enter")
        assert "≠" in explorer.line("fingerprint")
        assert "≠" in explorer.line("projects")
        assert "≠" not in explorer.line("grant")
        assert hidden(explorer)
        await explorer.press("r")
        assert "your own token" in explorer.notices[-1]
        await explorer.press("escape")
        assert "the application itself" in explorer.line("owner")
        assert "≠" not in explorer.text
        await explorer.press("escape")
        assert isinstance(explorer.app.screen, ExplorerScreen)


async def test_what_goes_wrong_with_the_other_profile_stands_in_its_column(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t", "c")
        await explorer.type("rotated")
        await explorer.press("enter")
        line = explorer.line("was not accepted")
        assert line.index("The application") > 60
        assert "unknown" in explorer.line("fingerprint")
        assert view(explorer).query_one(StatusBar).is_busy is False


async def paste(explorer: Explorer, text: str) -> None:
    await explorer.press("p")
    await explorer.paste(text)
    await explorer.press("enter")


async def test_a_pasted_token_is_looked_at_and_is_not_the_sessions(explore: Start, embedded: DemoApi) -> None:
    pasted = embedded.user_token.access_token
    async with explore("users") as explorer:
        own = explorer.session.access_token
        await explorer.press("t", "p")
        await explorer.paste(f"http://127.0.0.1:4242/v2/me?access_token={pasted}")
        assert pasted not in explorer.text + explorer.app.export_screenshot()
        assert isinstance(explorer.app.screen.focused, Input)
        await explorer.press("enter")
        assert "not the session's" in explorer.text
        assert "norminet" in explorer.line("owner")
        assert explorer.session.access_token == own
        await explorer.press("y")
        assert explorer.app.clipboard != own
        assert pasted not in explorer.text + explorer.app.export_screenshot()
        await explorer.press("escape")
        assert "the application itself" in explorer.line("owner")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://evil.example/v2/me?access_token=abc", "That URL is not this API's"),
        ("two words", "There is no token in that"),
        ("f00" * 20, "401 · the token was not accepted"),
    ],
)
async def test_what_cannot_be_looked_at_is_told_and_the_own_token_stays(
    explore: Start, text: str, words: str
) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        await paste(explorer, text)
        assert words in explorer.text
        assert "the application itself" in explorer.line("owner")
        assert text not in explorer.text
        sent = json.dumps([str(request.url) for request in explorer.requests])
        assert "evil" not in sent


async def test_nothing_is_looked_at_when_the_field_is_left(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        before = len(explorer.requests)
        await explorer.press("p", "escape", "p", "enter")
        assert len(explorer.requests) == before
        assert "the application itself" in explorer.line("owner")


async def test_a_login_is_asked_for_when_the_view_is_opened(explore: Start, embedded: DemoApi) -> None:
    async with explore("campus", account={"token": embedded.user_token.access_token}) as explorer:
        assert not any(request.url.path == "/v2/me" for request in explorer.requests)
        await explorer.press("t")
        assert "norminet" in explorer.line("owner")
        assert [r.url.path for r in explorer.requests].count("/v2/me") == 1


async def test_what_takes_long_is_stopped_by_escape(explore: Start, embedded: DemoApi) -> None:
    async def never(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with explore(None, answer=never) as explorer:
        await explorer.press("t", "p")
        await explorer.paste(embedded.user_token.access_token)
        await explorer.pilot.press("enter")
        while explorer.requests[-1].url.path != "/v2/me":
            await explorer.pilot.pause()
        assert view(explorer).busy
        await explorer.pilot.press("r")
        assert "esc stops it" in explorer.notices[-1]
        await explorer.press("escape")
        assert not view(explorer).busy
        assert "the application itself" in explorer.line("owner")


async def test_a_view_that_is_left_waits_for_no_answer(explore: Start, embedded: DemoApi) -> None:
    arrived = asyncio.Event()

    async def late(_request: httpx.Request) -> httpx.Response:
        await arrived.wait()
        return httpx.Response(500)

    async with explore(None, answer=late) as explorer:
        await explorer.press("t", "p")
        await explorer.paste(embedded.user_token.access_token)
        await explorer.pilot.press("enter")
        while explorer.requests[-1].url.path != "/v2/me":
            await explorer.pilot.pause()
        screen = view(explorer)
        arrived.set()
        screen.dismiss(None)
        while explorer.app.screen is not explorer.screen:
            await explorer.pilot.pause()
        await explorer.settle()

        assert explorer.app.crash_report == ""


async def test_a_name_of_blanks_is_drawn(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        await describe(explorer, ApplicationHeaders(1, " " * 300, (" " * 300,)))

        assert "name" in explorer.text


async def test_what_the_session_has_to_say_is_told(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("t")
        explorer.session.warn("Something to know.")
        await explorer.press("r")
        assert "Something to know." in explorer.notices
