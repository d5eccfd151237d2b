"""What the API says about names, values and fields: read where it says so, never made up."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.api.complaint import Complaint, complaint_in, did_you_mean, fields_in, listed

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
NO_SUCH = "doesn't exists or aren't"
PIECES = [
    "Attributes ",
    f" {NO_SUCH} filterables.",
    " Available filters are: ",
    "The ",
    " field is not sortable",
    "Value ",
    " is not allowed for filter ",
    ", can be one of ",
    "Invalid range format for ",
    '{"id"=>',
    ". Too many arguments",
    "Unable to create a range between values 'a' and '",
    "page[size] and page together",
    "The parameter ",
    " is required",
    "param is missing or the value is empty: ",
    "a, b, and c",
    "\x00",
]


@pytest.mark.parametrize(
    ("text", "part", "fault", "names", "value", "allowed"),
    [
        ("The kindd field is not sortable", "sort", "unknown", ("kindd",), "", ()),
        ("Bad Request: The kindd field is not sortable (400)", "sort", "unknown", ("kindd",), "", ()),
        (
            f"Attributes x {NO_SUCH} filterables. Available filters are: a, b, and c",
            "filter",
            "unknown",
            ("x",),
            "",
            ("a", "b", "c"),
        ),
        (
            f"Attributes x and y {NO_SUCH} searchables. Available searchs are: login and alumni?",
            "search",
            "unknown",
            ("x", "y"),
            "",
            ("login", "alumni?"),
        ),
        (
            f"Attributes x, y, and z {NO_SUCH} rangeables. Available ranges are: id.",
            "range",
            "unknown",
            ("x", "y", "z"),
            "",
            ("id",),
        ),
        (f"Attributes x {NO_SUCH} filterables. Available filters are: ", "filter", "unknown", ("x",), "", ()),
        (f"Attributes x {NO_SUCH} filterables", "filter", "unknown", ("x",), "", ()),
        ("Attribute x does not exist or is not filterable", "filter", "unknown", ("x",), "", ()),
        (
            "Value maybe is not allowed for filter alumni?, can be true or false",
            "filter",
            "value",
            ("alumni?",),
            "maybe",
            ("true", "false"),
        ),
        (
            "Value 7 is not allowed for filter campus_id, can be one of 1, 2, and 5",
            "filter",
            "value",
            ("campus_id",),
            "7",
            ("1", "2", "5"),
        ),
        (
            "Value a, b is not allowed for range mark, can be low and high",
            "range",
            "value",
            ("mark",),
            "a, b",
            ("low", "high"),
        ),
        (
            "The interval fortnight is not allowed, can be day, week, and month",
            "path",
            "value",
            ("interval",),
            "fortnight",
            ("day", "week", "month"),
        ),
        (
            "Invalid range format for id. Too many arguments for filter (1,2,3)",
            "range",
            "format",
            ("id",),
            "",
            (),
        ),
        (
            'Invalid range format for {"id"=>"1", "a?" => "2"}. Begin and end must be separated by a comma',
            "range",
            "format",
            ("id", "a?"),
            "",
            (),
        ),
        ("Invalid filter format for norminet", "filter", "format", (), "norminet", ()),
        ("Begin and end must be separated by a comma (,).", "range", "format", (), "", ()),
        ("Unable to create a range between values", "range", "value", (), "", ()),
        ("Unable to create a range between values 'a' and 'b'", "range", "value", (), "a,b", ()),
        (
            "The parameters page and page[size] cannot be used together.",
            "page",
            "mixed",
            ("page", "page[size]"),
            "",
            (),
        ),
        ("Do not mix per_page with page[number]", "page", "mixed", ("per_page", "page[number]"), "", ()),
        ("The parameter page must be a positive integer.", "page", "value", ("page",), "", ()),
        ("page[size] must be at most 100", "page", "value", ("page[size]",), "", ()),
        ("The parameter campus_id is required: a number.", "parameter", "missing", ("campus_id",), "", ()),
        ("param is missing or the value is empty: slot", "parameter", "missing", ("slot",), "", ()),
    ],
)
def test_a_sentence_of_the_api_is_read(
    text: str, part: str, fault: str, names: tuple[str, ...], value: str, allowed: tuple[str, ...]
) -> None:
    found = complaint_in(text)

    assert found is not None
    assert (found.part, found.fault, found.names) == (part, fault, names)
    assert (found.value, found.allowed) == (value, allowed)
    assert found.words


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bad Request",
        "The request is malformed",
        "Not Found",
        " field is not sortable",
        f" {NO_SUCH} filterables",
        "page and per_page cannot be used together",
        "The page must not be shared together",
        "Attributes exist",
        "Value is allowed for filter x",
        "429 Too Many Requests (Spam Rate Limit Exceeded)",
    ],
)
def test_what_is_no_complaint_is_none(text: str) -> None:
    assert complaint_in(text) is None


def test_a_list_that_holds_what_is_refused_contradicts_itself() -> None:
    said = complaint_in(f"Attributes id {NO_SUCH} filterables. Available filters are: id and login")

    assert said is not None
    assert said.is_contradictory
    assert not Complaint("sort", "unknown", ("kindd",)).is_contradictory


@PROPERTY
@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=12).map("".join))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = complaint_in(text)

    if found is not None:
        assert len(found.words) <= 300
        assert all(0 < len(name) <= 100 for name in (*found.names, *found.allowed))


@pytest.mark.parametrize("piece", [*PIECES, "Attributes x", "a, ", "a and ", '"a" =>', "page[", "'", "x "])
def test_a_text_of_any_length_is_read_at_once(piece: str) -> None:
    text = piece * (64 * 1024 // len(piece))
    started = time.perf_counter()
    complaint_in(text)
    complaint_in(f"Attributes {text} {NO_SUCH} filterables. Available filters are: {text}")
    complaint_in(f"Invalid range format for {text}. Too many arguments")

    assert time.perf_counter() - started < 1.0


@pytest.mark.parametrize(
    ("name", "allowed", "meant"),
    [
        ("loginn", ("id", "login", "email"), "login"),
        ("Login", ("id", "login"), "login"),
        ("kindd", ("kind",), "kind"),
        ("campus_id", ("cursus", "campus"), "campus"),
        ("created", ("id", "created_at"), "created_at"),
        ("nonsense", ("id", "login"), ""),
        ("login", ("login", "logins"), ""),
        ("", ("login",), ""),
        ("login", (), ""),
        ("x" * 10_000, ("x" * 99,), ""),
        ("x" * 99, ("x" * 10_000,), ""),
    ],
)
def test_a_close_name_is_suggested_and_no_other(name: str, allowed: tuple[str, ...], meant: str) -> None:
    assert did_you_mean(name, allowed) == meant


@PROPERTY
@given(st.text(max_size=20), st.lists(st.text(max_size=20), max_size=20))
def test_a_suggestion_is_one_of_the_allowed_names(name: str, allowed: list[str]) -> None:
    meant = did_you_mean(name, allowed)

    assert not meant or (meant in allowed and meant != name)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (tuple("abc"), "a, b and c"),
        (tuple("abcd"), "a, b, c and 1 more"),
    ],
)
def test_names_are_listed_as_one_reads_them(names: tuple[str, ...], words: str) -> None:
    assert listed(names, 3) == words


@pytest.mark.parametrize(
    ("said", "fields"),
    [
        ({"login": ["is taken"]}, (("login", "is taken"),)),
        ({"login": ["is taken", "is short"], "id": ["x"]}, (("login", "is taken, is short"), ("id", "x"))),
        ({"errors": {"login": ["is taken"]}}, (("login", "is taken"),)),
        ({"slot": {"begin_at": ["is past"]}}, (("slot.begin_at", "is past"),)),
        ({"base": ["is full"]}, (("base", "is full"),)),
        (
            {"errors": [{"source": {"pointer": "/data/attributes/title"}, "detail": "is blank"}]},
            (("title", "is blank"),),
        ),
        ({"errors": ["Login is taken"]}, ()),
        ({"error": "Bad Request", "message": "no"}, ()),
        ({"error": ["a", "b"], "status": 422}, ()),
        ({"login": "norminet", "id": 5, "cursus": [1, 2], "tags": []}, ()),
        ({"errors": [{"source": None}, 5, {"source": {"pointer": 5}, "detail": "x"}]}, ()),
        (["login"], ()),
        (None, ()),
    ],
)
def test_fields_are_read_where_a_body_names_some(said: Any, fields: tuple[tuple[str, str], ...]) -> None:
    assert fields_in(said) == fields


@PROPERTY
@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.text(max_size=8) | st.just("errors"), inner, max_size=4)
        ),
        max_leaves=20,
    )
)
def test_no_body_breaks_the_reader_of_fields(said: Any) -> None:
    assert all("\n" not in words for _, words in fields_in(said))
