"""Secrets at rest: the system keyring."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import Final

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
                found = await self._aside(profile)
        except TimeoutError as error:
            raise SignInFailed("The keyring does not answer", hint) from error
        except Exception as error:  # keyring back ends raise whatever they like
            raise SignInFailed("The keyring cannot be read", hint, message=type(error).__name__) from error
        if not found:
            raise SignInFailed(f"There is no client secret for profile {profile}", hint)
        return found

    async def _aside(self, profile: str) -> str | None:
        """Return what the keyring says, read in a thread that nobody waits for at the end."""
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[str | None] = loop.create_future()

        def settle(found: str | None, error: BaseException | None) -> None:
            if answer.done():
                return
            if error is None:
                answer.set_result(found)
            else:
                answer.set_exception(error)

        def read() -> None:
            found, failure = None, None
            try:
                found = self._read(profile)
            except Exception as error:  # noqa: BLE001  # handed over to the waiting task
                failure = error
            with contextlib.suppress(RuntimeError):  # the loop is gone when the program has ended
                loop.call_soon_threadsafe(settle, found, failure)

        threading.Thread(target=read, name="keyring", daemon=True).start()
        return await answer
