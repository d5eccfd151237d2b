"""Expertises."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_nobody_has_an_expertise_twice_or_before_the_cursus(school: DemoApi) -> None:
    twice = "SELECT 1 FROM expertises_users GROUP BY user_id, expertise_id HAVING count(*) > 1"
    assert rows(school, twice) == []
    early = """SELECT count(*) FROM expertises_users e WHERE e.created_at <
        (SELECT min(begin_at) FROM cursus_users c WHERE c.user_id = e.user_id)"""
    assert rows(school, early) == [(0,)]
    assert rows(school, "SELECT min(value), max(value) FROM expertises_users") == [(1, 5)]
