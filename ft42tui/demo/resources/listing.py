"""What a served resource is made of: its table, its items, its parents, and the names that narrow it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

from ft42tui.demo.shapes.reader import Shape, columns
from ft42tui.demo.store import ColumnKind, Store

FieldKind: TypeAlias = ColumnKind | Literal["flag"]
"""What a filter compares with; a `flag` is a condition that is true or false, never null."""

HERE: Final = object()
"""In `Tie.sets`: the id of the parent that the path names."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a name in `filter[…]`, `range[…]`, `search[…]` or `sort` stands for."""

    sql: str
    """An expression over the table's alias `t`."""
    kind: FieldKind
    """What it yields."""
    nullable: bool = True
    """Whether it may be null."""


@dataclass(frozen=True, slots=True)
class Join:
    """A table that links two others."""

    table: str
    """Its name."""
    own: str
    """Its column for the item's id."""
    parent: str
    """Its column for the parent's id."""


@dataclass(frozen=True, slots=True)
class Tie:
    """How a parent in a path narrows the list behind it."""

    condition: str
    """A condition over `t` with one `?` for the parent's id."""
    sets: Mapping[str, object] = field(default_factory=dict)
    """What a new item under this parent gets: columns and values, `HERE` for the parent's id."""
    join: Join | None = None
    """Where a new item under this parent is linked to it, if it does not hold the parent's id itself."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One served resource."""

    table: str
    """Its table; also its name in a path."""
    shape: Shape
    """Its items in lists."""
    show: Shape
    """Its item on its own page."""
    keys: tuple[str, ...] = ()
    """Columns that a path may name it by, beside its id."""
    parents: Mapping[str, Tie] = field(default_factory=dict)
    """How parents narrow it, by their name in a path; one whose id it holds in a column that is named
    after it needs no line here."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    """Names that are no column of the table."""

    def field(self, name: str, store: Store) -> Field | None:
        """Return what a name stands for: its own line, a column, or the null test of an `…_at` column."""
        own = self.fields.get(name)
        if own is not None:
            return own
        known = store.columns(self.table)
        column = known.get(name)
        if column is not None:
            return Field(f't."{name}"', column.kind, column.nullable)
        if f"{name}_at" in known:
            return Field(f't."{name}_at" IS NOT NULL', "flag", nullable=False)
        if name == "future" and "begin_at" in known:
            return Field("coalesce(t.begin_at > (SELECT school_now()), 0)", "flag", nullable=False)
        return None

    def tie(self, parent: str, store: Store) -> Tie | None:
        """Return how a parent narrows it: its own line, or the column that holds the parent's id."""
        own = self.parents.get(parent)
        if own is not None:
            return own
        for name in (f"{singular(parent)}_id", f"{parent}_id"):
            if name in store.columns(self.table):
                return held_in(name)
        return None


def listing(
    table: str,
    shape: Shape | None = None,
    *,
    show: Shape | None = None,
    keys: tuple[str, ...] = (),
    parents: Mapping[str, Tie] | None = None,
    fields: Mapping[str, Field] | None = None,
) -> Listing:
    """Return a listing. Without a shape its items are the columns of its table."""
    shape = shape or columns(table)
    return Listing(table, shape, show or shape, keys, parents or {}, fields or {})


def held_in(column: str) -> Tie:
    """Return the tie of a table that holds its parent's id."""
    return Tie(f't."{column}" = ?', {column: HERE})


def named_by(prefix: str, kind: str) -> Tie:
    """Return the tie of a table whose parent may be of several kinds: `feedbackable_type` and `_id`."""
    condition = f"t.{prefix}_type = '{kind}' AND t.{prefix}_id = ?"
    return Tie(condition, {f"{prefix}_type": kind, f"{prefix}_id": HERE})


def through(table: str, own: str, parent: str) -> Tie:
    """Return the tie of a table that a join table links to its parent."""
    condition = f"t.id IN (SELECT {own} FROM {table} WHERE {parent} = ?)"  # noqa: S608  # names of ours
    return Tie(condition, join=Join(table, own, parent))


def flag(sql: str) -> Field:
    """Return a field that is true or false."""
    return Field(sql, "flag", nullable=False)


def singular(word: str) -> str:
    """Return the singular of a resource's name: `projects_users` → `projects_user`."""
    irregular = {"campus": "campus", "cursus": "cursus", "project_data": "project_data"}
    if word in irregular:
        return irregular[word]
    for ending, instead in (("ies", "y"), ("ashes", "ash")):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word.removesuffix("s")
