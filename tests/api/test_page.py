"""What a page is made of: records, where it stands, and how many there are."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.api.errors import BadAnswer, TooLarge
from ft42tui.api.exchange import Exchange
from ft42tui.api.page import MAX_VALUES, Page, page_from, page_number_in
from ft42tui.api.query import Query
from ft42tui.catalog import Endpoint

ORIGIN = "https://api.intra.42.fr"
INDEX = Query(Endpoint("GET", "/v2/users", "index"))
SHOW = Query(Endpoint("GET", "/v2/users/:id", "show"), path_values=(("id", "74"),))
GRAPH = Query(Endpoint("GET", "/v2/users/graph(/on/:field(/by/:interval))", "graph"))
STATS = Query(Endpoint("GET", "/v2/users/:user_id/locations_stats", "action"))


def page(body: Any, query: Query = INDEX, **headers: str) -> Page:
    exchange = Exchange(
        "GET",
        ORIGIN + query.target,
        status=200,
        response_headers=tuple((name.replace("_", "-"), value) for name, value in headers.items()),
    )
    return page_from(query, exchange, body if isinstance(body, bytes) else json.dumps(body).encode())


def people(count: int) -> list[dict[str, int]]:
    return [{"id": number} for number in range(count)]


def links(**pages: int) -> str:
    return ", ".join(f'<{ORIGIN}/v2/users?page={number}>; rel="{rel}"' for rel, number in pages.items())


def test_a_full_page_knows_where_it_stands() -> None:
    found = page(
        people(30),
        X_Page="3",
        X_Per_Page="30",
        X_Total="502",
        Link=links(first=1, prev=2, next=4, last=17),
    )

    assert (found.number, found.last, found.per_page, found.total) == (3, 17, 30, 502)
    assert found.span == (61, 90)


def test_records_are_in_the_order_of_the_api() -> None:
    assert page([{"id": 3}, {"id": 1}]).records == ({"id": 3}, {"id": 1})


@pytest.mark.parametrize(
    ("stated", "last", "total"),
    [
        ("502", 17, 502),
        ("510", 17, 510),
        ("511", 17, None),
        ("17", 17, None),
        ("481", 17, 481),
        ("480", 17, None),
    ],
)
def test_a_total_that_contradicts_the_last_page_is_not_shown(
    stated: str, last: int, total: int | None
) -> None:
    found = page(people(30), X_Page="1", X_Per_Page="30", X_Total=stated, Link=links(next=2, last=last))

    assert (found.total, found.last) == (total, last)


def test_a_total_smaller_than_the_page_counts_pages_and_is_not_shown() -> None:
    found = page(people(20), X_Page="1", X_Per_Page="30", X_Total="1")

    assert found.total is None


def test_a_total_of_records_tells_the_last_page_where_no_link_does() -> None:
    found = page(people(30), X_Page="1", X_Per_Page="30", X_Total="91")

    assert found.last == 4


def test_an_empty_list_has_one_page_and_nothing_in_it() -> None:
    found = page([], X_Page="1", X_Per_Page="30", X_Total="0")

    assert (found.records, found.total, found.last, found.span) == ((), 0, 1, None)


def test_without_paging_headers_only_what_is_seen_is_known() -> None:
    found = page(people(5))

    assert (found.number, found.last, found.per_page, found.total) == (1, None, None, None)
    assert found.span == (1, 5)


def test_without_paging_headers_the_query_tells_the_page() -> None:
    found = page(people(5), INDEX.sized(10).on_page(4))

    assert (found.number, found.per_page, found.span) == (4, 10, (31, 35))


def test_a_later_page_of_unknown_length_has_no_span() -> None:
    assert page(people(5), INDEX.on_page(4)).span is None


def test_the_last_page_has_neither_next_nor_last() -> None:
    found = page(people(5), X_Page="4", X_Per_Page="30", X_Total="95", Link=links(first=1, prev=3))

    assert (found.last, found.total, found.span) == (4, 95, (91, 95))


@pytest.mark.parametrize("odd", ["", "abc", "-1", "1.5", "9" * 5000, "²", "0"])
def test_odd_numbers_in_headers_are_unknown(odd: str) -> None:
    found = page(people(2), X_Page=odd, X_Per_Page=odd, Link="garbage")

    assert (found.number, found.per_page, found.span) == (1, None, (1, 2))


def test_an_object_is_one_record_and_no_list() -> None:
    found = page({"id": 74}, SHOW)

    assert (found.records, found.is_list) == (({"id": 74},), False)
    assert (found.number, found.last, found.per_page, found.total, found.span) == (None,) * 5


@pytest.mark.parametrize("query", [GRAPH, STATS])
def test_a_graph_is_a_record_for_each_bucket(query: Query) -> None:
    found = page({"2024-01": 3, "2024-02": 5}, query)

    assert found.records == ({"bucket": "2024-01", "value": 3}, {"bucket": "2024-02", "value": 5})
    assert not found.is_list


def test_an_empty_graph_has_no_records() -> None:
    assert page({}, GRAPH).records == ()


def test_an_object_of_plain_values_is_a_graph_only_where_the_route_is_one() -> None:
    assert page({"2024-01": 3}, SHOW).records == ({"2024-01": 3},)


def test_a_nested_answer_of_a_graph_route_stays_whole() -> None:
    assert page({"a": {"b": 1}}, GRAPH).records == ({"a": {"b": 1}},)


@pytest.mark.parametrize("body", [b"", b"  \n"])
def test_an_empty_body_is_no_record(body: bytes) -> None:
    found = page(body)

    assert (found.document, found.records) == (None, ())


@pytest.mark.parametrize(
    "body", [b"<html>", b"[1,", b"\xff\xfe", b"{'a': 1}", b"[" * 100_000, b"429 Too Many"]
)
def test_what_is_not_json_is_a_bad_answer(body: bytes) -> None:
    with pytest.raises(BadAnswer, match=r"not JSON \(text/html\)") as bad:
        page(body, Content_Type="text/html; charset=utf-8")

    assert bad.value.exchange is not None


def test_deep_nesting_is_a_page_or_a_bad_answer() -> None:
    for depth in (100, 500, 900, 1500, 50_000):
        try:
            found = page(b"[" * depth + b"]" * depth)
        except BadAnswer:
            continue
        assert found.is_list


def test_text_is_read_as_utf_8() -> None:
    assert page('["é"]'.encode()).records == ("é",)


@pytest.mark.parametrize(
    ("target", "number"),
    [
        ("https://x.example/v2/users?page=2", 2),
        ("https://x.example/v2/users?page[number]=3&page[size]=9", 3),
        ("https://x.example/v2/users?page%5Bnumber%5D=3", 3),
        ("?page=4", 4),
        ("https://x.example/v2/users", None),
        ("https://x.example/v2/users?page=abc", None),
        ("https://x.example/v2/users?page=" + "1" * 5000, None),
        ("https://[::1?page=2", None),
        ("", None),
    ],
)
def test_a_link_tells_its_page(target: str, number: int | None) -> None:
    assert page_number_in(target) == number


@settings(derandomize=True, deadline=None, max_examples=150)
@given(st.text() | st.text("[]:/?=&%page123;#@", max_size=40))
@example("https://[?page=1")
def test_a_link_of_garbage_never_raises(target: str) -> None:
    number = page_number_in(target)

    assert number is None or number >= 0


@settings(derandomize=True, deadline=None, max_examples=100)
@given(
    st.integers(1, 500),
    st.integers(1, 100),
    st.integers(1, 5000),
)
def test_a_span_never_reaches_past_the_total(number: int, per_page: int, total: int) -> None:
    last = -(-total // per_page)
    count = per_page if number < last else max(0, total - per_page * (number - 1))
    found = page(people(count), X_Page=str(number), X_Per_Page=str(per_page), X_Total=str(total))

    assert found.total == total
    assert found.last == last
    assert found.span is None or found.span[1] <= total


def test_more_values_than_are_kept_are_refused_before_they_are_parsed() -> None:
    body = b"[" + b"[]," * MAX_VALUES + b"[]]"
    with pytest.raises(TooLarge, match="more than 4 million values"):
        page_from(Query(Endpoint("GET", "/v2/users", "index")), Exchange("GET", "/"), body)
