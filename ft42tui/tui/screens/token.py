"""What the token is: everything that is known of it, and what can be done with it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, TypeAlias

from textual import work
from textual.reactive import reactive
from textual.widget import Widget

from ft42tui.api.errors import ApiError, error_for
from ft42tui.catalog.roles import role_meaning, routes_naming
from ft42tui.session.comparison import Comparison
from ft42tui.session.inspection import Inspection
from ft42tui.tui.commands import bindings
from ft42tui.tui.screens.view import View
from ft42tui.tui.widgets.comparison_view import ComparisonView
from ft42tui.tui.widgets.notice import Notice
from ft42tui.tui.widgets.token_view import TokenView

if TYPE_CHECKING:
    from ft42tui.session.profiles import Profile, Profiles
    from ft42tui.session.session import Session

TokenOutcome: TypeAlias = Literal["sign_in", "profiles"]
"""What is to be done when the view is closed: sign in, with other scopes, or choose another profile."""

_PASTED = (
    "This is the token that was pasted, not the session's: it was only looked at. "
    "c puts both side by side, esc goes back."
)
_SAME = "The server handed out the same token again: a live one is handed out until it dies."
_STILL = "The server still hands out the same token: ask again when it has died."
_ABOUT_NOW = 5.0
"""Seconds by which a token's death by our clock may differ from that by the server's."""
_PASTE = (
    "An access token, an Authorization header, or a URL with access_token=… in it.\n"
    "It is sent to {} and nowhere else, and kept nowhere."
)


class TokenScreen(View[TokenOutcome]):
    """Shows the session's token, one that was pasted, or two side by side."""

    SCOPE = "token"
    NAME = "Token"

    BINDINGS = bindings("token")

    DEFAULT_CSS = """
    TokenScreen {
        & Notice { margin-bottom: 1; }
        & ComparisonView { display: none; }
        &.-comparing ComparisonView { display: block; }
        &.-comparing TokenView { display: none; }
    }
    """

    inspection: reactive[Inspection] = reactive(Inspection, repaint=False)
    """What is known of the token that is shown."""
    comparison: reactive[Comparison] = reactive(Comparison, repaint=False)
    """The session's token and another profile's."""
    now: reactive[float] = reactive(0.0, repaint=False)
    """The time, in seconds since the epoch."""
    word: reactive[str] = reactive("", repaint=False)
    """What was done last."""
    routes: reactive[Mapping[str, int]] = reactive(dict, repaint=False)
    """How many routes ask for a role of which nothing else is known."""
    is_asking: reactive[bool] = reactive(False, repaint=False)
    """Whether the API is being asked about the token that is shown."""

    def __init__(
        self, profiles: Profiles, keys: Mapping[str, str], *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(profiles.current, keys, clock=clock)
        self._profiles = profiles
        self._pasted: Inspection | None = None
        self._other: Comparison | None = None
        self._other_session: Session | None = None
        self._asked_about: list[Session] = []
        self._waiting = 0
        self._is_acting = False

    def content(self) -> Iterable[Widget]:
        """Return the place of errors, and the two ways to show tokens."""
        yield Notice(id="notice")
        cls = TokenScreen
        yield TokenView(id="token").data_bind(cls.inspection, cls.now, cls.word, cls.routes, cls.is_asking)
        yield ComparisonView(id="comparison").data_bind(cls.comparison, cls.now)

    def on_mount(self) -> None:
        """Show what is known, then ask for the rest."""
        self.query_one(TokenView).focus()
        self._ask()

    def refresh_status(self) -> None:
        """Take over the state of things, and the time."""
        super().refresh_status()
        own = self.session.inspection
        self.now = self.clock()
        self.is_asking = self._pasted is None and self.session in self._asked_about
        self.inspection = self._pasted or own
        if self.word == _SAME and own.expires_at is not None and own.expires_at - self.now < _ABOUT_NOW:
            self.word = ""  # it dies, which is shown below
        if self._other is not None:
            there = self._other_session
            self.comparison = replace(
                self._other,
                left=own,
                right=there.inspection if there is not None else self._other.right,
                is_asking_left=self.session in self._asked_about,
                is_asking_right=there in self._asked_about,
            )
        self._count_routes(self.inspection.application.roles or ())

    def _count_routes(self, roles: tuple[str, ...]) -> None:
        """Count the routes that ask for a role, for each of which the documentation says nothing else."""
        silent = tuple(role for role in roles if role not in self.routes and not role_meaning(role))
        if silent:
            self.routes = {**self.routes, **{one: routes_naming(one, self.session.catalog) for one in silent}}

    # Waiting, and what comes of it.

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Show that something is under way; report what goes wrong and keep what is shown."""
        self._waiting += 1
        self.busy = True
        try:
            yield
        except ApiError as error:
            self.query_one(Notice).error = error
        finally:
            self._waiting -= 1
            self.busy = self._waiting > 0
            self.refresh_status()
            for sentence in self.session.take_warnings():
                self.notify(sentence, severity="warning", timeout=8, markup=False)

    @contextmanager
    def _acting(self) -> Iterator[None]:
        """Do what a person asked for: nothing else is begun meanwhile."""
        self._is_acting = True
        self.word = ""
        self.query_one(Notice).error = None
        try:
            with self._asking():
                yield
        finally:
            self._is_acting = False

    @work(group="ask", exclusive=True)
    async def _ask(self) -> None:
        with self._asking():
            await self._learn(self.session)
            last, known = self.session.exchange, self.session.inspection
            if known.is_there and not known.owner and last is not None and last.status == 401:
                raise error_for(last, last.excerpt.encode())  # it was asked before, and refused

    async def _learn(self, session: Session) -> None:
        """Ask for everything that is not known of a session's token yet."""
        self._asked_about.append(session)
        try:
            self.refresh_status()
            await session.application()
            self.refresh_status()
            await session.inspect(fully=True)
        finally:
            self._asked_about.remove(session)

    # What a person asks for.

    def action_leave(self) -> None:
        """Stop what is under way, go back to the session's own token, or close."""
        if self._is_acting:
            self.workers.cancel_group(self, "act")
        elif self._pasted is not None or self._other is not None:
            self._go_back()
            self._ask()
        else:
            self.dismiss(None)

    def _go_back(self) -> None:
        self._pasted = self._other = self._other_session = None
        self.word = ""
        self.query_one(Notice).error = None
        self._show("")

    def _show(self, crumb: str) -> None:
        """Show what is looked at, under its name."""
        self.way = (self.NAME, crumb) if crumb else (self.NAME,)
        self.set_class(self._other is not None, "-comparing")
        self.refresh_status()
        self.query_one(ComparisonView if self._other is not None else TokenView).focus()

    def _is_free(self, *, for_own: bool = True) -> bool:
        """Return whether something can be begun now; say why not otherwise."""
        if self._is_acting:
            self.notify("Something is under way: esc stops it.", timeout=2)
            return False
        if for_own and (self._pasted is not None or self._other is not None):
            self.notify("That is done with your own token: esc goes back to it.", timeout=4)
            return False
        return True

    def action_sign_in(self) -> None:
        """Sign in again, with other scopes."""
        self.dismiss("sign_in")

    def action_profiles(self) -> None:
        """Go on with another application or server."""
        self.dismiss("profiles")

    def action_renew(self) -> None:
        """Ask for another token."""
        if self._is_free():
            self._renew()

    @work(group="act", exclusive=True)
    async def _renew(self) -> None:
        with self._acting():
            was_alive = self._lives_on()
            if await self.session.renew():
                self.word = "There is another token now."
                await self._learn(self.session)
            elif self.session.inspection.can_renew:
                self.word = _SAME if was_alive and self._lives_on() else _STILL
            else:
                self.word = "A token that was handed over cannot be renewed. L signs in."

    def _lives_on(self) -> bool:
        """Return whether the token is alive for longer than the clocks may differ."""
        dies = self.session.inspection.expires_at
        return dies is None or dies - self.clock() > _ABOUT_NOW

    def action_copy(self) -> None:
        """Copy the token, which is never shown."""
        if not self._is_free():
            return
        token = self.session.access_token
        if not token:
            self.notify("There is no token to copy.", timeout=2)
            return
        self.app.copy_to_clipboard(token)
        self.notify("Copied the access token. It is a secret: whoever has it can do what it may.", timeout=6)

    def action_revoke(self) -> None:
        """End the token, if the person is sure."""
        from ft42tui.tui.screens.confirm import Confirm

        if not self._is_free():
            return
        if not self.session.access_token:
            self.notify("There is no token to revoke.", timeout=2)
            return

        def go_on(is_sure: bool | None) -> None:  # noqa: FBT001  # a callback's one argument
            if is_sure:
                self._revoke()

        text = (
            f"The token of profile {self.session.profile} ends on the server at once, for every program that "
            "holds it, and is removed here. Nobody is signed in then, until L."
        )
        self.app.push_screen(Confirm("Revoke the token?", text, "revoke it"), go_on)

    @work(group="act", exclusive=True)
    async def _revoke(self) -> None:
        with self._acting():
            place = self.session.inspection.token_place
            is_gone = await self.session.revoke()
            self.word = "The token is revoked."
            if not is_gone:
                self.word += f" A copy may still lie in {place}, which did not answer; it is dead too."

    def action_compare(self) -> None:
        """Put another profile's token beside this one; one that was pasted beside the session's own."""
        from ft42tui.tui.screens.picker import Entry, Picker

        if not self._is_free(for_own=False):
            return
        if self._pasted is not None and self._other is None:
            self._other = Comparison(right=self._pasted)
            self._show("pasted, beside your own")
            return
        others = [one for one in self._profiles.known if one.name != self.session.profile]
        if not others:
            self.notify("There is no other profile: config.toml names them.", timeout=4)
            return
        if len(others) == 1:
            self._compare(others[0])
            return
        entries = [Entry(one.name, one.note or one.api, one) for one in others]
        self.app.push_screen(Picker("Compare with", entries), self._compare_with)

    def _compare_with(self, profile: Profile | None) -> None:
        if profile is not None:
            self._compare(profile)

    @work(group="act", exclusive=True)
    async def _compare(self, profile: Profile) -> None:
        with self._acting():
            self._pasted, self._other_session = None, None
            self._other = Comparison(right=Inspection(profile=profile.name))
            self._show(f"beside {profile.name}")
            try:
                self._other_session = self._profiles.session_of(profile)
                await self._learn(self._other_session)
            except ApiError as error:
                hint = f"{error.cause} {error.hint}".strip()
                self._other = replace(self._other, title=error.title, message=error.message, hint=hint)

    def action_look(self) -> None:
        """Look at a token that is pasted."""
        from ft42tui.tui.screens.pasting import Pasting

        if self._is_free(for_own=False):
            text = _PASTE.format(self.session.status.host)
            self.app.push_screen(Pasting("Look at a token", text), self._look_at)

    def _look_at(self, text: str | None) -> None:
        if text:
            self._look(text)

    @work(group="act", exclusive=True)
    async def _look(self, text: str) -> None:
        with self._acting():
            pasted = await self.session.look_at(text)
            self._other = self._other_session = None
            self._pasted = pasted
            self.word = _PASTED
            self._show("pasted")
