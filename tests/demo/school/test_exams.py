"""Exams and who sits them, and the waiting lists of exams and events."""

from __future__ import annotations

from ft42tui.demo.app import DemoApi
from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.school.places import CAMPUSES


def test_every_campus_has_exams_behind_it_and_before_it(school: DemoApi) -> None:
    for test in ("end_at < ?", "begin_at > ?"):
        sql = f"SELECT count(DISTINCT campus_id) FROM exams WHERE {test}"  # noqa: S608  # words of ours
        assert school.store.number(sql, (PRESENT,)) == len(CAMPUSES)


def test_an_exam_is_held_for_exam_projects_only_and_at_least_one(school: DemoApi) -> None:
    other = """SELECT count(*) FROM exams_projects x JOIN projects p ON p.id = x.project_id
        WHERE NOT p.exam"""
    none = "SELECT count(*) FROM exams WHERE id NOT IN (SELECT exam_id FROM exams_projects)"
    assert (school.store.number(other), school.store.number(none)) == (0, 0)


def test_those_sit_an_exam_who_work_on_one_of_its_projects_at_this_campus(school: DemoApi) -> None:
    fitting = """SELECT count(DISTINCT s.id) FROM exams_users s JOIN exams e ON e.id = s.exam_id
        JOIN exams_projects x ON x.exam_id = e.id
        JOIN projects_users p ON p.project_id = x.project_id AND p.user_id = s.user_id
        WHERE p.campus_id = e.campus_id AND p.created_at < e.begin_at AND s.created_at < e.begin_at
        AND s.created_at <= ? AND (p.marked_at IS NULL OR p.marked_at >= e.begin_at)"""
    everybody = school.store.number("SELECT count(*) FROM exams_users")
    assert school.store.number(fitting, (PRESENT,)) == everybody > 0
    assert school.store.number("SELECT count(*) FROM exams_users WHERE user_id = 74") > 0


def test_nobody_signs_up_twice_or_beyond_the_places(school: DemoApi) -> None:
    twice = "SELECT count(*) FROM (SELECT 1 FROM exams_users GROUP BY exam_id, user_id HAVING count(*) > 1)"
    crowded = """SELECT count(*) FROM exams e WHERE e.max_people <
        (SELECT count(*) FROM exams_users WHERE exam_id = e.id)"""
    assert (school.store.number(twice), school.store.number(crowded)) == (0, 0)


def test_a_waiting_list_is_for_an_event_with_few_places_or_an_exam_to_come(school: DemoApi) -> None:
    fitting = """SELECT count(*) FROM waitlists w WHERE (w.waitlistable_type = 'Event'
          AND w.waitlistable_id IN (SELECT id FROM events WHERE max_people IS NOT NULL))
        OR (w.waitlistable_type = 'Exam'
          AND w.waitlistable_id IN (SELECT id FROM exams WHERE begin_at > ? AND activate_waitlist))"""
    waitlists = school.store.number("SELECT count(*) FROM waitlists")
    assert school.store.number(fitting, (PRESENT,)) == waitlists
    kinds = school.store.rows("SELECT DISTINCT waitlistable_type AS kind FROM waitlists ORDER BY 1")
    assert [row["kind"] for row in kinds] == ["Event", "Exam"]


def test_most_events_have_a_theme(school: DemoApi) -> None:
    themed = school.store.number("SELECT count(DISTINCT event_id) FROM events_themes")
    assert themed > school.store.number("SELECT count(*) FROM events") / 2
