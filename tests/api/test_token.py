"""Access tokens, and what the API says about one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.api.token import Token, TokenInfo, scopes_from

PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
ANSWER = {
    "access_token": "s3cret",
    "token_type": "bearer",
    "expires_in": 7182,
    "scope": "public projects",
    "created_at": 1_725_000_000,
    "secret_valid_until": 1_727_000_000,
}
INFO = {
    "resource_owner_id": 74,
    "scopes": ["public"],
    "expires_in_seconds": 7174,
    "application": {"uid": "3089…"},
    "created_at": 1439460680,
}


def test_an_answer_of_the_token_endpoint_makes_a_token() -> None:
    token = Token.from_answer(ANSWER, now=100.0)

    assert token == Token("s3cret", ("public", "projects"), 7282.0, 1_727_000_000.0, issued_at=100.0)


def test_a_users_answer_brings_what_renews_it() -> None:
    token = Token.from_answer({**ANSWER, "refresh_token": "s3cret-too"}, now=0.0, grant="authorization_code")

    assert (token.refresh_token, token.grant) == ("s3cret-too", "authorization_code")
    assert "s3cret" not in repr(token)


@pytest.mark.parametrize("refresh", [None, "", 5, ["a"], "a b", "a\nb", "é"])
def test_a_refresh_token_that_fits_no_form_is_none(refresh: Any) -> None:
    assert Token.from_answer({**ANSWER, "refresh_token": refresh}, now=0.0).refresh_token is None


def test_the_secrets_end_is_told_by_our_own_clock() -> None:
    ahead = Token.from_answer(ANSWER, now=0.0, skew=3600.0)

    assert ahead.secret_valid_until == 1_727_000_000 - 3600


def test_a_token_is_dated_by_our_own_clock_not_by_theirs() -> None:
    assert Token.from_answer({**ANSWER, "created_at": 0}, now=100.0).expires_at == 7282.0


def test_a_token_never_shows_its_text() -> None:
    assert "s3cret" not in repr(Token.from_answer(ANSWER, now=0.0))


@pytest.mark.parametrize("answer", [{}, {"access_token": ""}, {"access_token": None}, {"access_token": 5}])
def test_an_answer_without_a_token_is_none(answer: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="access_token"):
        Token.from_answer(answer, now=0.0)


@pytest.mark.parametrize("life", [None, "7200", True, [], {}])
def test_a_life_that_is_no_number_is_unknown(life: Any) -> None:
    assert Token.from_answer({**ANSWER, "expires_in": life}, now=0.0).expires_at is None


def test_a_life_beyond_all_numbers_is_no_crash() -> None:
    answer = json.loads('{"access_token": "a", "expires_in": 1' + "0" * 400 + "}")

    assert Token.from_answer(answer, now=0.0).access_token == "a"


@pytest.mark.parametrize(
    ("now", "dying"), [(0.0, False), (7170.0, False), (7171.0, True), (7200.0, True), (9000.0, True)]
)
def test_a_token_dies_half_a_minute_before_its_end(now: float, dying: bool) -> None:  # noqa: FBT001
    assert Token("a", expires_at=7200.0).is_dying(now) is dying


def test_a_token_of_unknown_life_never_dies_by_itself() -> None:
    assert not Token("a").is_dying(1e12)


def test_the_sample_of_the_guide_is_read() -> None:
    assert TokenInfo.from_answer(INFO) == TokenInfo(74, ("public",), 7174.0, "3089…", 1439460680.0)


def test_an_application_has_no_owner() -> None:
    assert TokenInfo.from_answer({**INFO, "resource_owner_id": None}).resource_owner_id is None


def test_an_owner_that_is_no_number_is_unknown() -> None:
    assert TokenInfo.from_answer({**INFO, "resource_owner_id": True}).resource_owner_id is None


@PROPERTY
@given(
    JSON | st.fixed_dictionaries({}, optional=dict.fromkeys(INFO, JSON)),
)
@example({"expires_in_seconds": 10**400})
def test_an_odd_description_is_unknown_and_never_raises(answer: Any) -> None:
    info = TokenInfo.from_answer(answer)

    assert isinstance(info.application_uid, str)
    assert all(isinstance(scope, str) for scope in info.scopes)


@pytest.mark.parametrize(
    ("value", "scopes"),
    [
        ("public projects", ("public", "projects")),
        ("", ()),
        (["public", 1, None, "tig"], ("public", "tig")),
        (["public", "\ud800", "a b", "", "\x1b[2J"], ("public",)),
        ("public pröjects", ("public",)),
        (None, None),
        (5, None),
        ({"public": True}, None),
    ],
)
def test_scopes_come_as_a_text_or_a_list(value: Any, scopes: tuple[str, ...] | None) -> None:
    assert scopes_from(value) == scopes
