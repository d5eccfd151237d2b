"""The state of things in one immutable value: who, how long, how much."""

from __future__ import annotations

from dataclasses import dataclass, field

from ft42tui.api.budget import Budget, Wait


@dataclass(frozen=True, slots=True)
class Status:
    """What the status bar shows."""

    profile: str = ""
    """The profile's name."""
    host: str = ""
    """The API's host, in words where its address changes from run to run: `the embedded API`."""
    is_official: bool = True
    """Whether it is the real API; a staging or other one is marked."""
    owner: str = ""
    """Whose token: `app`, a login, or `user 74` while only the id is known; empty before there is one."""
    scopes: tuple[str, ...] | None = None
    """What the token may do; None while unknown."""
    expires_at: float | None = None
    """When the token dies, in seconds since the epoch."""
    can_renew: bool = False
    """Whether another token is asked for by itself when this one has died."""
    secret_valid_until: float | None = None
    """When the application's secret dies, in seconds since the epoch, if the API said so."""
    budget: Budget = field(default_factory=Budget)
    """What the rate headers said last."""
    second_left: int | None = None
    """Requests that may be sent in this second, if the API states that limit."""
    last_status: int | None = None
    """The last answer's status."""
    last_seconds: float | None = None
    """The last answer's time."""
    wait: Wait | None = None
    """What a request is waiting for."""
    wait_left: float = 0.0
    """Seconds of that wait that are left."""
