"""Settings: flags win over the environment, the environment over config.toml, that over defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

DEFAULT_API: Final = "https://api.intra.42.fr"
DEFAULT_PROFILE: Final = "default"
DEFAULT_THEME: Final = "42-dark"

_HOST = r"[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|[0-9a-f:.]*:[0-9a-f:.]*"
_TOP_KEYS = {"theme", "profile", "profiles", "keys"}
_PROFILE_KEYS = {"api", "client_id", "redirect_uri", "scopes"}


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
    client_id: str | None = None
    """The application's uid."""
    client_secret: str | None = field(default=None, repr=False)
    """The application's secret, if the environment has it."""
    is_profiles_own: bool = True
    """Whether API and application are the profile's: only then may its secret in the keyring be used."""
    scopes: tuple[str, ...] = ("public",)
    """The scopes to ask for when signing in with client credentials."""
    redirect_uri: str = ""
    """Where a browser comes back to, registered exactly like this; empty for the usual place."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Changed keys by command id: `{"results.next_page": "."}`."""


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
    name = flags.profile or environ.get("FT42_PROFILE") or config.get("profile") or DEFAULT_PROFILE
    if name not in profiles and name != DEFAULT_PROFILE:
        known = ", ".join(sorted({DEFAULT_PROFILE, *profiles}))
        raise SettingsError(f"Unknown profile {name!r}: {config_file} has {known}.")
    profile: Mapping[str, Any] = profiles.get(name, {})
    own_api = parse_origin(profile.get("api") or DEFAULT_API)
    api = flags.api or environ.get("FT42_API_URL")
    client_id = environ.get("FT42_CLIENT_ID") or profile.get("client_id")
    return Settings(
        api=parse_origin(api) if api else own_api,
        profile=name,
        theme=flags.theme or config.get("theme") or DEFAULT_THEME,
        token=_header_safe("FT42_TOKEN", environ.get("FT42_TOKEN")),
        client_id=client_id,
        is_profiles_own=(not api or parse_origin(api) == own_api)
        and client_id == profile.get("client_id", client_id),
        client_secret=environ.get("FT42_CLIENT_SECRET") or None,
        scopes=tuple(profile.get("scopes", ("public",))),
        redirect_uri=profile.get("redirect_uri", ""),
        keys=dict(config.get("keys", {})),
    )


def list_profiles(settings: Settings, config_file: Path) -> list[tuple[str, str, bool]]:
    """Return each profile's name, its API and whether it is the current one, by name."""
    profiles: Mapping[str, Any] = _read_config(config_file).get("profiles", {})
    names = sorted({DEFAULT_PROFILE, settings.profile, *profiles})
    return [
        (name, parse_origin(profiles.get(name, {}).get("api") or DEFAULT_API), name == settings.profile)
        for name in names
    ]


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
    for name, profile in config.get("profiles", {}).items():
        if not isinstance(profile, dict):
            raise refuse(f"profile {name!r} is not a table", f"write [profiles.{name}]")
        for key, value in profile.items():
            if key in {"client_secret", "token", "access_token", "secret"}:
                raise refuse(
                    f"profile {name!r} holds a secret ({key})",
                    "keep it in the keyring (keyring set ft42tui " + name + ") or in the environment",
                )
            if key not in _PROFILE_KEYS:
                allowed = "allowed are " + ", ".join(sorted(_PROFILE_KEYS))
                raise refuse(f"profile {name!r} has the unknown key {key!r}", allowed)
            if key == "scopes":
                if not isinstance(value, list) or not all(isinstance(scope, str) for scope in value):
                    raise refuse(f"profile {name!r}: scopes is not a list", 'write scopes = ["public"]')
            elif not isinstance(value, str):
                raise refuse(f"profile {name!r}: {key} is not text", f'write {key} = "…"')
