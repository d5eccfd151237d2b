"""What is known about a token, counted and dated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ft42tui.api.token import TokenInfo
from ft42tui.catalog import SCOPES
from ft42tui.session.inspection import (
    Inspection,
    Issue,
    counts,
    fingerprint,
    inspection_of,
    issue_of,
)
from ft42tui.session.status import Status


@pytest.mark.parametrize(
    ("ago", "found"),
    [
        ((), [0, 0, 0]),
        ((0.0,), [0, 0, 1]),
        ((9.9, 0.0), [0, 0, 2]),
        ((10.0,), [0, 0, 1]),
        ((10.1,), [0, 1, 0]),
        ((30.0, 25.0, 15.0, 1.0), [2, 1, 1]),
        ((30.1, 3600.0), [0, 0, 0]),
    ],
)
def test_requests_are_counted_by_when_they_were_sent(ago: tuple[float, ...], found: list[int]) -> None:
    assert counts(ago, 10.0, 3) == found


@given(st.lists(st.floats(0.0, 3600.0)), st.floats(0.5, 120.0), st.integers(1, 60))
def test_every_request_of_the_time_that_is_shown_is_counted_once(
    ago: list[float], bucket: float, buckets: int
) -> None:
    found = counts(ago, bucket, buckets)

    assert len(found) == buckets
    assert sum(found) <= len(ago)
    assert sum(found) >= sum(seconds < bucket * buckets * 0.999 for seconds in ago)


@pytest.mark.parametrize("is_dated_here", [True, False])
@pytest.mark.parametrize(
    ("received", "created", "made", "is_reused"),
    [
        (None, None, None, False),
        (1000.0, None, 1000.0, False),
        (None, 900.0, 900.0, False),
        (1000.0, 1000.0, 1000.0, False),
        (1000.0, 950.0, 1000.0, False),  # the clocks differ by less than is worth a word
        (1000.0, 5000.0, 1000.0, False),  # none is made after it was had: the server's clock is ahead
        (10_000.0, 4000.0, 4000.0, True),  # a live one was handed out again
    ],
)
def test_a_token_is_dated_by_when_it_was_made(
    received: float | None,
    created: float | None,
    made: float | None,
    is_reused: bool,  # noqa: FBT001
    is_dated_here: bool,  # noqa: FBT001
) -> None:
    told = TokenInfo(None, (), None, "", created, is_dated_here)
    is_server_time = created is not None and made == created and made != received and not is_dated_here

    assert issue_of(received, told) == Issue(made, is_server_time, is_reused)


def test_before_the_api_was_asked_a_token_is_dated_by_when_it_was_had() -> None:
    assert issue_of(1000.0, None) == Issue(1000.0)
    assert issue_of(None, None) == Issue()


def test_a_fingerprint_tells_tokens_apart_and_shows_none_of_them() -> None:
    one, same, other = (fingerprint(text) for text in ("a" * 64, "a" * 64, "a" * 63 + "b"))

    assert one == same != other
    assert len(one) == len("3f9a 21c0")


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=12, max_size=64))
def test_no_fingerprint_holds_a_piece_of_its_token(token: str) -> None:
    assert token not in fingerprint(token)


def test_the_known_scopes_that_a_token_has_not_are_lacking() -> None:
    assert Inspection(scopes=("public", "odd")).lacking == tuple(s for s in SCOPES if s != "public")
    assert Inspection(scopes=()).lacking == tuple(SCOPES)
    assert Inspection(scopes=None).lacking == ()


def test_without_an_account_nothing_is_made_up() -> None:
    known = inspection_of(Status(profile="school", owner="app"), None, None)

    assert known == Inspection(profile="school")
    assert known.secret_left(0.0) is None
