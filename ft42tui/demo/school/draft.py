"""The school while it is being written: where its chapters put their rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from random import Random
from typing import Any, Final, Protocol

from ft42tui.demo.school.people import Person

_TOGETHER: Final = 16  # rows in one statement: a fifth faster than one by one


class Chapter(Protocol):
    """A module that adds tables to the school. They are made, written and indexed in this order."""

    TABLES: str
    """Its tables, in SQL. `REFERENCES` names the table that a foreign key leads to."""
    INDEXES: str
    """What its lists and look-ups go by; made after its rows, which is faster."""

    def write(self, draft: Draft) -> None:
        """Write its rows. What it reads was written by the chapters before it."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A school that is not finished yet."""

    connection: sqlite3.Connection
    """The database."""
    seed: int
    """What the school is made from."""
    people: tuple[Person, ...]
    """Everybody, by id."""

    def put(self, table: str, columns: str, rows: Sequence[Sequence[Any]]) -> None:
        """Write rows into some columns, named with blanks between them."""
        names = columns.split()
        one = f"({','.join('?' * len(names))})"
        quoted = ",".join(f'"{name}"' for name in names)
        head = f"INSERT INTO {table} ({quoted}) VALUES "  # noqa: S608  # names of ours only
        even = len(rows) // _TOGETHER * _TOGETHER
        self.connection.executemany(
            head + ",".join([one] * _TOGETHER),
            (tuple(chain.from_iterable(rows[at : at + _TOGETHER])) for at in range(0, even, _TOGETHER)),
        )
        self.connection.executemany(head + one, rows[even:])

    def run(self, sql: str, values: Sequence[Any] = ()) -> None:
        """Write rows that SQL makes from those that are there: the quickest way by far."""
        self.connection.execute(sql, values)

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Return the rows of a query."""
        return self.connection.execute(sql, values).fetchall()

    def ids(self, table: str) -> list[int]:
        """Return every id of a table, ascending."""
        return [row[0] for row in self.rows(f"SELECT id FROM {table} ORDER BY id")]  # noqa: S608

    def rng(self, name: str) -> Random:
        """Return the chances of one subject: the same ones for the same seed, whatever else is written."""
        return Random(f"{self.seed}/{name}")
