"""Lessons as values, and as JSON holds them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.session.lessons import Lesson

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
NAME = st.text("abcXYZ019._:-", min_size=1, max_size=12)
NAMES = st.lists(NAME, max_size=4).map(tuple)
LESSONS = st.builds(
    Lesson,
    st.text("abc/:_ ", max_size=30),
    st.sampled_from(["answered", "scope", "denied"]),
    NAMES,
    st.booleans(),
    st.none() | NAMES,
    NAMES,
    st.floats(0, 1e11),
)
GOOD: dict[str, Any] = {
    "route": "GET /v2/users",
    "outcome": "answered",
    "scopes": ["public"],
    "has_user": True,
    "roles": ["Tutor"],
    "needed": [],
    "at": 1.5,
}


@PROPERTY
@given(LESSONS)
def test_a_lesson_comes_back_from_json_as_it_was(lesson: Lesson) -> None:
    assert Lesson.from_data(json.loads(json.dumps(lesson.as_data()))) == lesson


def test_a_good_one_is_taken() -> None:
    read = Lesson.from_data(GOOD)

    assert read == Lesson("GET /v2/users", "answered", ("public",), True, ("Tutor",), (), 1.5)


@pytest.mark.parametrize(
    "change",
    [
        {"route": None},
        {"route": 7},
        {"route": "x" * 201},
        {"route": "GET /v2/us\x1b[2Jers"},
        {"outcome": "guessed"},
        {"outcome": ["answered"]},
        {"scopes": None},
        {"scopes": {}},
        {"scopes": ["s"] * 33},
        {"scopes": ["s" * 81]},
        {"has_user": None},
        {"has_user": 1},
        {"needed": 4},
        {"needed": ["s" * 81]},
        {"roles": ["r"] * 33},
        {"roles": ["r" * 81]},
        {"at": "now"},
        {"at": True},
        {"at": float("nan")},
        {"at": float("inf")},
        {"at": 10**400},
    ],
)
def test_what_we_would_not_have_written_is_no_lesson(change: dict[str, Any]) -> None:
    assert Lesson.from_data(GOOD | change) is None


@pytest.mark.parametrize("said", [None, [], "x", 3, {}])
def test_what_is_no_object_is_no_lesson(said: object) -> None:
    assert Lesson.from_data(said) is None


def test_names_that_cannot_be_shown_are_left_out() -> None:
    read = Lesson.from_data(GOOD | {"roles": ["Tutor", "\x1b[31m", 5, None], "scopes": ["a b", "ok", "ü"]})

    assert read is not None
    assert (read.roles, read.scopes) == (("Tutor",), ("ok",))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD]), inner),
    max_leaves=8,
)


@PROPERTY
@given(JSON)
def test_no_json_makes_it_raise(said: Any) -> None:
    read = Lesson.from_data(said)

    assert read is None or read.is_bounded


def test_time_alone_makes_no_other_lesson() -> None:
    first, later, other = (Lesson.from_data(GOOD | change) for change in ({}, {"at": 9}, {"has_user": False}))
    assert first is not None
    assert later is not None
    assert other is not None

    assert first.says_the_same(later)
    assert not first.says_the_same(other)
