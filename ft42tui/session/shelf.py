"""What one profile keeps at one API: its application, its user's token, and in words where they lie."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from ft42tui.api.application import NOWHERE, Application
from ft42tui.api.errors import SignInFailed
from ft42tui.api.vault import KeptApplication

if TYPE_CHECKING:
    from pathlib import Path

    from ft42tui.api.token import Token
    from ft42tui.api.vault import Place, Vault
    from ft42tui.config.settings import Settings


class Shelf:
    """A vault as one profile uses it at one API. Without a vault nothing is kept.

    What lies there and cannot be trusted is told to `warn`, and done without.
    """

    def __init__(self, vault: Vault | None, settings: Settings, warn: Callable[[str], None]) -> None:
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

    async def token(self, client_id: str = "") -> tuple[Token | None, str]:
        """Return the token that is kept, and where; of one application, if one is named.

        Raises SignInFailed for a file that is not ours to trust.
        """
        if self._vault is None:
            return None, ""
        kept = await self._vault.token(self._profile, self._api, client_id)
        return kept.token, self._named(kept.place, self._vault.path_of(self._profile, self._api))

    async def trusted_token(self, client_id: str = "") -> tuple[Token | None, str]:
        """Return the token that is kept, and where; one that cannot be trusted is told of, and none."""
        try:
            return await self.token(client_id)
        except SignInFailed as error:
            self._tell(error)
            return None, ""

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
            kept = await vault.application(self._profile, self._api)
        except SignInFailed as error:
            self._tell(error)
            return None
        if kept is None:
            return None
        known = Application.typed(kept.client_id, kept.client_secret, kept.scopes or settings.scopes)
        path = vault.path_of_application(self._profile, self._api)
        return replace(known, place=self._named(kept.place, path))

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
        kept = await vault.application(self._profile, self._api)
        if kept is not None and kept.client_id == client_id:
            return kept.client_secret
        raise SignInFailed(
            f"The secret of profile {self._profile} belongs to another API or application",
            "Set FT42_CLIENT_SECRET, type it at the sign-in (L), or give this one a profile of its own.",
        )

    def _named(self, place: Place, path: Path | None) -> str:
        """Return a place of the vault in words."""
        if place == "keyring":
            return "the keyring"
        return str(path) if place == "file" and path is not None else NOWHERE

    def _tell(self, error: SignInFailed) -> None:
        self._warn(f"{error.title}. {error.hint}".rstrip())
