"""Who is asking: the token, the profiles, signing in, and what follows from them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from ft42tui.api.errors import ApiError, NotSignedIn
from ft42tui.tui.screens.finding import FindingScreen

if TYPE_CHECKING:  # the views are imported when they are first opened
    from ft42tui.session.profiles import Profile, Profiles
    from ft42tui.session.session import Session
    from ft42tui.session.sign_in_plan import SignInPlan
    from ft42tui.tui.screens.sign_in import SignInOutcome
    from ft42tui.tui.screens.token import TokenOutcome


class IdentityScreen(FindingScreen):
    """Owns the session that is looked at; opens what is about the one who asks."""

    def __init__(
        self, profiles: Profiles, keys: Mapping[str, str], *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(keys)
        self.clock = clock
        """This machine's time, in seconds since the epoch."""
        self._profiles = profiles
        self._session = profiles.current
        self._is_invited = False
        self._is_unwritable = False

    def on_mount(self) -> None:
        """Be asked before a secret is written."""
        self._profiles.may_write = self._may_write

    # What a subclass says.

    def take_session(self, session: Session) -> None:
        """Show another session."""

    def signed_in(self) -> None:
        """Go on with the token that somebody just signed in with."""

    def sign_in_left(self) -> None:
        """Take note that nobody signed in after all: what was tried may have taught something."""

    def look_around(self) -> None:
        """Show something of the demo that was just chosen."""

    def report(self, error: ApiError) -> None:
        """Say what went wrong."""

    # What it does itself.

    def tell_warnings(self) -> None:
        """Say what the session has to say besides; a view on top of this one says it in its own place."""
        if not self.is_current:
            return
        for sentence in self._session.take_warnings():
            self.notify(sentence, severity="warning", timeout=8, markup=False)

    def invite(self, error: ApiError) -> bool:
        """Open the sign-in where nobody ever signed in, once; return whether it was opened."""
        if self._is_invited or not isinstance(error, NotSignedIn) or self._session.page is not None:
            return False
        self._is_invited = True
        self.action_sign_in(is_first=True)
        return True

    def action_sign_in(
        self, scopes: tuple[str, ...] = (), *, is_first: bool = False, plan: SignInPlan | None = None
    ) -> None:
        """Sign in; as a plan has it, at once."""
        from ft42tui.tui.screens.sign_in import SignInScreen

        def go_on(outcome: SignInOutcome | None) -> None:
            if outcome == "demo":
                if self.switch(next(one for one in self._profiles.known if not one.api)):
                    self.look_around()
            elif outcome == "signed_in":
                self.signed_in()
            else:
                self.sign_in_left()

        name = self._session.profile
        view = SignInScreen(
            self._session,
            self.keys,
            scopes=scopes,
            is_first=is_first,
            plan=plan,
            is_demo=any(one.name == name and not one.api for one in self._profiles.known),
            clock=self.clock,
        )
        self.app.push_screen(view, go_on)

    def action_token(self) -> None:
        """Show what the token is."""
        from ft42tui.tui.screens.token import TokenScreen

        def go_on(outcome: TokenOutcome | None) -> None:
            self.tell_warnings()
            if outcome == "sign_in":
                self.action_sign_in(self._session.status.scopes or ())
            elif outcome == "profiles":
                self.action_profiles()

        self.app.push_screen(TokenScreen(self._profiles, self.keys, clock=self.clock), go_on)

    def action_profiles(self) -> None:
        """Go on with another profile."""
        from ft42tui.tui.screens.profiles import ProfilesScreen, Switch

        def go_on(wish: Switch | None) -> None:
            if wish is not None and self.switch(wish.profile) and wish.sign_in:
                self.action_sign_in()

        self.app.push_screen(ProfilesScreen(self._profiles, self.keys, clock=self.clock), go_on)

    def switch(self, profile: Profile) -> bool:
        """Go on with another profile; return whether that was possible."""
        try:
            session = self._profiles.switch(profile)
        except ApiError as error:
            self.report(error)
            return False
        if session is not self._session:
            self.take_session(session)
        return True

    async def _may_write(self, sentence: str) -> bool:
        """Ask whether a secret may be written into a file. A no holds for this run."""
        if self._is_unwritable:
            return False
        from ft42tui.tui.screens.confirm import Confirm

        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

        def settle(is_allowed: bool | None) -> None:  # noqa: FBT001  # a callback's one argument
            if not answer.done():
                answer.set_result(bool(is_allowed))
                self._is_unwritable = not is_allowed

        what = "application" if "the application's id and secret" in sentence else "token"
        question = Confirm(f"Keep the {what} in a file?", sentence, "write it", "only for this run")
        self.app.push_screen(question, settle)
        return await answer
