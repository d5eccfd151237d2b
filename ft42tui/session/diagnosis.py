"""Why a call was forbidden, as a value: the verdict, the evidence for it, and the doubts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ft42tui.session.reach import Bearer

if TYPE_CHECKING:
    from ft42tui.api.errors import Forbidden
    from ft42tui.catalog import Endpoint

Verdict: TypeAlias = Literal[
    "not_asked", "not_granted", "not_allowed", "role", "user", "not_yours", "blocked"
]
"""Scope not asked for; asked for and not granted; not allowed to the application; role missing; needs a
user's token; not the user's object; blocked before it reached the API."""

TITLES: Final[dict[Verdict, str]] = {
    "not_asked": "Scope not asked for",
    "not_granted": "Scope asked for, not granted",
    "not_allowed": "The application is not allowed the scope",
    "role": "Role missing",
    "user": "Needs a user's token",
    "not_yours": "Not your object",
    "blocked": "Blocked before it reached the API",
}
"""The verdicts in words."""


def lowered(title: str) -> str:
    """Return a title as it stands within a sentence: `blocked before it reached the API`."""
    return title[:1].lower() + title[1:]


@dataclass(frozen=True, slots=True)
class Clue:
    """One piece of evidence."""

    source: str
    """Where it stands: `WWW-Authenticate`, `body`, `token`, `catalogue`, `sign-in`."""
    text: str
    """What it says; hostile until painted."""
    is_against: bool = False
    """Whether it speaks against the verdict."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is known when a call was forbidden."""

    error: Forbidden
    """The 403."""
    endpoint: Endpoint
    """The route."""
    bearer: Bearer = field(default_factory=Bearer)
    """Whose token it was; its roles are those of earlier answers, this one's count first."""
    asked: tuple[str, ...] | None = None
    """The scopes that were asked for when the token was made; None while unknown."""
    is_reused: bool = False
    """Whether the server handed out a token again that it had made before."""
    refused_scopes: frozenset[str] = frozenset()
    """The scopes that the application was refused at a sign-in: `invalid_scope`."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a 403 means."""

    verdict: Verdict | None
    """What is the matter, or most likely is; None where nothing can be said."""
    possible: tuple[Verdict, ...] = ()
    """What it may be, the likeliest first; more than one only where it is not certain."""
    doubts: tuple[str, ...] = ()
    """Why it is not certain, each a clause; empty where it is."""
    clues: tuple[Clue, ...] = ()
    """The evidence, in the order of its weight."""
    needs: tuple[str, ...] = ()
    """The scopes that the call needs."""
    has: tuple[str, ...] | None = None
    """The scopes that the token has; None while unknown."""
    roles: tuple[str, ...] = ()
    """The roles of which the documentation asks one."""
    has_roles: tuple[str, ...] | None = None
    """The application's roles; None while unknown."""
    has_user: bool | None = None
    """Whether the token is a user's; None while unknown."""
    is_either: bool = False
    """Whether one of the roles would do instead of a user."""
    besides: tuple[Verdict, ...] = ()
    """What is certainly missing besides, and stands in the way when this is put right."""

    @property
    def is_certain(self) -> bool:
        """Whether nothing speaks against the verdict, and nothing that it rests on is unknown."""
        return self.verdict is not None and not self.doubts

    @property
    def missing(self) -> tuple[str, ...]:
        """The scopes that the call needs and the token is not known to have."""
        return tuple(scope for scope in self.needs if scope not in (self.has or ()))

    @property
    def is_about_scopes(self) -> bool:
        """Whether scopes are the matter, or may be."""
        return bool({"not_asked", "not_granted", "not_allowed"} & set(self.possible))

    @property
    def title(self) -> str:
        """The verdict in words; what it may be where there is none."""
        if self.verdict is not None:
            return TITLES[self.verdict]
        return "Not certain why"
