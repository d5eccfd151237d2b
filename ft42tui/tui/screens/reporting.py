"""What went wrong last; of a 403 why, and what puts it right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.reactive import reactive

from ft42tui.api.errors import ApiError, Forbidden
from ft42tui.tui.screens.copying import CopyingScreen
from ft42tui.tui.screens.identity import IdentityScreen
from ft42tui.tui.widgets.tab_titles import TABS

if TYPE_CHECKING:
    from ft42tui.catalog import Endpoint
    from ft42tui.session.profiles import Profile
    from ft42tui.session.scope_report import ScopeReport
    from ft42tui.tui.widgets.scope_report_view import ScopeReportView


class ReportingScreen(IdentityScreen, CopyingScreen):
    """Owns the last error and the report on it; carries out what the report offers."""

    error: reactive[ApiError | None] = reactive(None, repaint=False)
    """What went wrong last; None when all is well."""
    scope_report: reactive[ScopeReport | None] = reactive(None, init=False, repaint=False)
    """Why it was forbidden, if that is what went wrong."""

    # What a subclass says.

    @property
    def asked_endpoint(self) -> Endpoint | None:
        """The route of the request that failed, or of the one that is shown."""
        return None

    def send_again(self) -> None:
        """Send the request that failed again."""

    # What it does itself.

    def watch_error(self) -> None:
        """Close the report on an error that is over."""
        if self.scope_report is not None and self.scope_report.error is not self.error:
            self.scope_report = None

    def watch_scope_report(self, report: ScopeReport | None) -> None:
        """Offer its pane, or no longer."""
        self.tabs = (*TABS, "report") if report is not None else TABS

    def open_report(self, error: Forbidden) -> None:
        """Say why a request was forbidden; whoever waits for its results goes there."""
        self._diagnose(error)
        if self.scope_report is not None and self.pane == "results":
            self.focus_pane("report")

    def diagnose_again(self) -> None:
        """Say it anew, now that more is known of the token."""
        if isinstance(self.error, Forbidden) and self.scope_report is not None:
            self._diagnose(self.error)

    def sign_in_left(self) -> None:
        """Say anew why it was forbidden: a scope that was refused is one that is not allowed."""
        self.diagnose_again()

    def _diagnose(self, error: Forbidden) -> None:
        endpoint = self.asked_endpoint
        if endpoint is None:
            return
        report = self._session.report(error, endpoint)
        from ft42tui.session.diagnosis import lowered

        # The report says the rest, once.
        error.title = f"403 · {report.sentence or lowered(report.diagnosis.title)}"
        error.cause = error.hint = ""
        self.mutate_reactive(ReportingScreen.error)
        self.scope_report = report

    def on_scope_report_view_wanted(self, event: ScopeReportView.Wanted) -> None:
        """Do what was offered."""
        report = self.scope_report
        if report is None:
            return
        if event.name == "sign_in":
            self.action_sign_in(plan=report.plan)
        elif event.name == "other_profile":
            self._offer_profiles(report.endpoint)
        elif event.name == "again":
            self.send_again()
        else:
            self.copy(report.message, "message to staff")

    def _offer_profiles(self, endpoint: Endpoint) -> None:
        """List whose token could do it, the likely ones first."""
        from ft42tui.tui.screens.picker import Entry, Picker

        marks = {"reachable": "✓", "unknown": "?"}
        able = self._profiles.able(endpoint)
        if not able:
            self.notify("There is no other profile: config.toml names them.", timeout=4)
            return
        entries = [
            Entry(f"{marks.get(reach.standing, '✗')} {profile.name}", reach.words, profile)
            for profile, reach in able
        ]
        self.app.push_screen(
            Picker(f"Send {endpoint.method} {endpoint.short_path} as", entries), self._try_as
        )

    def _try_as(self, profile: Profile | None) -> None:
        if profile is not None:
            self.try_as(profile)

    def try_as(self, profile: Profile) -> None:
        """Go on with a profile, and send the request that failed with its token."""
