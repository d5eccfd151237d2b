"""Companies and their offers."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_an_application_came_while_the_offer_was_valid_and_its_user_was_there(school: DemoApi) -> None:
    found = rows(
        school,
        "SELECT m.created_at, o.valid_at, coalesce(o.invalid_at, '2027'), m.user_id FROM offers_users m"
        " JOIN offers o ON o.id = m.offer_id",
    )
    assert 74 in {user for _, _, _, user in found}
    assert all(valid[:10] <= at[:10] < over for at, valid, over, _ in found)


def test_an_offer_is_where_its_company_is_and_younger(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM offers o JOIN companies c ON c.id = o.company_id
        JOIN campus p ON p.id = o.campus_id
        WHERE o.city <> c.city OR p.name <> c.city OR o.created_at < c.created_at"""
    assert rows(school, wrong) == [(0,)]


def test_no_company_is_a_real_one(school: DemoApi) -> None:
    found = rows(school, "SELECT siret, website_url, administrative_email FROM companies")
    assert len({siret for siret, _, _ in found}) == len(found)
    assert all(
        siret.startswith("0000")
        and len(siret) == 14
        and site.endswith(".example")
        and mail.endswith(".example")
        for siret, site, mail in found
    )
