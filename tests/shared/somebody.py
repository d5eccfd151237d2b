"""Somebody with a session at an embedded API, and a browser that remembers who signed in."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from html import unescape
from types import TracebackType
from typing import Final, Self

import httpx
from doubles import FakeTime

from ft42tui.api.budget import Throttle
from ft42tui.api.door import Door
from ft42tui.api.errors import Forbidden
from ft42tui.api.page import Page
from ft42tui.api.token import Token
from ft42tui.catalog import Catalog
from ft42tui.config.settings import Settings
from ft42tui.demo.applications import Application, registered
from ft42tui.demo.settings import Rates
from ft42tui.session.account import Account
from ft42tui.session.connection import Identity
from ft42tui.session.memory import Memories
from ft42tui.session.scope_report import ScopeReport
from ft42tui.session.session import Session
from ft42tui.session.sign_in_form import SignInForm, Way
from ft42tui.session.sign_in_run import SignInRun

ORIGIN: Final = "http://127.0.0.1:4242"
CATALOG: Final = Catalog.load()
UNHURRIED: Final = Rates(1000, 100_000)


def application(name: str) -> Application:
    """Return an application of the embedded API."""
    return next(one for one in registered(42, UNHURRIED) if one.name == name)


class Somebody:
    """Uses an application of the embedded API that answers at an origin, or by a transport."""

    def __init__(
        self,
        name: str = "official",
        scopes: tuple[str, ...] = ("public",),
        *,
        token: str | None = None,
        origin: str = ORIGIN,
        transport: httpx.AsyncBaseTransport | None = None,
        memories: Memories | None = None,
        clock: Callable[[], float] = lambda: 1000.0,
    ) -> None:
        self.application = application(name)
        self.runs: list[SignInRun] = []
        self._returns: list[asyncio.Task[None]] = []
        time = FakeTime()
        settings = Settings(
            api=origin,
            token=token,
            client_id=self.application.client_id,
            client_secret=self.application.client_secret,
            scopes=scopes,
        )

        def connect(throttle: Throttle) -> Account:
            return Account(Door(origin, throttle, transport=transport), settings, clock=clock)

        self.session = Session(
            CATALOG,
            Identity(name, origin, is_official=False),
            connect,
            throttle=Throttle(clock=time.clock, sleep=time.sleep),
            memories=(lambda: memories) if memories is not None else None,
        )
        self.browser = httpx.AsyncClient(transport=transport, base_url=origin, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        await self.session.aclose()
        await self.browser.aclose()

    async def load(self, text: str) -> Page:
        """Return the page of a request as it is typed."""
        return await self.session.load(self.session.parse(text).query)

    async def forbidden(self, text: str) -> Forbidden:
        """Return the 403 that a request meets."""
        try:
            await self.load(text)
        except Forbidden as error:
            return error
        raise AssertionError(f"{text} is not forbidden")

    async def report(self, text: str) -> ScopeReport:
        """Return the report on the 403 that a request meets, once the token was asked about."""
        error = await self.forbidden(text)
        await self.session.inspect()
        return self.session.report(error, self.session.parse(text).query.endpoint)

    async def sign_in(self, *scopes: str, way: Way = "browser", revokes: bool = False) -> Token:
        """Sign in as norminet in the browser, or as the application. Raises ApiError."""
        form = SignInForm(
            way=way,
            client_id=self.application.client_id,
            secret=self.application.client_secret,
            scopes=scopes,
            redirect_uri=self.application.redirect_uris[0],
        )

        def opened(url: str) -> bool:
            self._returns.append(asyncio.ensure_future(self._come_back(url, run)))
            return True

        run = SignInRun(self.session, form, listen=False, revokes=revokes, open_url=opened)
        self.runs.append(run)
        return await run.run()

    async def _come_back(self, url: str, run: SignInRun) -> None:
        """Consent, unless nobody is asked, and paste the address that the browser ends at."""
        answer = await self.browser.get(url)
        if answer.status_code == 200:
            fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', answer.text)
            form = {unescape(name): unescape(value) for name, value in fields} | {"login": "norminet"}
            answer = await self.browser.post("/oauth/authorize", data=form)
        assert run.paste(answer.headers["Location"])
