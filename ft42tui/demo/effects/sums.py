"""Scores, ranks, wallets: what is the sum of something else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ft42tui.demo.effects.effect import Effect, Removal
from ft42tui.demo.store import Row, Store

_HOUSE: Final = """UPDATE coalitions SET score =
    coalesce((SELECT sum(value) FROM scores WHERE coalition_id = coalitions.id), 0) WHERE id = ?"""
_MEMBER: Final = """UPDATE coalitions_users SET score =
    coalesce((SELECT sum(value) FROM scores WHERE coalitions_user_id = coalitions_users.id), 0)
    WHERE id = ?"""
_RANKS: Final = """UPDATE coalitions_users SET rank = r.place FROM (SELECT id,
    row_number() OVER (ORDER BY score DESC, id) AS place FROM coalitions_users WHERE coalition_id = ?) r
    WHERE r.id = coalitions_users.id AND rank <> r.place"""
_PURSE: Final = """UPDATE users SET wallet =
    coalesce((SELECT sum(value) FROM transactions WHERE user_id = users.id), 0) WHERE id = ?"""


def _settle(store: Store, coalition: int, member: int | None) -> None:
    store.run(_HOUSE, (coalition,))
    if member is not None:
        store.run(_MEMBER, (member,))
    store.run(_RANKS, (coalition,))


def _score(store: Store, before: Row | None, after: Row, _now: str) -> None:
    for row in (before, after):
        if row is not None:
            _settle(store, row["coalition_id"], row["coalitions_user_id"])


def _remove_score(store: Store, row: Row, _now: str) -> None:
    store.delete("scores", row["id"])
    _settle(store, row["coalition_id"], row["coalitions_user_id"])


def _member(store: Store, before: Row | None, after: Row, _now: str) -> None:
    for row in (before, after):
        if row is not None:
            _settle(store, row["coalition_id"], row["id"])


def _remove_member(store: Store, row: Row, _now: str) -> None:
    store.delete("coalitions_users", row["id"])
    _settle(store, row["coalition_id"], None)


def _transaction(store: Store, _before: Row | None, after: Row, _now: str) -> None:
    store.run(_PURSE, (after["user_id"],))


def _remove_transaction(store: Store, row: Row, _now: str) -> None:
    store.delete("transactions", row["id"])
    store.run(_PURSE, (row["user_id"],))


SUMS: Final[Mapping[str, Effect]] = {
    "scores": _score,
    "coalitions_users": _member,
    "transactions": _transaction,
}
"""What follows when something is written that is counted."""

SUMS_REMOVED: Final[Mapping[str, Removal]] = {
    "scores": _remove_score,
    "coalitions_users": _remove_member,
    "transactions": _remove_transaction,
}
"""How it goes."""
