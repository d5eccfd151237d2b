"""The program in a terminal, an odd API for it, and what must hold after every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from odd_api import SECRET, TOKEN, OddApi
from person import Api, Person, free_port
from terminal import Terminal, ft42tui, isolated

from ft42tui.demo.embedded import EmbeddedApi
from ft42tui.demo.settings import DemoSettings, Rates

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


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    """Serve a small school."""
    redirect_uri = f"http://127.0.0.1:{free_port()}/callback"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        process = EmbeddedApi.start(
            DemoSettings(users=20, rates=Rates(0, 0), token_life=300, redirect_uris=(redirect_uri,))
        )
    yield Api(process.ready().url, redirect_uri)
    process.stop()


@pytest.fixture
def person(tmp_path: Path, served: Api) -> Person:
    """Return somebody who never signed in."""
    home = tmp_path / "home"
    (home / "config" / "ft42tui").mkdir(parents=True)
    (home / "config" / "ft42tui" / "config.toml").write_text(
        f'[profiles.default]\nredirect_uri = "{served.redirect_uri}"\n\n'
        '[profiles.school]\napi = "https://api.intra-staging.42.fr"\n',
        encoding="utf-8",
    )
    return Person(home, served)


@pytest.fixture
def at_terminal(person: Person) -> Iterator[Callable[..., Terminal]]:
    """Start the program in a terminal."""
    started: list[Terminal] = []

    def start(*arguments: str, columns: int = 140, **environment: str) -> Terminal:
        terminal = Terminal(
            ft42tui(*arguments),
            environment=person.environment(**environment),
            folder=person.home,
            columns=columns,
        )
        started.append(terminal)
        return terminal

    yield start
    for terminal in started:
        terminal.close()
