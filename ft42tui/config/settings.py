"""Settings: flags win over the environment, the environment over config.toml, that over defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from ft42tui.config.config_file import read_config, secret_in, secret_warnings, token_in
from ft42tui.config.errors import SettingsError, UnreadableConfig
from ft42tui.config.origin import parse_origin
from ft42tui.config.spelling import check_profile_name, checked_id, checked_secret, checked_token

DEFAULT_API: Final = "https://api.intra.42.fr"
DEFAULT_PROFILE: Final = "default"
DEFAULT_THEME: Final = "42-dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that was decided before the program started."""

    api: str = DEFAULT_API
    """The API's origin: scheme, host and port, without a path."""
    profile: str = DEFAULT_PROFILE
    """The name of the profile, shown in the status bar."""
    theme: str = DEFAULT_THEME
    """The theme's name. Whether there is such a theme is checked where themes are known."""
    token: str | None = field(default=None, repr=False)
    """An access token that was handed over; never written anywhere."""
    token_place: str = ""
    """Where it came from: `FT42_TOKEN`, `config.toml`, or empty without one."""
    client_id: str | None = None
    """The application's uid."""
    client_secret: str | None = field(default=None, repr=False)
    """The application's secret, if the environment or config.toml has it."""
    secret_place: str = ""
    """Where it came from: `FT42_CLIENT_SECRET`, `config.toml`, or empty without one."""
    is_profiles_own: bool = True
    """Whether API and application are the profile's: only then may its secret and token be used."""
    scopes: tuple[str, ...] = ("public",)
    """The scopes to ask for when signing in with client credentials."""
    redirect_uri: str = ""
    """Where a browser comes back to, registered exactly like this; empty for the usual place."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Changed keys by command id: `{"results.next_page": "."}`."""
    warnings: tuple[str, ...] = ()
    """A sentence for each secret that config.toml holds, of any profile: what to do about it; or one that
    says that the file cannot be read and is done without."""
    names: tuple[str, ...] = ()
    """The profiles that config.toml had at the start."""


@dataclass(frozen=True, slots=True)
class ListedProfile:
    """A profile as far as the settings tell it."""

    name: str
    """Its name."""
    api: str
    """The API's origin; empty where the one that is written there is none."""
    client_id: str = ""
    """Its application's UID; empty where none is named."""
    scopes: tuple[str, ...] = ("public",)
    """The scopes to ask for."""
    is_current: bool = False
    """Whether it is the one that was chosen at the start."""
    problem: str = ""
    """Why it cannot be used: one sentence; empty if it can."""

    @property
    def is_official(self) -> bool:
        """Whether its API is the real one."""
        return self.api == DEFAULT_API


@dataclass(frozen=True, slots=True)
class Flags:
    """What the command line said; None where it said nothing."""

    api: str | None = None
    profile: str | None = None
    theme: str | None = None


def load_settings(flags: Flags, environ: Mapping[str, str], config_file: Path) -> Settings:
    """Return the settings that hold, or raise SettingsError naming what is wrong and what is allowed.

    A config.toml that cannot be read is done without, and warned of, unless one of its profiles is asked for:
    going on would mean another one then.
    """
    config, unread = _read(config_file, is_needed=bool(flags.profile or environ.get("FT42_PROFILE")))
    profiles: Mapping[str, Any] = config.get("profiles", {})
    if flags.profile is not None:
        check_profile_name(flags.profile, "--profile")
    name = flags.profile or environ.get("FT42_PROFILE") or config.get("profile") or DEFAULT_PROFILE
    if name not in profiles and name != DEFAULT_PROFILE:
        known = ", ".join(sorted({DEFAULT_PROFILE, *profiles}))
        raise SettingsError(f"Unknown profile {name!r}: {config_file} has {known}.")
    profile: Mapping[str, Any] = profiles.get(name, {})
    own_api = parse_origin(profile.get("api") or DEFAULT_API)
    api = flags.api or environ.get("FT42_API_URL")
    client_id = checked_id("FT42_CLIENT_ID", environ.get("FT42_CLIENT_ID")) or profile.get("client_id")
    is_own = (not api or parse_origin(api) == own_api) and client_id == profile.get("client_id", client_id)
    handed = checked_token("FT42_TOKEN", environ.get("FT42_TOKEN"))
    token = handed or (token_in(profile) if is_own else None)
    given = checked_secret("FT42_CLIENT_SECRET", environ.get("FT42_CLIENT_SECRET"))
    secret = given or (secret_in(profile) if is_own else None)
    return Settings(
        api=parse_origin(api) if api else own_api,
        profile=name,
        theme=flags.theme or config.get("theme") or DEFAULT_THEME,
        token=token,
        token_place="FT42_TOKEN" if handed else "config.toml" if token else "",
        client_id=client_id,
        is_profiles_own=is_own,
        client_secret=secret,
        secret_place="FT42_CLIENT_SECRET" if given else "config.toml" if secret else "",
        scopes=tuple(profile.get("scopes", ("public",))),
        redirect_uri=profile.get("redirect_uri", ""),
        keys=dict(config.get("keys", {})),
        warnings=(*unread, *secret_warnings(config_file, profiles)),
        names=tuple(profiles),
    )


def _read(config_file: Path, *, is_needed: bool) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """Return what config.toml says, and what to warn of if it cannot be read."""
    try:
        return read_config(config_file), ()
    except UnreadableConfig as error:
        if is_needed:
            raise
        without = "It is left as it is and done without: defaults, flags and environment hold."
        return {}, (f"{error} {without}",)


def settings_of(name: str, start: Settings, config_file: Path) -> Settings:
    """Return the settings of another profile, with the theme and keys of the start.

    Flags and environment belong to the profile that was chosen at the start: for that one, `start` is
    returned. Raises SettingsError as load_settings does.
    """
    if name == start.profile:
        return start
    return replace(load_settings(Flags(profile=name, theme=start.theme), {}, config_file), keys=start.keys)


def list_profiles(settings: Settings, config_file: Path) -> list[ListedProfile]:
    """Return every profile by name; the one of the start as flags and environment made it.

    One that cannot be used is listed with its problem. Raises SettingsError for a file that cannot be read.
    """
    profiles: Mapping[str, Any] = read_config(config_file).get("profiles", {})
    names = sorted({DEFAULT_PROFILE, settings.profile, *profiles})
    return [_listed(name, profiles.get(name, {}), settings) for name in names]


def _listed(name: str, profile: Mapping[str, Any], settings: Settings) -> ListedProfile:
    if name == settings.profile:
        return ListedProfile(name, settings.api, settings.client_id or "", settings.scopes, is_current=True)
    client_id, scopes = profile.get("client_id", ""), tuple(profile.get("scopes", ("public",)))
    try:
        api = parse_origin(profile.get("api") or DEFAULT_API)
    except SettingsError as error:
        return ListedProfile(name, "", client_id, scopes, problem=str(error))
    return ListedProfile(name, api, client_id, scopes)
