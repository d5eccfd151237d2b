"""A sign-in that has begun: the wait for the browser, a port that is taken, how it ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from textual import events, on, work
from textual.reactive import reactive

from ft42tui.api.callback import CannotListen, with_free_port
from ft42tui.api.errors import ApiError, Refused, SignInFailed
from ft42tui.session.browser import open_in_browser
from ft42tui.session.granted import Granted, kept
from ft42tui.session.sign_in_run import SignInRun
from ft42tui.tui.inks import Ink
from ft42tui.tui.screens.sign_in_stages import Stage
from ft42tui.tui.screens.view import View
from ft42tui.tui.widgets.consent import Consent
from ft42tui.tui.widgets.offers import Offer, Offers
from ft42tui.tui.widgets.push_line import PushLine
from ft42tui.tui.widgets.sign_in_fields import SignInFields
from ft42tui.tui.widgets.sign_in_progress import SignInProgress

if TYPE_CHECKING:
    from ft42tui.api.application import Application
    from ft42tui.api.token import Token
    from ft42tui.session.session import Session
    from ft42tui.session.sign_in_form import FieldName, SignInForm
    from ft42tui.session.sign_in_plan import SignInPlan
    from ft42tui.tui.widgets.step_view import StepView

SignInOutcome: TypeAlias = Literal["signed_in", "demo"]


class SigningIn(View[SignInOutcome]):
    """Carries out what was typed. A subclass holds the fields and the progress, and begins."""

    stage: reactive[Stage] = reactive("ways", init=False, repaint=False)
    """How far it is."""

    def __init__(
        self,
        session: Session,
        keys: Mapping[str, str],
        *,
        plan: SignInPlan | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(session, keys, clock=clock)
        self.plan = plan
        """What somebody wants to sign in for; None for whatever is typed."""
        self._application: Application | None = None
        self._run: SignInRun | None = None
        self._told: list[str] = []
        self._is_lacking = False

    def on_mount(self) -> None:
        """Count down while the browser is away."""
        self.set_interval(1.0, self._count_down)

    @property
    def fields(self) -> SignInFields:
        """Where one types."""
        return self.query_one(SignInFields)

    @property
    def form(self) -> SignInForm:
        """What was typed."""
        return self.fields.typed

    @property
    def progress(self) -> SignInProgress:
        """What has begun."""
        return self.query_one(SignInProgress)

    def open_url(self, url: str) -> bool:
        """Open an address in the browser; return whether one was started."""
        return open_in_browser(url)

    def to_form(self, at: FieldName | None = None) -> None:
        """Let one type, at a field; without one, where something has to be typed."""
        # The focus goes at once: letters may follow the key that led here.
        self.stage = "form"
        if at is None:
            self.fields.go_to_first()
        else:
            self.fields.go_to(at)

    def begin(self, *, listen: bool = True) -> None:
        """Begin with what was typed."""
        form = self.form
        run = SignInRun(
            self.session,
            form,
            self._application,
            listen=listen,
            revokes=self.plan is not None and self.plan.revokes,
            clock=self.clock,
            open_url=self.open_url,
            on_change=self._show_run,
        )
        self._run = run
        self.stage = "under_way"
        self.progress.begin()
        self._show_run()
        self._sign_in(run, form)

    def break_off(self) -> None:
        """Stop what is under way, and go back to the field that may be the reason."""
        run = self._run
        if run is not None and run.is_keeping:
            return  # what is being written is written to its end
        self.workers.cancel_group(self, "sign_in")
        self.progress.waiting = None
        self.to_form(run.at_fault if run is not None else None)

    @work(exclusive=True, group="sign_in")
    async def _sign_in(self, run: SignInRun, form: SignInForm) -> None:
        try:
            token = await run.run()
        except CannotListen as error:
            self._offer_another(error, run)
        except Refused as error:  # nothing was sent: it is told at the field
            self.fields.form = replace(self.form, refused={"token": f"{error.title}. {error.hint}".strip()})
            self.to_form("token")
        except ApiError as error:
            self.progress.show_steps(run.steps, ())
            self.progress.fail(error)
            self.stage = "failed"
        else:
            self.progress.show_steps(run.steps, ())
            self._succeed(token, form)
            if self.plan is not None and not self._is_lacking:
                self.dismiss("signed_in")
                return
            self._ask_whose_it_is(token, form)

    def _show_run(self) -> None:
        run = self._run
        if run is None:
            return
        progress = self.progress
        progress.show_steps(run.steps, run.ahead)
        if progress.waiting != run.waiting:
            progress.waiting = run.waiting
            if run.waiting is not None and run.waiting.is_open is False:
                self._copy_address()
        self._count_down()

    def _count_down(self) -> None:
        self.progress.count_down(self.clock())

    def _succeed(self, token: Token, form: SignInForm) -> None:
        known = self.session.inspection
        wanted = form.scopes if form.way != "token" else ()
        granted = Granted.of(token, wanted, place=known.token_place, owner=known.owner)
        self._told.extend(self.session.take_warnings())
        lines: list[tuple[Ink, str]] = [("good", granted.sentence(self.clock()))]
        if form.way != "token" and not form.is_kept_used:
            lines.append(("dim", kept("The application", known.secret_place)))
        short = [told for told in (granted.shortfall, *self._told) if told]
        self._is_lacking = bool(short)
        lines.extend(("warning", told) for told in short)
        self.progress.succeed(lines)
        self.stage = "signed_in"
        self.fields.form = replace(self.form, secret="", token="")
        self.refresh_status()

    @work(exclusive=True, group="whose")
    async def _ask_whose_it_is(self, token: Token, form: SignInForm) -> None:
        """Ask the API about the token: whoever looks at it next need not."""
        try:
            await self.session.inspect(fully=True)
        except ApiError:
            return  # the explorer asks again, and says so
        self._succeed(token, form)

    def on_exchange_view_copy_requested(self, event: StepView.CopyRequested) -> None:
        """Copy a line of a step; there is no secret in one."""
        self.app.copy_to_clipboard(event.text)

    @on(PushLine.Pressed, "#go")
    def _pressed(self) -> None:
        self.go_on()

    def go_on(self) -> None:
        """Do what is left to do at the end of a stage."""
        if self.stage == "elsewhere":
            self.begin()
        elif self.stage == "signed_in":
            self.dismiss("signed_in")

    # While the browser is away.

    def on_paste(self, event: events.Paste) -> None:
        """Take an address wherever it is pasted."""
        if self.stage == "under_way" and self.progress.waiting is not None:
            event.stop()
            self.query_one(Consent).take(event.text)

    @on(Consent.Pasted)
    def _address_pasted(self, event: Consent.Pasted) -> None:
        run = self._run
        if run is not None and run.waiting is not None and not run.paste(event.text):
            begins = f"{run.waiting.redirect_uri}?"
            self.query_one(Consent).refuse(
                f"That is not the address that it ends at: it begins with {begins}"
            )

    def action_copy(self) -> None:
        """Copy the address that is shown."""
        if self.stage == "under_way":
            self._copy_address()
        elif self.stage == "elsewhere":
            uri = self.form.redirect_uri.strip()
            self.app.copy_to_clipboard(uri)
            self.progress.offer_elsewhere(uri, is_copied=True)

    def action_open(self) -> None:
        """Open the address that is shown in the browser."""
        waiting = self.progress.waiting
        if self.stage == "under_way" and waiting is not None and not self.open_url(waiting.url):
            self._copy_address()

    def _copy_address(self) -> None:
        waiting = self.progress.waiting
        if waiting is not None:
            self.app.copy_to_clipboard(waiting.url)
            self.query_one(Consent).copied = True

    # Where the port is taken.

    def _offer_another(self, error: CannotListen, run: SignInRun) -> None:
        offers = [Offer("paste", "p", "no port at all", "paste the address that the browser ends at")]
        other = with_free_port(self.form.redirect_uri.strip())
        if other:
            offers.insert(0, Offer(other, "n", "the next free port", f"register {other} as well"))
        reason = error.hint.partition(".")[0]
        self.progress.show_steps(run.steps, ())
        self.progress.offer(SignInFailed(error.title, f"{reason}. No browser was opened."), offers)
        self.stage = "taken"

    @on(Offers.Chosen, "#offers")
    def _other_chosen(self, event: Offers.Chosen) -> None:
        self._take(event.offer)

    def _take(self, offer: Offer) -> None:
        if offer.name == "paste":
            self.begin(listen=False)
            return
        self.fields.form = self.form.edited("redirect_uri", offer.name)
        self.progress.offer_elsewhere(offer.name)
        self.stage = "elsewhere"

    def _take_by_key(self, key: str) -> None:
        if self.stage == "taken":
            for offer in self.query_one("#offers", Offers).all:
                if offer.key == key:
                    self._take(offer)

    def action_next_port(self) -> None:
        """Take the next free port."""
        self._take_by_key("n")

    def action_paste(self) -> None:
        """Listen to nothing."""
        self._take_by_key("p")
