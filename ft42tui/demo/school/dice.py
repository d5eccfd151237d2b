"""Chances and times in SQL: what an id throws is always the same, and costs no row in Python."""

from __future__ import annotations

from typing import Final

_GOLDEN: Final = 2654435761  # Knuth's multiplier: near ids land far from each other
_STEP: Final = 0x9E3779B4


def chance(key: str, salt: int, sides: int) -> str:
    """Return a number from 0 to `sides` - 1. `key` is an expression for an id; salts throw independently."""
    factor = (_GOLDEN ^ (salt * _STEP)) & 0xFFFFFFFF | 1
    return f"((((({key}) * {factor}) % 4294967296) >> 8) % {sides})"


def pick(key: str, salt: int, texts: tuple[str, ...]) -> str:
    """Return one of some texts."""
    cases = " ".join(f"WHEN {place} THEN {quoted(text)}" for place, text in enumerate(texts))
    return f"(CASE {chance(key, salt, len(texts))} {cases} END)"


def quoted(text: str) -> str:
    """Return a text as SQL has it."""
    return "'" + text.replace("'", "''") + "'"


def day_of(at: str, days: str = "0") -> str:
    """Return the day that comes some days after a timestamp."""
    return f"date(substr({at}, 1, 10), ({days}) || ' days')"


def office_hour(key: str, salt: int) -> str:
    """Return a time of day from 08:00 to 18:59, to put behind a day."""
    return (
        f"printf('T%02d:%02d:%02d.%03dZ', 8 + {chance(key, salt, 11)}, {chance(key, salt + 1, 60)},"
        f" {chance(key, salt + 2, 60)}, {chance(key, salt + 3, 1000)})"
    )


def days_between(before: str, after: str) -> str:
    """Return how many days lie between two timestamps."""
    return f"CAST(julianday(substr({after}, 1, 10)) - julianday(substr({before}, 1, 10)) AS INTEGER)"
