"""filter, range, search and sort."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from walk import QUERIES

from ft42tui.catalog import Catalog
from ft42tui.demo.app import DemoApi
from ft42tui.demo.routes import plan


async def items(client: httpx.AsyncClient, url: str, **parameters: str) -> list[dict[str, Any]]:
    answer = await client.get(url, params={"page[size]": "100"} | parameters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


async def test_values_are_alternatives_and_filters_add_up(guest: httpx.AsyncClient) -> None:
    found = await items(
        guest, "/v2/users", **{"filter[pool_year]": "2013", "filter[pool_month]": "september,july"}
    )
    assert len(found) == 20
    assert {item["pool_month"] for item in found} == {"july", "september"}
    assert {item["pool_year"] for item in found} == {"2013"}


async def test_a_filter_on_a_time_compares_its_date(guest: httpx.AsyncClient) -> None:
    one = (await items(guest, "/v2/locations"))[0]
    found = await items(guest, "/v2/locations", **{"filter[begin_at]": one["begin_at"][:10]})
    assert one in found
    assert {item["begin_at"][:10] for item in found} == {one["begin_at"][:10]}


async def test_null_and_nothing_test_for_null(guest: httpx.AsyncClient) -> None:
    by_word = await items(guest, "/v2/locations", **{"filter[end_at]": "null"})
    by_nothing = await items(guest, "/v2/locations", **{"filter[end_at]": ""})
    assert by_word == by_nothing
    assert by_word
    assert all(item["end_at"] is None for item in by_word)


@pytest.mark.parametrize(
    ("url", "name", "field"),
    [
        ("/v2/users", "staff?", "staff?"),
        ("/v2/users", "alumni?", "alumni?"),
        ("/v2/projects_users", "marked", "marked"),
        ("/v2/teams", "closed", "closed?"),
        ("/v2/campus", "active", "active"),
    ],
)
async def test_a_boolean_filter_splits_the_list(
    guest: httpx.AsyncClient, url: str, name: str, field: str
) -> None:
    total = int((await guest.get(url)).headers["X-Total"])
    true = await guest.get(url, params={f"filter[{name}]": "true", "page[size]": "100"})
    false = await guest.get(url, params={f"filter[{name}]": "false"})

    assert true.json()
    assert all(item[field] is True for item in true.json())
    assert int(true.headers["X-Total"]) + int(false.headers["X-Total"]) == total


async def test_who_sits_somewhere_is_active_and_not_inactive(guest: httpx.AsyncClient) -> None:
    active = await items(guest, "/v2/locations", **{"filter[active]": "true"})
    assert active == await items(guest, "/v2/locations", **{"filter[inactive]": "false"})
    assert all(item["end_at"] is None for item in active)


async def test_future_is_after_the_schools_present(guest: httpx.AsyncClient) -> None:
    coming = await items(guest, "/v2/events", **{"filter[future]": "true"})
    assert coming
    assert all(item["begin_at"] > "2026-11-20T14" for item in coming)


async def test_a_range_holds_both_ends(guest: httpx.AsyncClient) -> None:
    found = await items(guest, "/v2/users", **{"range[id]": "74,2000", "sort": "id"})
    assert found[0]["login"] == "norminet"
    assert all(74 <= item["id"] <= 2000 for item in found)


async def test_a_range_of_times_takes_iso_8601(guest: httpx.AsyncClient) -> None:
    found = await items(
        guest, "/v2/users", **{"range[created_at]": "2013-01-01T00:00:00.000Z,2014-01-01T01:00:00+01:00"}
    )
    assert found
    assert all(item["created_at"] < "2014-01-01T00:00:00.001Z" for item in found)


async def test_a_search_ignores_case_beyond_ascii(guest: httpx.AsyncClient) -> None:
    assert (await items(guest, "/v2/users", **{"search[login]": "NORMI"}))[0]["login"] == "norminet"
    accented = await items(guest, "/v2/users", **{"search[first_name]": "É"})
    assert accented
    assert all("é" in item["first_name"].lower() for item in accented)


async def test_wildcards_in_a_search_are_plain_letters(guest: httpx.AsyncClient) -> None:
    assert await items(guest, "/v2/users", **{"search[login]": "%"}) == []


async def test_a_sort_goes_by_several_fields(guest: httpx.AsyncClient) -> None:
    found = await items(guest, "/v2/users", sort="-pool_year,login")
    keys = [(item["pool_year"], item["login"]) for item in found if item["pool_year"]]
    assert keys == sorted(keys, key=lambda key: (-int(key[0]), key[1]))


async def test_nulls_come_last_upwards_and_first_downwards(guest: httpx.AsyncClient) -> None:
    up = await items(guest, "/v2/locations", sort="end_at")
    down = await items(guest, "/v2/locations", sort="-end_at")
    assert up[0]["end_at"] is not None
    assert down[0]["end_at"] is None


async def test_without_a_sort_the_catalogues_order_holds(guest: httpx.AsyncClient) -> None:
    ids = [item["id"] for item in await items(guest, "/v2/users")]
    assert ids == sorted(ids, reverse=True)


@pytest.mark.parametrize(
    ("url", "parameters", "words"),
    [
        (
            "/v2/cursus",
            {"filter[nope]": "1"},
            "Attributes nope doesn't exists or aren't filterables. Available filters are: id, name,"
            " created_at, updated_at, slug, kind, restricted, and is_subscriptable",
        ),
        ("/v2/cursus", {"range[nope]": "1,2"}, "aren't rangeables. Available ranges are: id, name"),
        ("/v2/cursus", {"search[nope]": "1"}, "aren't searchables. Available searchs are: id, name"),
        ("/v2/users", {"sort": "nope"}, "The nope field is not sortable"),
        ("/v2/projects_users", {"sort": "created_at"}, "The created_at field is not sortable"),
        ("/v2/users", {"range[id]": "1"}, "Begin and end must be separated by a comma (,)."),
        ("/v2/users", {"range[id]": "1,2,3"}, "Too many arguments for filter"),
        ("/v2/users", {"range[id]": "a,b"}, "Unable to create a range between values"),
        ("/v2/users", {"range[created_at]": "x,y"}, "Unable to create a range between values"),
        (
            "/v2/users",
            {"filter[staff?]": "maybe"},
            "Value maybe is not allowed for filter staff?, can be true or false",
        ),
        ("/v2/users", {"filter": "x"}, "The filter parameter takes a field"),
        ("/v2/titles", {"filter[id]": "2"}, "Attributes id doesn't exists or aren't filterables"),
        ("/v2/users", {"filter[id]": ",".join(map(str, range(2000)))}, "Too many values"),
    ],
)
async def test_what_is_not_allowed_is_a_400_that_says_what_is(
    guest: httpx.AsyncClient, url: str, parameters: dict[str, str], words: str
) -> None:
    answer = await guest.get(url, params=parameters)
    assert answer.status_code == 400
    assert answer.json()["error"] == "Bad Request"
    assert words in answer.json()["message"]


def test_every_name_that_the_catalogue_offers_stands_for_something(school: DemoApi) -> None:
    missing = []
    for endpoint in Catalog.load():
        made = plan(endpoint, school.store)
        if made is None or made.work != "index":
            continue
        names = {*endpoint.filters, *endpoint.ranges, *endpoint.sorts, *endpoint.searches}
        missing += [
            f"{endpoint.path} {name}"
            for name in sorted(names)
            if made.listing.field(name, school.store) is None
        ]
    assert missing == []


@pytest.mark.slow
async def test_every_filter_range_search_and_sort_of_a_list_answers(
    school: DemoApi, sign_in: Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]
) -> None:
    chief = await sign_in(school, "intrateam", "public projects profile elearning tig forum")
    for endpoint in Catalog.load():
        made = plan(endpoint, school.store)
        if made is None or made.work != "index" or made.parents:
            continue
        asked = [{"sort": f"-{name}"} for name in endpoint.sorts]
        numbers = {name for name in endpoint.filters if "campus" in name or "cursus" in name}
        asked += [{f"filter[{name}]": "1" if name in numbers else "true"} for name in endpoint.filters]
        asked += [{f"search[{name}]": "é"} for name in endpoint.searches]
        for name in endpoint.ranges:
            kind = made.listing.fields.get(name) or made.listing.field(name, school.store)
            assert kind is not None
            ends = {"datetime": "2020-01-01,2021-01-01", "boolean": "false,true"}.get(kind.kind, "1,2")
            asked.append({f"range[{name}]": "2020-01-01,2021-01-01" if kind.kind == "date" else ends})
        for parameters in asked:
            always = {"page[size]": "1"} | QUERIES.get(endpoint.path, {})
            answer = await chief.get(endpoint.path, params=always | parameters)
            assert answer.status_code == 200, (endpoint.path, parameters, answer.text)
