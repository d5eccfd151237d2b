"""Writes: what is refused, what is done, and what follows from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from kept_school import kept_school

from ft42tui.demo.app import DemoApi
from ft42tui.demo.settings import DemoSettings, Rates

SignIn = Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]
SignInAs = Callable[[DemoApi, str, str, str], Awaitable[httpx.AsyncClient]]
EVERY_SCOPE = "public projects profile elearning tig forum"
TOMORROW = "2026-11-21T{}:00.000Z"


@pytest.fixture
def own() -> DemoApi:
    """A school of this test's own."""
    return kept_school(DemoSettings(users=200, rates=Rates(0, 0)), clock=lambda: 1_700_000_000.0)


@pytest.fixture
async def chief(own: DemoApi, sign_in: SignIn) -> httpx.AsyncClient:
    """An application that may do everything."""
    return await sign_in(own, "intrateam", EVERY_SCOPE)


@pytest.fixture
async def student(own: DemoApi, sign_in_as: SignInAs) -> httpx.AsyncClient:
    """The user norminet, by an application without a role."""
    return await sign_in_as(own, "ft42tui demo", "public projects profile", "norminet")


@pytest.mark.parametrize(
    ("path", "body", "messages"),
    [
        ("/v2/events_users", {}, {"event_id": ["can't be blank"], "user_id": ["can't be blank"]}),
        (
            "/v2/events_users",
            {"events_user": {"event_id": "x", "user_id": 74}},
            {"event_id": ["is not a number"]},
        ),
        ("/v2/events_users", {"events_user": {"event_id": 1, "user_id": 74}}, {"event_id": ["must exist"]}),
        ("/v2/groups", {"group": {"name": "", "color": "red"}}, {"name": ["can't be blank"]}),
        ("/v2/groups", {"group": {"name": ["x"], "color": "red"}}, {"name": ["is invalid"]}),
        (
            "/v2/groups",
            {"group": {"name": "x", "color": "red", "kind": "loud"}},
            {"kind": ["is not included in the list"]},
        ),
        (
            "/v2/locations",
            {"location": {"user_id": 74, "host": "e1r1p1", "campus_id": 1, "begin_at": "now"}},
            {"begin_at": ["is not a valid date"]},
        ),
        (
            "/v2/locations",
            {"location": {"user_id": 74, "host": "e1r1p1", "campus_id": 1, "primary": "maybe"}},
            {"primary": ["is not included in the list"]},
        ),
        (
            "/v2/locations",
            {"location": {"user_id": 2**70, "host": "x", "campus_id": 1}},
            {"user_id": ["is not a number"]},
        ),
        (
            "/v2/locations",
            {"location": {"user_id": 2**63, "host": "x", "campus_id": 1}},
            {"user_id": ["is too big"]},
        ),
    ],
)
async def test_a_bad_body_is_a_422_that_names_the_fields_and_changes_nothing(
    own: DemoApi, chief: httpx.AsyncClient, path: str, body: dict[str, Any], messages: dict[str, list[str]]
) -> None:
    count = f"SELECT count(*) FROM {path.removeprefix('/v2/')}"  # noqa: S608  # names of ours only
    before = own.store.number(count)
    answer = await chief.post(path, json=body)
    assert (answer.status_code, answer.json()) == (422, messages)
    assert own.store.number(count) == before


async def test_an_event_is_joined_once_and_counted(student: httpx.AsyncClient, own: DemoApi) -> None:
    event = own.store.number(
        "SELECT min(id) FROM events WHERE begin_at > school_now() AND max_people IS NULL"
        " AND id NOT IN (SELECT event_id FROM events_users WHERE user_id = 74)"
    )
    before = (await student.get(f"/v2/events/{event}")).json()["nbr_subscribers"]
    body = {"events_user": {"event_id": event, "user_id": 74}}

    joined = await student.post("/v2/events_users", json=body)
    again = await student.post("/v2/events_users", json=body)

    assert joined.status_code == 201
    assert joined.json()["user"]["login"] == "norminet"
    assert (again.status_code, again.json()) == (422, {"user_id": ["has already been taken"]})
    assert (await student.get(f"/v2/events/{event}")).json()["nbr_subscribers"] == before + 1

    left = await student.delete(f"/v2/events_users/{joined.json()['id']}")
    assert (left.status_code, left.content) == (204, b"")
    assert (await student.get(f"/v2/events/{event}")).json()["nbr_subscribers"] == before


async def test_what_belongs_to_somebody_else_is_not_touched(student: httpx.AsyncClient, own: DemoApi) -> None:
    entry = own.store.number("SELECT min(id) FROM events_users WHERE user_id <> 74")
    other = own.store.number("SELECT user_id FROM events_users WHERE id = ?", (entry,))
    body = {"events_user": {"event_id": 22_000, "user_id": other}}
    answers = [
        await student.delete(f"/v2/events_users/{entry}"),
        await student.patch(f"/v2/events_users/{entry}", json=body),
        await student.post("/v2/events_users", json=body),
    ]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert {answer.json()["error"] for answer in answers} == {"Access Denied"}


async def test_a_slot_is_cut_into_quarters_of_an_hour(student: httpx.AsyncClient) -> None:
    before = int((await student.get("/v2/me/slots")).headers["X-Total"])
    form = {"slot[begin_at]": TOMORROW.format("10:00"), "slot[end_at]": TOMORROW.format("11:00")}

    made = await student.post("/v2/slots", data=form)

    assert made.status_code == 201, made.text
    assert made.json()["end_at"] == TOMORROW.format("10:15")
    assert made.json()["user"]["login"] == "norminet"
    assert int((await student.get("/v2/me/slots")).headers["X-Total"]) == before + 4
    clash = await student.post("/v2/slots", data=form)
    assert clash.json() == {"base": ["There is a slot at this time already"]}


@pytest.mark.parametrize(
    ("begin", "end", "field"),
    [
        ("2026-11-20T14:15:00.000Z", "2026-11-20T15:00:00.000Z", "begin_at"),
        (TOMORROW.format("10:05"), TOMORROW.format("11:00"), "base"),
        (TOMORROW.format("11:00"), TOMORROW.format("10:00"), "end_at"),
        (TOMORROW.format("11:00"), TOMORROW.format("11:00"), "end_at"),
        (TOMORROW.format("11:00"), "2027-11-21T11:00:00.000Z", "end_at"),
    ],
)
async def test_a_slot_that_cannot_be_is_a_422(
    student: httpx.AsyncClient, begin: str, end: str, field: str
) -> None:
    answer = await student.post("/v2/slots", json={"slot": {"begin_at": begin, "end_at": end}})
    assert answer.status_code == 422
    assert field in answer.json()


async def test_the_mark_of_an_evaluation_is_the_mark_of_the_team_and_of_its_members(
    own: DemoApi, chief: httpx.AsyncClient
) -> None:
    row = own.store.rows(
        "SELECT s.id, s.team_id FROM scale_teams s JOIN projects_users p ON p.current_team_id = s.team_id"
        " WHERE s.final_mark IS NULL ORDER BY s.id LIMIT 1"
    )[0]
    path = f"/v2/scale_teams/{row['id']}"
    early = await chief.patch(
        path, json={"scale_team": {"final_mark": 99, "begin_at": TOMORROW.format("10:00")}}
    )
    assert early.json() == {"final_mark": ["can't be given before the evaluation begins"]}
    filled = {"final_mark": 99, "begin_at": "2026-11-20T13:00:00.000Z"}
    assert (await chief.patch(path, json={"scale_team": filled})).status_code == 204

    team = (await chief.get(f"/v2/teams/{row['team_id']}")).json()
    assert (team["final_mark"], team["status"], team["validated?"]) == (99, "finished", True)
    assert (await chief.get(f"/v2/scale_teams/{row['id']}")).json()["filled_at"] is not None
    for member in team["users"]:
        entry = (await chief.get(f"/v2/projects_users/{member['projects_user_id']}")).json()
        assert (entry["final_mark"], entry["validated?"], entry["marked"]) == (99, True, True)


async def test_scores_and_wallets_are_sums(own: DemoApi, chief: httpx.AsyncClient) -> None:
    member = own.store.rows("SELECT id, coalition_id, user_id FROM coalitions_users LIMIT 1")[0]
    house = f"/v2/coalitions/{member['coalition_id']}"
    before = (await chief.get(house)).json()["score"]

    score = {"coalitions_user_id": member["id"], "value": 42, "reason": "Kindness"}
    made = await chief.post(f"{house}/scores", json={"score": score})
    assert (await chief.get(house)).json()["score"] == before + 42
    assert (await chief.delete(f"{house}/scores/{made.json()['id']}")).status_code == 204
    assert (await chief.get(house)).json()["score"] == before

    wallet = (await chief.get("/v2/users/norminet")).json()["wallet"]
    gift = {"value": 7, "user_id": 74, "transactable_type": "Gift", "reason": "Birthday"}
    await chief.post("/v2/transactions", json={"transaction": gift})
    assert (await chief.get("/v2/users/norminet")).json()["wallet"] == wallet + 7


async def test_a_project_is_registered_for_failed_and_tried_again(
    own: DemoApi, student: httpx.AsyncClient, chief: httpx.AsyncClient
) -> None:
    project = own.store.number(
        "SELECT min(id) FROM projects"
        " WHERE id NOT IN (SELECT project_id FROM projects_users WHERE user_id = 74)"
    )
    made = await student.post(f"/v2/projects/{project}/register")
    assert made.status_code == 201
    assert made.json()["status"] == "in_progress"
    assert made.json()["teams"][0]["users"][0]["login"] == "norminet"
    assert (await student.post(f"/v2/projects/{project}/register")).status_code == 422
    assert (await student.patch(f"/v2/projects/{project}/retry")).status_code == 422

    team = made.json()["current_team_id"]
    await chief.patch(f"/v2/teams/{team}", json={"team": {"final_mark": 0}})
    assert (await student.patch(f"/v2/projects/{project}/retry")).status_code == 204
    entry = (await student.get(f"/v2/projects_users/{made.json()['id']}")).json()
    assert (entry["occurrence"], entry["final_mark"], len(entry["teams"])) == (1, None, 2)


async def test_points_are_given_taken_and_put_on_record(chief: httpx.AsyncClient) -> None:
    points = "/v2/users/norminet/correction_points"
    before = (await chief.get("/v2/users/norminet")).json()["correction_point"]
    given = await chief.post(f"{points}/add", data={"reason": "Help", "amount": "3"})
    assert given.status_code == 201
    assert given.json()["correction_point"] == before + 3
    taken = await chief.delete(f"{points}/remove", params={"reason": "Absent"})
    assert taken.status_code == 204
    history = await chief.get("/v2/users/norminet/correction_point_historics", params={"sort": "-id"})
    assert [(one["sum"], one["total"]) for one in history.json()[:2]] == [(-1, before + 2), (3, before + 3)]
    assert (await chief.post(f"{points}/add", json={})).status_code == 422


async def test_everybody_is_logged_out_at_once(own: DemoApi, chief: httpx.AsyncClient) -> None:
    assert own.store.number("SELECT count(*) FROM locations WHERE campus_id = 1 AND end_at IS NULL")
    assert (await chief.delete("/v2/campus/paris/locations/end_all")).status_code == 204
    answer = await chief.get("/v2/campus/1/locations", params={"filter[active]": "true"})
    assert answer.json() == []
    assert (await chief.get("/v2/users/norminet")).json()["location"] is None


async def test_several_evaluations_are_made_together_or_not_at_all(
    own: DemoApi, chief: httpx.AsyncClient
) -> None:
    team = own.store.number("SELECT min(id) FROM teams")
    before = own.store.number("SELECT count(*) FROM scale_teams")
    good = {"team_id": team, "begin_at": TOMORROW.format("10:00")}
    bad = {"team_id": 1, "begin_at": TOMORROW.format("10:00")}

    refused = await chief.post("/v2/scale_teams/multiple_create", json={"scale_teams": [good, bad]})
    assert refused.status_code == 422
    assert own.store.number("SELECT count(*) FROM scale_teams") == before

    made = await chief.post("/v2/scale_teams/multiple_create", json={"scale_teams": [good, good]})
    assert made.status_code == 201
    assert [one["team"]["id"] for one in made.json()] == [team, team]


async def test_new_people_get_a_login_and_a_taken_one_is_refused(chief: httpx.AsyncClient) -> None:
    person = {"email": "a@example.org", "first_name": "Zoë", "last_name": "O'Hara-Lund", "kind": "student"}
    first = await chief.post("/v2/users", json={"user": person})
    second = await chief.post("/v2/users", json={"user": person})
    assert [first.json()["login"], second.json()["login"]] == ["zoharalu", "zoharal2"]
    taken = await chief.patch(f"/v2/users/{first.json()['id']}", json={"user": {"login": "norminet"}})
    assert (taken.status_code, taken.json()) == (422, {"login": ["has already been taken"]})


async def test_search_finds_people_and_projects(chief: httpx.AsyncClient) -> None:
    people = await chief.post("/v2/search/users", json={"query": "NORMI"})
    projects = await chief.post("/v2/search/projects", data={"query": "libft"})
    assert (people.status_code, projects.status_code) == (201, 201)
    assert people.json()[0]["login"] == "norminet"
    assert any(project["name"] == "Libft" for project in projects.json())


async def test_half_a_letter_in_a_text_is_replaced(chief: httpx.AsyncClient) -> None:
    body = b'{"group": {"name": "half \\ud800", "color": "red"}}'
    made = await chief.post("/v2/groups", content=body, headers={"Content-Type": "application/json"})
    assert made.status_code == 201
    assert made.json()["name"] == "half ?"


async def test_the_projects_of_an_exam_are_those_of_the_list(chief: httpx.AsyncClient) -> None:
    exam = {
        "name": "Exam Rank 02",
        "begin_at": TOMORROW.format("10:00"),
        "end_at": TOMORROW.format("13:00"),
        "location": "e1",
        "ip_range": "10.0.0.0/16",
        "campus_id": 1,
        "project_ids": [1320, 1321],
        "activate_waitlist": "true",
    }
    made = await chief.post("/v2/exams", json={"exam": exam})
    assert made.status_code == 201, made.text
    path = f"/v2/exams/{made.json()['id']}"

    def projects(answer: httpx.Response) -> list[int]:
        return [project["id"] for project in answer.json()["projects"]]

    assert projects(await chief.get(path)) == [1320, 1321]
    assert (await chief.get(f"{path}/waitlist")).json()["waitlistable_type"] == "Exam"
    assert (await chief.patch(path, json={"exam": {"project_ids": [1321]}})).status_code == 204
    assert projects(await chief.get(path)) == [1321]
    wrong = await chief.patch(path, json={"exam": {"project_ids": [1321, 987654]}})
    assert (wrong.status_code, wrong.json()) == (422, {"project_ids": ["must exist"]})
    assert projects(await chief.get(path)) == [1321]


async def test_marks_that_are_taken_away_are_gone_everywhere(own: DemoApi, chief: httpx.AsyncClient) -> None:
    row = own.store.rows(
        "SELECT t.id, p.id AS entry FROM teams t JOIN projects_users p ON p.current_team_id = t.id"
        " WHERE t.final_mark IS NOT NULL ORDER BY t.id LIMIT 1"
    )[0]
    assert (
        await chief.patch(f"/v2/teams/{row['id']}", json={"team": {"final_mark": None}})
    ).status_code == 204
    team = (await chief.get(f"/v2/teams/{row['id']}")).json()
    entry = (await chief.get(f"/v2/projects_users/{row['entry']}")).json()
    assert (team["final_mark"], team["validated?"], team["status"]) == (None, None, "in_progress")
    assert (entry["final_mark"], entry["validated?"], entry["marked"]) == (None, None, False)
    assert not any(member["validated"] for member in team["users"])


async def test_a_student_writes_the_own_things_and_only_what_students_say(
    own: DemoApi, student: httpx.AsyncClient
) -> None:
    store = own.store
    other = store.number("SELECT min(team_id) FROM teams_users WHERE user_id <> 74")
    mark = {"team": {"final_mark": 125}}
    assert (await student.patch(f"/v2/teams/{other}", json=mark)).status_code == 403
    assert (await student.delete(f"/v2/teams/{other}")).status_code == 403

    project = store.number(
        "SELECT min(id) FROM projects"
        " WHERE id NOT IN (SELECT project_id FROM projects_users WHERE user_id = 74)"
    )
    entry = {"project_id": project, "user_id": 74, "final_mark": 125, "status": "finished"}
    made = await student.post("/v2/projects_users", json={"projects_user": entry})
    assert (made.json()["final_mark"], made.json()["status"]) == (None, "searching_a_group")
    again = await student.post("/v2/projects_users", json={"projects_user": entry})
    assert again.json() == {"user_id": ["has already been taken"]}

    team = await student.post("/v2/teams", json={"team": {"project_id": project, "final_mark": 125}})
    assert (team.json()["final_mark"], team.json()["users"][0]["login"]) == (None, "norminet")
    own_team = {"team_id": team.json()["id"], "scale_id": 400, "comment": "Me", "user_id": 74}
    refused = await student.post("/v2/scale_teams", json={"scale_team": own_team})
    assert refused.json() == {"user_id": ["is one of the team"]}


@pytest.mark.parametrize(
    ("change", "words"),
    [({"max_people": 0}, "is full"), ({"end_at": "2026-11-19T10:00:00.000Z"}, "is over")],
)
async def test_nobody_joins_what_is_full_or_over(
    own: DemoApi, student: httpx.AsyncClient, change: dict[str, Any], words: str
) -> None:
    event = own.store.number(
        "SELECT min(id) FROM events WHERE id NOT IN (SELECT event_id FROM events_users WHERE user_id = 74)"
    )
    ends = {"begin_at": "2026-11-18T10:00:00.000Z", "end_at": "2026-11-25T10:00:00.000Z"}
    own.store.update("events", event, ends | change)
    answer = await student.post("/v2/events_users", json={"events_user": {"event_id": event, "user_id": 74}})
    assert (answer.status_code, answer.json()) == (422, {"event_id": [words]})


async def test_a_person_sits_at_one_place_and_lives_at_one_campus(chief: httpx.AsyncClient) -> None:
    seat = {"user_id": 74, "host": "e1r1p1", "campus_id": 1}
    await chief.post("/v2/locations", json={"location": seat})
    open_ones = await chief.get("/v2/users/norminet/locations", params={"filter[active]": "true"})
    assert [one["host"] for one in open_ones.json()] == ["e1r1p1"]

    await chief.patch("/v2/users/norminet", json={"user": {"primary_campus_id": 9}})
    homes = (await chief.get("/v2/users/norminet/campus_users")).json()
    assert [home["campus_id"] for home in homes if home["is_primary"]] == [9]
    person = {"email": "b@example.org", "first_name": "Ada", "last_name": "Byron", "kind": "student"}
    made = (await chief.post("/v2/users", json={"user": person})).json()
    assert [home["is_primary"] for home in made["campus_users"]] == [True]


async def test_ranks_follow_scores_and_scores_stay_at_home(own: DemoApi, chief: httpx.AsyncClient) -> None:
    last = own.store.rows("SELECT id, coalition_id FROM coalitions_users ORDER BY rank DESC, id LIMIT 1")[0]
    score = {"coalitions_user_id": last["id"], "value": 1_000_000}
    await chief.post(f"/v2/coalitions/{last['coalition_id']}/scores", json={"score": score})
    assert (await chief.get(f"/v2/coalitions_users/{last['id']}")).json()["rank"] == 1
    elsewhere = own.store.number("SELECT min(id) FROM coalitions WHERE id <> ?", (last["coalition_id"],))
    wrong = await chief.post(f"/v2/coalitions/{elsewhere}/scores", json={"score": score})
    assert wrong.json() == {"coalitions_user_id": ["is of another coalition"]}


async def test_an_id_never_comes_back(chief: httpx.AsyncClient) -> None:
    group = {"group": {"name": "x", "color": "red"}}
    first = (await chief.post("/v2/groups", json=group)).json()["id"]
    await chief.delete(f"/v2/groups/{first}")
    assert (await chief.post("/v2/groups", json=group)).json()["id"] == first + 1


async def test_what_is_spoken_of_by_kind_and_number_must_exist(chief: httpx.AsyncClient) -> None:
    feedback = {"comment": "?", "feedbackable_type": "Event", "feedbackable_id": 999_999, "user_id": 74}
    answer = await chief.post("/v2/feedbacks", json={"feedback": feedback})
    assert (answer.status_code, answer.json()) == (422, {"feedbackable_id": ["must exist"]})
