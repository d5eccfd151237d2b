"""An explorer on an embedded API, in one process and without waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from textual import events
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from ft42tui.api.budget import Throttle
from ft42tui.api.client import Client
from ft42tui.api.door import Door
from ft42tui.api.page import Page
from ft42tui.api.vault import Vault
from ft42tui.catalog import Catalog
from ft42tui.config.settings import Settings
from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.applications import Application
from ft42tui.demo.settings import DemoSettings, Rates
from ft42tui.session.account import Account
from ft42tui.session.connection import Identity
from ft42tui.session.profiles import Profile, Profiles
from ft42tui.session.session import Session
from ft42tui.tui.app import Ft42App
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.widgets.results_grid import ResultsGrid

ORIGIN = "http://127.0.0.1:4242"
NOW = 1_795_262_400.0


class Clock:
    """Time that passes only when somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds
        await asyncio.sleep(0)


@dataclass
class Explorer:
    """A running explorer, with what tests ask of it."""

    app: Ft42App
    pilot: Pilot[int]
    session: Session
    clock: Clock
    requests: list[httpx.Request] = field(default_factory=list)

    @property
    def screen(self) -> ExplorerScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, ExplorerScreen)
        return screen

    @property
    def page(self) -> Page:
        """The page that is shown."""
        assert self.screen.page is not None
        return self.screen.page

    @property
    def target(self) -> str:
        """The request that is shown."""
        assert self.screen.request is not None
        return self.screen.request.target

    @property
    def client(self) -> Client:
        assert self.session._account is not None
        return self.session._account.client

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        compositor = self.app.screen._compositor
        return ["".join(segment.text for segment in strip) for strip in compositor.render_strips()]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def line(self, part: str) -> str:
        """Return the first line that holds a text."""
        return next((line for line in self.lines if part in line), "")

    async def press(self, *keys: str) -> None:
        """Press keys, then wait until everything has settled."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def type(self, text: str) -> None:
        """Type a text into what has the focus, faster than anybody could."""
        for character in text:
            self.app.post_message(events.Key(_key(character), character))
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste a text into what has the focus, as a terminal does."""
        focused = self.app.screen.focused
        assert focused is not None
        focused.post_message(events.Paste(text))
        await self.settle()

    @property
    def notices(self) -> list[str]:
        """What was told in passing."""
        return [notice.message for notice in self.app._notifications]

    async def settle(self) -> None:
        """Wait until nothing is under way: workers, messages, what comes after the next refresh."""
        is_working = True
        while is_working:
            for _ in range(2):
                with suppress(WorkerCancelled):  # what a view was doing ends when it is left
                    await self.app.workers.wait_for_complete()
                await self.pilot._wait_for_screen()
            await self.pilot.pause()
            is_working = any(not worker.is_finished for worker in self.app.workers)
        while self.app.is_running and not self.screen.query_one(ResultsGrid).is_resting:
            await self.pilot.pause(0.01)


def _key(character: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(character)


Answer = Callable[[httpx.Request], Awaitable[httpx.Response]]
Start = Callable[..., AbstractAsyncContextManager[Explorer]]


@pytest.fixture(scope="session")
def embedded() -> DemoApi:
    """An embedded API with a small school and no limits."""
    return create_app(DemoSettings(users=300, rates=Rates(1000, 100_000)), clock=lambda: NOW)


@pytest.fixture
def explore(embedded: DemoApi) -> Start:
    """What starts an explorer and stops it: an asynchronous context manager."""

    @asynccontextmanager
    async def start(
        request: str | None = "users",
        *,
        size: tuple[int, int] = (140, 42),
        answer: Answer | None = None,
        vault: Vault | None = None,
        account: dict[str, Any] | None = None,
        application: str = "ft42tui demo",
        **options: Any,
    ) -> AsyncIterator[Explorer]:
        clock, catalog = Clock(), Catalog.load()
        asgi = httpx.ASGITransport(embedded)
        sent: list[httpx.Request] = []

        async def send(http_request: httpx.Request) -> httpx.Response:
            sent.append(http_request)
            if answer is not None and not http_request.url.path.startswith("/oauth"):
                given = await answer(http_request)
                body = httpx.ByteStream(await given.aread())
                return httpx.Response(given.status_code, headers=given.headers, stream=body)
            return await asgi.handle_async_request(http_request)

        def opened(name: str, application: Application) -> Session:
            def connect(throttle: Throttle) -> Account:
                door = Door(ORIGIN, throttle, transport=httpx.MockTransport(send), timer=lambda: 0.0)
                settings = Settings(
                    api=ORIGIN,
                    profile=name,
                    client_id=application.client_id,
                    client_secret=application.client_secret,
                    secret_place="the embedded API",
                    scopes=application.scopes[:2],
                    **(account or {}),
                )
                return Account(door, settings, vault, clock=clock)

            throttle = Throttle(clock=clock, sleep=clock.sleep)
            return Session(
                catalog, Identity(name, ORIGIN, is_official=True, owner="app"), connect, throttle=throttle
            )

        first = next(one for one in embedded.applications if one.name == application)
        others = [one for one in embedded.applications if one is not first]
        known = [Profile(name, ORIGIN) for name in ("demo", *(one.name for one in others))]
        named = {one.name: one for one in others}
        session = opened("demo", first)
        profiles = Profiles(session, lambda: known, lambda one: opened(one.name, named[one.name]))
        app = Ft42App(profiles, request=request, clock=clock, **options)
        async with app.run_test(size=size) as pilot:
            explorer = Explorer(app, pilot, session, clock, sent)
            await explorer.settle()
            yield explorer

    return start
