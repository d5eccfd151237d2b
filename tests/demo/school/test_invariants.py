"""The sums, marks and places of a school agree from the start."""

from __future__ import annotations

import pytest
from invariants import INVARIANTS

from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.settings import DemoSettings


@pytest.fixture(scope="module")
def town() -> DemoApi:
    """A school of a thousand."""
    return create_app(DemoSettings(users=1000, seed=7))


@pytest.mark.parametrize("name", INVARIANTS)
def test_what_must_agree_agrees(town: DemoApi, school: DemoApi, name: str) -> None:
    assert [api.store.number(INVARIANTS[name]) for api in (town, school)] == [0, 0]
