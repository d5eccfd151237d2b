"""Closed accounts and community services."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_whoever_fell_into_the_black_hole_was_closed_at_that_moment(school: DemoApi) -> None:
    found = rows(
        school,
        "SELECT c.created_at, m.blackholed_at, m.end_at FROM closes c JOIN cursus_users m"
        " ON m.user_id = c.user_id AND m.cursus_id = 21 WHERE c.kind = 'black_hole'",
    )
    assert found
    assert all(closed == hole <= end for closed, hole, end in found)


def test_who_is_at_the_school_is_not_closed_and_no_alumnus_fell(school: DemoApi) -> None:
    closed = "SELECT count(*) FROM closes c JOIN users u ON u.id = c.user_id WHERE c.state = 'close' AND "
    assert rows(school, closed + "u.active") == [(0,)]
    assert rows(school, closed + "c.kind = 'black_hole' AND u.alumnized_at IS NOT NULL") == [(0,)]


def test_staff_closes_accounts(school: DemoApi) -> None:
    assert rows(school, "SELECT DISTINCT u.staff FROM closes c JOIN users u ON u.id = c.closer_id") == [(1,)]


def test_a_service_comes_after_its_close_and_is_done_unless_it_is_still_to_come(school: DemoApi) -> None:
    found = rows(
        school,
        "SELECT c.created_at, s.schedule_at, s.state FROM community_services s JOIN closes c"
        " ON c.id = s.close_id",
    )
    assert {state for _, _, state in found} == {"scheduled", "validated"}
    assert all(closed < due for closed, due, _ in found)
    assert all((state == "scheduled") == (due > "2026-11-20T14") for _, due, state in found)
