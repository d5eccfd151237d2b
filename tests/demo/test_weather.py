"""Faults: which request meets which, and what each looks like from outside."""

from __future__ import annotations

from collections import Counter

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ft42tui.demo.app import DemoApi
from ft42tui.demo.settings import DemoSettings
from ft42tui.demo.weather import ABORT, CLOSE, FAULTS, Fault, Weather, Weathered, weathered

BODY = b'{"hello":"there"}' * 20


class Same(Weather):
    """Weather that never changes."""

    def __init__(self, fault: Fault | None) -> None:
        super().__init__(0, 0)
        self._fault = fault

    def draw(self) -> Fault | None:
        return self._fault


class Api:
    """An application that counts what it did."""

    def __init__(self) -> None:
        self.methods: list[str] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.methods.append(scope["method"])
        headers = [
            (b"content-length", str(len(BODY)).encode()),
            (b"content-type", b"application/json"),
            (b"x-application-name", b"mine"),
            (b"x-total", b"12"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else BODY})


async def sent(app: ASGIApp, method: str = "GET", **extensions: object) -> list[Message]:
    """Return what an application sends for a request."""
    messages: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        messages.append(message)

    names = {"abort": ABORT, "close": CLOSE}
    await app(
        {
            "type": "http",
            "method": method,
            "path": "/v2/users",
            "headers": [],
            "extensions": {names[name]: act for name, act in extensions.items()},
        },
        receive,
        send,
    )
    return messages


async def get(app: ASGIApp, method: str = "GET") -> httpx.Response:
    """Return the answer of an application."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
        return await client.request(method, "/v2/users")


def drawn(percent: int, seed: int, count: int) -> list[Fault | None]:
    weather = Weather(percent, seed)
    return [weather.draw() for _ in range(count)]


@given(seed=st.integers(0, 2**63 - 1), percent=st.integers(0, 100))
def test_the_same_seed_gives_the_same_weather(seed: int, percent: int) -> None:
    assert drawn(percent, seed, 50) == drawn(percent, seed, 50)


@given(seed=st.integers(0, 1000), less=st.integers(0, 100), more=st.integers(0, 100))
def test_a_larger_share_adds_faults_and_moves_none(seed: int, less: int, more: int) -> None:
    few, many = drawn(min(less, more), seed, 50), drawn(max(less, more), seed, 50)
    assert all(a is None or a == b for a, b in zip(few, many, strict=True))


def test_every_kind_of_fault_comes_as_often_and_the_share_is_kept() -> None:
    found = Counter(drawn(30, 42, 10_000))
    assert 6_800 < found[None] < 7_200
    assert all(400 < found[fault] < 600 for fault in FAULTS)


def test_another_seed_is_another_weather() -> None:
    assert drawn(50, 1, 50) != drawn(50, 2, 50)


@pytest.mark.parametrize(("percent", "expected"), [(0, {None}), (100, set(FAULTS))])
def test_no_share_means_never_and_a_full_one_always(percent: int, expected: set[Fault | None]) -> None:
    assert set(drawn(percent, 42, 500)) == expected


def test_fair_weather_leaves_the_application_alone() -> None:
    api = Api()
    assert weathered(api, DemoSettings()) is api


async def test_a_request_that_meets_nothing_is_passed_on() -> None:
    answer = await get(Weathered(Api(), Same(None)))
    assert (answer.status_code, answer.content) == (200, BODY)


async def test_latency_is_slept_before_each_answer_whatever_it_meets() -> None:
    for percent in (0, 100):
        slept: list[float] = []

        async def sleep(seconds: float, slept: list[float] = slept) -> None:
            slept.append(seconds)

        app = weathered(Api(), DemoSettings(latency_ms=250, faults_percent=percent, seed=1), sleep=sleep)
        await get(app)
        assert slept[0] == 0.25


async def test_a_500_says_what_rails_says_names_the_application_and_does_nothing() -> None:
    api = Api()
    answer = await get(Weathered(api, Same("error")), "POST")

    assert answer.status_code == 500
    assert answer.json() == {"status": 500, "error": "Internal Server Error"}
    assert answer.headers["X-Application-Name"] == "mine"
    assert "X-Total" not in answer.headers
    assert api.methods == ["HEAD"]


async def test_a_502_is_nginx_and_does_not_come_from_the_api() -> None:
    api = Api()
    answer = await get(Weathered(api, Same("gateway")))

    assert answer.status_code == 502
    assert answer.headers["Content-Type"] == "text/html"
    assert answer.headers["Server"] == "nginx"
    assert "<h1>502 Bad Gateway</h1>" in answer.text
    assert not any(name.startswith("x-") for name in answer.headers)
    assert api.methods == []


async def test_a_challenge_is_a_403_of_cloudflare() -> None:
    api = Api()
    answer = await get(Weathered(api, Same("challenge")))

    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/html")
    assert (answer.headers["Server"], answer.headers["CF-Mitigated"]) == ("cloudflare", "challenge")
    assert answer.headers["CF-Ray"].endswith("-CDG")
    assert "<title>Just a moment...</title>" in answer.text
    assert not any(name.startswith("x-") for name in answer.headers)
    assert api.methods == []


@pytest.mark.parametrize("fault", ["error", "gateway", "challenge"])
async def test_head_meets_the_same_page_without_its_body(fault: Fault) -> None:
    got, head = await get(Weathered(Api(), Same(fault))), await get(Weathered(Api(), Same(fault)), "HEAD")
    assert (head.status_code, head.content) == (got.status_code, b"")
    assert head.headers["Content-Length"] == got.headers["Content-Length"]


async def test_a_reset_sends_nothing_and_does_nothing() -> None:
    api, done = Api(), list[str]()
    messages = await sent(Weathered(api, Same("reset")), abort=lambda: done.append("aborted"))
    assert (messages, api.methods, done) == ([], [], ["aborted"])


async def test_half_an_answer_promises_all_of_it() -> None:
    done: list[str] = []
    start, body = await sent(Weathered(Api(), Same("truncation")), close=lambda: done.append("closed"))

    assert (b"content-length", str(len(BODY)).encode()) in start["headers"]
    assert body == {"type": "http.response.body", "body": BODY[: len(BODY) // 2], "more_body": True}
    assert done == ["closed"]


async def test_an_answer_without_a_body_is_cut_before_it_begins() -> None:
    done: list[str] = []
    messages = await sent(Weathered(Api(), Same("truncation")), "HEAD", close=lambda: done.append("closed"))
    assert (messages, done) == ([], ["closed"])


@pytest.mark.parametrize("fault", ["reset", "truncation"])
async def test_a_server_that_cannot_end_a_connection_is_told_by_an_error(fault: Fault) -> None:
    with pytest.raises(ConnectionResetError):
        await sent(Weathered(Api(), Same(fault)))


async def test_a_slow_answer_is_the_true_one_over_some_seconds() -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    app = Weathered(Api(), Same("drip"), sleep=sleep)
    start, *parts = await sent(app)

    assert start["status"] == 200
    assert b"".join(part["body"] for part in parts) == BODY
    assert [part.get("more_body", False) for part in parts] == [True] * (len(parts) - 1) + [False]
    assert max(len(part["body"]) for part in parts) <= len(BODY) // 10
    assert len(slept) == len(parts) - 1
    assert 3 < sum(slept) < 5


async def test_faults_of_the_api_carry_its_headers_and_those_before_it_do_not(school: DemoApi) -> None:
    headers = {"Authorization": f"Bearer {school.user_token.access_token}"}
    faults: tuple[Fault, ...] = ("error", "gateway", "challenge")
    names = {}
    for fault in faults:
        transport = httpx.ASGITransport(Weathered(school, Same(fault)))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            answer = await client.post("/v2/events_users", headers=headers)
        names[fault] = {name for name in answer.headers if name.startswith("x-application")}

    assert names["error"] == {"x-application-id", "x-application-name", "x-application-roles"}
    assert names["gateway"] == names["challenge"] == set()
