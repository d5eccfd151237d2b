"""What is served: for each resource its table, its shapes, and how each parent narrows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from ft42tui.demo.almanac import PRESENT
from ft42tui.demo.shapes import life, users, work
from ft42tui.demo.shapes.reader import Shape
from ft42tui.demo.store import ColumnKind, Store

FieldKind: TypeAlias = ColumnKind | Literal["flag"]
"""What a filter compares with; a `flag` is a condition that is true or false, never null."""


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
    parents: Mapping[str, str] = field(default_factory=dict)
    """By parent in a path, the condition over `t` with one `?` for the parent's id."""
    fields: Mapping[str, Field] = field(default_factory=dict)
    """Names that are no column of the table."""

    def field(self, name: str, store: Store) -> Field | None:
        """Return what a name stands for: its own line, a column, or the null test of an `…_at` column."""
        own = self.fields.get(name)
        if own is not None:
            return own
        columns = store.columns(self.table)
        column = columns.get(name)
        if column is not None:
            return Field(f't."{name}"', column.kind, column.nullable)
        if f"{name}_at" in columns:
            return Field(f't."{name}_at" IS NOT NULL', "flag", nullable=False)
        if name == "future" and "begin_at" in columns:
            return Field(f"coalesce(t.begin_at > '{PRESENT}', 0)", "flag", nullable=False)
        return None


def _listing(
    table: str,
    shape: Shape,
    *,
    show: Shape | None = None,
    keys: tuple[str, ...] = (),
    parents: Mapping[str, str] | None = None,
    fields: Mapping[str, Field] | None = None,
) -> Listing:
    return Listing(table, shape, show or shape, keys, parents or {}, fields or {})


def _own(parent: str) -> str:
    """Return the condition of a table that holds its parent's id."""
    return f"t.{parent} = ?"


def _through(table: str, own: str, parent: str) -> str:
    """Return the condition of a table that a join table ties to its parent."""
    return f"t.id IN (SELECT {own} FROM {table} WHERE {parent} = ?)"  # noqa: S608  # names of ours


def _flag(sql: str) -> Field:
    return Field(sql, "flag", nullable=False)


_HOME = Field("(SELECT primary_campus_id FROM users WHERE id = t.user_id)", "integer")
_OWN_CAMPUS = Field("t.campus_id", "integer", nullable=False)
_OWN_CURSUS = Field("t.cursus_id", "integer", nullable=False)
# Assumption: a team is in the active cursus of its members when one of them still follows it.
_ACTIVE_CURSUS = Field(
    # CROSS JOIN keeps the order: the few members of a team first, not everybody in a cursus.
    "(SELECT c.cursus_id FROM teams_users m CROSS JOIN cursus_users c ON c.user_id = m.user_id"
    " WHERE m.team_id = t.id AND c.cursus_id = t.cursus_id AND c.end_at IS NULL LIMIT 1)",
    "integer",
)
_CORRECTED = "t.team_id IN (SELECT team_id FROM teams_users WHERE user_id = ?)"

_LISTINGS: Final = (
    _listing(
        "users",
        users.users,
        show=users.users_in_full,
        keys=("login",),
        parents={
            "campus": _through("campus_users", "user_id", "campus_id"),
            "cursus": _through("cursus_users", "user_id", "cursus_id"),
            "coalitions": _through("coalitions_users", "user_id", "coalition_id"),
            "achievements": _through("achievements_users", "user_id", "achievement_id"),
            "events": _through("events_users", "user_id", "event_id"),
            "projects": _through("projects_users", "user_id", "project_id"),
            "teams": _through("teams_users", "user_id", "team_id"),
            "titles": _through("titles_users", "user_id", "title_id"),
            "groups": _through("groups_users", "user_id", "group_id"),
        },
        fields={
            "alumni?": _flag("t.alumnized_at IS NOT NULL"),
            "staff?": _flag("t.staff"),
        },
    ),
    _listing("campus", life.campus, keys=("slug",)),
    _listing("cursus", life.cursus, keys=("slug",)),
    _listing(
        "projects",
        work.projects,
        keys=("slug",),
        parents={
            "cursus": _own("cursus_id"),
            "projects": _own("parent_id"),
            "users": _through("projects_users", "project_id", "user_id"),
        },
    ),
    _listing(
        "project_sessions",
        work.project_sessions,
        parents={"projects": _own("project_id")},
    ),
    _listing(
        "projects_users",
        work.projects_users,
        parents={"users": _own("user_id"), "projects": _own("project_id")},
        fields={"cursus": _OWN_CURSUS, "campus": _OWN_CAMPUS},
    ),
    _listing(
        "cursus_users",
        life.cursus_users,
        parents={"users": _own("user_id"), "cursus": _own("cursus_id")},
        fields={"active": _flag("t.end_at IS NULL"), "campus_id": _HOME},
    ),
    _listing(
        "campus_users",
        life.campus_users,
        parents={"users": _own("user_id"), "campus": _own("campus_id")},
    ),
    _listing(
        "locations",
        life.locations,
        parents={"users": _own("user_id"), "campus": _own("campus_id")},
        fields={"active": _flag("t.end_at IS NULL"), "inactive": _flag("t.end_at IS NOT NULL")},
    ),
    _listing(
        "teams",
        work.teams,
        parents={
            "cursus": _own("cursus_id"),
            "projects": _own("project_id"),
            "project_sessions": _own("project_session_id"),
            "users": _through("teams_users", "team_id", "user_id"),
        },
        fields={
            "cursus": _OWN_CURSUS,
            "active_cursus": _ACTIVE_CURSUS,
            "campus": _OWN_CAMPUS,
            "primary_campus": _OWN_CAMPUS,
            "with_mark": _flag("t.final_mark IS NOT NULL"),
        },
    ),
    _listing(
        "teams_users",
        work.teams_users,
        parents={"teams": _own("team_id"), "users": _own("user_id")},
    ),
    _listing(
        "scale_teams",
        work.scale_teams,
        parents={
            "projects": _own("project_id"),
            "project_sessions": "t.team_id IN (SELECT id FROM teams WHERE project_session_id = ?)",
            # Assumption: a user's evaluations are those given and those received.
            "users": "t.id IN (WITH w(who) AS (SELECT ?)"
            " SELECT s.id FROM w JOIN scale_teams s ON s.user_id = w.who UNION ALL"
            " SELECT s.id FROM w JOIN teams_users m ON m.user_id = w.who"
            " JOIN scale_teams s ON s.team_id = m.team_id)",
            "users/as_corrector": _own("user_id"),
            "users/as_corrected": _CORRECTED,
        },
    ),
    _listing(
        "coalitions",
        life.coalitions,
        keys=("slug",),
        parents={
            "users": _through("coalitions_users", "coalition_id", "user_id"),
            "blocs": _own("bloc_id"),
        },
    ),
    _listing(
        "coalitions_users",
        life.coalitions_users,
        parents={"users": _own("user_id"), "coalitions": _own("coalition_id")},
    ),
    _listing("blocs", life.blocs),
    _listing(
        "achievements",
        life.achievements,
        keys=("slug",),
        parents={
            "campus": "(t.campus_id IS NULL OR t.campus_id = ?)",
            # Assumption: every cursus offers every achievement, the piscines only the first tier.
            "cursus": "(t.tier = 'none' OR (SELECT kind FROM cursus WHERE id = ?) = 'main')",
            "titles": _own("title_id"),
        },
    ),
    _listing(
        "achievements_users",
        life.achievements_users,
        parents={"achievements": _own("achievement_id"), "users": _own("user_id")},
    ),
    _listing(
        "events",
        life.events,
        parents={
            "campus": _own("campus_id"),
            "cursus": _own("cursus_id"),
            "users": _through("events_users", "event_id", "user_id"),
        },
    ),
    _listing(
        "events_users",
        life.events_users,
        parents={"users": _own("user_id"), "events": _own("event_id")},
        fields={"campus_id": Field("(SELECT campus_id FROM events WHERE id = t.event_id)", "integer")},
    ),
    _listing("languages", life.languages),
    _listing(
        "languages_users",
        life.languages_users,
        parents={"users": _own("user_id")},
    ),
    _listing(
        "skills",
        life.skills,
        # Assumption: every cursus teaches every skill.
        parents={"cursus": "? IS NOT NULL"},
    ),
    _listing("flags", work.flags),
    _listing(
        "titles",
        life.titles,
        parents={"users": _through("titles_users", "title_id", "user_id")},
    ),
    _listing(
        "titles_users",
        life.titles_users,
        parents={"users": _own("user_id"), "titles": _own("title_id")},
    ),
    _listing(
        "groups",
        life.groups,
        parents={"users": _through("groups_users", "group_id", "user_id")},
    ),
    _listing(
        "groups_users",
        life.groups_users,
        parents={"users": _own("user_id"), "groups": _own("group_id")},
    ),
)

LISTINGS: Final[Mapping[str, Listing]] = MappingProxyType({one.table: one for one in _LISTINGS})
"""Every served resource, by its name in a path. A new one is a table, a shape and a line here."""

SUBSETS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({"staff": ("users", "t.staff")})
"""Lists that are a part of another one: name in a path → listing and condition."""
