"""How sessions are put together: for the profiles of config.toml, and for the embedded API's applications."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from ft42tui.api.budget import Throttle
from ft42tui.config.settings import DEFAULT_API, Settings
from ft42tui.session.connection import Identity
from ft42tui.session.profiles import Profile, Profiles
from ft42tui.session.session import Session

if TYPE_CHECKING:
    from ft42tui.api.vault import Vault
    from ft42tui.catalog import Catalog
    from ft42tui.config.paths import Paths
    from ft42tui.config.settings import ListedProfile
    from ft42tui.demo.embedded import EmbeddedApi, Handshake, Registered
    from ft42tui.session.account import Account
    from ft42tui.session.memory import Memories

EMBEDDED: Final = "demo"
"""The profile of the embedded API, unless config.toml has one of that name."""

_EMBEDDED_API: Final = "the embedded API"


class Embedded:
    """The embedded API, started after the first frame: before, it would cost that a third of its time."""

    def __init__(self) -> None:
        self._api: EmbeddedApi | None = None
        self._failure = ""
        self._hello: Handshake | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start it, unless it was started. What goes wrong is told by `ready`."""
        from ft42tui.demo.embedded import EmbeddedApi, EmbeddedApiError
        from ft42tui.demo.settings import DemoSettings

        with self._lock:  # the screen starts it, and so does the thread that connects
            if self._api is None:
                try:
                    self._api = EmbeddedApi.start(DemoSettings())
                except EmbeddedApiError as error:
                    self._failure = str(error)

    def ready(self) -> Handshake:
        """Wait until it answers. Raises Unreachable."""
        from ft42tui.api.errors import Unreachable
        from ft42tui.demo.embedded import EmbeddedApiError

        hint = "Try ft42tui demo in another terminal to see why."
        self.start()
        if self._api is None:
            raise Unreachable(self._failure, hint)
        with self._lock:  # it says hello once, and each of its profiles wants to hear it
            if self._hello is None:
                try:
                    self._hello = self._api.ready()
                except EmbeddedApiError as error:
                    raise Unreachable(str(error), hint) from error
            return self._hello

    def stop(self) -> None:
        """Stop it, if it was started."""
        if self._api is not None:
            self._api.stop()


class Composition:
    """Makes a session for each profile that is wanted. The only place that knows of all the rooms."""

    def __init__(self, settings: Settings, paths: Paths, catalog: Catalog, *, is_demo: bool) -> None:
        self.embedded: Final = Embedded()
        """The embedded API, running or not."""
        self._settings = settings
        self._paths = paths
        self._catalog = catalog
        self._is_demo = is_demo
        """Whether the embedded API is looked at, from the start or since."""
        self._trouble = ""
        self._told: set[str] = set()
        self._throttles: dict[tuple[str, str], Throttle] = {}
        # An application is one, whichever profile uses it. What the embedded API teaches ends with it.
        self._memories: dict[bool, Memories] = {}
        self._embedded_name = embedded_name(settings.names)
        first = self._of_embedded(self._embedded_name, "") if is_demo else self._of_settings(settings)
        self._warn(first, settings)
        self.profiles: Final = Profiles(
            first,
            self._list,
            self._open,
            config_file=str(paths.config_file),
            trouble=lambda: self._trouble,
        )
        """The profiles, the wanted one in front."""

    def _of_settings(self, settings: Settings) -> Session:
        identity = Identity(settings.profile, settings.api, is_official=settings.api == DEFAULT_API)

        def connect(throttle: Throttle) -> Account:
            from ft42tui.api.door import Door
            from ft42tui.session.account import Account

            return Account(Door(settings.api, throttle), settings, self._vault())

        throttle = self._throttle_of(settings)
        return Session(self._catalog, identity, connect, throttle=throttle, memories=self._learned)

    def _throttle_of(self, settings: Settings) -> Throttle:
        """Return the throttle of an application at an API: its profiles share one budget at the server.

        An application that the settings do not name is known too late for that; its profile has a
        throttle of its own.
        """
        if not settings.client_id:
            return Throttle()
        return self._throttles.setdefault((settings.api, settings.client_id), Throttle())

    def _learned(self, *, is_kept: bool = True) -> Memories:
        """Return what applications learned, when something is first to be known of it."""
        from ft42tui.session.memory import Memories

        if is_kept not in self._memories:
            folder = self._paths.state if is_kept else None
            self._memories[is_kept] = Memories(folder, warn=self._warn_current)
        return self._memories[is_kept]

    def _warn_current(self, sentence: str) -> None:
        self.profiles.current.warn(sentence)

    def _warn(self, session: Session, settings: Settings) -> None:
        """Say of each secret in config.toml once that it should not be there."""
        for sentence in settings.warnings:
            if sentence not in self._told:
                self._told.add(sentence)
                session.warn(sentence)

    def _of_embedded(self, profile: str, application: str) -> Session:
        """Return a session of one of the embedded API's applications; of its first without a name."""
        # A URL of the real API that is pasted here stands for its path.
        identity = Identity(
            profile, DEFAULT_API, is_official=True, alias=DEFAULT_API, owner="app", host=_EMBEDDED_API
        )

        def connect(throttle: Throttle) -> Account:
            from ft42tui.api.door import Door
            from ft42tui.session.account import Account

            hello = self.embedded.ready()
            own = _named(hello, application)
            settings = Settings(
                api=hello.url,
                profile=profile,
                client_id=own.client_id,
                client_secret=own.client_secret,
                secret_place=_EMBEDDED_API,
                scopes=own.scopes,
            )
            return Account(Door(hello.url, throttle), settings)

        return Session(self._catalog, identity, connect, memories=lambda: self._learned(is_kept=False))

    def _vault(self) -> Vault:
        from ft42tui.api.vault import Vault

        async def may_write(sentence: str) -> bool:
            return await self.profiles.may_write(sentence)

        return Vault(self._paths.state, may_write=may_write)

    def _list(self) -> Sequence[Profile]:
        from ft42tui.config.errors import SettingsError
        from ft42tui.config.settings import list_profiles

        embedded = self._embedded_profiles()
        taken = {one.name for one in embedded}
        self._trouble = ""
        try:
            listed = list_profiles(self._settings, self._paths.config_file)
        except SettingsError as error:  # the file was spoilt after the start: what runs goes on
            self._trouble = str(error)
            listed = [self._start()]
        lost = [one.name for one in listed if one.name in taken]
        if lost:  # it was written down after the start
            self._trouble = (
                f"Profile {lost[0]} is missing: the embedded API has this name until ft42tui starts again."
            )
        return [*(_profile_of(one) for one in listed if one.name not in taken), *embedded]

    def _start(self) -> ListedProfile:
        """Return the profile that the program was started with, which needs no file any more."""
        from ft42tui.config.settings import ListedProfile

        start = self._settings
        return ListedProfile(start.profile, start.api, start.client_id or "", start.scopes, is_current=True)

    def _embedded_profiles(self) -> list[Profile]:
        """Return the embedded API's first application; once one looks around in it, the others too."""
        from ft42tui.demo.applications import registered
        from ft42tui.demo.settings import DemoSettings

        defaults = DemoSettings()
        return [
            Profile(
                f"{self._embedded_name} {one.name}" if at else self._embedded_name,
                "",
                client_id=one.client_id,
                note=_EMBEDDED_API,
                application=one.name,
                scopes=one.scopes,
                roles=one.roles,
            )
            for at, one in enumerate(registered(defaults.seed, defaults.rates))
            if self._is_demo or not at
        ]

    def _open(self, profile: Profile) -> Session:
        if not profile.api:
            self._is_demo = True
            return self._of_embedded(profile.name, profile.name.removeprefix(self._embedded_name).strip())
        from ft42tui.api.errors import ApiError
        from ft42tui.config.errors import SettingsError
        from ft42tui.config.settings import settings_of

        try:
            settings = settings_of(profile.name, self._settings, self._paths.config_file)
        except SettingsError as error:
            raise ApiError(f"Profile {profile.name} cannot be used", str(error)) from error
        session = self._of_settings(settings)
        self._warn(session, settings)
        return session


def embedded_name(taken: Collection[str]) -> str:
    """Return the name of the embedded API's profile: no other has it, nor one that begins with it."""
    names = chain((EMBEDDED, f"embedded {EMBEDDED}"), (f"embedded {EMBEDDED} {at}" for at in count(2)))
    return next(name for name in names if not any(f"{one} ".startswith(f"{name} ") for one in taken))


def _profile_of(listed: ListedProfile) -> Profile:
    return Profile(
        listed.name,
        listed.api or "-",
        is_official=listed.is_official,
        client_id=listed.client_id,
        scopes=listed.scopes,
        problem=listed.problem,
    )


def _named(hello: Handshake, application: str) -> Registered:
    return next((one for one in hello.applications if one.name == application), hello.applications[0])
