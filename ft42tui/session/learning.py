"""What a connection learns from the answers it gets, and what it therefore knows of its token's reach."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ft42tui.catalog.rights import route_of
from ft42tui.session.lessons import Lesson, Lessons, Outcome
from ft42tui.session.memory import Memories, Memory

if TYPE_CHECKING:
    from ft42tui.api.errors import ApiError
    from ft42tui.catalog import Endpoint
    from ft42tui.session.reach import Bearer

_MOST: Final = 64


@dataclass(frozen=True, slots=True)
class _Answered:
    """An answer that was not learned from yet: whose token asked was not known."""

    endpoint: Endpoint
    outcome: Outcome
    needed: tuple[str, ...]
    roles: tuple[str, ...] | None
    fingerprint: str


class Learning:
    """Learns for whoever `who` names: an API's origin and an application's uid, empty while unknown."""

    def __init__(self, memories: Memories, who: Callable[[], tuple[str, str]]) -> None:
        self.memories = memories
        """What every application learned."""
        self._who = who
        self._waiting: list[_Answered] = []
        self._nobodys = Memory()

    @property
    def memory(self) -> Memory:
        """What the application learned; an empty memory while it is not known which one asks."""
        origin, client_id = self._who()
        return self.memories.of(origin, client_id) if client_id else self._nobodys

    @property
    def lessons(self) -> Lessons:
        """The lessons of the application."""
        return self.memory.lessons

    def answered(self, endpoint: Endpoint, fingerprint: str, bearer: Bearer) -> None:
        """Take in that a route was answered with a page."""
        self._note(_Answered(endpoint, "answered", (), bearer.roles, fingerprint), bearer)

    def refused(self, endpoint: Endpoint, error: ApiError, fingerprint: str, bearer: Bearer) -> None:
        """Take in a refusal, if it teaches something of the route: a 403 of the API's own.

        One about a route with a value in its path may be about that object only.
        """
        from ft42tui.api.errors import Forbidden
        from ft42tui.session.forbidden import reads_as_denied, scopes_named_by

        if not isinstance(error, Forbidden):
            return
        named = scopes_named_by(error)
        if named:
            self._note(_Answered(endpoint, "scope", named, bearer.roles, fingerprint), bearer)
        elif reads_as_denied(error) and not endpoint.path_names:
            self._note(_Answered(endpoint, "denied", (), bearer.roles, fingerprint), bearer)

    def settle(self, fingerprint: str, bearer: Bearer) -> None:
        """Learn from what was waiting, now that more is known of the token."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if one.fingerprint == fingerprint:
                self._note(one, bearer)

    def _note(self, answer: _Answered, bearer: Bearer) -> None:
        origin, client_id = self._who()
        if not client_id or bearer.scopes is None or bearer.has_user is None:
            self._waiting = [*self._waiting[-_MOST:], answer]
            return
        self.memories.of(origin, client_id).learn(
            Lesson(
                route_of(answer.endpoint),
                answer.outcome,
                bearer.scopes,
                bearer.has_user,
                answer.roles,
                answer.needed,
                owner=bearer.owner,
            )
        )
