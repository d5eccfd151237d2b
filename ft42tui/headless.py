"""What is done without a screen: sign in, sign out, look at the token.

Standard output is data, standard error tells the story, and the exit status is an answer: 0, 2 for what
cannot be done, 3 for a sign-in or token that was refused, 130 for ctrl+c. Asked what a token can do, it is
0 for yes, 1 for no, 3 for unknown.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TextIO

from ft42tui.api.application import NOWHERE
from ft42tui.api.authorization import DEFAULT_REDIRECT, Authorization
from ft42tui.api.budget import Throttle, Wait
from ft42tui.api.callback import can_listen
from ft42tui.api.door import Door
from ft42tui.api.errors import ApiError, HttpError, SignInFailed
from ft42tui.api.token import Token
from ft42tui.api.vault import Vault
from ft42tui.catalog import Endpoint
from ft42tui.config.settings import Settings
from ft42tui.session.ability import Ability
from ft42tui.session.account import Account
from ft42tui.session.browser import open_in_browser
from ft42tui.session.connection import Connection, Identity
from ft42tui.session.facts import groups_of
from ft42tui.session.granted import Granted
from ft42tui.session.inspection import Inspection
from ft42tui.session.memory import Memories
from ft42tui.session.sign_in import SignIn
from ft42tui.session.steps import Step

REFUSED = 3
"""The exit status of a sign-in, or a token, that was refused."""
FAILED = 2
"""The exit status of what could not be done."""

_LONG = 2.0


@dataclass(slots=True)
class Desk:
    """Where a headless command works."""

    settings: Settings
    """Who signs in, and where."""
    vault: Vault
    """Where secrets lie."""
    memories: Memories = field(default_factory=Memories)
    """What applications learned of their rights."""
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

    def waits(self, wait: Wait | None) -> None:
        """Say what is waited for, if it takes long."""
        left = wait.until - time.monotonic() if wait is not None else 0.0
        if left > _LONG:
            self.tell(f"The API asks to wait {round(left)} seconds; ctrl+c leaves.")

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Give the way to the API; close it at the end, and say what it warned of."""
        settings = self.settings

        def connect(throttle: Throttle) -> Account:
            # Whoever reads along is told of a file before it is written; nobody is asked anything.
            return Account(Door(settings.api, throttle), settings, self.vault, may_interrupt=True)

        identity = Identity(settings.profile, settings.api, is_official=True)
        connection = Connection(identity, connect, memories=lambda: self.memories)
        self.memories.warn = connection.warn
        try:
            yield connection
        finally:
            for sentence in connection.take_warnings():
                self.warn(sentence)
            await connection.aclose()


@dataclass(frozen=True, slots=True)
class Wish:
    """What a command was asked for."""

    scopes: tuple[str, ...] = ()
    """What to ask for; empty for what the profile asks for."""
    as_app: bool = False
    """Whether the application itself signs in."""
    with_browser: bool = True
    """Whether a browser may be opened."""
    as_json: bool = False
    """Whether a program reads it."""
    forget: bool = False
    """Whether an application that was typed is forgotten too."""
    can: Endpoint | None = None
    """The route of which is asked whether the token reaches it."""


def run(work: Desk, command: str, wish: Wish) -> int:
    """Do what a command asks for and return its exit status."""
    commands = {"login": login, "logout": logout, "token": token}
    try:
        return asyncio.run(commands[command](work, wish))
    except ApiError as error:
        return _failed(work, error)


def _failed(work: Desk, error: ApiError) -> int:
    """Say what went wrong and return the exit status: whether it was a refusal."""
    work.warn(" ".join(part for part in (f"{error.title}.", error.cause, error.hint) if part))
    if error.message:
        is_said = error.exchange is not None and error.exchange.status is not None
        work.tell(f"The server said: {error.message}" if is_said else error.message)
    is_refusal = isinstance(error, SignInFailed) or (isinstance(error, HttpError) and error.status < 500)
    return REFUSED if is_refusal else FAILED


async def login(work: Desk, wish: Wish) -> int:
    """Sign in and keep the token. Raises ApiError."""
    steps: list[Step] = []
    try:
        async with work.connection() as connection:
            account = await connection.account()
            application = await connection.application()
            if application is None:
                raise _no_application(account)
            wanted = wish.scopes or application.scopes
            sign_in = SignIn(account.endpoint(application), notice=work.waits)
            steps = sign_in.steps
            if wish.as_app:
                token = await sign_in.as_application(wanted)
            else:
                token = await _as_user(work, sign_in, application.client_id, wanted, wish)
            await connection.adopt(token, application, wanted)
            place = "" if wish.as_app else account.token_place
            granted = Granted.of(token, wanted, place=place, owner="app" if wish.as_app else "")
            return _told_granted(work, granted, as_app=wish.as_app)
    finally:
        if steps and steps[-1].failure:
            work.tell(f"This step failed: {steps[-1].title.lower()}.")


def _told_granted(work: Desk, granted: Granted, *, as_app: bool) -> int:
    work.tell(granted.sentence(time.time()))
    if granted.shortfall:
        work.tell(granted.shortfall)
    if as_app:
        work.tell("A token of an application is not kept: it is asked for anew by whoever needs one.")
    elif granted.place == NOWHERE:
        work.tell("The token could not be kept, so nobody is signed in when this ends.")
        return REFUSED
    return 0


async def _as_user(work: Desk, sign_in: SignIn, client_id: str, wanted: tuple[str, ...], wish: Wish) -> Token:
    redirect_uri = work.settings.redirect_uri or DEFAULT_REDIRECT
    attempt = Authorization.begin(work.settings.api, client_id, wanted, redirect_uri)
    can_paste = sys.stdin.isatty()

    def show(url: str) -> bool:  # by now somebody listens, or need not
        work.tell(f"Redirect URI, which must be registered exactly like this: {redirect_uri}")
        work.tell(f"Sign in here: {url}")
        return wish.with_browser and open_in_browser(url)

    def say(is_open: bool) -> None:  # noqa: FBT001  # a callback's one argument
        if is_open:
            work.tell("The browser was asked to open it. Waiting for it to come back …")
        elif can_paste:
            _copy(work, attempt.url)
            work.tell("Open it in any browser. Then come back, or paste the address that it ended at:")
        else:
            work.tell("Open it in a browser on this machine. Waiting for it to come back …")

    async def pasted() -> str:
        while not attempt.leads_back(line := await _line()):
            work.tell(f"That is not where it ends: the address begins with {redirect_uri}? Paste it again:")
        return line

    return await sign_in.as_user(
        attempt,
        pasted=pasted if can_paste else None,
        on_browser=say,
        open_url=show,
        must_listen=wish.with_browser and can_listen(redirect_uri),
    )


def _copy(work: Desk, text: str) -> None:
    """Send a text to the terminal's clipboard; one that has none leaves it out."""
    if work.err.isatty():
        coded = base64.b64encode(text.encode()).decode()
        print(f"\x1b]52;c;{coded}\x07", end="", file=work.err, flush=True)
        work.tell("It was sent to the terminal's clipboard.")


def _no_application(account: Account) -> ApiError:
    if account.is_silent:
        return ApiError(
            f"No application is known for profile {account.profile}: the keyring did not answer",
            "Unlock it and begin again, or set FT42_CLIENT_ID and FT42_CLIENT_SECRET.",
        )
    return SignInFailed(
        f"Profile {account.profile} has no application",
        "Set FT42_CLIENT_ID and FT42_CLIENT_SECRET, or client_id in config.toml; or sign in on the screen "
        "(L).",
    )


async def logout(work: Desk, wish: Wish) -> int:
    """Revoke the kept token and remove it. Raises ApiError."""
    status = 0
    async with work.connection() as connection:
        account = await connection.account()
        kept = await account.kept()
        application = await connection.application()
        if kept.record is not None:
            try:
                if application is None:
                    raise _no_application(account)
                await account.endpoint(application).revoke(kept.record, lambda _wait: None)
                work.tell("The token was revoked.")
            except ApiError as error:
                status = _failed(work, error)
                work.tell("The token is removed here, and lives on at the API until it expires.")
            if not await account.forget():
                status = status or FAILED
                work.tell("The keyring did not answer: a token may still lie there.")
        elif kept.is_answered:
            work.tell(f"Profile {work.settings.profile} is not signed in.")
        else:
            status = FAILED
            work.tell(
                f"The keyring did not answer: whether profile {work.settings.profile} is signed in is not "
                "known. A token that lies there was not revoked, and stays there."
            )
        if work.settings.token:
            work.tell(f"{work.settings.token_place} is still set, and is used as long as it is.")
        if wish.forget:
            if await account.forget_application():
                work.tell("The application that was typed is forgotten.")
            else:
                status = status or FAILED
                work.tell("The keyring did not answer: the application that was typed may still lie there.")
        elif application is not None and not work.settings.client_id:
            work.tell("The application that was typed is still kept; ft42tui logout --forget removes it too.")
    return status


async def token(work: Desk, wish: Wish) -> int:
    """Say what the token is. Raises ApiError."""
    async with work.connection() as connection:
        await connection.application()
        await connection.inspect(fully=wish.can is None)
        found = connection.inspection
        if wish.can is not None:
            return _told_ability(work, connection, wish.can, as_json=wish.as_json)
    if wish.as_json:
        print(json.dumps(_as_data(work, found), indent=2), file=work.out)
        return 0
    print(f"{'profile':<14}{_plain(work.settings.profile)}  {work.settings.api}", file=work.out)
    for group in groups_of(found, time.time()):
        note = f"  {group.note}" if group.note else ""
        print(f"\n{group.title}{note}", file=work.out)
        for fact in group.facts:
            mark = {True: "+ ", False: "- ", None: "  "}[fact.is_held]
            words = "  ".join(word for word in (fact.text, fact.moment, fact.note) if word)
            print(f"{mark}{fact.label:<12}{_plain(words)}".rstrip(), file=work.out)
    return 0


def _told_ability(work: Desk, connection: Connection, endpoint: Endpoint, *, as_json: bool) -> int:
    """Say whether the token reaches a route, and return the exit status that says so too."""
    ability = Ability(endpoint, connection.reachability.of(endpoint), connection.bearer)
    said = json.dumps(ability.as_data(), indent=2) if as_json else _plain(ability.sentence)
    print(said, file=work.out)
    return ability.status


def _as_data(work: Desk, found: Inspection) -> dict[str, object]:
    """Return what is known of a token, for programs."""
    left = found.expires_at - time.time() if found.expires_at is not None else None
    return {
        "profile": work.settings.profile,
        "api": work.settings.api,
        "owner": "application" if found.owner == "app" else found.owner,
        "owner_id": found.owner_id,
        "grant": found.grant,
        "scopes": list(found.scopes or ()),
        "lacking_scopes": list(found.lacking),
        "issued_at": _when(found.issued_at),
        "expires_in_seconds": round(left) if left is not None else None,
        "can_renew": found.can_renew,
        "application_uid": found.application_uid,
        "application_id": found.application.id,
        "application_name": found.application.name or None,
        "application_roles": list(found.application.roles) if found.application.roles is not None else None,
        "hour_limit": found.budget.hour_limit,
        "hour_left": found.budget.hour_left,
        "second_limit": found.budget.second_limit,
        "secret_valid_until": _when(found.secret_valid_until),
        "token_place": found.token_place,
        "secret_place": found.secret_place or None,
    }


def _when(seconds: float | None) -> str | None:
    """Return a moment as ISO 8601, or None for what is unknown and for what no calendar holds."""
    try:
        return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (OverflowError, OSError, ValueError):
        return None


async def _line() -> str:
    """Return the first line that is typed or pasted and is not blank. Raises SignInFailed at the end."""
    from ft42tui.api.aside import aside

    while line := str(await aside(sys.stdin.readline)):
        if line.strip():
            return line.strip()
    raise SignInFailed("Nothing was pasted", "Begin again.")


def _plain(text: str) -> str:
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
