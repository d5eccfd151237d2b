"""What is typed to sign in, and what is said about it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.session.sign_in_form import Known, SignInForm, looks_secret, uri_problem, way_of

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
URI = "http://127.0.0.1:4242/callback"
GOOD = SignInForm(client_id="u-s4t2ud-1", secret="s-s4t2ud-2", redirect_uri=URI, is_tried=True)


def test_what_is_whole_has_no_problem() -> None:
    assert not GOOD.problems


@pytest.mark.parametrize(
    ("field", "text", "words"),
    [
        ("client_id", "", "Type the application's id"),
        ("client_id", "  ", "Type the application's id"),
        ("client_id", "u-s4t2ud-1 2", "Blanks and odd characters"),
        ("client_id", "u-s4t2ud-\x1b[31m", "Blanks and odd characters"),
        ("client_id", "s-s4t2ud-2", "holds a secret"),
        ("client_id", "u-s4t2ud-1s-s4t2ud-2", "holds a secret"),
        ("secret", "", "Type the application's secret"),
        ("secret", "s-s4t2ud-2\x00", "Blanks and odd characters"),
        ("secret", "U-S4T2UD-1", "This is an id"),
        ("redirect_uri", "", "Type the redirect URI"),
        ("redirect_uri", "127.0.0.1:4242/callback", "no whole address"),
        ("redirect_uri", "http:///callback", "no host"),
        ("redirect_uri", "http://127.0.0.1:99999/callback", "no address"),
        ("redirect_uri", "http://127.0.0.1:0/callback", "Port 0"),
        ("redirect_uri", "http://127.0.0.1:4242/call back", "Blanks and odd characters"),
        ("redirect_uri", "http://127.0.0.1:4242/callback#x", "no part behind #"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(field: str, text: str, words: str) -> None:
    form = GOOD.edited(field, text)  # type: ignore[arg-type]  # a field's name, from the table
    assert words in form.problems[field]  # type: ignore[index]  # likewise
    assert list(form.problems) == [field]


def test_blanks_around_are_no_mistake() -> None:
    form = SignInForm(client_id=" u-s4t2ud-1\n", secret=" s ", redirect_uri=f" {URI} ", is_tried=True)
    assert not form.problems


@pytest.mark.parametrize(
    "uri", ["https://school.example/back", "ft42tui://back", "http://localhost:1/x", "http://[::1]:4242/c"]
)
def test_any_address_may_be_registered(uri: str) -> None:
    assert uri_problem(uri) == ""


@given(st.text())
@PROPERTY
def test_whatever_is_typed_as_an_address_is_judged(text: str) -> None:
    assert isinstance(uri_problem(text), str)


@given(st.text(), st.text())
@PROPERTY
def test_no_problem_repeats_what_was_typed_as_a_secret(uid: str, secret: str) -> None:
    secret = f"xyzzy{secret}"
    form = SignInForm(client_id=uid, secret=secret, redirect_uri=URI, is_tried=True)
    assert "xyzzy" not in repr(form) + "".join(form.problems.values())


def test_an_empty_secret_is_the_kept_one_for_its_own_application_only() -> None:
    form = replace(GOOD, secret="", kept_id="u-s4t2ud-1", kept_place="the keyring")
    assert form.is_kept_used
    assert not form.problems

    other = form.edited("client_id", "u-s4t2ud-3")
    assert not other.is_kept_used
    assert "another application's" in other.problems["secret"]


def test_a_new_secret_wins_over_the_kept_one() -> None:
    assert not replace(GOOD, kept_id="u-s4t2ud-1").is_kept_used


def test_each_way_asks_for_its_own_fields_only() -> None:
    empty = SignInForm(is_tried=True)
    assert set(empty.problems) == {"client_id", "secret", "redirect_uri"}
    assert set(replace(empty, way="application").problems) == {"client_id", "secret"}
    assert set(replace(empty, way="token").problems) == {"token"}
    assert not replace(empty, way="demo").problems


def test_an_empty_field_is_left_alone_until_somebody_begins() -> None:
    form = replace(GOOD, client_id="", secret="u-s4t2ud-1", is_tried=False)
    assert set(form.shown_problems) == {"secret"}
    assert set(replace(form, is_tried=True).shown_problems) == {"client_id", "secret"}


def test_scopes_keep_their_order_however_they_are_chosen() -> None:
    form = GOOD.toggled("tig").toggled("projects")
    assert form.scopes == ("public", "projects", "tig")
    assert form.toggled("public").scopes == ("projects", "tig")
    assert "scopes" in GOOD.toggled("public").problems


def test_a_scope_that_nobody_knows_can_be_asked_for_and_taken_back() -> None:
    form = replace(GOOD, scopes=("public", "new"))
    assert form.known_scopes[-1] == "new"
    assert form.toggled("projects").scopes == ("public", "projects", "new")


def test_what_somebody_else_refused_is_forgotten_when_it_is_typed_anew() -> None:
    form = SignInForm(way="token", token="abc", refused={"token": "No."}, is_tried=True)
    assert form.problems == {"token": "No."}
    assert not form.edited("token", "abcd").problems


def test_a_secret_is_known_by_its_beginning() -> None:
    assert looks_secret(" S-S4T2UD-1")
    assert not looks_secret("u-s4t2ud-1")


def test_what_the_profile_knows_fills_what_nobody_touched() -> None:
    empty = SignInForm(redirect_uri=URI)
    known = Known("u-1", "the keyring", scopes=("public", "tig"), redirect_uri="http://localhost:1/x")
    filled = empty.filled(known, but=empty)

    assert (filled.client_id, filled.scopes, filled.redirect_uri) == ("u-1", known.scopes, known.redirect_uri)
    assert filled.is_kept_used


def test_what_was_typed_already_stays() -> None:
    empty = SignInForm(redirect_uri=URI)
    typed = replace(empty, client_id="u-2", scopes=("forum",), redirect_uri="http://localhost:2/y")
    known = Known("u-1", "the keyring", scopes=("public", "tig"), redirect_uri="http://localhost:1/x")
    filled = typed.filled(known, but=empty)

    assert (filled.client_id, filled.scopes, filled.redirect_uri) == ("u-2", ("forum",), typed.redirect_uri)
    assert not filled.is_kept_used


def test_an_application_without_a_secret_keeps_none() -> None:
    empty = SignInForm(redirect_uri=URI)
    filled = empty.filled(Known("u-1", missing="The keyring does not answer"), but=empty)

    assert filled.client_id == "u-1"
    assert not filled.is_kept_used
    assert "secret" in filled.problems


def test_a_token_tells_the_way_that_it_came_by() -> None:
    assert way_of("client_credentials") == "application"
    assert {way_of("authorization_code"), way_of("refresh_token"), way_of(None)} == {"browser"}
