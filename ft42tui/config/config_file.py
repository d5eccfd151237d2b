"""config.toml: read, checked, and warned of where it holds a secret."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ft42tui.config.errors import SettingsError, UnreadableConfig
from ft42tui.config.spelling import check_profile_name, checked_id, checked_secret, checked_token

_TOP_KEYS = {"theme", "profile", "profiles", "keys"}
_PROFILE_KEYS = {"api", "client_id", "redirect_uri", "scopes"}
_SECRET_KEYS: Final = ("client_secret", "secret")
_TOKEN_KEYS: Final = ("token", "access_token")


def read_config(path: Path) -> Mapping[str, Any]:
    """Return what config.toml says, nothing if there is none.

    Raises SettingsError for what is wrong in it, UnreadableConfig if it cannot be read at all.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UnreadableConfig(f"Cannot read {path}: {reason}.") from error
    import tomllib  # only those who have a file pay for it

    try:
        config = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnreadableConfig(f"Cannot read {path}: it is not TOML: {error}.") from error
    except RecursionError as error:
        raise UnreadableConfig(f"Cannot read {path}: it is nested too deeply.") from error
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
        check_profile_name(config["profile"], str(path))
    for name, profile in config.get("profiles", {}).items():
        check_profile_name(name, str(path))
        if not isinstance(profile, dict):
            raise refuse(f"profile {name!r} is not a table", f"write [profiles.{name}]")
        for key, value in profile.items():
            what = f"Cannot use {path}: {key} of profile {name!r}"
            if key in _SECRET_KEYS or key in _TOKEN_KEYS:
                if not isinstance(value, str):
                    raise refuse(f"profile {name!r}: {key} is not text", _instead(name, key))
                (checked_token if key in _TOKEN_KEYS else checked_secret)(what, value)
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
                checked_id(what, value)
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


def secret_in(profile: Mapping[str, Any]) -> str | None:
    """Return the client secret that a profile holds."""
    return _first(profile, _SECRET_KEYS)


def token_in(profile: Mapping[str, Any]) -> str | None:
    """Return the access token that a profile holds."""
    return _first(profile, _TOKEN_KEYS)


def _first(profile: Mapping[str, Any], keys: tuple[str, ...]) -> str | None:
    return next((value for key in keys if (value := profile.get(key, "").strip())), None)


def secret_warnings(path: Path, profiles: Mapping[str, Any]) -> tuple[str, ...]:
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
    try:
        return lets_others_read(path.stat().st_mode)
    except OSError:  # it was there a moment ago
        return False


def lets_others_read(mode: int, system: str = os.name) -> bool:
    """Return whether a file's mode lets others than its owner read it. Windows says so by other means."""
    return system == "posix" and bool(mode & 0o044)
