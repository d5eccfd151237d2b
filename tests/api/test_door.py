"""The one door to the network, with a server made of answers."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

import httpx
import pytest
from doubles import FakeTime

from ft42tui.api.budget import Throttle, Wait
from ft42tui.api.door import Answer, Door
from ft42tui.api.errors import ApiError, BadAnswer, RateLimited, TooLarge, Unreachable
from ft42tui.api.exchange import MASK

ORIGIN = "https://api.intra.42.fr"
SECRET = {"Authorization": "Bearer s3cret"}
KILO = 1024
MEGA = 1024 * 1024

Handler: TypeAlias = Callable[[httpx.Request], httpx.Response]


class Stream(httpx.AsyncByteStream):
    """A body that counts what was taken of it, and may break at its end."""

    def __init__(self, chunks: Iterable[bytes], breaks_with: Exception | None = None) -> None:
        self._chunks = chunks
        self._breaks_with = breaks_with
        self.taken = 0
        self.is_closed = False

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self._chunks:
            self.taken += len(chunk)
            yield chunk
        if self._breaks_with is not None:
            raise self._breaks_with

    async def aclose(self) -> None:
        self.is_closed = True


def door_to(
    handler: Handler, *, origin: str = ORIGIN, time: FakeTime | None = None, max_body: int = MEGA
) -> Door:
    time = time or FakeTime()
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    return Door(origin, throttle, transport=httpx.MockTransport(handler), max_body=max_body)


async def answer_of(response: httpx.Response, *, max_body: int = MEGA) -> Answer:
    door = door_to(lambda _request: response, max_body=max_body)
    try:
        return await door.request("GET", "/v2/users", headers=SECRET)
    finally:
        await door.aclose()


def gzipped(chunks: Iterable[bytes]) -> tuple[httpx.Response, Stream]:
    stream = Stream(chunks)
    return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=stream), stream


def said(status: int, body: bytes = b"", **headers: str) -> httpx.Response:
    """Return an answer that is still on its way: httpx counts one made of content as read."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, headers=named, stream=Stream([body] if body else []))


def zeros(megabytes: int) -> Iterator[bytes]:
    """Yield that many megabytes of nothing, packed into about a kilobyte each."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for _ in range(megabytes):
        yield packer.compress(bytes(MEGA))
    yield packer.flush()


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


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


@pytest.mark.parametrize("size", [1, 10, 1000, MEGA])
@pytest.mark.parametrize("name", ["gzip", "GZIP", "x-gzip", " gzip "])
async def test_a_gzip_answer_is_unpacked(size: int, name: str) -> None:
    body = b"[" + b"1," * 50_000 + b"1]"
    stream = Stream(pieces(gzip.compress(body), size))
    answer = await answer_of(httpx.Response(200, headers={"Content-Encoding": name}, stream=stream))

    assert answer.body == body
    assert answer.exchange.size == len(body)
    assert stream.is_closed


@pytest.mark.parametrize("noise", [b"", bytes(range(256)) * 2000])
async def test_a_gzip_answer_of_exactly_the_limit_is_kept(noise: bytes) -> None:
    body = noise + b"a" * (MEGA - len(noise))
    response, _ = gzipped(pieces(gzip.compress(body), 1000))

    assert (await answer_of(response)).body == body


def named_member(data: bytes, length: int) -> bytes:
    """Return a gzip member that is as long as asked for: the file name in its head fills it up."""
    plain = gzip.compress(data, mtime=0)
    name = b"n" * (length - len(plain) - 1) + b"\0"
    return plain[:3] + b"\x08" + plain[4:10] + name + plain[10:]


@pytest.mark.parametrize("length", [100, 64 * KILO - 1, 64 * KILO, 64 * KILO + 1])
async def test_a_gzip_answer_of_two_members_is_one_answer(length: int) -> None:
    # RFC 1952, section 2.2: members follow one another, and nothing is between them.
    response, _ = gzipped([named_member(b"[1,", length) + gzip.compress(b"2]")])

    assert (await answer_of(response)).body == b"[1,2]"


async def test_a_gzip_bomb_is_refused_without_holding_more_than_the_limit() -> None:
    response, stream = gzipped(zeros(1000))
    with pytest.raises(TooLarge):
        await answer_of(response)

    assert stream.taken <= 128 * KILO
    assert stream.is_closed


async def test_a_gzip_bomb_in_one_piece_is_refused() -> None:
    response, _ = gzipped([b"".join(zeros(32))])
    with pytest.raises(TooLarge):
        await answer_of(response, max_body=100)


async def test_what_follows_the_end_of_a_gzip_answer_is_not_taken_in_without_bound() -> None:
    response, stream = gzipped([gzip.compress(b"[]"), *([b"x" * (64 * KILO)] * 256)])
    try:
        answer = await answer_of(response)
    except ApiError:
        pass
    else:
        assert answer.body == b"[]"

    assert stream.taken <= 2 * MEGA


async def test_a_plain_answer_over_the_limit_is_refused_early() -> None:
    stream = Stream([b"x" * (64 * KILO)] * 256)
    with pytest.raises(TooLarge):
        await answer_of(httpx.Response(200, stream=stream))

    assert stream.taken <= 2 * MEGA


@pytest.mark.parametrize("length", ["5", "999999999", "-1", "abc"])
async def test_a_content_length_that_lies_changes_no_limit(length: str) -> None:
    stream = Stream([b"x" * (64 * KILO)] * 256)
    with pytest.raises(TooLarge):
        await answer_of(httpx.Response(200, headers={"Content-Length": length}, stream=stream))

    assert stream.taken <= 2 * MEGA


async def test_an_answer_that_ends_before_its_length_is_a_lost_connection() -> None:
    error = httpx.RemoteProtocolError("peer closed connection without sending complete message body")
    stream = Stream([b"[1"], breaks_with=error)
    with pytest.raises(Unreachable, match="was lost"):
        await answer_of(httpx.Response(200, stream=stream))

    assert stream.is_closed


@pytest.mark.parametrize("kept", [1, 5, 10, 12, 100, -8, -1])
async def test_a_gzip_answer_that_was_cut_short_is_refused(kept: int) -> None:
    response, _ = gzipped([gzip.compress(bytes(range(256)) * 10)[:kept]])
    with pytest.raises(BadAnswer, match="cut short"):
        await answer_of(response)


async def test_an_empty_answer_may_claim_to_be_gzip() -> None:
    response, _ = gzipped([])

    assert (await answer_of(response)).body == b""


@pytest.mark.parametrize(
    "body", [b"not gzip at all", zlib.compress(b"[]"), b"\x1f\x8b\x08\x00" + b"\xff" * 40]
)
async def test_a_broken_gzip_answer_is_refused(body: bytes) -> None:
    response, _ = gzipped([body])
    with pytest.raises(BadAnswer, match="broken"):
        await answer_of(response)


@pytest.mark.parametrize("name", ["br", "deflate", "zstd", "gzip, gzip", "é"])
async def test_an_encoding_that_was_not_asked_for_is_refused(name: str) -> None:
    stream = Stream([b"x"])
    header = (b"Content-Encoding", name.encode("latin-1"))
    with pytest.raises(BadAnswer, match="compressed with"):
        await answer_of(httpx.Response(200, headers=[header], stream=stream))

    assert stream.is_closed


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
