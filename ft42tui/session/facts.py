"""What is known of a token, fact by fact and in words: for the inspector, and for two side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ft42tui.api.application import NOWHERE
from ft42tui.api.exchange import MASK
from ft42tui.catalog.roles import role_meaning
from ft42tui.catalog.scopes import SCOPES
from ft42tui.session.inspection import counts
from ft42tui.session.reading import age
from ft42tui.session.secret_life import REPLACE, days_left, is_over, is_soon

if TYPE_CHECKING:
    from ft42tui.api.token import Grant
    from ft42tui.session.inspection import Inspection

Tone: TypeAlias = Literal["text", "strong", "unknown", "warning", "wrong"]
"""What a fact's text is: said as it is, what one came for, not known, soon bad, bad."""

UNKNOWN: Final = "unknown"
"""What stands for a fact that is not known yet; its note says how it is learnt."""

ASKING: Final = "asking the API …"
"""What stands there while the answer is waited for."""

MINUTES: Final = 30
"""Minutes of which the requests are counted one by one."""
SECONDS: Final = 30
"""Seconds likewise."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that is known, or that is not."""

    label: str
    """What it is about; empty where it goes on with the fact before."""
    text: str
    """What it is. Hostile where it comes from the API, until painted."""
    note: str = ""
    """What that means, or how it is learnt."""
    tone: Tone = "text"
    """How the text is meant."""
    moment: str = ""
    """The date that the text is about, where it is about one."""
    is_held: bool | None = None
    """Whether the token has what the label names; None where that is no question."""
    dies_at: float | None = None
    """When it ends, in seconds since the epoch; the time that is left is shown."""
    share: float | None = None
    """The part that is left, 0 to 1."""
    is_brief: bool = False
    """Whether what ends is whole again at once, so that little of it is no warning."""
    sent: tuple[int, ...] = ()
    """How much was sent in each span of the last time, the oldest first."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts about one thing."""

    title: str
    """What they are about."""
    facts: tuple[Fact, ...]
    """The facts."""
    note: str = ""
    """What they come to, in a few words."""


def groups_of(
    inspection: Inspection,
    now: float,
    *,
    is_asking: bool = False,
    routes: Mapping[str, int] = {},
    zone: tzinfo | None = None,
) -> tuple[Group, ...]:
    """Return everything that is known of a token, and what is not; without a token, that there is none.

    While the API is asked, nothing is claimed that its answer may contradict. `routes` says of a role how
    many routes ask for it. Times are in `zone`; in this machine's without one.
    """
    if not inspection.is_there:
        return (Group("Token", tuple(_no_token(inspection, is_asking=is_asking))),)
    groups = (
        Group("Token", tuple(_token(inspection))),
        Group("Times", tuple(_times(inspection, now, zone))),
        Group("Scopes", tuple(_scopes(inspection)), _scopes_in_short(inspection)),
        Group("Application", tuple(_application(inspection, routes))),
        Group("Limits", tuple(_limits(inspection))),
        Group("Client secret", tuple(_secret(inspection, now, zone))),
    )
    return tuple(_being_asked(group) for group in groups) if is_asking else groups


_NOT_SAID: Final = "the API was not asked yet, or did not say"
_IN_ANSWER: Final = "an answer about the token says it"
_IN_HEADERS: Final = "the headers of any answer say it"


def _being_asked(group: Group) -> Group:
    """Return a group that says of what an answer will tell that it is waited for."""
    told = (
        replace(fact, text=ASKING, note="") if fact.note in {_NOT_SAID, _IN_ANSWER, _IN_HEADERS} else fact
        for fact in group.facts
    )
    return replace(group, facts=tuple(told))


def _no_token(known: Inspection, *, is_asking: bool) -> Iterator[Fact]:
    yield Fact("", ASKING if is_asking else NOBODY, tone="unknown" if is_asking else "strong")
    if known.profile:
        yield Fact("profile", known.profile, known.host)
    if known.application.name:
        yield Fact("application", known.application.name)
    if known.application_uid:
        yield Fact("uid", known.application_uid)


NOBODY: Final = "Nobody is signed in. L signs in."
"""What stands there without a token."""


def _unknown(label: str, note: str) -> Fact:
    return Fact(label, UNKNOWN, note, "unknown")


def _dated(label: str, at: float, now: float, zone: tzinfo | None, note: str) -> Fact:
    return Fact(label, since(at, now), note, moment=moment(at, zone))


def _token(known: Inspection) -> Iterator[Fact]:
    if not known.owner:
        yield _unknown("owner", _NOT_SAID)
    elif known.owner_id is None:
        yield Fact("owner", "the application itself", "no user", "strong")
    elif known.owner == f"user {known.owner_id}":
        yield Fact("owner", f"user {known.owner_id}", "their login: unknown", "strong")
    else:
        yield Fact("owner", known.owner, f"user {known.owner_id}", "strong")
    if known.is_pasted:
        yield _unknown("grant", "nothing says how a pasted token was had")
    else:
        yield Fact("grant", *_GRANTS[known.grant])
    note = "never shown" if known.is_pasted else "never shown · y copies it"
    yield Fact("text", MASK, note)
    yield Fact("fingerprint", known.fingerprint, "tells tokens apart")
    yield Fact("kept in", known.token_place or NOWHERE)


_GRANTS: Final[dict[Grant | None, tuple[str, str]]] = {
    "client_credentials": ("client credentials", "by id and secret"),
    "authorization_code": ("authorization code", "the user agreed in a browser"),
    "refresh_token": ("refreshed", "in place of the one before"),
    None: ("handed over", "pasted, or given from outside"),
}


def _times(known: Inspection, now: float, zone: tzinfo | None) -> Iterator[Fact]:
    if known.issued_at is None:
        yield _unknown("issued", _NOT_SAID)
    else:
        note = "by the server's clock, which may differ from this one" if known.is_server_time else ""
        yield _dated("issued", known.issued_at, now, zone, note)
        if known.received_at is not None and known.is_reused:
            yield _dated("received", known.received_at, now, zone, "the live token was handed out again")
    if known.expires_at is None:
        yield _unknown("expires", _NOT_SAID)
    elif known.expires_at > now:
        dies = Fact("expires", "", moment=moment(known.expires_at, zone), dies_at=known.expires_at)
        yield replace(dies, is_brief=known.can_renew)
    elif known.can_renew:
        yield Fact("expires", RENEWED, moment=moment(known.expires_at, zone), tone="unknown")
    else:
        died = _dated("expires", known.expires_at, now, zone, "")
        yield replace(died, text=f"died {died.text}", tone="wrong")
    if known.is_pasted or not known.can_renew:
        yield Fact("renewable", "no", "" if known.is_pasted else "nothing to ask for another with")
    else:
        how = "its refresh token" if known.grant in _OF_USER else "id and secret"
        yield Fact("renewable", "yes", f"by {how} · r asks now")


RENEWED: Final = "renewed with the next request"
"""What is said of a dead token in whose place another one is asked for by itself."""

_OF_USER: Final = ("authorization_code", "refresh_token")


def _scopes(known: Inspection) -> Iterator[Fact]:
    if known.scopes is None:
        yield _unknown("", _NOT_SAID)
        return
    for scope in known.scopes:
        yield Fact(scope, SCOPES.get(scope, ""), "" if scope in SCOPES else _STRANGE, is_held=True)
    for scope in known.lacking:
        yield Fact(scope, SCOPES[scope], is_held=False)


def _scopes_in_short(known: Inspection) -> str:
    if known.scopes is None:
        return ""
    return f"{len(SCOPES) - len(known.lacking)} of {len(SCOPES)}"


_STRANGE: Final = "the API gave it; its meaning is unknown here"


def _application(known: Inspection, routes: Mapping[str, int]) -> Iterator[Fact]:
    told = known.application
    yield Fact("name", told.name, "", "strong") if told.name else _unknown("name", _IN_HEADERS)
    yield _unknown("id", _IN_HEADERS) if told.id is None else Fact("id", str(told.id))
    if known.application_uid:
        yield Fact("uid", known.application_uid)
    else:
        yield _unknown("uid", _IN_ANSWER)
    if told.roles is None:
        yield _unknown("roles", _IN_HEADERS)
    elif not told.roles:
        yield Fact("roles", "none", "routes that ask for a role are closed")
    for at, role in enumerate(told.roles or ()):
        yield Fact("" if at else "roles", role, _role_note(role, routes.get(role, 0)))


def _role_note(role: str, count: int) -> str:
    named = f"{count} {'route asks' if count == 1 else 'routes ask'} for it" if count else ""
    return role_meaning(role) or named or "no meaning is documented"


def _limits(known: Inspection) -> Iterator[Fact]:
    budget = known.budget
    share = budget.hour_share
    if share is None:
        yield _unknown("hour", _IN_HEADERS)
    else:
        left = f"{budget.hour_left:,} of {budget.hour_limit:,} left"
        yield Fact("hour", left, _percent(share), share=share)
    if not known.is_pasted:
        sent = tuple(counts(known.sent_ago, 60.0, MINUTES))
        yield Fact("", "", _history(sent, "min", f"{MINUTES} min"), sent=sent)
    if not budget.second_limit:
        yield _unknown("second", _IN_HEADERS)
    elif known.second_left is None:
        yield Fact("second", f"{budget.second_limit:,} allowed")
    else:
        share = max(0.0, min(1.0, known.second_left / budget.second_limit))
        left = f"{known.second_left:,} of {budget.second_limit:,} left"
        yield Fact("second", left, share=share, is_brief=True)
    if not known.is_pasted:
        sent = tuple(counts(known.sent_ago, 1.0, SECONDS))
        yield Fact("", "", _history(sent, "s", f"{SECONDS} s"), sent=sent)
    if budget.hour_share is not None:
        yield Fact("", "", "The hour is what the last answer said: other programs may share it.")


def _history(sent: tuple[int, ...], unit: str, span: str) -> str:
    """Return what a sparkline shows, in words."""
    return f"{span} · peak {max(sent):,}/{unit}" if any(sent) else f"{span} · none sent"


def _percent(share: float) -> str:
    """Return a share in words; what is left is never rounded up to everything, nor down to nothing."""
    return "under 1%" if 0 < share < 0.01 else f"{int(share * 100)}%"


def _secret(known: Inspection, now: float, zone: tzinfo | None) -> Iterator[Fact]:
    left = known.secret_left(now)
    if known.secret_valid_until is None or left is None:
        yield _unknown("dies", "the application's own sign-in says it")
    else:
        tone: Tone = "wrong" if is_over(left) else "warning" if is_soon(left) else "text"
        text = f"died {_past(-left)}" if is_over(left) else f"in {days_left(left)}"
        yield Fact("dies", text, "", tone, moment=moment(known.secret_valid_until, zone))
        if is_soon(left):
            yield Fact("", "", f"It brings no other token. {_REPLACE}" if is_over(left) else _REPLACE)
    if known.secret_place:
        yield Fact("kept in", known.secret_place)
    else:
        yield Fact("kept in", "nowhere here", "no application is known for this token", "unknown")


_REPLACE: Final = f"{REPLACE} sign in with it (L)."


def _past(seconds: float) -> str:
    return "today" if seconds < 86400 else f"{days_left(seconds)} ago"


def moment(at: float, zone: tzinfo | None = None) -> str:
    """Return a time as one reads it, by this machine's zone or another: `2026-11-21 14:00:05 CET`."""
    try:
        local = datetime.fromtimestamp(at, UTC).astimezone(zone)
    except (ValueError, OverflowError, OSError):
        return "beyond every calendar"
    return f"{local:%Y-%m-%d %H:%M:%S} {local:%Z}"


def since(at: float, now: float) -> str:
    """Return how long ago a time was: `12 minutes ago`."""
    try:
        return age(datetime.fromtimestamp(at, UTC).isoformat(), now)
    except (ValueError, OverflowError, OSError):
        return ""
