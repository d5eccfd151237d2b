"""The explorer: endpoints, query, results, JSON and exchange on one screen."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.css.query import NoMatches
from textual.reactive import reactive
from textual.widget import MountError

from ft42tui.api.errors import Refused
from ft42tui.session.asking import narrowed_to, resorted
from ft42tui.session.reading import as_json
from ft42tui.tui.commands import bindings
from ft42tui.tui.screens.asking import AskingScreen
from ft42tui.tui.screens.copying import plain
from ft42tui.tui.screens.paned import Pane
from ft42tui.tui.widgets.endpoint_tree import EndpointTree
from ft42tui.tui.widgets.exchange_view import ExchangeView
from ft42tui.tui.widgets.json_view import JsonView
from ft42tui.tui.widgets.key_hints import KeyHints
from ft42tui.tui.widgets.notice import Notice
from ft42tui.tui.widgets.query_builder import QueryBuilder
from ft42tui.tui.widgets.request_line import RequestLine
from ft42tui.tui.widgets.results_grid import ResultsGrid
from ft42tui.tui.widgets.status_bar import StatusBar
from ft42tui.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:  # values are imported where they are first made: after the first frame
    from ft42tui.api.query import Query
    from ft42tui.catalog import Endpoint
    from ft42tui.session.profiles import Profiles


class Body(Horizontal):
    """The endpoints at the left, everything else beside them."""

    BLANK = True


class Main(Vertical):
    """Everything but the endpoints."""

    BLANK = True


class ExplorerScreen(AskingScreen):
    """Lays out the panes, hands down what is known, and hears the news."""

    BLANK = True

    BINDINGS = bindings("explorer")

    marked: reactive[frozenset[Endpoint]] = reactive(frozenset, init=False, repaint=False)
    """The routes that a person marked."""

    def __init__(
        self,
        profiles: Profiles,
        request: str | None = None,
        *,
        keys: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(profiles, keys or {}, clock=clock)
        self._first = request
        self._typing_from: Pane = "results"

    def compose(self) -> ComposeResult:
        """Lay out the panes."""
        here = ExplorerScreen
        yield TitleBar(id="title").data_bind(here.status, here.way)
        with Body(id="body"):
            yield EndpointTree(self._session.catalog, id="endpoints").data_bind(
                here.endpoint, here.reachability, here.marked
            )
            with Main(id="main"):
                yield RequestLine(id="request").data_bind(here.request)
                yield QueryBuilder(id="query").data_bind(here.form, here.reachability)
                yield ResultsGrid(id="results").data_bind(
                    here.page, here.request, here.error, here.busy, is_stale=here.stale
                )
                yield JsonView(id="json", clock=self.clock).data_bind(here.record, here.document, here.tabs)
        yield StatusBar(id="status", clock=self.clock).data_bind(here.status, is_busy=here.busy)
        yield KeyHints(self.keys, id="keys")

    def on_mount(self) -> None:
        """Show what is known, then begin after the first frame."""
        self._session.on_change = self._refresh_status
        self.status = self._session.status
        self.set_interval(1.0, self._refresh_status)
        self.focus_pane("endpoints" if self._first is None else "results")
        self.call_after_refresh(self._begin)

    async def _begin(self) -> None:
        # None of these is seen in the first frame, so none is made for it.
        from ft42tui.tui.widgets.scope_report_view import ScopeReportView

        notice = Notice(id="notice").data_bind(ExplorerScreen.error)
        exchange = ExchangeView(id="exchange").data_bind(ExplorerScreen.exchange, ExplorerScreen.tabs)
        report = ScopeReportView(id="report")
        report.data_bind(ExplorerScreen.tabs, report=ExplorerScreen.scope_report)
        try:
            main = self.query_one("#main")
            await main.mount(notice, after="#request")
            await main.mount(exchange, report)
        except (MountError, NoMatches):  # somebody left already
            return
        self.arrange_panes()
        if self._first is None:
            self._inspect()
        elif self._type_request(self._first) and self.request is not None:
            self._load(self.request)

    def action_scopes(self) -> None:
        """Show what each scope opens, and what the marked routes need."""
        from ft42tui.tui.screens.scopes import ScopesOutcome, ScopesScreen

        def go_on(outcome: ScopesOutcome | None) -> None:
            if outcome is None:
                return
            self.marked = outcome.marked
            if outcome.plan is not None:
                self.action_sign_in(plan=outcome.plan)
            elif outcome.endpoint is not None:
                self._choose(outcome.endpoint)

        self.app.push_screen(ScopesScreen(self._session, self.keys, self.marked, clock=self.clock), go_on)

    # News from the panes.

    @on(EndpointTree.Chosen)
    def _endpoint_chosen(self, event: EndpointTree.Chosen) -> None:
        if event.again and self.request is not None:
            self._send()
            return
        self._choose(event.endpoint)

    def _choose(self, endpoint: Endpoint) -> None:
        from ft42tui.api.query import Query

        self._take_query(Query(endpoint))
        self.error = None
        if self.request is not None and self.request.missing:
            self.focus_pane("query")
            self.query_one(QueryBuilder).edit_missing()

    @on(EndpointTree.MarkWanted)
    def _mark_wanted(self, event: EndpointTree.MarkWanted) -> None:
        self.marked = self.marked ^ {event.endpoint}

    @on(QueryBuilder.Edited)
    def _form_edited(self, event: QueryBuilder.Edited) -> None:
        self.form = event.form
        self.request = event.form.query
        if isinstance(self.error, Refused) and not event.form.problem:
            self.error = None

    @on(QueryBuilder.Submitted)
    def _form_submitted(self) -> None:
        self._send()

    @on(QueryBuilder.AddWanted)
    def _add_wanted(self) -> None:
        form = self.form
        if form is None:
            return
        from ft42tui.tui.screens.picker import Entry, Picker

        entries = [Entry(f"{c.kind} {c.name}", c.hint, (c.kind, c.name)) for c in form.choices]

        def add(picked: Any) -> None:
            if picked is not None and self.form is not None:
                kind, name = picked
                self.form = self.form.added(kind, name)
                self.request = self.form.query
                self.query_one(QueryBuilder).edit((kind, "" if kind == "sort" else name))

        self.app.push_screen(Picker("Add a field", entries), add)

    @on(RequestLine.Typed)
    def _request_typed(self, event: RequestLine.Typed) -> None:
        if self._type_request(event.text):
            self.query_one(RequestLine).close()
            self.focus_pane("results")
            self._send()

    @on(RequestLine.Left)
    def _request_left(self) -> None:
        self.focus_pane(self._typing_from)

    @on(ResultsGrid.RecordHighlighted)
    def _record_highlighted(self, event: ResultsGrid.RecordHighlighted) -> None:
        self.record = event.record

    @on(ResultsGrid.TurnRequested)
    def _turn_requested(self, event: ResultsGrid.TurnRequested) -> None:
        if not self.busy:
            self._load(event.rel)

    @on(ResultsGrid.SortRequested)
    def _sort_requested(self, event: ResultsGrid.SortRequested) -> None:
        if self.page is not None:
            self._ask(resorted, self.page.query, event.column)

    @on(ResultsGrid.FilterRequested)
    def _filter_requested(self, event: ResultsGrid.FilterRequested) -> None:
        if self.page is not None:
            self._ask(narrowed_to, self.page.query, event.column, event.value)

    def _ask(self, change: Callable[..., Query], *about: Any) -> None:
        """Load a changed query, or tell why it cannot be changed so."""
        try:
            self._load(change(*about))
        except Refused as error:
            self.report(error)

    @on(ResultsGrid.CellRequested)
    def _cell_requested(self, event: ResultsGrid.CellRequested) -> None:
        from ft42tui.tui.screens.cell import CellScreen

        self.app.push_screen(CellScreen(event.column.key, plain(event.value)))

    @on(ResultsGrid.JsonRequested)
    def _json_requested(self) -> None:
        self.focus_pane("json")

    @on(ResultsGrid.CopyRequested)
    def _results_copy(self, event: ResultsGrid.CopyRequested) -> None:
        url = self.page.query.url(self._session.origin) if self.page else ""
        self.offer_copies(
            ("v", "value", plain(event.value)),
            ("c", "column", event.column.key),
            ("r", "record", as_json(event.record)),
            ("u", "URL", url),
        )

    @on(JsonView.CopyRequested)
    def _json_copy(self, event: JsonView.CopyRequested) -> None:
        node = event.node
        self.offer_copies(
            ("v", "value", plain(node.value)),
            ("k", "key", "" if node.key is None else str(node.key)),
            ("p", "path", ".".join(str(key) for key in node.keys)),
            ("q", "jq path", node.path),
            ("j", "JSON", as_json(node.value)),
        )

    @on(JsonView.TabRequested)
    @on(ExchangeView.TabRequested)
    def _tab_requested(self) -> None:
        self.action_next_tab()

    def on_scope_report_view_tab_requested(self) -> None:
        """Go to the next tab from the report, whose widget is not imported for the first frame."""
        self.action_next_tab()

    @on(ExchangeView.CopyRequested)
    def _exchange_copy(self, event: ExchangeView.CopyRequested) -> None:
        self.copy(event.text, "line")

    # Actions.

    def action_request_line(self) -> None:
        """Type a request."""
        self._typing_from = self.pane
        self.query_one(RequestLine).edit()

    def action_edit_query(self) -> None:
        """Go to the query and edit."""
        self.focus_pane("query")

    def action_step_back(self) -> None:
        """Cancel a running request; else clear the error; else leave what is alone; else clear narrowing."""
        self.app.clear_notifications()  # whatever else there is to step back from
        if self.busy:
            self.workers.cancel_group(self, "request")
            self.notify("Cancelled.", markup=False, timeout=2)
        elif self.error is not None:
            self.error = None
        elif self.query_one(EndpointTree).clear_narrowing():
            return
        elif self.alone:
            self.alone = False
