"""What a token lacks for a route."""

from __future__ import annotations

import pytest

from ft42tui.catalog import SCOPES, Catalog, Endpoint, needs_of
from ft42tui.catalog.scopes import needs_user

CATALOG = Catalog.load()


def route(path: str, *scopes: str, note: str = "") -> Endpoint:
    return Endpoint("GET", path, "index", scopes=scopes, note=note)


@pytest.mark.parametrize(
    ("needed", "held", "missing"),
    [
        ((), (), ()),
        (("projects",), ("public", "projects"), ()),
        (("projects",), ("public",), ("projects",)),
        (("tig", "projects"), (), ("tig", "projects")),
    ],
)
def test_missing_scopes_are_named(
    needed: tuple[str, ...], held: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    assert needs_of(route("/v2/x", *needed), held, has_user=False) == missing


@pytest.mark.parametrize(
    ("path", "is_needed"),
    [("/v2/me", True), ("/v2/me/slots", True), ("/v2/members", False), ("/v2/users/me", False)],
)
def test_routes_about_me_need_a_user(path: str, is_needed: bool) -> None:  # noqa: FBT001
    assert needs_user(route(path)) is is_needed


def test_a_note_may_ask_for_a_user() -> None:
    assert needs_user(route("/v2/x", note="user token"))
    assert not needs_user(route("/v2/x", note="something else"))


def test_a_user_is_named_after_the_scopes_unless_there_is_one() -> None:
    endpoint = route("/v2/me/slots", "projects")

    assert needs_of(endpoint, (), has_user=False) == ("projects", "user")
    assert needs_of(endpoint, ("projects",), has_user=True) == ()


def test_every_scope_of_the_catalogue_is_explained() -> None:
    assert {scope for endpoint in CATALOG for scope in endpoint.scopes} <= set(SCOPES)
