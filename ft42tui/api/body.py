"""The body of an answer: decoded piece by piece, never more of it than is allowed."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final, Protocol

import httpx

from ft42tui.api.errors import BadAnswer, TooLarge
from ft42tui.api.exchange import Exchange

_PIECE: Final = 64 * 1024


async def read_body(response: httpx.Response, exchange: Exchange, most: int) -> bytearray:
    """Return the decoded body of an answer on its way, never holding more than so many bytes of it.

    Raises BadAnswer, caused by EOFError where the body ends too early, or TooLarge.
    """
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in _DECODERS:
        shown = exchange.header("Content-Encoding")  # masked, as the other one is not
        raise BadAnswer(
            f"The answer is compressed with {shown}, which was not asked for",
            "A proxy in between may be at fault.",
            exchange=exchange,
        )
    body = bytearray()
    decoder = _DECODERS[encoding]()
    is_begun = False
    async for raw in _raw(response):
        is_begun = is_begun or bool(raw)
        pending = raw
        while pending:
            if decoder.eof:
                if not _GZIP_MAGIC.startswith(pending[:2]):
                    return body  # what follows the end is no part of the answer
                decoder = _DECODERS[encoding]()
            try:
                piece = decoder.decompress(pending, _PIECE)
            except zlib.error as error:
                raise BadAnswer("The answer's compression is broken", exchange=exchange) from error
            if len(body) + len(piece) > most:
                raise TooLarge(
                    f"The answer is larger than {most // (1024 * 1024)} MB",
                    "Ask for less at once: a smaller page[size], or a filter.",
                    exchange=exchange,
                )
            body += piece
            pending = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
    if encoding in _GZIP and is_begun and not decoder.eof:
        raise BadAnswer("The answer was cut short", "Send again (r).", exchange=exchange) from EOFError()
    return body


_GZIP_MAGIC: Final = b"\x1f\x8b"


class _Decoder(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int, /) -> bytes: ...


class _Identity:
    """Hands on what comes. Never at its end, and never cut short: HTTP itself says how long it is."""

    eof = False
    unused_data = b""
    unconsumed_tail = b""

    def decompress(self, data: bytes, _max_length: int, /) -> bytes:
        return data


def _gzip() -> _Decoder:
    return zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)


_GZIP: Final = ("gzip", "x-gzip")
_DECODERS: Mapping[str, Any] = {"identity": _Identity, "": _Identity, "gzip": _gzip, "x-gzip": _gzip}


async def _raw(response: httpx.Response) -> AsyncIterator[bytes]:
    async for chunk in response.aiter_raw(_PIECE):
        yield chunk
