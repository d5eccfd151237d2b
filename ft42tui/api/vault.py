"""Secrets at rest: the system keyring, or a file that only its owner reads."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal, Protocol, TypeAlias
from urllib.parse import quote

from ft42tui.api.aside import aside
from ft42tui.api.errors import SignInFailed
from ft42tui.api.token import Token

SERVICE: Final = "ft42tui"
"""The name of our entries in the keyring."""

Place: TypeAlias = Literal["keyring", "file"]
"""Where a secret lies."""

_PATIENCE: Final = 3.0
_LONGEST: Final = 64 * 1024


class Keyring(Protocol):
    """What is asked of a keyring."""

    def get_password(self, service: str, name: str) -> str | None:
        """Return an entry, or None."""

    def set_password(self, service: str, name: str, secret: str) -> None:
        """Write an entry."""

    def delete_password(self, service: str, name: str) -> None:
        """Remove an entry."""


def system_keyring() -> Keyring:
    """Return the system's keyring."""
    import keyring  # a tenth of a second, and only those who keep a secret there need it

    return keyring


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept for a profile."""

    token: Token | None = None
    """The user's token, with what renews it."""
    secret: str | None = field(default=None, repr=False)
    """The application's secret."""
    place: Place = "keyring"
    """Where it was found."""


class Vault:
    """Keeps a profile's secret and token.

    The keyring first. One that is missing, broken or silent for three seconds is replaced by a file with
    mode 0600 in a folder with mode 0700; `warn` is told before anything is written there.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        keyring: Callable[[], Keyring] = system_keyring,
        patience: float = _PATIENCE,
        warn: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        self._folder = folder
        self._keyring = keyring
        self._patience = patience
        self._warn = warn

    async def secret(self, profile: str) -> str:
        """Return the secret of a profile's application.

        Raises SignInFailed if there is none, or if the keyring does not answer in time.
        """
        hint = f"Set FT42_CLIENT_SECRET, or keep it in the keyring: keyring set {SERVICE} {profile}"
        try:
            found = await self._ask(lambda ring: ring.get_password(SERVICE, profile))
        except TimeoutError as error:
            raise SignInFailed("The keyring does not answer", hint) from error
        except Exception as error:  # keyring back ends raise whatever they like
            raise SignInFailed("The keyring cannot be read", hint, message=type(error).__name__) from error
        if not found:
            raise SignInFailed(f"There is no client secret for profile {profile}", hint)
        return str(found)

    async def token(self, profile: str, origin: str) -> Kept:
        """Return the token that is kept for a profile, if any. A keyring that fails is passed over.

        A token goes to the origin that gave it and to no other: one of another origin is none. The newer
        one counts: a keyring that hung when a token was renewed holds the one before. Raises SignInFailed
        for a file that cannot be trusted, unless the keyring has a token.
        """
        try:
            text = await self._ask(lambda ring: ring.get_password(SERVICE, _entry(profile)))
        except Exception:  # noqa: BLE001  # keyring back ends raise whatever they like
            text = None
        held = _read(text, origin) if text else None
        try:
            written = self._from_file(profile, origin)
        except SignInFailed:
            if held is None:
                raise
            written = None
        if held is None or (written is not None and (written.issued_at or 0) > (held.issued_at or 0)):
            return Kept(token=written, place="file")
        return Kept(token=held, place="keyring")

    async def keep(self, profile: str, token: Token, origin: str) -> Place:
        """Keep a token of an origin and return where. Raises SignInFailed when it cannot be kept anywhere."""
        text = _written(token, origin)
        try:
            await self._ask(lambda ring: _put(ring, _entry(profile), text))
        except Exception as error:  # noqa: BLE001  # keyring back ends raise whatever they like
            reason = "does not answer" if isinstance(error, TimeoutError) else "cannot be used"
            self._to_file(profile, text, reason)
            return "file"
        self._forget_file(profile)
        return "keyring"

    async def forget(self, profile: str) -> bool:
        """Remove a token from wherever it is kept, and return whether the keyring could say that it did."""
        is_answered = True
        try:
            await self._ask(lambda ring: ring.delete_password(SERVICE, _entry(profile)))
        except TimeoutError:
            is_answered = False
        except Exception:  # noqa: BLE001, S110  # not there, or no keyring: there is nothing to remove
            pass
        self._forget_file(profile)
        return is_answered

    async def _ask(self, what: Callable[[Keyring], Any]) -> Any:
        async with asyncio.timeout(self._patience):
            return await aside(lambda: what(self._keyring()))

    def path_of(self, profile: str) -> Path | None:
        """Return where a profile's token would lie without a keyring."""
        return (
            self._folder / "tokens" / f"{quote(profile, safe='')}.json" if self._folder is not None else None
        )

    def _from_file(self, profile: str, origin: str) -> Token | None:
        path = self.path_of(profile)
        text = None if path is None else _ours(path)
        return None if text is None else _read(text, origin)

    def _to_file(self, profile: str, text: str, reason: str) -> None:
        path = self.path_of(profile)
        if path is None:
            raise SignInFailed(f"The keyring {reason}", "The token is used now and not kept.")
        if _ours(path) is None:  # whoever has one there was told when it was written
            self._warn(f"The keyring {reason}: the token is written to {path}, which only you can read.")
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.parent.chmod(0o700)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")  # mode 0600
            part = Path(name)
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(text)
                    file.flush()
                    os.fsync(file.fileno())
                part.replace(path)
            except OSError:
                part.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise SignInFailed(
                f"The token cannot be kept in {path}", f"{error.strerror}. It is used now and not kept."
            ) from error

    def _forget_file(self, profile: str) -> None:
        path = self.path_of(profile)
        if path is not None:
            with suppress(OSError, SignInFailed):  # what we did not write is left alone
                if _ours(path) is not None:
                    path.unlink(missing_ok=True)


def _put(ring: Keyring, entry: str, text: str) -> None:
    """Write an entry. Raises LookupError if it is not there then: a null keyring takes all and keeps none."""
    ring.set_password(SERVICE, entry, text)
    if ring.get_password(SERVICE, entry) != text:
        raise LookupError(entry)


def _ours(path: Path) -> str | None:
    """Return what stands in a token file, or None if there is none.

    Raises SignInFailed for what we would not have written: it is neither used nor overwritten.
    """
    again = "It is left alone and not used: remove it, and sign in again."
    try:
        # Not through a link, and without waiting for whoever would write into a pipe.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            about = os.fstat(handle)
            text = file.read(_LONGEST).decode("utf-8") if stat.S_ISREG(about.st_mode) else ""
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise SignInFailed(f"{path} cannot be read", again) from error
    if hasattr(os, "getuid") and about.st_uid != os.getuid():
        raise SignInFailed(f"{path} belongs to somebody else", again)
    if stat.S_IMODE(about.st_mode) & 0o077:
        raise SignInFailed(
            f"{path} may be read by others",
            "It is left alone and not used: remove it, revoke the token, and sign in again.",
        )
    if not _is_record(text):
        raise SignInFailed(f"{path} holds no token", again)
    return text


def _entry(profile: str) -> str:
    return f"{profile} token"


def _written(token: Token, origin: str) -> str:
    return json.dumps(
        {
            "origin": origin,
            "access_token": token.access_token,
            "refresh_token": token.refresh_token,
            "scopes": token.scopes,
            "expires_at": token.expires_at,
            "secret_valid_until": token.secret_valid_until,
            "issued_at": token.issued_at,
        }
    )


def _is_record(text: str) -> bool:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(said, dict) and isinstance(said.get("access_token"), str)


def _read(text: str, origin: str) -> Token | None:
    """Return a token as it was written, or None for what is none, or another origin's."""
    try:
        said = json.loads(text)
        if said.get("origin") != origin:
            return None
        token = Token.from_answer({**said, "expires_in": None, "scope": said.get("scopes")}, now=0.0)
    except (ValueError, RecursionError, TypeError, AttributeError):
        return None
    return Token(
        access_token=token.access_token,
        scopes=token.scopes,
        expires_at=_moment(said.get("expires_at")),
        secret_valid_until=token.secret_valid_until,
        refresh_token=token.refresh_token,
        issued_at=_moment(said.get("issued_at")),
        grant="authorization_code",
    )


def _moment(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e12 else None  # type: ignore[arg-type]  # it is one
