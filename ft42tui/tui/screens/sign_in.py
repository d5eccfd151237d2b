"""Signing in: four ways, what each asks for, and every step of it as it happens."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from textual import events, on, work
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from ft42tui.api.authorization import DEFAULT_REDIRECT
from ft42tui.api.callback import CannotListen, with_free_port
from ft42tui.api.errors import ApiError, Refused, SignInFailed
from ft42tui.session.browser import open_in_browser
from ft42tui.session.granted import Granted, kept
from ft42tui.session.sign_in_form import SignInForm
from ft42tui.session.sign_in_run import SignInRun, known_of
from ft42tui.tui.commands import bindings
from ft42tui.tui.inks import Ink
from ft42tui.tui.screens.sign_in_stages import WAY_TITLES, WAYS, Stage, keys_of_stage
from ft42tui.tui.screens.view import View
from ft42tui.tui.widgets.consent import Consent
from ft42tui.tui.widgets.offers import Offer, Offers
from ft42tui.tui.widgets.push_line import PushLine
from ft42tui.tui.widgets.scope_list import ScopeList
from ft42tui.tui.widgets.sign_in_fields import SignInFields
from ft42tui.tui.widgets.sign_in_progress import SignInProgress
from ft42tui.tui.widgets.stage_keys import StageKeys
from ft42tui.tui.widgets.step_list import StepList

if TYPE_CHECKING:
    from ft42tui.api.application import Application
    from ft42tui.api.token import Token
    from ft42tui.session.session import Session
    from ft42tui.tui.widgets.step_view import StepView

SignInOutcome: TypeAlias = Literal["signed_in", "demo"]

REGISTRATION: Final = "https://profile.intra.42.fr/oauth/applications/new"
"""Where an application is registered. Source: wire facts, section 1."""

_LEAST_HEIGHT: Final = 34
"""Lines below which the ways and their fields are not shown at once."""


class SignInScreen(View[SignInOutcome]):
    """Leaves with `signed_in`, with `demo`, or with None."""

    SCOPE = "sign_in"
    NAME = "Sign in"

    BINDINGS = bindings("sign_in")

    DEFAULT_CSS = """
    SignInScreen {
        #welcome { height: auto; padding: 0 1; margin-bottom: 1; max-width: 120; }
        #ways { margin-bottom: 1; }
        #fields { height: 1fr; }
        #progress { height: 1fr; }
    }
    """

    stage: reactive[Stage] = reactive("ways", init=False, repaint=False)
    """How far it is."""

    def __init__(
        self,
        session: Session,
        keys: Mapping[str, str],
        *,
        scopes: tuple[str, ...] = (),
        is_first: bool = False,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(session, keys, clock=clock)
        self._is_first = is_first
        self._empty = SignInForm(scopes=scopes or ("public",), redirect_uri=DEFAULT_REDIRECT)
        self._are_scopes_wanted = bool(scopes)
        self._application: Application | None = None
        self._run: SignInRun | None = None
        self._told: list[str] = []

    def content(self) -> Iterable[Widget]:
        """Return the ways and their fields, and what is shown once it has begun."""
        yield Static(self._welcome(), id="welcome")
        yield Offers("Sign in", WAYS, id="ways")
        yield SignInFields(id="fields")
        yield SignInProgress(id="progress")

    def hints(self) -> StageKeys:
        """Return the footer: the keys of the stage."""
        return StageKeys(self.keys, id="keys")

    def on_mount(self) -> None:
        """Begin with the ways, and ask what is kept for the profile."""
        self.fields.form = self._empty
        self._arrange()
        self.query_one("#ways").focus()
        self.set_interval(1.0, self._count_down)
        self._ask_what_is_kept()

    def _welcome(self, told: str = "o opens it, y copies it") -> Content:
        address = Content.assemble((REGISTRATION, "$name"), (f"  {told}", "$dim"))
        if not self._is_first:
            return Content.assemble(("Id and secret stand on the application's page. New: ", "$dim"), address)
        return Content.assemble(
            ("Nobody is signed in yet. ", "bold $strong"),
            "The 42 API wants a token, and a token wants an application. Register one at\n",
            address,
            "\nIts page shows its id and its secret. Secrets are replaced about every 30 days: come back "
            "with the new one then.",
        )

    @property
    def fields(self) -> SignInFields:
        """What is typed."""
        return self.query_one(SignInFields)

    @property
    def form(self) -> SignInForm:
        """What was typed."""
        return self.fields.typed

    @property
    def progress(self) -> SignInProgress:
        """What has begun."""
        return self.query_one(SignInProgress)

    @work(group="kept")
    async def _ask_what_is_kept(self) -> None:
        """Fill in what the profile knows: its application, and whether there is a secret for it."""
        try:
            known, self._application = await known_of(self.session)
        except ApiError:
            return  # it is told when something is to be sent
        if self._are_scopes_wanted:
            known = replace(known, scopes=())
        self.fields.form = self.form.filled(known, but=self._empty)

    # Where one is.

    def watch_stage(self) -> None:
        """Show what belongs to it."""
        self._arrange()

    @property
    def _is_small(self) -> bool:
        """Whether there is room for the ways or their fields, not both."""
        return self.app.size.height < _LEAST_HEIGHT

    def _arrange(self) -> None:
        stage = self.stage
        is_before = stage in {"ways", "form"}
        for name in ("#welcome", "#ways"):
            self.query_one(name).display = stage == "ways" or (is_before and not self._is_small)
        self.query_one("#fields").display = stage == "form" or (is_before and not self._is_small)
        self.query_one("#progress").display = not is_before
        self.way = (self.NAME,) if stage == "ways" else (self.NAME, WAY_TITLES[self.form.way])
        self.query_one(StageKeys).commands = keys_of_stage(stage)

    def on_resize(self) -> None:
        """Show both or one, as there is room."""
        self._arrange()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Know whether one is choosing or typing."""
        if self.stage in {"ways", "form"}:
            self.stage = "ways" if event.widget.id == "ways" else "form"

    def _to_form(self) -> None:
        self.stage = "form"
        self._arrange()
        self.call_after_refresh(self.fields.go_to_first)

    # The ways.

    @on(Offers.Highlighted, "#ways")
    def _way_highlighted(self, event: Offers.Highlighted) -> None:
        self._take_way(event.offer.name)

    @on(Offers.Chosen, "#ways")
    def _way_chosen(self, event: Offers.Chosen) -> None:
        self._choose(event.offer.name)

    def _take_way(self, name: str) -> None:
        way = next(way for way in WAY_TITLES if way == name)
        if self.form.way != way:
            self.fields.form = replace(self.form, way=way, is_tried=False)

    def _choose(self, name: str) -> None:
        if self.stage not in {"ways", "form"}:
            return
        self.query_one("#ways", Offers).highlight(name)
        self._take_way(name)
        if name == "demo":
            self.dismiss("demo")
        else:
            self._to_form()

    def action_browser(self) -> None:
        """Sign in in the browser."""
        self._choose("browser")

    def action_application(self) -> None:
        """Sign in as an application."""
        self._choose("application")

    def action_token(self) -> None:
        """Sign in with a token."""
        self._choose("token")

    def action_demo(self) -> None:
        """Look around in the demo."""
        self._choose("demo")

    # The fields.

    @on(SignInFields.LeftAbove)
    def _left_above(self) -> None:
        if self.query_one("#ways").display:
            self.query_one("#ways").focus()

    @on(SignInFields.Submitted)
    def _submitted(self) -> None:
        self.action_begin()

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()

    def action_tick(self) -> None:
        """Choose a scope or take it back; press what is there to press."""
        if isinstance(self.focused, ScopeList):
            self.focused.action_tick()
        elif isinstance(self.focused, PushLine):
            self.focused.press()

    def action_choose(self) -> None:
        """Do what enter does where the focus is."""
        focused = self.focused
        if isinstance(focused, Offers):
            focused.action_choose()
        elif self.stage == "form":
            self.fields.press()
        elif isinstance(focused, StepList):
            self.progress.look()
        elif self.stage == "signed_in":
            self.dismiss("signed_in")

    def action_begin(self) -> None:
        """Begin with what was typed; go on where it is done."""
        if self.stage == "signed_in":
            self.dismiss("signed_in")
        elif self.form.way == "demo":
            self.dismiss("demo")
        elif self.stage in {"ways", "form", "failed"}:
            self.fields.form = replace(self.form, is_tried=True)
            if self.form.problems:
                self._to_form()
            else:
                self._begin()

    def action_again(self) -> None:
        """Try again."""
        if self.stage == "failed":
            self.action_begin()

    # The sign-in itself.

    def _begin(self, *, listen: bool = True) -> None:
        run = SignInRun(
            self.session,
            self.form,
            self._application,
            listen=listen,
            clock=self.clock,
            open_url=open_in_browser,
            on_change=self._show_run,
        )
        self._run = run
        self.stage = "under_way"
        self._arrange()
        self.progress.begin()
        self._show_run()
        self._sign_in(run, self.form)

    @work(exclusive=True, group="sign_in")
    async def _sign_in(self, run: SignInRun, form: SignInForm) -> None:
        try:
            token = await run.run()
        except CannotListen as error:
            self._offer_another(error, form)
        except Refused as error:  # nothing was sent: it is told at the field
            self.fields.form = replace(self.form, refused={"token": f"{error.title}. {error.hint}".strip()})
            self._to_form()
        except ApiError as error:
            self.progress.show_steps(run.steps, ())
            self.progress.fail(error)
            self.stage = "failed"
        else:
            self.progress.show_steps(run.steps, ())
            self._succeed(token, form)
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
        lines.extend(("warning", told) for told in (granted.shortfall, *self._told) if told)
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

    @on(PushLine.Pressed)
    def _pressed(self) -> None:
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
        if self.stage == "ways":
            self._copy_registration("copied")
        elif self.stage == "under_way":
            self._copy_address()

    def action_open(self) -> None:
        """Open the address that is shown in the browser."""
        waiting = self.progress.waiting
        if self.stage == "under_way" and waiting is not None:
            if not open_in_browser(waiting.url):
                self._copy_address()
        elif self.stage == "ways" and not open_in_browser(REGISTRATION):
            self._copy_registration("no browser could be started here: copied")

    def _copy_address(self) -> None:
        waiting = self.progress.waiting
        if waiting is not None:
            self.app.copy_to_clipboard(waiting.url)
            self.query_one(Consent).copied = True

    def _copy_registration(self, told: str) -> None:
        self.app.copy_to_clipboard(REGISTRATION)
        self.query_one("#welcome", Static).update(self._welcome(told))

    def on_exchange_view_copy_requested(self, event: StepView.CopyRequested) -> None:
        """Copy a line of a step; there is no secret in one."""
        self.app.copy_to_clipboard(event.text)

    # Where the port is taken.

    def _offer_another(self, error: CannotListen, form: SignInForm) -> None:
        offers = [Offer("paste", "p", "no port at all", "paste the address that the browser ends at")]
        other = with_free_port(form.redirect_uri.strip())
        if other:
            offers.insert(0, Offer(other, "n", "the next free port", f"register {other} as well"))
        reason = error.hint.partition(".")[0]
        steps = self._run.steps if self._run is not None else []
        self.progress.show_steps(steps, ())
        self.progress.offer(SignInFailed(error.title, f"{reason}. No browser was opened."), offers)
        self.stage = "taken"

    @on(Offers.Chosen, "#offers")
    def _other_chosen(self, event: Offers.Chosen) -> None:
        self._go_elsewhere(event.offer)

    def _go_elsewhere(self, offer: Offer) -> None:
        if offer.name != "paste":
            self.fields.form = self.form.edited("redirect_uri", offer.name)
        self._begin(listen=offer.name != "paste")

    def _take_offer(self, key: str) -> None:
        if self.stage == "taken":
            for offer in self.query_one("#offers", Offers).all:
                if offer.key == key:
                    self._go_elsewhere(offer)

    def action_next_port(self) -> None:
        """Take the next free port."""
        self._take_offer("n")

    def action_paste(self) -> None:
        """Listen to nothing."""
        self._take_offer("p")

    # Going back.

    def action_leave(self) -> None:
        """Go one step back; from the ways, close."""
        if self.stage == "ways":
            self.dismiss(None)
        elif self.stage == "form":
            self.stage = "ways"
            self._arrange()
            self.query_one("#ways").focus()
        elif self.stage == "signed_in":
            self.dismiss("signed_in")
        elif self._run is None or not self._run.is_keeping:  # what is being written is written to its end
            self.workers.cancel_group(self, "sign_in")
            self.progress.waiting = None
            self._to_form()


__all__ = ["REGISTRATION", "SignInOutcome", "SignInScreen"]
