"""The school's database, read and written through one connection in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias, cast

from ft42tui.demo.school.almanac import PRESENT

Row: TypeAlias = sqlite3.Row
ColumnKind: TypeAlias = Literal["integer", "real", "text", "boolean", "datetime", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    kind: ColumnKind
    """What it holds, as the table's SQL declares it."""
    nullable: bool
    """Whether it may be null."""
    has_default: bool
    """Whether a new row may leave it out."""


class Store:
    """The tables, and few ways to ask them."""

    def __init__(self, connection: sqlite3.Connection, now: Callable[[], str] = lambda: PRESENT) -> None:
        self.now: Final = now
        """Tells the school's time; `school_now()` in SQL."""
        connection.row_factory = sqlite3.Row
        connection.create_function("school_now", 0, now)
        connection.create_function("fold", 1, _fold, deterministic=True)
        self._connection = connection
        self._columns: dict[str, Mapping[str, Column]] = {}
        self._references: dict[str, Mapping[str, str]] = {}
        self._highest: dict[str, int] = {}

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """Return every row of a query."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> Row | None:
        """Return the first row of a query, or None."""
        found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def number(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Return the number that a query counts."""
        return int(self._connection.execute(sql, values).fetchone()[0])

    def by_id(self, table: str, ids: Iterable[int | None], columns: str = "*") -> dict[int, Row]:
        """Return the rows of a table that have these ids, by id."""
        wanted = {value for value in ids if value is not None}
        rows = self.among(f"SELECT {columns} FROM {table} WHERE id IN ({{}})", wanted)  # noqa: S608
        return {row["id"]: row for row in rows}

    def grouped(self, sql: str, ids: Iterable[int], key: str) -> dict[int, list[Row]]:
        """Return the rows of a query over many ids, gathered by one of its columns."""
        gathered: dict[int, list[Row]] = {}
        for row in self.among(sql, ids):
            gathered.setdefault(row[key], []).append(row)
        return gathered

    def among(self, sql: str, ids: Iterable[int]) -> list[Row]:
        """Return the rows of a query in which `{}` stands for a list of ids."""
        wanted = sorted(set(ids))
        rows: list[Row] = []
        for start in range(0, len(wanted), 500):
            part = wanted[start : start + 500]
            rows += self.rows(sql.format(",".join("?" * len(part))), part)
        return rows

    def columns(self, table: str) -> Mapping[str, Column]:
        """Return the columns of a table."""
        known = self._columns.get(table)
        if known is None:
            known = {
                row["name"]: Column(
                    cast("ColumnKind", row["type"].lower()),
                    not row["notnull"] and not row["pk"],
                    row["dflt_value"] is not None or bool(row["pk"]),
                )
                for row in self.rows(f"PRAGMA table_info({table})")
            }
            self._columns[table] = known
        return known

    def references(self, table: str) -> Mapping[str, str]:
        """Return the columns of a table that lead to another one, and where they lead."""
        known = self._references.get(table)
        if known is None:
            rows = self.rows(f"PRAGMA foreign_key_list({table})")
            known = {row["from"]: row["table"] for row in rows}
            self._references[table] = known
        return known

    @contextmanager
    def change(self) -> Iterator[None]:
        """Make what is done inside happen whole, or not at all when it raises."""
        self._connection.execute("SAVEPOINT change")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK TO change")
            raise
        finally:
            self._connection.execute("RELEASE change")

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Write a new row and return its id, a new one unless it has one."""
        values = {"id": self.next_id(table), **values}
        self._highest[table] = max(self._highest.get(table, 0), values["id"])
        names = ", ".join(f'"{name}"' for name in values)
        marks = ", ".join("?" * len(values))
        sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"  # noqa: S608  # names of ours only
        self._connection.execute(sql, tuple(values.values()))
        return int(values["id"])

    def next_id(self, table: str) -> int:
        """Return an id that no row of a table has, or had."""
        highest = self.number(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608  # names of ours
        return max(highest, self._highest.get(table, 0)) + 1

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Change some columns of one row."""
        names = ", ".join(f'"{name}" = ?' for name in values)
        sql = f"UPDATE {table} SET {names} WHERE id = ?"  # noqa: S608  # names of ours only
        self._connection.execute(sql, (*values.values(), row_id))

    def delete(self, table: str, row_id: int) -> None:
        """Remove one row, and with it what cannot be without it."""
        self._highest[table] = max(self._highest.get(table, 0), row_id)
        self._connection.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))  # noqa: S608

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Run a statement that changes rows, and return how many it changed."""
        return self._connection.execute(sql, values).rowcount


def _fold(text: object) -> str | None:
    """Fold case beyond ASCII, which SQLite's own `lower` does not."""
    return None if text is None else str(text).casefold()
