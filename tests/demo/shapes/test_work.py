"""What projects, teams and evaluations show of what hangs on them."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ft42tui.demo.app import DemoApi
from ft42tui.demo.shapes import work
from ft42tui.demo.shapes.reader import Reader, without


@pytest.fixture
def reader(school: DemoApi) -> Reader:
    """Reads as an application."""
    return Reader(school.store, "http://127.0.0.1:4242")


@pytest.mark.parametrize(
    ("parent", "name", "rows"),
    [
        ("projects", "attachments", "SELECT attachable_id FROM attachments WHERE language_id = 1"),
        ("teams", "teams_uploads", "SELECT team_id FROM teams_uploads"),
        (
            "scale_teams",
            "feedbacks",
            "SELECT feedbackable_id FROM feedbacks WHERE feedbackable_type = 'ScaleTeam'",
        ),
    ],
)
async def test_a_list_inside_an_object_is_what_its_own_list_shows(
    school: DemoApi, guest: httpx.AsyncClient, parent: str, name: str, rows: str
) -> None:
    number = school.store.number(rows)
    row = school.store.rows(f"SELECT * FROM {parent} WHERE id = ?", (number,))  # noqa: S608  # names of ours
    shapes: dict[str, Any] = {
        "projects": work.projects, "teams": work.teams, "scale_teams": work.scale_teams
    }  # fmt: skip
    (item,) = shapes[parent](Reader(school.store, "http://127.0.0.1:4242"), row)
    listed = (await guest.get(f"/v2/{parent}/{number}/{name}", params={"sort": "id"})).json()
    assert item[name] == listed != []


def test_the_session_of_an_exam_names_the_machine_that_marks_it(reader: Reader) -> None:
    rows = reader.store.rows(
        "SELECT s.*, p.exam FROM project_sessions s JOIN projects p ON p.id = s.project_id"
    )
    for row, item in zip(rows, work.project_sessions(reader, rows), strict=True):
        assert [sorted(machine) for machine in item["uploads"]] == [["id", "name"]] * row["exam"]


def test_the_sessions_inside_a_project_do_not_say_their_commit(reader: Reader) -> None:
    rows = reader.store.rows("SELECT * FROM projects")
    sessions = reader.store.rows("SELECT * FROM project_sessions")
    shown = [session for item in work.projects(reader, rows) for session in item["project_sessions"]]
    whole = without(work.project_sessions(reader, sessions), "commit")
    assert sorted(shown, key=lambda item: item["id"]) == sorted(whole, key=lambda item: item["id"])


def test_only_the_own_page_of_a_team_shows_its_evaluations(reader: Reader) -> None:
    rows = reader.store.rows("SELECT * FROM teams WHERE id IN (SELECT team_id FROM scale_teams)")
    for listed, own in zip(work.teams(reader, rows), work.teams_in_full(reader, rows), strict=True):
        assert listed["scale_teams"] == []
        assert own["scale_teams"]
        assert all("team" not in evaluation for evaluation in own["scale_teams"])
        assert own | {"scale_teams": []} == listed


async def test_the_slots_of_a_project_are_its_own_and_the_free_ones_of_those_who_validated_it(
    school: DemoApi, guest: httpx.AsyncClient
) -> None:
    expected = """SELECT s.id FROM slots s WHERE CASE WHEN s.scale_team_id IS NULL
        THEN EXISTS (SELECT 1 FROM projects_users p
            WHERE p.user_id = s.user_id AND p.project_id = ?1 AND p.validated)
        ELSE (SELECT project_id FROM scale_teams e WHERE e.id = s.scale_team_id) = ?1 END
        ORDER BY s.id DESC"""
    found = 0
    for project in (1314, 1316, 1320, 1255):
        wanted = [row["id"] for row in school.store.rows(expected, (project,))]
        answer = await guest.get(f"/v2/projects/{project}/slots", params={"page[size]": "100"})
        assert [slot["id"] for slot in answer.json()] == wanted[:100]
        assert int(answer.headers["X-Total"]) == len(wanted)
        found += len(wanted)
    assert found > 0
