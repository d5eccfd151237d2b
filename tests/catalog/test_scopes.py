"""The scopes, and the routes that need a user."""

from __future__ import annotations

import pytest

from ft42tui.catalog import SCOPES, Catalog, Endpoint
from ft42tui.catalog.scopes import needs_user

CATALOG = Catalog.load()


def route(path: str, *scopes: str, note: str = "") -> Endpoint:
    return Endpoint("GET", path, "index", scopes=scopes, note=note)


@pytest.mark.parametrize(
    ("path", "is_needed"),
    [("/v2/me", True), ("/v2/me/slots", True), ("/v2/members", False), ("/v2/users/me", False)],
)
def test_routes_about_me_need_a_user(path: str, is_needed: bool) -> None:  # noqa: FBT001
    assert needs_user(route(path)) is is_needed


def test_a_note_may_ask_for_a_user() -> None:
    assert needs_user(route("/v2/x", note="user token"))
    assert not needs_user(route("/v2/x", note="something else"))


def test_every_scope_of_the_catalogue_is_explained() -> None:
    assert {scope for endpoint in CATALOG for scope in endpoint.scopes} <= set(SCOPES)
