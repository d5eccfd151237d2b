"""What one profile keeps at one API: its application, its user's token, and in words where they lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from ft42tui.api.application import NOWHERE, Application
from ft42tui.api.errors import SignInFailed
from ft42tui.api.vault import Kept, KeptApplication

if TYPE_CHECKING:
    from pathlib import Path

    from ft42tui.api.token import Token
    from ft42tui.api.vault import Place, Vault
    from ft42tui.config.settings import Settings

T = TypeVar("T")


class Shelf:
    """A vault as one profile uses it at one API. Without a vault nothing is kept.

    What lies there and cannot be trusted is told to `warn`, and done without; so is, once, a keyring that
    does not answer.
    """

    def __init__(self, vault: Vault | None, settings: Settings, warn: Callable[[str], None]) -> None:
        self.is_silent = False
        """Whether the keyring did not answer: what lies there is not known then."""
        self._vault = vault
        self._settings = settings
        self._profile = settings.profile
        self._api = settings.api
        self._warn = warn

    @property
    def is_there(self) -> bool:
        """Whether anything is kept at all."""
        return self._vault is not None

    # The user's token.

    async def token(self, client_id: str = "") -> Kept[Token]:
        """Return the token that is kept, of one application if one is named.

        Raises SignInFailed for a file that is not ours to trust.
        """
        if self._vault is None:
            return Kept()
        return self._heard(await self._vault.token(self._profile, self._api, client_id))

    async def trusted_token(self, client_id: str = "") -> tuple[Token | None, str]:
        """Return the token that is kept, and where; one that cannot be trusted is told of, and none."""
        if self._vault is None:
            return None, ""
        try:
            kept = await self.token(client_id)
        except SignInFailed as error:
            self._tell(error)
            return None, ""
        return kept.record, self._named(kept.place, self._vault.path_of(self._profile, self._api))

    async def keep(self, token: Token, client_id: str, *, may_ask: bool = True) -> str:
        """Keep a token of an application, and return where it lies."""
        vault = self._vault
        if vault is None:
            return NOWHERE
        try:
            place = await vault.keep(self._profile, token, self._api, client_id, may_ask=may_ask)
        except SignInFailed as error:  # it is alive all the same
            self._tell(error)
            return NOWHERE
        return self._named(place, vault.path_of(self._profile, self._api))

    async def forget(self) -> bool:
        """Forget the token; return whether it is certainly gone."""
        return self._vault is None or await self._vault.forget(self._profile, self._api)

    async def give_way(self) -> None:
        """Forget the token because the application signs in: it would win at the next start."""
        token, _ = await self.trusted_token()
        if token is not None:
            doubt = "" if await self.forget() else " The keyring did not answer: it may still lie there."
            self._warn(f"The user's token that was kept for {self._profile} is forgotten.{doubt}")

    # The application.

    async def application(self) -> Application | None:
        """Return the application that the settings name, or the one that was typed and is kept."""
        settings, vault = self._settings, self._vault
        if settings.client_id:
            place = settings.secret_place or "the keyring"
            return Application(settings.client_id, self._secret, settings.scopes, place)
        if vault is None:
            return None
        try:
            found = self._heard(await vault.application(self._profile, self._api))
        except SignInFailed as error:
            self._tell(error)
            return None
        kept = found.record
        if kept is None:
            return None
        known = Application.typed(kept.client_id, kept.client_secret, kept.scopes or settings.scopes)
        path = vault.path_of_application(self._profile, self._api)
        return replace(known, place=self._named(found.place, path))

    async def keep_application(self, application: Application, scopes: tuple[str, ...]) -> Application | None:
        """Keep an application that was typed, and return it as the next run knows it; None if it will not.

        One other than the settings name for this profile is for this run only.
        """
        vault, settings = self._vault, self._settings
        if vault is None or settings.client_id not in {None, application.client_id}:
            return None
        secret, wanted = await application.secret(), scopes or application.scopes
        if settings.client_secret == secret:
            return application
        kept = KeptApplication(application.client_id, secret, wanted)
        is_own = settings.is_profiles_own
        try:
            place = await vault.keep_application(self._profile, kept, self._api, is_own=is_own)
        except SignInFailed as error:
            self._tell(error)
            return None
        if settings.client_secret:
            self._warn(f"{settings.secret_place} holds another secret, which wins at the next start.")
        if place == "nowhere":
            return None
        path = vault.path_of_application(self._profile, self._api)
        return replace(application, place=self._named(place, path))

    async def forget_application(self) -> bool:
        """Forget the application that was typed; return whether it is certainly gone."""
        return self._vault is None or await self._vault.forget_application(self._profile, self._api)

    async def _secret(self) -> str:
        """Return the secret of the application that the settings name. Raises SignInFailed."""
        settings, vault, client_id = self._settings, self._vault, self._settings.client_id
        if settings.client_secret:
            return settings.client_secret
        if vault is None or client_id is None:
            raise SignInFailed(f"No secret is known for profile {self._profile}")
        if settings.is_profiles_own:
            return await vault.secret(self._profile, self._api, client_id)
        found = await vault.application(self._profile, self._api)
        if found.record is not None and found.record.client_id == client_id:
            return found.record.client_secret
        if found.record is None and not found.is_answered:
            raise SignInFailed(
                f"No secret is known for profile {self._profile}: the keyring does not answer",
                "Unlock it and begin again, set FT42_CLIENT_SECRET, or type the secret at the sign-in (L).",
            )
        raise SignInFailed(
            f"The secret of profile {self._profile} belongs to another API or application",
            "Set FT42_CLIENT_SECRET, type it at the sign-in (L), or give this one a profile of its own.",
        )

    def _named(self, place: Place, path: Path | None) -> str:
        """Return a place of the vault in words."""
        if place == "keyring":
            return "the keyring"
        return str(path) if place == "file" and path is not None else NOWHERE

    def _heard(self, found: Kept[T]) -> Kept[T]:
        """Return what was found. If that is nothing because the keyring did not answer, say so once."""
        if found.record is None and not found.is_answered and not self.is_silent and self._vault is not None:
            self.is_silent = True
            self._warn(
                f"The keyring did not answer within {self._vault.patience:g} seconds: a token or an "
                "application that lies there is not used in this run. Unlock it, and begin again."
            )
        return found

    def _tell(self, error: SignInFailed) -> None:
        self._warn(f"{error.title}. {error.hint}".rstrip())
