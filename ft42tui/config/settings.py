"""Settings: flags win over the environment, the environment over config.toml, that over defaults."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

DEFAULT_API: Final = "https://api.intra.42.fr"
DEFAULT_PROFILE: Final = "default"
DEFAULT_THEME: Final = "42-dark"

_HOST = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*"
_TOP_KEYS = {"theme", "profile", "profiles", "keys"}
_PROFILE_KEYS = {"api", "client_id", "redirect_uri", "scopes"}
_SECRET_KEYS: Final = ("client_secret", "secret")
_TOKEN_KEYS: Final = ("token", "access_token")


class SettingsError(Exception):
    """A setting cannot be used. Its text is one sentence for the user."""


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
    """A sentence for each secret that config.toml holds, of any profile: what to do about it."""
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
    """Return the settings that hold, or raise SettingsError naming what is wrong and what is allowed."""
    config = _read_config(config_file)
    profiles: Mapping[str, Any] = config.get("profiles", {})
    if flags.profile is not None:
        _check_name(flags.profile, "--profile")
    name = flags.profile or environ.get("FT42_PROFILE") or config.get("profile") or DEFAULT_PROFILE
    if name not in profiles and name != DEFAULT_PROFILE:
        known = ", ".join(sorted({DEFAULT_PROFILE, *profiles}))
        raise SettingsError(f"Unknown profile {name!r}: {config_file} has {known}.")
    profile: Mapping[str, Any] = profiles.get(name, {})
    own_api = parse_origin(profile.get("api") or DEFAULT_API)
    api = flags.api or environ.get("FT42_API_URL")
    client_id = _id("FT42_CLIENT_ID", environ.get("FT42_CLIENT_ID")) or profile.get("client_id")
    is_own = (not api or parse_origin(api) == own_api) and client_id == profile.get("client_id", client_id)
    handed = _header_safe("FT42_TOKEN", environ.get("FT42_TOKEN"))
    token = handed or (_first(profile, _TOKEN_KEYS) if is_own else None)
    given = _printable("FT42_CLIENT_SECRET", environ.get("FT42_CLIENT_SECRET"))
    secret = given or (_first(profile, _SECRET_KEYS) if is_own else None)
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
        warnings=_warnings(config_file, profiles),
        names=tuple(profiles),
    )


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
    profiles: Mapping[str, Any] = _read_config(config_file).get("profiles", {})
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


def parse_origin(text: str) -> str:
    """Return the origin of an API's URL: `https://api.intra.42.fr/v2/` gives `https://api.intra.42.fr`.

    Plain http is allowed to this machine only: a token would travel readable by anyone.
    """
    shape = "give scheme and host, such as https://api.intra.42.fr or http://127.0.0.1:4200"
    if "@" in text:  # what stands before it may be a password, and is not repeated
        raise SettingsError(f"Bad API URL: it holds a user or password; {shape}.")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise SettingsError(f"Bad API URL {text!r}: {shape}.") from None
    host = (parts.hostname or "").lower()
    if (
        parts.scheme not in {"http", "https"}
        or not re.fullmatch(_HOST, host)
        or any(c.isspace() for c in text)
    ):
        raise SettingsError(f"Bad API URL {text!r}: {shape}.")
    if parts.path.rstrip("/") not in {"", "/v2"} or parts.query or parts.fragment:
        raise SettingsError(f"Bad API URL {text!r}: only an origin is wanted; {shape}.")
    shown = f"[{host}]" if ":" in host else host
    if parts.scheme == "http" and not is_loopback(host):
        raise SettingsError(
            f"Bad API URL {text!r}: over plain http a token could be read on the way; use https://{shown}."
        )
    default = {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{shown}" + (f":{port}" if port not in {None, default} else "")


def _header_safe(name: str, value: str | None) -> str | None:
    value = (value or "").strip()
    if any(not 32 < ord(c) < 127 for c in value):
        raise SettingsError(f"{name} is not a token: whitespace or odd characters are never in one.")
    return value or None


def _printable(name: str, value: str | None) -> str | None:
    value = (value or "").strip()
    if not value.isprintable():
        raise SettingsError(f"{name} is not a secret: control characters are never in one.")
    return value or None


def _id(name: str, value: str | None) -> str | None:
    if any(not 32 < ord(c) < 127 for c in value or ""):
        raise SettingsError(f"{name} is not an application's id: blanks or odd characters are never in one.")
    return value or None


def _check_name(name: str, source: str) -> None:
    """Raise SettingsError for what cannot be a profile's name, wherever it stands."""
    if not name.strip():
        raise SettingsError(f"Bad profile name in {source}: it is empty.")
    if not name.isprintable():
        raise SettingsError(f"Bad profile name {name!r} in {source}: control characters are not allowed.")
    if name.endswith((" token", " application")):  # the keyring's entries of the profile without it
        raise SettingsError(f"Bad profile name {name!r} in {source}: its last word is taken; use another.")


def _first(profile: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((value for key in keys if (value := profile.get(key, "").strip())), None)


def is_loopback(host: str) -> bool:
    """Return whether a host is this machine."""
    if host == "localhost":
        return True
    import ipaddress

    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _read_config(path: Path) -> Mapping[str, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise SettingsError(f"Cannot read {path}: {reason}.") from error
    import tomllib  # only those who have a file pay for it

    try:
        config = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"Cannot read {path}: it is not TOML: {error}.") from error
    _check(path, config)
    return config


def _check(path: Path, config: Mapping[str, Any]) -> None:
    def refuse(what: str, allowed: str) -> SettingsError:
        return SettingsError(f"Cannot use {path}: {what}; {allowed}.")

    for key in config:
        if key not in _TOP_KEYS:
            raise refuse(f"unknown key {key!r}", "allowed are " + ", ".join(sorted(_TOP_KEYS)))
    for key in ("theme", "profile"):
        if not isinstance(config.get(key, ""), str):
            raise refuse(f"{key} is not text", f'write {key} = "name"')
    for key in ("profiles", "keys"):
        if not isinstance(config.get(key, {}), dict):
            raise refuse(f"{key} is not a table", f"write [{key}]")
    for command, keys in config.get("keys", {}).items():
        if not isinstance(keys, str) or not keys.strip():
            raise refuse(f"keys.{command} is not a key", 'write "." or "j,down"')
    if "profile" in config:
        _check_name(config["profile"], str(path))
    for name, profile in config.get("profiles", {}).items():
        _check_name(name, str(path))
        if not isinstance(profile, dict):
            raise refuse(f"profile {name!r} is not a table", f"write [profiles.{name}]")
        for key, value in profile.items():
            what = f"Cannot use {path}: {key} of profile {name!r}"
            if key in _SECRET_KEYS or key in _TOKEN_KEYS:
                if not isinstance(value, str):
                    raise refuse(f"profile {name!r}: {key} is not text", _instead(name, key))
                (_header_safe if key in _TOKEN_KEYS else _printable)(what, value)
                continue
            if key not in _PROFILE_KEYS:
                allowed = "allowed are " + ", ".join(sorted(_PROFILE_KEYS))
                raise refuse(f"profile {name!r} has the unknown key {key!r}", allowed)
            if key == "scopes":
                if not isinstance(value, list) or not all(isinstance(scope, str) for scope in value):
                    raise refuse(f"profile {name!r}: scopes is not a list", 'write scopes = ["public"]')
            elif not isinstance(value, str):
                raise refuse(f"profile {name!r}: {key} is not text", f'write {key} = "…"')
            elif key == "client_id":
                _id(what, value)
            elif key == "redirect_uri" and (not value.isprintable() or " " in value):
                raise SettingsError(
                    f"{what} is not an address: blanks or control characters are never in one."
                )


def _instead(name: str, key: str) -> str:
    """Return what to do with a secret instead of writing it into config.toml."""
    if key in _TOKEN_KEYS:
        return "sign in to have one kept (ft42tui login), then remove the line"
    import shlex

    return f"keep it in the keyring (keyring set ft42tui {shlex.quote(name)}), then remove the line"


def _warnings(path: Path, profiles: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a sentence for each secret in config.toml, without the secret."""
    found = [
        (name, key)
        for name, profile in profiles.items()
        for key in (*_SECRET_KEYS, *_TOKEN_KEYS)
        if profile.get(key, "").strip()
    ]
    who = f"{path}, which others on this machine can read," if found and _is_open(path) else str(path)
    return tuple(
        f"{who} holds a secret, {key} of profile {name!r}: {_instead(name, key)}." for name, key in found
    )


def _is_open(path: Path) -> bool:
    """Return whether its mode lets others read a file. Windows says so by other means."""
    try:
        return hasattr(os, "getuid") and bool(path.stat().st_mode & 0o044)
    except OSError:  # it was there a moment ago
        return False
