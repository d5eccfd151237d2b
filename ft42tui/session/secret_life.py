"""How long a client secret still lives, and what is said of that: 42's rotate about every 30 days."""

from __future__ import annotations

from typing import Final

WARN_SECRET: Final = 7 * 24 * 3600.0
"""Seconds that a client secret has left when one is warned of its death."""

REPLACE: Final = "The application's page on the intranet shows the next one: press 'Replace now' there, then"
"""What to do about it; what follows says where the next one goes."""


def is_soon(left: float) -> bool:
    """Return whether a person should know by now, given the seconds that are left."""
    return left <= WARN_SECRET


def is_over(left: float) -> bool:
    """Return whether it has died."""
    return left <= 0


def words(left: float) -> str:
    """Return what becomes of it: `dies in 5 days`, `has died`."""
    return "has died" if is_over(left) else f"dies in {days_left(left)}"


def sentence(profile: str, left: float) -> str:
    """Return the warning: whose secret dies, when, and what to do."""
    return f"The client secret of profile {profile} {words(left)}. {REPLACE} set it here (L)."


def days_left(seconds: float) -> str:
    """Return a time of days as one reads it: `5 days`, `1 day`, `less than a day`."""
    days = int(seconds // 86400)
    return "less than a day" if days < 1 else "1 day" if days == 1 else f"{days} days"
