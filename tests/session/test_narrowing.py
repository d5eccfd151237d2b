"""Finding routes by a few letters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.catalog import Catalog
from ft42tui.session.narrowing import narrowed

ROUTES = tuple(Catalog.load())
READS = tuple(route for route in ROUTES if route.method == "GET")


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("users", "/v2/users"),
        ("USERS", "/v2/users"),
        ("projects_users", "/v2/projects_users"),
        ("prusr", "/v2/projects_users"),
        ("get campus", "/v2/campus"),
    ],
)
def test_the_best_route_comes_first(typed: str, best: str) -> None:
    assert narrowed(READS, typed)[0].path == best


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_typed_leaves_everything_in_its_order(typed: str) -> None:
    assert narrowed(ROUTES, typed) == ROUTES


def test_letters_that_are_nowhere_find_nothing() -> None:
    assert narrowed(ROUTES, "qqqqxxxx") == ()


def test_every_word_must_be_found() -> None:
    found = narrowed(ROUTES, "users campus")

    assert found
    assert all("campus" in (r.path + r.summary).casefold() or "c" in r.path for r in found)
    assert set(found) <= set(narrowed(ROUTES, "campus"))


def test_a_method_narrows_to_itself_and_reads_come_before_writes() -> None:
    deletes = narrowed(ROUTES, "delete teams")
    teams = narrowed(ROUTES, "teams")

    assert deletes[0].method == "DELETE"
    assert teams[0].method == "GET"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.text("abcdeprsu_/:# É", max_size=8))
def test_what_is_found_is_some_of_what_there_was_each_once(typed: str) -> None:
    found = narrowed(ROUTES, typed)

    assert set(found) <= set(ROUTES)
    assert len(set(found)) == len(found)


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.text("abcdeprsu_", min_size=1, max_size=6), st.sampled_from("abcdeprsu_"))
def test_typing_on_never_finds_more(typed: str, letter: str) -> None:
    assert len(narrowed(ROUTES, typed + letter)) <= len(narrowed(ROUTES, typed))
