"""Who looks after whom."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_a_godfather_began_before_and_is_somebody_else(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM patronages p
        JOIN cursus_users j ON j.user_id = p.user_id AND j.cursus_id = 21
        JOIN cursus_users s ON s.user_id = p.godfather_id AND s.cursus_id = 21
        WHERE s.begin_at >= j.begin_at OR p.user_id = p.godfather_id"""
    assert rows(school, wrong) == [(0,)]
    assert rows(school, "SELECT count(*) > 0 FROM patronages WHERE godfather_id = 74") == [(1,)]


def test_a_report_is_by_the_godfather_and_after_the_patronage_began(school: DemoApi) -> None:
    found = rows(
        school,
        "SELECT r.user_id, p.godfather_id, r.begin_at, p.created_at, r.validated_at FROM patronages_reports r"
        " JOIN patronages p ON p.id = r.patronage_id",
    )
    assert found
    assert all(who == godfather and at > since for who, godfather, at, since, _ in found)
    assert all(done is None or at < done < "2026-11-20" for _, _, at, _, done in found)
