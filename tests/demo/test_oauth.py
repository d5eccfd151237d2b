"""Tokens: handed out, handed out again, told about, refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from ft42tui.demo.app import DemoApi

UNKNOWN_CLIENT = {
    "error": "invalid_client",
    "error_description": "Client authentication failed due to unknown client, no client authentication"
    " included, or unsupported authentication method.",
}


def credentials(api: DemoApi, place: int = 0, **others: str) -> dict[str, str]:
    app = api.applications[place]
    return {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    } | others


def on(api: DemoApi) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url="http://127.0.0.1:4242")


async def test_a_token_has_the_fields_of_the_real_one(school: DemoApi, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/oauth/token", data=credentials(school, scope="public profile"))

    assert answer.status_code == 200
    token = answer.json()
    assert list(token) == [
        "access_token",
        "token_type",
        "expires_in",
        "scope",
        "created_at",
        "secret_valid_until",
    ]
    assert len(token["access_token"]) == 64
    assert (token["token_type"], token["expires_in"]) == ("bearer", 7200)
    assert token["scope"] == "public profile"


async def test_a_token_can_be_asked_for_in_every_way(school: DemoApi, stranger: httpx.AsyncClient) -> None:
    ways: list[dict[str, Any]] = [
        {"data": credentials(school)},
        {"json": credentials(school)},
        {"params": credentials(school)},
    ]
    for url in ("/oauth/token", "/v2/oauth/token"):
        for way in ways:
            answer = await stranger.post(url, **way)
            assert answer.json()["scope"] == "public"


async def test_an_application_may_show_its_secret_in_the_header(
    school: DemoApi, stranger: httpx.AsyncClient
) -> None:
    app = school.applications[1]
    answer = await stranger.post(
        "/oauth/token",
        data={"grant_type": "client_credentials"},
        auth=(app.client_id, app.client_secret),
    )
    assert answer.status_code == 200


async def test_a_token_that_still_lives_is_handed_out_again(
    tiny: Callable[[str], DemoApi], now: list[float]
) -> None:
    api = tiny("off")
    async with on(api) as client:
        first = (await client.post("/oauth/token", data=credentials(api))).json()
        now[0] += 18
        second = (await client.post("/oauth/token", data=credentials(api))).json()
        other = (await client.post("/oauth/token", data=credentials(api, scope="projects"))).json()

    assert second["access_token"] == first["access_token"] != other["access_token"]
    assert second["expires_in"] == 7182
    assert second["created_at"] == first["created_at"]


async def test_a_dead_token_is_refused_and_followed_by_a_new_one(
    tiny: Callable[[str], DemoApi], now: list[float]
) -> None:
    api = tiny("off")
    async with on(api) as client:
        first = (await client.post("/oauth/token", data=credentials(api))).json()["access_token"]
        now[0] += 7200
        dead = await client.get("/v2/users", headers={"Authorization": f"Bearer {first}"})
        second = (await client.post("/oauth/token", data=credentials(api))).json()["access_token"]

    assert dead.status_code == 401
    assert dead.json()["message"] == "The access token expired"
    assert 'error_description="The access token expired"' in dead.headers["WWW-Authenticate"]
    assert second != first


@pytest.mark.parametrize("change", [{"client_secret": "né"}, {"client_id": "x"}, {"client_secret": ""}])
async def test_a_wrong_client_gets_the_known_401(
    school: DemoApi, stranger: httpx.AsyncClient, change: dict[str, str]
) -> None:
    answer = await stranger.post("/oauth/token", data=credentials(school) | change)
    assert answer.status_code == 401
    assert answer.json() == UNKNOWN_CLIENT


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"scope": "public tig"}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": ""}, "invalid_request"),
    ],
)
async def test_a_token_that_cannot_be_had_is_refused_in_oauths_words(
    school: DemoApi, stranger: httpx.AsyncClient, change: dict[str, str], error: str
) -> None:
    answer = await stranger.post("/oauth/token", data=credentials(school) | change)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff", b"[" * 60_000])
async def test_a_body_that_is_no_json_is_a_400(stranger: httpx.AsyncClient, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    answer = await stranger.post("/oauth/token", content=body, headers=headers)
    assert answer.status_code == 400


async def test_a_body_without_end_is_a_413(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/oauth/token", content=b"a" * 70_000)
    assert answer.status_code == 413


async def test_token_info_tells_its_fields_in_the_guides_order(
    school: DemoApi, guest: httpx.AsyncClient
) -> None:
    answer = await guest.get("/oauth/token/info")
    assert answer.text == json.dumps(
        {
            "resource_owner_id": None,
            "scopes": ["public", "projects"],
            "expires_in_seconds": 7200,
            "application": {"uid": school.applications[0].client_id},
            "created_at": 1_700_000_000,
        },
        separators=(",", ":"),
    )


async def test_token_info_names_the_owner_of_a_users_token(norminet: httpx.AsyncClient) -> None:
    assert (await norminet.get("/oauth/token/info")).json()["resource_owner_id"] == 74


async def test_a_token_may_stand_in_the_url(school: DemoApi, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/v2/me", params={"access_token": school.user_token.access_token})
    assert answer.json()["login"] == "norminet"


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer nobody", "Basic Zm9v", "nonsense"])
async def test_no_token_and_an_unknown_one_are_the_known_401(
    stranger: httpx.AsyncClient, header: str
) -> None:
    answer = await stranger.get("/v2/users", headers={"Authorization": header})
    assert answer.status_code == 401
    assert answer.json() == {"status": 401, "error": "The access token is invalid"}
    assert answer.headers["WWW-Authenticate"].endswith('error_description="The access token is invalid"')


def test_secrets_come_from_the_seed_and_stay_out_of_reprs(school: DemoApi) -> None:
    for app in school.applications:
        assert app.client_id.startswith("u-s4t2ud-")
        assert len(app.client_id) == len(app.client_secret) == 73
        assert app.client_secret not in repr(app)
    assert school.user_token.access_token not in repr(school.user_token)
