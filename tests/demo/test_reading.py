"""Lists with a will of their own: short pages, no total, parameters that must be there, JSON:API."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest

from ft42tui.demo.app import DemoApi
from ft42tui.demo.body import JSON_API

SignIn = Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]


@pytest.fixture
async def chief(school: DemoApi, sign_in: SignIn) -> httpx.AsyncClient:
    """An application that may do everything."""
    return await sign_in(school, "intrateam", "public projects profile elearning tig forum")


@pytest.mark.parametrize(("path", "longest"), [("/v2/projects", 50), ("/v2/users", 100)])
async def test_some_lists_cap_the_page_below_the_usual(
    guest: httpx.AsyncClient, path: str, longest: int
) -> None:
    answer = await guest.get(path, params={"page[size]": "100"})
    assert answer.headers["X-Per-Page"] == str(longest)
    assert len(answer.json()) == min(longest, int(answer.headers["X-Total"]))


async def test_a_list_that_is_not_documented_to_page_does_so_without_a_total(
    chief: httpx.AsyncClient,
) -> None:
    first = await chief.get("/v2/anti_grav_units", params={"per_page": "1"})
    second = await chief.get("/v2/anti_grav_units", params={"per_page": "1", "page": "2"})

    assert "X-Total" not in first.headers
    assert 'rel="next"' in first.headers["Link"]
    assert 'rel="last"' not in first.headers["Link"]
    assert first.json() != second.json()


async def test_alumni_are_asked_for_by_campus(chief: httpx.AsyncClient) -> None:
    assert (await chief.get("/v2/alumnized_users")).status_code == 400
    assert (await chief.get("/v2/alumnized_users", params={"campus_id": "x"})).status_code == 400
    everybody = (await chief.get("/v2/alumnized_users", params={"campus_id": "1"})).json()
    assert everybody
    assert all(user["alumni?"] for user in everybody)
    late = {"campus_id": "1", "alumnized_since": everybody[0]["alumnized_at"]}
    lately = (await chief.get("/v2/alumnized_users", params=late)).json()
    assert all(user["alumnized_at"][:10] >= late["alumnized_since"][:10] for user in lately)


@pytest.mark.parametrize(
    ("begin", "end", "status"),
    [
        ("2026-08-01", "2026-11-20", 200),
        ("2026-07-01", "2026-11-02", 200),
        ("2026-07-01", "2026-11-03", 400),
        ("2026-11-20", "2026-08-01", 400),
        ("soon", "2026-11-20", 400),
        ("", "", 400),
    ],
)
async def test_journals_span_124_days_at_most(
    chief: httpx.AsyncClient, begin: str, end: str, status: int
) -> None:
    answer = await chief.get("/v2/campus/1/journals", params={"begin_at": begin, "end_at": end})
    assert answer.status_code == status
    if status == 200:
        assert all(begin <= entry["event_at"][:10] <= end for entry in answer.json())


async def test_json_api_is_another_form_of_the_same(guest: httpx.AsyncClient) -> None:
    parameters = {"page[size]": "2", "sort": "login"}
    plain = await guest.get("/v2/users", params=parameters)
    form = await guest.get("/v2/users", params=parameters, headers={"Content-Type": JSON_API})

    assert form.headers["content-type"].startswith(JSON_API)
    assert form.headers["Link"] == plain.headers["Link"]
    told = form.json()
    assert [{"id": int(one["id"]), **one["attributes"]} for one in told["data"]] == plain.json()
    assert {one["type"] for one in told["data"]} == {"users"}
    assert told["meta"] == {"total": int(plain.headers["X-Total"])}
    one = (await guest.get("/v2/cursus/21", headers={"Content-Type": JSON_API})).json()["data"]
    assert (one["id"], one["type"], one["attributes"]["slug"]) == ("21", "cursus", "42cursus")


async def test_json_api_leaves_graphs_as_they_are(guest: httpx.AsyncClient) -> None:
    path = "/v2/users/graph/on/created_at/by/year"
    plain = await guest.get(path)
    form = await guest.get(path, headers={"Content-Type": JSON_API})
    assert form.json() == plain.json()
