"""The program in a terminal, an odd API for it, and what must hold after every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from odd_api import SECRET, TOKEN, OddApi
from terminal import Terminal, ft42tui, isolated

SECRETS = (TOKEN, SECRET)


@pytest.fixture
def api() -> Iterator[OddApi]:
    """Serve an API that answers as the test says."""
    with OddApi() as odd:
        yield odd


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Start the program; afterwards, look whether a secret or a traceback went where none belongs."""
    home, cwd = tmp_path / "home", tmp_path / "cwd"
    home.mkdir()
    cwd.mkdir()
    started: list[Terminal] = []
    with ExitStack() as stack:

        def run(*arguments: str, columns: int = 120, lines: int = 40, **environment: str) -> Terminal:
            terminal = Terminal(
                ft42tui(*arguments),
                environment=isolated(home, **environment),
                folder=cwd,
                columns=columns,
                lines=lines,
            )
            started.append(stack.enter_context(terminal))
            return terminal

        yield run
    written = [file.read_bytes() for file in (*home.rglob("*"), *cwd.rglob("*")) if file.is_file()]
    for secret in SECRETS:
        assert not any(secret.encode() in terminal.output for terminal in started)
        assert not any(secret.encode() in content for content in written)
    assert not any(b"Traceback" in terminal.output for terminal in started)
    assert not list(home.rglob("crash.txt"))


@pytest.fixture
def explore(start: Callable[..., Terminal], api: OddApi) -> Callable[..., Terminal]:
    """Start the program on the odd API with a token."""

    def run(request: str = "users", **options: int) -> Terminal:
        return start(request, "--api", api.url, FT42_TOKEN=TOKEN, **options)

    return run


@pytest.fixture
def leave() -> Callable[[Terminal], None]:
    """Leave the program: that it can be left shows that it lives."""

    def end(terminal: Terminal) -> None:
        terminal.press("ctrl+q")
        _, status = terminal.ended()
        assert status == 0

    return end
