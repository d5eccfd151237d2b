"""How to sign in again so that a token reaches more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ft42tui.session.sign_in_form import Way, way_of

if TYPE_CHECKING:
    from ft42tui.api.token import Grant


@dataclass(frozen=True, slots=True)
class SignInPlan:
    """How to sign in again so that a call may pass."""

    way: Way
    """In the browser, or as the application."""
    scopes: tuple[str, ...]
    """What to ask for: what the token has and what it lacks."""
    revokes: bool = False
    """Whether the old token is revoked first: while it lives, it is handed out again with its old scopes."""

    @classmethod
    def for_more(
        cls,
        needed: tuple[str, ...],
        held: tuple[str, ...] | None,
        *,
        has_user: bool | None,
        grant: Grant | None,
        needs_user: bool = False,
    ) -> SignInPlan:
        """Return how to get a token with the scopes that are needed besides those that are held.

        A token of the application's own is of no use where a user is needed. One that was handed over, by
        no grant that is known here, is not revoked.
        """
        scopes = tuple(dict.fromkeys((*(held or ("public",)), *needed)))
        if needs_user and has_user is not True:
            return cls("browser", scopes)
        is_short = not set(needed) <= set(held or ())
        way: Way = "browser" if has_user else way_of(grant)
        return cls(way, scopes, revokes=bool(has_user and is_short and grant is not None))
