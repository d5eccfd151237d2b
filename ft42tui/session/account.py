"""One profile at one API: its client, its application, its token, and where they are kept."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ft42tui.api.application import NOWHERE, Application
from ft42tui.api.client import Client
from ft42tui.api.errors import SignInFailed
from ft42tui.api.grants import TokenEndpoint
from ft42tui.api.oauth import ClientCredentials, Credentials, GivenToken, NoCredentials, UserSession
from ft42tui.session.shelf import Shelf

if TYPE_CHECKING:
    from ft42tui.api.budget import Notice
    from ft42tui.api.door import Door
    from ft42tui.api.token import Token
    from ft42tui.api.vault import Kept, Vault
    from ft42tui.config.settings import Settings


class Account:
    """Gives the client its token, and changes hands when somebody signs in, or out.

    Without a vault nothing is kept. The vault is asked at the first request: a keyring may take its
    time. What it holds and cannot be trusted is told to `on_warning`, and done without. `may_interrupt` says
    that the vault may ask for a renewed token's file: in the middle of anything, for nobody called for it.
    """

    def __init__(
        self,
        door: Door,
        settings: Settings,
        vault: Vault | None = None,
        *,
        may_interrupt: bool = False,
        clock: Callable[[], float] = time.time,
        on_warning: Callable[[str], None] = lambda _sentence: None,
    ) -> None:
        self.settings: Final = settings
        """What was decided before."""
        self.door: Final = door
        """The one way to the API."""
        self.client: Final = Client(door, self, clock=clock)
        """Sends in this account's name."""
        self.clock: Final = clock
        """This machine's time, in seconds since the epoch."""
        self.on_warning = on_warning
        """Told what a person should know and no request failed for."""
        self.token_place = ""
        """Where the token lies, in words; empty while there is none."""
        self._may_interrupt = may_interrupt
        self._shelf = Shelf(vault, settings, self._warn)
        self._source: Credentials | None = None
        self._application: Application | None = None
        self._is_asked = False
        self._lock = asyncio.Lock()

    # What a client asks of it.

    async def token(self, notice: Notice) -> Token:
        """Return a live token. Raises SignInFailed or Unreachable; ApiError where the keyring is silent."""
        return await (await self._credentials()).token(notice)

    async def renewed(self, dead: Token, notice: Notice) -> Token | None:
        """Return what a renewal brought after the API refused this token, or None if none could be tried."""
        return await (await self._credentials()).renewed(dead, notice)

    # What a person asks of it.

    @property
    def profile(self) -> str:
        """The profile's name."""
        return self.settings.profile

    @property
    def given_place(self) -> str:
        """Where the token that is used was handed over: `FT42_TOKEN`; empty if it came another way."""
        return self.token_place if self._is_fixed and self.settings.token else ""

    @property
    def lonely_place(self) -> str:
        """Where a kept token lies that is used without its application; empty if another one is used."""
        return self.token_place if self._is_fixed and not self.settings.token else ""

    @property
    def _is_fixed(self) -> bool:
        """Whether the token that is used cannot be renewed and was not pasted."""
        return isinstance(self._source, GivenToken) and self.token_place != NOWHERE

    @property
    def is_silent(self) -> bool:
        """Whether the keyring did not answer: what it keeps is not known then."""
        return self._shelf.is_silent

    @property
    def can_renew(self) -> bool:
        """Whether something here can ask for another token."""
        if isinstance(self._source, UserSession):
            return self.client.token is not None and self.client.token.refresh_token is not None
        return isinstance(self._source, ClientCredentials)

    @property
    def client_id(self) -> str:
        """The uid of the application that asks, as far as it is known without asking anybody."""
        return self._application.client_id if self._application is not None else self.settings.client_id or ""

    async def application(self) -> Application | None:
        """Return the profile's application: the settings' own, or the one that the vault keeps."""
        async with self._lock:
            return await self._own_application()

    def endpoint(self, application: Application) -> TokenEndpoint:
        """Return the token endpoint as an application uses it."""
        return TokenEndpoint(self.door, application.client_id, application.secret, clock=self.clock)

    async def adopt(
        self, token: Token, application: Application | None, scopes: tuple[str, ...] = ()
    ) -> None:
        """Go on with a token that somebody just signed in with, and keep what may be kept.

        A token that was handed over comes without an application and is kept nowhere. Scopes are those
        that an application asked for.
        """
        token = replace(token, asked=scopes or token.asked)
        async with self._lock:
            self.client.token = token
            if application is None:
                self._source, self.token_place = GivenToken(token.access_token), NOWHERE
                return
            if self.settings.token and self._shelf.is_there:
                self.on_warning(f"{self.settings.token_place} is set, and wins at the next start.")
            is_new = not self._is_asked or application is not self._application
            self._application, self._is_asked = application, True
            if token.grant == "client_credentials":
                self._source = self._as_application(application, scopes or application.scopes, token)
                self.token_place = NOWHERE
                await self._shelf.give_way()
                if is_new:
                    await self._keep_application(application, scopes)
            else:
                self._source = self._as_user(application, token)
                # The token is of no use without its application: one without the other is not kept.
                is_known = not is_new or await self._keep_application(application, scopes)
                self.token_place = (
                    await self._shelf.keep(token, application.client_id) if is_known else NOWHERE
                )

    async def renew(self, notice: Notice) -> Token | None:
        """Return another token for the one that is used; None if there is no other to be had."""
        source = await self._credentials()
        used = self.client.token or await source.token(notice)
        token = await source.renewed(used, notice)
        if token is None or token.access_token == used.access_token:
            return None
        if self._source is source:
            self.client.token = token
        return token

    async def revoke(self, notice: Notice) -> bool:
        """End the token on the server and forget it; nobody is signed in then, for this run.

        Returns whether it is certainly gone here: a keyring may not answer. A token that was handed over
        is ended alone, and what is kept stays. Raises ApiError, and everything stays as it was then.
        """
        source = await self._credentials()
        token = self.client.token or await source.token(notice)
        application = await self.application()
        if application is None:
            raise SignInFailed(
                "Only its application can revoke a token",
                "This profile has no application: sign in with one.",
            )
        await self.endpoint(application).revoke(token, notice)
        if isinstance(source, GivenToken):
            self._source, self.token_place, self.client.token = NoCredentials(), "", None
            return True
        # It is dead by now: whoever gives up waiting must not leave it lying here.
        return await asyncio.shield(asyncio.ensure_future(self.forget()))

    async def forget(self) -> bool:
        """Sign out here: return whether the token is certainly gone."""
        async with self._lock:
            self._source, self.token_place = NoCredentials(), ""
            self.client.token = None
            return await self._shelf.forget()

    async def kept(self) -> Kept[Token]:
        """Return the token that is kept, whichever application it is of. Raises SignInFailed."""
        return await self._shelf.token()

    async def forget_application(self) -> bool:
        """Forget the application that was typed; return whether it is certainly gone."""
        return await self._shelf.forget_application()

    # How it finds out.

    async def _credentials(self) -> Credentials:
        async with self._lock:
            if self._source is None:
                self._source = await self._found()
            return self._source

    async def _found(self) -> Credentials:
        if self.settings.token:
            self.token_place = self.settings.token_place or NOWHERE
            return GivenToken(self.settings.token)
        application = await self._own_application()
        token, place = await self._shelf.trusted_token(application.client_id if application else "")
        self.token_place = place
        if application is None:
            return self._without_application(token)
        if token is not None:
            return self._as_user(application, token)
        self.token_place = NOWHERE
        return self._as_application(application, application.scopes)

    def _without_application(self, token: Token | None) -> Credentials:
        """Use a token whose application is not known any more as long as it lives; say so."""
        if token is None or token.is_dying(self.clock()):
            self.token_place = ""
            return NoCredentials(is_silent=self._shelf.is_silent)
        self.on_warning(
            f"Profile {self.profile} has a token and no application: it cannot be renewed. Sign in again (L)."
        )
        return GivenToken(token.access_token)

    async def _own_application(self) -> Application | None:
        if not self._is_asked:
            self._application, self._is_asked = await self._shelf.application(), True
        return self._application

    async def _keep_application(self, application: Application, scopes: tuple[str, ...]) -> bool:
        """Keep what was typed, and return whether the next run will know it."""
        known = await self._shelf.keep_application(application, scopes)
        self._application = known or application
        return known is not None

    def _warn(self, sentence: str) -> None:
        self.on_warning(sentence)  # whoever is to hear it may be named later

    def _as_application(
        self, application: Application, scopes: tuple[str, ...], token: Token | None = None
    ) -> Credentials:
        return ClientCredentials(
            self.door, application.client_id, application.secret, scopes, clock=self.clock, current=token
        )

    def _as_user(self, application: Application, token: Token) -> Credentials:
        async def keep(new: Token) -> None:
            if self._source is not session:  # somebody signed in, or out, in the meantime
                return
            # Nobody called for it: a question would come in the middle of something else.
            may_ask = self._may_interrupt
            self.token_place = await self._shelf.keep(new, application.client_id, may_ask=may_ask)
            if self.token_place == NOWHERE and self._shelf.is_there:
                self.on_warning("The renewed token is used now and not kept: sign in again (L) to keep one.")

        async def kept() -> Token | None:
            return (await self._shelf.trusted_token(application.client_id))[0]

        session = UserSession(self.endpoint(application), token, keep, kept)
        return session
