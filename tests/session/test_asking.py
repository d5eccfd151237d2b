"""What a person asks for on a page that is shown."""

from __future__ import annotations

from typing import Any

import pytest

from ft42tui.api.errors import MissingValue, Refused, WritesOff
from ft42tui.api.query import Query
from ft42tui.catalog import Catalog, Endpoint
from ft42tui.session.asking import check_sendable, narrowed_to, resorted
from ft42tui.session.columns import Column
from ft42tui.session.form import Form

CATALOG = Catalog.load()


def endpoint(path: str, method: str = "GET") -> Endpoint:
    return next(one for one in CATALOG if one.path == path and one.method == method)


USERS = Query(endpoint("/v2/users"))


def test_a_column_sorts_ascending_then_descending_then_not() -> None:
    query = resorted(USERS, Column("login", "string"))
    assert query.sort == ("login",)
    query = resorted(query, Column("login", "string", direction="ascending"))
    assert query.sort == ("-login",)
    assert resorted(query, Column("login", "string", direction="descending")).sort == ()


def test_another_column_sorts_before_the_ones_before() -> None:
    assert resorted(USERS.sorted_by(["kind"]), Column("login", "string")).sort == ("login", "kind")


def test_a_column_that_the_api_does_not_sort_by_is_named_with_those_that_it_does() -> None:
    with pytest.raises(Refused, match="does not sort /users by wallet") as refused:
        resorted(USERS, Column("wallet", "number"))
    assert "login" in refused.value.hint


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("norminet", "norminet"),
        (1, "1"),
        (0, "0"),
        (True, "true"),
        (False, "false"),
        (None, "null"),
        (1.5, "1.5"),
    ],
)
def test_a_value_becomes_a_filter_as_the_api_writes_it(value: Any, written: str) -> None:
    assert narrowed_to(USERS, Column("id", "number"), value).filters == (("id", written),)


@pytest.mark.parametrize("value", [{"id": 1}, [1], "", "a,b"])
def test_a_value_that_no_filter_can_hold_is_refused(value: Any) -> None:
    with pytest.raises(Refused):
        narrowed_to(USERS, Column("id", "number"), value)


def test_a_form_without_its_path_value_cannot_be_sent() -> None:
    with pytest.raises(MissingValue, match="campus_id"):
        check_sendable(Form(Query(endpoint("/v2/campus/:campus_id/users"))))


def test_a_form_without_a_required_query_value_cannot_be_sent() -> None:
    with pytest.raises(Refused, match="begin_at"):
        check_sendable(Form(Query(endpoint("/v2/campus/:campus_id/journals"), (("campus_id", "1"),))))


def test_a_writing_route_cannot_be_sent() -> None:
    with pytest.raises(WritesOff):
        check_sendable(Form(Query(endpoint("/v2/users", "POST"))))


def test_a_wrong_value_is_named() -> None:
    with pytest.raises(Refused) as refused:
        check_sendable(Form(USERS).edited(("page", ""), "zero"))
    assert "page" in refused.value.hint
