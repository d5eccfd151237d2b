"""What the school says."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_some_notices_are_hostile_on_purpose(school: DemoApi) -> None:
    titles = "".join(row[0] + row[1] for row in rows(school, "SELECT title, text FROM announcements"))
    assert "[bold]" in titles
    assert "\x1b[5m" in titles
    assert "\u2066" in "".join(row[0] for row in rows(school, "SELECT content FROM flashes"))


def test_a_flash_is_shown_to_those_who_were_there_and_once(school: DemoApi) -> None:
    early = """SELECT count(*) FROM flash_users m JOIN users u ON u.id = m.user_id
        WHERE m.created_at < u.created_at"""
    assert rows(school, early) == [(0,)]
    assert rows(school, "SELECT 1 FROM flash_users GROUP BY user_id, flash_id HAVING count(*) > 1") == []


def test_a_mail_goes_to_somebody_who_has_that_address(school: DemoApi) -> None:
    lost = 'SELECT count(*) FROM mailings WHERE "to" NOT IN (SELECT email FROM users)'
    assert rows(school, lost) == [(0,)]


def test_a_note_is_from_staff(school: DemoApi) -> None:
    found = rows(
        school,
        'SELECT n."from", u.login, u.staff FROM notes n JOIN users u ON u.id = n.from_user_id',
    )
    assert found
    assert all(name == login and staff for name, login, staff in found)
