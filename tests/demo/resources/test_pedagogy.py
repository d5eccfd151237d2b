"""How what learning leaves behind is narrowed, and by which names."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import httpx
import pytest

from ft42tui.catalog import Catalog
from ft42tui.demo.app import DemoApi
from ft42tui.demo.resources.pedagogy import PEDAGOGY
from ft42tui.demo.routes import plan

SignIn = Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]
OWN = {listing.table for listing in PEDAGOGY}


def test_each_read_is_planned_and_each_name_the_catalogue_offers_is_known(school: DemoApi) -> None:
    seen = set()
    for endpoint in Catalog.load():
        made = plan(endpoint, school.store) if endpoint.method == "GET" else None
        if made is None or made.listing.table not in OWN:
            continue
        seen.add(made.listing.table)
        for name in (*endpoint.filters, *endpoint.ranges, *endpoint.sorts):
            field = made.listing.field(name, school.store)
            assert field is not None, (endpoint.path, name)
            school.store.rows(f"SELECT {field.sql} FROM {made.listing.table} t LIMIT 1")  # noqa: S608
    assert seen == OWN - {"issues"}


@pytest.mark.parametrize(
    ("url", "condition"),
    [
        ("/v2/campus/1/exams", "campus_id = 1"),
        ("/v2/cursus/9/exams", "id IN (SELECT exam_id FROM exams_projects WHERE project_id IN"
         " (SELECT id FROM projects WHERE cursus_id = 9))"),
        ("/v2/projects/1320/exams", "id IN (SELECT exam_id FROM exams_projects WHERE project_id = 1320)"),
        ("/v2/users/norminet/exams", "id IN (SELECT exam_id FROM exams_users WHERE user_id = 74)"),
        ("/v2/users/norminet/quests", "id IN (SELECT quest_id FROM quests_users WHERE user_id = 74)"),
        ("/v2/users/norminet/quests_users", "user_id = 74"),
        ("/v2/users/norminet/slots", "user_id = 74"),
        ("/v2/users/norminet/correction_point_historics", "user_id = 74"),
        ("/v2/users/norminet/experiences", "user_id = 74"),
        ("/v2/users/norminet/tags", "id IN (SELECT tag_id FROM tags_users WHERE user_id = 74)"),
        ("/v2/projects/1334/tags", "id = 58"),
        ("/v2/issues/12/tags", "id = 14"),
        ("/v2/tags/58/notions", "id = 25"),
        ("/v2/notions/25/subnotions", "notion_id = 25"),
        ("/v2/project_sessions/3000/project_data", "project_session_id = 3000"),
        ("/v2/projects/1314/attachments", "attachable_id = 1314"),
        ("/v2/project_sessions/3000/attachments", "attachable_id = 1314"),
        ("/v2/cursus/21/levels", "cursus_id = 21"),
    ],
)  # fmt: skip
async def test_a_parent_narrows_its_list(school: DemoApi, sign_in: SignIn, url: str, condition: str) -> None:
    name = "staff" if url.endswith(("experiences", "levels")) else "tutor"
    client = await sign_in(school, name, "public projects elearning")
    answer = await client.get(url, params={"page[size]": "100"})
    assert answer.status_code == 200, answer.text
    table = url.rpartition("/")[2]
    expected = school.store.number(f"SELECT count(*) FROM {table} WHERE {condition}")  # noqa: S608
    assert len(answer.json()) == min(expected, 100) > 0


async def test_feedbacks_of_an_evaluation_are_its_own(school: DemoApi, guest: httpx.AsyncClient) -> None:
    evaluation = school.store.number("SELECT id FROM scale_teams WHERE feedback IS NOT NULL")
    items = (await guest.get(f"/v2/scale_teams/{evaluation}/feedbacks")).json()
    assert [(item["feedbackable_type"], item["feedbackable_id"]) for item in items] == [
        ("ScaleTeam", evaluation)
    ]


async def test_slots_for_a_project_are_free_or_taken_for_it(
    school: DemoApi, guest: httpx.AsyncClient
) -> None:
    items = (await guest.get("/v2/projects/1314/slots", params={"page[size]": "100"})).json()
    assert items
    for item in items:
        if item["scale_team"]:
            taken = "SELECT project_id FROM scale_teams WHERE id = ?"
            assert school.store.number(taken, (item["scale_team"]["id"],)) == 1314
