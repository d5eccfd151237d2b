"""What is done with projects, teams and evaluations beside changing their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ft42tui.demo.actions.action import Action, done, entries, key, listed, named, shown, texts
from ft42tui.demo.body import body_of
from ft42tui.demo.call import Call
from ft42tui.demo.effects import REMOVALS
from ft42tui.demo.exchange import Answer
from ft42tui.demo.fields import Form, read_fields
from ft42tui.demo.refusal import access_denied, unprocessable
from ft42tui.demo.registry import LISTINGS
from ft42tui.demo.rules import TAKEN
from ft42tui.demo.store import Row
from ft42tui.demo.writing import change, insert


def _register(call: Call) -> Answer:
    """Register the token's user for a project: an entry, and a team of its own for a project done alone."""
    project = named(call, "projects", "project_id")
    if call.owner is None:
        raise access_denied()
    return shown(call, "projects_users", _enrol(call, call.owner, project))


def _enrol(call: Call, user: int, project: Row) -> int:
    store = call.store
    sql = "SELECT 1 FROM projects_users WHERE user_id = ? AND project_id = ?"
    if store.row(sql, (user, project["id"])) is not None:
        raise unprocessable({"project_id": [TAKEN]})
    entry = insert(
        store, LISTINGS["projects_users"], {"user_id": user, "project_id": project["id"]}, call.now
    )
    _form_team(call, user, project["id"], entry["id"])
    return int(entry["id"])


def _form_team(call: Call, user: int, project: int, entry: int) -> None:
    """Form a team for an entry and make it the current one."""
    store = call.store
    login = store.rows("SELECT login FROM users WHERE id = ?", (user,))[0]["login"]
    team = insert(store, LISTINGS["teams"], {"project_id": project, "name": f"{login}'s group"}, call.now)
    tries = store.number("SELECT count(*) FROM teams_users WHERE projects_user_id = ?", (entry,))
    member = {"team_id": team["id"], "user_id": user, "projects_user_id": entry, "leader": 1}
    insert(store, LISTINGS["teams_users"], member | {"occurrence": tries, "validated": 0}, call.now)
    values = {"current_team_id": team["id"], "status": "in_progress", "occurrence": tries}
    nothing = {"final_mark": None, "validated": None, "marked_at": None, "retriable_at": None}
    store.update("projects_users", entry, values | nothing | {"updated_at": call.now})


def _retry_entry(call: Call) -> Answer:
    entry = named(call, "projects_users")
    call.respect(entry)
    return _retry(call, entry)


def _retry_project(call: Call) -> Answer:
    project = named(call, "projects")
    sql = "SELECT * FROM projects_users WHERE user_id = ? AND project_id = ?"
    entry = call.store.row(sql, (call.owner, project["id"]))
    if entry is None:
        raise unprocessable({"project_id": ["is not one of yours"]})
    return _retry(call, entry)


def _retry(call: Call, entry: Row) -> Answer:
    """Begin a project again. Assumption: only what was marked can be, unless it is forced."""
    if call.owner is not None and entry["user_id"] != call.owner:
        raise access_denied()
    is_forced = str(body_of(call.request).get("force")).lower() in {"true", "1"}
    if entry["final_mark"] is None and not is_forced:
        raise unprocessable({"base": ["This project is not finished yet"]})
    _form_team(call, entry["user_id"], entry["project_id"], entry["id"])
    return done()


def _compile(call: Call) -> Answer:
    """Work a mark out anew: the team's mark is the entry's."""
    entry = named(call, "projects_users")
    if entry["current_team_id"] is not None:
        team = call.store.rows("SELECT * FROM teams WHERE id = ?", (entry["current_team_id"],))[0]
        change(call.store, LISTINGS["teams"], team, {}, call.now)
    return done()


def _register_children(call: Call) -> Answer:
    """Register for the projects inside one. Assumption: the body names a user and a project."""
    user, parent = key(call, "user_id", "users"), key(call, "project_id", "projects")
    store = call.store
    sql = """SELECT * FROM projects WHERE parent_id = ? AND id NOT IN
        (SELECT project_id FROM projects_users WHERE user_id = ?) ORDER BY position"""
    made = [_enrol(call, user, project) for project in store.rows(sql, (parent, user))]
    return listed(call, "projects_users", list(store.by_id("projects_users", made).values()))


def _entry_of_body(call: Call) -> Row:
    user, project = key(call, "user_id", "users"), key(call, "project_id", "projects")
    sql = "SELECT * FROM projects_users WHERE user_id = ? AND project_id = ?"
    entry = call.store.row(sql, (user, project))
    if entry is None:
        raise unprocessable({"project_id": ["is not one of this user's"]})
    return entry


def _reset(call: Call) -> Answer:
    """Take a user's entry for a project away, and the teams in which nobody is left."""
    entry = _entry_of_body(call)
    REMOVALS["projects_users"](call.store, entry, call.now)
    return done()


def _scale(call: Call) -> Answer:
    """Change the scale of a user's entry. Assumption: it is named, and nothing else changes."""
    texts(call, "scale")
    entry = _entry_of_body(call)
    call.store.update("projects_users", entry["id"], {"updated_at": call.now})
    return done()


def _many(call: Call, resource: str) -> Answer:
    """Write several objects at once, all of them or none."""
    listing = LISTINGS[resource]
    rows = []
    for given in entries(call, resource):
        reading = read_fields(Form("", {}), listing, call.store, given)
        if reading.wrong:
            raise unprocessable(reading.wrong)
        values: dict[str, Any] = dict(reading.values)
        if resource == "scale_teams" and values.get("team_id") is not None:
            values.setdefault("scale_id", _scale_of(call, values["team_id"]))
        rows.append(insert(call.store, listing, values, call.now))
    return listed(call, resource, rows)


def _scale_of(call: Call, team: int) -> int:
    sql = """SELECT s.scale_id FROM teams t JOIN project_sessions s ON s.id = t.project_session_id
        WHERE t.id = ?"""
    return call.store.number(sql, (team,))


def _create_evaluations(call: Call) -> Answer:
    return _many(call, "scale_teams")


def _create_uploads(call: Call) -> Answer:
    return _many(call, "teams_uploads")


def _reset_uploads(call: Call) -> Answer:
    team = named(call, "teams")["id"]
    call.store.run("DELETE FROM teams_uploads WHERE team_id = ?", (team,))
    return shown(call, "teams", team)


WORK: Final[Mapping[str, Action]] = {
    "/v2/projects/:project_id/register": _register,
    "/v2/projects/:id/retry": _retry_project,
    "/v2/projects_users/:id/retry": _retry_entry,
    "/v2/projects_users/:id/compile": _compile,
    "/v2/projects_users/register_childs_and_scales": _register_children,
    "/v2/projects_users/reset": _reset,
    "/v2/projects_users/scale": _scale,
    "/v2/scale_teams/multiple_create": _create_evaluations,
    "/v2/teams_uploads/multiple_create": _create_uploads,
    "/v2/teams/:id/reset_team_uploads": _reset_uploads,
}
"""Projects, teams, evaluations."""
