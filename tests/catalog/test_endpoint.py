"""One route, and the path that it makes of values."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.catalog import Endpoint, Parameter
from ft42tui.catalog.endpoint import endpoint_from_json

PROPERTY = settings(derandomize=True, deadline=None, max_examples=150)
GRAPH = Endpoint("GET", "/v2/users/graph(/on/:field(/by/:interval))", "graph")
NESTED = Endpoint("GET", "/v2/users/:user_id/teams/:id", "show")
UNKNOWN = Endpoint("GET", "/v2/no/:such(thing", "unknown")


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({}, "/v2/users/graph"),
        ({"field": "created_at"}, "/v2/users/graph/on/created_at"),
        ({"field": "created_at", "interval": "month"}, "/v2/users/graph/on/created_at/by/month"),
        ({"interval": "month"}, "/v2/users/graph"),
        ({"field": ""}, "/v2/users/graph"),
        ({"field": "a/b"}, "/v2/users/graph/on/a%2Fb"),
    ],
)
def test_an_optional_part_is_there_when_its_own_value_is(values: dict[str, str], path: str) -> None:
    assert GRAPH.fill(values) == path


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({}, "/v2/users/:user_id/teams/:id"),
        ({"id": "5"}, "/v2/users/:user_id/teams/5"),
        ({"user_id": "74", "id": "5", "other": "x"}, "/v2/users/74/teams/5"),
        ({"user_id": ":id", "id": "5"}, "/v2/users/%3Aid/teams/5"),
    ],
)
def test_a_required_value_that_is_missing_stays_a_name(values: dict[str, str], path: str) -> None:
    assert NESTED.fill(values) == path


@pytest.mark.parametrize(
    ("value", "segment"),
    [
        ("norminet", "norminet"),
        ("a/b", "a%2Fb"),
        (".", "%2E"),
        ("..", "%2E%2E"),
        ("...", "..."),
        ("a b", "a%20b"),
        ("é", "%C3%A9"),
        ("?#%", "%3F%23%25"),
        ("\\", "%5C"),
    ],
)
def test_a_value_is_one_percent_encoded_segment(value: str, segment: str) -> None:
    assert Endpoint("GET", "/v2/users/:id", "show").fill({"id": value}) == f"/v2/users/{segment}"


@PROPERTY
@given(st.text(st.characters(codec="utf-8"), min_size=1), st.text(st.characters(codec="utf-8"), min_size=1))
def test_values_of_any_text_come_out_of_the_path_again(user: str, team: str) -> None:
    path = NESTED.fill({"user_id": user, "id": team})
    segments = path.split("/")

    assert len(segments) == 6
    assert (unquote(segments[3]), unquote(segments[5])) == (user, team)
    assert urlsplit("https://x.example" + path).path == path


def test_names_are_told_in_order_and_the_required_ones_apart() -> None:
    assert GRAPH.path_names == ("field", "interval")
    assert GRAPH.required_names == ()
    assert NESTED.path_names == NESTED.required_names == ("user_id", "id")


def test_an_unlisted_path_is_taken_as_it_is() -> None:
    assert not UNKNOWN.is_listed
    assert UNKNOWN.fill({"such": "x"}) == UNKNOWN.path
    assert UNKNOWN.path_names == UNKNOWN.required_names == ()


@pytest.mark.parametrize("method", ["POST", "PATCH", "PUT", "DELETE"])
def test_everything_but_get_changes_data(method: str) -> None:
    assert Endpoint(method, "/v2/x", "update").is_write
    assert not GRAPH.is_write


def test_the_short_path_leaves_the_version_out() -> None:
    assert NESTED.short_path == "/users/:user_id/teams/:id"


def test_a_parameter_is_found_by_name_and_place() -> None:
    inner = Parameter("id", "path", required=True, type="integer")
    body = Parameter("id", "body", required=False, type="string")
    endpoint = Endpoint("GET", "/v2/x/:id", "show", parameters=(body, inner))

    assert endpoint.parameter("id") is inner
    assert endpoint.parameter("id", "body") is body
    assert endpoint.parameter("other") is None


def test_a_list_takes_the_fields_of_its_resource() -> None:
    resource = {
        "name": "things",
        "filter": ["id", "active"],
        "range": ["id"],
        "sort": ["id"],
        "boolean_filters": ["active"],
        "default_sort": "-id",
    }
    entry = {"method": "GET", "path": "/v2/things", "kind": "index", "paginated": "yes"}
    endpoint = endpoint_from_json(entry, resource)

    assert (endpoint.filters, endpoint.ranges, endpoint.sorts) == (("id", "active"), ("id",), ("id",))
    assert endpoint.searches == endpoint.filters
    assert (endpoint.booleans, endpoint.default_sort, endpoint.paginated) == (
        frozenset({"active"}),
        "-id",
        True,
    )


def test_one_object_takes_no_fields_of_its_resource() -> None:
    resource = {
        "name": "things",
        "filter": ["id"],
        "range": ["id"],
        "sort": ["id"],
        "boolean_filters": ["id"],
    }
    endpoint = endpoint_from_json({"method": "GET", "path": "/v2/things/:id", "kind": "show"}, resource)

    assert endpoint.filters == endpoint.ranges == endpoint.searches == endpoint.sorts == ()
    assert not endpoint.booleans
    assert not endpoint.paginated


def test_a_lists_own_fields_win_over_those_of_its_resource() -> None:
    entry = {"method": "GET", "path": "/v2/things", "kind": "index", "filter": ["own"], "sort": []}
    endpoint = endpoint_from_json(entry, {"name": "things", "filter": ["id"], "sort": ["id"]})

    assert (endpoint.filters, endpoint.sorts) == (("own",), ())
