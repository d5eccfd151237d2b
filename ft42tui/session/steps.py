"""What a sign-in has done so far, and what it waits for: values, for whoever shows them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ft42tui.api.exchange import Exchange, Headers


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a sign-in that was taken."""

    title: str
    """What was done: `Answer of the browser`."""
    seconds: float
    """How long it took."""
    exchange: Exchange | None = None
    """The request and answer, masked, if it was one of ours."""
    failure: str = ""
    """What went wrong in it; empty if nothing did."""
    asked: Headers = ()
    """What was asked with, by name, secrets masked."""
    brought: Headers = ()
    """What came back, by name, secrets masked."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is waited for while the browser is away."""

    url: str = field(repr=False)
    """Where the person consents."""
    redirect_uri: str
    """Where the browser comes back to."""
    is_listening: bool
    """Whether somebody listens there."""
    until: float
    """When it is given up, in seconds since the epoch by this machine's clock."""
    is_open: bool | None = None
    """Whether a browser was started; None while nobody tried."""
