"""`ft42tui --demo`, as a person sees it: from the first row to the end of its child process."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from notices import is_refused
from terminal import Terminal

pytestmark = pytest.mark.slow

Leave = Callable[[Terminal], None]

ROWS = "1–30 of 5000"


@pytest.fixture
def demo(start: Callable[..., Terminal]) -> Terminal:
    """Return the program on the embedded API, with its first rows."""
    terminal = start("--demo")
    terminal.until(ROWS)
    return terminal


def child_of(terminal: Terminal) -> int:
    """Return the process of the embedded API."""
    pid = terminal.process.pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    (found,) = (int(child) for child in children if "ft42tui.demo" in _command(int(child)))
    return found


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").replace("\0", " ")


def is_gone(pid: int) -> bool:
    """Return whether a process is no more; a dead one that nobody reaped is none either."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_pages_are_turned_and_gone_back_to(demo: Terminal, leave: Leave) -> None:
    demo.press(".")
    demo.until("31–60 of 5000")
    demo.press(">")
    demo.until("page 167 of 167")
    demo.press(".")
    demo.until("✗ There is no next page")
    demo.press("escape")
    demo.until(lambda: not is_refused(demo))
    demo.press("backspace")
    demo.until("31–60 of 5000")
    demo.press("backspace")
    demo.until(ROWS)
    demo.press("shift+right")
    demo.until("31–60 of 5000")
    demo.press(",")
    demo.until(ROWS)
    leave(demo)


def test_typing_narrows_the_endpoints(demo: Terminal, leave: Leave) -> None:
    demo.press("1")
    demo.until("━Endpoints")
    demo.press("/")
    demo.until("find in endpoints")
    demo.press("coalitions_us")
    demo.until(lambda: "coalitions_users" in demo.text and "transactions" not in demo.text)
    demo.press("escape")
    demo.until("accreditations  ")
    leave(demo)


def test_a_filter_is_added_in_the_query(demo: Terminal, leave: Leave) -> None:
    demo.press("2")
    demo.until("━Query")
    demo.press("a")
    demo.until("Add a field")
    demo.press("filter pool_year")
    demo.settle()
    demo.press("enter")
    demo.gone("Add a field")
    demo.settle()
    demo.press("2013")
    demo.until("filter[pool_year]=2013")
    demo.press("enter")
    demo.gone(ROWS)
    demo.until(lambda: "page 1" in demo.text and "200 ·" in demo.text)
    leave(demo)


def test_a_request_is_typed(demo: Terminal, leave: Leave) -> None:
    demo.press("ctrl+l")
    demo.settle()
    demo.press("ctrl+u")
    demo.settle()
    demo.press("/v2/campus?page[size]=5&sort=name", "enter")
    demo.until("1–5 of")
    demo.until("Amsterdam")
    leave(demo)


def test_another_origin_is_refused_on_the_request_line(demo: Terminal, leave: Leave) -> None:
    demo.press("ctrl+l")
    demo.settle()
    demo.press("ctrl+u")
    demo.settle()
    demo.press("https://evil.example/v2/users", "enter")
    demo.until(lambda: is_refused(demo))
    leave(demo)


def test_every_pane_and_screen_opens_and_closes(demo: Terminal, leave: Leave) -> None:
    for key in ("1", "2", "3", "4", "5", "f", "f", "b", "b", "tab", "tab"):
        demo.press(key)
        demo.settle(0.05)
    for key in ("?", "v", ":", "ctrl+p", "ctrl+o", "/"):
        demo.press("3")
        demo.settle(0.05)
        demo.press(key)
        assert demo.settle(0.15) is not None, key
        demo.press("escape")
        demo.settle(0.05)
        demo.press("escape")
        demo.settle(0.05)
    leave(demo)


@pytest.mark.parametrize("key", ["q", "ctrl+q"])
def test_leaving_ends_the_child_too(key: str, demo: Terminal) -> None:
    child = child_of(demo)
    demo.press(key)
    _, status = demo.ended()
    assert status == 0
    assert is_gone(child)
    assert b"\x1b[?1049l" in demo.output  # the screen from before is back
    assert b"\x1b[?25h" in demo.output  # and the cursor


@pytest.mark.parametrize("later", [0, 0.02, 0.04, 0.06, 0.08])
def test_one_can_leave_before_anything_came(
    later: float, start: Callable[..., Terminal], leave: Leave
) -> None:
    terminal = start("--demo")
    at = terminal.until("Endpoints") + later
    terminal.until(lambda: time.perf_counter() >= at)
    leave(terminal)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGHUP])
def test_a_killed_parent_leaves_no_child(number: signal.Signals, demo: Terminal) -> None:
    child = os.pidfd_open(child_of(demo))
    try:
        os.kill(demo.process.pid, number)
        assert demo.process.wait(10) != 0
        ended, _, _ = select.select([child], [], [], 20)  # readable when the process has ended
        assert ended
    finally:
        os.close(child)


def test_a_dead_child_is_told(demo: Terminal, leave: Leave) -> None:
    os.kill(child_of(demo), signal.SIGKILL)
    demo.press(".")
    demo.until(lambda: is_refused(demo))
    demo.until(ROWS)
    leave(demo)


@pytest.mark.parametrize("alone", [False, True])
def test_any_size_will_do(alone: bool, demo: Terminal, leave: Leave) -> None:  # noqa: FBT001
    if alone:
        demo.press("f")
    for columns, lines in ((200, 60), (80, 24), (20, 5), (1, 1), (3, 40), (300, 3), (120, 40)):
        demo.resize(columns, lines)
        demo.settle()
        for key in ("down", "right", "4", "down", "2", "3"):
            demo.press(key)
            demo.settle(0.02)
    demo.until(ROWS)
    leave(demo)


@pytest.mark.parametrize("size", [(80, 24), (20, 5), (1, 1)])
def test_it_starts_in_any_size(size: tuple[int, int], start: Callable[..., Terminal], leave: Leave) -> None:
    terminal = start("--demo", columns=size[0], lines=size[1])
    terminal.settle(0.5)
    terminal.resize(120, 40)
    terminal.until(ROWS)
    leave(terminal)
