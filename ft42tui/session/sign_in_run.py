"""One sign-in of a session, from what was typed to the token that is used."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from ft42tui.api.application import Application
from ft42tui.api.authorization import LONGEST, Authorization
from ft42tui.api.callback import can_listen
from ft42tui.api.errors import ApiError, ScopeRefused, SignInFailed
from ft42tui.session.browser import open_in_browser
from ft42tui.session.handed import TOKEN_STEPS, adopt_pasted
from ft42tui.session.sign_in import APPLICATION_STEPS, PERMISSION, REVOCATION, USER_STEPS, SignIn
from ft42tui.session.sign_in_form import FieldName, Known, SignInForm, Way
from ft42tui.session.steps import Step, Waiting

if TYPE_CHECKING:
    from ft42tui.api.token import Token
    from ft42tui.session.account import Account
    from ft42tui.session.session import Session

LAST: Final = "Taking the token into use"
"""What comes after the steps; a keyring may take its time."""

_STEPS: Final[dict[Way, tuple[str, ...]]] = {
    "browser": (*USER_STEPS, LAST),
    "application": (*APPLICATION_STEPS, LAST),
    "token": (*TOKEN_STEPS, LAST),
}

_FIRST: Final[dict[Way, tuple[str, ...]]] = {
    "browser": (PERMISSION, REVOCATION),
    "application": (REVOCATION,),
    "token": (),
    "demo": (),
}
"""What comes before them where the old token is ended first."""

_UNAUTHORIZED: Final = 401
"""What a client that is not accepted is answered. Source: RFC 6749, section 5.2."""
_ABOUT_REDIRECT: Final = (USER_STEPS[0], USER_STEPS[2])
"""The steps that fail where the redirect URI is not the registered one, or nobody can listen there."""


class SignInRun:
    """Runs once. `on_change` is called whenever its steps, or what it waits for, have changed.

    If it `revokes`, the token that is used is ended first: while it lives, the server skips the consent and
    hands it out again with its old scopes (wire facts, section 1).
    """

    def __init__(
        self,
        session: Session,
        form: SignInForm,
        application: Application | None = None,
        *,
        listen: bool = True,
        revokes: bool = False,
        clock: Callable[[], float] = time.time,
        open_url: Callable[[str], bool] = open_in_browser,
        on_change: Callable[[], None] = lambda: None,
    ) -> None:
        self.steps: list[Step] = []
        """What has happened, in order."""
        self.waiting: Waiting | None = None
        """What is waited for; None while the browser is not away."""
        self.is_keeping = False
        """Whether secrets are being written: that is not to be broken off."""
        self._session = session
        self._form = form
        self._application = application
        self._listen = listen
        self._revokes = revokes
        self._clock = clock
        self._open_url = open_url
        self._on_change = on_change
        self._authorization: Authorization | None = None
        self._pasted: asyncio.Future[str] | None = None

    @property
    def ahead(self) -> tuple[str, ...]:
        """What is under way, and what comes then."""
        first = _FIRST[self._form.way] if self._revokes else ()
        return (*first, *_STEPS[self._form.way])[len(self.steps) :]

    @property
    def at_fault(self) -> FieldName:
        """The field to look at after a failure, or when it was broken off."""
        way = self._form.way
        if way == "token":
            return "token"
        last = self.steps[-1] if self.steps else None
        exchange = last.exchange if last is not None else None
        if exchange is not None and exchange.status == _UNAUTHORIZED:
            return "secret"
        if exchange is not None and "invalid_scope" in exchange.excerpt:
            return "scopes"
        if way == "browser" and (last is None or last.title in _ABOUT_REDIRECT):
            return "redirect_uri"
        return self._form.fields[0]

    async def run(self) -> Token:
        """Return the token that is used from now on.

        Raises CannotListen before a browser is opened, Refused where no token of this API was pasted, and
        any other ApiError for the step that failed; the session goes on as before then, but for a token that
        was revoked.
        """
        session, form = self._session, self._form
        if form.way == "token":
            return await adopt_pasted(session, form.token, self.steps)
        account = await session.account()
        application = self._application if form.is_kept_used else None
        if application is None:
            application = Application.typed(form.client_id.strip(), form.secret.strip(), form.scopes)
        with session.notices() as notice:
            sign_in = SignIn(account.endpoint(application), on_step=self._stepped, notice=notice)
            self.steps = sign_in.steps
            held = session.scopes_of(application.client_id)
            try:
                await self._revoke(account, sign_in, application)
                if form.way == "browser":
                    token = await self._as_user(account, sign_in, application)
                else:
                    token = await sign_in.as_application(form.scopes)
            except ScopeRefused:
                session.scopes_refused(application.client_id, form.scopes, held)
                raise
        self.is_keeping = True
        try:
            await session.adopt(token, application, form.scopes)
        finally:
            self.is_keeping = False
        return token

    def paste(self, address: str) -> bool:
        """Take the address that the browser ended at; return whether it can be one."""
        if self._authorization is None or self._pasted is None:
            return False
        if not self._authorization.leads_back(address):
            return False
        if not self._pasted.done():
            self._pasted.set_result(address.strip())
        return True

    async def _revoke(self, account: Account, sign_in: SignIn, application: Application) -> None:
        """End the token that is used, if it is this application's and another one is to be had.

        One that cannot be ended is left alone. Raises ScopeRefused, and Unreachable.
        """
        token = account.client.token
        self._revokes = self._revokes and token is not None and account.client_id == application.client_id
        if not self._revokes or token is None:
            return
        if self._form.way == "browser":
            try:
                await sign_in.permission(self._form.scopes)
            except ScopeRefused:
                raise
            except SignInFailed:
                pass  # it may be allowed to all the same: the step says what was said
        with suppress(SignInFailed):  # the step says so, and what is granted then shows whether it mattered
            await sign_in.revocation(token)
            # It is dead by now: whoever gives up waiting must not leave it lying here.
            await asyncio.shield(asyncio.ensure_future(self._session.sign_out()))

    async def _as_user(self, account: Account, sign_in: SignIn, application: Application) -> Token:
        uri = self._form.redirect_uri.strip()
        asked = Authorization.begin(account.settings.api, application.client_id, self._form.scopes, uri)
        pasted: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        listens = self._listen and can_listen(uri)
        self._authorization, self._pasted = asked, pasted
        waiting = Waiting(asked.url, uri, listens, self._clock() + LONGEST)

        async def paste() -> str:
            return await pasted

        def opened(is_open: bool) -> None:  # noqa: FBT001  # a callback's one argument
            self.waiting = replace(waiting, is_open=is_open)
            self._on_change()

        return await sign_in.as_user(
            asked, pasted=paste, open_url=self._open_url, on_browser=opened, listen=listens
        )

    def _stepped(self) -> None:
        self.waiting = None
        self._on_change()


async def known_of(session: Session) -> tuple[Known, Application | None]:
    """Return what a profile knows of its application, and the application if there is a secret for it.

    Raises ApiError.
    """
    account = await session.account()
    application = await session.application()
    settings = account.settings
    known = Known(scopes=settings.scopes, redirect_uri=settings.redirect_uri)
    if application is None:
        return known, None
    known = replace(known, client_id=application.client_id, scopes=application.scopes)
    try:
        await application.secret()
    except SignInFailed as error:
        return replace(known, missing=error.title), None
    except ApiError:
        return known, None
    return replace(known, place=application.place), application
