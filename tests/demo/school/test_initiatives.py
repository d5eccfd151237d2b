"""Accreditations and partnerships."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_who_proposed_an_accreditation_takes_part(school: DemoApi) -> None:
    absent = """SELECT count(*) FROM accreditations a WHERE NOT EXISTS (SELECT 1 FROM accreditations_users m
        WHERE m.accreditation_id = a.id AND m.user_id = a.user_id)"""
    assert rows(school, absent) == [(0,)]
    assert rows(school, "SELECT count(*) > 5 FROM accreditations") == [(1,)]


def test_a_partnership_with_a_mark_gave_its_points(school: DemoApi) -> None:
    found = rows(
        school,
        "SELECT m.final_mark, p.difficulty, x.experience, x.user_id = m.user_id FROM partnerships_users m"
        " JOIN partnerships p ON p.id = m.partnership_id LEFT JOIN experiences x"
        " ON x.experiancable_type = 'PartnershipsUser' AND x.experiancable_id = m.id",
    )
    assert found
    for mark, points, gained, same in found:
        assert (gained, same) == ((None, None) if mark is None else (points, 1))
