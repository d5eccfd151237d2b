"""The body of an answer on its way, in pieces of any size: packed, cut short, broken, endless."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

import httpx
import pytest
from doubles import Stream

from ft42tui.api.body import read_body
from ft42tui.api.errors import ApiError, BadAnswer, TooLarge
from ft42tui.api.exchange import Exchange

KILO = 1024
MEGA = 1024 * 1024


async def body_of(response: httpx.Response, *, most: int = MEGA) -> bytearray:
    return await read_body(response, Exchange("GET", "/v2/users", status=200), most)


def gzipped(chunks: Iterable[bytes]) -> tuple[httpx.Response, Stream]:
    stream = Stream(chunks)
    return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=stream), stream


def zeros(megabytes: int) -> Iterator[bytes]:
    """Yield that many megabytes of nothing, packed into about a kilobyte each."""
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for _ in range(megabytes):
        yield packer.compress(bytes(MEGA))
    yield packer.flush()


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@pytest.mark.parametrize("size", [1, 10, 1000, MEGA])
@pytest.mark.parametrize("name", ["gzip", "GZIP", "x-gzip", " gzip "])
async def test_a_gzip_answer_is_unpacked(size: int, name: str) -> None:
    body = b"[" + b"1," * 50_000 + b"1]"
    stream = Stream(pieces(gzip.compress(body), size))
    answer = await body_of(httpx.Response(200, headers={"Content-Encoding": name}, stream=stream))

    assert answer == body


@pytest.mark.parametrize("noise", [b"", bytes(range(256)) * 2000])
async def test_a_gzip_body_of_exactly_the_limit_is_kept(noise: bytes) -> None:
    body = noise + b"a" * (MEGA - len(noise))
    response, _ = gzipped(pieces(gzip.compress(body), 1000))

    assert await body_of(response) == body


def named_member(data: bytes, length: int) -> bytes:
    """Return a gzip member that is as long as asked for: the file name in its head fills it up."""
    plain = gzip.compress(data, mtime=0)
    name = b"n" * (length - len(plain) - 1) + b"\0"
    return plain[:3] + b"\x08" + plain[4:10] + name + plain[10:]


@pytest.mark.parametrize("length", [100, 64 * KILO - 1, 64 * KILO, 64 * KILO + 1])
async def test_a_gzip_answer_of_two_members_is_one_answer(length: int) -> None:
    # RFC 1952, section 2.2: members follow one another, and nothing is between them.
    response, _ = gzipped([named_member(b"[1,", length) + gzip.compress(b"2]")])

    assert await body_of(response) == b"[1,2]"


async def test_a_gzip_bomb_is_refused_without_holding_more_than_the_limit() -> None:
    response, stream = gzipped(zeros(1000))
    with pytest.raises(TooLarge):
        await body_of(response)

    assert stream.taken <= 128 * KILO


async def test_a_gzip_bomb_in_one_piece_is_refused() -> None:
    response, _ = gzipped([b"".join(zeros(32))])
    with pytest.raises(TooLarge):
        await body_of(response, most=100)


async def test_what_follows_the_end_of_a_gzip_answer_is_not_taken_in_without_bound() -> None:
    response, stream = gzipped([gzip.compress(b"[]"), *([b"x" * (64 * KILO)] * 256)])
    try:
        answer = await body_of(response)
    except ApiError:
        pass
    else:
        assert answer == b"[]"

    assert stream.taken <= 2 * MEGA


async def test_a_plain_answer_over_the_limit_is_refused_early() -> None:
    stream = Stream([b"x" * (64 * KILO)] * 256)
    with pytest.raises(TooLarge):
        await body_of(httpx.Response(200, stream=stream))

    assert stream.taken <= 2 * MEGA


@pytest.mark.parametrize("length", ["5", "999999999", "-1", "abc"])
async def test_a_content_length_that_lies_changes_no_limit(length: str) -> None:
    stream = Stream([b"x" * (64 * KILO)] * 256)
    with pytest.raises(TooLarge):
        await body_of(httpx.Response(200, headers={"Content-Length": length}, stream=stream))

    assert stream.taken <= 2 * MEGA


@pytest.mark.parametrize("kept", [1, 5, 10, 12, 100, -8, -1])
async def test_a_gzip_answer_that_was_cut_short_is_refused(kept: int) -> None:
    response, _ = gzipped([gzip.compress(bytes(range(256)) * 10)[:kept]])
    with pytest.raises(BadAnswer, match="cut short") as cut:
        await body_of(response)

    assert isinstance(cut.value.__cause__, EOFError)


async def test_an_empty_answer_may_claim_to_be_gzip() -> None:
    response, _ = gzipped([])

    assert await body_of(response) == b""


@pytest.mark.parametrize(
    "body", [b"not gzip at all", zlib.compress(b"[]"), b"\x1f\x8b\x08\x00" + b"\xff" * 40]
)
async def test_a_broken_gzip_answer_is_refused(body: bytes) -> None:
    response, _ = gzipped([body])
    with pytest.raises(BadAnswer, match="broken"):
        await body_of(response)


@pytest.mark.parametrize("name", ["br", "deflate", "zstd", "gzip, gzip", "é"])
async def test_an_encoding_that_was_not_asked_for_is_refused(name: str) -> None:
    stream = Stream([b"x"])
    header = (b"Content-Encoding", name.encode("latin-1"))
    with pytest.raises(BadAnswer, match="compressed with"):
        await body_of(httpx.Response(200, headers=[header], stream=stream))
