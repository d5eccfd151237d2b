"""Who may do what."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest

from ft42tui.catalog import SCOPES, Catalog, Endpoint
from ft42tui.demo.access import check, insufficient_scope, own
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


@pytest.mark.parametrize(
    ("held", "wanted", "status"),
    [
        ("basic STAFF", "Basic staff", 200),
        ("Advanced Staff", "Basic staff", 200),
        ("Basic Staff", "Advanced staff", 403),
        ("Advanced tutor", "Tutor", 403),
        ("Tutor", "Student tutor", 403),
        ("Network", "42network", 403),
        ("42network", "42network", 200),
        ("Intrateam", "Companies manager", 200),
        ("Intrateams", "Companies manager", 403),
    ],
)
def test_a_role_is_met_by_its_name_its_advanced_form_and_intrateam(
    held: str, wanted: str, status: int
) -> None:
    endpoint = Endpoint("GET", "/v2/x", "index", roles=(wanted,))
    assert verdict(endpoint, token("public", roles=(held,))) == status


def test_intrateam_is_no_user() -> None:
    endpoint = Endpoint("GET", "/v2/me", "show")
    assert verdict(endpoint, token("public", roles=("Intrateam",))) == 403
    assert verdict(endpoint, token("public", owner=74)) == 200


@pytest.mark.parametrize(
    ("note", "limited"),
    [
        ("user token with the scope, or an application with one of the roles", True),
        ("user token, or an application with one of the roles", True),
        ("user token, scope projects", True),
        ("user token", False),
        ("", False),
    ],
)
def test_a_user_touches_only_what_is_theirs_unless_the_application_may_more(note: str, limited: bool) -> None:  # noqa: FBT001  # the table's second column
    endpoint = Endpoint("DELETE", "/v2/x/:id", "delete", roles=("Basic staff",), note=note)

    assert own(endpoint, token("projects", owner=74)) is limited
    assert not own(endpoint, token("projects"))
    for role in ("Basic staff", "Advanced staff", "Intrateam"):
        assert not own(endpoint, token("projects", owner=74, roles=(role,)))


def test_every_route_answers_to_some_token() -> None:
    scopes = tuple(SCOPES)
    for resource in Catalog.load().resources:
        for endpoint in resource.endpoints:
            assert verdict(endpoint, token(*scopes, roles=("Intrateam",), owner=74)) == 200


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


async def test_staff_and_intrateam_pass_where_a_role_is_asked(school: DemoApi, sign_in: SignIn) -> None:
    for name, roles in (("staff", "Basic Staff, Advanced Staff"), ("intrateam", "Intrateam")):
        client = await sign_in(school, name, "public")
        answer = await client.get("/v2/clusters")

        assert answer.status_code != 403
        assert answer.headers["X-Application-Roles"] == roles


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
