"""Tokens: for codes, for secrets, for refresh tokens; found again, told about, ended."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oauth_desk import Desk, error_of

VERIFIERS = st.text(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~", min_size=43, max_size=128
)
STOCK_GRANT = (
    "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used"
    " in the authorization request, or was issued to another client."
)
UNKNOWN_CLIENT = {
    "error": "invalid_client",
    "error_description": "Client authentication failed due to unknown client, no client authentication"
    " included, or unsupported authentication method.",
}


def challenge_of(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def test_a_users_token_has_the_fields_of_the_real_one() -> None:
    desk = Desk()
    token = desk.sign_in(scope="public projects")

    assert list(token) == [
        "access_token",
        "token_type",
        "expires_in",
        "refresh_token",
        "scope",
        "created_at",
        "secret_valid_until",
    ]
    assert len(token["access_token"]) == len(token["refresh_token"]) == 64
    assert (token["token_type"], token["expires_in"]) == ("bearer", 7200)
    assert token["scope"] == "public projects"
    assert token["created_at"] == 1_700_000_000


def test_an_applications_token_has_no_refresh_token_and_the_default_scope() -> None:
    desk = Desk()
    token = desk.token("client_credentials", "official").content
    assert "refresh_token" not in token
    assert token["scope"] == "public"


@pytest.mark.parametrize(("name", "days"), [("ft42tui demo", 30), ("plain", 5), ("tutor", 30)])
def test_a_token_tells_when_the_secret_dies_and_then_it_does(name: str, days: int) -> None:
    desk = Desk()
    token = desk.token("client_credentials", name).content
    desk.now += days * 86_400 - 1
    before = desk.token("client_credentials", name)
    desk.now += 1
    after = desk.token("client_credentials", name)

    assert token["secret_valid_until"] == 1_700_000_000 + days * 86_400
    assert before.status == 200
    assert (after.status, after.content) == (401, UNKNOWN_CLIENT)


@pytest.mark.parametrize("grant", ["authorization_code", "client_credentials", "refresh_token"])
def test_a_secret_that_has_rotated_is_an_unknown_client(grant: str) -> None:
    desk = Desk()
    answer = desk.token(grant, "rotated")

    assert (answer.status, answer.content) == (401, UNKNOWN_CLIENT)
    assert 'error="invalid_client"' in answer.headers["WWW-Authenticate"]
    assert desk.spent == []


def test_a_code_is_taken_once_and_its_token_outlives_a_second_try() -> None:
    desk = Desk()
    code = desk.code()
    first, second = desk.exchange(code), desk.exchange(code)

    assert first.status == 200
    assert (second.status, error_of(second)) == (400, "invalid_grant")
    assert second.content["error_description"] == STOCK_GRANT
    assert desk.info(first.content["access_token"]).status == 200


@pytest.mark.parametrize(("seconds", "status"), [(599, 200), (600, 400), (86_400, 400)])
def test_a_code_lives_ten_minutes(seconds: int, status: int) -> None:
    desk = Desk()
    code = desk.code()
    desk.now += seconds
    assert desk.exchange(code).status == status


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"code": "0" * 64}, "invalid_grant"),
        ({"code": ""}, "invalid_request"),
        ({"redirect_uri": ""}, "invalid_request"),
        ({"redirect_uri": "http://127.0.0.1:4242/callback"}, "invalid_grant"),
        ({"redirect_uri": "http://localhost:4242/callback/"}, "invalid_grant"),
        ({"name": "staff"}, "invalid_grant"),
    ],
)
def test_a_code_is_worth_nothing_elsewhere_and_survives_the_try(change: dict[str, str], error: str) -> None:
    desk = Desk()
    code = desk.code()
    answer = desk.exchange(**{"code": code, **change})

    assert (answer.status, error_of(answer)) == (400, error)
    assert desk.exchange(code).status == 200


def test_a_code_needs_the_secret_too() -> None:
    desk = Desk()
    verifier = "v" * 43
    code = desk.code(code_challenge=challenge_of(verifier), code_challenge_method="S256")
    answer = desk.exchange(code, code_verifier=verifier, client_secret="")
    assert (answer.status, error_of(answer)) == (401, "invalid_client")


@given(verifier=VERIFIERS)
def test_the_verifier_of_a_challenge_is_accepted(verifier: str) -> None:
    desk = Desk()
    for method, challenge in (("S256", challenge_of(verifier)), ("plain", verifier)):
        desk.cookie = ""
        code = desk.code(code_challenge=challenge, code_challenge_method=method)
        assert desk.exchange(code, code_verifier=verifier).status == 200


@given(
    verifier=VERIFIERS,
    other=st.one_of(VERIFIERS, st.text(max_size=5)),
    method=st.sampled_from(["S256", "plain"]),
)
def test_any_other_verifier_and_none_is_refused(verifier: str, other: str, method: str) -> None:
    desk = Desk()
    challenge = challenge_of(verifier) if method == "S256" else verifier
    code = desk.code(code_challenge=challenge, code_challenge_method=method)

    assert error_of(desk.exchange(code)) == "invalid_request"
    if other and other != verifier:
        assert error_of(desk.exchange(code, code_verifier=other)) == "invalid_grant"
    assert desk.exchange(code, code_verifier=verifier).status == 200


def test_the_challenge_is_the_one_of_the_rfc() -> None:
    desk = Desk()
    challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    code = desk.code(code_challenge=challenge, code_challenge_method="S256")
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert desk.exchange(code, code_verifier=verifier).status == 200


def test_a_verifier_without_a_challenge_is_refused() -> None:
    desk = Desk()
    assert desk.exchange(desk.code(), code_verifier="anything").status == 400


def test_a_token_that_still_lives_is_handed_out_again_for_the_same_scopes() -> None:
    desk = Desk()
    first = desk.token("client_credentials", scope="public projects").content
    desk.now += 18
    second = desk.token("client_credentials", scope="projects public projects").content
    other = desk.token("client_credentials", scope="public").content

    assert second["access_token"] == first["access_token"] != other["access_token"]
    assert second["expires_in"] == 7182
    assert second["created_at"] == first["created_at"]


def test_a_refresh_token_brings_new_ones_and_ends_the_old() -> None:
    desk = Desk()
    old = desk.sign_in(scope="public projects")
    desk.now += 7300
    new = desk.token("refresh_token", refresh_token=old["refresh_token"]).content
    again = desk.token("refresh_token", refresh_token=old["refresh_token"])

    assert new["access_token"] != old["access_token"]
    assert new["refresh_token"] != old["refresh_token"]
    assert (new["scope"], new["expires_in"]) == ("public projects", 7200)
    assert desk.info(new["access_token"]).content["resource_owner_id"] == 74
    assert (again.status, error_of(again)) == (400, "invalid_grant")


def test_a_refresh_ends_the_access_token_that_still_lived() -> None:
    desk = Desk()
    old = desk.sign_in()
    desk.token("refresh_token", refresh_token=old["refresh_token"])
    answer = desk.info(old["access_token"])

    assert answer.status == 401
    assert 'error_description="The access token was revoked"' in answer.headers["WWW-Authenticate"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("", "public projects"),
        ("projects", "projects"),
        ("projects public", "projects public"),
        ("public profile", "invalid_scope"),
        ("everything", "invalid_scope"),
    ],
)
def test_a_refresh_may_ask_for_less_but_not_for_more(scope: str, expected: str) -> None:
    desk = Desk()
    old = desk.sign_in(scope="public projects")
    said = desk.token("refresh_token", refresh_token=old["refresh_token"], scope=scope).content
    assert said.get("scope", said.get("error")) == expected


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"refresh_token": ""}, "invalid_request"),
        ({"refresh_token": "0" * 64}, "invalid_grant"),
        ({"name": "staff"}, "invalid_grant"),
    ],
)
def test_a_refresh_token_that_does_not_hold_is_refused(change: dict[str, str], error: str) -> None:
    desk = Desk()
    old = desk.sign_in()
    answer = desk.token("refresh_token", **{"refresh_token": old["refresh_token"], **change})

    assert (answer.status, error_of(answer)) == (400, error)
    assert desk.info(old["access_token"]).status == 200


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"scope": "public tig"}, "invalid_scope", "The requested scope is invalid, unknown, or malformed."),
        ({"scope": "public\ttig"}, "invalid_scope", "The requested scope is invalid, unknown, or malformed."),
        ({"grant_type": "password"}, "unsupported_grant_type", "grant type is not supported"),
        ({"grant_type": ""}, "invalid_request", "Missing required parameter: grant_type."),
    ],
)
def test_a_request_that_cannot_be_met_is_refused_in_doorkeepers_words(
    change: dict[str, str], error: str, words: str
) -> None:
    desk = Desk()
    answer = desk.token(**{"grant_type": "client_credentials", **change})

    assert (answer.status, error_of(answer)) == (400, error)
    assert words in answer.content["error_description"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_token_info_tells_about_users_and_applications() -> None:
    desk = Desk()
    mine = desk.sign_in(scope="public profile")["access_token"]
    its = desk.token("client_credentials").content["access_token"]
    desk.now += 26

    assert list(desk.info(mine).content.items()) == [
        ("resource_owner_id", 74),
        ("scopes", ["public", "profile"]),
        ("expires_in_seconds", 7174),
        ("application", {"uid": desk.app().client_id}),
        ("created_at", 1_700_000_000),
    ]
    assert desk.info(its).content["resource_owner_id"] is None


@pytest.mark.parametrize("which", ["access_token", "refresh_token"])
def test_revoking_either_token_ends_both(which: str) -> None:
    desk = Desk()
    token = desk.sign_in()
    answer = desk.revoke(token[which])

    assert (answer.status, answer.content) == (200, {})
    assert desk.info(token["access_token"]).status == 401
    assert error_of(desk.token("refresh_token", refresh_token=token["refresh_token"])) == "invalid_grant"
    assert desk.revoke(token[which]).content == {}


def test_a_revoked_token_of_an_application_is_not_handed_out_again() -> None:
    desk = Desk()
    first = desk.token("client_credentials").content["access_token"]
    desk.revoke(first)
    assert desk.token("client_credentials").content["access_token"] != first


def test_nobody_revokes_anothers_token() -> None:
    desk = Desk()
    token = desk.sign_in()["access_token"]

    assert desk.revoke(token, "staff").content == {}
    assert desk.revoke(token, client_secret="x").content == UNKNOWN_CLIENT
    assert desk.revoke("unknown").content == {}
    assert desk.revoke("").content == {}
    assert desk.info(token).status == 200


def test_requests_of_known_applications_are_counted_and_consent_is_not() -> None:
    desk = Desk()
    token = desk.sign_in()
    desk.token("refresh_token", refresh_token="unknown")
    desk.info(token["access_token"])
    desk.revoke(token["access_token"])
    desk.token("client_credentials", client_secret="wrong")
    assert desk.spent == ["ft42tui demo"] * 4


def test_every_code_and_token_is_another_one() -> None:
    desk = Desk()
    seen: set[Any] = set()
    for login in ("norminet", "zaz"):
        for name in ("plain", "staff"):
            desk.cookie = ""
            code = desk.code(name, login)
            token = desk.exchange(code, name).content
            seen |= {code, token["access_token"], token["refresh_token"]}
    assert len(seen) == 12
