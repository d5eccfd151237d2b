"""What fortytwo-client is asked for in lists: filters, ranges and sorts by its own classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from fortytwo.parameter import Sort, SortDirection
from fortytwo.resources.campus.parameter import CampusFilter, CampusRange, CampusSort
from fortytwo.resources.campus_user.parameter import CampusUserFilter, CampusUserRange, CampusUserSort
from fortytwo.resources.cursus.parameter import CursusFilter, CursusRange, CursusSort
from fortytwo.resources.cursus_user.parameter import CursusUserFilter, CursusUserRange, CursusUserSort
from fortytwo.resources.location.parameter import LocationFilter, LocationRange, LocationSort
from fortytwo.resources.project.parameter import ProjectFilter, ProjectRange, ProjectSort
from fortytwo.resources.project_user.parameter import ProjectUserFilter, ProjectUserRange
from fortytwo.resources.scale_team.parameter import ScaleTeamFilter, ScaleTeamRange, ScaleTeamSort
from fortytwo.resources.slot.parameter import SlotRange, SlotSort
from fortytwo.resources.team.parameter import TeamFilter, TeamRange, TeamSort
from fortytwo.resources.user.parameter import UserFilter, UserRange, UserSort

UP, DOWN = SortDirection.ASCENDING, SortDirection.DESCENDING

Lists = Mapping[str, list[Any]]
"""All items of each list, by the name that the client has for it."""
Choice = tuple[str, list[Any], Callable[[Any], Any]]
"""A list, the parameters for a part of it, and which of its items that part should be."""
Order = tuple[str, Any, Callable[[Any], Any], bool]
"""A list, the parameter that sorts it, what it sorts by, and whether the greatest comes first."""


def most_common(values: Iterable[Any]) -> Any:
    """Return the most frequent value that is not null."""
    return Counter(value for value in values if value is not None).most_common(1)[0][0]


def middle(values: Iterable[Any]) -> tuple[Any, Any]:
    """Return the bounds of the middle half of those that are not null."""
    known = sorted(value for value in values if value is not None)
    return known[len(known) // 4], known[3 * len(known) // 4]


def choices(lists: Lists) -> Iterator[Choice]:
    """Return what is asked for by filters and ranges."""
    yield from _of_people(lists)
    yield from _of_places(lists)
    yield from _of_work(lists)
    yield from _of_evaluations(lists)


def _of_people(lists: Lists) -> Iterator[Choice]:
    users = lists["users"]
    year, month = (most_common(getattr(user, name) for user in users) for name in ("pool_year", "pool_month"))
    low, high = middle(user.id for user in users)
    first, last = middle(user.created_at for user in users)
    home = {place.user_id: place.campus_id for place in lists["campus_users"] if place.is_primary}
    campus = most_common(home.values())
    of = UserFilter
    yield "users", [of.by_login("norminet")], lambda user: user.login == "norminet"
    yield "users", [of.by_id(low)], lambda user: user.id == low
    yield "users", [of.by_pool_year(year)], lambda user: user.pool_year == year
    yield "users", [of.by_kind("student")], lambda user: user.kind == "student"
    yield "users", [of.staff_only()], lambda user: user.staff
    yield "users", [of.non_staff_only()], lambda user: not user.staff
    yield "users", [of.alumni_only()], lambda user: user.alumni
    yield "users", [of.by_primary_campus_id(campus)], lambda user: home.get(user.id) == campus
    yield (
        "users",
        [of.by_pool_year(year), of.by_pool_month(month)],
        lambda user: (user.pool_year, user.pool_month) == (year, month),
    )
    yield "users", [UserRange.id_range(low, high)], lambda user: low <= user.id <= high
    yield (
        "users",
        [UserRange.created_at_range(first, last), of.by_kind("student"), UserSort.by_login()],
        lambda user: first <= user.created_at <= last and user.kind == "student",
    )
    follows = lists["cursus_users"]
    cursus = most_common(one.cursus_id for one in follows)
    low, high = middle(one.level for one in follows)
    yield "cursus_users", [CursusUserFilter.by_cursus_id(cursus)], lambda one: one.cursus_id == cursus
    yield "cursus_users", [CursusUserRange.level_range(low, high)], lambda one: low <= one.level <= high


def _of_places(lists: Lists) -> Iterator[Choice]:
    campuses, cursuses, locations = lists["campuses"], lists["cursuses"], lists["locations"]
    country, kind = most_common(one.country for one in campuses), most_common(one.kind for one in cursuses)
    low, high = middle(one.id for one in campuses)
    yield "campuses", [CampusFilter.by_country(country)], lambda one: one.country == country
    yield "campuses", [CampusRange.id_range(low, high)], lambda one: low <= one.id <= high
    least, most = middle(one.id for one in cursuses)
    yield "cursuses", [CursusFilter.by_kind(kind)], lambda one: one.kind == kind
    yield "cursuses", [CursusRange.id_range(least, most)], lambda one: least <= one.id <= most
    host, campus = most_common(one.host for one in locations), most_common(one.campus_id for one in locations)
    first, last = middle(one.begin_at for one in locations)
    yield "locations", [LocationFilter.by_host(host)], lambda one: one.host == host
    yield "locations", [LocationFilter.active_only()], lambda one: one.end_at is None
    yield "locations", [LocationFilter.inactive_only()], lambda one: one.end_at is not None
    yield "locations", [LocationRange.begin_at_range(first, last)], lambda one: first <= one.begin_at <= last
    few, many = middle(one.user_id for one in lists["campus_users"])
    yield "campus_users", [CampusUserFilter.by_campus_id(campus)], lambda one: one.campus_id == campus
    yield "campus_users", [CampusUserRange.user_id_range(few, many)], lambda one: few <= one.user_id <= many


def _of_work(lists: Lists) -> Iterator[Choice]:
    projects, teams, tries = lists["projects"], lists["teams"], lists["project_users"]
    slug, parent = projects[0].slug, most_common(one.parent.id for one in projects if one.parent)
    # What is null is 0 to this library, and in no range.
    easy, hard = middle(one.difficulty or None for one in projects)
    yield "projects", [ProjectFilter.by_slug(slug)], lambda one: one.slug == slug
    yield "projects", [ProjectFilter.by_exam(True)], lambda one: one.exam
    yield "projects", [ProjectFilter.by_parent_id(parent)], lambda one: one.parent and one.parent.id == parent
    yield (
        "projects",
        [ProjectRange.difficulty_range(easy, hard)],
        lambda one: easy <= one.difficulty <= hard,
    )
    project, status = most_common(one.project_id for one in teams), most_common(one.status for one in teams)
    low, high = middle(one.final_mark for one in teams)

    def is_between(one: Any) -> bool:
        return one.final_mark is not None and bool(low <= one.final_mark <= high)

    yield "teams", [TeamFilter.by_project_id(project)], lambda one: one.project_id == project
    yield "teams", [TeamFilter.by_status(status)], lambda one: one.status == status
    yield "teams", [TeamFilter.by_closed(True)], lambda one: one.closed_at is not None
    yield "teams", [TeamFilter.by_closed(False)], lambda one: one.closed_at is None
    yield "teams", [TeamRange.final_mark_range(low, high)], is_between
    cursus = most_common(number for one in tries for number in one.cursus_ids)
    yield "project_users", [ProjectUserFilter.by_status("finished")], lambda one: one.status == "finished"
    yield "project_users", [ProjectUserFilter.marked_only()], lambda one: one.marked_at is not None
    yield "project_users", [ProjectUserFilter.by_cursus(cursus)], lambda one: cursus in one.cursus_ids
    yield "project_users", [ProjectUserRange.final_mark_range(low, high)], is_between


def _of_evaluations(lists: Lists) -> Iterator[Choice]:
    evaluations, slots = lists["scale_teams"], lists["slots"]
    scale = most_common(one.scale_id for one in evaluations)
    first, last = middle(one.begin_at for one in evaluations)
    low, high = middle(one.final_mark for one in evaluations)
    yield "scale_teams", [ScaleTeamFilter.by_scale_id(scale)], lambda one: one.scale_id == scale
    yield "scale_teams", [ScaleTeamFilter.by_filled(True)], lambda one: one.filled_at is not None
    yield "scale_teams", [ScaleTeamFilter.by_filled(False)], lambda one: one.filled_at is None
    yield (
        "scale_teams",
        [ScaleTeamRange.begin_at_range(first, last)],
        lambda one: first <= one.begin_at <= last,
    )
    yield (
        "scale_teams",
        [ScaleTeamRange.final_mark_range(low, high)],
        lambda one: one.final_mark is not None and low <= one.final_mark <= high,
    )
    soon, late = middle(one.begin_at for one in slots)
    yield "slots", [SlotRange.begin_at_range(soon, late)], lambda one: soon <= one.begin_at <= late


def orders() -> Iterator[Order]:
    """Return what is asked for in an order."""
    yield "users", UserSort.by_login(), lambda one: one.login, False
    yield "users", UserSort.by_created_at(), lambda one: one.created_at, True
    yield "users", Sort([("kind", UP), ("id", DOWN)]), lambda one: (one.kind, -one.id), False
    yield "cursus_users", CursusUserSort.by_level(), lambda one: one.level, True
    yield "campus_users", CampusUserSort.by_id(UP), lambda one: one.id, False
    yield "campuses", CampusSort.by_id(), lambda one: one.id, True
    yield "cursuses", CursusSort.by_slug(), lambda one: one.slug, False
    yield "locations", LocationSort.by_begin_at(), lambda one: one.begin_at, True
    yield "projects", ProjectSort.by_slug(), lambda one: one.slug, False
    yield "teams", TeamSort.by_created_at(), lambda one: one.created_at, True
    yield "scale_teams", ScaleTeamSort.by_begin_at(), lambda one: one.begin_at, True
    yield "slots", SlotSort.by_begin_at(UP), lambda one: one.begin_at, False
