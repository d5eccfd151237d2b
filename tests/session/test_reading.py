"""How one JSON value reads in a narrow place."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.session.reading import Reading, age, as_json, is_year_like, label, read

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
NOW = 1_700_000_000.0  # 2023-11-14T22:13:20Z
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=6)
        | st.dictionaries(st.sampled_from(["id", "name", "login", "level", "x", "y"]), inner, max_size=5)
    ),
    max_leaves=15,
)


@pytest.mark.parametrize(
    ("value", "text", "kind"),
    [
        (None, "null", "null"),
        (True, "true", "boolean"),
        (False, "false", "boolean"),
        (5, "5", "number"),
        (11.42, "11.42", "number"),
        ("", "", "string"),
        ("norminet", "norminet", "string"),
        ("2024-01-01", "2024-01-01", "date"),
        ("2024-01-01T10:20:30.000Z", "2024-01-01 10:20", "date"),
        ("2018-06-16 10:49:28", "2018-06-16 10:49", "date"),
        ("2018-06-16 10:49:28 UTC", "2018-06-16 10:49", "date"),
        ("2024-01-01T10:20:30.000+01:00", "2024-01-01 10:20", "date"),
        ("2024-01-01 or so", "2024-01-01 or so", "string"),
        ("2024-01-01\n", "2024-01-01\n", "string"),
        ("٢٠٢٤-01-01", "٢٠٢٤-01-01", "string"),
        ([], "[]", "nested"),
        ({}, "{}", "nested"),
    ],
)
def test_a_value_reads_in_a_cell(value: Any, text: str, kind: str) -> None:
    found = read(value)

    assert (found.text, found.kind) == (text, kind)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"id": 1, "name": "Paris"}, "Paris"),
        ({"login": "norminet", "name": "N"}, "norminet"),
        ({"id": 1, "level": 11.42, "cursus": {"id": 21, "name": "42cursus"}}, "42cursus · level 11.42"),
        ({"id": 5}, "id 5"),
        ({"id": 5, "final_mark": 100}, "id 5 · final_mark 100"),
        ({"final_mark": True}, "final_mark"),
        ({"name": "", "slug": "s"}, "s"),
        ({"name": None, "id": 3}, "id 3"),
        ({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, "a, b, c, d, …"),
        ({"a": 1}, "a"),
        ([{"name": "Paris"}, {"name": "Lyon"}, {"name": "Tokyo"}], "3 · Paris, Lyon, Tokyo"),
        ([1, "a", None], "3 · 1, a, null"),
        ([[], [1], {}], "3 · [], […], {…}"),
    ],
)
def test_a_nested_value_reads_in_a_few_words(value: Any, text: str) -> None:
    assert label(value) == text


def test_a_long_list_names_its_first_five() -> None:
    assert label(list(range(100))) == "100 · 0, 1, 2, 3, 4"


@PROPERTY
@given(JSON)
def test_every_value_reads_as_text(value: Any) -> None:
    found = read(value)

    assert isinstance(found, Reading)
    assert found.kind != "absent"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2023-11-14T22:13:20.000Z", "just now"),
        ("2023-11-14T22:13:50Z", "just now"),
        ("2023-11-14T22:12:20Z", "1 minute ago"),
        ("2023-11-14T20:13:20Z", "2 hours ago"),
        ("2023-11-14T20:13:20", "2 hours ago"),
        ("2023-11-14 20:13:20 UTC", "2 hours ago"),
        ("2023-11-14T20:13:20+01:00", "3 hours ago"),
        ("2023-11-15T00:13:20Z", "in 2 hours"),
        ("2023-11-01", "13 days ago"),
        ("2023-09-14", "2 months ago"),
        ("2010-11-10", "13 years ago"),
        ("2023-13-45", ""),
        ("0000-01-01", ""),
        ("2023-11-14T25:00:00Z", ""),
        ("norminet", ""),
        ("", ""),
    ],
)
def test_a_date_tells_its_age_in_words(text: str, words: str) -> None:
    assert age(text, NOW) == words


@PROPERTY
@given(
    st.from_regex(
        r"\A[0-9]{4}-[0-9]{2}-[0-9]{2}"
        r"([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:?[0-9]{2}| UTC)?)?\Z"
    )
    | st.text(),
    st.floats(-1e11, 1e11),
)
@example("0001-01-01T00:00:00+14:00", 0.0)
@example("9999-12-31T23:59:59-14:00", 0.0)
def test_the_age_of_anything_never_raises(text: str, now: float) -> None:
    assert isinstance(age(text, now), str)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("2013", True), ("7", True), ("20134", False), ("", False), ("²", False), ("x", False)],
)
def test_a_year_is_a_short_whole_number(text: str, is_one: bool) -> None:  # noqa: FBT001
    assert is_year_like(text) is is_one


@PROPERTY
@given(JSON)
def test_a_value_as_json_reads_back(value: Any) -> None:
    assert json.dumps(json.loads(as_json(value))) == json.dumps(value)


@pytest.mark.parametrize("depth", [100, 300, 900])
def test_a_value_as_deep_as_one_can_be_parsed_can_be_written(depth: int) -> None:
    text = "[" * depth + "]" * depth

    assert json.loads(as_json(json.loads(text))) == json.loads(text)
