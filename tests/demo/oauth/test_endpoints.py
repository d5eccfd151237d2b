"""Which paths and methods are OAuth2's, and what stands at the door."""

from __future__ import annotations

import pytest
from oauth_desk import Desk, error_of
from starlette.datastructures import Headers

from ft42tui.demo.applications import Application
from ft42tui.demo.exchange import Request
from ft42tui.demo.refusal import Refusal


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/oauth/authorize", True),
        ("/oauth/token", True),
        ("/v2/oauth/token", True),
        ("/oauth/token/info", True),
        ("/v2/oauth/token/info", True),
        ("/oauth/revoke", True),
        ("/oauth", False),
        ("/oauth/tokens", False),
        ("/v2/users", False),
        ("", False),
    ],
)
def test_its_paths_are_known(path: str, expected: bool) -> None:  # noqa: FBT001  # the table's second column
    assert Desk().oauth.answers(path) is expected


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/oauth/token"),
        ("PUT", "/oauth/token"),
        ("GET", "/oauth/revoke"),
        ("POST", "/oauth/token/info"),
        ("PUT", "/v2/oauth/token/info"),
        ("PATCH", "/oauth/authorize"),
    ],
)
def test_another_method_is_not_found(method: str, path: str) -> None:
    assert Desk().send(method, path).status == 404


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer nobody", "Basic Zm9v", "Bearer \xff", "Bearer " + "a" * 9999]
)
def test_info_about_no_token_is_a_401(header: str) -> None:
    answer = Desk().send("GET", "/oauth/token/info", headers={"authorization": header})
    assert (answer.status, answer.content["error"]) == (401, "The access token is invalid")


def test_info_about_an_expired_token_is_a_401() -> None:
    desk = Desk()
    token = desk.sign_in()["access_token"]
    desk.now += 7200
    answer = desk.info(token)
    assert (answer.status, answer.content["message"]) == (401, "The access token expired")


def test_a_spent_budget_stops_a_token_request_before_its_code_is_taken() -> None:
    desk = Desk()
    code = desk.code()

    def refuse(_application: Application) -> None:
        raise Refusal(429, "429 Too Many Requests (Spam Rate Limit Exceeded)")

    app = desk.app()
    fields = {
        "grant_type": "authorization_code",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "code": code,
        "redirect_uri": app.redirect_uris[0],
    }
    request = Request(
        "POST", "/oauth/token", "", headers=Headers(), parameters=tuple(fields.items()), body=b""
    )
    with pytest.raises(Refusal) as caught:
        desk.oauth.answer(request, refuse)

    assert caught.value.status == 429
    assert desk.exchange(code).status == 200


def test_a_wrong_client_is_refused_before_anything_else_is_looked_at() -> None:
    desk = Desk()
    answer = desk.token("authorization_code", client_secret="wrong")
    assert (answer.status, error_of(answer)) == (401, "invalid_client")
