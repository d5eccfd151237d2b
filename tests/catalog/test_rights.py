"""What the documentation says that a route asks of whoever calls it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.catalog import Catalog, Endpoint
from ft42tui.catalog.rights import Rights, has_role

CATALOG = Catalog.load()
PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
EITHER = "user token with the scope, or an application with one of the roles"
NAMED = sorted({role for endpoint in CATALOG for role in endpoint.roles})
ROLES = st.lists(st.sampled_from([*NAMED, "Official App", "Intrateam"]), max_size=4)


def route(text: str) -> Endpoint:
    method, _, path = text.partition(" ")
    return next(one for one in CATALOG if (one.method, one.path) == (method, path))


@pytest.mark.parametrize(
    ("text", "rights"),
    [
        ("GET /v2/users", Rights()),
        ("GET /v2/me", Rights(user=True)),
        ("GET /v2/me/slots", Rights(scopes=("projects",), user=True)),
        ("GET /v2/slots/:id", Rights(scopes=("projects",), user=True)),
        ("GET /v2/community_services", Rights(scopes=("tig",))),
        ("GET /v2/clusters", Rights(roles=("Basic staff",))),
        ("GET /v2/closes", Rights(scopes=("tig",), roles=("Basic staff",))),
        (
            "POST /v2/notes",
            Rights(roles=("Notes manager", "Advanced notes manager"), user=True, is_either=True),
        ),
        (
            "POST /v2/scale_teams",
            Rights(scopes=("projects",), roles=("Advanced tutor",), user=True, is_either=True),
        ),
        ("PATCH /v2/projects/:id/retry", Rights(scopes=("projects",), user=True)),
    ],
)
def test_a_route_asks_for_what_is_documented(text: str, rights: Rights) -> None:
    assert Rights.of(route(text)) == rights


def test_a_route_that_is_not_documented_asks_for_nothing_known() -> None:
    assert Rights.of(Endpoint("GET", "/v2/secrets", "unknown")) == Rights()


@pytest.mark.parametrize(
    ("rights", "is_open"),
    [
        (Rights(), True),
        (Rights(scopes=("tig",)), False),
        (Rights(roles=("Tutor",)), False),
        (Rights(user=True), False),
    ],
)
def test_a_route_is_open_if_it_asks_for_nothing(rights: Rights, is_open: bool) -> None:  # noqa: FBT001
    assert rights.is_open is is_open


def test_whatever_takes_either_names_roles_and_a_user() -> None:
    either = [one for one in map(Rights.of, CATALOG) if one.is_either]

    assert len(either) > 30
    assert all(one.roles and one.user for one in either)
    assert any(one.note == EITHER for one in CATALOG)


@pytest.mark.parametrize(
    ("held", "named", "is_held"),
    [
        (("Basic staff",), ("Basic staff",), True),
        (("Basic Staff",), ("Basic staff",), True),
        ((" basic STAFF ",), ("Basic staff",), True),
        (("Tutor", "Companies manager"), ("Advanced tutor", "Companies manager"), True),
        (("Intrateam",), ("Translater",), True),
        (("intrateam",), ("Translater",), True),
        ((), ("Basic staff",), False),
        (("Official App",), ("Basic staff",), False),
        (("Basic staff",), ("Advanced staff",), False),
        (("Advanced staff",), ("Basic staff",), None),
        (("Advanced tutor",), ("Basic staff",), False),
        (("Advanced tutor",), ("Basic tutor", "Basic staff"), None),
        (("Advanced staff", "Basic staff"), ("Basic staff",), True),
        (("Basic",), ("Basic staff",), False),
        (("",), ("Basic staff",), False),
        (("Basic staff, Tutor",), ("Basic staff",), False),
    ],
)
def test_a_role_is_held_or_not_or_the_documentation_does_not_settle_it(
    held: tuple[str, ...],
    named: tuple[str, ...],
    is_held: bool | None,  # noqa: FBT001
) -> None:
    assert has_role(held, named) is is_held


@PROPERTY
@given(ROLES, ROLES)
def test_case_and_order_of_roles_do_not_matter(held: list[str], named: list[str]) -> None:
    shuffled = [role.swapcase() for role in reversed(held)]

    assert has_role(held, named) is has_role(shuffled, list(reversed(named)))


@PROPERTY
@given(ROLES, ROLES, ROLES)
def test_more_roles_never_take_one_away(held: list[str], more: list[str], named: list[str]) -> None:
    order = {False: 0, None: 1, True: 2}

    assert order[has_role([*held, *more], named)] >= order[has_role(held, named)]
