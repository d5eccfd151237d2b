"""One profile's way to the API: its account, what is known of its token, what is waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ft42tui.api.aside import aside
from ft42tui.api.budget import Throttle
from ft42tui.api.errors import ApiError, SignInFailed, Unauthorized
from ft42tui.session.status import Status

if TYPE_CHECKING:  # the first frame waits for none of these: the account would bring httpx with it
    from ft42tui.api.application import Application
    from ft42tui.api.budget import Notice, Wait
    from ft42tui.api.exchange import Exchange
    from ft42tui.api.query import Query
    from ft42tui.api.token import Token, TokenInfo
    from ft42tui.session.account import Account
    from ft42tui.session.inspection import Inspection
    from ft42tui.session.learning import Learning
    from ft42tui.session.memory import Memories
    from ft42tui.session.reach import Bearer, Reachability


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is signing in where, as far as it is known before the first request."""

    profile: str
    """The profile's name."""
    origin: str
    """The API's origin; for the embedded API, unknown until it runs, a placeholder."""
    is_official: bool
    """Whether it is the real API."""
    alias: str = ""
    """Another origin whose URLs stand for paths here: the real API's in the demo, where people paste them."""
    owner: str = ""
    """`app` for an application's own token; empty while unknown."""
    host: str = ""
    """What stands for the host where its address changes from run to run; empty for the host itself."""


class Connection:
    """Knows an account's state, and changes it: asks about the token, signs in and out.

    `connect` makes the account; it may block (imports, TLS, the embedded API's start) and is run once,
    in a thread, at the first request. `memories` gives what applications learned of their rights; without it,
    it lasts for this run. `on_change` is called whenever the status may have changed.
    """

    def __init__(
        self,
        identity: Identity,
        connect: Callable[[Throttle], Account],
        throttle: Throttle | None = None,
        memories: Callable[[], Memories] | None = None,
    ) -> None:
        self.on_change: Callable[[], None] = lambda: None
        self._identity = identity
        self._connect = connect
        self._throttle = throttle or Throttle()
        self._account: Account | None = None
        self._connecting: asyncio.Future[Account] | None = None
        self._owner = identity.owner
        self._info: TokenInfo | None = None
        self._inspected = ""  # the token that was asked about
        self._described = ""  # the token that `_info` is about
        self._inspection = asyncio.Lock()
        self._tokens = 0
        self._last: Exchange | None = None
        self._waits: dict[object, Wait] = {}
        self._warnings: list[str] = []
        self._is_secret_told = False
        self._application: Application | None = None
        self._memories = memories
        self._learning: Learning | None = None

    @property
    def profile(self) -> str:
        """The profile's name."""
        return self._identity.profile

    @property
    def exchange(self) -> Exchange | None:
        """The last request and its answer, a failed one too."""
        return self._last

    @property
    def origin(self) -> str:
        """The API's origin."""
        return self._account.client.origin if self._account else self._identity.origin

    @property
    def status(self) -> Status:
        """The state of things now."""
        token = self._token
        budget = self._account.client.budget if self._account else Status().budget
        wait = next(reversed(self._waits.values()), None)
        return Status(
            profile=self.profile,
            host=self._identity.host or urlsplit(self.origin).netloc,
            is_official=self._identity.is_official,
            owner=(self._owner or "token") if token else "",
            scopes=token.scopes if token else None,
            expires_at=token.expires_at if token else None,
            can_renew=self._account.can_renew if self._account else False,
            secret_valid_until=token.secret_valid_until if token else None,
            budget=budget,
            second_left=self._throttle.second_left if budget.second_limit else None,
            last_status=self._last.status if self._last else None,
            last_seconds=self._last.seconds if self._last else None,
            wait=wait,
            wait_left=max(0.0, wait.until - self._throttle.clock()) if wait else 0.0,
        )

    @property
    def bearer(self) -> Bearer:
        """What is known of the token's rights."""
        from ft42tui.session.reach import Bearer

        token = self._token
        if token is None or self._account is None:
            return Bearer()
        if self._info is not None and self._described == token.access_token:
            has_user: bool | None = self._info.resource_owner_id is not None
        else:  # a grant says it, too
            has_user = None if token.grant is None else token.grant != "client_credentials"
        return Bearer(token.scopes, has_user, self._account.client.application.roles, self._owner_id)

    @property
    def reachability(self) -> Reachability:
        """What judges which routes the token reaches."""
        from ft42tui.session.reach import Reachability

        bearer = self.bearer
        return Reachability(bearer, self.learning.lessons) if bearer.scopes is not None else Reachability()

    @property
    def learning(self) -> Learning:
        """What is learned from the answers."""
        if self._learning is None:
            from ft42tui.session.learning import Learning
            from ft42tui.session.memory import Memories

            memories = self._memories() if self._memories is not None else Memories()
            self._learning = Learning(memories, self._who)
        return self._learning

    def _who(self) -> tuple[str, str]:
        """Return the API and the application that learns."""
        if self._account is None:
            return self.origin, ""
        told = self._info.application_uid if self._info and self._described == self._token_text else ""
        return self.origin, told or self._account.client_id

    @property
    def is_uninspected(self) -> bool:
        """Whether there is a token that the API was not yet asked about."""
        return not self._token_text or self._token_text != self._inspected

    async def inspect(self, *, fully: bool = False) -> None:
        """Ask the API about the token, once for each token.

        Fully: once more if that failed, and for its user's login too. Raises ApiError.
        """
        async with self._inspection:
            try:
                await self._inspect(fully=fully)
            except ApiError as error:
                self._last = error.exchange or self._last
                self._inspected = self._token_text
                self._explain(error)
                raise
            finally:
                self._watch_secret()
                self.on_change()

    async def _inspect(self, *, fully: bool) -> None:
        client = (await self.account()).client
        if fully and self._described != self._token_text:
            self._inspected = ""
        while self.is_uninspected:
            tokens = self._tokens
            with self.notices() as notice:
                info = await client.token_info(notice)
            if tokens == self._tokens:  # nobody signed in or out in the meantime
                self._inspected = self._token_text
                self._take_info(info)
        if fully and self._owner_id is not None and self._owner == f"user {self._owner_id}":
            with self.notices() as notice, suppress(ApiError):  # the number says enough
                self._owner = await client.login(notice) or self._owner

    def _take_info(self, info: TokenInfo) -> None:
        is_same = info.resource_owner_id is not None and info.resource_owner_id == self._owner_id
        self._info, self._described = info, self._token_text
        if not is_same:  # whoever was known by login stays so when the token is renewed
            self._owner = "app" if info.resource_owner_id is None else f"user {info.resource_owner_id}"
        self.learning.settle(self._fingerprint, self.bearer)
        self.learning.memory.allow(info.scopes)

    @property
    def _fingerprint(self) -> str:
        from ft42tui.session.inspection import fingerprint

        return fingerprint(self._token_text)

    @property
    def inspection(self) -> Inspection:
        """Everything that is known about the token now."""
        from ft42tui.session.inspection import inspection_of

        return inspection_of(
            self.status,
            self._account,
            self._info if self._described == self._token_text else None,
            application=self._application,
            sent=self._throttle.sent_ago(),
        )

    async def look_at(self, text: str) -> Inspection:
        """Return what the API says about a token that is none of ours: pasted as it is, or in a URL.

        It goes to this API only: not even a URL of the API that this one stands for is taken. Raises
        ApiError.
        """
        from ft42tui.session.looking import look_at

        account = await self.account()
        with self.notices() as notice:
            return await look_at(text, account, (self.origin,), self.status, notice)

    @property
    def access_token(self) -> str:
        """The token itself, for the one who asks for a copy of it; empty while there is none."""
        return self._token_text

    # Signing in and out.

    async def account(self) -> Account:
        """Return the account, made once however many wait for it. Raises ApiError."""
        return await self._connected()

    async def application(self) -> Application | None:
        """Return the profile's application, if it has one. Raises ApiError."""
        self._application = await (await self.account()).application()
        return self._application

    async def adopt(
        self,
        token: Token,
        application: Application | None,
        scopes: tuple[str, ...] = (),
        *,
        found: Inspection | None = None,
    ) -> None:
        """Go on with a token that somebody just signed in with; `found` is what is known of it already.

        Raises ApiError.
        """
        account = await self.account()
        _, asked_before = self._who()
        await account.adopt(token, application, scopes)
        self._application = await account.application()
        self._forget_owner()
        if found is not None:
            from ft42tui.api.token import TokenInfo

            told = found.scopes or ()
            is_dated_here = not found.is_server_time
            self._take_info(
                TokenInfo(found.owner_id, told, None, found.application_uid, found.issued_at, is_dated_here)
            )
            self._owner, self._inspected = found.owner, token.access_token
        if self._who()[1] != asked_before:  # what the headers said was another application's
            from ft42tui.api.application import ApplicationHeaders

            account.client.application = ApplicationHeaders()
        self._watch_secret()
        self.on_change()

    async def renew(self) -> bool:
        """Ask for another token; return whether there was one. Raises ApiError."""
        account = await self.account()
        try:
            with self.notices() as notice:
                other = await account.renew(notice)
        except SignInFailed as error:
            self._last = error.exchange or self._last
            raise
        finally:
            self.on_change()
        return other is not None

    async def revoke(self) -> bool:
        """End the token; return whether it is certainly gone here too. Raises ApiError."""
        account = await self.account()
        try:
            with self.notices() as notice:
                return await account.revoke(notice)
        finally:
            if account.client.token is None:
                self._forget_owner()

    async def sign_out(self) -> None:
        """Forget the token: it was ended."""
        await (await self.account()).forget()
        self._forget_owner()

    def scopes_of(self, client_id: str) -> tuple[str, ...]:
        """Return the scopes that are known of the token that is used, if it is this application's."""
        return (self.bearer.scopes or ()) if self._who()[1] == client_id else ()

    def scopes_refused(self, client_id: str, scopes: tuple[str, ...], held: tuple[str, ...] = ()) -> None:
        """Learn that an application may not ask for these scopes all together, though it may for held ones.

        Which of them was refused the server does not say: only one that is new is certain.
        """
        new = tuple(scope for scope in scopes if scope not in held and scope != "public")
        if len(new) == 1:
            self.learning.memories.of(self.origin, client_id).refuse(new)

    def _explain(self, error: ApiError, query: Query | None = None) -> None:
        """Say what is known here beside the answer; of a token that was handed over where it came from."""
        account = self._account
        if account is None:
            return
        from ft42tui.session.explaining import Known, explain

        known = Known(account.clock(), self._token, self.bearer.has_user, query)
        if isinstance(error, Unauthorized):
            self._described = ""  # what was known of the token no longer holds
            place, lonely = account.given_place, account.lonely_place
            if place:  # nothing here can renew it
                error.title = f"401 · the token of {place} was not accepted"
                error.hint = f"Replace {place}, or remove it and sign in (L)."
            elif lonely:
                error.title = f"401 · the token that is kept in {lonely} was not accepted"
                error.hint = "Its application is not known here, so nothing renews it: sign in again (L)."
        explain(error, known)

    def _forget_owner(self) -> None:
        self._info, self._owner, self._inspected, self._is_secret_told = None, "", "", False
        self._tokens += 1
        self.on_change()

    def take_warnings(self) -> list[str]:
        """Return what a person should know and was not told yet."""
        told, self._warnings = self._warnings, []
        return told

    def warn(self, sentence: str) -> None:
        """Keep a sentence for whoever looks."""
        self._warnings.append(sentence)

    def _watch_secret(self) -> None:
        """Warn once when the application's secret will die within a week."""
        dies = self._token.secret_valid_until if self._token else None
        if dies is None or self._is_secret_told or self._account is None:
            return
        from ft42tui.session.secret_life import is_soon, sentence

        left = dies - self._account.clock()
        if is_soon(left):
            self._is_secret_told = True
            self.warn(sentence(self.profile, left))

    @property
    def _owner_id(self) -> int | None:
        return self._info.resource_owner_id if self._info else None

    @property
    def _token(self) -> Token | None:
        return self._account.client.token if self._account else None

    @property
    def _token_text(self) -> str:
        return self._token.access_token if self._token else ""

    async def aclose(self) -> None:
        """Close every connection."""
        if self._account is not None:
            await self._account.client.aclose()

    async def _connected(self) -> Account:
        """Return the account, also if those who wait for it stop waiting."""
        while self._account is None:
            if self._connecting is None:
                self._connecting = asyncio.ensure_future(aside(self._try_to_connect))
            connecting = self._connecting
            try:
                account = await asyncio.shield(connecting)
            except ApiError:
                if self._connecting is connecting:
                    self._connecting = None  # the next request tries again
                raise
            account.on_warning = self.warn
            self._account = account
        return self._account

    def _try_to_connect(self) -> Account:
        try:
            return self._connect(self._throttle)
        except ApiError:
            raise
        except Exception as error:  # a proxy or a certificate file can be wrong in any way
            raise ApiError(
                "The connection could not be prepared",
                "Check the environment: proxy variables, SSL_CERT_FILE, SSL_CERT_DIR.",
                message=f"{type(error).__name__}: {error}",
            ) from error

    @contextmanager
    def notices(self) -> Iterator[Notice]:
        """Keep what one request waits for, apart from the others, until it is done or cancelled."""
        request = object()

        def notice(wait: Wait | None) -> None:
            self._waits.pop(request, None)
            if wait is not None:
                self._waits[request] = wait
            self.on_change()

        try:
            yield notice
        finally:
            self._waits.pop(request, None)
