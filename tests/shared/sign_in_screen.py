"""The screen on which one signs in, as its tests look at it and type into it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from ft42tui.tui.screens.sign_in import SignInScreen
from ft42tui.tui.widgets.entry_field import EntryField, EntryInput

if TYPE_CHECKING:
    from tests.tui.conftest import Explorer

NOW = 1_795_262_400.0
SIZES = pytest.mark.parametrize(
    "size", [(140, 42), pytest.param((80, 24), marks=pytest.mark.slow)], ids=["large", "small"]
)


def screen_of(explorer: Explorer) -> SignInScreen:
    found = explorer.app.screen
    assert isinstance(found, SignInScreen)
    return found


async def until(explorer: Explorer, is_so: Callable[[], bool]) -> None:
    """Wait until something is so: for what does not end by itself, and cannot be settled."""
    async with asyncio.timeout(10):
        while not is_so():
            await explorer.pilot.pause(0.01)


def typed_into(explorer: Explorer) -> str:
    """Return the name of the field that one types into; that of what else has the focus."""
    focused = explorer.app.focused
    assert focused is not None
    if isinstance(focused, EntryInput):
        return next(one.id or "" for one in focused.ancestors if isinstance(one, EntryField))
    return focused.id or ""


async def fill(explorer: Explorer, **fields: str) -> None:
    """Type into fields, each emptied before."""
    for name, text in fields.items():
        screen_of(explorer).query_one(f"#{name} EntryInput", EntryInput).focus()
        await explorer.press("ctrl+u", "ctrl+k")
        await explorer.paste(text)


def assert_hidden(explorer: Explorer, *secrets: str) -> None:
    """Assert that no secret is on the screen, nor in a picture of it."""
    shown = explorer.text + explorer.app.export_screenshot()
    for secret in secrets:
        assert secret not in shown
        assert secret[:20] not in shown
