"""The profiles, and a session for each that was looked at: its own token, history and budget."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ft42tui.api.errors import ApiError

if TYPE_CHECKING:
    from ft42tui.catalog import Endpoint
    from ft42tui.session.inspection import Inspection
    from ft42tui.session.reach import Reach
    from ft42tui.session.session import Session


@dataclass(frozen=True, slots=True)
class Profile:
    """An application at an API, by a name."""

    name: str
    """Its name."""
    api: str
    """The API's origin; empty for the embedded one, whose port is known when it runs."""
    is_official: bool = True
    """Whether that is the real API, or stands for it."""
    client_id: str = ""
    """Its application's UID; empty where the settings name none."""
    application: str = ""
    """The application's name, where it is known beforehand."""
    note: str = ""
    """What else there is to say: `the embedded API`."""
    scopes: tuple[str, ...] = ()
    """The scopes to ask for; empty while unknown."""
    roles: tuple[str, ...] = ()
    """The application's roles, where they are known beforehand."""
    problem: str = ""
    """Why it cannot be used: one sentence; empty if it can."""

    @property
    def host(self) -> str:
        """The API's host; empty for the embedded one, and where the settings name none."""
        return urlsplit(self.api).netloc


@dataclass(frozen=True, slots=True)
class Glance:
    """A profile as the list shows it."""

    profile: Profile
    """The profile."""
    is_current: bool = False
    """Whether it is the one that is looked at."""
    inspection: Inspection | None = None
    """What is known of its token; None while it was not looked at in this run."""

    @property
    def client_id(self) -> str:
        """The application's UID: the token's own where there is one; empty while there is none."""
        known = self.inspection.application_uid if self.inspection is not None else ""
        return known or self.profile.client_id

    @property
    def application(self) -> str:
        """The application's name, as far as it is known; hostile until painted."""
        told = self.inspection.application.name if self.inspection is not None else ""
        return told or self.profile.application

    @property
    def roles(self) -> tuple[str, ...]:
        """The application's roles, as far as they are known."""
        told = self.inspection.application.roles if self.inspection is not None else None
        return self.profile.roles if told is None else told

    @property
    def owner(self) -> str:
        """Who is signed in there: `app`, a login, `not asked yet`."""
        if self.inspection is None:
            return "not asked yet"
        if not self.inspection.is_there:
            return "not signed in"
        return self.inspection.owner or "token"

    @property
    def scopes(self) -> tuple[str, ...]:
        """What the token may do, or what one will be asked for."""
        held = self.inspection.scopes if self.inspection is not None else None
        return self.profile.scopes if held is None else held


async def _always(_sentence: str) -> bool:
    return True


class Profiles:
    """Knows every profile and makes a session for one when it is first wanted.

    `list_profiles` is asked whenever the list is wanted, `trouble` right after it: one sentence that says
    why some are missing, or nothing. `open_session` may raise ApiError.
    """

    def __init__(
        self,
        first: Session,
        list_profiles: Callable[[], Sequence[Profile]] = tuple,
        open_session: Callable[[Profile], Session] | None = None,
        *,
        config_file: str = "",
        trouble: Callable[[], str] = str,
    ) -> None:
        self.may_write: Callable[[str], Awaitable[bool]] = _always
        """Asked before a secret is written into a file, with a sentence that says which and where."""
        self.config_file = config_file
        """Where profiles are written down; empty where there is no such file."""
        self._sessions = {first.profile: first}
        self._opened: dict[str, Profile] = {}
        self._current = first
        self._list = list_profiles
        self._open = open_session
        self._trouble = trouble

    @property
    def current(self) -> Session:
        """The session that is looked at."""
        return self._current

    @property
    def known(self) -> tuple[Profile, ...]:
        """Every profile: those that run, as they were when they began, and those that are written down."""
        found = tuple(self._opened.get(one.name, one) for one in self._list())
        names = {one.name for one in found}
        return (*(self._running(name) for name in self._sessions if name not in names), *found)

    @property
    def trouble(self) -> str:
        """Why profiles are missing from the list: one sentence; empty if none are."""
        return self._trouble()

    def _running(self, name: str) -> Profile:
        """Return the profile of a session that is not written down, or not any more."""
        session = self._sessions[name]
        made_of = Profile(name, session.origin, is_official=session.status.is_official)
        return self._opened.get(name, made_of)

    def glances(self, profiles: Sequence[Profile]) -> tuple[Glance, ...]:
        """Return what is known of each profile now. Asks nobody."""
        return tuple(self._glance(profile) for profile in profiles)

    def able(self, endpoint: Endpoint) -> tuple[tuple[Profile, Reach], ...]:
        """Return every other profile with what its token is to a route, those that reach it first."""
        order = {"reachable": 0, "unknown": 1}
        found = [
            (glance.profile, self._reach(glance, endpoint))
            for glance in self.glances(self.known)
            if not glance.is_current and not glance.profile.problem
        ]
        return tuple(sorted(found, key=lambda one: order.get(one[1].standing, 2)))

    def _reach(self, glance: Glance, endpoint: Endpoint) -> Reach:
        session = self.opened(glance.profile.name)
        if session is not None and session.bearer.scopes is not None:
            return session.reachability.of(endpoint)
        from ft42tui.session.reach import Bearer, Reachability

        # What it will ask for is what it gets, if all goes well. Of the embedded ones the roles are known.
        roles = glance.profile.roles if glance.profile.application else None
        return Reachability(Bearer(glance.profile.scopes or None, None, roles)).of(endpoint)

    def _glance(self, profile: Profile) -> Glance:
        session = self.opened(profile.name)
        if session is None:
            return Glance(profile)
        known = replace(session.inspection, sent_ago=())  # which would be another one each time
        return Glance(profile, session is self._current, known)

    def opened(self, name: str) -> Session | None:
        """Return a profile's session if there is one already."""
        return self._sessions.get(name)

    def session_of(self, profile: Profile) -> Session:
        """Return a profile's session, made once. Raises ApiError if its settings cannot be used."""
        session = self._sessions.get(profile.name)
        if session is None and profile.problem:
            raise ApiError(f"Profile {profile.name} cannot be used", profile.problem)
        if session is None and self._open is not None:
            session = self._sessions[profile.name] = self._open(profile)
            # What the session was made of counts, whatever the list said a moment ago.
            api = session.origin if profile.api else ""
            is_official = session.status.is_official
            self._opened[profile.name] = replace(profile, api=api, is_official=is_official)
        if session is None:
            raise LookupError(profile.name)
        return session

    def switch(self, profile: Profile) -> Session:
        """Go on with another profile and return its session. Raises ApiError, and stays where it was then."""
        self._current = self.session_of(profile)
        return self._current

    async def aclose(self) -> None:
        """Close every connection."""
        for session in self._sessions.values():
            await session.aclose()
