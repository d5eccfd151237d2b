"""Which routes a token reaches, by the documentation and by what answers taught."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from ft42tui.catalog.rights import Rights, has_role, route_of

if TYPE_CHECKING:
    from ft42tui.catalog import Endpoint
    from ft42tui.session.lessons import Lesson, Lessons

Standing: TypeAlias = Literal["reachable", "scope", "role", "user", "unknown"]
"""What a token is to a route: enough; short of a scope, of its application's role, of a user; unknown."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who asks: what is known of a token's rights. None is unknown, everywhere."""

    scopes: tuple[str, ...] | None = None
    """The token's scopes."""
    has_user: bool | None = None
    """Whether it is a user's."""
    roles: tuple[str, ...] | None = None
    """Its application's roles."""
    owner: int | None = None
    """The user's id; None for the application's own token."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a token reaches a route, and what it is short of."""

    standing: Standing
    """The first thing to know."""
    scopes: tuple[str, ...] = ()
    """The scopes that are missing."""
    roles: tuple[str, ...] = ()
    """The roles of which one is missing."""
    needs_user: bool = False
    """Whether a user's token is missing."""
    is_either: bool = False
    """Whether a role would do instead of all else that is missing."""
    is_learned: bool = False
    """Whether an answer taught it, not the documentation."""
    doubt: str = ""
    """Why it is unknown: words that follow "not known: "."""

    @property
    def is_open(self) -> bool:
        """Whether the route is reached."""
        return self.standing == "reachable"

    @property
    def words(self) -> str:
        """What the standing is, in a few words: `needs projects`, `needs the role Tutor or Basic tutor`."""
        if self.standing == "reachable":
            return "reachable"
        if self.standing == "unknown":
            return f"not known: {self.doubt}" if self.doubt else "not known"
        return needs_in_words(self.scopes, self.roles, is_either=self.is_either, user=self.needs_user)


def needs_in_words(
    scopes: tuple[str, ...], roles: tuple[str, ...], *, user: bool, is_either: bool = False
) -> str:
    """Return what is needed as one says it."""
    parts = [f"the scope{'s' if len(scopes) > 1 else ''} {' '.join(scopes)}"] if scopes else []
    if user:
        parts.insert(0, "a user's token")
    needed = " with ".join(parts) if is_either and len(parts) > 1 else " and ".join(parts)
    if roles:
        role = f"the role {either(roles)}"
        needed = f"{needed}, {'or' if is_either else 'and'} {role}" if needed else role
    return f"needs {needed}" if needed else "needs nothing"


def either(names: tuple[str, ...]) -> str:
    """Return names of which one will do: `Tutor, Basic tutor or Advanced tutor`."""
    return " or ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)


@dataclass(frozen=True, slots=True)
class Reachability:
    """Judges routes for one token. Equal ones judge alike."""

    bearer: Bearer = field(default_factory=Bearer)
    """Whose token it is."""
    lessons: Lessons = field(default_factory=dict)
    """What its application learned."""

    def rights(self, endpoint: Endpoint) -> Rights:
        """Return what a route asks for: as documented, but for scopes that the API itself named."""
        rights = Rights.of(endpoint)
        lessons = self.lessons.get(route_of(endpoint), ())
        taught = next((one.needed for one in lessons if one.outcome == "scope"), rights.scopes)
        return replace(rights, scopes=taught)

    def of(self, endpoint: Endpoint) -> Reach:
        """Return whether a route is reached. A wrong answer is worse than none: what is open is unknown."""
        bearer, rights = self.bearer, self.rights(endpoint)
        if bearer.scopes is None:
            return Reach("unknown", doubt="the token's scopes are not known yet")
        lessons = self.lessons.get(route_of(endpoint), ())
        is_taught = set(rights.scopes) != set(endpoint.scopes)
        newest = next(
            (one for one in lessons if one.outcome != "scope" and _applies(one, bearer, rights)), None
        )
        if newest is not None and newest.outcome == "answered" and _covers(bearer, newest):
            later = lessons[: lessons.index(newest)]
            if not any(one.outcome == "scope" and _applies(one, bearer, rights) for one in later):
                return Reach("reachable", is_learned=True)
        found = _judged(rights, bearer, is_learned=is_taught)
        if found.is_open and not endpoint.is_listed:
            return Reach("unknown", doubt="the documentation does not have this route")
        if found.is_open and newest is not None and newest.outcome == "denied":
            return Reach("unknown", doubt="it was refused before, and not for a scope", is_learned=True)
        return found


def _applies(lesson: Lesson, bearer: Bearer, rights: Rights) -> bool:
    """Return whether a lesson is about such a token: of the same kind, with the same roles behind it.

    Where roles are asked for, a user's own privileges count too: it is about that user only.
    """
    if lesson.has_user != bearer.has_user or (rights.roles and lesson.owner != bearer.owner):
        return False
    return lesson.roles is None or bearer.roles is None or set(lesson.roles) == set(bearer.roles)


def _covers(bearer: Bearer, lesson: Lesson) -> bool:
    return bearer.scopes is not None and set(lesson.scopes) <= set(bearer.scopes)


_NO_ROLES: Final = "the application's roles are not known yet"
_NO_OWNER: Final = "whether the token is a user's is not known yet"
_ADVANCED: Final = "whether an advanced role does what the basic one may is not documented"
_PRIVILEGES: Final = "the application has the role; the user's own privileges count too"


def _judged(rights: Rights, bearer: Bearer, *, is_learned: bool) -> Reach:
    """Return what the rights of a call are to a token whose scopes are known."""
    missing = tuple(scope for scope in rights.scopes if scope not in (bearer.scopes or ()))
    role = _role(rights, bearer)
    user = _user(rights, bearer)
    if rights.is_either:
        if role is True or (not missing and user is True):
            return Reach("reachable", is_learned=is_learned)
        if role is None:
            return Reach("unknown", doubt=_NO_ROLES if bearer.roles is None else _ADVANCED)
        if not missing and user is None:
            return Reach("unknown", doubt=_NO_OWNER)
    roles = rights.roles if role is False else ()
    is_short = (("scope", missing), ("role", roles and not rights.is_either), ("user", user is False))
    standing = next((name for name, is_so in is_short if is_so), None)
    if standing is not None:
        return Reach(
            standing,  # type: ignore[arg-type]  # one of the three names above
            missing,
            roles,
            user is False,
            rights.is_either,
            is_learned and bool(missing),
        )
    if role is None:
        return Reach("unknown", doubt=_NO_ROLES if bearer.roles is None else _ADVANCED)
    if user is None:
        return Reach("unknown", doubt=_NO_OWNER)
    if rights.roles and bearer.has_user is not False:
        return Reach("unknown", doubt=_PRIVILEGES)
    return Reach("reachable", is_learned=is_learned)


def _role(rights: Rights, bearer: Bearer) -> bool | None:
    """Return whether the application has the role that is needed; True where none is, None if unknown."""
    if not rights.roles:
        return not rights.is_either
    return None if bearer.roles is None else has_role(bearer.roles, rights.roles)


def _user(rights: Rights, bearer: Bearer) -> bool | None:
    return bearer.has_user if rights.user else True
