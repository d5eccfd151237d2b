"""The explorer without a screen: one client, one history, one status."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from ft42tui.api.aside import aside
from ft42tui.api.budget import Throttle
from ft42tui.api.errors import ApiError, ForeignOrigin, WalkEnded
from ft42tui.session.history import History
from ft42tui.session.status import Status

if TYPE_CHECKING:  # the first frame waits for none of these: the client would bring httpx with it
    from ft42tui.api.budget import Notice, Wait
    from ft42tui.api.client import Client
    from ft42tui.api.exchange import Exchange
    from ft42tui.api.links import Rel
    from ft42tui.api.page import Page
    from ft42tui.api.query import Pasted, Query
    from ft42tui.catalog import Catalog

_REL_WORDS: Final[dict[Rel, str]] = {
    "first": "first page",
    "prev": "previous page",
    "next": "next page",
    "last": "last page",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is signing in where, as far as it is known before the first request."""

    profile: str
    """The profile's name."""
    origin: str
    """The API's origin; for the embedded API, unknown until it runs, a placeholder."""
    is_official: bool
    """Whether it is the real API."""
    alias: str = ""
    """Another origin whose URLs stand for paths here: the real API's in the demo, where people paste them."""
    owner: str = ""
    """`app` for an application's own token; empty while unknown."""


class Session:
    """Loads pages, remembers them, and knows the state of things.

    `connect` makes the client; it may block (imports, TLS, the embedded API's start) and is run once,
    in a thread, at the first request. `on_change` is called whenever the status may have changed.
    """

    def __init__(
        self,
        catalog: Catalog,
        identity: Identity,
        connect: Callable[[Throttle], Client],
        *,
        throttle: Throttle | None = None,
    ) -> None:
        self.catalog = catalog
        self.on_change: Callable[[], None] = lambda: None
        self._identity = identity
        self._connect = connect
        self._throttle = throttle or Throttle()
        self._history = History()
        self._client: Client | None = None
        self._connecting: asyncio.Future[Client] | None = None
        self._owner = identity.owner
        self._owner_id: int | None = None
        self._inspected = ""
        self._last: Exchange | None = None
        self._waits: dict[object, Wait] = {}
        self._is_inspecting = False

    @property
    def page(self) -> Page | None:
        """The page that is looked at."""
        return self._history.page

    @property
    def exchange(self) -> Exchange | None:
        """The last request and its answer, a failed one too."""
        return self._last

    @property
    def origin(self) -> str:
        """The API's origin."""
        return self._client.origin if self._client else self._identity.origin

    @property
    def status(self) -> Status:
        """The state of things now."""
        token = self._client.token if self._client else None
        budget = self._client.budget if self._client else Status().budget
        wait = next(reversed(self._waits.values()), None)
        return Status(
            profile=self._identity.profile,
            host=urlsplit(self.origin).netloc,
            is_official=self._identity.is_official,
            owner=self._owner or ("token" if token else ""),
            scopes=token.scopes if token else None,
            has_user=self._owner_id is not None,
            expires_at=token.expires_at if token else None,
            budget=budget,
            second_left=self._throttle.second_left if budget.second_limit else None,
            last_status=self._last.status if self._last else None,
            last_seconds=self._last.seconds if self._last else None,
            wait=wait,
            wait_left=max(0.0, wait.until - self._throttle.clock()) if wait else 0.0,
        )

    def parse(self, text: str) -> Pasted:
        """Return the request that a pasted text is. Raises Refused with what is wrong."""
        from ft42tui.api.query import parse_request

        try:
            return parse_request(text, self.catalog, self.origin)
        except ForeignOrigin:
            if not self._identity.alias:
                raise
        return parse_request(text, self.catalog, self._identity.alias)

    async def load(self, wanted: Query | Rel) -> Page:
        """Return the page of a query, or the neighbour that the current page links to.

        Raises ApiError; the page that is looked at stays then.
        """
        current = self.page
        if isinstance(wanted, str):
            page = await self._follow(wanted, current)
        else:
            page = await self._send(wanted)
        if current is not None and current.query == page.query:
            self._history.replace(page)
        else:
            self._history.visit(page)
        self._learn_owner(page)
        return page

    def back(self) -> Page | None:
        """Return the page before, from memory, or None."""
        return self._history.back()

    def forward(self) -> Page | None:
        """Return the page after, from memory, or None."""
        return self._history.forward()

    @property
    def is_uninspected(self) -> bool:
        """Whether there is a token that the API was not yet asked about."""
        return not self._token_text or self._token_text != self._inspected

    async def inspect(self) -> None:
        """Ask the API about the token, once for each token. Raises ApiError."""
        if self._is_inspecting:
            return
        self._is_inspecting = True
        try:
            client = await self._connected()
            if not self.is_uninspected:
                return
            with self._notices() as notice:
                info = await client.token_info(notice)
        except ApiError as error:
            self._last = error.exchange or self._last
            self._inspected = self._token_text
            raise
        finally:
            self._is_inspecting = False
            self.on_change()
        self._inspected = self._token_text
        self._owner_id = info.resource_owner_id
        self._owner = "app" if self._owner_id is None else f"user {self._owner_id}"
        if self.page is not None:
            self._learn_owner(self.page)
        self.on_change()

    @property
    def _token_text(self) -> str:
        token = self._client.token if self._client else None
        return token.access_token if token else ""

    async def aclose(self) -> None:
        """Close every connection."""
        if self._client is not None:
            await self._client.aclose()

    async def _follow(self, rel: Rel, current: Page | None) -> Page:
        if current is None or rel not in current.links:
            raise WalkEnded(f"There is no {_REL_WORDS[rel]}", "The API links to none from here.")
        from ft42tui.api.page import page_number_in

        target = current.links[rel]
        query = current.query.following(target, self.origin, self.catalog)
        number = page_number_in(target)
        if number is None and query.path == current.query.path and query.extra == current.query.extra:
            number = 1  # nothing else says which page: the API sends the first then
        leads_back = number is not None and current.number is not None and number <= current.number
        if rel == "next" and (leads_back or query == current.query):
            where = f"page {number}" if number is not None else "this page"
            raise WalkEnded(
                f"The walk ends here: next leads back to {where}", "The API's links go in a circle."
            )
        page = await self._send(query)
        if rel == "next" and page.records and page.records == current.records:
            raise WalkEnded(
                "The walk ends here: the next page holds the same records",
                "This route seems to ignore the page.",
            )
        return page

    async def _send(self, query: Query) -> Page:
        client = await self._connected()
        try:
            with self._notices() as notice:
                page = await client.send(query, notice)
        except ApiError as error:
            if error.exchange is not None:
                self._last = error.exchange
            raise
        finally:
            self.on_change()
        self._last = page.exchange
        return page

    async def _connected(self) -> Client:
        """Return the client, made once however many wait for it, and also if they stop waiting."""
        while self._client is None:
            if self._connecting is None:
                self._connecting = asyncio.ensure_future(aside(self._try_to_connect))
            connecting = self._connecting
            try:
                self._client = await asyncio.shield(connecting)
            except ApiError:
                if self._connecting is connecting:
                    self._connecting = None  # the next request tries again
                raise
        return self._client

    def _try_to_connect(self) -> Client:
        try:
            return self._connect(self._throttle)
        except ApiError:
            raise
        except Exception as error:  # a proxy or a certificate file can be wrong in any way
            raise ApiError(
                "The connection could not be prepared",
                "Check the environment: proxy variables, SSL_CERT_FILE, SSL_CERT_DIR.",
                message=f"{type(error).__name__}: {error}",
            ) from error

    @contextmanager
    def _notices(self) -> Iterator[Notice]:
        """Keep what one request waits for, apart from the others, until it is done or cancelled."""
        request = object()

        def notice(wait: Wait | None) -> None:
            self._waits.pop(request, None)
            if wait is not None:
                self._waits[request] = wait
            self.on_change()

        try:
            yield notice
        finally:
            self._waits.pop(request, None)

    def _learn_owner(self, page: Page) -> None:
        """Take the owner's login from a page that happens to hold it: it is not asked for."""
        if self._owner_id is None:
            return
        for record in page.records:
            if isinstance(record, dict) and record.get("id") == self._owner_id and "login" in record:
                if page.query.endpoint.resource == "users" and isinstance(record["login"], str):
                    self._owner = record["login"]
                return
