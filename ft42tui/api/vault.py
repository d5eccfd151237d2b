"""Secrets at rest: the system keyring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from ft42tui.api.aside import aside
from ft42tui.api.errors import SignInFailed

SERVICE: Final = "ft42tui"
"""The name of our entries in the keyring."""

_PATIENCE: Final = 3.0


def _from_keyring(name: str) -> str | None:
    import keyring  # a tenth of a second, and only those who keep a secret there need it

    return keyring.get_password(SERVICE, name)


class Vault:
    """Reads an application's secret from the keyring, where `keyring set ft42tui PROFILE` put it."""

    def __init__(
        self, *, read: Callable[[str], str | None] = _from_keyring, patience: float = _PATIENCE
    ) -> None:
        self._read = read
        self._patience = patience

    async def secret(self, profile: str) -> str:
        """Return the secret of a profile's application.

        Raises SignInFailed if there is none, or if the keyring does not answer in time.
        """
        hint = f"Set FT42_CLIENT_SECRET, or keep it in the keyring: keyring set {SERVICE} {profile}"
        try:
            async with asyncio.timeout(self._patience):
                found = await aside(lambda: self._read(profile))
        except TimeoutError as error:
            raise SignInFailed("The keyring does not answer", hint) from error
        except Exception as error:  # keyring back ends raise whatever they like
            raise SignInFailed("The keyring cannot be read", hint, message=type(error).__name__) from error
        if not found:
            raise SignInFailed(f"There is no client secret for profile {profile}", hint)
        return found
