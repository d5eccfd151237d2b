"""The columns of a list of records."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.session.columns import VALUE, Column, columns_of
from ft42tui.session.reading import ABSENT, Reading

PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)


def keys(records: list[Any], **about: Any) -> list[str]:
    return [column.key for column in columns_of(records, **about)]


def column(*values: Any) -> Column:
    [found] = columns_of([{"x": value} for value in values])
    return found


def test_identity_comes_first_and_links_and_nested_values_last() -> None:
    record = {"url": "u", "cursus": {"id": 1}, "email": "e", "login": "l", "id": 1, "image_url": "i"}

    assert keys([record]) == ["id", "login", "email", "cursus", "url", "image_url"]


def test_what_the_query_is_about_follows_the_name() -> None:
    record = {"id": 1, "login": "l", "email": "e", "kind": "k", "pool_year": "2013"}

    assert keys([record], sort=["kind", "-login"], wanted=["pool_year", "nothing"]) == [
        "id",
        "login",
        "kind",
        "pool_year",
        "email",
    ]


def test_a_sorted_column_tells_its_direction() -> None:
    columns = columns_of([{"kind": "a", "login": "b", "id": 1}], sort=["kind", "-login"])

    assert {one.key: one.direction for one in columns} == {
        "id": "",
        "login": "descending",
        "kind": "ascending",
    }


def test_the_first_name_there_is_names_the_record() -> None:
    assert [one.key for one in columns_of([{"slug": "s", "name": "n", "id": 1}]) if one.is_name] == ["name"]


def test_fields_of_any_record_are_columns() -> None:
    assert keys([{"a": 1}, {"b": 2}, {"a": 3, "c": 4}]) == ["a", "b", "c"]


def test_records_that_are_no_objects_have_one_column() -> None:
    [found] = columns_of([1, 2])

    assert (found.key, found.type) == (VALUE, "number")
    assert found.cell(1) == Reading("1", "number")
    assert found.value(2) == 2


def test_no_records_have_no_columns() -> None:
    assert columns_of([]) == ()


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ((1, 2.5), "number"),
        (("2013", "2014"), "number"),
        (("2013", "20145"), "string"),
        (("a", "2013"), "string"),
        ((True, False), "boolean"),
        (("2024-01-01T00:00:00.000Z",), "date"),
        (("2024-01-01", "soon"), "string"),
        (({"id": 1},), "nested"),
        (("invisible", {"id": 1}), "nested"),
        ((None, None), "null"),
        ((None, 1), "number"),
        ((1, "a"), "string"),
    ],
)
def test_a_column_has_the_type_of_its_values(values: tuple[Any, ...], kind: str) -> None:
    assert column(*values).type == kind


def test_numbers_stand_at_the_right_even_as_text() -> None:
    years = column("2013", "2014")

    assert years.is_right_aligned
    assert years.cell({"x": "2013"}) == Reading("2013", "number")
    assert not column("a").is_right_aligned


def test_a_field_that_a_record_lacks_is_absent_and_null_is_null() -> None:
    found = column(1)

    assert found.cell({}) is ABSENT
    assert found.cell({"x": None}) == Reading("null", "null")
    assert found.cell("no object") is ABSENT
    assert found.value({}) is None


@PROPERTY
@given(st.lists(JSON, max_size=6), st.lists(st.text(max_size=4), max_size=3))
def test_records_of_any_shape_can_be_shown(records: list[Any], sort: list[str]) -> None:
    columns = columns_of(records, sort=sort, wanted=sort)

    assert len({one.key for one in columns}) == len(columns)
    for record in records:
        if isinstance(record, dict):
            assert set(record) <= {one.key for one in columns}
        assert all(isinstance(one.cell(record).text, str) for one in columns)


def test_a_record_without_a_name_is_known_by_what_it_links() -> None:
    records = [{"id": 1, "status": "finished", "project": {"name": "Libft"}, "user": {"login": "norminet"}}]

    assert [column.key for column in columns_of(records)] == ["id", "user", "project", "status"]
