"""What the roles of applications are for."""

from __future__ import annotations

import pytest

from ft42tui.catalog import Catalog, Endpoint
from ft42tui.catalog.roles import ROLES, role_meaning, roles_in, routes_naming

CATALOG = Catalog.load()


@pytest.mark.parametrize(
    ("role", "meaning"),
    [
        ("Intrateam", "manage all"),
        ("intrateam", "manage all"),
        ("Basic staff", "member of the staff, with higher privileges"),
        (" Basic Staff ", "member of the staff, with higher privileges"),
        ("Tutor", ""),
        ("Chief of everything", ""),
        ("", ""),
    ],
)
def test_a_role_means_what_the_documentation_says_however_it_is_written(role: str, meaning: str) -> None:
    assert role_meaning(role) == meaning


@pytest.mark.parametrize(
    ("header", "roles"),
    [
        (None, None),
        ("", ()),
        ("None", ()),
        ("Intrateam", ("Intrateam",)),
        ("Basic Staff, Advanced Staff", ("Basic Staff", "Advanced Staff")),
        ("None, Tutor", ("None", "Tutor")),
        (" , Tutor,", ("Tutor",)),
    ],
)
def test_the_header_is_read(header: str | None, roles: tuple[str, ...] | None) -> None:
    assert roles_in(header) == roles


def test_the_routes_that_ask_for_a_role_are_counted() -> None:
    endpoints = [
        Endpoint("GET", "/v2/a", "index", roles=("Advanced tutor",)),
        Endpoint("GET", "/v2/b", "index", roles=("Tutor", "Advanced tutor")),
        Endpoint("GET", "/v2/c", "index"),
    ]

    assert [routes_naming(role, endpoints) for role in ("advanced TUTOR", "Tutor", "Beta")] == [2, 1, 0]


def test_every_role_of_the_catalogue_has_a_meaning_or_routes() -> None:
    named = {role for endpoint in CATALOG for role in endpoint.roles}

    assert {"Intrateam", "Advanced tutor"} <= named
    assert all(role_meaning(role) or routes_naming(role, CATALOG) for role in named | set(ROLES))
