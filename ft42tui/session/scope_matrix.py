"""Scopes × routes: what each scope is needed for and would open, and what a set of routes needs together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from ft42tui.catalog.rights import Rights
from ft42tui.catalog.scopes import SCOPES
from ft42tui.session.reach import Bearer, Reach, Reachability, either

if TYPE_CHECKING:
    from ft42tui.catalog import Endpoint


@dataclass(frozen=True, slots=True)
class Column:
    """One scope."""

    scope: str
    """Its name."""
    is_held: bool | None
    """Whether the token has it; None while unknown."""
    routes: int
    """How many routes need it."""
    opens: int
    """How many more routes the token would reach if it had it as well; 0 for one that it has."""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One route."""

    endpoint: Endpoint
    """The route."""
    rights: Rights
    """What it asks for."""
    reach: Reach
    """What the token is to it."""


class ScopeMatrix:
    """Every route against every scope, for one token. Worked out when it is first looked at."""

    def __init__(self, endpoints: Iterable[Endpoint], reachability: Reachability) -> None:
        self.reachability = reachability
        """What judges the routes."""
        self._endpoints = tuple(endpoints)

    @cached_property
    def rows(self) -> tuple[MatrixRow, ...]:
        """The routes that ask for anything at all, in the catalogue's order."""
        return tuple(row for row in self.of(self._endpoints) if not row.rights.is_open)

    def of(self, endpoints: Iterable[Endpoint]) -> tuple[MatrixRow, ...]:
        """Return the rows of some routes."""
        judge = self.reachability
        return tuple(MatrixRow(one, judge.rights(one), judge.of(one)) for one in endpoints)

    @property
    def total(self) -> int:
        """How many routes there are, those that ask for nothing included."""
        return len(self._endpoints)

    @cached_property
    def reached(self) -> int | None:
        """How many routes the token reaches for certain; None while its scopes are unknown."""
        if self.reachability.bearer.scopes is None:
            return None
        return self.total - len(self.rows) + sum(row.reach.is_open for row in self.rows)

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """The known scopes, and whichever others routes need."""
        needed = dict.fromkeys((*SCOPES, *(scope for row in self.rows for scope in row.rights.scopes)))
        return tuple(self._column(scope) for scope in needed)

    def needing(self, scope: str) -> tuple[MatrixRow, ...]:
        """Return the routes that need a scope."""
        return tuple(row for row in self.rows if scope in row.rights.scopes)

    def _column(self, scope: str) -> Column:
        bearer, needing = self.reachability.bearer, self.needing(scope)
        if bearer.scopes is None or scope in bearer.scopes:
            return Column(scope, None if bearer.scopes is None else True, len(needing), 0)
        richer = replace(self.reachability, bearer=replace(bearer, scopes=(*bearer.scopes, scope)))
        opens = sum(not row.reach.is_open and richer.of(row.endpoint).is_open for row in needing)
        return Column(scope, is_held=False, routes=len(needing), opens=opens)


@dataclass(frozen=True, slots=True)
class Needs:
    """What a set of routes needs together."""

    routes: int
    """How many routes."""
    scopes: tuple[str, ...]
    """Every scope that one of them needs."""
    missing: tuple[str, ...]
    """Those of them that the token does not have; all of them while its scopes are unknown."""
    users: int = 0
    """How many need a user's token."""
    roles: tuple[tuple[str, ...], ...] = ()
    """The sets of roles of which the application needs one each."""

    @property
    def words(self) -> str:
        """The needs in words: `2 routes need public projects · missing projects · a user's token`."""
        if not self.routes:
            return ""
        return " · ".join(self._words())

    def _words(self) -> Iterator[str]:
        subject = f"{self.routes} routes need" if self.routes > 1 else "1 route needs"
        yield f"{subject} {' '.join(self.scopes) or 'no scope'}"
        if self.scopes:
            yield f"missing {' '.join(self.missing)}" if self.missing else "the token has them all"
        if self.users:
            yield "a user's token" if self.users == self.routes else f"a user's token for {self.users}"
        for roles in self.roles:
            yield f"the role {either(roles)}"


def needs_of(endpoints: Collection[Endpoint], reachability: Reachability) -> Needs:
    """Return what some routes need together. A role that would do instead of a user is not asked for."""
    wanted = [reachability.rights(one) for one in endpoints]
    known = dict.fromkeys(scope for scope in SCOPES if any(scope in one.scopes for one in wanted))
    scopes = tuple(known | dict.fromkeys(scope for one in wanted for scope in one.scopes))
    held = _held(reachability.bearer)
    roles = dict.fromkeys(one.roles for one in wanted if one.roles and not one.is_either)
    return Needs(
        len(wanted),
        scopes,
        tuple(scope for scope in scopes if scope not in held),
        sum(one.user for one in wanted),
        tuple(roles),
    )


def _held(bearer: Bearer) -> tuple[str, ...]:
    return bearer.scopes or ()
