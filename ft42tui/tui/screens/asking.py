"""What is asked and what came of it: the request, the page, the state of things, one worker that loads."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual import work
from textual.reactive import reactive
from textual.timer import Timer

from ft42tui.api.errors import ApiError, Forbidden, HttpError, MissingValue, Refused
from ft42tui.session.asking import check_sendable
from ft42tui.session.crumbs import crumbs
from ft42tui.session.outline import NOTHING
from ft42tui.session.status import Status
from ft42tui.tui.screens.reporting import ReportingScreen
from ft42tui.tui.widgets.query_builder import QueryBuilder
from ft42tui.tui.widgets.status_bar import StatusBar

if TYPE_CHECKING:  # values are imported where they are first made: after the first frame
    from ft42tui.api.exchange import Exchange
    from ft42tui.api.links import Rel
    from ft42tui.api.page import Page
    from ft42tui.api.query import Query
    from ft42tui.catalog import Endpoint
    from ft42tui.session.form import Form
    from ft42tui.session.profiles import Profile, Profiles
    from ft42tui.session.reach import Reachability
    from ft42tui.session.session import Session


class AskingScreen(ReportingScreen):
    """Owns the endpoint, the query, the page, the record and the status. A subclass shows them."""

    # None of these repaints the screen: the widgets that are bound to them draw what changed.
    endpoint: reactive[Endpoint | None] = reactive(None, repaint=False)
    """The chosen endpoint."""
    form: reactive[Form | None] = reactive(None, repaint=False)
    """The query being edited."""
    request: reactive[Query | None] = reactive(None, init=False, repaint=False)
    """The request that would be sent now."""
    page: reactive[Page | None] = reactive(None, init=False, repaint=False)
    """The last good answer."""
    record: reactive[Any] = reactive(NOTHING, always_update=True, repaint=False)
    """The highlighted record."""
    document: reactive[Any] = reactive(NOTHING, always_update=True, repaint=False)
    """The last good answer's JSON."""
    exchange: reactive[Exchange | None] = reactive(None, repaint=False)
    """The last exchange, a failed one too."""
    status: reactive[Status] = reactive(Status, repaint=False)
    """The state of things."""
    way: reactive[tuple[str, ...]] = reactive((), repaint=False)
    """Where one is: the request's breadcrumbs."""
    stale: reactive[bool] = reactive(False, repaint=False)
    """Whether the results are not what the request line says."""
    reachability: reactive[Reachability | None] = reactive(None, repaint=False)
    """What judges which routes the token reaches; None while its scopes are unknown."""
    busy: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether a request is under way."""

    def __init__(
        self, profiles: Profiles, keys: Mapping[str, str], *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(profiles, keys, clock=clock)
        self._beat: Timer | None = None
        self._asked: Query | Rel | None = None
        self._asked_from: Query | None = None
        self._loads = 0

    # The one worker that loads, and the one place that reports.

    @work(exclusive=True, group="request")
    async def _load(self, wanted: Query | Rel) -> None:
        self._loads += 1
        load = self._loads
        self.busy = True
        before = self.request
        # A page is turned in the list that is shown; what was edited and not sent stays as it is.
        is_edited = isinstance(wanted, str) and self.page is not None and before != self.page.query
        self._asked, self._asked_from = wanted, before
        self.error = None  # it was about what was asked before
        try:
            page = await self._session.load(wanted)
        except ApiError as error:
            self.report(error)
            if isinstance(error, Forbidden):
                self.open_report(error)
                if self._session.is_uninspected:
                    self._inspect()
        else:
            self._asked = None
            self._show(page, keep_edits=is_edited or self.request != before)
        finally:
            if load == self._loads:  # a cancelled load ends after the one that took its place began
                self.busy = False
            self._refresh_status()

    @work(group="inspect")
    async def _inspect(self) -> None:
        """Ask about the token, once for each."""
        try:
            await self._session.inspect()
        except ApiError as error:
            # Without a page to lose, this is what a person has to know first: a dead secret, a bare 401.
            if self.page is None and self.error is None:
                self.report(error)
        finally:
            self._refresh_status()
            self.diagnose_again()

    def report(self, error: ApiError) -> None:
        """Say what went wrong; where nobody ever signed in, offer to."""
        self.error = error
        self.exchange = self._session.exchange
        if isinstance(error, HttpError):
            self._mark_refused(error)
        if isinstance(error, MissingValue):
            self.query_one(QueryBuilder).edit_missing()
        else:
            self.invite(error)

    def _mark_refused(self, error: HttpError) -> None:
        """Say at its row what the API refused, if the form still holds what was sent."""
        if self.form is not None and self.form.query == self._asked:
            from ft42tui.session.marks import marked

            self.form = marked(self.form, error)

    def _show(self, page: Page, *, keep_edits: bool) -> None:
        self.error = None
        self.document = page.document
        self.page = page
        self.exchange = self._session.exchange
        if keep_edits:  # somebody went on editing while the request ran
            self._mark_stale()
        else:
            self._take_query(page.query)
        if self._session.is_uninspected:
            self._inspect()

    def _take_query(self, query: Query) -> None:
        """Show a query in the form and the request line."""
        from ft42tui.session.form import Form

        self.form = Form(query)
        self.request = query
        self.endpoint = query.endpoint

    def _refresh_status(self) -> None:
        self.status = self._session.status
        self.reachability = self._session.reachability if self.status.scopes is not None else None
        self.tell_warnings()

    # Another session, or another token.

    def take_session(self, session: Session) -> None:
        """Show another session: its page from memory, or the same request, not sent yet."""
        self.workers.cancel_group(self, "request")
        self.workers.cancel_group(self, "inspect")
        self._session.on_change = lambda: None
        self._session = session
        session.on_change = self._refresh_status
        self._asked = None
        if session.page is not None:
            self._travel(session.page, "")
        else:
            self.error = None
            self.page = None
            self.record = self.document = NOTHING
            self.exchange = session.exchange
        self._refresh_status()
        self._inspect()

    def signed_in(self) -> None:
        """Send again what failed for want of a token; else ask about the new one."""
        self._refresh_status()
        if self.error is not None and self.request is not None:
            self.send_again()
        else:
            self.error = None
            self._inspect()

    @property
    def asked_endpoint(self) -> Endpoint | None:
        """The route of the request that failed; a page is turned within its own."""
        if self._asked is None or isinstance(self._asked, str):
            return self.page.query.endpoint if self.page is not None else self.endpoint
        return self._asked.endpoint

    def send_again(self) -> None:
        """Send what failed again; what the request line shows, where that was changed or put aside since."""
        if self.error is not None and self._asked is not None and self.request == self._asked_from:
            self.focus_pane("results")
            self._load(self._asked)
        else:
            self._send()

    def try_as(self, profile: Profile) -> None:
        """Send the request that failed with another profile's token."""
        asked = self._asked
        query = self.request if asked is None or isinstance(asked, str) else asked
        if self.switch(profile) and query is not None:
            self._take_query(query)
            self._send()

    def look_around(self) -> None:
        """Send the request that is shown; the list of users where there is none, as --demo does."""
        if self._session.page is None and (self.request is not None or self._type_request("users")):
            self._send()

    # Sending.

    def _type_request(self, text: str) -> bool:
        """Take over a typed request; say what is wrong with it otherwise."""
        try:
            pasted = self._session.parse(text)
        except Refused as error:
            self.report(error)
            return False
        if pasted.had_secret:
            self.notify("The token in that URL was left out: the session's own is used.", markup=False)
        self._take_query(pasted.query)
        return True

    def _send(self) -> None:
        if self.form is None or self.request is None:
            return
        try:
            check_sendable(self.form)
        except Refused as error:
            self.report(error)
            return
        self.query_one(QueryBuilder).close_editor()
        self.focus_pane("results")
        self._load(self.request)

    def action_send(self) -> None:
        """Send the request."""
        self._send()

    def action_reload(self) -> None:
        """Send the request again, as the request line shows it; what failed is repeated as it was sent."""
        if not self.busy:
            self.send_again()

    def action_copy_url(self) -> None:
        """Copy the request's URL."""
        if self.request is not None:
            self.copy(self.request.url(self._session.origin), "URL")

    # Back and forward.

    def action_back(self) -> None:
        """Go back to the page before; from a request that failed, to the page that is still shown."""
        if self.page is not None and self.request != self.page.query:
            self._travel(self.page, "")
            return
        self._travel(self._session.back(), "There is no page before this one.")

    def action_forward(self) -> None:
        """Go forward again."""
        self._travel(self._session.forward(), "There is no page after this one.")

    def _travel(self, page: Page | None, otherwise: str) -> None:
        if page is None:
            self.notify(otherwise, markup=False, timeout=2)
            return
        self.workers.cancel_group(self, "request")
        self._asked = None
        self.error = None
        self.document = page.document
        self.exchange = page.exchange
        self.page = page
        self._take_query(page.query)

    # What follows from what.

    def watch_request(self, query: Query | None) -> None:
        """Say where one is."""
        self.way = crumbs(query) if query else ()
        self._mark_stale()

    def watch_page(self) -> None:
        """Mark results that are not what the request line says."""
        self._mark_stale()

    def _mark_stale(self) -> None:
        self.stale = not self.busy and self.page is not None and self.page.query != self.request

    def watch_busy(self, busy: bool) -> None:  # noqa: FBT001  # Textual's signature
        """Turn a wheel while a request is under way."""
        self._mark_stale()
        if busy and self._beat is None:
            self._beat = self.set_interval(0.1, self._turn)
        elif not busy and self._beat is not None:
            self._beat.stop()
            self._beat = None

    def _turn(self) -> None:
        self.query_one(StatusBar).beat += 1
        if self._session.status.wait is not None:
            self._refresh_status()
