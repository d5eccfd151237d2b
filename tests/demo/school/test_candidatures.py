"""What people said of themselves."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_nobody_has_two_norminet_has_one_and_there_are_few(school: DemoApi) -> None:
    users = [user for (user,) in rows(school, "SELECT user_id FROM user_candidatures")]
    assert 74 in users
    assert len(set(users)) == len(users) <= 300


def test_phones_are_hidden_and_addresses_made_up(school: DemoApi) -> None:
    assert rows(
        school, "SELECT DISTINCT phone, contact_phone1, contact_phone2, pin FROM user_candidatures"
    ) == [("hidden", "hidden", None, None)]
    found = rows(school, "SELECT email, postal_street FROM user_candidatures")
    assert all(mail.endswith("@candidate.example") and "Example" in street for mail, street in found)


def test_people_were_grown_up_when_they_applied(school: DemoApi) -> None:
    young = "SELECT count(*) FROM user_candidatures WHERE date(birth_date, '18 years') > created_at"
    assert rows(school, young) == [(0,)]
