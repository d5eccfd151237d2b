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
from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.school.dataset import fill
from ft42tui.demo.school.people import populate
from ft42tui.demo.school.syllabus import PROJECTS
from ft42tui.demo.store import Store

IMPOSSIBLE = {
    "locations: a person on two hosts at once": """SELECT a.id FROM locations a JOIN locations b
        ON b.user_id = a.user_id AND b.id > a.id AND a.begin_at < coalesce(b.end_at, '9999-')
        AND b.begin_at < coalesce(a.end_at, '9999-')""",
    "locations: two visits of one person on one day": """SELECT 1 FROM locations
        GROUP BY user_id, substr(begin_at, 1, 10) HAVING count(*) > 1""",
    "locations: two people on one host at once": """SELECT a.id FROM locations a JOIN locations b
        ON b.host = a.host AND b.campus_id = a.campus_id AND b.id > a.id
        AND a.begin_at < coalesce(b.end_at, '9999-') AND b.begin_at < coalesce(a.end_at, '9999-')""",
    "events_users: a subscription out of the event's time": """SELECT m.id FROM events_users m
        JOIN events e ON e.id = m.event_id
        WHERE m.created_at NOT BETWEEN e.created_at AND e.begin_at""",
    "events_users: a guest who had not begun": """SELECT m.id FROM events_users m
        JOIN events e ON e.id = m.event_id WHERE NOT EXISTS (SELECT 1 FROM cursus_users c
        WHERE c.user_id = m.user_id AND c.begin_at < e.begin_at)""",
    "scale_teams: an evaluation booked out of its team's time": """SELECT s.id FROM scale_teams s
        JOIN teams t ON t.id = s.team_id WHERE s.created_at NOT BETWEEN t.created_at AND s.begin_at""",
    "projects_users: a project of a cursus that is not followed": """SELECT id FROM projects_users p
        WHERE NOT EXISTS (SELECT 1 FROM cursus_users c
        WHERE c.user_id = p.user_id AND c.cursus_id = p.cursus_id)""",
    "projects_users: a project begun before the cursus": """SELECT p.id FROM projects_users p
        JOIN cursus_users c ON c.user_id = p.user_id AND c.cursus_id = p.cursus_id
        WHERE p.created_at < c.begin_at""",
    "projects_users: a project begun before there was one": """SELECT p.id FROM projects_users p
        JOIN projects x ON x.id = p.project_id WHERE p.created_at < x.created_at""",
    "achievements_users: an achievement of another campus": """SELECT m.id FROM achievements_users m
        JOIN achievements a ON a.id = m.achievement_id WHERE a.campus_id NOT IN
        (SELECT campus_id FROM campus_users c WHERE c.user_id = m.user_id)""",
    "teams: marked by nobody although somebody was there": """SELECT t.id FROM teams t
        JOIN project_sessions s ON s.id = t.project_session_id
        WHERE t.final_mark IS NOT NULL AND s.correction_number > 0
        AND NOT EXISTS (SELECT 1 FROM scale_teams e WHERE e.team_id = t.id)
        AND EXISTS (SELECT 1 FROM users u JOIN cursus_users c ON c.user_id = u.id
        WHERE u.primary_campus_id = t.campus_id AND c.cursus_id IN (1, 21, t.cursus_id)
        AND substr(c.begin_at, 1, 10) <= substr(t.closed_at, 1, 10)
        AND coalesce(c.end_at, '9999-') >= t.closed_at
        AND (c.cursus_id IN (1, 21) OR NOT EXISTS (SELECT 1 FROM cursus_users d
        WHERE d.user_id = u.id AND d.cursus_id IN (1, 21)))
        AND u.id NOT IN (SELECT user_id FROM teams_users m WHERE m.team_id = t.id))""",
    "teams: evaluated more often than the project asks for": """SELECT t.id FROM teams t
        JOIN project_sessions s ON s.id = t.project_session_id WHERE s.correction_number <
        (SELECT count(*) FROM scale_teams e WHERE e.team_id = t.id)""",
    "scale_teams: the same person twice for one team": """SELECT 1 FROM scale_teams
        GROUP BY team_id, user_id HAVING count(*) > 1""",
}
"""What must find no row: by table, what would be wrong."""
STAMP = re.compile(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ")
KEPT_AS = (6, "60232714db159af7")


def made(users: int, seed: int) -> sqlite3.Connection:
    connection = snapshot.connect()
    fill(connection, users, seed)
    return connection


@pytest.fixture(scope="module", params=[200, 1000])
def of_size(request: pytest.FixtureRequest) -> Store:
    """A school of some size that nothing writes to."""
    return Store(made(request.param, 42))


def tables_of(store: Store) -> list[str]:
    return [row["name"] for row in store.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]


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


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_nothing_impossible_is_on_record(of_size: Store, name: str) -> None:
    assert of_size.rows(IMPOSSIBLE[name]) == []


def test_nothing_was_written_in_the_future_or_changed_before_it_was_written(of_size: Store) -> None:
    for table in tables_of(of_size):
        stamps = {"created_at", "updated_at"} & of_size.columns(table).keys()
        for name in stamps:
            late = f"SELECT count(*) FROM {table} WHERE {name} > ?"  # noqa: S608  # names of ours
            assert of_size.number(late, (PRESENT,)) == 0, (table, name)
        if len(stamps) == 2:
            wrong = f"SELECT count(*) FROM {table} WHERE updated_at < created_at"  # noqa: S608
            assert of_size.number(wrong) == 0, table


def test_nobody_did_anything_before_being_a_user(of_size: Store) -> None:
    for table in tables_of(of_size):
        # A coalition is older than whoever leads it now.
        if {"user_id", "created_at"} <= of_size.columns(table).keys() and table != "coalitions":
            early = f"""SELECT count(*) FROM {table} x JOIN users u ON u.id = x.user_id
                WHERE x.created_at < u.created_at"""  # noqa: S608  # names of ours
            assert of_size.number(early) == 0, table


def test_most_teams_are_evaluated_as_often_as_the_project_asks_for(of_size: Store) -> None:
    found = of_size.rows(
        """SELECT s.correction_number AS asked, count(e.id) AS given FROM teams t
        JOIN project_sessions s ON s.id = t.project_session_id LEFT JOIN scale_teams e ON e.team_id = t.id
        WHERE t.final_mark IS NOT NULL AND s.correction_number > 0 GROUP BY t.id"""
    )
    assert {row["asked"] for row in found} == {1, 2, 3}
    assert sum(row["asked"] == row["given"] for row in found) > 0.75 * len(found)


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
