"""The scope matrix: what each scope opens, and what the marked routes need."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from asgi_browser import Browser
from textual.screen import Screen

from ft42tui.demo.app import DemoApi
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.screens.scopes import ScopesScreen
from ft42tui.tui.widgets.endpoint_tree import EndpointTree
from ft42tui.tui.widgets.route_matrix import RouteMatrix

if TYPE_CHECKING:
    from tests.tui.conftest import Explorer, Start


@pytest.fixture
def embedded(leading_back: DemoApi) -> DemoApi:
    """An embedded API of this test's own: tokens outlive it, and a browser comes back."""
    return leading_back


SIZES = pytest.mark.parametrize("size", [(140, 42), (80, 24)], ids=["large", "small"])


def shown(explorer: Explorer) -> type[Screen[Any]]:
    """Return what kind of screen is on top."""
    return type(explorer.app.screen)


def marked(explorer: Explorer) -> list[str]:
    """Return the routes that are marked."""
    return sorted(f"{one.method} {one.path}" for one in explorer.screen.marked)


@SIZES
async def test_every_scope_says_how_many_routes_need_it_and_what_it_would_open(
    explore: Start, size: tuple[int, int]
) -> None:
    async with explore("users", size=size) as explorer:
        await explorer.press("M")
        assert re.search(r"✓ projects +75 routes need it", explorer.text)
        assert re.search(r"✗ tig +24 routes need it +would open 4 more", explorer.text)
        assert "the token reaches 246 routes" in explorer.line("all")


async def test_the_routes_of_the_highlighted_scope_are_listed(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("M", "down", "down", "down")
        assert "10 need profile" in explorer.line("Routes")
        line = explorer.line("/expertises/:expertise_id/expertises_users")
        assert re.search(r"✗ .*○.*○.*\(○\) +POST", line)


async def test_what_the_token_has_is_told_from_what_it_lacks_without_colour(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("M", "down", "down", "enter", "end")
        line = explorer.line("/me/slots")
        assert re.search(r"✗ +· +● +· +· +· +· +○ +· +GET", line)


async def test_marked_routes_are_added_up(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("M", "down", "down", "enter", "space", "escape", "M")
        assert "1 route needs projects" in explorer.line("marked:")
        await explorer.press("down", "down", "down", "down", "down", "enter", "space")
        assert re.search(r"2 routes need projects tig · missing tig", explorer.line("marked:"))
        await explorer.press("m")
        assert "2 are marked" in explorer.line("Routes")
        await explorer.press("x")
        assert "Space marks routes" in explorer.text


async def test_marks_of_the_tree_and_of_the_matrix_are_the_same(explore: Start) -> None:
    async with explore("me") as explorer:
        await explorer.press("1", "slash")
        await explorer.paste("me slots")
        await explorer.press("enter", "space")
        assert marked(explorer) == ["GET /v2/me/slots"]
        assert "•✗ GET    /me/slots" in explorer.text
        await explorer.press("M")
        assert "1 route needs projects" in explorer.line("marked:")
        await explorer.press("m", "tab", "space", "escape")
        assert marked(explorer) == []


async def test_a_route_is_gone_to_from_the_matrix(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("M", *["down"] * 5, "enter", "enter")
        assert shown(explorer) is ExplorerScreen
        assert explorer.target.startswith("/v2/")
        assert "tig" in explorer.screen.query_one(EndpointTree).endpoint.scopes  # type: ignore[union-attr]  # one is


async def test_signing_in_asks_for_what_the_marked_routes_need_and_the_token_has(explore: Start) -> None:
    async with explore("users", application="official") as explorer:
        await explorer.press("M", *["down"] * 5, "enter", "space", "s")
        assert shown(explorer) is ExplorerScreen
        assert explorer.session.status.scopes == ("public", "projects", "tig")


async def test_a_route_of_users_is_signed_in_for_in_the_browser(
    explore: Start, browser: Browser, free_uri: str
) -> None:
    async with explore("users", account={"redirect_uri": free_uri}) as explorer:
        await explorer.press("M", "down", "down")
        matrix = explorer.app.screen.query_one(RouteMatrix)
        at = next(n for n, row in enumerate(matrix.rows) if row.endpoint.path == "/v2/me/slots")
        await explorer.press("enter", *["down"] * at, "space", "s")
        assert shown(explorer) is ExplorerScreen
        assert explorer.session.status.scopes == ("public", "projects")
        assert explorer.session.bearer.has_user


async def test_without_a_mark_there_is_nothing_to_sign_in_for(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("M", "s", "m")
        assert shown(explorer) is ScopesScreen
        assert any("Mark the routes first" in notice for notice in explorer.notices)
        assert any("No route is marked" in notice for notice in explorer.notices)


async def test_only_reachable_routes_are_shown_on_wish(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("1", "R")
        tree = explorer.screen.query_one(EndpointTree)
        assert "246 reachable" in explorer.line("Endpoints")
        assert "✗" not in explorer.text.partition("Query")[0]
        assert "?" not in "".join(line[:40] for line in explorer.lines[3:-3])
        assert tree.is_narrowed


async def test_keys_that_are_faster_than_the_news_of_them_mark_what_is_meant(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("M")
        for key in ("down", "down", "down", "enter", "space"):
            await explorer.pilot.press(key)
        await explorer.settle()
        screen = explorer.app.screen
        assert isinstance(screen, ScopesScreen)
        (one,) = screen.marked
        assert "profile" in one.scopes
