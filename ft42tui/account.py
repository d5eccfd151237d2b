"""Whose tokens a start works with: the application, its secret, and the token that is kept."""

from __future__ import annotations

from dataclasses import dataclass

from ft42tui.api.door import Door
from ft42tui.api.errors import SignInFailed
from ft42tui.api.grants import TokenEndpoint
from ft42tui.api.oauth import ClientCredentials, Credentials, GivenToken, NoCredentials, Stored
from ft42tui.api.vault import Vault
from ft42tui.config.settings import Settings


@dataclass(frozen=True, slots=True)
class Account:
    """A profile as it signs in, with a screen or without one."""

    settings: Settings
    """What was decided before."""
    vault: Vault
    """Where secrets lie."""

    def endpoint(self, door: Door) -> TokenEndpoint:
        """Return the token endpoint of the profile's application. Raises SignInFailed without one."""
        if not self.settings.client_id:
            raise SignInFailed(
                f"Profile {self.settings.profile} has no application",
                "Set FT42_CLIENT_ID, or client_id in config.toml.",
            )
        return TokenEndpoint(door, self.settings.client_id, self._secret)

    async def _secret(self) -> str:
        settings = self.settings
        if not settings.client_secret and not settings.is_profiles_own:
            raise SignInFailed(
                f"The secret of profile {settings.profile} belongs to another API or application",
                "Set FT42_CLIENT_SECRET for this one, or give it a profile of its own.",
            )
        return settings.client_secret or await self.vault.secret(settings.profile)

    def credentials(self, door: Door) -> Credentials:
        """Return what gives a token: the one handed over, the kept one, or the application's own."""
        settings = self.settings
        if settings.token:
            return GivenToken(settings.token)
        if not settings.client_id:
            return NoCredentials()
        own = ClientCredentials(door, settings.client_id, self._secret, settings.scopes)
        return Stored(self.vault, settings.profile, settings.api, self.endpoint(door), own)
