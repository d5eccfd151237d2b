"""Pages and the headers about them."""

from __future__ import annotations

import httpx
import pytest

from ft42tui.demo.paging import PageRequest
from ft42tui.demo.refusal import Refusal


def test_the_first_page_of_several_links_ahead_only() -> None:
    assert PageRequest(1, 30).headers(61, "http://here/v2/users") == {
        "X-Page": "1",
        "X-Per-Page": "30",
        "X-Total": "61",
        "Link": '<http://here/v2/users?page=2>; rel="next", <http://here/v2/users?page=3>; rel="last"',
    }


def test_a_page_in_the_middle_links_everywhere() -> None:
    link = PageRequest(2, 30).headers(61, "http://here")["Link"]
    assert [part.rpartition("rel=")[2] for part in link.split(", ")] == [
        '"next"',
        '"prev"',
        '"first"',
        '"last"',
    ]


@pytest.mark.parametrize(("number", "prev"), [(3, 2), (9, 3)])
def test_the_last_page_and_those_past_it_link_back_only(number: int, prev: int) -> None:
    link = PageRequest(number, 30).headers(61, "http://here")["Link"]
    assert link == f'<http://here?page={prev}>; rel="prev", <http://here?page=1>; rel="first"'


@pytest.mark.parametrize("total", [0, 30])
def test_the_only_page_has_no_link_at_all(total: int) -> None:
    assert "Link" not in PageRequest(1, 30).headers(total, "http://here")


@pytest.mark.parametrize(
    ("parameters", "page"),
    [
        ([], PageRequest(1, 30)),
        ([("page", "3")], PageRequest(3, 30)),
        ([("page", "3"), ("per_page", "7")], PageRequest(3, 7)),
        ([("page[number]", "2"), ("page[size]", "100")], PageRequest(2, 100)),
        ([("page[size]", "5000")], PageRequest(1, 100)),
        ([("page", "")], PageRequest(1, 30)),
        ([("page", "1"), ("page", "2")], PageRequest(2, 30)),
    ],
)
def test_both_styles_are_read(parameters: list[tuple[str, str]], page: PageRequest) -> None:
    assert PageRequest.read(parameters) == page


@pytest.mark.parametrize(
    "parameters",
    [
        [("page", "1"), ("page[size]", "10")],
        [("per_page", "5"), ("page[number]", "1")],
        [("page", "0")],
        [("page", "-1")],
        [("page", "two")],
        [("page[size]", "0")],
        [("page", "１")],
    ],
)
def test_mixed_styles_and_pages_that_are_none_are_a_400(parameters: list[tuple[str, str]]) -> None:
    with pytest.raises(Refusal) as refused:
        PageRequest.read(parameters)
    assert refused.value.status == 400


async def test_brackets_work_raw_and_encoded(guest: httpx.AsyncClient) -> None:
    raw = await guest.get("/v2/users?page[number]=2&page[size]=7")
    encoded = await guest.get("/v2/users?page%5Bnumber%5D=2&page%5Bsize%5D=7")

    assert raw.json() == encoded.json()
    assert len(raw.json()) == 7
    assert raw.headers["X-Total"] == "200"


async def test_the_pages_of_a_list_are_the_list(guest: httpx.AsyncClient) -> None:
    found: list[int] = []
    url: str | None = "/v2/users?sort=id"
    number = 0
    while url:
        number += 1
        answer = await guest.get(f"/v2/users?sort=id&page={number}")
        found += [item["id"] for item in answer.json()]
        url = answer.links.get("next", {}).get("url")
    assert found == sorted(set(found))
    assert len(found) == 200


async def test_a_page_past_the_end_is_an_empty_list_with_its_constant_tag(
    guest: httpx.AsyncClient,
) -> None:
    for number in (99, 10**17):
        answer = await guest.get("/v2/users", params={"page": number})
        assert (answer.status_code, answer.text) == (200, "[]")
        assert answer.headers["ETag"] == 'W/"4f53cda18c2baa0c0354bb5f9a3ecbe5"'


async def test_a_link_is_absolute_and_drops_the_rest_of_the_query(guest: httpx.AsyncClient) -> None:
    answer = await guest.get("/v2/users?page[size]=2&filter[pool_year]=2013&sort=login")
    assert answer.links["next"]["url"] == "http://127.0.0.1:4242/v2/users?page=2"
