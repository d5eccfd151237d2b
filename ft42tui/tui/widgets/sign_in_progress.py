"""A sign-in that has begun: its steps, what it waits for, how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.reactive import reactive

from ft42tui.api.errors import ApiError
from ft42tui.session.steps import Step, Waiting
from ft42tui.tui.inks import Ink
from ft42tui.tui.widgets.consent import Address, Consent
from ft42tui.tui.widgets.notice import Notice
from ft42tui.tui.widgets.offers import Offer, Offers
from ft42tui.tui.widgets.outcome import Outcome
from ft42tui.tui.widgets.push_line import PushLine
from ft42tui.tui.widgets.step_list import StepList
from ft42tui.tui.widgets.step_view import StepView

Phase: TypeAlias = Literal["under_way", "taken", "elsewhere", "failed", "signed_in"]
"""Under way; asking what to do about a port; asking to register another; failed; done."""

_LEAST_HEIGHT: Final = 24
"""Lines below which only the step that one waits for is shown while one waits for the browser."""


class SignInProgress(Vertical):
    """The steps above, below them what is to be seen or done now."""

    DEFAULT_CSS = """
    SignInProgress {
        & > * { margin-bottom: 1; }
        & > #steps { max-height: 8; }
        & > #consent { margin-bottom: 0; }
        &.-tight.-waiting > #steps { max-height: 2; margin-bottom: 0; scrollbar-size: 0 0; }
        & > #step { height: 1fr; min-height: 3; margin-bottom: 0; }
    }
    """

    phase: reactive[Phase] = reactive("under_way", init=False, repaint=False)
    """How far it is."""
    waiting: reactive[Waiting | None] = reactive(None, init=False, repaint=False)
    """What is waited for; None while the browser is not away."""

    def compose(self) -> ComposeResult:
        """Make everything; what belongs to another phase is not shown."""
        yield StepList(id="steps")
        yield Notice(id="failure")
        yield Offers("What now", id="offers")
        yield Outcome(id="outcome")
        yield PushLine("Go on", "enter", id="go")
        yield Consent(id="consent")
        yield StepView(id="step")

    def on_mount(self) -> None:
        """Show what belongs to the phase."""
        self.watch_phase()

    def on_resize(self, event: events.Resize) -> None:
        """Leave away what there is no room for."""
        self.set_class(event.size.height < _LEAST_HEIGHT, "-tight")

    def watch_phase(self) -> None:
        """Show what belongs to it."""
        if not self.children:
            return
        phase = self.phase
        self.query_one("#offers").display = phase == "taken"
        is_waiting = phase == "under_way" and self.waiting is not None
        self.query_one("#consent").display = is_waiting
        self.set_class(is_waiting, "-waiting")
        self.query_one("#outcome").display = phase in {"elsewhere", "signed_in"}
        self.query_one("#go").display = phase in {"elsewhere", "signed_in"}
        self.query_one("#step").display = phase in {"failed", "signed_in"}
        if phase in {"under_way", "signed_in"}:
            self.query_one(Notice).error = None

    def watch_waiting(self, waiting: Waiting | None) -> None:
        """Show the address that one signs in at."""
        consent = self.query_one(Consent)
        consent.waiting = waiting
        if waiting is not None:
            consent.copied = False
            consent.refuse("")
        self.watch_phase()
        if waiting is not None:
            self.call_after_refresh(self.query_one(Address).focus)

    def show_steps(self, steps: Sequence[Step], ahead: tuple[str, ...]) -> None:
        """Show what was done, and what is still to come."""
        shown = self.query_one(StepList)
        shown.steps, shown.ahead = tuple(steps), ahead

    def count_down(self, now: float) -> None:
        """Say how long it is still waited for."""
        left = self.waiting.until - now if self.waiting is not None else None
        self.query_one(StepList).left = left

    def begin(self) -> None:
        """Begin anew."""
        self.phase = "under_way"
        self.waiting = None
        self.query_one(StepList).focus()

    def offer(self, error: ApiError, offers: Sequence[Offer]) -> None:
        """Say what is in the way, and offer ways round it."""
        self.waiting = None
        self.query_one(Notice).error = error
        self.query_one(Offers).offer(*offers)
        self.phase = "taken"
        self.query_one(Offers).focus()

    def offer_elsewhere(self, uri: str, *, is_copied: bool = False) -> None:
        """Ask to register another redirect URI before anything begins."""
        told = "Sent to the terminal's clipboard." if is_copied else "y copies it."
        outcome = self.query_one(Outcome)
        outcome.mark = "→"
        outcome.told = (
            ("accent", "The browser will come back to"),
            ("name", uri),
            ("text", "Register it with the application too, exactly like this; enter goes on."),
            ("dim", told),
        )
        self.phase = "elsewhere"
        self.query_one("#go").focus()

    def fail(self, error: ApiError) -> None:
        """Say what went wrong."""
        self.waiting = None
        self.query_one(Notice).error = error
        self.phase = "failed"
        self.query_one(StepList).focus()

    def succeed(self, lines: Sequence[tuple[Ink, str]]) -> None:
        """Say what it brought; the first line most of all."""
        outcome = self.query_one(Outcome)
        outcome.mark, outcome.told = "✓", tuple(lines)
        if self.phase != "signed_in":
            self.waiting = None
            self.phase = "signed_in"
            self.query_one("#go").focus()

    def look(self) -> None:
        """Go to the step that is highlighted."""
        self.query_one(StepView).focus()

    @on(StepList.Highlighted)
    def _highlighted(self, event: StepList.Highlighted) -> None:
        event.stop()
        self.query_one(StepView).step = event.step

    @on(StepList.Opened)
    def _opened(self, event: StepList.Opened) -> None:
        event.stop()
        self.look()

    @on(PushLine.Left)
    def _left(self, event: PushLine.Left) -> None:
        event.stop()
        step = self.query_one(StepView)
        if event.by < 0:
            self.query_one(StepList).focus()
        elif step.display:
            step.focus()
