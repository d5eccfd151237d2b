"""The days and minutes of the school: every timestamp is made from two ready strings."""

from __future__ import annotations

from datetime import date
from typing import Final

_FIRST: Final = date(2013, 1, 1).toordinal()

DAYS: Final[tuple[str, ...]] = tuple(
    date.fromordinal(_FIRST + n).isoformat() for n in range(date(2027, 12, 31).toordinal() - _FIRST + 1)
)
"""Each day as `2013-01-01`, by its number since the first."""

MINUTES: Final[tuple[str, ...]] = tuple(
    f"T{n // 60:02}:{n % 60:02}:{n * 37 % 60:02}.{n * 619 % 1000:03}Z" for n in range(1440)
)
"""Each minute of a day as `T09:30:30.270Z`, ascending, with seconds that look lived in."""


def day_number(year: int, month: int, day: int) -> int:
    """Return a day's number since the first."""
    return date(year, month, day).toordinal() - _FIRST


TODAY: Final = day_number(2026, 11, 20)
"""The school's today. It is fixed, so that a school can be kept in a file and looked at again."""

PRESENT: Final = "2026-11-20T14:00:00.000Z"
"""The school's now: what `filter[future]` compares with."""

NOON: Final = 14 * 60
"""The minute of the present."""


def stamp(day: int, minute: int) -> str:
    """Return the timestamp of a minute of a day, as the API writes it."""
    return DAYS[day] + MINUTES[minute]


def clock(day: int, minute: int) -> str:
    """Return the timestamp of a whole minute, which may lie before or after the day: what is planned."""
    day, minute = day + minute // 1440, minute % 1440
    return f"{DAYS[day]}T{minute // 60:02}:{minute % 60:02}:00.000Z"


def is_weekend(day: int) -> bool:
    """Return whether a day is a Saturday or a Sunday."""
    return (day + 1) % 7 > 4
