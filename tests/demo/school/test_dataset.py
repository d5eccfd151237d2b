"""One consistent school."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from hashlib import sha256
from typing import Any

import pytest

from ft42tui.demo.app import DemoApi
from ft42tui.demo.school import snapshot, tables
from ft42tui.demo.school.dataset import fill
from ft42tui.demo.school.people import populate
from ft42tui.demo.school.syllabus import PROJECTS

STAMP = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ")
KEPT_AS = (5, "e8b02a20b4ab8752")


def made(users: int, seed: int) -> sqlite3.Connection:
    connection = snapshot.connect()
    fill(connection, users, seed)
    return connection


def fingerprint(connection: sqlite3.Connection) -> str:
    return sha256("\n".join(connection.iterdump()).encode()).hexdigest()[:16]


def columns(school: DemoApi, table: str, *names: str) -> list[tuple[Any, ...]]:
    return rows(school, f"SELECT {', '.join(names)} FROM {table}")  # noqa: S608  # names of ours


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_the_same_seed_makes_the_same_school_and_another_one_another() -> None:
    assert fingerprint(made(60, 1)) == fingerprint(made(60, 1)) != fingerprint(made(60, 2))


@pytest.mark.parametrize("users", [1, 2, 3, 7, 40, 333])
def test_a_school_of_any_size_has_that_many_people_and_norminet(users: int) -> None:
    connection = made(users, 9)
    assert connection.execute("SELECT count(*) FROM users").fetchone() == (users,)
    assert connection.execute("SELECT id FROM users WHERE login = 'norminet'").fetchone() == (74,)


@pytest.mark.parametrize("users", [1, 5, 200])
def test_every_foreign_key_leads_somewhere(users: int) -> None:
    assert made(users, 42).execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_mark_of_a_team_is_the_mark_of_its_members(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM projects_users p JOIN teams t ON t.id = p.current_team_id
        WHERE p.final_mark IS NOT t.final_mark OR p.status IS NOT t.status
        OR p.project_id IS NOT t.project_id OR p.validated IS NOT t.validated"""
    assert rows(school, wrong) == [(0,)]


def test_everybody_is_in_the_current_team_of_the_own_project(school: DemoApi) -> None:
    lost = """SELECT count(*) FROM projects_users p WHERE NOT EXISTS (SELECT 1 FROM teams_users m
        WHERE m.team_id = p.current_team_id AND m.user_id = p.user_id AND m.projects_user_id = p.id)"""
    assert rows(school, lost) == [(0,)]


def test_nobody_evaluates_the_own_team(school: DemoApi) -> None:
    own = """SELECT count(*) FROM scale_teams s JOIN teams_users m
        ON m.team_id = s.team_id AND m.user_id = s.user_id"""
    assert rows(school, own) == [(0,)]


def test_the_last_evaluation_of_a_marked_team_gave_its_mark(school: DemoApi) -> None:
    given = """SELECT t.final_mark, s.final_mark FROM teams t JOIN scale_teams s ON s.team_id = t.id
        WHERE t.final_mark > 0 GROUP BY t.id HAVING count(*) = 1"""
    found = rows(school, given)
    assert found
    assert all(team == evaluation for team, evaluation in found)


def test_a_seat_holds_one_person_and_a_person_one_seat(school: DemoApi) -> None:
    taken = rows(school, "SELECT campus_id, host, user_id FROM locations WHERE end_at IS NULL")
    assert len({(campus, host) for campus, host, _ in taken}) == len(taken)
    assert len({user for _, _, user in taken}) == len(taken)
    assert 74 in [user for _, _, user in taken]


def test_time_flows_forwards(school: DemoApi) -> None:
    for table, before, after in (
        ("locations", "begin_at", "end_at"),
        ("teams", "created_at", "closed_at"),
        ("projects_users", "created_at", "marked_at"),
        ("cursus_users", "begin_at", "end_at"),
        ("events", "begin_at", "end_at"),
        ("users", "created_at", "updated_at"),
        ("scale_teams", "begin_at", "filled_at"),
    ):
        found = columns(school, table, before, after)
        assert all(end is None or begin <= end for begin, end in found), table


def test_times_are_utc_with_milliseconds(school: DemoApi) -> None:
    for table in ("users", "teams", "locations", "scale_teams", "events", "projects_users"):
        for column, about in school.store.columns(table).items():
            if about.kind == "datetime":
                found = columns(school, table, column)
                assert all(at is None or STAMP.fullmatch(at) for (at,) in found), (table, column)


def test_ids_ascend_with_gaps_and_logins_are_short_and_unique(school: DemoApi) -> None:
    people = rows(school, "SELECT id, login, created_at FROM users ORDER BY id")
    assert [person[2][:4] for person in people] == sorted(person[2][:4] for person in people)
    assert people[-1][0] > len(people)
    logins = [person[1] for person in people]
    assert len(set(logins)) == len(logins)
    assert all(2 <= len(login) <= 8 and login.isascii() for login in logins)


def test_a_tenth_of_the_school_was_in_the_first_pools() -> None:
    pools = Counter((row[11], row[12]) for row in populate(5000, 42).users)
    assert pools["july", "2013"] + pools["september", "2013"] == 500


def test_names_come_from_everywhere() -> None:
    names = [row[5] for row in populate(3000, 42).users]
    assert any("é" in name for name in names)
    assert any("ø" in name for name in names)
    assert any("ç" in name.lower() for name in names)
    assert any("\u4e00" <= letter <= "\u9fff" for name in names for letter in name)


def test_some_texts_are_hostile_on_purpose(school: DemoApi) -> None:
    teams = "".join(row[0] for row in rows(school, "SELECT name FROM teams"))
    assert "[red]markup[/red]" in teams
    assert "\u202e" in teams
    assert "🚀" in teams
    assert "\x1b[31m" in "".join(row[0] for row in rows(school, "SELECT name FROM events"))
    assert (
        max(row[0] for row in rows(school, "SELECT length(comment) FROM scale_teams WHERE comment <> ''"))
        > 5000
    )


def test_some_evaluations_to_come_are_hidden_and_some_users_have_no_picture(school: DemoApi) -> None:
    assert rows(school, "SELECT count(*) FROM scale_teams WHERE hidden AND filled_at IS NOT NULL") == [(0,)]
    assert rows(school, "SELECT count(*) > 0 FROM users WHERE image IS NULL") == [(1,)]


def test_projects_have_ids_and_slugs_of_their_own() -> None:
    assert len({project.id for project in PROJECTS}) == len(PROJECTS)
    assert len({project.slug for project in PROJECTS}) == len(PROJECTS)
    assert {project.parent for project in PROJECTS} - {None} <= {project.id for project in PROJECTS}


def test_the_version_of_the_tables_is_raised_with_what_is_in_them() -> None:
    assert (tables.VERSION, fingerprint(made(60, 1))) == KEPT_AS
