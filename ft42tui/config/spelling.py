"""How a token, a secret, an application's id and a profile's name can be spelt, wherever they stand."""

from __future__ import annotations

from typing import Final

from ft42tui.config.errors import SettingsError

_SECRET: Final = "s-s4t2ud-"  # noqa: S105  # how one begins


def checked_token(name: str, value: str | None) -> str | None:
    """Return an access token without the blanks around it, or raise SettingsError for what fits no header."""
    value = (value or "").strip()
    if any(not 32 < ord(c) < 127 for c in value):
        raise SettingsError(f"{name} is not a token: whitespace or odd characters are never in one.")
    return value or None


def checked_secret(name: str, value: str | None) -> str | None:
    """Return a client secret without the blanks around it, or raise SettingsError for what cannot be one."""
    value = (value or "").strip()
    if not value.isprintable():
        raise SettingsError(f"{name} is not a secret: control characters are never in one.")
    return value or None


def checked_id(name: str, value: str | None) -> str | None:
    """Return an application's id, or raise SettingsError for what cannot be one.

    A secret in its place would be shown, and sent in an address; so it is not repeated either.
    """
    if _SECRET in (value or "").lower():
        raise SettingsError(
            f"{name} is not an application's id: it holds a secret ({_SECRET}…). Give its uid."
        )
    if any(not 32 < ord(c) < 127 for c in value or ""):
        raise SettingsError(f"{name} is not an application's id: blanks or odd characters are never in one.")
    return value or None


def check_profile_name(name: str, source: str) -> None:
    """Raise SettingsError for what cannot be a profile's name, wherever it stands."""
    if not name.strip():
        raise SettingsError(f"Bad profile name in {source}: it is empty.")
    if not name.isprintable():
        raise SettingsError(f"Bad profile name {name!r} in {source}: control characters are not allowed.")
    if "://" in name:  # the keyring's entries of a profile end with an API's address
        raise SettingsError(f"Bad profile name {name!r} in {source}: an address is no name.")
