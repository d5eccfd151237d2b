"""What is done to users beside changing their fields."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from ft42tui.demo.actions.action import Action, clean, done, key, listed, named, shown, texts, whole
from ft42tui.demo.body import body_of
from ft42tui.demo.call import Call
from ft42tui.demo.effects.places import set_home
from ft42tui.demo.exchange import Answer
from ft42tui.demo.graph import locations_stats

_LONGEST: Final = 3650  # days


def _stats(call: Call) -> Answer:
    return Answer(locations_stats(call.store, named(call, "users")["id"], call.parameters))


def _exam(call: Call) -> Answer:
    """The exam that a user is registered for and that is not over. Assumption: that, and the list's shape."""
    user = named(call, "users")["id"]
    sql = """SELECT e.* FROM exams e JOIN exams_users m ON m.exam_id = e.id
        WHERE m.user_id = ? AND e.end_at >= ? ORDER BY e.begin_at"""
    return listed(call, "exams", call.store.rows(sql, (user, call.now)), 200)


def _registration(call: Call) -> Answer:
    """Which projects a user may register for. Assumption: the shape is not established."""
    user = named(call, "users", "user_id")["id"]
    sql = """SELECT p.* FROM projects p WHERE p.visible AND p.cursus_id IN
        (SELECT cursus_id FROM cursus_users WHERE user_id = ? AND end_at IS NULL)
        AND p.id NOT IN (SELECT project_id FROM projects_users WHERE user_id = ?) ORDER BY p.position"""
    open_to = call.store.rows(sql, (user, user))
    return Answer({"user_id": user, "projects": [{n: p[n] for n in ("id", "name", "slug")} for p in open_to]})


def _points(call: Call, sign: int) -> int:
    """Give or take correction points and put it on record."""
    user = named(call, "users")
    reason = texts(call, "reason")["reason"]
    amount = sign * whole(call, "amount", 1)
    total = user["correction_point"] + amount
    call.store.update("users", user["id"], {"correction_point": total, "updated_at": call.now})
    entry = {"user_id": user["id"], "reason": reason, "sum": amount, "total": total}
    call.store.insert("correction_point_historics", entry | {"created_at": call.now, "updated_at": call.now})
    return int(user["id"])


def _add_points(call: Call) -> Answer:
    return shown(call, "users", _points(call, 1))


def _remove_points(call: Call) -> Answer:
    _points(call, -1)
    return done()


def _free_past_agu(call: Call) -> Answer:
    """Give a freeze that is over and cost nothing. Assumption: that is what the route's name means."""
    user = named(call, "users")["id"]
    days = whole(call, "duration")
    reason = body_of(call.request).get("reason")
    begin = datetime.fromisoformat(call.now) - timedelta(days=min(days, _LONGEST))
    values = {
        "user_id": user,
        "anti_grav_unit_id": call.store.number("SELECT min(id) FROM anti_grav_units"),
        "is_free": True,
        "reason": clean(reason) if isinstance(reason, str) and reason else f"Free freeze of {days} days",
        "begin_date": f"{begin.replace(tzinfo=None).isoformat(timespec='milliseconds')}Z",
        "end_date": call.now,
        "created_at": call.now,
        "updated_at": call.now,
    }
    call.store.insert("anti_grav_units_users", values)
    return shown(call, "users", user)


def _unfreeze(call: Call) -> Answer:
    """End what freezes a user."""
    user = named(call, "users", "user_id")["id"]
    call.store.run(
        "UPDATE anti_grav_units_users SET end_date = ?1, updated_at = ?1 WHERE user_id = ?2"
        " AND (end_date IS NULL OR end_date > ?1)",
        (call.now, user),
    )
    return shown(call, "users", user)


def _set_primary_campus(call: Call) -> Answer:
    user, campus = named(call, "users")["id"], key(call, "campus_id", "campus")
    set_home(call.store, user, campus, call.now)
    return shown(call, "users", user)


def _set_as_primary(call: Call) -> Answer:
    row = named(call, "campus_users")
    set_home(call.store, row["user_id"], row["campus_id"], call.now)
    return shown(call, "campus_users", row["id"])


def _alumnize(call: Call) -> Answer:
    user = named(call, "users")
    values = {"alumnized_at": user["alumnized_at"] or call.now, "updated_at": call.now, "status": "alumni"}
    call.store.update("users", user["id"], values)
    return shown(call, "users", user["id"])


def _dealumnize(call: Call) -> Answer:
    user = named(call, "users")["id"]
    values = {"alumnized_at": None, "updated_at": call.now, "status": "student"}
    call.store.update("users", user, values)
    return shown(call, "users", user)


def _remove_otp(call: Call) -> Answer:
    """Take a user's second factor away; nobody here has one."""
    named(call, "users")
    return done()


USERS: Final[Mapping[str, Action]] = {
    "/v2/users/:id/locations_stats": _stats,
    "/v2/users/:id/exam": _exam,
    "/v2/users/:user_id/projects_users/registration": _registration,
    "/v2/users/:id/correction_points/add": _add_points,
    "/v2/users/:id/correction_points/remove": _remove_points,
    "/v2/users/:id/free_past_agu": _free_past_agu,
    "/v2/users/:user_id/unfreeze": _unfreeze,
    "/v2/users/:id/set_primary_campus": _set_primary_campus,
    "/v2/campus_users/:id/set_as_primary": _set_as_primary,
    "/v2/users/:id/alumnize": _alumnize,
    "/v2/users/:id/dealumnize": _dealumnize,
    "/v2/users/:id/otp_settings/remove": _remove_otp,
}
"""Users, their points, their campus, their freezes."""
