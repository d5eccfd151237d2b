"""What answers taught about a route: that it was answered, which scopes it wanted, that it was denied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, get_args

from ft42tui.api.token import scopes_from

Outcome: TypeAlias = Literal["answered", "scope", "denied"]
"""An answer of 2xx, a 403 that names scopes, another 403 of the API's own."""

Lessons: TypeAlias = Mapping[str, tuple["Lesson", ...]]
"""What was learned, by route; of each outcome and kind of token the last one, the newest first."""

_OUTCOMES: Final[tuple[Outcome, ...]] = get_args(Outcome)
_LONGEST_ROUTE: Final = 200
_MOST_NAMES: Final = 32
_LONGEST_NAME: Final = 80


@dataclass(frozen=True, slots=True)
class Lesson:
    """One answer, as far as it says something about the route."""

    route: str
    """Method and path of the route: `GET /v2/me/slots`."""
    outcome: Outcome
    """What came of it."""
    scopes: tuple[str, ...]
    """The scopes of the token that asked."""
    has_user: bool
    """Whether it was a user's."""
    roles: tuple[str, ...] | None = None
    """The application's roles then; None where the answer did not say."""
    needed: tuple[str, ...] = ()
    """The scopes that the API named, where it named some."""
    at: float = 0.0
    """When, in seconds since the epoch by this machine's clock."""
    owner: int | None = None
    """The user's id; None for the application's own token, and while unknown."""

    @property
    def is_bounded(self) -> bool:
        """Whether it is no longer than what is kept: what an answer names may be as long as it likes."""
        lists = (self.scopes, self.needed, self.roles or ())
        names = [self.route[:_LONGEST_NAME], *(name for names in lists for name in names)]
        is_short = len(self.route) <= _LONGEST_ROUTE and max(map(len, lists)) <= _MOST_NAMES
        return is_short and max(map(len, names)) <= _LONGEST_NAME

    def says_the_same(self, other: Lesson) -> bool:
        """Return whether nothing but the time differs."""
        return self._content == other._content

    @property
    def _content(self) -> tuple[object, ...]:
        return self.route, self.outcome, self.scopes, self.has_user, self.roles, self.needed, self.owner

    def is_in_place_of(self, other: Lesson) -> bool:
        """Return whether it is of the same kind: of those the newest is kept."""
        return (self.outcome, self.has_user) == (other.outcome, other.has_user)

    def as_data(self) -> dict[str, object]:
        """Return it as JSON holds it."""
        return {
            "route": self.route,
            "outcome": self.outcome,
            "scopes": self.scopes,
            "has_user": self.has_user,
            "roles": self.roles,
            "needed": self.needed,
            "at": self.at,
            "owner": self.owner,
        }

    @classmethod
    def from_data(cls, said: Any) -> Lesson | None:
        """Return the lesson that JSON holds, or None for what is none."""
        if not isinstance(said, dict):
            return None
        route, has_user, at = (said.get(key) for key in ("route", "has_user", "at"))
        outcome = next((one for one in _OUTCOMES if one == said.get("outcome")), None)
        scopes, needed = scopes_from(said.get("scopes")), scopes_from(said.get("needed"))
        if not (isinstance(route, str) and route.isprintable()):
            return None
        if outcome is None or not isinstance(has_user, bool) or scopes is None or needed is None:
            return None
        if not isinstance(at, int | float) or isinstance(at, bool) or not abs(at) < 1e12:
            return None
        roles = said.get("roles")
        named = _names(roles) if isinstance(roles, list) else None
        owner = said.get("owner")
        owner = owner if isinstance(owner, int) and not isinstance(owner, bool) else None
        lesson = cls(route, outcome, scopes, has_user, named, needed, float(at), owner)
        return lesson if lesson.is_bounded else None


def with_lesson(lessons: Lessons, lesson: Lesson) -> Lessons:
    """Return the lessons with one more, the newest first; the one that it takes the place of is gone."""
    others = (one for one in lessons.get(lesson.route, ()) if not lesson.is_in_place_of(one))
    newest = sorted((lesson, *others), key=lambda one: -one.at)
    return {**lessons, lesson.route: tuple(newest)}


def _names(values: list[Any]) -> tuple[str, ...]:
    return tuple(value for value in values if isinstance(value, str) and value.isprintable())
