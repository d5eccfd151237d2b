"""What is done without a screen: sign in, sign out, look at the token, list profiles.

Standard output is data, standard error tells the story, and the exit status is an answer: 0, 2 for what
cannot be done, 3 for a sign-in that was refused, 130 for ctrl+c.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO

from ft42tui.api.authorization import DEFAULT_REDIRECT, Authorization
from ft42tui.api.budget import Throttle
from ft42tui.api.callback import can_listen
from ft42tui.api.client import Client
from ft42tui.api.door import Door
from ft42tui.api.errors import ApiError, SignInFailed
from ft42tui.api.token import Token, TokenInfo
from ft42tui.api.vault import Vault
from ft42tui.config.settings import Settings
from ft42tui.session.account import NOWHERE, Account
from ft42tui.session.browser import open_in_browser
from ft42tui.session.inspection import WARN_SECRET, days_left
from ft42tui.session.sign_in import SignIn, Step

REFUSED = 3
"""The exit status of a sign-in that did not succeed."""


@dataclass(slots=True)
class Desk:
    """Where a headless command works."""

    settings: Settings
    """Who signs in, and where."""
    vault: Vault
    """Where secrets lie."""
    out: TextIO = field(default_factory=lambda: sys.stdout)
    """For data."""
    err: TextIO = field(default_factory=lambda: sys.stderr)
    """For the story."""

    def tell(self, sentence: str) -> None:
        """Say what happens."""
        print(_plain(sentence), file=self.err, flush=True)

    def warn(self, sentence: str) -> None:
        """Say what a person should know."""
        self.tell(f"ft42tui: {sentence}")

    @asynccontextmanager
    async def account(self) -> AsyncIterator[Account]:
        """Give the account, and close its connections at the end."""
        door = Door(self.settings.api, Throttle())
        try:
            yield Account(door, self.settings, self.vault, on_warning=self.warn)
        finally:
            await door.aclose()


def run(work: Desk, command: str, *, scopes: Sequence[str] = (), as_app: bool = False,
        with_browser: bool = True, as_json: bool = False) -> int:  # fmt: skip
    """Do what a command asks for and return its exit status."""
    commands = {
        "login": lambda: login(work, tuple(scopes), as_app=as_app, with_browser=with_browser),
        "logout": lambda: logout(work),
        "token": lambda: token(work, as_json=as_json),
    }
    try:
        return asyncio.run(commands[command]())
    except ApiError as error:
        work.tell(f"ft42tui: {error.title}. {error.hint}".rstrip())
        if error.message:
            work.tell(f"The server said: {error.message}")
        return REFUSED


async def login(work: Desk, scopes: tuple[str, ...], *, as_app: bool, with_browser: bool) -> int:
    """Sign in and keep the token. Raises ApiError."""
    steps: list[Step] = []
    try:
        async with work.account() as account:
            application = await account.application()
            if application is None:
                raise _no_application(work.settings)
            wanted = scopes or application.scopes
            sign_in = SignIn(account.endpoint(application))
            steps = sign_in.steps
            if as_app:
                token = await sign_in.as_application(wanted)
                await account.adopt(token, application, wanted)
                work.tell(f"The application signed in with {_scopes(token)}, for {_life(token)}.")
            else:
                token = await _as_user(
                    work, sign_in, application.client_id, wanted, with_browser=with_browser
                )
                await account.adopt(token, application, wanted)
                work.tell(f"Signed in with {_scopes(token)}, for {_life(token)}.")
                _tell_narrowed(work, token, wanted)
                if account.token_place == NOWHERE:
                    work.tell("The token could not be kept, so nobody is signed in when this ends.")
                    return REFUSED
                work.tell(f"The token lies in {account.token_place}.")
            _tell_dying_secret(work, token)
    finally:
        if steps and steps[-1].failure:
            work.tell(f"This step failed: {steps[-1].title.lower()}.")
    return 0


async def _as_user(
    work: Desk, sign_in: SignIn, client_id: str, wanted: tuple[str, ...], *, with_browser: bool
) -> Token:
    redirect_uri = work.settings.redirect_uri or DEFAULT_REDIRECT
    attempt = Authorization.begin(work.settings.api, client_id, wanted, redirect_uri)
    work.tell(f"Redirect URI, which must be registered exactly like this: {redirect_uri}")
    work.tell(f"Sign in here: {attempt.url}")
    can_paste = sys.stdin.isatty()

    def say(is_open: bool) -> None:  # noqa: FBT001  # a callback's one argument
        if is_open:
            work.tell("The browser was asked to open it. Waiting for it to come back …")
        elif can_paste:
            work.tell("Open it in any browser. Then come back, or paste the address that it ended at:")
        else:
            work.tell("Open it in a browser on this machine. Waiting for it to come back …")

    return await sign_in.as_user(
        attempt,
        pasted=_pasted if can_paste else None,
        on_browser=say,
        open_url=open_in_browser if with_browser else _no_browser,
        must_listen=with_browser and can_listen(redirect_uri),
    )


def _no_application(settings: Settings) -> SignInFailed:
    return SignInFailed(
        f"Profile {settings.profile} has no application",
        "Set FT42_CLIENT_ID and FT42_CLIENT_SECRET, or client_id in config.toml; or sign in on the screen "
        "(L).",
    )


def _tell_dying_secret(work: Desk, token: Token) -> None:
    left = token.secret_valid_until - time.time() if token.secret_valid_until is not None else WARN_SECRET
    if left < WARN_SECRET:
        work.warn(
            f"The client secret dies in {days_left(max(0.0, left))}. The application's page on the intranet "
            "shows the next one: press 'Replace now' there, then set it here."
        )


def _tell_narrowed(work: Desk, token: Token, wanted: tuple[str, ...]) -> None:
    lacking = [scope for scope in wanted if token.scopes is not None and scope not in token.scopes]
    if lacking:
        work.tell(
            f"Not granted: {' '.join(lacking)}. A token that still lives brings its old scopes: "
            "sign out (ft42tui logout), then sign in again."
        )


async def logout(work: Desk) -> int:
    """Revoke the kept token and remove it. Raises ApiError."""
    profile = work.settings.profile
    async with work.account() as account:
        kept = await account.kept()
        if kept is None:
            work.tell(f"Profile {profile} is not signed in.")
            return 0
        application = await account.application()
        try:
            if application is None:
                raise _no_application(work.settings)
            await account.endpoint(application).revoke(kept, lambda _wait: None)
            work.tell("The token was revoked.")
        except ApiError as error:
            work.tell(f"The token could not be revoked: {error.title}. It is removed here all the same.")
        finally:
            if not await account.forget():
                work.tell("The keyring does not answer: the token may still lie there.")
    return 0


async def token(work: Desk, *, as_json: bool) -> int:
    """Say what the token is. Raises ApiError."""
    async with work.account() as account:
        client = account.client
        info = await client.token_info()
        owner = await _owner(client, info)
        told = _told(work, info, owner, account)
    if as_json:
        print(json.dumps(told, indent=2), file=work.out)
        return 0
    for name, value in told.items():
        shown = " ".join(value) if isinstance(value, list) else "-" if value is None else str(value)
        print(f"{name.replace('_', ' '):<20}{_plain(shown)}", file=work.out)
    return 0


async def _owner(client: Client, info: TokenInfo) -> str:
    """Return whose token it is: the login if the API tells it, else the number."""
    if info.resource_owner_id is None:
        return "application"
    try:
        login = await client.login()
    except ApiError:
        login = None
    return login or f"user {info.resource_owner_id}"


def _told(work: Desk, info: TokenInfo, owner: str, account: Account) -> dict[str, object]:
    held, headers = account.client.token, account.client.application
    dies = held.secret_valid_until if held else None
    return {
        "profile": work.settings.profile,
        "api": work.settings.api,
        "owner": owner,
        "owner_id": info.resource_owner_id,
        "grant": held.grant if held else None,
        "scopes": list(info.scopes),
        "created_at": _when(info.created_at) if info.created_at is not None else None,
        "expires_in_seconds": info.expires_in,
        "application_uid": info.application_uid,
        "application_id": headers.id,
        "application_name": headers.name or None,
        "application_roles": list(headers.roles) if headers.roles is not None else None,
        "secret_valid_until": _when(dies) if dies is not None else None,
        "token_place": account.token_place,
    }


def _when(seconds: float) -> str | None:
    """Return a moment as ISO 8601, or None for what no calendar holds."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return None


def _no_browser(_url: str) -> bool:
    return False


async def _pasted() -> str:
    """Return the first line that is typed or pasted and is not blank. Raises SignInFailed at the end."""
    from ft42tui.api.aside import aside

    while line := str(await aside(sys.stdin.readline)):
        if line.strip():
            return line.strip()
    raise SignInFailed("Nothing was pasted", "Begin again.")


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)


def _scopes(held: Token) -> str:
    return " ".join(held.scopes) if held.scopes else "unknown scopes"


def _life(held: Token) -> str:
    if held.expires_at is None:
        return "an unknown time"
    return f"{max(0, round((held.expires_at - time.time()) / 60))} minutes"


__all__ = ["REFUSED", "Desk", "login", "logout", "run", "token"]
