"""Where one is, in a few words."""

from __future__ import annotations

import pytest

from ft42tui.api.query import Query, parse_request
from ft42tui.catalog import Catalog
from ft42tui.session.crumbs import crumbs

CATALOG = Catalog.load()


def asked(text: str) -> Query:
    return parse_request(text, CATALOG, "https://api.intra.42.fr").query


@pytest.mark.parametrize(
    ("text", "way"),
    [
        ("users", ("users",)),
        ("users/norminet", ("users", "norminet")),
        ("campus/1/users", ("campus", "1", "users")),
        ("users/:id", ("users", ":id")),
        ("users?filter[pool_year]=2013", ("users", "pool_year 2013")),
        ("users?filter[pool_month]=july,august", ("users", "pool_month july or august")),
        ("users?range[id]=1,9&search[login]=nor", ("users", "id 1 to 9", "login ~ nor")),
        ("users?sort=-id&page=3", ("users",)),
        ("users/graph/on/created_at", ("users", "graph")),
        ("no/such/route", ("no", "such", "route")),
    ],
)
def test_the_way_is_told_from_the_general_to_the_special(text: str, way: tuple[str, ...]) -> None:
    assert crumbs(asked(text)) == way
