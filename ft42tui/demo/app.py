"""The embedded 42 API as an ASGI application: one request in, one answer out, in the API's order."""

from __future__ import annotations

import asyncio
import sqlite3
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Final

from starlette.types import Receive, Scope, Send

from ft42tui.catalog import Catalog, Endpoint
from ft42tui.demo.access import check
from ft42tui.demo.applications import Application, UserToken, ready_token, registered
from ft42tui.demo.exchange import Answer, Request, read, reply
from ft42tui.demo.graph import graph, locations_stats
from ft42tui.demo.limits import Allowance
from ft42tui.demo.narrow import narrow
from ft42tui.demo.oauth import (
    TOKEN_LIFETIME,
    Authority,
    Token,
    require_known_grant,
    token_parameters,
)
from ft42tui.demo.paging import PageRequest
from ft42tui.demo.refusal import Refusal, not_found, not_implemented
from ft42tui.demo.routes import Plan, find, plan, scope
from ft42tui.demo.school import snapshot
from ft42tui.demo.settings import DemoSettings
from ft42tui.demo.shapes.reader import Reader
from ft42tui.demo.store import Store

_TOKEN_PATHS: Final = frozenset({"/oauth/token", "/v2/oauth/token"})
_INFO_PATHS: Final = frozenset({"/oauth/token/info", "/v2/oauth/token/info"})


class DemoApi:
    """The embedded API. Source of its behaviour: the wire facts; assumptions are marked where they are."""

    def __init__(
        self,
        settings: DemoSettings,
        connection: sqlite3.Connection,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]],
        lifetime: int,
        fresh: bool,
    ) -> None:
        self.applications: tuple[Application, ...] = registered(settings.seed, settings.rates)
        """The registered applications."""
        self.user_token: UserToken = ready_token(settings.seed)
        """A token of norminet that is valid from the start."""
        self.store = Store(connection)
        """The school."""
        self.fresh = fresh
        """Whether the school was made just now, and did not come from a file."""
        self._connection = connection
        self._sleep = sleep
        self._latency = settings.latency_ms / 1000
        self._catalog = Catalog.load()
        self._plans: dict[tuple[str, str], Plan | None] = {}
        self._authority = Authority(self.applications, seed=settings.seed, clock=clock, lifetime=lifetime)
        norminet = self.store.number("SELECT id FROM users WHERE login = ?", (self.user_token.login,))
        self._authority.admit(self.user_token, self.applications[0], norminet)
        self._allowances = {app.client_id: Allowance(app.rates, clock) for app in self.applications}

    @property
    def first_application(self) -> Application:
        """The application that the explorer's own demo uses."""
        return self.applications[0]

    def serialize(self) -> bytes:
        """Return the school as a database file."""
        return self._connection.serialize()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        if self._latency:
            await self._sleep(self._latency)
        headers: dict[str, str] = {}
        request: Request | None = None
        try:
            request = await read(scope, receive)
            answer = self._answer(request, headers)
        except Refusal as refusal:
            answer = Answer(refusal.body, refusal.status, refusal.headers)
        headers.update(answer.headers)
        headers["X-Request-Id"] = str(uuid.uuid4())
        headers["X-Runtime"] = f"{time.perf_counter() - began:.6f}"
        await reply(send, scope["method"], request, answer, headers)

    def _answer(self, request: Request, headers: dict[str, str]) -> Answer:
        """Return the answer; what it adds to the headers stays there when it raises Refusal."""
        if request.path in _TOKEN_PATHS and request.method == "POST":
            return self._hand_out(request, headers)
        if not request.path.startswith("/v2/") and request.path not in _INFO_PATHS:
            # Assumption: pages outside the API proper ask for no token.
            raise not_implemented() if self._catalog.methods(request.path) else not_found()
        token = self._authority.find(request.bearer)
        headers.update(_introduction(token.application))
        self._spend(token.application, headers)
        if request.path in _INFO_PATHS and request.method == "GET":
            return Answer(self._authority.info(token))
        match = self._catalog.match(request.path, request.method)
        if match is None:
            # Assumption: a path that exists with other methods is as unknown as any, as in Rails.
            raise not_found()
        check(match.endpoint, token)
        made = self._plan(match.endpoint)
        if made is None:
            raise not_implemented()
        return self._read(request, match.endpoint, made, match.values, token)

    def _hand_out(self, request: Request, headers: dict[str, str]) -> Answer:
        content_type = request.headers.get("content-type", "")
        parameters = token_parameters(request.parameters, request.body, content_type)
        require_known_grant(parameters)
        application = self._authority.client(parameters, request.headers.get("authorization", ""))
        self._spend(application, headers)
        return Answer(self._authority.issue(application, parameters), headers={"Cache-Control": "no-store"})

    def _spend(self, application: Application, headers: dict[str, str]) -> None:
        allowance = self._allowances[application.client_id]
        try:
            allowance.spend()
        finally:
            headers.update(allowance.headers())

    def _plan(self, endpoint: Endpoint) -> Plan | None:
        key = endpoint.method, endpoint.path
        if key not in self._plans:
            self._plans[key] = plan(endpoint, self.store)
        return self._plans[key]

    def _read(
        self, request: Request, endpoint: Endpoint, made: Plan, values: Mapping[str, str], token: Token
    ) -> Answer:
        reader = Reader(self.store, request.origin)
        listing = made.listing
        if made.answer == "me":
            row = find(listing, str(token.owner), self.store)
            return Answer(listing.show(reader, [row])[0])
        if made.answer == "locations_stats":
            user = find(listing, values[made.key], self.store)["id"]
            return Answer(locations_stats(self.store, user, dict(request.parameters)))
        conditions, bound = scope(made, values, token.owner, self.store)
        if made.answer == "show":
            row = find(listing, values[made.key], self.store)
            if conditions and not self.store.number(
                _select("count(*)", made, ["t.id = ?", *conditions]), (row["id"], *bound)
            ):
                raise not_found()
            return Answer(listing.show(reader, [row])[0])
        if made.answer == "graph":
            return Answer(graph(endpoint, listing, self.store, values, conditions, bound))
        page = PageRequest.read(request.parameters)
        narrowed = narrow(endpoint, listing, self.store, request.parameters)
        conditions = [*conditions, *narrowed.conditions]
        all_values = (*bound, *narrowed.values)
        total = self.store.number(_select("count(*)", made, conditions), all_values)
        rows = []
        if page.offset < total:
            sql = f"{_select('t.*', made, conditions)} ORDER BY {narrowed.order} LIMIT ? OFFSET ?"
            rows = self.store.rows(sql, (*all_values, page.size, page.offset))
        return Answer(listing.shape(reader, rows), headers=page.headers(total, request.origin + request.path))


def create_app(
    settings: DemoSettings,
    *,
    clock: Callable[[], float] = time.time,
    cache: Path | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    lifetime: int = TOKEN_LIFETIME,
) -> DemoApi:
    """Return the embedded API, its school from the cache if it is kept there, else made now."""
    connection = snapshot.load(snapshot.path_of(cache, settings), settings) if cache else None
    fresh = connection is None
    if connection is None:
        from ft42tui.demo.school.dataset import fill  # here, so that a kept school does not pay for it

        connection = snapshot.connect()
        fill(connection, settings.users, settings.seed)
    return DemoApi(settings, connection, clock=clock, sleep=sleep, lifetime=lifetime, fresh=fresh)


def keep_school(api: DemoApi, settings: DemoSettings, cache: Path) -> None:
    """Keep a school that was made just now for the next start."""
    if api.fresh:
        snapshot.keep(snapshot.path_of(cache, settings), api.serialize())


def _select(what: str, made: Plan, conditions: list[str]) -> str:
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    return f"SELECT {what} FROM {made.listing.table} t{where}"  # noqa: S608  # names of ours only


def _introduction(application: Application) -> dict[str, str]:
    return {
        "X-Application-Id": str(application.id),
        "X-Application-Name": application.name,
        "X-Application-Roles": ", ".join(application.roles) or "None",
    }
