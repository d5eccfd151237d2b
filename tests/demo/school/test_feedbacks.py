"""What is said of evaluations and events."""

from __future__ import annotations

from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.settings import DemoSettings


def test_each_evaluation_with_a_feedback_has_it_from_the_leader_of_its_team(school: DemoApi) -> None:
    agreeing = """SELECT count(*) FROM feedbacks f JOIN scale_teams s ON s.id = f.feedbackable_id
        JOIN teams_users m ON m.team_id = s.team_id AND m.user_id = f.user_id AND m.leader
        WHERE f.feedbackable_type = 'ScaleTeam' AND f.comment = s.feedback
        AND f.rating IS s.feedback_rating AND f.created_at >= s.filled_at"""
    expected = school.store.number("SELECT count(*) FROM scale_teams WHERE feedback IS NOT NULL")
    of_evaluations = "SELECT count(*) FROM feedbacks WHERE feedbackable_type = 'ScaleTeam'"
    assert school.store.number(agreeing) == school.store.number(of_evaluations) == expected > 0


def test_guests_speak_of_an_event_when_it_is_over(school: DemoApi) -> None:
    of_events = "SELECT count(*) FROM feedbacks WHERE feedbackable_type = 'Event'"
    fitting = """SELECT count(*) FROM feedbacks f JOIN events e ON e.id = f.feedbackable_id
        JOIN events_users g ON g.event_id = e.id AND g.user_id = f.user_id
        WHERE f.feedbackable_type = 'Event' AND f.created_at > e.end_at"""
    assert school.store.number(of_events) == school.store.number(fitting) > 0


def test_ids_ascend_with_time(school: DemoApi) -> None:
    times = [row["created_at"] for row in school.store.rows("SELECT created_at FROM feedbacks ORDER BY id")]
    assert times == sorted(times)


def test_what_hangs_on_a_deleted_thing_without_a_foreign_key_goes_with_it() -> None:
    store = create_app(DemoSettings(users=200)).store
    event = store.number("SELECT feedbackable_id FROM feedbacks WHERE feedbackable_type = 'Event'")
    evaluation = store.number("SELECT feedbackable_id FROM feedbacks WHERE feedbackable_type = 'ScaleTeam'")
    waited = store.number("SELECT waitlistable_id FROM waitlists WHERE waitlistable_type = 'Exam'")
    entry = store.number("SELECT scoreable_id FROM scores WHERE scoreable_type = 'ProjectsUser'")

    for table, number in (
        ("events", event),
        ("scale_teams", evaluation),
        ("exams", waited),
        ("projects_users", entry),
    ):
        store.delete(table, number)

    for table, prefix, number in (
        ("feedbacks", "feedbackable", event),
        ("feedbacks", "feedbackable", evaluation),
        ("waitlists", "waitlistable", waited),
        ("experiences", "experiancable", entry),
        ("scores", "scoreable", entry),
    ):
        left = f"SELECT count(*) FROM {table} WHERE {prefix}_id = ?"  # noqa: S608  # names of ours
        assert store.number(left, (number,)) == 0, table
