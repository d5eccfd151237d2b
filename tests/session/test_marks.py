"""What the API refused, at the row that it is about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ft42tui.api.complaint import complaint_in
from ft42tui.api.errors import HttpError
from ft42tui.api.exchange import Exchange
from ft42tui.api.query import parse_request
from ft42tui.catalog import Catalog
from ft42tui.session.form import Form, RowId
from ft42tui.session.marks import marked

CATALOG = Catalog.load()
NO_SUCH = "doesn't exists or aren't"


def form(text: str) -> Form:
    return Form(parse_request(text, CATALOG, "https://api.intra.42.fr").query)


def said(text: str, fields: tuple[tuple[str, str], ...] = ()) -> HttpError:
    error = HttpError("400", message=text, exchange=Exchange("GET", "/v2/users", status=400))
    error.complaint = complaint_in(text)
    error.fields = fields
    return error


@pytest.mark.parametrize(
    ("request_", "text", "row", "words"),
    [
        (
            "users?filter[loginn]=a",
            f"Attributes loginn {NO_SUCH} filterables. Available filters are: id and login",
            ("filter", "loginn"),
            "no such filter; did you mean login?",
        ),
        (
            "users?filter[nonsense]=a",
            f"Attributes nonsense {NO_SUCH} filterables. Available filters are: id and login",
            ("filter", "nonsense"),
            "no such filter; it takes id and login",
        ),
        (
            "users?filter[loginn]=",
            f"Attributes loginn {NO_SUCH} filterables",
            ("filter", "loginn"),
            "no such filter; the documentation lists login",
        ),
        (
            "users?range[created]=1,2",
            f"Attributes created {NO_SUCH} rangeables. Available ranges are: id and created_at",
            ("range", "created"),
            "no such range; did you mean created_at?",
        ),
        (
            "users?search[nmae]=x",
            f"Attributes nmae {NO_SUCH} searchables. Available searchs are: name",
            ("search", "nmae"),
            "no such search; did you mean name?",
        ),
        (
            "users?sort=login,-kindd",
            "The kindd field is not sortable",
            ("sort", ""),
            "cannot be sorted by kindd; the documentation lists kind",
        ),
        ("nothing?sort=x", "The x field is not sortable", ("sort", ""), "cannot be sorted by x"),
        (
            "users?filter[alumni?]=ture",
            "Value ture is not allowed for filter alumni?, can be true or false",
            ("filter", "alumni?"),
            "not ture; did you mean true?",
        ),
        (
            "users?filter[alumni?]=9",
            "Value 9 is not allowed for filter alumni?, can be true or false",
            ("filter", "alumni?"),
            "not 9; it takes true or false",
        ),
        (
            "users?range[id]=1,2,3",
            "Invalid range format for id. Too many arguments for filter (1,2,3)",
            ("range", "id"),
            "two values with one comma between, both included: from,to",
        ),
        (
            "users?range[id]=5",
            "Begin and end must be separated by a comma (,).",
            ("range", "id"),
            "two values with one comma between, both included: from,to",
        ),
        (
            "users?range[id]=1,2&range[pool_year]=a,b",
            "Unable to create a range between values 'a' and 'b'",
            ("range", "pool_year"),
            "not a,b",
        ),
        (
            "users?range[id]=a,b",
            "Unable to create a range between values",
            ("range", "id"),
            "of another kind than the field",
        ),
        (
            "users?filter=x",
            "Invalid filter format for x",
            ("extra", "filter"),
            "needs a field's name: filter[id]=1",
        ),
        (
            "users?page=1&page[size]=5",
            "The parameters page and page[size] cannot be used together.",
            ("extra", "page[size]"),
            "a second page style: the API takes one",
        ),
        (
            "users?page[size]=0",
            "The parameter page[size] must be a positive integer.",
            ("size", ""),
            "a whole number from 1 on",
        ),
        (
            "users?page=zero",
            "The parameter page must be a positive integer.",
            ("extra", "page"),
            "a whole number from 1 on",
        ),
        (
            "alumnized_users",
            "The parameter campus_id is required: the number of a campus.",
            ("extra", "campus_id"),
            "the route needs it",
        ),
        (
            "alumnized_users?campus_id=x",
            "The parameter campus_id is required: the number of a campus.",
            ("extra", "campus_id"),
            "not as the route needs it",
        ),
        (
            "users/graph/on/x",
            "The field x is not allowed, can be created_at",
            ("path", "field"),
            "not x; it takes created_at",
        ),
    ],
)
def test_a_row_is_marked_with_what_the_api_said_of_it(
    request_: str, text: str, row: RowId, words: str
) -> None:
    shown = marked(form(request_), said(text))

    assert dict(shown.refused) == {row: words}
    assert next(one for one in shown.rows if one.id == row).problem == words
    assert shown.problem == ""


@pytest.mark.parametrize(
    ("request_", "text"),
    [
        ("users?filter[login]=a", f"Attributes nope {NO_SUCH} filterables. Available filters are: id"),
        ("users?range[nope]=1,2", f"Attributes nope {NO_SUCH} filterables. Available filters are: id"),
        ("users?sort=login", "The kindd field is not sortable"),
        ("users", "The parameter campus_id is required"),
        ("users?range[id]=1,2&range[pool_year]=a,b", "Begin and end must be separated by a comma (,)."),
        ("users?filter[login]=a", "The request is malformed"),
        ("users?filter[login]=a", ""),
    ],
)
def test_nothing_is_marked_that_the_answer_is_not_certainly_about(request_: str, text: str) -> None:
    shown = form(request_)

    assert marked(shown, said(text)) is shown


def test_fields_are_marked_where_the_request_has_them() -> None:
    error = said("", (("campus_id", "can't be blank"), ("login", "is taken")))

    assert dict(marked(form("alumnized_users?filter[login]=a"), error).refused) == {
        ("extra", "campus_id"): "can't be blank"
    }


def test_every_name_that_was_refused_is_marked() -> None:
    error = said(f"Attributes a and b {NO_SUCH} filterables. Available filters are: id")
    shown = marked(form("users?filter[a]=1&filter[login]=2&filter[b]=3"), error)

    assert set(shown.refused) == {("filter", "a"), ("filter", "b")}


def test_another_answer_takes_the_place_of_the_one_before() -> None:
    first = marked(form("users?sort=kindd"), said("The kindd field is not sortable"))

    error = said(f"Attributes nope {NO_SUCH} filterables")

    assert set(marked(replace(first, query=first.query.filtered("nope", "1")), error).refused) == {
        ("filter", "nope")
    }


def test_an_answer_that_says_nothing_of_the_rows_leaves_the_marks() -> None:
    first = marked(form("users?sort=kindd"), said("The kindd field is not sortable"))

    assert marked(first, said("500")) is first
