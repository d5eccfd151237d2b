"""Objects that count by date: the graph routes, and how long a user was logged in on which day."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final

from ft42tui.catalog import Endpoint
from ft42tui.demo.narrow import sentence
from ft42tui.demo.refusal import bad_request
from ft42tui.demo.resources.listing import Listing
from ft42tui.demo.store import Store

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_BUCKETS: Final = {
    "day": "substr({0}, 1, 10)",
    "week": "date(substr({0}, 1, 10), '-6 days', 'weekday 1')",
    "month": "substr({0}, 1, 7) || '-01'",
    "quarter": "printf('%s-%02d-01', substr({0}, 1, 4), (substr({0}, 6, 2) - 1) / 3 * 3 + 1)",
    "year": "substr({0}, 1, 4) || '-01-01'",
    "hour_of_day": "CAST(substr({0}, 12, 2) AS INTEGER)",
    "day_of_week": "CAST(strftime('%w', substr({0}, 1, 10)) AS INTEGER)",
    "day_of_month": "CAST(substr({0}, 9, 2) AS INTEGER)",
    "month_of_year": "CAST(substr({0}, 6, 2) AS INTEGER)",
}
_CYCLES: Final = {
    "hour_of_day": range(24),
    "day_of_week": range(7),
    "day_of_month": range(1, 32),
    "month_of_year": range(1, 13),
}
_DEFAULT: Final = "month_of_year"  # Source: wire facts, section 8.


def graph(
    endpoint: Endpoint,
    listing: Listing,
    store: Store,
    values: Mapping[str, str],
    conditions: Sequence[str],
    bound: Sequence[Any],
) -> dict[str, int]:
    """Return how many rows fall into each bucket of a date column. Raises Refusal (400) for bad names.

    Assumptions: `created_at` is counted when no field is named; empty buckets between the first and the
    last are there with 0; weeks begin on Monday and carry its date; day_of_week 0 is Sunday.
    """
    fields = _choices(endpoint, "field") or ("created_at",)
    name = values.get("field", fields[0])
    interval = values.get("interval", _DEFAULT)
    # Assumption: a table without the column it should be counted by (a location has no created_at)
    # is counted by when a thing began.
    columns = store.columns(listing.table)
    column = name if name in columns else "begin_at"
    if name not in fields or column not in columns:
        raise bad_request(f"The field {name} is not allowed, can be {sentence(fields)}")
    if interval not in _BUCKETS:
        raise bad_request(f"The interval {interval} is not allowed, can be {sentence(_BUCKETS)}")
    where = " AND ".join((f"t.{column} IS NOT NULL", *conditions))
    bucket = _BUCKETS[interval].format(f"t.{column}")
    rows = store.rows(
        f"SELECT {bucket} AS bucket, count(*) AS number FROM {listing.table} t"  # noqa: S608
        f" WHERE {where} GROUP BY 1 ORDER BY 1",
        bound,
    )
    counts = {str(row["bucket"]): row["number"] for row in rows}
    if interval in _CYCLES:
        return {str(n): counts.get(str(n), 0) for n in _CYCLES[interval]}
    return {day: counts.get(day, 0) for day in _series(list(counts), interval)}


def _choices(endpoint: Endpoint, name: str) -> tuple[str, ...]:
    parameter = endpoint.parameter(name)
    return parameter.choices if parameter else ()


def _series(days: list[str], interval: str) -> list[str]:
    """Return the first day of every interval between the first and the last one."""
    if not days:
        return []
    day, last = date.fromisoformat(days[0]), date.fromisoformat(days[-1])
    months = {"month": 1, "quarter": 3, "year": 12}.get(interval, 0)
    made = []
    while day <= last:
        made.append(day.isoformat())
        if months:
            later = day.month - 1 + months
            day = date(day.year + later // 12, later % 12 + 1, 1)
        else:
            day += timedelta(days=7 if interval == "week" else 1)
    return made


def locations_stats(store: Store, user: int, parameters: Mapping[str, str]) -> dict[str, str]:
    """Return how long a user was logged in on each day, newest first: `{"2024-09-02": "07:31:12"}`.

    A stay over midnight counts for both days; one that is not over counts until now. Assumptions: days
    without a stay are left out; without `begin_at` and `end_at` all days count; a date that is none
    is passed over, as is `time_zone`.
    """
    days: dict[str, timedelta] = {}
    for row in store.rows("SELECT begin_at, end_at FROM locations WHERE user_id = ?", (user,)):
        begin, end = _moment(row["begin_at"]), _moment(row["end_at"] or store.now())
        while begin < end:
            midnight = datetime.combine(begin.date() + timedelta(days=1), datetime.min.time())
            until = min(end, midnight)
            name = begin.date().isoformat()
            days[name] = days.get(name, timedelta()) + (until - begin)
            begin = until
    first = _DAY.match(parameters.get("begin_at", ""))
    last = _DAY.match(parameters.get("end_at", ""))
    return {
        day: _duration(days[day])
        for day in sorted(days, reverse=True)
        if (not first or day >= first[0]) and (not last or day <= last[0])
    }


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.removesuffix("Z"))


def _duration(spent: timedelta) -> str:
    seconds = int(spent.total_seconds())
    text = f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    return f"{text}.{spent.microseconds:06}" if spent.microseconds else text
