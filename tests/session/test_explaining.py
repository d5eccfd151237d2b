"""What the session adds to an error: the clock, the token's owner, the hour, the documentation's names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from typing import Any

import pytest
from recorded import (
    EMPTY_404,
    EXPIRED_401,
    FAULT_500,
    HOUR_429,
    INVALID_401,
    NOT_FOUND,
    REVOKED_401,
    SILENT_401,
    SILENT_429,
    SPAM_429,
    UNKNOWN_FILTER,
    UNKNOWN_SORT,
    answer_of,
)

from ft42tui.api.errors import ApiError, HttpError, error_for
from ft42tui.api.query import parse_request
from ft42tui.api.token import Token
from ft42tui.catalog import Catalog
from ft42tui.session.explaining import Known, explain

SERVER = 1_795_176_000.0  # the Date of EXPIRED_401, in seconds since the epoch
DATED = "Date: Fri, 20 Nov 2026 12:00:00 GMT"
HOUR = 3600.0


def told(raw: str, now: float, *, date: str = "", left: float | None = HOUR, **known: Any) -> HttpError:
    """Return an answer's error after what is known was added; the token has so long to live by our clock."""
    if date:
        raw = raw.replace("\n", f"\n{date}\n", 1)
    error = error_for(*answer_of(raw))
    token = Token("x", expires_at=None if left is None else now + left, issued_at=now - HOUR)
    explain(error, Known(now, known.pop("token", token), **known), zone=UTC)
    return error


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (SERVER - 2 * HOUR, "2 hours behind the server's"),
        (SERVER - 90, "behind the server's"),
        (SERVER + HOUR, "1 hour ahead of the server's"),
    ],
)
def test_a_clock_that_differs_is_the_likely_cause_of_an_early_end(now: float, words: str) -> None:
    error = told(EXPIRED_401, now)

    assert words in error.cause
    assert "Most likely it is this machine's clock" in error.cause
    assert "lives another 1 hour" in error.cause
    assert error.hint.startswith("Set this machine's clock.")


def test_a_clock_that_agrees_may_have_been_set_since() -> None:
    error = told(EXPIRED_401, SERVER + 3)

    assert "clock was set since" in error.cause
    assert "agrees with the server's now" in error.cause


def test_without_a_date_the_clock_is_named_and_not_how_far_it_is_off() -> None:
    error = told(EXPIRED_401.replace(DATED + "\n", ""), SERVER)

    assert "How far is not known." in error.cause


def test_a_token_that_came_a_moment_ago_and_has_expired_is_not_certain() -> None:
    fresh = Token("x", expires_at=SERVER + 7200, issued_at=SERVER - 2)

    assert told(EXPIRED_401, SERVER, token=fresh).cause.startswith("Not certain")


@pytest.mark.parametrize("raw", [SILENT_401, INVALID_401])
def test_a_clock_that_differs_may_be_the_cause_where_the_api_does_not_say(raw: str) -> None:
    error = told(raw, SERVER - 2 * HOUR, date=DATED)

    assert "It may be this machine's clock, 2 hours behind the server's" in error.cause


@pytest.mark.parametrize(
    ("raw", "now", "left"),
    [
        (EXPIRED_401, SERVER - 2 * HOUR, -1.0),
        (EXPIRED_401, SERVER - 2 * HOUR, None),
        (SILENT_401, SERVER, HOUR),
        (INVALID_401, SERVER, HOUR),
        (REVOKED_401, SERVER - 2 * HOUR, HOUR),
    ],
)
def test_the_clock_is_not_blamed_for_what_it_cannot_do(raw: str, now: float, left: float | None) -> None:
    error = told(raw, now, date="" if raw is EXPIRED_401 else DATED, left=left)

    assert "clock" not in error.cause + error.hint


def test_a_user_may_be_hidden_from_an_applications_token() -> None:
    error = told(NOT_FOUND, SERVER, has_user=False)

    assert "This is an application's token" in error.cause
    assert "sign in as a user" in error.hint


@pytest.mark.parametrize(("raw", "has_user"), [(NOT_FOUND, True), (NOT_FOUND, None), (EMPTY_404, False)])
def test_nothing_is_said_of_an_applications_token_that_is_not_known_to_matter(
    raw: str, *, has_user: bool | None
) -> None:
    assert "This is an application's token" not in told(raw, SERVER, has_user=has_user).cause


def test_the_end_of_a_limit_is_told_by_this_machines_clock() -> None:
    assert "It is over at 2026-11-20 12:30:03 UTC." in told(HOUR_429, SERVER).cause


@pytest.mark.parametrize("raw", [SPAM_429, SILENT_429])
def test_the_end_of_a_second_is_not_told(raw: str) -> None:
    assert "It is over" not in told(raw, SERVER).cause


def test_names_that_the_api_does_not_list_are_those_of_the_documentation() -> None:
    query = parse_request("users?sort=-kindd", Catalog.load(), "https://api.intra.42.fr").query
    error = told(UNKNOWN_SORT, SERVER, query=query)

    assert error.hint.startswith("Did you mean kind? The API lists none; the documentation lists id, login")


def test_names_that_the_api_lists_are_its_own() -> None:
    query = parse_request("users?filter[loginn]=a", Catalog.load(), "https://api.intra.42.fr").query

    assert "documentation" not in told(UNKNOWN_FILTER, SERVER, query=query).hint


def test_a_route_that_the_documentation_has_not_has_no_names() -> None:
    query = parse_request("nothing?sort=kindd", Catalog.load(), "https://api.intra.42.fr").query

    assert told(UNKNOWN_SORT, SERVER, query=query).hint == told(UNKNOWN_SORT, SERVER).hint


def test_other_errors_stay_as_they_are() -> None:
    error = ApiError("No connection", "Check the network.", cause="It is off.")
    explain(error, Known(SERVER))
    before = error_for(*answer_of(FAULT_500))

    assert (error.title, error.cause, error.hint) == ("No connection", "It is off.", "Check the network.")
    assert told(FAULT_500, SERVER).cause == before.cause


def test_what_is_known_is_a_value() -> None:
    assert replace(Known(SERVER), has_user=True).has_user
