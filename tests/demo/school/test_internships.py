"""Internships, amendments, and the freezes that come with them."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_an_intern_is_above_level_seven_and_not_at_two_companies(school: DemoApi) -> None:
    low = """SELECT count(*) FROM internships i WHERE NOT EXISTS
        (SELECT 1 FROM cursus_users c WHERE c.user_id = i.user_id AND c.level > 7)"""
    assert rows(school, low) == [(0,)]
    assert rows(school, "SELECT count(*) - count(DISTINCT user_id) FROM internships") == [(0,)]


def test_an_internship_is_at_a_company_that_is_known_and_of_an_offer_that_was_there(school: DemoApi) -> None:
    found = rows(
        school,
        "SELECT i.company_name, c.name, o.company_id, c.id, o.valid_at, i.start_at FROM internships i"
        " JOIN companies c ON c.siret = i.company_siret LEFT JOIN offers o ON o.id = i.offer_id",
    )
    assert len(found) == school.store.number("SELECT count(*) FROM internships") > 0
    assert all(
        name == known and offering in {None, company} and (valid or "") < start
        for name, known, offering, company, valid, start in found
    )


def test_the_state_of_an_internship_follows_from_its_dates(school: DemoApi) -> None:
    for state, end, breach in rows(school, "SELECT state, end_at, breach_at FROM internships"):
        ended = "finished" if end < "2026-11-20T14" else "ongoing"
        assert state == ("breached" if breach else ended)


def test_an_amendment_lies_within_its_internship(school: DemoApi) -> None:
    outside = """SELECT count(*) FROM amendments a JOIN internships i ON i.id = a.internship_id
        WHERE substr(a.effective_date, 1, 10) NOT BETWEEN substr(i.start_at, 1, 10) AND i.end_at
        OR (a.kind = 'breach') <> (i.breach_at IS NOT NULL)"""
    assert rows(school, outside) == [(0,)]
    assert rows(school, "SELECT count(*) > 0 FROM amendments") == [(1,)]


def test_a_freeze_belongs_to_a_close_or_to_an_internship_of_the_same_user(school: DemoApi) -> None:
    found = rows(
        school,
        "SELECT f.user_id, coalesce(c.user_id, i.user_id), f.close_id IS NULL, f.internship_id IS NULL,"
        " i.anti_grav_units_user_id, f.id FROM anti_grav_units_users f"
        " LEFT JOIN closes c ON c.id = f.close_id LEFT JOIN internships i ON i.id = f.internship_id",
    )
    assert found
    for user, owner, no_close, no_internship, named, freeze in found:
        assert (user, no_close) == (owner, not no_internship)
        assert no_internship or named == freeze
