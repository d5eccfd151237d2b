"""Who works on what with whom."""

from __future__ import annotations

import pytest

from ft42tui.demo.app import create_app
from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.school.places import CAMPUSES, HOURS
from ft42tui.demo.settings import DemoSettings
from ft42tui.demo.store import Store


@pytest.fixture(scope="module")
def store() -> Store:
    """A school that is large enough for every project to be somebody's."""
    return create_app(DemoSettings(users=3000)).store


def test_nearly_every_project_is_done_by_somebody(store: Store) -> None:
    nobody = "SELECT count(*) FROM projects WHERE id NOT IN (SELECT project_id FROM projects_users)"
    assert store.number(nobody) <= 5


def test_projects_of_several_are_rarely_done_alone_and_never_by_too_many(store: Store) -> None:
    sizes = store.rows(
        "SELECT count(*) AS people, s.max_people AS most FROM teams t JOIN teams_users m ON m.team_id = t.id"
        " JOIN project_sessions s ON s.id = t.project_session_id WHERE s.max_people > 1 GROUP BY t.id"
    )
    assert all(row["people"] <= row["most"] for row in sizes)
    assert sum(row["people"] == 1 for row in sizes) < 0.15 * len(sizes)
    assert sum(row["people"] == row["most"] for row in sizes) > 0.6 * len(sizes)


def test_who_has_been_there_for_long_has_got_far(store: Store) -> None:
    rows = store.rows(
        "SELECT level FROM cursus_users WHERE cursus_id = 21 AND end_at IS NULL AND begin_at < '2024-08-01'"
    )
    assert rows
    assert all(row["level"] > 6 for row in rows)


def test_nothing_is_marked_after_its_user_left_or_in_the_future(store: Store) -> None:
    late = """SELECT count(*) FROM projects_users p JOIN cursus_users c ON c.user_id = p.user_id
        AND c.cursus_id = p.cursus_id WHERE substr(p.marked_at, 1, 10) > substr(c.end_at, 1, 10)
        OR p.marked_at > ?"""
    assert store.number(late, (PRESENT,)) == 0


def test_norminet_is_far_and_busy_with_others_after_tries_that_failed(store: Store) -> None:
    entries = store.rows(
        "SELECT p.occurrence, p.status, p.validated, (SELECT count(*) FROM teams_users m"
        " WHERE m.team_id = p.current_team_id) AS people FROM projects_users p"
        " WHERE p.user_id = 74 AND p.cursus_id = 21 ORDER BY p.created_at"
    )
    assert len(entries) > 25
    assert all(row["validated"] for row in entries[:-1])
    assert (entries[-1]["status"], entries[-1]["people"]) == ("in_progress", 4)
    assert sum(row["occurrence"] for row in entries) == 3
    coming = "SELECT count(*) FROM scale_teams WHERE user_id = 74 AND filled_at IS NULL"
    running = "SELECT count(*) FROM internships WHERE user_id = 74 AND state = 'ongoing'"
    assert store.number(coming) > 0
    assert store.number(running) == 0


def test_people_sit_and_evaluate_by_day_where_they_are(store: Store) -> None:
    for campus in CAMPUSES:
        low, high = HOURS[campus.id]
        for table in ("locations", "scale_teams"):
            outside = f"""SELECT count(*) FROM {table} WHERE campus_id = ?
                AND substr(begin_at, 1, 10) < '2026-11-20'
                AND substr(begin_at, 12, 2) * 60 + substr(begin_at, 15, 2) NOT BETWEEN ? AND ?"""  # noqa: S608
            assert store.number(outside, (campus.id, low, high)) == 0, (table, campus.name)


def test_weekends_are_quiet(store: Store) -> None:
    days = store.rows("SELECT strftime('%w', begin_at) IN ('0', '6') AS free, count(*) AS n FROM locations"
                      " GROUP BY 1 ORDER BY 1")  # fmt: skip
    assert days[1]["n"] < 0.25 * days[0]["n"]


def test_some_have_signed_up_for_an_exam_to_come_and_some_events_are_full(store: Store) -> None:
    coming = "SELECT count(*) FROM exams_users s JOIN exams e ON e.id = s.exam_id WHERE e.begin_at > ?"
    full = """SELECT count(*) FROM events e WHERE e.max_people =
        (SELECT count(*) FROM events_users WHERE event_id = e.id)"""
    assert store.number(coming, (PRESENT,)) > 0
    assert store.number(full) > 0
