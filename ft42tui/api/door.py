"""The one door to the network: one origin, one throttle, bounded answers."""

from __future__ import annotations

import copy
import random
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import urlsplit

import httpx

from ft42tui import __version__
from ft42tui.api.body import read_body
from ft42tui.api.budget import Budget, Notice, Throttle, Wait, limit_of, retry_after
from ft42tui.api.errors import (
    ApiError,
    BadAnswer,
    BadRequestText,
    ForeignOrigin,
    HttpError,
    RateLimited,
    Unreachable,
    error_for,
    no_answer,
)
from ft42tui.api.exchange import MASK, Exchange, masked_headers, masked_json, masked_url, without
from ft42tui.api.retry import Failure, RetryPolicy, counted, failure_in, failure_of, is_lost, limited

if TYPE_CHECKING:
    from ft42tui.api.no_answer import Failing

MAX_BODY: Final = 256 * 1024 * 1024
"""Bytes of a decoded answer that are kept at most."""

_EXCERPT: Final = 4096
_LIMITED_AT_MOST: Final = 5
_LONGEST_WAIT: Final = 2 * 3600.0

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
    before: tuple[Failure, ...] = ()
    """How earlier tries of the same request failed."""

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx."""
        return 200 <= (self.exchange.status or 0) < 300

    def error(self) -> HttpError:
        """Return the error that an answer of status 400 or more stands for: how often it was tried, too."""
        error = error_for(self.exchange, self.body)
        return counted(error, self.before, failure_in(self.exchange))


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
        retry: RetryPolicy = RetryPolicy(),  # noqa: B008  # frozen
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.origin = origin
        self._throttle = throttle
        self._max_body = max_body
        self._timer = timer
        self._retry = retry
        self._chance = chance
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

        A 429 is waited out as its Retry-After says, then sent again. What may pass by itself is tried
        again as the policy says; `notice` is told of every wait. Raises Unreachable if no answer came,
        BadAnswer or TooLarge if it cannot be used, RateLimited if 429 never ends.
        """
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
        before: tuple[Failure, ...] = ()
        times_limited = 0
        while True:
            await self._throttle.admit(notice)
            failure: Failure | None
            try:
                answer = replace(await self._send(request, secrets), before=before)
            except ApiError as error:
                failure = failure_of(error)
                if (pause := self._pause(method, (*before, failure))) is None:
                    counted(error, before, failure)
                    raise
            else:
                self._throttle.learn(answer.budget)
                if answer.exchange.status == 429:
                    times_limited += 1
                    self._hold(answer, times_limited)
                    continue
                failure = failure_in(answer.exchange)
                if failure is None or (pause := self._pause(method, (*before, failure))) is None:
                    return answer
            before = (*before, failure)
            await self._throttle.pause(self._next_try(pause, before), notice)

    def _pause(self, method: str, failures: tuple[Failure, ...]) -> float | None:
        return self._retry.pause(method, failures, self._chance())

    def _hold(self, answer: Answer, times: int) -> None:
        """Wait out a 429 with everybody, or raise RateLimited where that leads nowhere."""
        wait = retry_after(answer.exchange.header("Retry-After"))
        if times >= _LIMITED_AT_MOST or wait > _LONGEST_WAIT:
            error = answer.error()
            raise limited(error, answer.exchange, times) if isinstance(error, RateLimited) else error
        self._throttle.hold(wait, limit_of(answer.exchange))

    def _next_try(self, pause: float, before: tuple[Failure, ...]) -> Wait:
        return Wait(
            "retry",
            self._throttle.clock() + pause,
            next_try=len(before) + 1,
            tries=self._retry.tries,
            reason=before[-1].reason,
        )

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
                body = await read_body(response, exchange, self._max_body)
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


_HeaderList: TypeAlias = tuple[tuple[str, str], ...]


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
    at: Failing
    if isinstance(error, httpx.ConnectTimeout | httpx.PoolTimeout):
        at = "connect timeout"
    elif isinstance(error, httpx.TimeoutException):
        at = "read timeout"
    elif isinstance(error, httpx.ConnectError):
        at = _connect_failure(error, said, origin)
    elif isinstance(error, httpx.ProxyError):
        at = "proxy"
    elif isinstance(error, httpx.RemoteProtocolError) and not is_lost(error):
        at = "not http"
    else:
        at = "lost"
    return no_answer(at, said, origin, exchange)


def _connect_failure(error: httpx.ConnectError, said: str, origin: str) -> Failing:
    from ft42tui.api.no_answer import failed_to_connect

    return failed_to_connect(error, said, origin)
