"""Signing in: four ways, and what each asks for."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from textual import on, work
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from ft42tui.api.authorization import DEFAULT_REDIRECT
from ft42tui.api.errors import ApiError
from ft42tui.session.sign_in_form import SignInForm, way_of
from ft42tui.session.sign_in_run import known_of
from ft42tui.tui.commands import bindings
from ft42tui.tui.screens.sign_in_stages import WAY_TITLES, keys_of_stage, ways_of
from ft42tui.tui.screens.signing_in import SigningIn, SignInOutcome
from ft42tui.tui.widgets.offers import Offers
from ft42tui.tui.widgets.push_line import PushLine
from ft42tui.tui.widgets.scope_list import ScopeList
from ft42tui.tui.widgets.sign_in_fields import SignInFields
from ft42tui.tui.widgets.sign_in_progress import SignInProgress
from ft42tui.tui.widgets.stage_keys import StageKeys
from ft42tui.tui.widgets.step_list import StepList

if TYPE_CHECKING:
    from ft42tui.session.session import Session
    from ft42tui.session.sign_in_plan import SignInPlan

REGISTRATION: Final = "https://profile.intra.42.fr/oauth/applications/new"
"""Where an application is registered. Source: wire facts, section 1."""

_LEAST_HEIGHT: Final = 34
"""Lines below which the ways and their fields are not shown at once."""


class SignInScreen(SigningIn):
    """Leaves with `signed_in`, with `demo`, or with None.

    With `scopes`, somebody wants another token like the one there is, for these: it begins at the scopes.
    With a `plan`, it begins by itself if nothing has to be typed, and leaves by itself if all was granted.
    `is_demo` says that the session is the embedded API's: nothing is registered there.
    """

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

    def __init__(
        self,
        session: Session,
        keys: Mapping[str, str],
        *,
        scopes: tuple[str, ...] = (),
        is_first: bool = False,
        is_demo: bool = False,
        plan: SignInPlan | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(session, keys, plan=plan, clock=clock)
        scopes = plan.scopes if plan is not None else scopes
        self._is_first = is_first
        self._is_demo = is_demo
        self._empty = SignInForm(scopes=scopes or ("public",), redirect_uri=DEFAULT_REDIRECT)
        self._are_scopes_wanted = bool(scopes)

    def content(self) -> Iterable[Widget]:
        """Return the ways and their fields, and what is shown once it has begun."""
        yield Static(self._welcome(), id="welcome")
        yield Offers("Sign in", ways_of(is_demo=self._is_demo), id="ways")
        yield SignInFields(id="fields")
        yield SignInProgress(id="progress")

    def hints(self) -> StageKeys:
        """Return the footer: the keys of the stage."""
        return StageKeys(self.keys, id="keys")

    def on_mount(self) -> None:
        """Begin with the ways, or with the scopes, and ask what is kept for the profile."""
        self.fields.form = self._empty
        if self._are_scopes_wanted:
            way = self.plan.way if self.plan is not None else way_of(self.session.inspection.grant)
            self._take_way(way)
            self._ways.highlight(way)
            self.to_form("scopes")
        else:
            self._ways.focus()
        self._ask_what_is_kept()

    def _welcome(self, told: str = "o opens it, y copies it") -> Content:
        if self._is_demo:
            return Content("The demo's own application is filled in; nothing leaves this machine.")
        address = Content.assemble((REGISTRATION, "$name"))
        if not self._is_first:
            words = f"Id and secret stand on the application's page. A new one is registered here ({told}):\n"
            return Content.assemble((words, "$dim"), address)
        return Content.assemble(
            ("Nobody is signed in yet. ", "bold $strong"),
            "The 42 API wants a token, and a token wants an application.\nRegister one here ",
            (f"({told})", "$dim"),
            ":\n",
            address,
            "\nIts page shows its id and its secret. Secrets are replaced about every 30 days: come back "
            "with the new one then.",
        )

    @property
    def _ways(self) -> Offers:
        return self.query_one("#ways", Offers)

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
        if self.plan is not None and self.stage == "form" and not self.form.problems:
            self.action_begin()

    # Where one is.

    def watch_stage(self) -> None:
        """Show what belongs to it."""
        self._arrange()

    def on_resize(self) -> None:
        """Show both or one, as there is room."""
        self._arrange()

    def _arrange(self) -> None:
        """Show what belongs to the stage; where there is room, the ways and their fields at once."""
        stage = self.stage
        are_both = stage in {"ways", "form"} and self.app.size.height >= _LEAST_HEIGHT
        for name in ("#welcome", "#ways"):
            self.query_one(name).display = stage == "ways" or are_both
        self.query_one("#fields").display = stage == "form" or are_both
        self.query_one("#progress").display = stage not in {"ways", "form"}
        self.way = (self.NAME,) if stage == "ways" else (self.NAME, WAY_TITLES[self.form.way])
        self.query_one(StageKeys).commands = keys_of_stage(stage, is_demo=self._is_demo)

    def on_descendant_focus(self) -> None:
        """Know whether one is choosing or typing."""
        focused = self.focused  # the news may be older than that
        if self.stage in {"ways", "form"} and focused is not None:
            self.stage = "ways" if focused is self._ways else "form"

    # The ways.

    @on(Offers.Highlighted, "#ways")
    def _way_highlighted(self, event: Offers.Highlighted) -> None:
        if self.stage == "ways":  # else it was chosen meanwhile, maybe another one
            self._take_way(event.offer.name)

    @on(Offers.Chosen, "#ways")
    def _way_chosen(self, event: Offers.Chosen) -> None:
        self._choose(event.offer.name)

    def _take_way(self, name: str) -> None:
        way = next(way for way in WAY_TITLES if way == name)
        if self.form.way != way:
            self.fields.form = replace(self.form, way=way, is_tried=False)

    def _choose(self, name: str) -> None:
        if name == "demo":
            self.dismiss("demo")
            return
        self._ways.highlight(name)
        self._take_way(name)
        self.to_form()

    def _choose_by_key(self, name: str) -> None:
        if self.stage == "ways" and any(way.name == name for way in self._ways.all):
            self._choose(name)

    def action_browser(self) -> None:
        """Sign in in the browser."""
        self._choose_by_key("browser")

    def action_application(self) -> None:
        """Sign in as an application."""
        self._choose_by_key("application")

    def action_token(self) -> None:
        """Sign in with a token."""
        self._choose_by_key("token")

    def action_demo(self) -> None:
        """Look around in the demo."""
        self._choose_by_key("demo")

    def action_copy(self) -> None:
        """Copy the address that is shown."""
        if self.stage == "ways":
            self._copy_registration("sent to the terminal's clipboard")
        else:
            super().action_copy()

    def action_open(self) -> None:
        """Open the address that is shown in the browser."""
        if self.stage != "ways":
            super().action_open()
        elif not self._is_demo and not self.open_url(REGISTRATION):
            self._copy_registration("no browser could be started: sent to the terminal's clipboard")

    def _copy_registration(self, told: str) -> None:
        if not self._is_demo:
            self.app.copy_to_clipboard(REGISTRATION)
            self.query_one("#welcome", Static).update(self._welcome(told))

    # The fields.

    @on(SignInFields.LeftAbove)
    def _left_above(self) -> None:
        if self._ways.display:
            self._ways.focus()

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
        elif isinstance(focused, StepList) and self.stage != "elsewhere":
            self.progress.look()
        else:
            self.go_on()

    def action_begin(self) -> None:
        """Begin with what was typed; go on where it is done."""
        if self.stage in {"elsewhere", "signed_in"}:
            self.go_on()
        elif self.form.way == "demo":
            self.dismiss("demo")
        elif self.stage in {"ways", "form", "failed"}:
            self.fields.form = replace(self.form, is_tried=True)
            if self.form.problems:
                self.to_form()
            else:
                self.begin()

    def action_again(self) -> None:
        """Try again."""
        if self.stage == "failed":
            self.action_begin()

    # Going back.

    def action_leave(self) -> None:
        """Go one step back; from the ways, close."""
        if self.stage == "ways":
            self.dismiss(None)
        elif self.stage == "form":
            self.stage = "ways"
            self.set_focus(self._ways)
        elif self.stage == "signed_in":
            self.go_on()
        else:
            self.break_off()


__all__ = ["REGISTRATION", "SignInOutcome", "SignInScreen"]
