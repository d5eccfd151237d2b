"""OAuth2 as a client meets it: through the whole of the embedded API."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from ft42tui.demo.app import DemoApi

ORIGIN = "http://127.0.0.1:4242"


def on(api: DemoApi) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url=ORIGIN)


def credentials(api: DemoApi, place: int = 0, **others: str) -> dict[str, str]:
    app = api.applications[place]
    return {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
    } | others


async def consent(client: httpx.AsyncClient, api: DemoApi, **others: str) -> dict[str, str]:
    """Return what a browser brings back from the consent page."""
    app = api.applications[0]
    wish = {"client_id": app.client_id, "redirect_uri": app.redirect_uris[0], "response_type": "code"}
    answer = await client.get("/oauth/authorize", params=wish | others)
    if answer.status_code == 200:
        found = re.findall(r'<input [^>]*?name="([^"]*)" value="([^"]*)"', answer.text)
        form = {unescape(name): unescape(value) for name, value in found}
        answer = await client.post("/oauth/authorize", data=form)
    assert answer.status_code == 302
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


async def test_a_user_signs_in_asks_who_they_are_refreshes_and_signs_out(
    tiny: Callable[[str], DemoApi],
) -> None:
    api = tiny("off")
    own = credentials(api)
    async with on(api) as client:
        brought = await consent(client, api, scope="public projects", state="a b")
        code = {"code": brought["code"], "redirect_uri": api.applications[0].redirect_uris[0]}
        first = (
            await client.post("/oauth/token", data=own | {"grant_type": "authorization_code"} | code)
        ).json()
        me = await client.get("/v2/me", headers={"Authorization": f"Bearer {first['access_token']}"})
        again = await consent(client, api, scope="public")
        refreshed = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
        second = (await client.post("/oauth/token", json=own | refreshed)).json()
        revoked = await client.post("/oauth/revoke", data=own | {"token": second["access_token"]})
        after = await client.get("/v2/me", headers={"Authorization": f"Bearer {second['access_token']}"})

    assert brought["state"] == "a b"
    assert me.json()["login"] == "norminet"
    assert "code" in again
    assert second["scope"] == "public projects"
    assert (revoked.status_code, revoked.json()) == (200, {})
    assert after.status_code == 401


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


async def test_a_file_form_is_read_too(school: DemoApi, stranger: httpx.AsyncClient) -> None:
    fields = {name: (None, value) for name, value in credentials(school).items()}
    answer = await stranger.post("/oauth/token", files=fields)
    assert answer.status_code == 200


async def test_token_requests_and_infos_count_and_the_consent_page_does_not(
    tiny: Callable[[str], DemoApi],
) -> None:
    api = tiny("100/s,5/h")
    async with on(api) as client:
        await consent(client, api)
        first = await client.post("/oauth/token", data=credentials(api))
        bearer = {"Authorization": f"Bearer {first.json()['access_token']}"}
        info = await client.get("/oauth/token/info", headers=bearer)
        wrong = await client.post("/oauth/token", data=credentials(api, scope="everything"))
        stranger = await client.post("/oauth/token", data=credentials(api, client_secret="x"))
        await client.post("/oauth/revoke", data=credentials(api, token="x"))
        await client.post("/oauth/token", data=credentials(api))
        last = await client.post("/oauth/token", data=credentials(api))

    left = [one.headers.get("X-Hourly-RateLimit-Remaining") for one in (first, info, wrong, stranger)]
    assert left == ["4", "3", "2", None]
    assert (last.status_code, last.text[:3]) == (429, "429")


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


async def test_a_body_without_end_is_a_413(stranger: httpx.AsyncClient) -> None:
    answer = await stranger.post("/oauth/token", content=b"a" * 2_000_000)
    assert answer.status_code == 413


async def test_the_consent_page_is_html_and_has_no_etag(school: DemoApi, stranger: httpx.AsyncClient) -> None:
    answer = await stranger.get("/oauth/authorize", params={"client_id": "nobody"})

    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "ETag" not in answer.headers


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
    assert answer.headers["X-Application-Name"] == "ft42tui demo"


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
