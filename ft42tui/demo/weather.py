"""Weather on demand: answers that come late, damaged, from somewhere else, or not at all."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from typing import Final, Literal, TypeAlias, get_args

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ft42tui.demo.front import send_challenge, send_nginx_page
from ft42tui.demo.settings import DemoSettings

Fault: TypeAlias = Literal["error", "gateway", "challenge", "reset", "truncation", "drip"]
"""A 500 of the API, nginx's 502, Cloudflare's challenge, no answer, half an answer, a slow one."""

FAULTS: Final[tuple[Fault, ...]] = get_args(Fault)
"""Every kind of fault."""

ABORT: Final = "ft42tui.abort"
"""The ASGI extension that ends a connection at once, what was not sent yet thrown away: a reset."""
CLOSE: Final = "ft42tui.close"
"""The ASGI extension that ends a connection after what was sent so far."""

_PIECES: Final = 20
_PAUSE: Final = 0.2  # with so many pieces four seconds: longer than patience, shorter than most read timeouts
# Assumption: what Rails says by default where an API raises.
_ERROR_BODY: Final = b'{"status":500,"error":"Internal Server Error"}'
_KEPT_OF_AN_ERROR: Final = (b"x-application-", b"x-hourly-", b"x-secondly-", b"x-request-id", b"x-runtime")


class Weather:
    """Draws what befalls each request: the same seed, the same faults in the same order.

    Each draw takes as many random numbers as any other, so a larger share adds faults and moves none.
    """

    def __init__(self, percent: int, seed: int) -> None:
        self._share = percent / 100
        self._random = Random(f"weather/{seed}")

    def draw(self) -> Fault | None:
        """Return what befalls the next request, or None for nothing."""
        chance, kind = self._random.random(), self._random.choice(FAULTS)
        return kind if chance < self._share else None


class Weathered:
    """An ASGI application as it is met through weather.

    A request that is met by a 500, a 502, a challenge or a reset changes nothing; one whose answer is cut
    or drips did what it asked for.
    """

    def __init__(
        self,
        app: ASGIApp,
        weather: Weather,
        *,
        latency: float = 0,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._weather = weather
        self._latency = latency
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or fail to."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        fault = self._weather.draw()
        if self._latency:
            await self._sleep(self._latency)
        if fault is None:
            await self._app(scope, receive, send)
        elif fault == "error":
            await self._send_error(scope, receive, send)
        elif fault == "gateway":
            await send_nginx_page(scope, send, 502)
        elif fault == "challenge":
            await send_challenge(scope, send)
        elif fault == "reset":
            _end(scope, ABORT)
        elif fault == "truncation":
            await self._truncate(scope, receive, send)
        else:
            await self._drip(scope, receive, send)

    async def _send_error(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send a 500 that names the application: asked by HEAD, the API tells which, and does nothing."""
        start, _ = await self._ask({**scope, "method": "HEAD"}, receive)
        headers = [pair for pair in start.get("headers", ()) if pair[0].startswith(_KEPT_OF_AN_ERROR)]
        headers.append((b"content-type", b"application/json; charset=utf-8"))
        headers.append((b"content-length", str(len(_ERROR_BODY)).encode()))
        await send({"type": "http.response.start", "status": 500, "headers": headers})
        body = b"" if scope["method"] == "HEAD" else _ERROR_BODY
        await send({"type": "http.response.body", "body": body})

    async def _truncate(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, body = await self._ask(scope, receive)
        if (
            body and scope["method"] != "HEAD"
        ):  # else there is nothing to cut, and the connection closes without an answer
            await send(start)
            await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})
        _end(scope, CLOSE)

    async def _drip(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, body = await self._ask(scope, receive)
        await send(start)
        size = max(1, -(-len(body) // _PIECES))
        for at in range(0, len(body), size):
            await self._sleep(_PAUSE)
            await send({"type": "http.response.body", "body": body[at : at + size], "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _ask(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """Return the true answer: the message that starts it, and its body."""
        start: Message = {}
        body = bytearray()

        async def keep(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self._app(scope, receive, keep)
        return start, bytes(body)


def weathered(
    app: ASGIApp, settings: DemoSettings, *, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> ASGIApp:
    """Return the application in the weather of the settings: itself when that is fair."""
    if not settings.faults_percent and not settings.latency_ms:
        return app
    weather = Weather(settings.faults_percent, settings.seed)
    return Weathered(app, weather, latency=settings.latency_ms / 1000, sleep=sleep)


def _end(scope: Scope, how: str) -> None:
    """End the connection. Raises ConnectionResetError under a server that has no way to do so."""
    act: Callable[[], None] | None = scope.get("extensions", {}).get(how)
    if act is None:
        raise ConnectionResetError("The connection ends here, as the weather has it.")
    act()
