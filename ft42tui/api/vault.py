"""Secrets at rest: the system keyring, or a file that only its owner reads."""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Generic, Literal, Protocol, TypeAlias, TypeVar
from urllib.parse import quote

from ft42tui.api.aside import aside
from ft42tui.api.errors import SignInFailed
from ft42tui.api.record_file import RecordFile, RecordKind, said_in
from ft42tui.api.token import Token, scopes_from

SERVICE: Final = "ft42tui"
"""The name of our entries in the keyring."""

Place: TypeAlias = Literal["keyring", "file", "nowhere"]
"""Where a secret lies."""

T = TypeVar("T")

_PATIENCE: Final = 3.0
_SILENCE: Final = 30.0
"""Seconds for which a keyring that did not answer is left alone: a person may have to unlock it."""
_TOKEN: Final = RecordKind(
    noun="token",
    folder="tokens",
    fields=("access_token",),
    dated="issued_at",
    contents="the token is",
    remedy="revoke the token",
)
_APPLICATION: Final = RecordKind(
    noun="application",
    folder="applications",
    fields=("client_id", "client_secret"),
    dated="kept_at",
    contents="the application's id and secret are",
    remedy="replace the secret on the intranet",
)


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


async def write_always(_sentence: str) -> bool:
    """Return that a file may be written, without asking anybody."""
    return True


@dataclass(frozen=True, slots=True)
class Kept(Generic[T]):
    """What was found for a profile. No answer of the keyring is not the same as none."""

    record: T | None = None
    """The user's token with what renews it, or the application; None if none was found."""
    place: Place = "nowhere"
    """Where it was found."""
    is_answered: bool = True
    """Whether the keyring answered; if it did not, what lies there is not known."""


@dataclass(frozen=True, slots=True)
class KeptApplication:
    """An application as somebody typed it."""

    client_id: str
    """Its uid."""
    client_secret: str = field(repr=False)
    """Its secret."""
    scopes: tuple[str, ...] = ()
    """The scopes that were chosen with it."""


class Vault:
    """Keeps a profile's secret, token and application.

    The keyring first. One that is missing, broken or silent for three seconds is replaced by a file with
    mode 0600 in a folder with mode 0700; `may_write` is asked before a file is written that is not there.

    What is kept is bound to the origin that it is for: another origin's is none. Of what lies in both
    places the newer one counts: a keyring that hung when a token was renewed holds the one before.
    """

    def __init__(
        self,
        folder: Path | None = None,
        *,
        keyring: Callable[[], Keyring] = system_keyring,
        patience: float = _PATIENCE,
        may_write: Callable[[str], Awaitable[bool]] = write_always,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.may_write = may_write
        """Says whether a file may be written, told by a sentence what and where."""
        self.patience: Final = patience
        """Seconds within which the keyring has to answer."""
        self._folder = folder
        self._keyring = keyring
        self._clock = clock
        self._silent_until = -math.inf

    async def secret(self, profile: str, origin: str = "", client_id: str = "") -> str:
        """Return the secret of a profile's application, as `keyring set ft42tui PROFILE` wrote it.

        Without one, that of the application that is kept, if it is the wanted one. Raises SignInFailed if
        there is none, or if the keyring does not answer in time.
        """
        try:
            return await self._raw_secret(profile)
        except SignInFailed:
            kept = (await self.application(profile, origin)).record
            if kept is None or kept.client_id != client_id:
                raise
            return kept.client_secret

    async def _raw_secret(self, profile: str) -> str:
        hint = f"Type it at the sign-in (L), or keep it in the keyring: keyring set {SERVICE} {profile}"
        none = f"No secret is known for profile {profile}"
        try:
            found = await self._ask(lambda ring: ring.get_password(SERVICE, profile))
        except TimeoutError as error:
            raise SignInFailed(f"{none}: the keyring does not answer", hint) from error
        except Exception as error:  # keyring back ends raise whatever they like
            reason = f"The keyring cannot be read ({type(error).__name__})."
            raise SignInFailed(none, hint, message=reason) from error
        if not found:
            raise SignInFailed(none, hint)
        return str(found)

    async def token(self, profile: str, origin: str, client_id: str = "") -> Kept[Token]:
        """Return the token that is kept for a profile, if any. A keyring that fails is passed over.

        A refresh token works with its own application only: a token that was kept with another client id is
        none. One that was kept without is taken, and so is any if no client id is given. Raises SignInFailed
        for a file that cannot be trusted, unless the keyring has a token.
        """
        return await self._find(_TOKEN, profile, origin, lambda said: _token(said, client_id))

    async def keep(
        self, profile: str, token: Token, origin: str, client_id: str = "", *, may_ask: bool = True
    ) -> Place:
        """Keep a token of an origin and an application, and return where: nowhere if no file may be written.

        Nobody is asked for a new file if they may not be. Raises SignInFailed when it cannot be kept.
        """
        said = {
            "client_id": client_id,
            "access_token": token.access_token,
            "refresh_token": token.refresh_token,
            "scopes": token.scopes,
            "asked": token.asked,
            "expires_at": token.expires_at,
            "secret_valid_until": token.secret_valid_until,
            "issued_at": token.issued_at,
        }
        return await self._keep(_TOKEN, profile, origin, said, may_ask=may_ask)

    async def forget(self, profile: str, origin: str) -> bool:
        """Remove a token from wherever it is kept, and return whether the keyring could say that it did."""
        return await self._forget(_TOKEN, profile, origin)

    async def application(self, profile: str, origin: str) -> Kept[KeptApplication]:
        """Return the application that is kept for a profile, if any. A keyring that fails is passed over.

        Raises SignInFailed for a file that cannot be trusted, unless the keyring has an application.
        """
        return await self._find(_APPLICATION, profile, origin, _application)

    async def keep_application(
        self, profile: str, application: KeptApplication, origin: str, *, is_own: bool = False
    ) -> Place:
        """Keep an application of an origin, and return where: nowhere if no file may be written.

        If the application is the profile's own, a secret that `keyring set` put there gives way to this
        one: it may have rotated.

        Raises SignInFailed when it cannot be kept anywhere.
        """
        said = {
            "client_id": application.client_id,
            "client_secret": application.client_secret,
            "scopes": application.scopes,
            "kept_at": self._clock(),
        }
        place = await self._keep(_APPLICATION, profile, origin, said)
        if place == "keyring" and is_own:  # one that was set there by hand would win with its old secret
            with suppress(Exception):
                await self._ask(lambda ring: _replace(ring, profile, application.client_secret))
        return place

    async def forget_application(self, profile: str, origin: str) -> bool:
        """Remove an application from wherever it is kept, and return whether the keyring could say so."""
        return await self._forget(_APPLICATION, profile, origin)

    def path_of(self, profile: str, origin: str) -> Path | None:
        """Return where a profile's token would lie without a keyring."""
        file = self._file(_TOKEN, profile, origin)
        return file.path if file is not None else None

    def path_of_application(self, profile: str, origin: str) -> Path | None:
        """Return where a profile's application would lie without a keyring."""
        file = self._file(_APPLICATION, profile, origin)
        return file.path if file is not None else None

    async def _find(
        self, kind: RecordKind, profile: str, origin: str, read: Callable[[Mapping[str, Any]], T | None]
    ) -> Kept[T]:
        def dated(text: object) -> tuple[float, T] | None:
            said = said_in(text) if isinstance(text, str) else None  # a back end may return anything
            if said is None or said.get("origin") != origin:
                return None
            found = read(said)
            return None if found is None else (_moment(said.get(kind.dated)) or 0.0, found)

        text, is_answered = None, True
        try:
            text = await self._ask(lambda ring: ring.get_password(SERVICE, _entry(kind, profile, origin)))
        except TimeoutError:
            is_answered = False
        except Exception:  # noqa: BLE001, S110  # back ends raise whatever they like; without one, there is none
            pass
        held = dated(text)
        file = self._file(kind, profile, origin)
        try:
            written = None if file is None else dated(file.text())
        except SignInFailed:
            if held is None:
                raise
            written = None
        if written is not None and (held is None or written[0] > held[0]):
            return Kept(written[1], "file", is_answered)
        return Kept(held[1], "keyring") if held is not None else Kept(is_answered=is_answered)

    async def _keep(
        self, kind: RecordKind, profile: str, origin: str, said: Mapping[str, Any], *, may_ask: bool = True
    ) -> Place:
        text = json.dumps({"origin": origin, **said})
        file = self._file(kind, profile, origin)
        try:
            await self._ask(lambda ring: _put(ring, _entry(kind, profile, origin), text))
        except Exception as error:  # noqa: BLE001  # keyring back ends raise whatever they like
            reason = "does not answer" if isinstance(error, TimeoutError) else "cannot be used"
        else:
            if file is not None:
                file.remove()
            return "keyring"
        if file is None:
            raise SignInFailed(f"The keyring {reason}", f"The {kind.noun} is used now and not kept.")
        if file.text() is None:  # whoever has one there was asked when it was written
            where = f"{kind.contents} written to {file.path}, which only you can read."
            if not may_ask or not await self.may_write(f"The keyring {reason}: {where}"):
                return "nowhere"
        file.write(text)
        return "file"

    async def _forget(self, kind: RecordKind, profile: str, origin: str) -> bool:
        is_answered = True
        try:
            await self._ask(lambda ring: ring.delete_password(SERVICE, _entry(kind, profile, origin)))
        except TimeoutError:
            is_answered = False
        except Exception:  # noqa: BLE001, S110  # not there, or no keyring: there is nothing to remove
            pass
        file = self._file(kind, profile, origin)
        if file is not None:
            file.remove()
        return is_answered

    async def _ask(self, what: Callable[[Keyring], Any]) -> Any:
        """Return a keyring's answer. Raises TimeoutError; for a while after one it is not asked again."""
        if self._clock() < self._silent_until:
            raise TimeoutError
        try:
            async with asyncio.timeout(self.patience):
                return await aside(lambda: what(self._keyring()))
        except TimeoutError:
            self._silent_until = self._clock() + _SILENCE
            raise

    def _file(self, kind: RecordKind, profile: str, origin: str) -> RecordFile | None:
        if self._folder is None:
            return None
        api = origin.removeprefix("https://").replace("://", "_")
        name = f"{quote(profile, safe='')}@{quote(api, safe='')}.json"
        return RecordFile(self._folder / kind.folder / name, kind, origin)


def _put(ring: Keyring, entry: str, text: str) -> None:
    """Write an entry. Raises LookupError if it is not there then: a null keyring takes all and keeps none."""
    ring.set_password(SERVICE, entry, text)
    if ring.get_password(SERVICE, entry) != text:
        raise LookupError(entry)


def _replace(ring: Keyring, entry: str, text: str) -> None:
    """Write an entry if there is one."""
    if ring.get_password(SERVICE, entry):
        ring.set_password(SERVICE, entry, text)


def _entry(kind: RecordKind, profile: str, origin: str) -> str:
    return f"{profile} {kind.noun} {origin}"


def _token(said: Mapping[str, Any], client_id: str) -> Token | None:
    """Return a token as it was written, or None for what is none, or another application's."""
    if client_id and said.get("client_id", "") not in ("", client_id):
        return None
    try:
        token = Token.from_answer({**said, "expires_in": None, "scope": said.get("scopes")}, now=0.0)
    except ValueError:
        return None
    return Token(
        access_token=token.access_token,
        scopes=token.scopes,
        expires_at=_moment(said.get("expires_at")),
        secret_valid_until=token.secret_valid_until,
        refresh_token=token.refresh_token,
        issued_at=_moment(said.get("issued_at")),
        grant="authorization_code",
        asked=scopes_from(said.get("asked")),
    )


def _application(said: Mapping[str, Any]) -> KeptApplication | None:
    """Return an application as it was written, or None for what is none."""
    client_id, secret = said.get("client_id"), said.get("client_secret")
    if not (isinstance(client_id, str) and isinstance(secret, str) and client_id and secret):
        return None
    return KeptApplication(client_id, secret, scopes_from(said.get("scopes")) or ())


def _moment(value: object) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and abs(value) < 1e12 else None  # type: ignore[arg-type]  # it is one
