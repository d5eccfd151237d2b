"""Rows into items, shaped as the catalogue's schemas say; a page costs a few queries, not one a row."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ft42tui.demo.almanac import PRESENT
from ft42tui.demo.store import Row, Store

Item: TypeAlias = dict[str, Any]

_CDN = "https://cdn.intra.42.fr"


@dataclass(frozen=True, slots=True)
class Reader:
    """Where rows come from, and where the API lives."""

    store: Store
    """The tables."""
    origin: str
    """The server's own origin: `http://127.0.0.1:4242`."""


Shape: TypeAlias = Callable[[Reader, Sequence[Row]], list[Item]]


def flat(*names: str, **booleans: str) -> Shape:
    """Return a shape that copies columns. A name with `!` is a boolean; `a=b` renames column b."""
    plain = [(name.rstrip("!"), name.endswith("!")) for name in names]

    def shape(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
        return [
            {name: _truth(row[name]) if boolean else row[name] for name, boolean in plain}
            | {shown: _truth(row[column]) for shown, column in booleans.items()}
            for row in rows
        ]

    return shape


def _truth(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _image(path: str | None) -> Item:
    """Return a picture's links; all of them are null for a user without one."""
    sizes = ("large", "medium", "small", "micro")
    if path is None:
        return {"link": None, "versions": dict.fromkeys(sizes)}
    folder, _, name = path.partition("/")
    start = f"{_CDN}/users/{folder}/"
    return {"link": start + name, "versions": {size: f"{start}{size}_{name}" for size in sizes}}


def users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return users as lists show them."""
    sitting = reader.store.among(
        "SELECT user_id, host FROM locations WHERE end_at IS NULL AND user_id IN ({})",
        (row["id"] for row in rows),
    )
    hosts = {row["user_id"]: row["host"] for row in sitting}
    return [
        {
            "id": row["id"],
            "email": row["email"],
            "login": row["login"],
            "first_name": row["first_name"],
            "last_name": row["last_name"],
            "usual_full_name": row["usual_full_name"],
            "usual_first_name": row["usual_first_name"],
            "url": f"{reader.origin}/v2/users/{row['login']}",
            "phone": row["phone"],
            "displayname": row["usual_full_name"],
            "kind": row["kind"],
            "image": _image(row["image"]),
            "staff?": bool(row["staff"]),
            "correction_point": row["correction_point"],
            "pool_month": row["pool_month"],
            "pool_year": row["pool_year"],
            "location": hosts.get(row["id"]),
            "wallet": row["wallet"],
            "anonymize_date": row["anonymize_date"],
            "data_erasure_date": row["data_erasure_date"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "alumnized_at": row["alumnized_at"],
            "alumni?": row["alumnized_at"] is not None,
            "active?": bool(row["active"]),
        }
        for row in rows
    ]


def users_in_full(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return users as their own page shows them, with everything they have."""
    return [item | _belongings(reader, item["id"]) for item in users(reader, rows)]


def _belongings(reader: Reader, user: int) -> Item:
    store = reader.store

    def own(sql: str) -> list[Row]:
        return store.rows(sql, (user,))

    return {
        "groups": [
            {"id": row["id"], "name": row["name"]}
            for row in own(
                "SELECT g.* FROM groups g JOIN groups_users m ON m.group_id = g.id WHERE m.user_id = ?"
            )
        ],
        "cursus_users": _without(
            cursus_users(reader, own("SELECT * FROM cursus_users WHERE user_id = ? ORDER BY begin_at")),
            "user",
        ),
        "projects_users": _without(
            projects_users(reader, own("SELECT * FROM projects_users WHERE user_id = ? ORDER BY id DESC")),
            "user",
            "teams",
        ),
        "languages_users": languages_users(
            reader, own("SELECT * FROM languages_users WHERE user_id = ? ORDER BY position")
        ),
        "achievements": _without(
            achievements(
                reader,
                own(
                    "SELECT a.* FROM achievements a JOIN achievements_users m ON m.achievement_id = a.id"
                    " WHERE m.user_id = ? ORDER BY m.id"
                ),
            ),
            "achievements",
            "parent",
            "title",
            "campus",
        ),
        "titles": [
            {"id": row["id"], "name": row["name"]}
            for row in own(
                "SELECT t.* FROM titles t JOIN titles_users m ON m.title_id = t.id WHERE m.user_id = ?"
            )
        ],
        "titles_users": titles_users(reader, own("SELECT * FROM titles_users WHERE user_id = ?")),
        "partnerships": [],
        "patroned": [],
        "patroning": [],
        "expertises_users": [],
        "roles": [],
        "campus": _campus_in_short(
            store,
            own(
                "SELECT c.* FROM campus c JOIN campus_users m ON m.campus_id = c.id"
                " WHERE m.user_id = ? ORDER BY m.is_primary DESC, m.id"
            ),
        ),
        "campus_users": campus_users(
            reader, own("SELECT * FROM campus_users WHERE user_id = ? ORDER BY is_primary DESC, id")
        ),
    }


def _without(items: list[Item], *names: str) -> list[Item]:
    return [{name: value for name, value in item.items() if name not in names} for item in items]


def _people(reader: Reader, ids: Iterable[int]) -> dict[int, Item]:
    """Return users as other objects embed them: id, login and address."""
    return {
        number: {"id": number, "login": row["login"], "url": f"{reader.origin}/v2/users/{row['login']}"}
        for number, row in reader.store.by_id("users", ids, "id, login").items()
    }


def _languages(store: Store, rows: Sequence[Row]) -> dict[int, Row]:
    return store.by_id("languages", (row["language_id"] for row in rows))


def _campus_in_short(store: Store, rows: Sequence[Row]) -> list[Item]:
    known = _languages(store, rows)
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "time_zone": row["time_zone"],
            "language": {name: known[row["language_id"]][name] for name in ("id", "name", "identifier")},
        }
        for row in rows
    ]


def campus(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return campuses. `users_count` counts those who are there now, guests from elsewhere included."""
    store = reader.store
    known = _languages(store, rows)
    counts = store.among(
        "SELECT campus_id, count(*) AS users FROM campus_users WHERE campus_id IN ({}) GROUP BY campus_id",
        (row["id"] for row in rows),
    )
    people = {row["campus_id"]: row["users"] for row in counts}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "time_zone": row["time_zone"],
            "language": dict(known[row["language_id"]]),
            "users_count": people.get(row["id"], 0),
            "vogsphere_id": row["vogsphere_id"],
            "country": row["country"],
            "address": row["address"],
            "zip": row["zip"],
            "city": row["city"],
            "website": row["website"],
            "facebook": row["facebook"],
            "twitter": row["twitter"],
            "active": bool(row["active"]),
            "public": bool(row["public"]),
            "email_extension": row["email_extension"],
            "default_hidden_phone": bool(row["default_hidden_phone"]),
            "endpoint": None,
        }
        for row in rows
    ]


cursus = flat("id", "created_at", "name", "slug", "kind")
"""Return cursus."""
languages = flat("id", "name", "identifier", "created_at", "updated_at")
"""Return languages."""
skills = flat("id", "slug", "name", "created_at")
"""Return skills."""
flags = flat("id", "name", "positive!", "icon", "created_at", "updated_at")
"""Return the outcomes of evaluations."""
titles = flat("id", "name")
"""Return titles, whose names hold `%login`."""
groups = flat("id", "name")
"""Return groups."""
campus_users = flat("id", "user_id", "campus_id", "is_primary!", "created_at", "updated_at")
"""Return who is at which campus."""
languages_users = flat("id", "language_id", "user_id", "position", "created_at")
"""Return who speaks which language."""
titles_users = flat("id", "user_id", "title_id", "selected!", "created_at", "updated_at")
"""Return who bears which title."""
teams_users = flat(
    "id", "team_id", "user_id", "leader!", "occurrence", "validated!", "created_at", "updated_at"
)
"""Return who is in which team."""
coalitions_users = flat("id", "coalition_id", "user_id", "score", "rank", "created_at", "updated_at")
"""Return who is in which coalition."""


def groups_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who is in which group. Assumption: the shape; no schema is known."""
    people = _people(reader, (row["user_id"] for row in rows))
    known = reader.store.by_id("groups", (row["group_id"] for row in rows))
    return [
        {"id": row["id"], "user": people[row["user_id"]], "group": dict(known[row["group_id"]])}
        for row in rows
    ]


def cursus_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who follows which cursus, with the skills acquired."""
    store = reader.store
    people = _people(reader, (row["user_id"] for row in rows))
    known = store.by_id("cursus", (row["cursus_id"] for row in rows))
    programmes = dict(zip(known, cursus(reader, list(known.values())), strict=True))
    names = {row["id"]: row["name"] for row in store.rows("SELECT id, name FROM skills")}
    return [
        {
            "id": row["id"],
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "grade": row["grade"],
            "level": row["level"],
            "skills": [
                {"id": number, "name": names[number], "level": level}
                for number, level in json.loads(row["skills"])
            ],
            "cursus_id": row["cursus_id"],
            "has_coalition": bool(row["has_coalition"]),
            "blackholed_at": row["blackholed_at"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "user": people[row["user_id"]],
            "cursus": programmes[row["cursus_id"]],
        }
        for row in rows
    ]


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
    """Return projects, heavy as they are on the wire: sessions and campuses included."""
    store = reader.store
    ids = [row["id"] for row in rows]
    parents = store.by_id("projects", (row["parent_id"] for row in rows))
    children = store.grouped(
        "SELECT * FROM projects WHERE parent_id IN ({}) ORDER BY position", ids, "parent_id"
    )
    sessions = store.grouped("SELECT * FROM project_sessions WHERE project_id IN ({})", ids, "project_id")
    programmes = {row["id"]: row for row in store.rows("SELECT * FROM cursus")}
    everywhere = _campus_in_short(store, store.rows("SELECT * FROM campus ORDER BY id")) if rows else []
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "slug": row["slug"],
            "difficulty": row["difficulty"],
            "parent": _project_link(reader, parents[row["parent_id"]]) if row["parent_id"] else None,
            "children": [_project_link(reader, child) for child in children.get(row["id"], ())],
            "attachments": [],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "exam": bool(row["exam"]),
            "git_id": row["git_id"],
            "repository": row["repository"],
            "cursus": cursus(reader, [programmes[row["cursus_id"]]]),
            # Assumption: the old cursus ran in Paris only, all the others run everywhere.
            "campus": everywhere[:1] if row["cursus_id"] in {1, 4} else everywhere,
            "videos": [],
            "project_sessions": _without(project_sessions(reader, sessions.get(row["id"], ())), "commit"),
        }
        for row in rows
    ]


def project_sessions(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return how projects behave, for a campus or for all of them."""
    return [
        {
            "id": row["id"],
            "solo": _truth(row["solo"]),
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
            "is_subscriptable": _truth(row["is_subscriptable"]),
            "scales": [
                {"id": row["scale_id"], "correction_number": row["correction_number"], "is_primary": True}
            ]
            if row["correction_number"]
            else [],
            "uploads": [],
            "team_behaviour": row["team_behaviour"],
            "commit": row["commit"],
        }
        for row in rows
    ]


def projects_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who does which project, with every team formed for it."""
    store = reader.store
    people = _people(reader, (row["user_id"] for row in rows))
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
            "validated?": _truth(row["validated"]),
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

    Assumption: lists leave `scale_teams` empty, as the documented example does.
    """
    store = reader.store
    members = store.grouped(
        "SELECT m.*, u.login FROM teams_users m JOIN users u ON u.id = m.user_id"
        " WHERE m.team_id IN ({}) ORDER BY m.leader DESC, m.id",
        (row["id"] for row in rows),
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
            "validated?": _truth(row["validated"]),
            "closed?": row["closed_at"] is not None,
            "repo_url": row["repo_url"],
            "repo_uuid": row["repo_uuid"],
            "locked_at": row["locked_at"],
            "closed_at": row["closed_at"],
            "project_session_id": row["project_session_id"],
            "project_gitlab_path": None,
            "scale_teams": [],
            "teams_uploads": [],
        }
        for row in rows
    ]


def scale_teams(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return evaluations.

    Who takes part in one that is still to come may be the text `invisible`; a truant is `{}` when
    nobody was. Source: wire facts, section 8.
    """
    store = reader.store
    squads = store.by_id("teams", (row["team_id"] for row in rows))
    shown = dict(zip(squads, teams(reader, list(squads.values())), strict=True))
    people = _people(reader, (value for row in rows for value in (row["user_id"], row["truant_id"]) if value))
    outcomes = {row["id"]: row for row in store.rows("SELECT * FROM flags")}
    flags_shown = dict(zip(outcomes, flags(reader, list(outcomes.values())), strict=True))
    scales = {
        row["scale_id"]: row
        for row in store.by_id(
            "project_sessions", (team["project_session_id"] for team in squads.values())
        ).values()
    }
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
                "scale": _scale(scales[row["scale_id"]], flags_shown),
                "team": team,
                "feedbacks": [],
            }
        )
    return items


def _scale(session: Row, outcomes: dict[int, Item]) -> Item:
    return {
        "id": session["scale_id"],
        "evaluation_id": session["scale_id"] - 100,
        "name": f"scale {session['scale_id'] - 399}",
        "is_primary": True,
        "comment": "",
        "introduction_md": "- Remain polite, courteous, respectful and constructive.",
        "disclaimer_md": "",
        "guidelines_md": "- Only grade the work that is in the repository.",
        "created_at": session["created_at"],
        "correction_number": session["correction_number"],
        "duration": 1800,
        "manual_subscription": True,
        "languages": [],
        "flags": list(outcomes.values()),
        "free": False,
    }


def locations(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who sat where; `end_at` is null for those who still do."""
    people = _people(reader, (row["user_id"] for row in rows))
    return [
        {
            "id": row["id"],
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "primary": bool(row["primary"]),
            "floor": None,
            "row": None,
            "post": None,
            "host": row["host"],
            "campus_id": row["campus_id"],
            "user": people[row["user_id"]],
        }
        for row in rows
    ]


def coalitions(_reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return coalitions."""
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "slug": row["slug"],
            "image_url": row["image"],
            "cover_url": row["cover"],
            "color": row["color"],
            "score": row["score"],
            "user_id": row["user_id"],
        }
        for row in rows
    ]


def blocs(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return blocs and the coalitions in them."""
    members = reader.store.grouped(
        "SELECT * FROM coalitions WHERE bloc_id IN ({}) ORDER BY id", (row["id"] for row in rows), "bloc_id"
    )
    return [
        {
            "id": row["id"],
            "campus_id": row["campus_id"],
            "cursus_id": row["cursus_id"],
            "squad_size": row["squad_size"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
            "coalitions": coalitions(reader, members.get(row["id"], ())),
        }
        for row in rows
    ]


def _achievement_in_short(row: Row) -> Item:
    return {"id": row["id"], "name": row["name"]}


def achievements(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return achievements; `image` is a path on the API's host."""
    store = reader.store
    parents = store.by_id("achievements", (row["parent_id"] for row in rows))
    steps = store.grouped(
        "SELECT * FROM achievements WHERE parent_id IN ({}) ORDER BY id",
        (row["id"] for row in rows),
        "parent_id",
    )
    known = store.by_id("titles", (row["title_id"] for row in rows))
    names = {row["id"]: row["name"] for row in store.rows("SELECT id, name FROM campus ORDER BY id")}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "tier": row["tier"],
            "kind": row["kind"],
            "visible": bool(row["visible"]),
            "image": row["image"],
            "nbr_of_success": row["nbr_of_success"],
            "users_url": f"{reader.origin}/v2/achievements/{row['id']}/users",
            "achievements": [_achievement_in_short(step) for step in steps.get(row["id"], ())],
            "parent": _achievement_in_short(parents[row["parent_id"]]) if row["parent_id"] else None,
            "title": dict(known[row["title_id"]]) if row["title_id"] else None,
            "campus": [names[row["campus_id"]]] if row["campus_id"] else list(names.values()),
        }
        for row in rows
    ]


def achievements_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who has which achievement."""
    people = _people(reader, (row["user_id"] for row in rows))
    return [
        {
            "id": row["id"],
            "achievement_id": row["achievement_id"],
            "user_id": row["user_id"],
            "login": people[row["user_id"]]["login"],
            "url": f"{reader.origin}/v2/achievements_users/{row['id']}",
            "nbr_of_success": row["nbr_of_success"],
            "created_at": row["created_at"],
        }
        for row in rows
    ]


def events(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return events and how many are coming."""
    counts = reader.store.among(
        "SELECT event_id, count(*) AS guests FROM events_users WHERE event_id IN ({}) GROUP BY event_id",
        (row["id"] for row in rows),
    )
    guests = {row["event_id"]: row["guests"] for row in counts}
    return [
        {
            "id": row["id"],
            "name": row["name"],
            "description": row["description"],
            "location": row["location"],
            "kind": row["kind"],
            "max_people": row["max_people"],
            "nbr_subscribers": guests.get(row["id"], 0),
            "begin_at": row["begin_at"],
            "end_at": row["end_at"],
            "campus_ids": [row["campus_id"]],
            "cursus_ids": [row["cursus_id"]],
            "themes": [],
            "waitlist": None,
            "prohibition_of_cancellation": row["prohibition_of_cancellation"],
            "created_at": row["created_at"],
            "updated_at": row["updated_at"],
        }
        for row in rows
    ]


def events_users(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return who comes to which event."""
    people = _people(reader, (row["user_id"] for row in rows))
    known = reader.store.by_id("events", (row["event_id"] for row in rows), "id, name")
    return [
        {
            "id": row["id"],
            "event_id": row["event_id"],
            "user_id": row["user_id"],
            "user": people[row["user_id"]],
            "event": {"id": row["event_id"], "name": known[row["event_id"]]["name"]},
        }
        for row in rows
    ]
