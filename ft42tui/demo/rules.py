"""The rules that a row must keep, beyond those of its single fields.

Assumption: all of them but the quarters of an hour of slots; the API names none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from ft42tui.demo.fields import BLANK, MISSING, Reading
from ft42tui.demo.refusal import unprocessable
from ft42tui.demo.resources.listing import singular
from ft42tui.demo.slots import refuse_bad_slot
from ft42tui.demo.store import Row, Store

TAKEN: Final = "has already been taken"
"""What Rails says of a second row where there may be one."""

_LOGIN: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")
_MANY_OF_A_KIND: Final = frozenset({"anti_grav_units_users"})
_KINDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Command": "commands",
        "CursusUser": "cursus_users",
        "Event": "events",
        "Exam": "exams",
        "Flag": "flags",
        "PartnershipsUser": "partnerships_users",
        "Project": "projects",
        "ProjectSession": "project_sessions",
        "ProjectsUser": "projects_users",
        "ScaleTeam": "scale_teams",
        "Team": "teams",
        "User": "users",
    }
)
_GATHERINGS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {"events_users": ("events", "event_id"), "exams_users": ("exams", "exam_id")}
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that shall be written."""

    table: str
    """Its table."""
    values: Mapping[str, Any]
    """What it would hold."""
    before: Row | None
    """What it holds now; None for a new one."""
    now: str
    """The school's time."""
    by_user: bool
    """Whether a user writes it on the own behalf, and no member of the staff."""

    def changes(self, name: str) -> bool:
        """Return whether a value is new."""
        return self.before is None or self.before[name] != self.values.get(name)


def check_rules(store: Store, row: Candidate) -> None:
    """Raise Refusal (422) for a row that breaks a rule."""
    found = Reading()
    _check_presence(found, store, row)
    _check_kinds(found, store, row)
    _check_second(found, store, row)
    _check_names(found, store, row)
    begin, end = row.values.get("begin_at"), row.values.get("end_at")
    if begin and end and end < begin:
        found.complain("end_at", "must be after begin_at")
    match row.table:
        case "slots":
            refuse_bad_slot(found, store, row.values, row.before, row.now)
        case "scale_teams":
            _check_evaluation(found, store, row)
        case "scores":
            _check_score(found, store, row)
        case "events_users" | "exams_users" if row.by_user and row.before is None:
            _check_gathering(found, store, row)
    if found.wrong:
        raise unprocessable(found.wrong)


def _check_presence(found: Reading, store: Store, row: Candidate) -> None:
    columns = store.columns(row.table)
    for name in store.references(row.table):
        column = columns[name]
        if row.values.get(name) is None and not column.nullable and not column.has_default:
            found.complain(name, BLANK)
    for name in ("name", "title"):
        if name in columns and not columns[name].nullable and not row.values.get(name):
            found.complain(name, BLANK)


def _check_kinds(found: Reading, store: Store, row: Candidate) -> None:
    """A reference by kind and number leads somewhere too; kinds that are not known are let through."""
    for name, kind in row.values.items():
        key = f"{name.removesuffix('_type')}_id"
        table = _KINDS.get(str(kind)) if name.endswith("_type") else None
        number = row.values.get(key)
        if table is None or number is None or not row.changes(key):
            continue
        if store.row(f"SELECT 1 FROM {table} WHERE id = ?", (number,)) is None:  # noqa: S608
            found.complain(key, MISSING)


def _check_names(found: Reading, store: Store, row: Candidate) -> None:
    """A login fits into a path, and nothing belongs to itself."""
    login = row.values.get("login")
    if login is not None and row.changes("login") and not _LOGIN.fullmatch(str(login)):
        found.complain("login", "is invalid")
    for name, table in store.references(row.table).items():
        is_own = table == row.table and row.values.get(name) is not None
        if is_own and row.values[name] == row.values.get("id"):
            found.complain(name, "can't be itself")


def _check_second(found: Reading, store: Store, row: Candidate) -> None:
    parent = f"{singular(row.table.removesuffix('_users'))}_id"
    is_link = row.table.endswith("_users") and row.table not in _MANY_OF_A_KIND
    if row.before is not None or not is_link or parent not in store.columns(row.table):
        return
    sql = f"SELECT 1 FROM {row.table} WHERE {parent} = ? AND user_id = ?"  # noqa: S608  # names of ours
    if store.row(sql, (row.values.get(parent), row.values.get("user_id"))) is not None:
        found.complain("user_id", TAKEN)


def _check_evaluation(found: Reading, store: Store, row: Candidate) -> None:
    team, corrector, begin = (row.values.get(name) for name in ("team_id", "user_id", "begin_at"))
    sql = "SELECT 1 FROM teams_users WHERE team_id = ? AND user_id = ?"
    if (row.changes("team_id") or row.changes("user_id")) and store.row(sql, (team, corrector)) is not None:
        found.complain("user_id", "is one of the team")
    if row.values.get("final_mark") is not None and row.changes("final_mark") and begin and begin > row.now:
        found.complain("final_mark", "can't be given before the evaluation begins")


def _check_score(found: Reading, store: Store, row: Candidate) -> None:
    member = row.values.get("coalitions_user_id")
    sql = "SELECT 1 FROM coalitions_users WHERE id = ? AND coalition_id = ?"
    if member is not None and store.row(sql, (member, row.values.get("coalition_id"))) is None:
        found.complain("coalitions_user_id", "is of another coalition")


def _check_gathering(found: Reading, store: Store, row: Candidate) -> None:
    """Nobody joins what is over, or full; the staff may enter anybody."""
    table, key = _GATHERINGS[row.table]
    number = row.values.get(key)
    gathering = store.row(f"SELECT end_at, max_people FROM {table} WHERE id = ?", (number,))  # noqa: S608
    if gathering is None:
        return
    if gathering["end_at"] < row.now:
        found.complain(key, "is over")
    guests = store.number(f"SELECT count(*) FROM {row.table} WHERE {key} = ?", (number,))  # noqa: S608
    if gathering["max_people"] is not None and guests >= gathering["max_people"]:
        found.complain(key, "is full")
