"""Access tokens, and what the API says about one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeGuard


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
    """When the application's secret dies, in seconds since the epoch, if the API said so."""

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any], *, now: float) -> Token:
        """Return the token that an answer of the token endpoint holds.

        It is dated by `expires_in` and our own clock, not by `created_at`, so that a skewed clock does
        not matter; a token handed out again has less than two hours left (wire facts, section 1).
        Raises ValueError if there is no token in it.
        """
        text = answer.get("access_token")
        if not isinstance(text, str) or not text:
            raise ValueError("no access_token")
        life, secret_dies = answer.get("expires_in"), answer.get("secret_valid_until")
        return cls(
            access_token=text,
            scopes=scopes_from(answer.get("scope")),
            expires_at=now + float(life) if _is_number(life) else None,
            secret_valid_until=float(secret_dies) if _is_number(secret_dies) else None,
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

    @classmethod
    def from_answer(cls, answer: Any) -> TokenInfo:
        """Return what an answer says; a field that is absent or odd is taken as unknown."""
        answer = answer if isinstance(answer, dict) else {}
        owner, life = answer.get("resource_owner_id"), answer.get("expires_in_seconds")
        application = answer.get("application")
        uid = application.get("uid") if isinstance(application, dict) else None
        return cls(
            resource_owner_id=owner if isinstance(owner, int) else None,
            scopes=scopes_from(answer.get("scopes")) or (),
            expires_in=float(life) if _is_number(life) else None,
            application_uid=uid if isinstance(uid, str) else "",
        )


def scopes_from(value: Any) -> tuple[str, ...] | None:
    """Return scopes from `"public projects"` or `["public", "projects"]`; None from anything else."""
    if isinstance(value, str):
        return tuple(value.split())
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str))
    return None


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)
