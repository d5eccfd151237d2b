"""What a sign-in brought."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ft42tui.api.application import NOWHERE

if TYPE_CHECKING:
    from ft42tui.api.token import Token


@dataclass(frozen=True, slots=True)
class Granted:
    """A token that somebody just signed in with, without the token."""

    scopes: tuple[str, ...] | None
    """What it may do; None while unknown."""
    lacking: tuple[str, ...] = ()
    """What was asked for and not granted."""
    expires_at: float | None = None
    """When it dies, in seconds since the epoch by this machine's clock; None if unknown."""
    place: str = ""
    """Where it is kept, in words: `the keyring`, a path, `nowhere: …`."""
    owner: str = ""
    """`app`, a login, or `user 74`; empty while unknown."""

    @classmethod
    def of(cls, token: Token, wanted: tuple[str, ...], *, place: str, owner: str = "") -> Granted:
        """Return what a token grants of what was wanted."""
        has = token.scopes
        lacking = tuple(scope for scope in wanted if scope not in has) if has is not None else ()
        return cls(has, lacking, token.expires_at, place, owner)

    def sentence(self, now: float) -> str:
        """Return whose token it is, for what, for how long, and where it is kept."""
        owner = {"app": "the application", "token": ""}.get(self.owner, self.owner)
        who = f" as {owner}" if owner else ""
        what = f" with {' '.join(self.scopes)}" if self.scopes else ""
        long = f", for {life(self.expires_at - now)}" if self.expires_at is not None else ""
        return f"Signed in{who}{what}{long}. {kept('The token', self.place)}".rstrip()

    @property
    def shortfall(self) -> str:
        """What was not granted and why, in words; empty if nothing was kept back.

        Source: wire facts, section 1: a token that lives is handed out again with its old scopes.
        """
        if not self.lacking:
            return ""
        return (
            f"Not granted: {' '.join(self.lacking)}. A token that still lives brings its old scopes: "
            "revoke it first, in the token view (t), then sign in again."
        )


def kept(what: str, place: str) -> str:
    """Return where something is kept, in a sentence; empty if that is unknown."""
    if not place:
        return ""
    return f"{what} is {kept_where(place)}."


def kept_where(place: str) -> str:
    """Return a place as one says that something is kept there: `kept in the keyring`."""
    return "kept for this run only" if place == NOWHERE else f"kept in {place}"


def life(seconds: float) -> str:
    """Return a time to live as one says it: `2 hours`, `1 hour 58 minutes`, `40 seconds`."""
    whole = max(0, round(seconds))
    if whole < 60:
        return _counted(whole, "second")
    hours, minutes = divmod(round(whole / 60), 60)
    parts = ((hours, "hour"), (minutes, "minute"))
    return " ".join(_counted(number, unit) for number, unit in parts if number)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
