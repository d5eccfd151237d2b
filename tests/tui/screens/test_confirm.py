"""A question that is answered by yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ft42tui.tui.screens.confirm import Confirm

if TYPE_CHECKING:
    from tests.tui.conftest import Start


@pytest.mark.parametrize(
    ("key", "answers"), [("y", [True]), ("n", [False]), ("escape", [False]), ("q", [False])]
)
async def test_it_is_answered_by_its_own_keys(explore: Start, key: str, answers: list[bool]) -> None:
    async with explore("users") as explorer:
        given: list[bool | None] = []
        explorer.app.push_screen(Confirm("Keep it?", "It is written.", "write it"), given.append)
        await explorer.press(key)
        assert given == answers


async def test_enter_and_space_are_no_answer(explore: Start) -> None:
    async with explore("users") as explorer:
        given: list[bool | None] = []
        explorer.app.push_screen(Confirm("Keep it?", "It is written.", "write it"), given.append)
        await explorer.press("enter", "space", "ctrl+j", "tab")
        assert given == []


@pytest.mark.parametrize("size", [(140, 42), (80, 24)])
async def test_no_keys_but_its_own_are_offered(explore: Start, size: tuple[int, int]) -> None:
    async with explore("users", size=size) as explorer:
        explorer.app.push_screen(Confirm("Keep it?", "It is written.", "write it", "only for this run"))
        await explorer.settle()
        assert explorer.lines[-1].strip() == "y write it  n only for this run"


@pytest.mark.parametrize(
    ("sentence", "title"),
    [
        ("The keyring cannot be used: the token is written to /x, which …", "Keep the token in a file?"),
        (
            "The keyring cannot be used: the application's id and secret are written to /x, which …",
            "Keep the application in a file?",
        ),
    ],
)
async def test_what_is_to_be_written_is_in_the_question(explore: Start, sentence: str, title: str) -> None:
    async with explore("users") as explorer:
        explorer.screen.run_worker(explorer.screen._may_write(sentence))
        await explorer.pilot.pause()
        assert isinstance(explorer.app.screen, Confirm)
        assert title in explorer.text
        await explorer.press("n")
