"""How long a client secret lives, in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ft42tui.session.secret_life import WARN_SECRET, days_left, is_over, is_soon, sentence, words

DAY = 86400.0


@pytest.mark.parametrize(
    ("seconds", "found"),
    [(0.0, "less than a day"), (86399.0, "less than a day"), (86400.0, "1 day"), (5.5 * DAY, "5 days")],
)
def test_days_are_counted_whole(seconds: float, found: str) -> None:
    assert days_left(seconds) == found


@pytest.mark.parametrize(
    ("left", "found"),
    [
        (5.5 * DAY, "dies in 5 days"),
        (0.1, "dies in less than a day"),
        (0.0, "has died"),
        (-40 * DAY, "has died"),
    ],
)
def test_a_secret_dies_or_has_died(left: float, found: str) -> None:
    assert words(left) == found


@pytest.mark.parametrize(
    ("left", "found"), [(WARN_SECRET + 0.1, False), (WARN_SECRET, True), (0.0, True), (-DAY, True)]
)
def test_the_last_seven_days_are_soon(left: float, found: bool) -> None:  # noqa: FBT001  # a table's column
    assert is_soon(left) is found


@given(st.floats(-1e9, 1e9))
def test_what_has_died_is_told_of_and_is_said_to_be_dead(left: float) -> None:
    assert not is_over(left) or (is_soon(left) and words(left) == "has died")


def test_the_warning_names_the_profile_and_what_to_do() -> None:
    assert sentence("school", 5.5 * DAY) == (
        "The client secret of profile school dies in 5 days. The application's page on the intranet shows "
        "the next one: press 'Replace now' there, then set it here (L)."
    )
