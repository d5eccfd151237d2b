"""The embedded API as a client sees it."""

from __future__ import annotations

import asyncio
import random
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.catalog.catalog import load_schemas
from ft42tui.demo.app import DemoApi

SCHEMAS = load_schemas()
SERVED = {
    "/v2/users": "user_summary",
    "/v2/campus": "campus",
    "/v2/cursus": "cursus",
    "/v2/projects": "project",
    "/v2/project_sessions": "project_session",
    "/v2/projects_users": "projects_user",
    "/v2/cursus_users": "cursus_user",
    "/v2/campus_users": "campus_user",
    "/v2/locations": "location",
    "/v2/teams": "team",
    "/v2/teams_users": "teams_user",
    "/v2/scale_teams": "scale_team",
    "/v2/coalitions": "coalition",
    "/v2/coalitions_users": "coalitions_user",
    "/v2/blocs": "bloc",
    "/v2/achievements": "achievement",
    "/v2/achievements_users": "achievements_user",
    "/v2/events": "event",
    "/v2/events_users": "events_user",
    "/v2/languages": "language",
    "/v2/skills": "skill",
    "/v2/flags": "flag",
    "/v2/titles": "title",
    "/v2/titles_users": "titles_user",
    "/v2/groups": "group",
    "/v2/slots": "slot",
    "/v2/feedbacks": "feedback",
    "/v2/exams": "exam",
    "/v2/quests_users": "quests_user",
    "/v2/tags": "tag",
    "/v2/users/norminet/correction_point_historics": "correction_point_historic",
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "integer": int,
    "float": (int, float),
    "string": str,
    "datetime": str,
    "boolean": bool,
    "object": dict,
    "array": list,
}
INVISIBLE = {("scale_team", "corrector"), ("scale_team", "correcteds"), ("slot", "user")}
LISTED_ONLY = {"/v2/users", "/v2/flags", "/v2/slots", "/v2/users/norminet/correction_point_historics"}


def faults(item: dict[str, Any], schema: str) -> list[str]:
    """Return what an item has that its schema has not, or has otherwise."""
    fields = SCHEMAS[schema]["fields"]
    names = [field["name"] for field in fields]
    if list(item) != names:
        return [f"{schema}: {sorted(set(item) ^ set(names)) or 'another order'}"]
    found = []
    for field in fields:
        name, value = field["name"], item[field["name"]]
        if value is None:
            if not field["nullable"]:
                found.append(f"{schema}.{name} is null")
        elif (schema, name) in INVISIBLE and value == "invisible":
            continue
        elif not isinstance(value, TYPES[field["type"]]):
            found.append(f"{schema}.{name} is {value!r}")
        elif field["type"] == "integer" and isinstance(value, bool):
            found.append(f"{schema}.{name} is a boolean")
    return found


@pytest.mark.parametrize(("url", "schema"), SERVED.items())
async def test_every_item_of_a_list_has_the_shape_of_its_schema(
    guest: httpx.AsyncClient, url: str, schema: str
) -> None:
    answer = await guest.get(url, params={"page[size]": "100"})
    assert answer.status_code == 200
    assert answer.json()
    assert [fault for item in answer.json() for fault in faults(item, schema)] == []


@pytest.mark.parametrize("url", [url for url in SERVED if url not in LISTED_ONLY])
async def test_an_object_on_its_own_is_the_one_of_the_list(guest: httpx.AsyncClient, url: str) -> None:
    listed = (await guest.get(url)).json()[0]
    shown = (await guest.get(f"{url}/{listed['id']}")).json()
    if url == "/v2/teams":  # a team's own page has its evaluations too
        shown["scale_teams"] = []
    assert shown == listed


async def test_a_user_on_its_own_has_everything(guest: httpx.AsyncClient) -> None:
    user = (await guest.get("/v2/users/norminet")).json()

    assert faults(user, "user") == []
    assert (user["id"], user["staff?"], user["kind"]) == (74, False, "student")
    assert (user["pool_month"], user["pool_year"]) == ("september", "2013")
    assert [campus["name"] for campus in user["campus"]] == ["Paris"]
    assert user["cursus_users"]
    assert user["projects_users"]
    assert user["url"] == "http://127.0.0.1:4242/v2/users/norminet"
    assert (await guest.get("/v2/users/74")).json() == user


@pytest.mark.parametrize(
    ("by_slug", "by_id"),
    [
        ("/v2/campus/paris", "/v2/campus/1"),
        ("/v2/cursus/42cursus", "/v2/cursus/21"),
        ("/v2/projects/42cursus-libft", "/v2/projects/1314"),
        ("/v2/coalitions/the-federation", "/v2/coalitions/45"),
        ("/v2/achievements/pedagogy-17", "/v2/achievements/17"),
        ("/v2/users/norminet/locations", "/v2/users/74/locations"),
        ("/v2/projects/42cursus-libft/teams", "/v2/projects/1314/teams"),
    ],
)
async def test_an_object_answers_to_its_slug_too(guest: httpx.AsyncClient, by_slug: str, by_id: str) -> None:
    answer = await guest.get(by_slug)
    assert answer.status_code == 200
    assert answer.json() == (await guest.get(by_id)).json()


@pytest.mark.parametrize(
    "url",
    [
        "/v2/users/nobody",
        "/v2/users/99999999999999999999",
        "/v2/users/%F0%9F%90%88",
        "/v2/users/a%2Fb",
        "/v2/campus/0/users",
        "/v2/users/nobody/projects_users",
        "/v2/projects/nothing/teams/graph",
        "/v2/users/nobody/locations_stats",
    ],
)
async def test_an_unknown_object_or_parent_is_a_404(guest: httpx.AsyncClient, url: str) -> None:
    answer = await guest.get(url)
    assert (answer.status_code, answer.json()) == (404, {"error": "Not Found"})


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("/v2/users/norminet/locations", lambda item: item["user"]["login"] == "norminet"),
        ("/v2/users/norminet/projects_users", lambda item: item["user"]["id"] == 74),
        ("/v2/campus/1/locations", lambda item: item["campus_id"] == 1),
        ("/v2/projects/1314/teams", lambda item: item["project_id"] == 1314),
        ("/v2/cursus/9/projects", lambda item: item["cursus"][0]["id"] == 9),
        (
            "/v2/campus/1/cursus/21/events",
            lambda item: (item["campus_ids"], item["cursus_ids"]) == ([1], [21]),
        ),
        (
            "/v2/users/norminet/scale_teams/as_corrected",
            lambda item: (
                item["correcteds"] == "invisible" or 74 in [user["id"] for user in item["correcteds"]]
            ),
        ),
        (
            "/v2/users/norminet/projects/1314/teams",
            lambda item: item["project_id"] == 1314 and item["users"][0]["login"] == "norminet",
        ),
    ],
)
async def test_a_parent_narrows_its_list(guest: httpx.AsyncClient, url: str, field: Any) -> None:
    answer = await guest.get(url)
    assert answer.status_code == 200
    assert all(field(item) for item in answer.json())


async def test_evaluations_of_a_user_are_those_given_and_received(
    school: DemoApi, guest: httpx.AsyncClient
) -> None:
    corrector = school.store.number("SELECT user_id FROM scale_teams GROUP BY 1 ORDER BY count(*) DESC")
    totals = [
        int((await guest.get(f"/v2/users/{corrector}/scale_teams{part}")).headers["X-Total"])
        for part in ("", "/as_corrector", "/as_corrected")
    ]
    assert totals[0] == totals[1] + totals[2]
    assert totals[1] > 0


async def test_an_unchanged_answer_is_a_304_without_a_body(guest: httpx.AsyncClient) -> None:
    first = await guest.get("/v2/campus")
    again = await guest.get("/v2/campus", headers={"If-None-Match": f'"x", {first.headers["ETag"]}'})

    assert first.headers["ETag"].startswith('W/"')
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["X-Total"] == first.headers["X-Total"]


async def test_an_answer_names_the_application_and_itself(guest: httpx.AsyncClient) -> None:
    one, other = await guest.get("/v2/cursus"), await guest.get("/v2/cursus")

    assert one.headers["X-Application-Name"] == "ft42tui demo"
    assert one.headers["X-Application-Roles"] == "None"
    assert one.headers["X-Application-Id"].isdigit()
    assert one.headers["X-Request-Id"] != other.headers["X-Request-Id"]
    assert float(one.headers["X-Runtime"]) >= 0


async def test_head_is_get_without_the_body(guest: httpx.AsyncClient) -> None:
    got, head = await guest.get("/v2/users"), await guest.head("/v2/users")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["ETag"] == got.headers["ETag"]


async def test_a_host_that_is_none_is_not_repeated(guest: httpx.AsyncClient) -> None:
    answer = await guest.get("/v2/users/norminet", headers={"Host": "evil.example/<script>"})
    assert answer.json()["url"] == "http://127.0.0.1:4242/v2/users/norminet"


async def test_a_graph_counts_everybody_once(guest: httpx.AsyncClient) -> None:
    for path in ("", "/on/updated_at", "/on/created_at/by/day", "/on/created_at/by/week"):
        counts = (await guest.get(f"/v2/users/graph{path}")).json()
        assert sum(counts.values()) == 200
        assert list(counts) == sorted(counts, key=lambda key: (len(key), key))


@pytest.mark.parametrize("interval", ["month", "quarter", "year"])
async def test_a_graph_leaves_no_gap(guest: httpx.AsyncClient, interval: str) -> None:
    counts = (await guest.get(f"/v2/users/graph/on/created_at/by/{interval}")).json()
    assert all(key.endswith("-01") for key in counts)
    assert 0 in counts.values() or interval == "year"


@pytest.mark.parametrize("path", ["/on/login", "/on/created_at/by/century"])
async def test_a_graph_of_something_else_is_a_400(guest: httpx.AsyncClient, path: str) -> None:
    assert (await guest.get(f"/v2/users/graph{path}")).status_code == 400


async def test_locations_stats_add_up_the_days_newest_first(guest: httpx.AsyncClient) -> None:
    stats = (await guest.get("/v2/users/norminet/locations_stats")).json()
    days = list(stats)
    assert days == sorted(days, reverse=True)
    assert all(value.count(":") == 2 for value in stats.values())

    span = {"begin_at": days[-1], "end_at": days[-2]}
    some = (await guest.get("/v2/users/norminet/locations_stats", params=span)).json()
    assert list(some) == days[-2:]


NAMES = st.sampled_from(
    [
        "page",
        "per_page",
        "page[number]",
        "page[size]",
        "sort",
        "filter",
        "filter[",
        "filter[]",
        "range[id]",
        "filter[id]",
        "filter[created_at]",
        "filter[level]",
        "search[login]",
        "range[created_at]",
        "x",
        "range[level]",
        "filter[staff?]",
        "filter[id][]",
        "search[id]",
        "filter[future]",
        "access_token",
    ]
)
VALUES = st.one_of(
    st.text(max_size=12),
    st.sampled_from(["1", "-1", "null", "1,2", "true", "nan,inf", "9" * 30, "2024-01-01", "id,-id", ","]),
    st.sampled_from(["0001-01-01T00:00:00+14:00,9999-12-31T23:59:59-14:00", "\x00", "🐈", "%", "-"]),
)


@settings(derandomize=True, max_examples=60, deadline=None)
@given(
    url=st.sampled_from(
        [
            "/v2/users",
            "/v2/cursus_users",
            "/v2/locations",
            "/v2/users/norminet/teams",
            "/v2/scale_teams",
            "/v2/events",
            "/v2/users/norminet/locations_stats",
            "/v2/users/graph",
        ]
    ),
    parameters=st.lists(st.tuples(NAMES, VALUES), max_size=4),
)
def test_no_query_string_breaks_it(school: DemoApi, url: str, parameters: list[tuple[str, str]]) -> None:
    async def ask() -> httpx.Response:
        headers = {"Authorization": f"Bearer {school.user_token.access_token}"}
        transport = httpx.ASGITransport(school)
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return await client.get(url, params=urlencode(parameters), headers=headers)

    assert asyncio.run(ask()).status_code in {200, 400}


async def test_no_bytes_in_a_query_string_break_it(guest: httpx.AsyncClient) -> None:
    r = random.Random(42)
    for _ in range(200):
        raw = "".join(r.choice("filter[]=&%,-?+;ids0aF\\'\"") for _ in range(r.randrange(24)))
        answer = await guest.get(httpx.URL("http://127.0.0.1:4242/v2/users", query=raw.encode()))
        assert answer.status_code in {200, 400}, raw
