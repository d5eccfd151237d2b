"""When people are free to evaluate."""

from __future__ import annotations

from datetime import datetime, timedelta

from ft42tui.demo.app import DemoApi
from ft42tui.demo.school.almanac import PRESENT


def test_a_slot_is_a_quarter_of_an_hour(school: DemoApi) -> None:
    slots = school.store.rows("SELECT begin_at, end_at FROM slots")
    assert slots
    for slot in slots:
        begin, end = (datetime.fromisoformat(slot[name]) for name in ("begin_at", "end_at"))
        assert end - begin == timedelta(minutes=15)
        assert begin.minute % 15 == 0


def test_every_evaluation_to_come_has_its_slots(school: DemoApi) -> None:
    rows = school.store.rows(
        "SELECT e.begin_at, e.user_id, min(s.begin_at) AS first, max(s.end_at) AS last, count(*) AS number,"
        " min(s.user_id) AS who FROM scale_teams e JOIN slots s ON s.scale_team_id = e.id"
        " WHERE e.filled_at IS NULL GROUP BY e.id"
    )
    to_come = school.store.number("SELECT count(*) FROM scale_teams WHERE filled_at IS NULL")
    assert len(rows) == to_come > 0
    for row in rows:
        assert (row["first"], row["who"], row["number"]) == (row["begin_at"], row["user_id"], 2)
        assert row["last"] > row["first"]


def test_nobody_offers_a_time_twice(school: DemoApi) -> None:
    twice = """SELECT count(*) FROM (SELECT 1 FROM slots GROUP BY user_id, begin_at
        HAVING count(*) > 1 AND count(scale_team_id) < count(*))"""
    assert school.store.number(twice) == 0


def test_some_slots_are_free_some_to_come_and_some_are_past(school: DemoApi) -> None:
    for test in ("scale_team_id IS NULL AND begin_at > ?", "begin_at < ?", "user_id = 74 AND begin_at > ?"):
        assert school.store.number(f"SELECT count(*) FROM slots WHERE {test}", (PRESENT,)) > 0  # noqa: S608


def test_free_slots_are_offered_by_those_who_are_at_the_school(school: DemoApi) -> None:
    gone = """SELECT count(*) FROM slots s JOIN users u ON u.id = s.user_id
        WHERE s.scale_team_id IS NULL AND (NOT u.active OR u.staff)"""
    assert school.store.number(gone) == 0
