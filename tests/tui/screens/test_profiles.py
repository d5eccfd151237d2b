"""The profiles, driven by keys."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx
import pytest

from ft42tui.session.profiles import Profile
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.screens.profiles import ProfilesScreen
from ft42tui.tui.screens.sign_in import SignInScreen

if TYPE_CHECKING:
    from tests.tui.conftest import Explorer, Start

ORIGIN = "http://127.0.0.1:4242"


def listed(explorer: Explorer, *more: Profile, trouble: str = "") -> None:
    """Write more profiles down, and say what keeps others from being listed."""
    profiles = explorer.screen._profiles
    before = tuple(profiles._list())
    profiles._list = lambda: (*before, *more)
    profiles._trouble = lambda: trouble
    profiles.config_file = "/home/somebody/.config/ft42tui/config.toml"


async def go_to(explorer: Explorer, name: str) -> None:
    """Open the list and put the cursor on a profile."""
    await explorer.press("P", "g")
    screen = explorer.app.screen
    assert isinstance(screen, ProfilesScreen)
    for _ in screen.glances:
        if screen.glance is not None and screen.glance.profile.name == name:
            return
        await explorer.pilot.press("j")
    pytest.fail(f"no profile {name}")


def current(explorer: Explorer) -> str:
    return explorer.screen._profiles.current.profile


async def test_the_list_shows_who_is_signed_in_where_and_asks_nobody(explore: Start) -> None:
    async with explore("users") as explorer:
        before = len(explorer.requests)
        await explorer.press("P")

        here, other = explorer.line("● demo "), explorer.line("  staff ")
        assert "app" in here
        assert "public projects" in here
        assert "/100000 " in here
        assert "not asked yet" in other
        assert len(explorer.requests) == before


async def test_the_time_left_counts_down(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("P")
        assert "2:00:00" in explorer.line("● demo ")
        explorer.clock.now += 6000
        await explorer.pilot.pause(1.1)
        assert "0:20:00" in explorer.line("● demo ")


async def test_enter_goes_on_with_the_highlighted_profile(explore: Start) -> None:
    async with explore("users") as explorer:
        await go_to(explorer, "staff")
        await explorer.press("enter")

        assert isinstance(explorer.app.screen, ExplorerScreen)
        assert current(explorer) == "staff"
        assert explorer.lines[0].rstrip().endswith("staff")
        assert explorer.lines[-2].startswith(" staff  ")
        assert explorer.target == "/v2/users"
        assert explorer.screen.page is None


async def test_the_other_profile_asks_with_its_own_token(explore: Start) -> None:
    async with explore("users") as explorer:
        await go_to(explorer, "staff")
        await explorer.press("enter", "r")

        used = {
            request.headers["Authorization"]
            for request in explorer.requests
            if request.url.path == "/v2/users"
        }
        assert len(used) == 2
        assert explorer.page.query.path == "/v2/users"


async def test_going_back_shows_the_old_page_and_asks_nobody(explore: Start) -> None:
    async with explore("users?page[number]=2") as explorer:
        first = explorer.page
        await go_to(explorer, "staff")
        await explorer.press("enter")
        await explorer.type("r")
        second = explorer.page
        sent = len(explorer.requests)

        await go_to(explorer, "demo")
        await explorer.press("enter")
        assert explorer.page is first
        assert "page 2 of 10" in explorer.line("Results")
        assert explorer.target == "/v2/users?page[number]=2"
        await go_to(explorer, "staff")
        await explorer.press("enter")
        assert explorer.page is second
        assert len(explorer.requests) == sent


async def test_each_profile_has_a_history_of_its_own(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("full_stop")
        await go_to(explorer, "staff")
        await explorer.press("enter", "r", "backspace")

        assert explorer.page.number == 2
        await go_to(explorer, "demo")
        await explorer.press("enter", "backspace")
        assert explorer.page.number == 1


async def test_budgets_differ(explore: Start) -> None:
    async with explore("users") as explorer:
        assert "/100000 h" in explorer.lines[-2]
        await go_to(explorer, "official")
        await explorer.press("enter")

        assert "/1000000 h" in explorer.lines[-2]
        await explorer.press("P")
        assert "/100000 " in explorer.line("  demo ")
        assert "/1000000 " in explorer.line("● official ")


async def test_enter_on_the_current_profile_goes_back_to_it(explore: Start) -> None:
    async with explore("users") as explorer:
        page, sent = explorer.page, len(explorer.requests)
        await explorer.press("P", "enter")

        assert isinstance(explorer.app.screen, ExplorerScreen)
        assert explorer.page is page
        assert len(explorer.requests) == sent


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_changes_nothing(explore: Start, key: str) -> None:
    async with explore("users") as explorer:
        page = explorer.page
        await go_to(explorer, "staff")
        await explorer.press(key)

        assert current(explorer) == "demo"
        assert explorer.page is page


async def test_a_large_l_goes_on_with_the_profile_and_opens_the_sign_in(explore: Start) -> None:
    async with explore("users") as explorer:
        await go_to(explorer, "staff")
        await explorer.press("L")

        assert isinstance(explorer.app.screen, SignInScreen)
        assert current(explorer) == "staff"


async def test_a_profile_that_cannot_be_used_is_told_and_the_current_one_stays(explore: Start) -> None:
    problem = "Bad API URL 'nonsense': give scheme and host."
    async with explore("users") as explorer:
        listed(explorer, Profile("spoilt", "-", is_official=False, problem=problem))
        page = explorer.page
        await go_to(explorer, "spoilt")
        assert "cannot be used" in explorer.line("  spoilt ")
        await explorer.press("enter")

        assert isinstance(explorer.app.screen, ProfilesScreen)
        assert "✗ Profile spoilt cannot be used" in explorer.text
        assert problem in explorer.text
        await explorer.press("k")
        assert problem not in explorer.text
        await explorer.press("escape")
        assert current(explorer) == "demo"
        assert explorer.page is page
        assert explorer.screen.error is None


async def test_profiles_that_are_missing_are_told_of_until_the_file_is_read_again(explore: Start) -> None:
    async with explore("users") as explorer:
        listed(explorer, trouble="Cannot read config.toml: it is not TOML.")
        await explorer.press("P")
        assert "it is not TOML" in explorer.text

        listed(explorer, Profile("mended", ORIGIN))
        await explorer.press("r")
        assert "it is not TOML" not in explorer.text
        assert "mended" in explorer.text


async def test_another_api_is_marked_by_words_too(explore: Start) -> None:
    async with explore("users") as explorer:
        listed(explorer, Profile("staging", "https://api.intra-staging.42.fr", is_official=False))
        await go_to(explorer, "staging")

        line = explorer.line("  staging ")
        assert "api.intra-staging.42.fr" in line
        assert "not the real API" in line
        assert "no application yet" in line


async def test_it_says_how_a_profile_is_written_down(explore: Start) -> None:
    async with explore("users") as explorer:
        listed(explorer)
        await explorer.press("P")

        for words in (
            "/home/somebody/.config/ft42tui/config.toml",
            "[profiles.staging]",
            "api = ",
            "client_id = ",
        ):
            assert words in explorer.text
        assert "secret =" not in explorer.text


async def test_at_80x24_every_profile_is_seen_with_its_details_and_the_guide(explore: Start) -> None:
    async with explore("users", size=(80, 24)) as explorer:
        staging = Profile("staging", "https://api.intra-staging.42.fr", is_official=False, client_id="u" * 73)
        listed(explorer, staging)
        await go_to(explorer, "staging")

        assert "not the real API" in explorer.line("  staging ")
        assert "staging.42.fr" in explorer.line("  staging ")
        for name in ("demo", "plain", "official", "staff", "tutor", "intrateam", "rotated"):
            assert explorer.line(f" {name} ")
        assert explorer.line("https://api.intra-staging.42.fr")
        assert explorer.line("client_id = ")
        assert explorer.lines[-2].startswith(" demo  ")


@pytest.mark.parametrize(("height", "is_blank"), [(30, True), (24, False)])
async def test_a_line_is_left_blank_between_the_parts_where_there_is_room(
    explore: Start,
    height: int,
    is_blank: bool,  # noqa: FBT001
) -> None:
    async with explore("users", size=(100, height)) as explorer:
        listed(explorer, Profile("staging", "https://api.intra-staging.42.fr", is_official=False))
        await explorer.press("P")
        lines = explorer.lines
        for part in ("─demo · in use─", "─Another profile─"):
            at = next(at for at, line in enumerate(lines) if part in line)
            assert (not lines[at - 1].strip()) is is_blank
        assert explorer.line("  staging ")
        assert explorer.line("client_id = ")


async def test_an_application_is_called_by_its_name_and_its_roles_are_called_roles(explore: Start) -> None:
    async with explore("users", size=(100, 30)) as explorer:
        roles = ("Basic Staff", "Advanced Staff")
        known = Profile("known", ORIGIN, client_id="u-s4t2ud-1", application="shop", roles=roles)
        listed(explorer, known, replace(known, name="nameless", application=""))

        await go_to(explorer, "known")
        assert "shop  roles Basic Staff, Advanced Staff  u-s4t2ud-1" in explorer.line("application  s")
        await go_to(explorer, "nameless")
        assert explorer.line("application  roles Basic Staff, Advanced Staff  u-s4t2ud-1")


async def test_results_that_were_not_asked_for_with_this_profile_say_how_to_ask(explore: Start) -> None:
    async with explore("users", size=(80, 24)) as explorer:
        await go_to(explorer, "staff")
        await explorer.press("enter")
        assert explorer.line("Not asked with this profile yet").rstrip().endswith(("above.", "…"))


async def test_a_profile_that_cannot_sign_in_has_no_token_in_the_status_bar(explore: Start) -> None:
    async with explore("users") as explorer:
        await go_to(explorer, "rotated")
        await explorer.press("enter")
        assert "no token" in explorer.lines[-2]
        assert "app token" not in explorer.lines[-2]


async def test_escape_takes_a_warning_away_that_hides_what_one_reads(explore: Start) -> None:
    async with explore("users") as explorer:
        explorer.session.warn("Something to know.")
        explorer.screen.tell_warnings()
        await explorer.pilot.pause()
        assert "Something to know." in explorer.notices
        await explorer.press("escape")
        assert explorer.notices == []


async def test_with_more_profiles_than_lines_the_cursor_stays_in_sight(explore: Start) -> None:
    async with explore("users", size=(80, 24)) as explorer:
        listed(explorer, *(Profile(f"number-{number}", ORIGIN) for number in range(30)))
        await explorer.press("P", "G")

        assert explorer.line("  number-29 ")
        assert explorer.line("client_id = ")


async def test_a_switch_cancels_the_request_that_runs(explore: Start) -> None:
    asked, cancelled = asyncio.Event(), asyncio.Event()

    async def never(_request: httpx.Request) -> httpx.Response:
        asked.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise
        return httpx.Response(200, json=[])

    async with explore(None, answer=never) as explorer:
        await explorer.pilot.press("ctrl+l", *"users", "enter")
        await asyncio.wait_for(asked.wait(), 5)
        was_busy = explorer.screen.busy
        await explorer.pilot.press("P", "g", "j", "enter")
        await asyncio.wait_for(cancelled.wait(), 5)
        await explorer.settle()

        assert was_busy
        assert current(explorer) == "plain"
        assert not explorer.screen.busy
        assert explorer.screen.page is None
        assert explorer.screen.error is None


async def test_a_hostile_name_cannot_steer_the_terminal(explore: Start) -> None:
    async with explore("users") as explorer:
        hostile = Profile("a\x1b[red]b", ORIGIN, client_id="u\x07", roles=("x\u202e",), note="n\r")
        listed(explorer, hostile, replace(hostile, name="c\x1b", problem="p\x1b"))
        for keys in (("P", "G"), ("k",)):
            await explorer.press(*keys)
            assert not any(letter in explorer.text for letter in "\x1b\x07\r\u202e")
        assert explorer.text.count("a␛[red]b") == 2


async def test_a_secret_that_dies_soon_is_told_in_the_status_bar(explore: Start) -> None:
    async with explore("users", size=(120, 30)) as explorer:
        await go_to(explorer, "plain")
        await explorer.press("enter")

        assert "secret dies in 5 days" in explorer.lines[-2]
