"""Access tokens, and what the API says about one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias, TypeGuard

Grant: TypeAlias = Literal["client_credentials", "authorization_code", "refresh_token"]
"""How a token was had."""


@dataclass(frozen=True, slots=True)
class Token:
    """An access token. Its text is never in its repr."""

    access_token: str = field(repr=False)
    """The secret itself."""
    scopes: tuple[str, ...] | None = None
    """What it may do; None until the API said so."""
    expires_at: float | None = None
    """When it dies, in seconds since the epoch by this machine's clock; None if unknown."""
    secret_valid_until: float | None = None
    """When the application's secret dies, in seconds since the epoch by this machine's clock, if the API
    said so."""
    refresh_token: str | None = field(default=None, repr=False)
    """What another token is to be had for, once; only a user's token has one."""
    issued_at: float | None = None
    """When it was handed to us, in seconds since the epoch by this machine's clock."""
    grant: Grant | None = None
    """How it was had; None for one that was handed over."""
    asked: tuple[str, ...] | None = None
    """The scopes that were asked for when somebody signed in for it; None while unknown."""

    @classmethod
    def from_answer(
        cls, answer: Mapping[str, Any], *, now: float, skew: float = 0.0, grant: Grant | None = None
    ) -> Token:
        """Return the token that an answer of the token endpoint holds.

        It is dated by `expires_in` and our own clock, not by `created_at`, so that a skewed clock does
        not matter; a token handed out again has less than two hours left (wire facts, section 1). `skew`
        says how many seconds the server's clock is ahead of ours. Raises ValueError if there is no token
        in it.
        """
        text = answer.get("access_token")
        if not is_sendable(text):
            raise ValueError("no access_token that fits a header")
        life = _number(answer.get("expires_in"))
        dies = _number(answer.get("secret_valid_until"))
        refresh = answer.get("refresh_token")
        return cls(
            access_token=text,
            scopes=scopes_from(answer.get("scope")),
            expires_at=None if life is None else now + life,
            secret_valid_until=None if dies is None else dies - skew,
            refresh_token=refresh if is_sendable(refresh) else None,
            issued_at=now,
            grant=grant,
        )

    def is_dying(self, now: float, *, margin: float = 30.0) -> bool:
        """Return whether it is dead, or will be within the margin."""
        return self.expires_at is not None and self.expires_at - now < margin


@dataclass(frozen=True, slots=True)
class TokenInfo:
    """What `/oauth/token/info` says. Source: the official guide."""

    resource_owner_id: int | None
    """The id of the user it belongs to; None for an application's token."""
    scopes: tuple[str, ...]
    """What it may do."""
    expires_in: float | None
    """Seconds until it dies."""
    application_uid: str
    """The uid of the application it was made for."""
    created_at: float | None = None
    """When it was made, in seconds since the epoch; by the server's clock, unless it was put on ours."""
    is_dated_here: bool = False
    """Whether `created_at` was put on this machine's clock, by the Date of the answer."""

    @classmethod
    def from_answer(cls, answer: Any) -> TokenInfo:
        """Return what an answer says; a field that is absent or odd is taken as unknown."""
        answer = answer if isinstance(answer, dict) else {}
        owner = answer.get("resource_owner_id")
        application = answer.get("application")
        uid = application.get("uid") if isinstance(application, dict) else None
        return cls(
            resource_owner_id=owner if isinstance(owner, int) and not isinstance(owner, bool) else None,
            scopes=scopes_from(answer.get("scopes")) or (),
            expires_in=_number(answer.get("expires_in_seconds")),
            application_uid=uid if isinstance(uid, str) else "",
            created_at=_number(answer.get("created_at")),
        )


def is_sendable(text: object) -> TypeGuard[str]:
    """Return whether a text can stand in a header, as every token of Doorkeeper's can."""
    return isinstance(text, str) and bool(text) and all("!" <= c <= "~" for c in text)


def scopes_from(value: Any) -> tuple[str, ...] | None:
    """Return scopes from `"public projects"` or `["public", "projects"]`; None from anything else."""
    if isinstance(value, str):
        return tuple(item for item in value.split() if is_sendable(item))
    if isinstance(value, list):
        return tuple(item for item in value if is_sendable(item))
    return None


def _number(value: Any) -> float | None:
    """Return a JSON number as seconds; None for anything else, and for what no clock can hold."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not abs(value) < _FOREVER:
        return None
    return float(value)


_FOREVER = 1e12
