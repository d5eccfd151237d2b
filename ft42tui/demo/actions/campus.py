"""What the staff does: closes, points, hooks, searches, and a campus in figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ft42tui.demo.actions.action import Action, clean, done, listed, named, shown, texts, whole
from ft42tui.demo.body import body_of
from ft42tui.demo.call import Call
from ft42tui.demo.exchange import Answer
from ft42tui.demo.refusal import unprocessable

_FOUND: Final = 30


def _stats(call: Call) -> Answer:
    """A campus in figures. Assumption: the shape is not established."""
    campus = named(call, "campus", "campus_id")["id"]

    def count(sql: str) -> int:
        return call.store.number(sql, (campus,))

    return Answer(
        {
            "campus_id": campus,
            "users": count("SELECT count(*) FROM campus_users WHERE campus_id = ?"),
            "students": count(
                "SELECT count(*) FROM users WHERE primary_campus_id = ? AND NOT staff AND active"
            ),
            "logged_in": count("SELECT count(*) FROM locations WHERE campus_id = ? AND end_at IS NULL"),
            "teams": count("SELECT count(*) FROM teams WHERE campus_id = ?"),
            "events": count("SELECT count(*) FROM events WHERE campus_id = ?"),
        }
    )


def _journal(call: Call) -> Answer:
    """The newest journal entries of every campus. Assumption: the shape is not established."""
    rows = call.store.rows("SELECT * FROM journals ORDER BY event_at DESC, id DESC LIMIT ?", (_FOUND,))
    return listed(call, "journals", rows, 200)


def _end_all(call: Call) -> Answer:
    """Log everybody out."""
    campus = named(call, "campus", "campus_id")["id"]
    sql = "UPDATE locations SET end_at = max(begin_at, ?) WHERE campus_id = ? AND end_at IS NULL"
    call.store.run(sql, (call.now, campus))
    return done()


def _states(resource: str, state: str) -> Action:
    """Return the action that puts an object into a state."""

    def act(call: Call) -> Answer:
        row = named(call, resource)["id"]
        call.store.update(resource, row, {"state": state, "updated_at": call.now})
        return done()

    return act


def _points(call: Call, sign: int) -> int:
    pool = named(call, "pools")
    current = pool["current_points"] + sign * whole(call, "points")
    if not 0 <= current <= max(pool["max_points"], pool["current_points"]):
        raise unprocessable({"points": [f"must leave the pool between 0 and {pool['max_points']}"]})
    call.store.update("pools", pool["id"], {"current_points": current, "updated_at": call.now})
    return int(pool["id"])


def _add_points(call: Call) -> Answer:
    return shown(call, "pools", _points(call, 1))


def _remove_points(call: Call) -> Answer:
    _points(call, -1)
    return done()


def _callback(call: Call) -> Answer:
    """A hook calls back. Assumption: it is taken as heard, and nothing else happens."""
    endpoint = named(call, "endpoints")["id"]
    texts(call, "url", "user_id")
    given = body_of(call.request)
    wrong = {
        n: ["is invalid"] for n in ("initial_data", "response_data") if not isinstance(given.get(n), dict)
    }
    if wrong:
        raise unprocessable(wrong)
    call.store.update("endpoints", endpoint, {"updated_at": call.now})
    return shown(call, "endpoints", endpoint)


def _deactivate(call: Call) -> Answer:
    row = named(call, "webhook_registeries")["id"]
    call.store.update("webhook_registeries", row, {"active": 0, "updated_at": call.now})
    return shown(call, "webhook_registeries", row)


def _upload(call: Call) -> Answer:
    """Take a file of translations. Assumption: it is taken as read, and nothing else happens."""
    name = texts(call, "file")["file"]
    return Answer({"file": name[:255], "imported": 0}, status=201)


def _search(resource: str, *columns: str) -> Action:
    """Return the action that looks for a text in some columns. Assumption: the shape of a list."""

    def act(call: Call) -> Answer:
        given = body_of(call.request).get("query") or ""
        word = clean(given).casefold() if isinstance(given, str) else ""
        where = " OR ".join(f"instr(fold({column}), ?) > 0" for column in columns)
        sql = f"SELECT * FROM {resource} WHERE {where} ORDER BY id LIMIT ?"  # noqa: S608  # names of ours
        values: list[Any] = [word] * len(columns)
        return listed(call, resource, call.store.rows(sql, (*values, _FOUND)))

    return act


CAMPUS: Final[Mapping[str, Action]] = {
    "/v2/campus/:campus_id/stats": _stats,
    "/v2/campus/journal": _journal,
    "/v2/campus/:campus_id/locations/end_all": _end_all,
    "/v2/closes/:id/close": _states("closes", "close"),
    "/v2/closes/:id/unclose": _states("closes", "unclose"),
    "/v2/community_services/:id/validate": _states("community_services", "validated"),
    "/v2/community_services/:id/invalidate": _states("community_services", "invalidated"),
    "/v2/pools/:id/points/add": _add_points,
    "/v2/pools/:id/points/remove": _remove_points,
    "/v2/endpoints/:id/callback": _callback,
    "/v2/webhook_registeries/:id/deactivate": _deactivate,
    "/v2/translations/upload": _upload,
    "/v2/search/users": _search("users", "login", "first_name", "last_name"),
    "/v2/search/projects": _search("projects", "name", "slug"),
}
"""Campuses, closes, pools, hooks, searches."""
