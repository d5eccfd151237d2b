"""Teams, their members' entries, and evaluations: one mark, everywhere the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ft42tui.demo.effects.effect import Effect, Removal
from ft42tui.demo.store import Row, Store

PASS: Final = 75
"""The mark from which a project is validated. Assumption: one for all."""

_MARKED: Final = """UPDATE teams SET final_mark = ?1, status = 'finished', validated = ?1 >= ?2,
    closed_at = coalesce(closed_at, ?3), locked_at = coalesce(locked_at, ?3) WHERE id = ?4"""
_UNMARKED: Final = """UPDATE teams SET final_mark = NULL, validated = NULL, closed_at = NULL,
    status = CASE status WHEN 'finished' THEN 'in_progress' ELSE status END WHERE id = ?"""
_MEMBERS: Final = "UPDATE teams_users SET validated = coalesce(? >= ?, 0) WHERE team_id = ?"
_ENTRIES: Final = """UPDATE projects_users SET final_mark = t.final_mark, status = t.status,
    validated = t.validated,
    marked_at = CASE WHEN t.final_mark IS NULL THEN NULL ELSE coalesce(marked_at, ?) END
    FROM (SELECT * FROM teams WHERE id = ?) t WHERE current_team_id = t.id"""
_LAST_TEAM: Final = """UPDATE projects_users SET current_team_id = (SELECT max(m.team_id) FROM teams_users m
    WHERE m.projects_user_id = projects_users.id AND m.team_id <> ?1) WHERE current_team_id = ?1"""
_TEAMLESS: Final = """UPDATE projects_users SET final_mark = NULL, validated = NULL, marked_at = NULL,
    status = 'searching_a_group' WHERE id = ? AND current_team_id IS NULL"""
_LED: Final = """UPDATE teams_users SET leader = 1
    WHERE id = (SELECT min(id) FROM teams_users WHERE team_id = ?1)
    AND NOT EXISTS (SELECT 1 FROM teams_users WHERE team_id = ?1 AND leader)"""
_GIVEN: Final = """SELECT final_mark FROM scale_teams WHERE team_id = ? AND final_mark IS NOT NULL
    ORDER BY filled_at DESC, id DESC"""


def mark_team(store: Store, team: int, mark: int | None, now: str) -> None:
    """Give a team its mark, or take it away, and its members with it."""
    if mark is None:
        store.run(_UNMARKED, (team,))
    else:
        store.run(_MARKED, (mark, PASS, now, team))
    store.run(_MEMBERS, (mark, PASS, team))
    store.run(_ENTRIES, (now, team))


def _team(store: Store, before: Row | None, after: Row, now: str) -> None:
    if before is None or before["final_mark"] != after["final_mark"]:
        mark_team(store, after["id"], after["final_mark"], now)
    store.run(_ENTRIES, (now, after["id"]))


def _evaluation(store: Store, before: Row | None, after: Row, now: str) -> None:
    """The evaluation that was filled last gives the team its mark."""
    if before is None or before["final_mark"] != after["final_mark"]:
        filled = None if after["final_mark"] is None else after["filled_at"] or now
        if before is None and after["final_mark"] is None:
            return
        store.update("scale_teams", after["id"], {"filled_at": filled})
        _mark_by_evaluations(store, after["team_id"], now)


def _mark_by_evaluations(store: Store, team: int, now: str) -> None:
    given = store.row(_GIVEN, (team,))
    mark_team(store, team, given["final_mark"] if given else None, now)


def _entry(store: Store, before: Row | None, after: Row, now: str) -> None:
    """A mark that is given to one member is the team's; without a team it is the member's own."""
    mark, team = after["final_mark"], after["current_team_id"]
    if before is not None and before["final_mark"] == mark:
        return
    if team is not None:
        mark_team(store, team, mark, now)
    elif mark is not None:
        values = {"validated": mark >= PASS, "status": "finished", "marked_at": after["marked_at"] or now}
        store.update("projects_users", after["id"], values)
    elif before is not None:
        nothing = {"validated": None, "status": "searching_a_group", "marked_at": None}
        store.update("projects_users", after["id"], nothing)


def _member(store: Store, before: Row | None, after: Row, now: str) -> None:
    """A team has one leader, and whoever joins one works in it from then on."""
    team = after["team_id"]
    if after["leader"]:
        store.run("UPDATE teams_users SET leader = (id = ?) WHERE team_id = ?", (after["id"], team))
    store.run(_LED, (team,))
    if before is None:
        store.update("projects_users", after["projects_user_id"], {"current_team_id": team})
    mark = store.rows("SELECT final_mark FROM teams WHERE id = ?", (team,))[0]["final_mark"]
    store.run(_MEMBERS, (mark, PASS, team))
    store.run(_ENTRIES, (now, team))


def _remove_team(store: Store, row: Row, now: str) -> None:
    """Its members go back to the team before, or to none."""
    entries = store.rows("SELECT id FROM projects_users WHERE current_team_id = ?", (row["id"],))
    store.run(_LAST_TEAM, (row["id"],))
    store.delete("teams", row["id"])
    for entry in entries:
        _settle(store, entry["id"], now)


def _remove_member(store: Store, row: Row, now: str) -> None:
    team, entry = row["team_id"], row["projects_user_id"]
    store.delete("teams_users", row["id"])
    store.run(f"{_LAST_TEAM} AND id = ?2", (team, entry))
    _settle(store, entry, now)
    _close_ranks(store, team)


def _remove_entry(store: Store, row: Row, _now: str) -> None:
    teams = store.rows("SELECT team_id FROM teams_users WHERE projects_user_id = ?", (row["id"],))
    store.delete("projects_users", row["id"])
    for team in teams:
        _close_ranks(store, team["team_id"])


def _remove_evaluation(store: Store, row: Row, now: str) -> None:
    store.delete("scale_teams", row["id"])
    if row["final_mark"] is not None:
        _mark_by_evaluations(store, row["team_id"], now)


def _settle(store: Store, entry: int, now: str) -> None:
    """Make an entry say what its current team says, or nothing without one."""
    store.run(_TEAMLESS, (entry,))
    team = store.rows("SELECT current_team_id AS id FROM projects_users WHERE id = ?", (entry,))[0]["id"]
    if team is not None:
        store.run(_ENTRIES, (now, team))


def _close_ranks(store: Store, team: int) -> None:
    """A team in which nobody is left goes; another one has a leader."""
    store.run("DELETE FROM teams WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM teams_users WHERE team_id = ?1)",
              (team,))  # fmt: skip
    store.run(_LED, (team,))


def _project(store: Store, before: Row | None, after: Row, now: str) -> None:
    """A new project has a session, or nobody could do it; it follows the project to another cursus."""
    if before is not None:
        sql = "UPDATE project_sessions SET cursus_id = ? WHERE project_id = ? AND cursus_id IS NOT ?"
        store.run(sql, (after["cursus_id"], after["id"], after["cursus_id"]))
        return
    values: dict[str, Any] = {
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
    }
    store.insert("project_sessions", values)


MARKS: Final[Mapping[str, Effect]] = {
    "teams": _team,
    "scale_teams": _evaluation,
    "projects_users": _entry,
    "teams_users": _member,
    "projects": _project,
}
"""What follows when work is written."""

MARKS_REMOVED: Final[Mapping[str, Removal]] = {
    "teams": _remove_team,
    "teams_users": _remove_member,
    "projects_users": _remove_entry,
    "scale_teams": _remove_evaluation,
}
"""How work goes."""
