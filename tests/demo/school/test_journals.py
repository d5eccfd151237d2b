"""The log of each campus."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_an_entry_names_a_row_that_is_there_and_is_about_its_user(school: DemoApi) -> None:
    tables = {"CursusUser": "cursus_users", "Close": "closes", "Internship": "internships"}
    kinds = {kind for (kind,) in rows(school, "SELECT DISTINCT item_type FROM journals")}
    assert kinds - {"User"} <= set(tables)
    for kind in kinds - {"User"}:
        lost = (
            f"SELECT count(*) FROM journals j LEFT JOIN {tables[kind]} x ON x.id = j.item_id"  # noqa: S608
            f" WHERE j.item_type = '{kind}' AND x.user_id IS NOT j.user_id"
        )
        assert rows(school, lost) == [(0,)], kind


def test_there_are_entries_in_the_last_days_that_may_be_asked_for_and_before(school: DemoApi) -> None:
    lately = rows(school, "SELECT event_at > '2026-07-20', count(*) FROM journals GROUP BY 1")
    assert [late for late, _ in lately] == [0, 1]
    assert rows(school, "SELECT max(event_at) < '2026-11-20T14:00:00' FROM journals") == [(1,)]
