"""The embedded 42 API as an ASGI application: one request in, one answer out, in the API's order."""

from __future__ import annotations

import sqlite3
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from starlette.types import Receive, Scope, Send

from ft42tui.catalog import Catalog, Endpoint
from ft42tui.demo import exchange
from ft42tui.demo.access import check, own
from ft42tui.demo.actions import ACTIONS
from ft42tui.demo.applications import Application, UserToken, ready_token, registered
from ft42tui.demo.call import Call
from ft42tui.demo.exchange import Answer, Request
from ft42tui.demo.jsonapi import document, wanted
from ft42tui.demo.limits import Allowance
from ft42tui.demo.oauth import OAuth
from ft42tui.demo.reading import read
from ft42tui.demo.refusal import Refusal, not_found
from ft42tui.demo.routes import Plan, plan
from ft42tui.demo.school import snapshot
from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.settings import DemoSettings
from ft42tui.demo.store import Store
from ft42tui.demo.writing import attempt, write

_READS: Final = frozenset({"index", "show", "graph"})


class DemoApi:
    """The embedded API. Source of its behaviour: the wire facts; assumptions are marked where they are."""

    def __init__(
        self,
        settings: DemoSettings,
        connection: sqlite3.Connection,
        *,
        clock: Callable[[], float],
        fresh: bool,
    ) -> None:
        self._clock = clock
        self._ids = Random(f"request ids/{settings.seed}")
        self._started = clock()
        self.applications: tuple[Application, ...] = registered(
            settings.seed, settings.rates, settings.redirect_uris
        )
        """The registered applications."""
        self.user_token: UserToken = ready_token(settings.seed)
        """A token of norminet that is valid from the start."""
        self.store = Store(connection, self._now)
        """The school."""
        self.fresh = fresh
        """Whether the school was made just now, and did not come from a file."""
        self._catalog = Catalog.load()
        self._plans: dict[tuple[str, str], Plan | None] = {}
        self._oauth = OAuth(
            self.applications,
            seed=settings.seed,
            clock=clock,
            find_user=self._user,
            lifetime=settings.token_life,
        )
        self._oauth.admit(self.user_token, self.applications[0], self._user(self.user_token.login) or 0)
        self._allowances = {app.client_id: Allowance(app.rates, clock) for app in self.applications}

    @property
    def first_application(self) -> Application:
        """The application that the explorer's own demo uses."""
        return self.applications[0]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        headers: dict[str, str] = {}
        request: Request | None = None
        try:
            request = await exchange.read(scope, receive)
            answer = self._answer(request, headers)
        except Refusal as refusal:
            answer = Answer(refusal.body, refusal.status, refusal.headers)
        headers.update(answer.headers)
        headers["X-Request-Id"] = str(uuid.UUID(int=self._ids.getrandbits(128), version=4))
        headers["X-Runtime"] = f"{time.perf_counter() - began:.6f}"
        await exchange.reply(send, scope["method"], request, answer, headers)

    def _answer(self, request: Request, headers: dict[str, str]) -> Answer:
        """Return the answer; what it adds to the headers stays there when it raises Refusal."""

        def spend(application: Application) -> None:
            headers.update(_introduction(application))
            allowance = self._allowances[application.client_id]
            try:
                allowance.spend()
            finally:
                headers.update(allowance.headers())

        if self._oauth.answers(request.path):
            return self._oauth.answer(request, spend)
        if not request.path.startswith("/v2/"):
            raise not_found()  # assumption: pages outside the API proper ask for no token
        token = self._oauth.find(request.bearer)
        spend(token.application)
        match = self._catalog.match(request.path, request.method)
        if match is None:
            # Assumption: a path that exists with other methods is as unknown as any, as in Rails; so it is
            # for OPTIONS. HEAD is answered as GET, without the body.
            raise not_found()
        check(match.endpoint, token)
        owns = own(match.endpoint, token)
        call = Call(request, match.endpoint, match.values, token.owner, owns, self.store, self._now())
        answer = self._work(call)
        return document(answer, request) if wanted(request) else answer

    def _user(self, login: str) -> int | None:
        row = self.store.row("SELECT id FROM users WHERE login = ?", (login,))
        return None if row is None else int(row["id"])

    def _work(self, call: Call) -> Answer:
        """Do what a route is for."""
        made = self._plan(call.endpoint)
        if made is not None and made.work in _READS:
            return read(call, made)
        with attempt(self.store):
            return write(call, made) if made is not None else ACTIONS[call.endpoint.path](call)

    def _plan(self, endpoint: Endpoint) -> Plan | None:
        key = endpoint.method, endpoint.path
        if key not in self._plans:
            self._plans[key] = plan(endpoint, self.store)
        return self._plans[key]

    def _now(self) -> str:
        """Return the school's time: its present, and what has gone by since the start."""
        at = datetime.fromisoformat(PRESENT) + timedelta(seconds=max(0.0, self._clock() - self._started))
        return f"{at.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"


def create_app(
    settings: DemoSettings,
    *,
    clock: Callable[[], float] = time.time,
    cache: Path | None = None,
) -> DemoApi:
    """Return the embedded API, its school from the cache if it is kept there, else made now."""
    path = snapshot.path_of(cache, settings) if cache else None
    connection = snapshot.load(path, settings) if path else None
    fresh = connection is None
    if connection is None:
        from ft42tui.demo.school.dataset import fill  # here, so that a kept school does not pay for it

        connection = snapshot.make(path, lambda empty: fill(empty, settings.users, settings.seed), settings)
    return DemoApi(settings, connection, clock=clock, fresh=fresh)


def _introduction(application: Application) -> dict[str, str]:
    return {
        "X-Application-Id": str(application.id),
        "X-Application-Name": application.name,
        "X-Application-Roles": ", ".join(application.roles) or "None",
    }
