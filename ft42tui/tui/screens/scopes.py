"""Scopes × routes: what each scope opens, and which ones a set of routes needs."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.reactive import reactive
from textual.widget import Widget

from ft42tui.session.scope_matrix import ScopeMatrix, needs_of
from ft42tui.session.sign_in_plan import SignInPlan
from ft42tui.tui.commands import bindings
from ft42tui.tui.screens.view import View
from ft42tui.tui.widgets.need_line import NeedLine
from ft42tui.tui.widgets.route_matrix import RouteMatrix
from ft42tui.tui.widgets.scope_columns import ScopeColumns

if TYPE_CHECKING:
    from ft42tui.catalog import Endpoint
    from ft42tui.session.session import Session


@dataclass(frozen=True, slots=True)
class ScopesOutcome:
    """How the view was left."""

    marked: frozenset[Endpoint]
    """The routes that are marked now."""
    endpoint: Endpoint | None = None
    """A route to go to; None for none."""
    plan: SignInPlan | None = None
    """How to sign in for the marked ones; None to stay as one is."""


class ScopesScreen(View[ScopesOutcome]):
    """Leaves with the marks, and maybe with a route to go to or a sign-in to begin."""

    SCOPE = "scopes"
    NAME = "Scopes"

    BINDINGS = bindings("scopes")

    DEFAULT_CSS = """
    ScopesScreen {
        & ScopeColumns { margin-bottom: 1; }
        & RouteMatrix { height: 1fr; }
        & NeedLine { margin-top: 1; }
    }
    """

    marked: reactive[frozenset[Endpoint]] = reactive(frozenset, init=False, repaint=False)
    """The routes that a person marked."""
    scope: reactive[str] = reactive("", init=False, repaint=False)
    """The scope whose routes are listed; empty for all that ask for anything."""
    only_marked: reactive[bool] = reactive(False, init=False, repaint=False)
    """Whether only the marked routes are listed."""

    def __init__(
        self,
        session: Session,
        keys: Mapping[str, str],
        marked: frozenset[Endpoint],
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(session, keys, clock=clock)
        self._matrix = ScopeMatrix(session.catalog, session.reachability)
        self._catalog = tuple(session.catalog)
        self.set_reactive(ScopesScreen.marked, marked)

    def content(self) -> Iterable[Widget]:
        """Return the scopes, the routes, and what the marked ones need."""
        yield ScopeColumns(id="columns")
        yield RouteMatrix(id="routes").data_bind(ScopesScreen.marked)
        yield NeedLine(id="needs")

    def on_mount(self) -> None:
        """Show the matrix of the token that there is."""
        self.query_one(ScopeColumns).focus()
        self._show()

    def refresh_status(self) -> None:
        """Take over the state of things; judge anew where the token is another one."""
        super().refresh_status()
        reachability = self.session.reachability
        if reachability != self._matrix.reachability:
            self._matrix = ScopeMatrix(self._catalog, reachability)
            self._show()

    def _show(self) -> None:
        matrix, routes = self._matrix, self.query_one(RouteMatrix)
        columns = self.query_one(ScopeColumns)
        columns.columns = routes.columns = matrix.columns
        told = [f"{matrix.total - len(matrix.rows)} of {matrix.total} routes take any token"]
        if matrix.reached is not None:
            told.insert(0, f"the token reaches {matrix.reached} routes")
        columns.summary = " · ".join(told)
        routes.is_known = matrix.reachability.bearer.scopes is not None
        self._list()
        self.watch_marked()

    def _list(self) -> None:
        routes = self.query_one(RouteMatrix)
        rows = self._matrix.needing(self.scope) if self.scope else self._matrix.rows
        routes.subject = f"need {self.scope}" if self.scope else "ask for a scope, a user or a role"
        if self.only_marked:
            rows = self._matrix.of(one for one in self._catalog if one in self.marked)
            routes.subject = "are marked"
        routes.rows = rows

    def watch_scope(self) -> None:
        """List the routes of another scope."""
        self.only_marked = False
        self._list()

    def watch_only_marked(self) -> None:
        """List the marked routes, or those of the scope again."""
        self._list()

    def watch_marked(self) -> None:
        """Say what the marked routes need."""
        self.query_one(NeedLine).needs = needs_of(self.marked, self._matrix.reachability)

    @on(ScopeColumns.Highlighted)
    def _scope_highlighted(self, event: ScopeColumns.Highlighted) -> None:
        self.scope = event.scope

    @on(RouteMatrix.MarkWanted)
    def _mark_wanted(self, event: RouteMatrix.MarkWanted) -> None:
        self.marked = self.marked ^ {event.endpoint}

    @on(RouteMatrix.Chosen)
    def _chosen(self, event: RouteMatrix.Chosen) -> None:
        self.dismiss(ScopesOutcome(self.marked, event.endpoint))

    def action_leave(self) -> None:
        """Close, and keep the marks."""
        self.dismiss(ScopesOutcome(self.marked))

    def action_other_list(self) -> None:
        """Go from the scopes to the routes, or back."""
        columns, routes = self.query_one(ScopeColumns), self.query_one(RouteMatrix)
        self._follow()
        self.set_focus(columns if routes.has_focus else routes)

    def _follow(self) -> None:
        """List the routes of the scope under the cursor: keys may be faster than the news of it."""
        self.scope = self.query_one(ScopeColumns).highlighted

    def action_mark(self) -> None:
        """Mark the route under the cursor."""
        self._follow()
        self.query_one(RouteMatrix).action_mark()

    def action_choose(self) -> None:
        """Go to the routes of a scope; from there to the route."""
        routes = self.query_one(RouteMatrix)
        if routes.has_focus:
            routes.action_choose()
        else:
            self._follow()
            self.set_focus(routes)

    def action_marked(self) -> None:
        """List the marked routes only, or the others again."""
        if not self.marked and not self.only_marked:
            self.notify("No route is marked: space marks one.", timeout=3)
            return
        self.only_marked = not self.only_marked

    def action_unmark(self) -> None:
        """Take every mark back."""
        self.marked = frozenset()
        self.only_marked = False

    def action_sign_in(self) -> None:
        """Sign in for what the marked routes need, and for what the token has."""
        needs = needs_of(self.marked, self._matrix.reachability)
        if not self.marked:
            self.notify("Mark the routes first (space): their scopes are asked for.", timeout=4)
            return
        bearer, grant = self._matrix.reachability.bearer, self.session.inspection.grant
        plan = SignInPlan.for_more(
            needs.scopes, bearer.scopes, has_user=bearer.has_user, grant=grant, needs_user=bool(needs.users)
        )
        self.dismiss(ScopesOutcome(self.marked, plan=plan))
