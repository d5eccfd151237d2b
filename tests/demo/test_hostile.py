"""What a hostile or clumsy client sends, and what once broke on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from kept_school import kept_school

from ft42tui.demo.app import DemoApi
from ft42tui.demo.multipart import fields_of
from ft42tui.demo.settings import DemoSettings, Rates

SignIn = Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]
EVERY_SCOPE = "public projects profile elearning tig forum"
MULTIPART = {"Content-Type": "multipart/form-data; boundary=a"}


@pytest.fixture
def own() -> DemoApi:
    """A school of this test's own."""
    return kept_school(DemoSettings(users=40, rates=Rates(0, 0)), clock=lambda: 1_700_000_000.0)


@pytest.fixture
async def chief(own: DemoApi, sign_in: SignIn) -> httpx.AsyncClient:
    """An application that may do everything."""
    return await sign_in(own, "intrateam", EVERY_SCOPE)


async def test_half_a_request_is_not_carried_out(own: DemoApi, chief: httpx.AsyncClient) -> None:
    before = own.store.number("SELECT count(*) FROM tags")
    messages = [
        {"type": "http.request", "body": b"tag[name]=half", "more_body": True},
        {"type": "http.disconnect"},
    ]
    headers = [
        (b"authorization", chief.headers["Authorization"].encode()),
        (b"content-type", b"application/x-www-form-urlencoded"),
    ]
    scope = {"type": "http", "method": "POST", "path": "/v2/tags", "raw_path": b"/v2/tags",
             "query_string": b"", "headers": headers, "server": ("127.0.0.1", 1)}  # fmt: skip
    sent: list[Any] = []

    async def receive() -> Any:
        return messages.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    await own(scope, receive, send)
    assert sent[0]["status"] == 400
    assert own.store.number("SELECT count(*) FROM tags") == before


async def test_a_skill_that_is_gone_breaks_nobody(chief: httpx.AsyncClient) -> None:
    skill = (await chief.get("/v2/users/norminet")).json()["cursus_users"][-1]["skills"][0]["id"]
    assert (await chief.delete(f"/v2/skills/{skill}")).status_code == 204
    user = await chief.get("/v2/users/norminet")
    assert user.status_code == 200
    assert skill not in [one["id"] for one in user.json()["cursus_users"][-1]["skills"]]


@pytest.mark.parametrize("value", ["x", 1, None, [[1]], {"a": 1}])
async def test_what_has_a_form_of_its_own_is_not_written_over(
    own: DemoApi, chief: httpx.AsyncClient, value: object
) -> None:
    entry = own.store.number("SELECT min(id) FROM cursus_users")
    body = {"cursus_user": {"skills": value, "has_coalition": True}}
    assert (await chief.patch(f"/v2/cursus_users/{entry}", json=body)).status_code == 204
    assert (await chief.get(f"/v2/cursus_users/{entry}")).json()["skills"]


@pytest.mark.parametrize(
    "body",
    [
        b"--a\r\nContent-Disposition: form-data" + b"; name*0=x" * 90_000,
        b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n\r\n' * 20_000,
        b"--a\r\nContent-Disposition: form-data; name*\r\n\r\nx\r\n--a--",
        b"--a\r\n" + b"Content-Type: message/rfc822\r\n\r\n" * 1001,
        b"--a\r\nContent-Disposition: " + b"(" * 5000,
        b"--a" * 300_000,
    ],
)
def test_a_hostile_multipart_body_is_read_in_one_pass(body: bytes) -> None:
    assert len(list(fields_of(body, MULTIPART["Content-Type"]))) <= 1000


@pytest.mark.parametrize(
    "media", ["multipart/form-data", "multipart/form-data; boundary*", "multipart/form-data;="]
)
async def test_a_multipart_body_without_a_boundary_says_nothing(chief: httpx.AsyncClient, media: str) -> None:
    answer = await chief.post("/v2/tags", content=b"x", headers={"Content-Type": media})
    assert answer.status_code == 422


@pytest.mark.parametrize("begin", ["0001-01-01T00:00:00Z", "9999-12-31T00:00:00Z", "1899-12-31T00:00:00Z"])
async def test_a_time_out_of_reach_is_no_time(chief: httpx.AsyncClient, begin: str) -> None:
    seat = {"user_id": 74, "campus_id": 1, "host": "x", "begin_at": begin}
    answer = await chief.post("/v2/locations", json={"location": seat})
    assert (answer.status_code, answer.json()) == (422, {"begin_at": ["is not a valid date"]})


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("filter[id]", "," * 1500, 200),
        ("filter[created_at]", ",".join(["2020-01-01"] * 900), 200),
        ("filter[id]", ",".join(map(str, range(1500))), 400),
        ("search[login]", ",".join("a" * 999), 400),
    ],
)
async def test_long_lists_of_values_have_an_answer(
    chief: httpx.AsyncClient, name: str, value: str, status: int
) -> None:
    assert (await chief.get("/v2/users", params={name: value})).status_code == status


@pytest.mark.parametrize("ids", [["9" * 30], [2**63], ["9" * 5000], ["٣"], [None], [{}], "x", {}, [-1]])
async def test_a_list_of_ids_that_are_none_is_a_422(
    own: DemoApi, chief: httpx.AsyncClient, ids: object
) -> None:
    exam = own.store.number("SELECT min(id) FROM exams")
    answer = await chief.patch(f"/v2/exams/{exam}", json={"exam": {"project_ids": ids}})
    assert (answer.status_code, answer.json()) == (422, {"project_ids": ["must exist"]})


async def test_an_id_may_be_listed_twice(own: DemoApi, chief: httpx.AsyncClient) -> None:
    exam = own.store.number("SELECT min(id) FROM exams")
    answer = await chief.patch(f"/v2/exams/{exam}", json={"exam": {"project_ids": [1314, "1314"]}})
    assert answer.status_code == 204


@pytest.mark.parametrize("path", ["/v2/users//GET", "/v2/campus//POST", "/v2//users", "//v2/users"])
async def test_an_empty_segment_leads_nowhere(chief: httpx.AsyncClient, path: str) -> None:
    assert (await chief.get(httpx.URL(f"http://127.0.0.1:4242{path}"))).status_code == 404


async def test_a_target_may_be_a_whole_url(own: DemoApi, chief: httpx.AsyncClient) -> None:
    sent: list[Any] = []

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": "", "raw_path": b"http://127.0.0.1:4242/v2/campus/1",
             "query_string": b"", "headers": [(b"authorization", chief.headers["Authorization"].encode())],
             "server": ("127.0.0.1", 4242)}  # fmt: skip
    await own(scope, receive, send)
    assert sent[0]["status"] == 200


async def test_numbers_are_those_that_sums_can_hold(chief: httpx.AsyncClient) -> None:
    gift = {"value": 2**31, "user_id": 74, "transactable_type": "x", "reason": "x"}
    answer = await chief.post("/v2/transactions", json={"transaction": gift})
    assert answer.json() == {"value": ["is too big"]}
    gift["value"] = 2**31 - 1
    for _ in range(3):
        assert (await chief.post("/v2/transactions", json={"transaction": gift})).status_code == 201
    assert (await chief.get("/v2/users/norminet")).json()["wallet"] > 3 * 2**31 - 10


@pytest.mark.parametrize("login", ["a/b", "\n", "../x", "%", "", "Ü", "x" * 101, "a b", "."])
async def test_a_login_fits_into_a_path(chief: httpx.AsyncClient, login: str) -> None:
    answer = await chief.patch("/v2/users/74", json={"user": {"login": login}})
    assert answer.status_code == 422
    assert list(answer.json()) == ["login"]


async def test_nothing_belongs_to_itself_and_no_text_is_endless(chief: httpx.AsyncClient) -> None:
    own_parent = await chief.patch("/v2/projects/1314", json={"project": {"parent_id": 1314}})
    assert own_parent.json() == {"parent_id": ["can't be itself"]}
    endless = await chief.patch("/v2/projects/1314", json={"project": {"name": "x" * 70_000}})
    assert endless.json() == {"name": ["is too long (maximum is 65535 characters)"]}


async def test_a_long_body_is_heard_out_before_it_is_refused(chief: httpx.AsyncClient) -> None:
    pieces = 0

    async def body() -> Any:
        nonlocal pieces
        for _ in range(40):
            pieces += 1
            yield bytes(100_000)

    answer = await chief.post("/v2/tags", content=body())
    assert (answer.status_code, pieces) == (413, 40)
