"""The one door to the network, with a server made of answers."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from itertools import pairwise
from typing import TypeAlias

import httpx
import pytest
from doubles import FakeTime, Stream

from ft42tui.api.budget import Notice, Throttle, Wait
from ft42tui.api.door import Answer, Door
from ft42tui.api.errors import ApiError, BadAnswer, RateLimited, Unreachable
from ft42tui.api.exchange import MASK
from ft42tui.api.retry import RetryPolicy

ORIGIN = "https://api.intra.42.fr"
SECRET = {"Authorization": "Bearer s3cret"}
KILO = 1024
MEGA = 1024 * 1024

Handler: TypeAlias = Callable[[httpx.Request], httpx.Response]
Step: TypeAlias = Callable[[], httpx.Response | Exception]


def quiet(_wait: Wait | None) -> None:
    """Tell nobody."""


def door_to(
    handler: Handler,
    *,
    origin: str = ORIGIN,
    time: FakeTime | None = None,
    max_body: int = MEGA,
    retry: RetryPolicy | None = None,
    chance: float = 1.0,
) -> Door:
    """Return a door to a server; it waits as long as its policy lets it, unless chance says less."""
    time = time or FakeTime()
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    return Door(
        origin,
        throttle,
        transport=httpx.MockTransport(handler),
        max_body=max_body,
        retry=retry or RetryPolicy(),
        chance=lambda: chance,
    )


async def answer_of(response: httpx.Response, *, max_body: int = MEGA) -> Answer:
    """Return what a door makes of one answer, which is sent once: its body can be taken once only."""
    door = door_to(lambda _request: response, max_body=max_body, retry=RetryPolicy(tries=1))
    try:
        return await door.request("GET", "/v2/users", headers=SECRET)
    finally:
        await door.aclose()


def said(status: int, body: bytes = b"", **headers: str) -> httpx.Response:
    """Return an answer that is still on its way: httpx counts one made of content as read."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, stream=Stream([body] if body else []))


def failing(error: Exception) -> Handler:
    def handle(_request: httpx.Request) -> httpx.Response:
        raise error

    return handle


async def test_a_request_goes_to_the_origin_with_its_headers() -> None:
    seen: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return said(200, b"[]")

    door = door_to(handle)
    await door.request("GET", "/v2/users?filter[alumni%3F]=true", headers=SECRET)
    await door.aclose()

    assert str(seen[0].url).startswith(ORIGIN + "/v2/users?filter")
    assert seen[0].headers["Authorization"] == "Bearer s3cret"
    assert seen[0].headers["Accept"] == "application/json"
    assert seen[0].headers["User-Agent"].startswith("ft42tui/")
    assert seen[0].headers["Accept-Encoding"] == "gzip"


async def test_an_answer_is_told_whole_and_without_the_token() -> None:
    answer = await answer_of(said(200, b"[1]", X_Total="1", Set_Cookie="a=s3cret"))

    assert (answer.body, answer.exchange.status, answer.is_success) == (b"[1]", 200, True)
    assert answer.exchange.header("X-Total") == "1"
    assert "s3cret" not in repr(answer)
    assert f"Bearer {MASK}" in repr(answer)


async def test_the_rate_headers_of_an_answer_are_learned() -> None:
    time = FakeTime()
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    answer = said(200, X_Secondly_RateLimit_Limit="8", X_Hourly_RateLimit_Limit="1400")
    transport = httpx.MockTransport(lambda _request: answer)
    door = Door(ORIGIN, throttle, transport=transport)
    await door.request("GET", "/")
    await door.aclose()

    assert (throttle.per_second, throttle.per_hour) == (8, 1400)


async def test_a_429_is_waited_out_as_it_asked_and_sent_again() -> None:
    time = FakeTime()
    answers = [said(429, Retry_After="7"), said(200, b"[]")]
    told: list[Wait | None] = []
    door = door_to(lambda _request: answers.pop(0), time=time)
    answer = await door.request("GET", "/", notice=told.append)
    await door.aclose()

    assert answer.is_success
    assert 1007.0 <= time.now < 1008.0
    assert [wait.window if wait else None for wait in told] == ["server", None]


async def test_a_429_without_end_is_given_up() -> None:
    time = FakeTime()
    sent: list[float] = []

    def handle(request: httpx.Request) -> httpx.Response:
        sent.append(time.now)
        return said(429, b"429 Too Many Requests (Spam Rate Limit Exceeded)")

    door = door_to(handle, time=time)
    with pytest.raises(RateLimited) as limited:
        await door.request("GET", "/")
    await door.aclose()

    assert limited.value.message.startswith("429 Too Many Requests")
    assert 2 <= len(sent) <= 10
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(sent))


async def test_a_429_that_asks_for_days_is_given_up_at_once() -> None:
    time = FakeTime()
    door = door_to(lambda _request: said(429, Retry_After="999999999"), time=time)
    with pytest.raises(RateLimited):
        await door.request("GET", "/")
    await door.aclose()

    assert time.now == 1000.0


async def test_a_body_is_sent_again_whole_after_a_429() -> None:
    answers = [said(429), said(200)]
    bodies: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        bodies.append(request.content)
        return answers.pop(0)

    door = door_to(handle)
    await door.request("POST", "/oauth/token", content=b"grant_type=x")
    await door.aclose()

    assert bodies == [b"grant_type=x"] * 2


async def test_an_answer_that_ends_before_its_length_is_a_lost_connection() -> None:
    error = httpx.RemoteProtocolError("peer closed connection without sending complete message body")
    stream = Stream([b"[1"], breaks_with=error)
    with pytest.raises(Unreachable, match="was lost"):
        await answer_of(httpx.Response(200, stream=stream))

    assert stream.is_closed


@pytest.mark.parametrize(
    ("headers", "body"),
    [({}, b"x" * (MEGA + 1)), ({"Content-Encoding": "br"}, b"x"), ({"Content-Encoding": "gzip"}, b"[]")],
)
async def test_an_answer_that_is_refused_is_closed(headers: dict[str, str], body: bytes) -> None:
    stream = Stream([body])
    with pytest.raises(BadAnswer):
        await answer_of(httpx.Response(200, headers=headers, stream=stream))

    assert stream.is_closed


async def test_a_gzip_answer_is_told_by_its_length_unpacked() -> None:
    answer = await answer_of(said(200, gzip.compress(b"[1]" * 1000), Content_Encoding="gzip"))

    assert answer.exchange.size == len(answer.body) == 3000


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
async def test_a_redirect_is_never_followed(status: int) -> None:
    seen: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(str(request.url))
        return said(status, Location="https://evil.example/?access_token=s3cret")

    door = door_to(handle)
    with pytest.raises(BadAnswer, match="evil") as refused:
        await door.request("GET", "/v2/users", headers=SECRET)
    await door.aclose()

    assert seen == [ORIGIN + "/v2/users"]
    assert "s3cret" not in refused.value.title
    assert "s3cret" not in repr(refused.value.exchange)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (httpx.ConnectError("[Errno -2] Name or service not known"), "was not found"),
        (httpx.ConnectError("[Errno 8] nodename nor servname provided"), "was not found"),
        (httpx.ConnectError("Temporary failure in name resolution"), "was not found"),
        (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"), "No safe connection"),
        (httpx.ConnectError("All connection attempts failed"), "No connection"),
        (httpx.ConnectTimeout(""), "did not answer in time"),
        (httpx.ReadTimeout(""), "took too long"),
        (httpx.ReadError(""), "was lost"),
        (httpx.RemoteProtocolError("Server disconnected"), "was lost"),
    ],
)
async def test_no_answer_is_told_in_words(error: Exception, words: str) -> None:
    door = door_to(failing(error))
    with pytest.raises(Unreachable, match=words) as failed:
        await door.request("GET", "/v2/users", headers=SECRET)
    await door.aclose()

    assert "api.intra.42.fr" in failed.value.title
    assert failed.value.hint
    assert failed.value.exchange is not None
    assert "s3cret" not in repr(failed.value.exchange)


async def test_a_refused_connection_to_this_machine_asks_for_the_server() -> None:
    door = door_to(
        failing(httpx.ConnectError("All connection attempts failed")), origin="http://127.0.0.1:4200"
    )
    with pytest.raises(Unreachable, match=r"Connection refused by 127\.0\.0\.1:4200"):
        await door.request("GET", "/")
    await door.aclose()


async def test_a_request_too_long_for_any_url_is_refused_in_words() -> None:
    door = door_to(lambda _request: said(200))
    with pytest.raises(ApiError):
        await door.request("GET", "/v2/users?filter[login]=" + "a" * 70_000)
    await door.aclose()


async def test_an_error_keeps_the_beginning_of_its_body_only() -> None:
    answer = await answer_of(said(500, b"x" * 100_000))

    assert 0 < len(answer.exchange.excerpt) <= 5000


@pytest.mark.parametrize(
    "target",
    [
        "/v2/users",
        "//evil.example/x",
        "/@evil.example/",
        "/\\evil.example",
        "/v2/users?to=https://evil.example/",
    ],
)
async def test_the_token_goes_to_the_origin_only(target: str) -> None:
    hosts: list[str] = []

    def handle(request: httpx.Request) -> httpx.Response:
        hosts.append(request.url.host)
        return said(200)

    door = door_to(handle)
    await door.request("GET", target, headers=SECRET)
    await door.aclose()

    assert hosts == ["api.intra.42.fr"]


@pytest.mark.parametrize("where", ["https:foo", "javascript:x", "http://[::1", "//", "\x7f"])
async def test_a_location_that_is_none_is_told_in_words(where: str) -> None:
    with pytest.raises(ApiError):
        await answer_of(httpx.Response(302, headers={"Location": where}, stream=Stream([])))


async def test_a_secret_that_a_server_sends_back_is_masked_everywhere() -> None:
    response = httpx.Response(
        400,
        headers={"X-Echo": "Bearer s3cret"},
        stream=Stream([b'{"message":"you sent Bearer s3cret"}']),
        extensions={"reason_phrase": b"s3cret"},
    )
    door = door_to(lambda _request: response)
    answer = await door.request("GET", "/v2/users", headers=SECRET, secrets=("s3cret",))
    await door.aclose()

    assert "s3cret" not in repr(answer)


# Trying again.

CUT = gzip.compress(bytes(range(256)) * 10)[:-8]


def cut_short() -> httpx.Response:
    return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Stream([CUT]))


def broken_off() -> httpx.Response:
    error = httpx.RemoteProtocolError("peer closed connection without sending complete message body")
    return httpx.Response(200, stream=Stream([b"[1"], breaks_with=error))


PASSES: dict[str, Step] = {
    "500": lambda: said(500),
    "502": lambda: said(502, b"<html>nginx</html>"),
    "503": lambda: said(503),
    "504": lambda: said(504),
    "reset": lambda: httpx.ReadError(""),
    "no answer": lambda: httpx.RemoteProtocolError("Server disconnected without sending a response."),
    "broken off": broken_off,
    "gzip cut short": cut_short,
    "late": lambda: httpx.ReadTimeout(""),
}
LASTS: dict[str, Step] = {
    "501": lambda: said(501),
    "400": lambda: said(400),
    "401": lambda: said(401),
    "404": lambda: said(404),
    "web page": lambda: said(403, b"<html>Just a moment", Content_Type="text/html"),
    "refused": lambda: httpx.ConnectError("All connection attempts failed"),
    "not found": lambda: httpx.ConnectError("[Errno -2] Name or service not known"),
    "unsafe": lambda: httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"),
    "nobody": lambda: httpx.ConnectTimeout(""),
    "no HTTP": lambda: httpx.RemoteProtocolError("illegal status line: bytearray(b'SSH-2.0')"),
    "too large": lambda: said(200, b"x" * (MEGA + 1)),
    "no gzip": lambda: said(200, b"[]", Content_Encoding="gzip"),
    "brotli": lambda: said(200, b"[]", Content_Encoding="br"),
    "redirect": lambda: said(302, Location="/v2/me"),
    "long pause": lambda: said(503, Retry_After="61"),
}


class Script:
    """A server that does one thing after the other, the last one for ever."""

    def __init__(self, *steps: Step, time: FakeTime | None = None) -> None:
        self.time = time or FakeTime()
        self.sent: list[float] = []
        self._steps = list(steps)

    def __call__(self, _request: httpx.Request) -> httpx.Response:
        self.sent.append(self.time.now)
        step = self._steps.pop(0) if len(self._steps) > 1 else self._steps[0]
        made = step()
        if isinstance(made, Exception):
            raise made
        return made

    async def asked(self, method: str = "GET", *, notice: Notice = quiet, chance: float = 1.0) -> Answer:
        """Return what a door brings from it."""
        door = door_to(self, time=self.time, chance=chance)
        try:
            return await door.request(method, "/v2/users", notice=notice)
        finally:
            await door.aclose()


def fine() -> httpx.Response:
    return said(200, b"[]")


async def error_of(script: Script, method: str = "GET") -> ApiError:
    """Return what a request that brings no page ends with."""
    try:
        answer = await script.asked(method)
    except ApiError as error:
        return error
    return answer.error()


@pytest.mark.parametrize("name", PASSES)
async def test_what_may_pass_is_tried_again_and_then_fine(name: str) -> None:
    script = Script(PASSES[name], fine)
    answer = await script.asked()

    assert (answer.is_success, answer.body, len(script.sent)) == (True, b"[]", 2)


@pytest.mark.parametrize("name", PASSES)
async def test_a_post_is_never_tried_again(name: str) -> None:
    script = Script(PASSES[name], fine)
    error = await error_of(script, "POST")

    assert (error.tries, len(script.sent)) == (1, 1)


@pytest.mark.parametrize("name", LASTS)
async def test_what_would_be_the_same_is_not_tried_again(name: str) -> None:
    script = Script(LASTS[name])
    error = await error_of(script)

    assert (error.tries, len(script.sent)) == (1, 1)
    assert "in a row" not in error.title
    assert "tries" not in error.title


@pytest.mark.parametrize(
    ("name", "times", "title"),
    [
        ("500", 4, "500 · "),
        ("502", 4, "502 · "),
        ("reset", 4, "The connection to api.intra.42.fr was lost"),
        ("gzip cut short", 4, "The answer was cut short"),
        ("late", 2, "api.intra.42.fr took too long to answer"),
    ],
)
async def test_what_does_not_pass_says_how_often_it_was_tried(name: str, times: int, title: str) -> None:
    script = Script(PASSES[name])
    error = await error_of(script)

    assert (error.tries, len(script.sent)) == (times, times)
    assert error.title.startswith(title)
    assert error.title.endswith({4: ", 4 times in a row", 2: ", twice in a row"}[times])


async def test_different_failures_say_the_last_one_and_the_tries() -> None:
    error = await error_of(Script(*(PASSES[name] for name in ("502", "500", "reset", "503"))))

    assert error.title.startswith("503 · ")
    assert error.title.endswith(", after 4 tries")
    assert error.tries == 4


async def test_what_the_server_makes_of_it_in_the_end_is_told_as_ever() -> None:
    error = await error_of(Script(PASSES["502"], LASTS["404"]))

    assert error.title == (await error_of(Script(LASTS["404"]))).title
    assert error.tries == 2


async def test_the_waits_between_tries_double() -> None:
    script = Script(PASSES["502"])
    await script.asked()

    assert script.sent == [1000.0, 1001.0, 1003.0, 1007.0]


async def test_tries_without_a_wait_keep_the_budget() -> None:
    script = Script(PASSES["502"])
    await script.asked(chance=0.0)

    assert script.sent == [1000.0, 1000.0, pytest.approx(1001.05), pytest.approx(1001.05)]


async def test_a_pause_that_a_503_asks_for_is_kept() -> None:
    script = Script(lambda: said(503, Retry_After="30"), fine)
    await script.asked(chance=0.0)

    assert script.sent == [1000.0, 1030.0]


async def test_a_longer_pause_is_told_instead() -> None:
    error = await error_of(Script(lambda: said(503, Retry_After="600")))

    assert error.hint.startswith("The server asks to wait 10 min")


async def test_every_wait_between_tries_is_told_and_taken_back() -> None:
    told: list[Wait | None] = []
    await Script(PASSES["502"], PASSES["reset"], fine).asked(notice=told.append)

    assert told == [
        Wait("retry", 1001.0, next_try=2, tries=4, reason="502"),
        None,
        Wait("retry", 1003.0, next_try=3, tries=4, reason="connection lost"),
        None,
    ]


async def test_a_cancelled_wait_is_taken_back_and_nothing_more_is_sent() -> None:
    is_waiting = asyncio.Event()
    told: list[Wait | None] = []

    async def sleep(_seconds: float) -> None:
        is_waiting.set()
        await asyncio.Event().wait()

    script = Script(PASSES["502"])
    throttle = Throttle(clock=script.time.clock, sleep=sleep)
    door = Door(ORIGIN, throttle, transport=httpx.MockTransport(script))
    request = asyncio.create_task(door.request("GET", "/", notice=told.append))
    await is_waiting.wait()
    waits = told[-1]
    request.cancel()
    with pytest.raises(asyncio.CancelledError):
        await request
    await door.aclose()

    assert waits is not None
    assert waits.window == "retry"
    assert told[-1] is None
    assert len(script.sent) == 1


async def test_others_may_go_on_while_one_waits_for_its_next_try() -> None:
    time = FakeTime()
    may_go_on = asyncio.Event()

    async def sleep(_seconds: float) -> None:
        await may_go_on.wait()

    script = Script(PASSES["502"], fine, time=time)
    door = Door(ORIGIN, Throttle(clock=time.clock, sleep=sleep), transport=httpx.MockTransport(script))
    door._throttle.per_second = 10
    told = asyncio.Event()
    waiting = asyncio.create_task(door.request("GET", "/", notice=lambda _wait: told.set()))
    await told.wait()
    other = await door.request("GET", "/")
    may_go_on.set()
    answer = await waiting
    await door.aclose()

    assert (other.is_success, answer.is_success) == (True, True)


async def test_a_429_in_between_is_no_try() -> None:
    script = Script(lambda: said(502), lambda: said(429, Retry_After="7"), lambda: said(502))
    error = await error_of(script)

    assert error.title.endswith(", 4 times in a row")
    assert (error.tries, len(script.sent)) == (4, 5)


# Which limit.


async def test_a_wait_for_a_429_says_which_limit() -> None:
    answers = [said(429, Retry_After="1"), said(429, Retry_After="7"), said(429), fine()]
    told: list[Wait | None] = []
    door = door_to(lambda _request: answers.pop(0))
    await door.request("GET", "/", notice=told.append)
    await door.aclose()

    assert [wait.limit for wait in told if wait and wait.window == "server"] == ["second", "hour", "unknown"]


async def test_a_429_without_end_says_which_limit_and_how_often() -> None:
    error = await error_of(Script(lambda: said(429, Retry_After="1")))

    assert isinstance(error, RateLimited)
    assert error.title == "429 · too many requests: the limit of a second, 5 times in a row"
    assert error.hint.startswith("The API asks to wait 1 s")


async def test_a_429_of_more_than_two_hours_says_how_long() -> None:
    error = await error_of(Script(lambda: said(429, Retry_After="99999")))

    assert error.title == "429 · too many requests: the limit of an hour"
    assert error.hint.startswith("The API asks to wait 27 h 47 min")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_429_is_waited_out_for_every_method(method: str) -> None:
    script = Script(lambda: said(429), fine)

    assert (await script.asked(method)).is_success
