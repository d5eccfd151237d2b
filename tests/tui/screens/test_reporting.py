"""The report on a 403: what it says, and what its keys do."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from asgi_browser import Browser
from textual.screen import Screen

from ft42tui.api.errors import Forbidden
from ft42tui.api.exchange import Exchange
from ft42tui.demo.app import DemoApi
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.screens.picker import Picker
from ft42tui.tui.screens.sign_in import SignInScreen
from ft42tui.tui.widgets.scope_report_view import ScopeReportView

if TYPE_CHECKING:
    from tests.tui.conftest import Answer, Explorer, Start

SIZES = pytest.mark.parametrize("size", [(140, 42), (80, 24)], ids=["large", "small"])


@pytest.fixture
def embedded(leading_back: DemoApi) -> DemoApi:
    """An embedded API of this test's own: tokens outlive it, and a browser comes back."""
    return leading_back


def words(explorer: Explorer) -> str:
    """Return what is on the screen, however it is broken into lines."""
    return re.sub(r"\s+", " ", explorer.text)


def pane_of(explorer: Explorer) -> str:
    """Return the pane that has the focus."""
    return explorer.screen.pane


def shown(explorer: Explorer) -> type[Screen[Any]]:
    """Return what kind of screen is on top."""
    return type(explorer.app.screen)


def answering(status: int, body: str, **headers: str) -> Answer:
    named = {name.replace("_", "-").encode(): value.encode("latin-1") for name, value in headers.items()}
    named.setdefault(b"Content-Type", b"text/html")

    async def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(status, content=body.encode(), headers=named)

    return answer


@SIZES
async def test_a_403_opens_a_report_that_says_what_is_missing(explore: Start, size: tuple[int, int]) -> None:
    async with explore("community_services", size=size) as explorer:
        assert pane_of(explorer) == "report"
        assert "needs tig · has public projects · missing tig" in explorer.text
        assert "Scope not asked for certain" in words(explorer)
        assert "s sign in again as the application with public projects tig" in words(explorer)


async def test_the_report_quotes_the_request_id_and_its_evidence(explore: Start) -> None:
    async with explore("community_services") as explorer:
        exchange = explorer.session.exchange
        assert exchange is not None
        told = exchange.header("X-Request-Id")
        assert told
        assert told in explorer.line("request id")
        assert "insufficient_scope" in explorer.line("WWW-Authenticate")
        assert "asked for public projects" in explorer.line("sign-in  ")


async def test_signing_in_again_from_the_report_brings_the_results_of_that_call(explore: Start) -> None:
    async with explore("community_services", application="official") as explorer:
        await explorer.press("s")
        assert shown(explorer) is ExplorerScreen
        assert explorer.page.exchange.status == 200
        assert explorer.target == "/v2/community_services"
        assert explorer.session.status.scopes == ("public", "projects", "tig")
        assert explorer.screen.scope_report is None
        assert explorer.screen.tabs == ("json", "exchange")


async def test_enter_does_the_first_thing_that_is_offered(explore: Start) -> None:
    async with explore("community_services", application="official") as explorer:
        await explorer.press("enter")
        assert explorer.page.exchange.status == 200


async def test_a_scope_that_the_application_may_not_have_is_told_when_one_comes_back(explore: Start) -> None:
    async with explore("community_services") as explorer:
        await explorer.press("s")
        assert shown(explorer) is SignInScreen
        assert "A scope was refused" in explorer.text
        await explorer.press("escape", "escape", "escape")
        assert shown(explorer) is ExplorerScreen
        assert "The application is not allowed the scope certain" in words(explorer)
        assert "invalid_scope" in explorer.line("sign-in")


async def test_a_users_living_token_is_revoked_before_another_is_asked_for(
    explore: Start, browser: Browser, free_uri: str
) -> None:
    async with explore("me", account={"redirect_uri": free_uri}) as explorer:
        assert "Needs a user's token certain" in words(explorer)
        await explorer.press("s")
        assert explorer.page.records[0]["login"] == "norminet"
        first = explorer.session.access_token
        await explorer.press("ctrl+l", "ctrl+u")
        await explorer.paste("community_services")
        await explorer.press("enter")
        assert "the old token is revoked first; then the request is sent again" in words(explorer)
        report = explorer.screen.scope_report
        assert report is not None
        assert report.plan is not None
        assert report.plan.revokes
        assert explorer.session.access_token == first


@SIZES
async def test_another_profile_is_tried_with_the_same_request(explore: Start, size: tuple[int, int]) -> None:
    async with explore("levels?sort=-id", size=size) as explorer:
        assert "Role missing" in explorer.text
        await explorer.press("p")
        assert shown(explorer) is Picker
        await explorer.type("staff")
        await explorer.press("enter")
        assert explorer.screen._session.profile == "staff"
        assert explorer.page.exchange.status == 200
        assert explorer.target == "/v2/levels?sort=-id"


async def test_a_message_to_staff_is_copied_without_a_secret(explore: Start) -> None:
    async with explore("levels") as explorer:
        await explorer.press("y")
        copied = explorer.app.clipboard
        assert copied.startswith("GET http://127.0.0.1:4242/v2/levels\nanswered 403")
        assert "Request id: " in copied
        assert "needs the role Basic staff" in copied
        assert explorer.session.access_token not in copied
        assert "Copied the message to staff." in explorer.notices


async def test_a_key_that_would_not_help_says_so(explore: Start) -> None:
    async with explore("levels") as explorer:
        await explorer.press("s")
        assert shown(explorer) is ExplorerScreen
        assert any("would not help" in notice for notice in explorer.notices)


async def test_cloudflares_page_is_no_matter_of_rights(explore: Start) -> None:
    page = "<html><title>Just a moment...</title></html>"
    async with explore("users", answer=answering(403, page, server="cloudflare")) as explorer:
        assert "Blocked before it reached the API certain" in words(explorer)
        assert "r send it again" in words(explorer)
        assert "sign in again" not in explorer.text.partition("enter do the first")[0]


async def test_a_page_of_nobody_in_particular_is_not_certain(explore: Start) -> None:
    async with explore("users", answer=answering(403, "<html>Hotel wifi</html>")) as explorer:
        assert "Blocked before it reached the API not certain" in words(explorer)
        assert "nothing says whose page it is" in words(explorer)


async def test_hostile_words_of_a_403_are_painted_harmless(explore: Start) -> None:
    hostile = '{"error":"Forbidden","message":"[/x][@click=app.quit]x[/] \\u001b[31m \\u202e needs [forum]"}'
    challenge = 'Bearer error="insufficient scope", error_description="following scopes: [forum\x9b31m]"'
    answer = answering(403, hostile, Content_Type="application/json", WWW_Authenticate=challenge)
    async with explore("users", answer=answer) as explorer:
        assert explorer.screen.scope_report is not None, explorer.text
        letters = "".join(explorer.lines)
        assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in letters)


async def test_whoever_types_elsewhere_keeps_the_focus(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("1")
        query = explorer.session.parse("community_services").query
        explorer.screen._load(query)
        await explorer.settle()
        assert explorer.screen.scope_report is not None
        assert pane_of(explorer) == "endpoints"
        assert "Report" in explorer.text
        await explorer.press("6")
        assert isinstance(explorer.app.focused, ScopeReportView)


async def test_the_report_closes_with_its_error(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("ctrl+l", "ctrl+u")
        await explorer.paste("community_services")
        await explorer.press("enter")
        assert pane_of(explorer) == "report"
        await explorer.press("escape")
        assert explorer.screen.scope_report is None
        assert pane_of(explorer) == "results"
        await explorer.press("6")
        assert any("There is no report" in notice for notice in explorer.notices)
        await explorer.press("tab", "tab", "tab")
        assert pane_of(explorer) == "endpoints"


async def test_the_tabs_go_round_through_the_report(explore: Start) -> None:
    async with explore("community_services") as explorer:
        await explorer.press("right_square_bracket")
        assert pane_of(explorer) == "json"
        await explorer.press("left_square_bracket", "left_square_bracket")
        assert pane_of(explorer) == "exchange"


async def test_what_was_learned_marks_the_route(explore: Start) -> None:
    async with explore("scale_teams") as explorer:
        assert explorer.page.exchange.status == 200
        endpoint = explorer.page.query.endpoint
        reach = explorer.session.reachability.of(endpoint)
        assert reach.is_open
        assert reach.is_learned


def denied_after(pages: int) -> Answer:
    """Return what answers so many pages, then denies everything once, then answers again."""
    asked: list[str] = []

    async def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        if len(asked) == pages + 1:
            return httpx.Response(403, json={"error": "Access Denied", "message": "You are not authorized."})
        number = len(asked) - (len(asked) > pages)
        link = f'<http://127.0.0.1:4242/v2/users?page={number + 1}>; rel="next"'
        headers = {"Link": link, "X-Page": str(number), "X-Total": "90", "X-Per-Page": "30"}
        return httpx.Response(200, json=[{"id": number, "login": f"user{number}"}], headers=headers)

    return answer


async def test_a_page_turn_that_was_forbidden_is_what_is_sent_again(explore: Start) -> None:
    async with explore("users", answer=denied_after(1)) as explorer:
        await explorer.press("full_stop")
        assert explorer.screen.scope_report is not None
        await explorer.press("r")
        assert explorer.page.number == 2


async def test_after_a_sign_in_the_page_turn_that_was_forbidden_is_sent_again(explore: Start) -> None:
    async with explore("users", answer=denied_after(1)) as explorer:
        await explorer.press("full_stop", "L", "2", "ctrl+j", "enter")
        assert explorer.page.number == 2


async def test_a_report_is_about_the_request_that_was_forbidden_whatever_is_asked_next(
    explore: Start,
) -> None:
    never = asyncio.Event()

    async def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v2/closes":
            await never.wait()
        return httpx.Response(403, json={"error": "Access Denied", "message": "You are not authorized."})

    async with explore("levels", answer=answer) as explorer:
        assert "Report" in explorer.text
        explorer.screen._load(explorer.session.parse("closes").query)
        await explorer.pilot.pause()
        assert "403" not in explorer.text
        await explorer.pilot.press("escape")
        await explorer.settle()
        assert "Report" not in explorer.text


async def test_a_403_about_the_token_itself_is_no_report_on_a_route(explore: Start) -> None:
    async with explore(None) as explorer:
        error = Forbidden(
            "403 · refused", message="no", exchange=Exchange("GET", "/oauth/token/info", status=403)
        )
        explorer.screen.report(error)
        await explorer.settle()
        assert explorer.screen.scope_report is None
        assert "403 · refused" in explorer.text


async def test_what_was_put_aside_is_not_sent_again(explore: Start) -> None:
    async with explore("users", answer=denied_after(1)) as explorer:
        await explorer.press("full_stop", "escape", "r")
        assert explorer.target == "/v2/users"
        assert explorer.screen.error is None
        assert len([one for one in explorer.requests if one.url.path == "/v2/users"]) == 3
        assert not explorer.requests[-1].url.query
