"""The query as a form, with what is wrong still typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.api.query import Query, parse_request
from ft42tui.catalog import Catalog, Endpoint
from ft42tui.session.form import Form, Row, RowId

CATALOG = Catalog.load()
PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)


def form(text: str) -> Form:
    return Form(parse_request(text, CATALOG, "https://api.intra.42.fr").query)


def row(shown: Form, kind: str, name: str = "") -> Row:
    return next(row for row in shown.rows if row.id == (kind, name))


USERS = form("users")


def test_a_list_offers_sort_page_and_size() -> None:
    assert [row.id for row in USERS.rows] == [("sort", ""), ("page", ""), ("size", "")]


def test_one_object_offers_its_path_values_only() -> None:
    shown = form("users/norminet")

    assert [(row.id, row.text, row.is_required) for row in shown.rows] == [(("path", "id"), "norminet", True)]


def test_rows_stand_in_the_order_of_the_request() -> None:
    shown = form("campus/1/users?campus=x&search[a]=1&range[id]=1,2&filter[id]=3&sort=-id&page=2")

    assert [row.kind for row in shown.rows] == [
        "path",
        "filter",
        "range",
        "search",
        "sort",
        "page",
        "size",
        "extra",
    ]


def test_an_optional_path_value_is_offered_and_not_required() -> None:
    shown = form("users/graph")

    assert [(row.name, row.is_required) for row in shown.rows if row.kind == "path"] == [
        ("field", False),
        ("interval", False),
    ]


def test_an_added_row_is_empty_until_something_is_typed() -> None:
    shown = USERS.added("filter", "pool_year")

    assert row(shown, "filter", "pool_year").text == ""
    assert shown.query == USERS.query


def test_adding_a_row_that_is_there_changes_nothing() -> None:
    shown = USERS.added("filter", "login").edited(("filter", "login"), "a")

    assert shown.added("filter", "login") == shown


@pytest.mark.parametrize(
    ("id_", "text", "target"),
    [
        (("filter", "login"), " a,b ", "/v2/users?filter[login]=a,b"),
        (("range", "id"), "1,9", "/v2/users?range[id]=1,9"),
        (("search", "login"), "a", "/v2/users?search[login]=a"),
        (("sort", ""), "kind, -login,,", "/v2/users?sort=kind,-login"),
        (("page", ""), "3", "/v2/users?page[number]=3"),
        (("size", ""), "100", "/v2/users?page[size]=100"),
    ],
)
def test_what_is_typed_becomes_the_query(id_: RowId, text: str, target: str) -> None:
    assert USERS.edited(id_, text).query.target == target


@pytest.mark.parametrize(
    ("id_", "text"),
    [
        (("range", "id"), "5"),
        (("range", "id"), "1,2,3"),
        (("range", "id"), ",5"),
        (("range", "id"), "5,"),
        (("page", ""), "0"),
        (("page", ""), "-1"),
        (("page", ""), "two"),
        (("page", ""), "²"),
        (("page", ""), "1.5"),
        (("size", ""), "101"),
        (("size", ""), "x"),
        (("page", ""), "1" * 5000),
        (("size", ""), "1" * 5000),
    ],
)
def test_what_is_wrong_stays_typed_and_is_named(id_: RowId, text: str) -> None:
    shown = USERS.edited(id_, text)

    assert row(shown, *id_).text == text
    assert row(shown, *id_).problem
    assert shown.problem.startswith(id_[0])
    assert shown.query == USERS.query


def test_a_wrong_text_made_right_is_no_problem_any_more() -> None:
    shown = USERS.edited(("page", ""), "x").edited(("page", ""), "4")

    assert shown.problem == ""
    assert shown.query.page == 4


def test_an_emptied_row_stays_until_it_is_removed() -> None:
    shown = form("users?filter[login]=a").edited(("filter", "login"), "")

    assert row(shown, "filter", "login").text == ""
    assert shown.query.filters == ()
    assert shown.removed(("filter", "login")).rows == USERS.rows


def test_removing_a_wrong_row_removes_its_problem() -> None:
    shown = USERS.added("range", "id").edited(("range", "id"), "5").removed(("range", "id"))

    assert shown.problem == ""
    assert shown.rows == USERS.rows


def test_removing_a_row_that_is_always_there_empties_it() -> None:
    shown = form("users?page=3").removed(("page", ""))

    assert row(shown, "page").text == ""


def test_an_extra_parameter_can_be_changed_and_removed() -> None:
    shown = form("users?campus_id=1")

    assert shown.edited(("extra", "campus_id"), "2").query.target == "/v2/users?campus_id=2"
    assert shown.removed(("extra", "campus_id")).query.target == "/v2/users"


def test_choices_are_what_the_catalogue_offers_and_the_form_lacks() -> None:
    before = {(choice.kind, choice.name) for choice in USERS.choices}
    after = {(choice.kind, choice.name) for choice in USERS.added("filter", "login").choices}

    assert before - after == {("filter", "login")}
    assert ("filter", "pool_year") in after
    assert ("search", "login") in after


def test_an_unlisted_route_has_no_choices_and_still_pages() -> None:
    shown = Form(Query(Endpoint("GET", "/v2/nothing", "unknown")))

    assert shown.choices == ()
    assert [row.kind for row in shown.rows] == ["page", "size"]


def test_hints_say_what_is_wanted() -> None:
    hints = {(choice.kind, choice.name): choice.hint for choice in USERS.choices}

    assert hints["range", "created_at"] == "2024-01-01,2024-12-31"
    assert hints["filter", "created_at"] == "a date"
    assert row(form("projects/1"), "path", "id").hint


def refused(text: str, *rows: RowId) -> Form:
    return replace(form(text), refused=dict.fromkeys(rows, "no such name"))


def test_what_the_api_refused_is_told_at_its_row_and_may_be_sent_again() -> None:
    shown = refused("users?filter[nope]=1", ("filter", "nope"))

    assert row(shown, "filter", "nope").problem == "no such name"
    assert shown.problem == ""


def test_editing_a_refused_row_takes_the_mark_away_and_leaves_the_others() -> None:
    shown = refused("users?filter[nope]=1&sort=kindd", ("filter", "nope"), ("sort", ""))

    assert shown.edited(("filter", "nope"), "12").refused == {("sort", ""): "no such name"}
    assert shown.removed(("filter", "nope")).refused == {("sort", ""): "no such name"}
    assert shown.added("sort", "kind").refused == {("filter", "nope"): "no such name"}
    assert shown.added("filter", "login").refused == shown.refused


def test_what_is_wrong_here_is_told_before_what_the_api_refused() -> None:
    shown = refused("users?page=2", ("page", ""))

    assert "whole number" in row(shown.edited(("page", ""), "x"), "page").problem
    assert shown.edited(("page", ""), "x").refused == {}


def test_a_page_of_0_that_was_pasted_is_shown_as_it_is() -> None:
    assert row(form("users?page=0"), "page").text == "0"


IDS = st.tuples(
    st.sampled_from(["filter", "range", "search", "sort", "page", "size", "extra", "path"]),
    st.sampled_from(["", "login", "id", "alumni?"]),
)


@PROPERTY
@given(st.lists(st.tuples(IDS, st.text("0123456789,-ab ²", max_size=6)), max_size=6))
@example([(("page", ""), "9" * 5000)])
def test_no_typing_ever_breaks_the_form(edits: list[tuple[RowId, str]]) -> None:
    shown = USERS
    for id_, text in edits:
        shown = shown.edited(id_, text)

    assert len({row.id for row in shown.rows}) == len(shown.rows)
    assert shown.query.target.startswith("/v2/users")
    assert bool(shown.problem) == bool(shown.problems)
