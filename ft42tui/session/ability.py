"""Whether a token can do one thing: in words, as data, as an exit status."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ft42tui.session.reach import Bearer, Reach

if TYPE_CHECKING:
    from ft42tui.catalog import Endpoint

YES: Final = 0
"""The exit status of a token that can."""
NO: Final = 1
"""The exit status of one that cannot."""
UNKNOWN: Final = 3
"""The exit status where that is not known."""


@dataclass(frozen=True, slots=True)
class Ability:
    """What a token is to one route."""

    endpoint: Endpoint
    """The route."""
    reach: Reach
    """Whether the token reaches it."""
    bearer: Bearer
    """What is known of the token's rights."""

    @property
    def status(self) -> int:
        """The exit status: 0 yes, 1 no, 3 unknown."""
        return {"reachable": YES, "unknown": UNKNOWN}.get(self.reach.standing, NO)

    @property
    def sentence(self) -> str:
        """The answer in words: `No: GET /v2/me/slots needs the scope projects …`."""
        route = f"{self.endpoint.method} {self.endpoint.path}"
        source = "an answer showed it" if self.reach.is_learned else "by the documentation"
        if self.reach.standing == "reachable":
            return f"Yes: the token reaches {route}, {source}."
        if self.reach.standing == "unknown":
            return f"Unknown: whether the token reaches {route}; {self.reach.doubt or 'nothing says it'}."
        return f"No: {route} {self.reach.words}, {source}. {self._has}"

    @property
    def _has(self) -> str:
        return "; ".join(self._held()) + "."

    def _held(self) -> Iterator[str]:
        scopes = " ".join(self.bearer.scopes or ()) or "no scope"
        yield f"The token has {scopes}"
        if self.reach.needs_user:
            yield "it is the application's own"
        if self.reach.roles:
            yield f"the application's roles: {', '.join(self.bearer.roles or ()) or 'none'}"

    def as_data(self) -> dict[str, object]:
        """Return it for programs."""
        known = self.reach.standing != "unknown"
        return {
            "method": self.endpoint.method,
            "path": self.endpoint.path,
            "can": self.reach.is_open if known else None,
            "standing": self.reach.standing,
            "missing_scopes": list(self.reach.scopes),
            "missing_one_of_roles": list(self.reach.roles),
            "needs_user": self.reach.needs_user,
            "a_role_would_do": self.reach.is_either,
            "learned": self.reach.is_learned,
            "reason": self.reach.words,
        }
