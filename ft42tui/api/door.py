"""The one door to the network: one origin, one throttle, bounded answers."""

from __future__ import annotations

import copy
import ssl
import time
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Protocol, TypeAlias
from urllib.parse import urlsplit

import httpx

from ft42tui import __version__
from ft42tui.api.budget import Budget, Notice, Throttle, retry_after
from ft42tui.api.errors import (
    ApiError,
    BadAnswer,
    BadRequestText,
    ForeignOrigin,
    TooLarge,
    Unreachable,
    error_for,
)
from ft42tui.api.exchange import MASK, Exchange, masked_headers, masked_json, masked_url, without

MAX_BODY: Final = 256 * 1024 * 1024
"""Bytes of a decoded answer that are kept at most."""

_EXCERPT: Final = 4096
_TRIES: Final = 5
_LONGEST_WAIT: Final = 2 * 3600.0
_PIECE: Final = 64 * 1024

_TIMEOUT: Final = httpx.Timeout(30.0, connect=10.0)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whatever its status."""

    exchange: Exchange
    """The request and answer, masked."""
    body: bytes | bytearray = field(repr=False)
    """The answer's body, decoded: it may hold a token."""
    budget: Budget
    """What its rate headers said."""

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= (self.exchange.status or 0) < 300


class Door:
    """Sends requests to one origin and to no other. The only place that awaits the network."""

    def __init__(
        self,
        origin: str,
        throttle: Throttle,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        max_body: int = MAX_BODY,
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.origin = origin
        self.secrets: set[str] = set()
        """Every secret that was sent, so that it can be kept out of what is written down."""
        self._throttle = throttle
        self._max_body = max_body
        self._timer = timer
        plain = origin.startswith("http://")
        self._http = httpx.AsyncClient(
            # Without TLS there is nothing to verify, and loading the certificates takes a tenth of a second.
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if plain else True,
            # Plain http goes to this machine only, where no proxy belongs in between.
            trust_env=not plain,
            transport=transport,
            timeout=_TIMEOUT,
            follow_redirects=False,
            headers={"User-Agent": f"ft42tui/{__version__}", "Accept": "application/json"},
        )

    def apart(self) -> Door:
        """Return a door with a budget of its own, over the same connections: for another's token."""
        other = copy.copy(self)
        other._throttle = self._throttle.apart()  # noqa: SLF001  # another door, but one of ours
        return other

    async def aclose(self) -> None:
        """Close every connection."""
        await self._http.aclose()

    async def request(
        self,
        method: str,
        target: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        secrets: tuple[str, ...] = (),
        notice: Notice = lambda _wait: None,
    ) -> Answer:
        """Send a request when the budget admits it and return its answer, whatever its status.

        `secrets` are texts in the request that must not be shown: a server may send them back.

        A 429 is waited out as its Retry-After says, then sent again. Raises Unreachable if no answer
        came, BadAnswer or TooLarge if it cannot be used, RateLimited if 429 never ends.
        """
        self.secrets.update(secrets)
        try:
            request = self._http.build_request(
                method,
                self.origin + target,
                headers={"Accept-Encoding": "gzip", **(headers or {})},
                content=content,
            )
        except httpx.InvalidURL as error:
            raise BadRequestText("This request makes no URL", f"{error}.") from error
        if _origin(request.url) != _origin(httpx.URL(self.origin)):
            raise ForeignOrigin("This request would leave the API", f"Your token goes to {self.origin} only.")
        for tries_left in reversed(range(_TRIES)):
            await self._throttle.admit(notice)
            answer = await self._send(request, secrets)
            self._throttle.learn(answer.budget)
            if answer.exchange.status != 429:
                return answer
            wait = retry_after(answer.exchange.header("Retry-After"))
            if not tries_left or wait > _LONGEST_WAIT:
                break
            self._throttle.hold(wait)
        raise error_for(answer.exchange, answer.body)

    async def _send(self, request: httpx.Request, secrets: tuple[str, ...]) -> Answer:
        exchange = Exchange(
            method=request.method,
            url=masked_url(str(request.url)),
            request_headers=masked_headers(_shown(request.headers)),
        )
        started = self._timer()
        try:
            response = await self._http.send(request, stream=True)
            try:
                exchange = replace(
                    exchange,
                    status=response.status_code,
                    reason=without(response.reason_phrase, secrets),
                    response_headers=masked_headers(_shown(response.headers), secrets),
                    http_version=response.http_version,
                )
                body = await self._read(response, exchange)
            finally:
                await response.aclose()
        except httpx.HTTPError as error:
            # What cannot be read is repeated in the error's words, and a server may send anything back.
            raise _unreachable(error, without(str(error), secrets), self.origin, exchange) from error
        except (httpx.InvalidURL, ValueError) as error:  # httpx reads Location even if nobody follows it
            raise BadAnswer("The server points to an address that is none", exchange=exchange) from error
        for secret in secrets:
            if secret.encode() in body:
                body = body.replace(secret.encode(), MASK.encode())
        exchange = replace(exchange, seconds=self._timer() - started, size=len(body))
        if response.status_code >= 300:
            exchange = replace(exchange, excerpt=masked_json(body[:_EXCERPT].decode("utf-8", "replace")))
        if 300 <= response.status_code < 400 and response.status_code != 304:
            raise _redirected(exchange, self.origin)
        return Answer(exchange, body, Budget.from_headers(response.headers))

    async def _read(self, response: httpx.Response, exchange: Exchange) -> bytearray:
        """Return the decoded body, never holding more of it than is allowed."""
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
                if len(body) + len(piece) > self._max_body:
                    raise TooLarge(
                        f"The answer is larger than {self._max_body // (1024 * 1024)} MB",
                        "Ask for less at once: a smaller page[size], or a filter.",
                        exchange=exchange,
                    )
                body += piece
                pending = decoder.unused_data if decoder.eof else decoder.unconsumed_tail
        if encoding in _GZIP and is_begun and not decoder.eof:
            raise BadAnswer("The answer was cut short", "Send again (r).", exchange=exchange)
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

_HeaderList: TypeAlias = tuple[tuple[str, str], ...]


async def _raw(response: httpx.Response) -> AsyncIterator[bytes]:
    async for chunk in response.aiter_raw(_PIECE):
        yield chunk


def _shown(headers: httpx.Headers) -> _HeaderList:
    """Return headers as they went over the wire: their own case, their own order."""
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in headers.raw)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port


def _redirected(exchange: Exchange, origin: str) -> ApiError:
    where = masked_url(exchange.header("Location") or "nowhere")
    host = urlsplit(origin).hostname
    return BadAnswer(
        f"{exchange.status} · the server points to {where}",
        f"Redirects are not followed: your token belongs to {host} only.",
        exchange=exchange,
    )


def _unreachable(error: httpx.HTTPError, said: str, origin: str, exchange: Exchange) -> Unreachable:
    host = urlsplit(origin).netloc
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        title, hint = f"{host} did not answer in time", "Check the network, then send again (r)."
    elif isinstance(error, httpx.TimeoutException):
        title, hint = f"{host} took too long to answer", "Ask for less at once, or send again (r)."
    elif isinstance(error, httpx.ConnectError):
        title, hint = _connect_failure(said, host, origin)
    else:
        title, hint = f"The connection to {host} was lost", "Send again (r)."
    return Unreachable(title, hint, message=said, exchange=exchange)


def _connect_failure(said: str, host: str, origin: str) -> tuple[str, str]:
    lower = said.lower()
    if "certificate" in lower or "ssl" in lower or "tls" in lower:
        return (
            f"No safe connection to {host}",
            "Its certificate was not accepted: check the clock and any proxy.",
        )
    if "name or service" in lower or "nodename" in lower or "resolution" in lower or "getaddrinfo" in lower:
        return f"{host} was not found", "Check the network and the spelling of the host."
    if origin.startswith("http://"):
        return f"Connection refused by {host}", "Is the server running? The real API answers to https only."
    return f"No connection to {host}", "Check the network, then send again (r)."
