"""Where a page is in its list, in words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ft42tui.api.exchange import Exchange
from ft42tui.api.page import page_from
from ft42tui.api.query import Query
from ft42tui.catalog import Endpoint
from ft42tui.session.position import page_title

USERS = "http://api.intra.42.fr/v2/users"
LINK = f'<{USERS}?page=17>; rel="last", <{USERS}?page=4>; rel="next"'
FULL = {"X-Page": "3", "X-Per-Page": "30", "X-Total": "502", "Link": LINK}


@pytest.mark.parametrize(
    ("document", "headers", "title"),
    [
        ([{}] * 30, FULL, "page 3 of 17 · 61–90 of 502"),
        ([{}] * 30, {**FULL, "X-Total": "17"}, "page 3 of 17 · 61–90"),
        ([{}] * 30, {"X-Page": "3", "X-Per-Page": "30"}, "page 3 · 61–90"),
        ([{}] * 30, {"X-Page": "3"}, "page 3 · 30 records"),
        ([{}] * 5, {"X-Page": "1", "X-Per-Page": "30", "X-Total": "5"}, "1–5 of 5"),
        ([{}], {"X-Page": "1", "X-Per-Page": "30", "X-Total": "1"}, "1 of 1"),
        ([], {"X-Page": "1", "X-Per-Page": "30", "X-Total": "0"}, "no records"),
        ([], {"X-Page": "99"}, "page 99 · no records here"),
        ({"id": 74}, {}, "one object"),
    ],
)
def test_a_title_says_what_is_known_and_no_more(document: Any, headers: dict[str, str], title: str) -> None:
    query = Query(Endpoint("GET", "/v2/users", "index"))
    exchange = Exchange("GET", "/v2/users", status=200, response_headers=tuple(headers.items()))

    assert page_title(page_from(query, exchange, json.dumps(document).encode())) == title


def test_before_the_first_page_there_is_nothing_to_say() -> None:
    assert page_title(None) == ""
