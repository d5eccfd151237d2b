"""The explorer without a screen: one account, one history, one status."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from ft42tui.api.errors import ApiError, ForeignOrigin, WalkEnded
from ft42tui.session.connection import Connection, Identity
from ft42tui.session.history import History

if TYPE_CHECKING:  # the first frame waits for none of these
    from ft42tui.api.budget import Throttle
    from ft42tui.api.errors import Forbidden
    from ft42tui.api.links import Rel
    from ft42tui.api.page import Page
    from ft42tui.api.query import Pasted, Query
    from ft42tui.api.token import TokenInfo
    from ft42tui.catalog import Catalog, Endpoint
    from ft42tui.session.account import Account
    from ft42tui.session.memory import Memories
    from ft42tui.session.scope_report import ScopeReport

_REL_WORDS: Final[dict[Rel, str]] = {
    "first": "first page",
    "prev": "previous page",
    "next": "next page",
    "last": "last page",
}


class Session(Connection):
    """Loads pages over a connection, and remembers them."""

    def __init__(
        self,
        catalog: Catalog,
        identity: Identity,
        connect: Callable[[Throttle], Account],
        *,
        throttle: Throttle | None = None,
        memories: Callable[[], Memories] | None = None,
    ) -> None:
        super().__init__(identity, connect, throttle, memories)
        self.catalog = catalog
        self._history = History()

    @property
    def page(self) -> Page | None:
        """The page that is looked at."""
        return self._history.page

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
        account = await self.account()
        tokens = self._tokens
        try:
            with self.notices() as notice:
                page = await account.client.send(query, notice)
        except ApiError as error:
            if error.exchange is not None:
                self._last = error.exchange
            if query.endpoint.is_listed and tokens == self._tokens:
                self.learning.refused(query.endpoint, error, self._fingerprint, self.bearer)
            self._explain(error, query)
            raise
        finally:
            self._watch_secret()
            self.on_change()
        self._last = page.exchange
        if query.endpoint.is_listed and tokens == self._tokens:  # else it was another token's answer
            self.learning.answered(query.endpoint, self._fingerprint, self.bearer)
        return page

    def report(self, error: Forbidden, endpoint: Endpoint) -> ScopeReport:
        """Return why a request of a route was forbidden, and what can be done about it."""
        from ft42tui.session.diagnosing import diagnose
        from ft42tui.session.diagnosis import Case
        from ft42tui.session.scope_report import ScopeReport

        token = self._token
        known = self.inspection
        case = Case(
            error,
            endpoint,
            self.bearer,
            asked=token.asked if token is not None else None,
            is_reused=known.is_reused,
            refused_scopes=self.learning.memory.refused_scopes,
        )
        return ScopeReport(diagnose(case), error, endpoint, known, can_sign_in=bool(self._who()[1]))

    def _take_info(self, info: TokenInfo) -> None:
        super()._take_info(info)
        if self.page is not None:
            self._learn_owner(self.page)

    def _learn_owner(self, page: Page) -> None:
        """Take the owner's login from a page that happens to hold it: it is not asked for."""
        if self._owner_id is None:
            return
        for record in page.records:
            if isinstance(record, dict) and record.get("id") == self._owner_id and "login" in record:
                if page.query.endpoint.resource == "users" and isinstance(record["login"], str):
                    self._owner = record["login"]
                return
