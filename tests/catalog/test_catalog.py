"""Every route of the API, and the way from a path back to its route."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.catalog import Catalog, Endpoint
from ft42tui.catalog.catalog import load_schemas

CATALOG = Catalog.load()
ROUTES = tuple(CATALOG)
PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)


def matched(path: str, method: str = "GET") -> str:
    found = CATALOG.match(path, method)
    return found.endpoint.path if found else ""


def test_the_catalogue_has_every_route_of_the_documentation() -> None:
    assert (len(CATALOG.resources), len(CATALOG), len(ROUTES)) == (98, 740, 740)


def test_no_route_is_there_twice() -> None:
    assert len({(route.method, route.path) for route in ROUTES}) == 740


def test_a_resource_knows_its_size_before_its_endpoints_are_made() -> None:
    assert all(len(resource) == len(resource.endpoints) for resource in CATALOG.resources)


def test_every_resource_has_a_title_and_a_description() -> None:
    assert all(r.name and r.title and isinstance(r.description, str) for r in CATALOG.resources)
    assert all(isinstance(r.note, str) for r in CATALOG.resources)


def test_every_concrete_path_leads_back_to_its_own_route() -> None:
    lost = []
    for route in ROUTES:
        values = {name: f"x-{at}" for at, name in enumerate(route.path_names)}
        found = CATALOG.match(route.fill(values), route.method)
        if found is None or found.endpoint != route or found.values != values:
            lost.append((route.method, route.path))
    assert lost == []


def test_every_path_without_its_optional_parts_leads_back_to_its_own_route() -> None:
    lost = []
    for route in ROUTES:
        values = dict.fromkeys(route.required_names, "7")
        found = CATALOG.match(route.fill(values), route.method)
        if found is None or found.endpoint != route or found.values != values:
            lost.append((route.method, route.path))
    assert lost == []


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/v2/users/graph", {}),
        ("/v2/users/graph/on/created_at", {"field": "created_at"}),
        ("/v2/users/graph/on/created_at/by/month", {"field": "created_at", "interval": "month"}),
    ],
)
def test_optional_parts_may_be_there_or_not(path: str, values: dict[str, str]) -> None:
    found = CATALOG.match(path)

    assert found is not None
    assert found.endpoint.kind == "graph"
    assert found.values == values


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/v2/me/slots", "/v2/me/slots"),
        ("/v2/users/graph", "/v2/users/graph(/on/:field(/by/:interval))"),
        ("/v2/users/74", "/v2/users/:id"),
        ("/v2/users/norminet/", "/v2/users/:id"),
        ("v2/users", "/v2/users"),
        ("/v2/users/graph/on", ""),
        ("/v2/users//projects", ""),
        ("/v2/nothing", ""),
        ("/v2", ""),
        ("/", ""),
        ("", ""),
    ],
)
def test_a_literal_segment_wins_over_a_value(path: str, route: str) -> None:
    assert matched(path) == route


def test_a_value_is_decoded() -> None:
    found = CATALOG.match("/v2/users/a%2Fb%20%C3%A9")

    assert found is not None
    assert found.values == {"id": "a/b é"}


def test_a_method_that_the_path_does_not_have_matches_nothing() -> None:
    assert matched("/v2/users", "DELETE") == ""


def test_the_methods_of_a_path_are_told() -> None:
    assert set(CATALOG.methods("/v2/teams/5")) >= {"GET", "DELETE"}
    assert CATALOG.methods("/v2/nothing") == ()


@PROPERTY
@given(
    st.text() | st.lists(st.sampled_from(["v2", "users", ":id", "", "..", "graph", "%", "é"])).map("/".join)
)
@example("/" * 5000)
@example("/v2/users" + "/a" * 5000)
def test_a_path_of_garbage_never_raises(path: str) -> None:
    found = CATALOG.match(path)

    assert found is None or isinstance(found.endpoint, Endpoint)


def test_a_resource_is_found_by_name() -> None:
    users = CATALOG.resource("users")

    assert users is not None
    assert users.title
    assert CATALOG.resource("nobody") is None


def test_reads_come_before_writes_in_a_resource() -> None:
    order = ["GET", "POST", "PATCH", "PUT", "DELETE"]
    for resource in CATALOG.resources:
        places = [order.index(endpoint.method) for endpoint in resource.endpoints]
        assert places == sorted(places)


def test_users_offer_the_fields_of_the_documentation() -> None:
    users = next(route for route in ROUTES if route.path == "/v2/users" and route.method == "GET")

    assert {"pool_year", "pool_month", "kind", "login"} <= set(users.filters)
    assert {"kind", "login"} <= set(users.sorts)
    assert users.booleans <= set(users.filters)


def test_only_lists_take_filters_ranges_searches_and_sorts() -> None:
    takers = {
        route.kind for route in ROUTES if route.filters or route.ranges or route.searches or route.sorts
    }

    assert takers == {"index"}


def test_every_path_value_is_described_once() -> None:
    twice = [
        (route.method, route.path) for route in ROUTES if len(set(route.path_names)) != len(route.path_names)
    ]

    assert twice == []


def test_every_schema_has_fields_with_names_and_types() -> None:
    schemas = load_schemas()

    assert schemas
    assert all(field["name"] and field["type"] for schema in schemas.values() for field in schema["fields"])
