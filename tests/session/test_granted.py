"""What a sign-in brought, in words."""

from __future__ import annotations

import pytest

from ft42tui.api.token import Token
from ft42tui.session.granted import Granted, kept, life

TOKEN = Token("s3cret", ("public", "projects"), expires_at=7200.0)


def test_it_says_whose_for_what_how_long_and_where() -> None:
    granted = Granted.of(TOKEN, ("public", "projects"), place="the keyring", owner="norminet")
    assert granted.sentence(0.0) == (
        "Signed in as norminet with public projects, for 2 hours. The token is kept in the keyring."
    )
    assert granted.shortfall == ""
    assert "s3cret" not in repr(granted)


def test_what_was_not_granted_comes_with_the_usual_cause() -> None:
    granted = Granted.of(TOKEN, ("public", "tig"), place="")
    assert granted.lacking == ("tig",)
    assert "Not granted: tig. A token that still lives brings its old scopes" in granted.shortfall


def test_nothing_is_said_of_what_is_unknown() -> None:
    granted = Granted.of(Token("s3cret"), ("public",), place="")
    assert granted.sentence(0.0) == "Signed in."
    assert granted.shortfall == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "0 seconds"),
        (1, "1 second"),
        (59.4, "59 seconds"),
        (60, "1 minute"),
        (3599, "1 hour"),
        (7080, "1 hour 58 minutes"),
        (7200, "2 hours"),
    ],
)
def test_a_time_to_live_is_said_as_one_says_it(seconds: float, words: str) -> None:
    assert life(seconds) == words


def test_where_something_is_kept_is_a_sentence() -> None:
    assert kept("The token", "nowhere: for this run only") == "The token is kept for this run only."
    assert kept("The token", "") == ""
