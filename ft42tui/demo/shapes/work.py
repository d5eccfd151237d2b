"""Projects, who does them in which team, and evaluations."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from itertools import chain

from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.shapes.life import campus, cursus
from ft42tui.demo.shapes.pedagogy import feedbacks
from ft42tui.demo.shapes.people import links_to, people_of
from ft42tui.demo.shapes.reader import Item, Reader, Shape, columns, flat, truth, without
from ft42tui.demo.store import Row

flags = flat("id", "name", "positive!", "icon", "created_at", "updated_at")
"""Return the outcomes of evaluations."""
teams_users = flat(
    "id", "team_id", "user_id", "leader!", "occurrence", "validated!", "created_at", "updated_at"
)
"""Return who is in which team."""


def _shown(reader: Reader, shape: Shape, sql: str, ids: Iterable[int], key: str) -> dict[int, list[Item]]:
    """Return the items of a query over many ids, gathered by one of its columns."""
    rows = reader.store.among(sql, ids)
    gathered: dict[int, list[Item]] = {}
    for row, item in zip(rows, shape(reader, rows), strict=True):
        gathered.setdefault(row[key], []).append(item)
    return gathered


def _project_in_short(row: Row) -> Item:
    return {name: row[name] for name in ("id", "name", "slug", "parent_id")}


def _project_link(reader: Reader, row: Row) -> Item:
    return {
        "id": row["id"],
        "name": row["name"],
        "slug": row["slug"],
        "url": f"{reader.origin}/v2/projects/{row['slug']}",
    }


def projects(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return projects, heavy as they are on the wire: sessions and campuses included.

    Assumption: `attachments` are what their own list shows; there are no `videos`.
    """
    store = reader.store
    ids = [row["id"] for row in rows]
    parents = store.by_id("projects", (row["parent_id"] for row in rows))
    children = store.grouped(
        "SELECT * FROM projects WHERE parent_id IN ({}) ORDER BY position", ids, "parent_id"
    )
    sessions = _shown(
        reader, project_sessions, "SELECT * FROM project_sessions WHERE project_id IN ({})", ids, "project_id"
    )
    for item in chain.from_iterable(sessions.values()):
        del item["commit"]
    attached = _shown(
        reader,
        columns("attachments"),
        "SELECT * FROM attachments WHERE attachable_type = 'Project' AND attachable_id IN ({}) ORDER BY id",
        ids,
        "attachable_id",
    )
    programmes = {row["id"]: row for row in store.rows("SELECT * FROM cursus")}
    everywhere = campus(reader, store.rows("SELECT * FROM campus ORDER BY id")) if rows else []
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "slug": row["slug"],
            "difficulty": row["difficulty"],
            "parent": _project_link(reader, parents[row["parent_id"]]) if row["parent_id"] else None,
            "children": [_project_link(reader, child) for child in children.get(row["id"], ())],
            "attachments": attached.get(row["id"], []),
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "exam": bool(row["exam"]),
            "git_id": row["git_id"],
            "repository": row["repository"],
            "cursus": cursus(reader, [programmes[row["cursus_id"]]]),
            # Assumption: the old cursus ran in Paris only, all the others run everywhere.
            "campus": everywhere[:1] if row["cursus_id"] in {1, 4} else everywhere,
            "videos": [],
            "project_sessions": sessions.get(row["id"], []),
        }
        for row in rows
    ]


def project_sessions(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return how projects behave, for a campus or for all of them."""
    machines = _shown(
        reader,
        flat("id", "name"),
        "SELECT u.id, u.name, e.project_session_id FROM evaluations e"
        " JOIN uploads u ON u.evaluation_id = e.id WHERE e.project_session_id IN ({}) ORDER BY u.id",
        (row["id"] for row in rows),
        "project_session_id",
    )
    return [
        {
            "id": row["id"],
            "solo": truth(row["solo"]),
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "estimate_time": row["estimate_time"],
            "difficulty": row["difficulty"],
            "objectives": json.loads(row["objectives"]),
            "description": row["description"],
            "duration_days": row["duration_days"],
            "terminating_after": row["terminating_after"],
            "project_id": row["project_id"],
            "campus_id": row["campus_id"],
            "cursus_id": row["cursus_id"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "max_people": row["max_people"],
            "is_subscriptable": truth(row["is_subscriptable"]),
            "scales": [
                {"id": row["scale_id"], "correction_number": row["correction_number"], "is_primary": True}
            ]
            if row["correction_number"]
            else [],
            "uploads": machines.get(row["id"], []),
            "team_behaviour": row["team_behaviour"],
            "commit": row["commit"],
        }
        for row in rows
    ]


def projects_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who does which project, with every team formed for it."""
    store = reader.store
    people = people_of(reader, (row["user_id"] for row in rows))
    known = store.by_id("projects", (row["project_id"] for row in rows))
    tries = store.among(
        "SELECT projects_user_id, team_id FROM teams_users WHERE projects_user_id IN ({})"
        " ORDER BY projects_user_id, team_id",
        (row["id"] for row in rows),
    )
    made = store.by_id("teams", (row["team_id"] for row in tries))
    shown = dict(zip(made, teams(reader, list(made.values())), strict=True))
    formed: dict[int, list[Item]] = {}
    for row in tries:
        formed.setdefault(row["projects_user_id"], []).append(shown[row["team_id"]])
    return [
        {
            "id": row["id"],
            "occurrence": row["occurrence"],
            "final_mark": row["final_mark"],
            "status": row["status"],
            "validated?": truth(row["validated"]),
            "current_team_id": row["current_team_id"],
            "project": _project_in_short(known[row["project_id"]]),
            "cursus_ids": [row["cursus_id"]],
            "marked_at": row["marked_at"],
            "marked": row["marked_at"] is not None,
            "retriable_at": row["retriable_at"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "user": people[row["user_id"]],
            "teams": formed.get(row["id"], []),
        }
        for row in rows
    ]


def teams(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return teams and their members.

    Assumptions: lists leave `scale_teams` empty, as the documented example does; `teams_uploads` are what
    their own list shows.
    """
    ids = [row["id"] for row in rows]
    members = reader.store.grouped(
        "SELECT m.*, u.login FROM teams_users m JOIN users u ON u.id = m.user_id"
        " WHERE m.team_id IN ({}) ORDER BY m.leader DESC, m.id",
        ids,
        "team_id",
    )
    marked = _shown(
        reader,
        columns("teams_uploads"),
        "SELECT * FROM teams_uploads WHERE team_id IN ({}) ORDER BY id",
        ids,
        "team_id",
    )
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "url": f"{reader.origin}/v2/teams/{row['id']}",
            "final_mark": row["final_mark"],
            "project_id": row["project_id"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "status": row["status"],
            "terminating_at": row["terminating_at"],
            "users": [
                {
                    "id": member["user_id"],
                    "login": member["login"],
                    "url": f"{reader.origin}/v2/users/{member['login']}",
                    "leader": bool(member["leader"]),
                    "occurrence": member["occurrence"],
                    "validated": bool(member["validated"]),
                    "projects_user_id": member["projects_user_id"],
                }
                for member in members.get(row["id"], ())
            ],
            "locked?": row["locked_at"] is not None,
            "validated?": truth(row["validated"]),
            "closed?": row["closed_at"] is not None,
            "repo_url": row["repo_url"],
            "repo_uuid": row["repo_uuid"],
            "locked_at": row["locked_at"],
            "closed_at": row["closed_at"],
            "project_session_id": row["project_session_id"],
            "project_gitlab_path": None,
            "scale_teams": [],
            "teams_uploads": marked.get(row["id"], []),
        }
        for row in rows
    ]


def teams_in_full(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return teams as their own pages show them. Assumption: with their evaluations."""
    given = _shown(
        reader,
        scale_teams,
        "SELECT * FROM scale_teams WHERE team_id IN ({}) ORDER BY id",
        (row["id"] for row in rows),
        "team_id",
    )
    return [
        item | {"scale_teams": without(given.get(item["id"], []), "team")} for item in teams(reader, rows)
    ]


def scale_teams(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return evaluations.

    Who takes part in one that is still to come may be the text `invisible`; a truant is `{}` when
    nobody was. Source: wire facts, section 8. Assumptions: `feedbacks` are what their own list shows; no
    scale has questions, so `questions_with_answers` stays empty.
    """
    store = reader.store
    squads = store.by_id("teams", (row["team_id"] for row in rows))
    shown = dict(zip(squads, teams(reader, list(squads.values())), strict=True))
    people = links_to(
        reader, (value for row in rows for value in (row["user_id"], row["truant_id"]) if value)
    )
    outcomes = {row["id"]: row for row in store.rows("SELECT * FROM flags")}
    flags_shown = dict(zip(outcomes, flags(reader, list(outcomes.values())), strict=True))
    sheets = store.by_id("scales", (row["scale_id"] for row in rows))
    scales_shown = dict(
        zip(sheets, without(scales(reader, list(sheets.values())), "is_external", "updated_at"), strict=True)
    )
    said = _shown(
        reader,
        feedbacks,
        "SELECT * FROM feedbacks WHERE feedbackable_type = 'ScaleTeam' AND feedbackable_id IN ({})"
        " ORDER BY id",
        (row["id"] for row in rows),
        "feedbackable_id",
    )
    items: list[Item] = []
    for row in rows:
        team = shown[row["team_id"]]
        hidden = bool(row["hidden"]) and row["filled_at"] is None and row["begin_at"] > PRESENT
        corrected = [{name: user[name] for name in ("id", "login", "url")} for user in team["users"]]
        items.append(
            {
                "id": row["id"],
                "scale_id": row["scale_id"],
                "comment": row["comment"],
                "created_at": row["created_at"],
                "updated_at": row["updated_at"],
                "feedback": row["feedback"],
                "final_mark": row["final_mark"],
                "flag": flags_shown[row["flag_id"]],
                "begin_at": row["begin_at"],
                "correcteds": "invisible" if hidden else corrected,
                "corrector": "invisible" if hidden else people[row["user_id"]],
                "truant": people[row["truant_id"]] if row["truant_id"] else {},
                "filled_at": row["filled_at"],
                "questions_with_answers": [],
                "scale": scales_shown.get(row["scale_id"]),
                "team": team,
                "feedbacks": said.get(row["id"], []),
            }
        )
    return items


def scales(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return scales, each with every flag there is.

    Assumptions: on their own they have what an evaluation shows of them, and the rest of their columns;
    `languages` stays empty, as in the documented example, for scales are in one language here.
    """
    outcomes = flags(reader, reader.store.rows("SELECT * FROM flags"))
    return [
        {
            "id": row["id"],
            "evaluation_id": row["evaluation_id"],
            "name": row["name"],
            "is_primary": bool(row["is_primary"]),
            "comment": row["comment"],
            "introduction_md": row["introduction_md"],
            "disclaimer_md": row["disclaimer_md"],
            "guidelines_md": row["guidelines_md"],
            "created_at": row["created_at"],
            "correction_number": row["correction_number"],
            "duration": row["duration"],
            "manual_subscription": bool(row["manual_subscription"]),
            "languages": [],
            "flags": outcomes,
            "free": bool(row["free"]),
            "is_external": bool(row["is_external"]),
            "updated_at": row["updated_at"],
        }
        for row in rows
    ]
