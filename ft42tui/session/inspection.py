"""Everything that is known about a token, in one immutable value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from math import ceil
from typing import TYPE_CHECKING, Final

from ft42tui.api.application import ApplicationHeaders
from ft42tui.api.budget import Budget
from ft42tui.catalog.scopes import SCOPES

if TYPE_CHECKING:
    from ft42tui.api.application import Application
    from ft42tui.api.exchange import Exchange
    from ft42tui.api.token import Grant, TokenInfo
    from ft42tui.session.account import Account
    from ft42tui.session.status import Status


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the token's answer, `/oauth/token/info` and the headers say of it. Never the token itself."""

    profile: str = ""
    """Whose it is here: the profile's name; that of the one who looks for a token that was pasted."""
    is_pasted: bool = False
    """Whether it was pasted and only looked at: it is not the session's."""
    host: str = ""
    """The API's host."""
    is_official: bool = True
    """Whether that is the real API."""
    is_there: bool = False
    """Whether there is a token at all."""
    fingerprint: str = ""
    """Says whether two tokens are the same one without showing either: the beginning of its SHA-256."""
    owner: str = ""
    """`app`, a login, or `user 74` while only the id is known; empty while nothing is."""
    owner_id: int | None = None
    """The user's id; None for an application's token, and while unknown."""
    grant: Grant | None = None
    """How it was had; None for one that was handed over."""
    can_renew: bool = False
    """Whether something here can ask for another one."""
    scopes: tuple[str, ...] | None = None
    """What it may do; None while unknown."""
    issued_at: float | None = None
    """When it was made, in seconds since the epoch; None while unknown."""
    is_server_time: bool = False
    """Whether `issued_at` is by the server's clock, and nothing tells how far it is off ours."""
    received_at: float | None = None
    """When it was handed to us, by this machine's clock."""
    is_reused: bool = False
    """Whether it was made well before it was handed to us: the server handed out a live token again."""
    expires_at: float | None = None
    """When it dies, by this machine's clock."""
    application_uid: str = ""
    """The application's UID."""
    application: ApplicationHeaders = field(default_factory=ApplicationHeaders)
    """What the headers say of the application."""
    secret_valid_until: float | None = None
    """When the application's secret dies, by this machine's clock; None while unknown."""
    budget: Budget = field(default_factory=Budget)
    """What the rate headers said last."""
    second_left: int | None = None
    """Requests that may be sent in this second, if the API states that limit."""
    sent_ago: tuple[float, ...] = ()
    """How many seconds ago each request of the last hour was sent by this program, the oldest first."""
    token_place: str = ""
    """Where the token lies, in words."""
    secret_place: str = ""
    """Where the application's secret lies, in words; empty without an application."""

    exchange: Exchange | None = None
    """The question about a pasted token and its answer, masked; None for the session's own."""

    @property
    def lacking(self) -> tuple[str, ...]:
        """The known scopes that the token has not; empty while its scopes are unknown."""
        return () if self.scopes is None else tuple(scope for scope in SCOPES if scope not in self.scopes)

    def secret_left(self, now: float) -> float | None:
        """Return how many seconds the client secret has left, if that is known."""
        return None if self.secret_valid_until is None else self.secret_valid_until - now


def inspection_of(
    status: Status,
    account: Account | None,
    info: TokenInfo | None,
    *,
    application: Application | None = None,
    sent: tuple[float, ...] = (),
) -> Inspection:
    """Return what a session knows of its token."""
    token = account.client.token if account is not None else None
    headers = account.client.application if account is not None else ApplicationHeaders()
    known = Inspection(
        profile=status.profile,
        host=status.host,
        is_official=status.is_official,
        application_uid=application.client_id if application is not None else "",
        application=headers,
        secret_place=application.place if application is not None else "",
        budget=status.budget,
        second_left=status.second_left,
        sent_ago=sent,
    )
    if account is None or token is None:
        return known
    issue = issue_of(token.issued_at, info)
    return replace(
        known,
        is_there=True,
        fingerprint=fingerprint(token.access_token),
        owner=status.owner if info is not None else "",
        owner_id=info.resource_owner_id if info is not None else None,
        grant=token.grant,
        can_renew=account.can_renew,
        scopes=token.scopes,
        issued_at=issue.made_at,
        is_server_time=issue.is_server_time,
        received_at=token.issued_at,
        is_reused=issue.is_reused,
        expires_at=token.expires_at,
        application_uid=(info.application_uid if info is not None else "") or known.application_uid,
        secret_valid_until=token.secret_valid_until,
        token_place=account.token_place,
    )


@dataclass(frozen=True, slots=True)
class Issue:
    """When a token was made."""

    made_at: float | None = None
    """In seconds since the epoch; None while unknown."""
    is_server_time: bool = False
    """Whether that is by the server's clock, which may differ from ours."""
    is_reused: bool = False
    """Whether it was well before the token was handed to us."""


def issue_of(received_at: float | None, info: TokenInfo | None) -> Issue:
    """Return when a token was made, by what `/oauth/token/info` says and by when it was handed to us.

    The latter is by our clock. About the same, or later than we had it, means made then: what differs is
    the clocks.
    """
    made_at = info.created_at if info is not None else None
    if info is None or made_at is None:
        return Issue(received_at)
    if received_at is not None and made_at > received_at - _ABOUT_NOW:
        return Issue(received_at)
    return Issue(made_at, not info.is_dated_here, received_at is not None)


_ABOUT_NOW: Final = 60.0


def fingerprint(access_token: str) -> str:
    """Return what tells two tokens apart and shows neither: `3f9a 21c0`."""
    digest = sha256(access_token.encode()).hexdigest()
    return f"{digest[:4]} {digest[4:8]}"


def counts(ago: Sequence[float], bucket: float, buckets: int) -> list[int]:
    """Return how many requests each of the last spans of time saw, the oldest first.

    `ago` are seconds since each was sent, `bucket` is a span's length in seconds.
    """
    found = [0] * buckets
    for seconds in ago:
        at = buckets - max(1, ceil(seconds / bucket))
        if at >= 0:
            found[at] += 1
    return found
