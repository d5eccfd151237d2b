"""Slots: when somebody offers to evaluate, in pieces of fifteen minutes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from ft42tui.demo.fields import Reading
from ft42tui.demo.store import Row, Store

_PIECE: Final = timedelta(minutes=15)
_NOTICE: Final = timedelta(minutes=30)
_LONGEST: Final = timedelta(days=1)


def refuse_bad_slot(
    found: Reading, store: Store, values: Mapping[str, Any], before: Row | None, now: str
) -> None:
    """Note what is wrong with a slot.

    Pieces of 15 minutes: wire facts, section 8. Assumptions: half an hour of notice, a day at most, no
    two at the same time, and the sentences.
    """
    begin, end = _moment(values.get("begin_at")), _moment(values.get("end_at"))
    if begin is None or end is None:
        return
    is_moved = before is None or before["begin_at"] != values["begin_at"]
    if is_moved and begin < datetime.fromisoformat(now) + _NOTICE:
        found.complain("begin_at", "must be at least 30 minutes from now")
    if begin.minute % 15 or begin.second or end.minute % 15 or end.second:
        found.complain("base", "A slot begins and ends at a quarter of an hour")
    if before is not None and end - begin != _PIECE:
        found.complain("end_at", "must be 15 minutes after begin_at")
    elif end >= begin and not _PIECE <= end - begin <= _LONGEST:
        found.complain("end_at", "must be at least 15 minutes after begin_at, and at most a day")
    clash = "SELECT 1 FROM slots WHERE user_id = ? AND begin_at < ? AND end_at > ? AND id <> ?"
    own = before["id"] if before is not None else 0
    if store.row(clash, (values.get("user_id"), values["end_at"], values["begin_at"], own)) is not None:
        found.complain("base", "There is a slot at this time already")


def cut(store: Store, values: Mapping[str, Any], now: str) -> int:
    """Write a slot as its pieces and return the id of the first one.

    Assumption: that one is the object which the answer shows.
    """
    begin, end = _moment(values["begin_at"]), _moment(values["end_at"])
    first = int(values["id"])
    if begin is None or end is None:
        return store.insert("slots", values)
    for n in range((end - begin) // _PIECE):
        piece = {
            **values,
            "id": first + n,
            "begin_at": _stamp(begin + n * _PIECE),
            "end_at": _stamp(begin + (n + 1) * _PIECE),
            "created_at": now,
        }
        store.insert("slots", piece)
    return first


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _stamp(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z"
