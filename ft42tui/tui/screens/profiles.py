"""The profiles: every application and server that one can go on with, without a restart."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from textual import on
from textual.reactive import reactive
from textual.widget import Widget

from ft42tui.api.errors import ApiError
from ft42tui.session.profiles import Glance, Profile, Profiles
from ft42tui.tui.commands import bindings
from ft42tui.tui.screens.view import View
from ft42tui.tui.widgets.notice import Notice
from ft42tui.tui.widgets.profile_details import ProfileDetails, ProfileGuide, TitledLines
from ft42tui.tui.widgets.profile_list import ProfileList

_BARS = 4
"""TitledLines of the title, the blank one below it, the status bar and the footer."""


@dataclass(frozen=True, slots=True)
class Switch:
    """What somebody wants."""

    profile: Profile
    """The profile to go on with."""
    sign_in: bool = False
    """Whether to sign in there."""


class ProfilesScreen(View[Switch]):
    """Every profile. Whoever opened this goes on with the one that is chosen, if it can be used."""

    SCOPE = "profiles"
    NAME = "Profiles"

    BINDINGS = bindings("profiles")

    DEFAULT_CSS = """
    ProfilesScreen {
        & #trouble, & #profiles, & #details { margin-bottom: 1; }
        & #profiles { height: 1fr; min-height: 4; }
        &.-low #trouble, &.-low #profiles, &.-low #details { margin-bottom: 0; }
    }
    """

    glances: reactive[tuple[Glance, ...]] = reactive((), repaint=False)
    """The profiles, as much as is known of each."""
    glance: reactive[Glance | None] = reactive(None, repaint=False)
    """The one that is looked at."""
    error: reactive[ApiError | None] = reactive(None, repaint=False)
    """What is wrong with the one that was chosen, else with the list."""

    def __init__(
        self, profiles: Profiles, keys: Mapping[str, str], *, clock: Callable[[], float] = time.time
    ) -> None:
        super().__init__(profiles.current, keys, clock=clock)
        self._profiles = profiles
        self._known: tuple[Profile, ...] = ()
        self._trouble: ApiError | None = None

    def content(self) -> Iterable[Widget]:
        """Return the list, what is known of the highlighted one, and how to add one."""
        here = ProfilesScreen
        yield Notice(id="trouble").data_bind(here.error)
        yield ProfileList(id="profiles", clock=self.clock).data_bind(here.glances)
        yield ProfileDetails(id="details", clock=self.clock).data_bind(here.glance)
        if self._profiles.config_file:
            yield ProfileGuide(self._profiles.config_file, id="guide")

    def on_mount(self) -> None:
        """Read what is written down."""
        self.action_read()
        self.query_one(ProfileList).focus()

    def on_resize(self) -> None:
        """Leave nothing blank where lines are few."""
        self._space()

    def watch_glance(self) -> None:
        """Leave nothing blank where the details need the line."""
        self._space()

    def watch_error(self) -> None:
        """Leave nothing blank where the trouble needs the line."""
        self._space()

    def _space(self) -> None:
        """Leave a line blank between the parts if there is room for that."""
        if not self.is_mounted:
            return
        parts = [one for one in (*self.query(Notice), *self.query(TitledLines)) if one.display]
        cells = self.size.width - 2  # the parts' padding
        needed = sum(one.get_content_height(self.size, self.size, cells) + 2 for one in parts)
        list_ = len(self.glances) + ProfileList.FIXED + 2
        self.set_class(self.size.height < _BARS + list_ + needed - 1, "-low")

    def refresh_status(self) -> None:
        """Take over the state of things, of every session."""
        super().refresh_status()
        self.glances = self._profiles.glances(self._known)
        self._look()

    @on(ProfileList.Highlighted)
    def _highlighted(self) -> None:
        self.error = self._trouble  # what was said of another one is over
        self._look()

    def _look(self) -> None:
        at = self.query_one(ProfileList).cursor
        self.glance = self.glances[at] if at < len(self.glances) else None

    @on(ProfileList.Chosen)
    def _chosen(self) -> None:
        self.action_switch()

    def _go_on(self, *, sign_in: bool) -> None:
        if self.glance is None:
            return
        profile = self.glance.profile
        try:
            self._profiles.session_of(profile)
        except ApiError as error:
            self.error = error
            return
        self.dismiss(Switch(profile, sign_in))

    def action_switch(self) -> None:
        """Go on with the highlighted profile."""
        self._go_on(sign_in=False)

    def action_sign_in(self) -> None:
        """Go on with the highlighted profile, and sign in there."""
        self._go_on(sign_in=True)

    def action_read(self) -> None:
        """Read again what is written down."""
        self._known = self._profiles.known
        trouble = self._profiles.trouble
        self._trouble = ApiError("Not every profile is listed", trouble) if trouble else None
        self.error = self._trouble
        self.refresh_status()
