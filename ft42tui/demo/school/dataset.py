"""A whole school, written into a database."""

from __future__ import annotations

import gc
import sqlite3
from typing import Any, Final

from ft42tui.demo.school.administration import ADMINISTRATION_CHAPTERS
from ft42tui.demo.school.campus_life import campus_life
from ft42tui.demo.school.coursework import coursework
from ft42tui.demo.school.draft import Chapter, Draft
from ft42tui.demo.school.pedagogy import PEDAGOGY_CHAPTERS
from ft42tui.demo.school.people import Population, coalitions, populate, settled
from ft42tui.demo.school.places import CAMPUSES, CURSUS, FLAGS, GROUPS, LANGUAGES, SKILLS, TITLES, Campus
from ft42tui.demo.school.tables import DDL, INDEXES, with_deletions
from ft42tui.demo.school.teams import Coursework

_USERS = (
    "id login email first_name last_name usual_full_name usual_first_name kind image staff"
    " correction_point pool_month pool_year wallet anonymize_date data_erasure_date created_at updated_at"
    " alumnized_at active primary_campus_id phone last_seen_at status"
)
_CAMPUS = (
    "id name slug created_at updated_at time_zone language_id country city address zip website facebook"
    " twitter email_extension main_email display_name vogsphere_id active public default_hidden_phone"
)
_CURSUS_USERS = (
    "id user_id cursus_id begin_at end_at grade level skills has_coalition blackholed_at created_at"
    " updated_at"
)
_PROJECTS = (
    "id name slug difficulty parent_id created_at updated_at exam position cursus_id description has_git"
    " repository"
)
_SESSIONS = (
    "id project_id cursus_id campus_id solo estimate_time difficulty objectives description max_people"
    " team_behaviour created_at updated_at scale_id correction_number"
)
_PROJECTS_USERS = (
    "id project_id user_id cursus_id campus_id occurrence final_mark status validated current_team_id"
    " marked_at retriable_at created_at updated_at"
)
_TEAMS = (
    "id project_id project_session_id cursus_id campus_id name final_mark status validated created_at"
    " updated_at locked_at closed_at repo_uuid"
)
_TEAMS_USERS = "id team_id user_id projects_user_id leader occurrence validated created_at updated_at"
_SCALE_TEAMS = (
    "id team_id user_id scale_id project_id cursus_id campus_id begin_at created_at updated_at comment"
    " feedback final_mark flag_id filled_at hidden feedback_rating"
)
_EVENTS = (
    "id name description location kind max_people begin_at end_at campus_id cursus_id"
    " prohibition_of_cancellation created_at updated_at"
)
_ACHIEVEMENTS = (
    "id name internal_name slug description tier kind visible image nbr_of_success parent_id title_id"
    " position created_at updated_at campus_id"
)
_COALITIONS = "id bloc_id name slug image cover color score user_id created_at updated_at"
CHAPTERS: Final[tuple[Chapter, ...]] = (*PEDAGOGY_CHAPTERS, *ADMINISTRATION_CHAPTERS)
"""What is written after the people, their work and their life, in this order."""
_FOUNDED = "2013-01-29T11:31:00.021Z"
_TOUCHED = "2026-09-01T07:00:00.000Z"


def fill(connection: sqlite3.Connection, users: int, seed: int) -> None:
    """Write a school of that many users into an empty database. The same seed writes the same school."""
    collected = gc.isenabled()
    gc.disable()  # a hundred thousand rows are alive at once and none of them is garbage
    try:
        connection.executescript(with_deletions(DDL))
        connection.execute("BEGIN")
        population = populate(users, seed)
        draft = Draft(connection, seed, population.people)
        _write_places(draft)
        work = coursework(draft.people, seed)
        _write_people(draft, population, work)
        _write_work(draft, work)
        _write_life(draft)
        connection.executescript(INDEXES)
        for chapter in CHAPTERS:
            connection.executescript(with_deletions(chapter.TABLES))
            connection.execute("BEGIN")
            chapter.write(draft)
            connection.executescript(chapter.INDEXES)
        connection.commit()
    finally:
        if collected:
            gc.enable()


def _write_places(draft: Draft) -> None:
    draft.put(
        "languages",
        "id name identifier created_at updated_at",
        [(*row, _FOUNDED, _FOUNDED) for row in LANGUAGES],
    )
    draft.put("campus", _CAMPUS, [_campus_row(campus) for campus in CAMPUSES])
    draft.put("cursus", "id name slug kind created_at updated_at", [(*row, _TOUCHED) for row in CURSUS])
    draft.put("skills", "id name slug created_at updated_at", [
        (number, name, name.lower().replace(" & ", "-").replace(" ", "-"), _FOUNDED, _TOUCHED)
        for number, name in SKILLS
    ])  # fmt: skip
    draft.put("flags", "id name positive icon created_at updated_at", [
        (*row, "2015-09-14T23:06:52.000Z", "2015-09-14T23:06:52.000Z") for row in FLAGS
    ])  # fmt: skip
    draft.put("titles", "id name", TITLES)
    draft.put("groups", "id name", GROUPS)


def _write_people(draft: Draft, population: Population, work: Coursework) -> None:
    draft.put("users", _USERS, population.users)
    draft.put(
        "campus_users", "id user_id campus_id is_primary created_at updated_at", population.campus_users
    )
    draft.put("cursus_users", _CURSUS_USERS, settled(population, work.gained, work.finished))
    blocs, houses, members = coalitions(population, draft.seed)
    draft.put("blocs", "id campus_id cursus_id created_at updated_at", blocs)
    draft.put("coalitions", _COALITIONS, houses)
    draft.put("coalitions_users", "id coalition_id user_id score rank created_at updated_at this_year_score",
        members)  # fmt: skip


def _write_work(draft: Draft, work: Coursework) -> None:
    draft.put("projects", _PROJECTS, work.projects)
    draft.put("project_sessions", _SESSIONS, work.project_sessions)
    draft.put("projects_users", _PROJECTS_USERS, work.projects_users)
    draft.put("teams", _TEAMS, work.teams)
    draft.put("teams_users", _TEAMS_USERS, work.teams_users)
    draft.put("scale_teams", _SCALE_TEAMS, work.scale_teams)


def _write_life(draft: Draft) -> None:
    life = campus_life(draft.people, draft.seed)
    draft.put("locations", "id user_id campus_id host begin_at end_at", life.locations)
    draft.put("events", _EVENTS, life.events)
    draft.put("events_users", "id event_id user_id created_at updated_at", life.events_users)
    draft.put("achievements", _ACHIEVEMENTS, life.achievements)
    draft.put("achievements_users", "id achievement_id user_id nbr_of_success created_at updated_at",
        life.achievements_users)  # fmt: skip
    draft.put(
        "languages_users", "id language_id user_id position created_at updated_at", life.languages_users
    )
    draft.put("titles_users", "id user_id title_id selected created_at updated_at", life.titles_users)
    draft.put("groups_users", "id user_id group_id", life.groups_users)


def _campus_row(campus: Campus) -> tuple[Any, ...]:
    slug = campus.slug
    return (
        campus.id, campus.name, slug, f"{campus.opened}-01-15T09:00:00.000Z", _TOUCHED, campus.time_zone,
        campus.language, campus.country, campus.name, f"{campus.id} rue de l'Exemple", f"{campus.id:05}",
        f"https://www.42{slug}.example/", f"https://facebook.com/42{slug}", f"https://twitter.com/42{slug}",
        campus.mail_domain, f"contact@42{slug}.example", f"42 {campus.name}",
        campus.id if campus.id < 10 else None, True, True, False,
    )  # fmt: skip
