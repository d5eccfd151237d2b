"""What a write brings with it elsewhere, so that sums and marks go on agreeing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final, TypeAlias

from ft42tui.demo.store import Row, Store

Effect: TypeAlias = Callable[[Store, Row | None, Row | None, str], None]
"""Takes the store, the row before and after (None where there is none), and the school's time."""


def _score(store: Store, before: Row | None, after: Row | None, _now: str) -> None:
    """A coalition's score is the sum of its scores, and so is each member's."""
    for row, sign in ((before, -1), (after, 1)):
        if row is not None:
            points = sign * (row["value"] or 0)
            for table, key in (("coalitions", "coalition_id"), ("coalitions_users", "coalitions_user_id")):
                store.run(f"UPDATE {table} SET score = score + ? WHERE id = ?", (points, row[key]))  # noqa: S608


def _purse(store: Store, before: Row | None, after: Row | None, _now: str) -> None:
    """A user's wallet is the sum of the transactions."""
    for row, sign in ((before, -1), (after, 1)):
        if row is not None:
            sql = "UPDATE users SET wallet = wallet + ? WHERE id = ?"
            store.run(sql, (sign * row["value"], row["user_id"]))


_TEAM_TO_MEMBERS: Final = """UPDATE projects_users SET final_mark = t.final_mark, status = t.status,
    validated = t.validated,
    marked_at = CASE WHEN t.final_mark IS NULL THEN NULL ELSE coalesce(marked_at, ?) END
    FROM (SELECT * FROM teams WHERE id = ?) t WHERE current_team_id = t.id"""
_MARK: Final = """UPDATE teams SET final_mark = ?, status = 'finished', validated = ? >= 75,
    closed_at = coalesce(closed_at, ?), locked_at = coalesce(locked_at, ?) WHERE id = ?"""


def _team(store: Store, _before: Row | None, after: Row | None, now: str) -> None:
    """A team's mark is its members' mark."""
    if after is not None:
        if after["final_mark"] is not None:
            _mark(store, after["id"], after["final_mark"], now)
        store.run(_TEAM_TO_MEMBERS, (now, after["id"]))


def _mark(store: Store, team: int, mark: int, now: str) -> None:
    store.run(_MARK, (mark, mark, now, now, team))


def _evaluation(store: Store, before: Row | None, after: Row | None, now: str) -> None:
    """The evaluation that was filled last gives the team its mark."""
    if after is None or after["final_mark"] is None:
        return
    if before is None or before["final_mark"] != after["final_mark"]:
        store.run(
            "UPDATE scale_teams SET filled_at = coalesce(filled_at, ?) WHERE id = ?", (now, after["id"])
        )
        _mark(store, after["team_id"], after["final_mark"], now)
        store.run(_TEAM_TO_MEMBERS, (now, after["team_id"]))


def _entry(store: Store, before: Row | None, after: Row | None, now: str) -> None:
    """A mark that is given to one member is the team's; without a team it is the member's own."""
    if after is None or (before is not None and before["final_mark"] == after["final_mark"]):
        return
    mark, team = after["final_mark"], after["current_team_id"]
    if mark is None:
        return
    if team is not None:
        _mark(store, team, mark, now)
        store.run(_TEAM_TO_MEMBERS, (now, team))
        return
    values = {"validated": mark >= 75, "status": "finished", "marked_at": after["marked_at"] or now}
    store.update("projects_users", after["id"], values)


def _home(store: Store, _before: Row | None, after: Row | None, _now: str) -> None:
    """A user has one primary campus."""
    if after is not None and after["is_primary"]:
        user, campus = after["user_id"], after["campus_id"]
        store.run("UPDATE campus_users SET is_primary = (id = ?) WHERE user_id = ?", (after["id"], user))
        store.run("UPDATE users SET primary_campus_id = ? WHERE id = ?", (campus, user))


def _project(store: Store, before: Row | None, after: Row | None, now: str) -> None:
    """A new project has a session, or nobody could do it."""
    if before is None and after is not None:
        store.insert(
            "project_sessions",
            {
                "id": store.number("SELECT max(id) + 1 FROM project_sessions"),
                "project_id": after["id"],
                "cursus_id": after["cursus_id"],
                "solo": 1,
                "difficulty": after["difficulty"],
                "objectives": "[]",
                "description": after["description"],
                "team_behaviour": "user",
                "created_at": now,
                "updated_at": now,
                "scale_id": store.number("SELECT min(scale_id) FROM project_sessions"),
                "correction_number": 0 if after["exam"] else 2,
            },
        )


EFFECTS: Final[Mapping[str, Effect]] = MappingProxyType(
    {
        "scores": _score,
        "transactions": _purse,
        "teams": _team,
        "scale_teams": _evaluation,
        "projects_users": _entry,
        "campus_users": _home,
        "projects": _project,
    }
)
"""By table, what follows from a write."""
