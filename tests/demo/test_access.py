"""Who may do what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx

from ft42tui.catalog import Endpoint
from ft42tui.demo.access import check, insufficient_scope
from ft42tui.demo.app import DemoApi
from ft42tui.demo.applications import Application
from ft42tui.demo.oauth import Token
from ft42tui.demo.refusal import Refusal
from ft42tui.demo.settings import Rates

SignIn: TypeAlias = Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]
DENIED = {"error": "Access Denied", "message": "You are not authorized to access this page."}


def token(*scopes: str, roles: tuple[str, ...] = (), owner: int | None = None) -> Token:
    app = Application(1, "one", "u", "s", scopes, roles, (), Rates(0, 0))
    return Token("t", app, scopes, 0, 7200, owner)


def verdict(endpoint: Endpoint, held: Token) -> int:
    try:
        check(endpoint, held)
    except Refusal as refusal:
        return refusal.status
    return 200


def test_the_sample_of_the_guide_is_met_to_the_letter() -> None:
    refusal = insufficient_scope(("forum",))

    assert isinstance(refusal.body, dict)
    assert refusal.body["error"] == "Forbidden"
    assert refusal.body["message"].startswith(
        "Insufficient scope. The action need the following scopes: [forum] ("
    )
    assert refusal.headers["WWW-Authenticate"] == (
        'Bearer realm="42 API", error="insufficient scope", '
        'error_description="The action need the following scopes: [forum]"'
    )


def test_roles_compare_without_case_and_scopes_come_first() -> None:
    endpoint = Endpoint("GET", "/v2/closes", "index", scopes=("tig",), roles=("Basic staff",))

    assert verdict(endpoint, token("public", "tig", roles=("Basic Staff",))) == 200
    assert verdict(endpoint, token("public", "tig", roles=("Tutor",))) == 403
    assert verdict(endpoint, token("public", roles=("Basic Staff",))) == 403


def test_a_role_stands_in_for_a_user_where_the_catalogue_says_so() -> None:
    note = "user token with the scope, or an application with one of the roles"
    endpoint = Endpoint("POST", "/v2/x", "create", scopes=("projects",), roles=("Tutor",), note=note)

    assert verdict(endpoint, token("public", roles=("Tutor",))) == 200
    assert verdict(endpoint, token("projects", owner=74)) == 200
    assert verdict(endpoint, token("projects")) == 403
    assert verdict(endpoint, token("public", owner=74)) == 403


async def test_a_missing_scope_is_told_by_its_name(school: DemoApi, sign_in: SignIn) -> None:
    client = await sign_in(school, "plain", "public")
    answer = await client.get("/v2/community_services")

    assert answer.status_code == 403
    assert "[tig]" in answer.json()["message"]
    assert answer.headers["X-Application-Name"] == "plain"


async def test_a_missing_role_is_access_denied(school: DemoApi, guest: httpx.AsyncClient) -> None:
    answer = await guest.get("/v2/clusters")
    assert (answer.status_code, answer.json()) == (403, DENIED)


async def test_staff_passes_and_finds_what_is_not_served_yet(school: DemoApi, sign_in: SignIn) -> None:
    client = await sign_in(school, "staff", "public")
    answer = await client.get("/v2/clusters")

    assert answer.status_code == 501
    assert answer.json() == {
        "error": "Not Implemented",
        "message": "The embedded API does not serve this route yet.",
    }
    assert answer.headers["X-Application-Roles"] == "Basic Staff, Advanced Staff"


async def test_me_is_for_users_only(guest: httpx.AsyncClient, norminet: httpx.AsyncClient) -> None:
    refused = await guest.get("/v2/me")
    mine = await norminet.get("/v2/me")
    shown = await norminet.get("/v2/users/74")

    assert (refused.status_code, refused.json()) == (403, DENIED)
    assert mine.json() == shown.json()
    assert mine.json()["login"] == "norminet"


async def test_lists_about_me_are_those_of_the_tokens_user(norminet: httpx.AsyncClient) -> None:
    for mine, named in (
        ("/v2/me/projects", ""),
        ("/v2/me/teams", "/v2/users/norminet/teams"),
        ("/v2/me/scale_teams/as_corrected", "/v2/users/norminet/scale_teams/as_corrected"),
    ):
        answer = await norminet.get(mine)
        if answer.status_code == 200:
            assert answer.json()
            assert not named or answer.json() == (await norminet.get(named)).json()
        else:
            assert "Insufficient scope" in answer.json()["message"]


async def test_an_unknown_route_is_401_for_a_stranger_and_404_for_a_guest(
    stranger: httpx.AsyncClient, guest: httpx.AsyncClient
) -> None:
    assert (await stranger.get("/v2/nothing")).status_code == 401
    assert (await guest.get("/v2/nothing")).status_code == 404
    assert (await guest.put("/v2/oauth/token/info")).status_code == 404
    assert (await stranger.get("/")).status_code == 404
