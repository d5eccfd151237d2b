"""Roles of users and applications, and the applications."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_all_of_the_staff_has_a_role_and_no_one_has_one_twice(school: DemoApi) -> None:
    without = """SELECT count(*) FROM users WHERE staff AND id NOT IN
        (SELECT entity_id FROM roles_entities WHERE entity_type = 'User')"""
    assert rows(school, without) == [(0,)]
    twice = "SELECT 1 FROM roles_entities GROUP BY entity_type, entity_id, role_id HAVING count(*) > 1"
    assert rows(school, twice) == []


def test_an_application_holds_the_roles_that_it_was_registered_with(school: DemoApi) -> None:
    for app in school.applications:
        held = rows(
            school,
            "SELECT lower(r.name) FROM roles_entities e JOIN roles r ON r.id = e.role_id"  # noqa: S608
            f" WHERE e.entity_type <> 'User' AND e.entity_id = {app.id}",
        )
        assert {name for (name,) in held} == {role.lower() for role in app.roles}


def test_the_registered_applications_are_among_the_others_and_no_secret_is(school: DemoApi) -> None:
    known = dict(rows(school, "SELECT id, uid FROM apps"))
    assert all(known[app.id] == app.client_id for app in school.applications)
    assert len(known) > len(school.applications) + 5
    assert rows(school, "SELECT DISTINCT token FROM apps") == [(None,)]
    written = str(rows(school, "SELECT * FROM apps"))
    assert not any(app.client_secret in written for app in school.applications)
