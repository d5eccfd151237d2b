"""The command line's contract: what it imports, what it prints where, how it ends."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest
from odd_api import OddApi, of, users
from terminal import Terminal, ft42tui, isolated

from ft42tui.demo.weather import Weather


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a user's empty home."""
    folder = tmp_path / "home"
    folder.mkdir()
    return folder


def run(*arguments: str, home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal."""
    return subprocess.run(
        ft42tui(*arguments),
        env=isolated(home, **environment),
        cwd=home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def assert_misuse(ended: subprocess.CompletedProcess[str], *words: str) -> None:
    """Assert that a program ended with status 2 and one line that says why."""
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.endswith("\n")
    assert "Traceback" not in ended.stderr
    for word in words:
        assert word in ended.stderr


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("demo", "--help")])
def test_help_and_version_import_neither_textual_nor_httpx(arguments: tuple[str, ...], home: Path) -> None:
    command = ft42tui(*arguments)
    command[1:1] = ["-X", "importtime"]
    ended = subprocess.run(
        command, env=isolated(home), cwd=home, capture_output=True, text=True, timeout=30, check=False
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in ended.stderr.splitlines()}
    assert ended.returncode == 0
    assert "ft42tui" in ended.stdout
    assert "argparse" in imported
    assert not imported & {"textual", "rich", "httpx", "authlib", "keyring", "starlette", "uvicorn"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--nonsense",), "--nonsense"),
        (("--nonsense=x\ny",), "--nonsense"),
        (("-x",), "-x"),
        (("--api",), "--api"),
        (("users", "campus"), "campus"),
        (("users", "campus\nevil"), "campus"),
        (("--theme", "nonsense"), "Unknown theme 'nonsense'"),
        (("--theme", "a\nb"), "Unknown theme"),
        (("--profile", "nobody"), "Unknown profile 'nobody'"),
        (("--profile", "a\nb"), "Bad profile name"),
        (("--api", "nonsense"), "Bad API URL"),
        (("--api", "ftp://api.example"), "Bad API URL"),
        (("--api", "http://api.example"), "plain http"),
        (("--api", "https://user:pw@api.example"), "user or password"),
        (("--api", "https://api.example/v3"), "Bad API URL"),
        (("--api", "https://[::1"), "Bad API URL"),
        (("--api", "https://api.example:99999"), "Bad API URL"),
        (("--api", "https://api.example\n.evil"), "Bad API URL"),
        (("--demo", "--api", "http://127.0.0.1:1"), "--demo"),
        (("https://evil.example/v2/users",), "evil.example"),
        (("http://api.intra.42.fr@evil.example/v2/users",), "evil.example"),
        (("https://api.intra.42.fr.evil.example/v2/users", "--demo"), "evil.example"),
        (("//evil.example/v2/users",), ""),
        (("users?page[size]=x\n",), ""),
        (("\x1b]0;pwned\x07",), ""),
        (("",), ""),
        (("users",), "A terminal is needed"),
        (("--demo",), "A terminal is needed"),
        ((), "A terminal is needed"),
        (("demo", "--rate", "fast"), "--rate"),
        (("demo", "--rate", "2/s,1200/h,x"), "--rate"),
        (("demo", "--rate", "-1/s"), "--rate"),
        (("demo", "--port", "99999"), "--port"),
        (("demo", "--port", "x\ny"), "--port"),
        (("demo", "--port", "127.0.0.1:4242"), "--port"),
        (("demo", "--users", "0"), "--users"),
        (("demo", "--seed", "9" * 5000), "--seed"),
        (("demo", "--latency", "-1"), "--latency"),
        (("demo", "--latency", "60001"), "--latency"),
        (("demo", "--latency", "120ms"), "--latency"),
        (("demo", "--faults", "0.05"), "--faults"),
        (("demo", "--faults", "101%"), "--faults"),
        (("demo", "--token-life", "0"), "--token-life"),
        (("demo", "--token-life", "86401"), "--token-life"),
        (("demo", "--token-life", "2h"), "--token-life"),
        (("demo", "--redirect-uri", "nowhere"), "--redirect-uri"),
        (("demo", "--redirect-uri", "http://localhost/#top"), "--redirect-uri"),
        (("demo", "--redirect-uri", "myapp://a", "--redirect-uri", "myapp://a\nb"), "--redirect-uri"),
        (("demo", "users"), "users"),
    ],
)
def test_misuse_is_one_line_and_status_2(arguments: tuple[str, ...], words: str, home: Path) -> None:
    ended = run(*arguments, home=home)
    assert_misuse(ended, words)
    assert "\x1b" not in ended.stderr
    assert not list(home.iterdir())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("theme = 7", "theme is not text"),
        ("colour = 1", "colour"),
        ('theme = "nonsense"', "Unknown theme"),
        ("profiles = 3", "profiles is not a table"),
        ("[profiles]\nx = 1", "'x' is not a table"),
        ('[profiles.x]\nclient_secret = "s-s4t2ud-hush\\u0007"', "is not a secret"),
        ('[profiles.default]\napi = "http://api.example"', "plain http"),
        ("[keys]\n\"results.next_page\" = 1", "is not a key"),
        ('"a\\nb" = 1', "unknown key"),
        ('[profiles.x]\nclient_id = "s-s4t2ud-hush"', "it holds a secret"),
    ],
)  # fmt: skip
def test_a_wrong_value_in_the_settings_file_is_told_in_one_line(content: str, words: str, home: Path) -> None:
    file = home / "config" / "ft42tui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text(content, encoding="utf-8")
    ended = run("users", home=home)
    assert_misuse(ended, words)
    assert "hush" not in ended.stderr


def half_written(file: Path) -> None:
    file.write_text('[profiles.default]\napi = "https://api.exam', encoding="utf-8")


def no_text(file: Path) -> None:
    file.write_bytes(b"theme = '\xff\xfe'")


def closed(file: Path) -> None:
    file.symlink_to(file)  # nobody can open this one; permissions would not stop root


UNREADABLE = [
    (half_written, "it is not TOML"),
    (no_text, "it is not UTF-8 text"),
    (closed, "symbolic links"),
    (Path.mkdir, "directory"),
]


@pytest.fixture(params=UNREADABLE, ids=["half written", "no text", "closed", "folder"])
def unreadable(request: pytest.FixtureRequest, home: Path) -> tuple[Path, str]:
    """Return a settings file that cannot be read, and words of the reason."""
    spoil, words = request.param
    file = home / "config" / "ft42tui" / "config.toml"
    file.parent.mkdir(parents=True)
    spoil(file)
    return file, words


def test_a_settings_file_that_cannot_be_read_is_told_and_done_without(
    unreadable: tuple[Path, str], home: Path
) -> None:
    file, words = unreadable
    ended = run("logout", home=home)

    assert ended.returncode == 0
    assert f"ft42tui: Cannot read {file}: " in ended.stderr
    assert words in ended.stderr
    assert "done without" in ended.stderr
    assert "Profile default is not signed in." in ended.stderr


@pytest.mark.slow
def test_a_settings_file_that_cannot_be_read_is_told_on_the_screen_and_left_as_it_is(
    explore: Callable[..., Terminal], api: OddApi, leave: Callable[[Terminal], None], tmp_path: Path
) -> None:
    file = tmp_path / "home" / "config" / "ft42tui" / "config.toml"
    file.parent.mkdir(parents=True)
    half_written(file)
    before = file.read_bytes()
    api.answer = lambda _: of(users())
    terminal = explore()
    terminal.until("user3")
    terminal.until("Cannot read")
    leave(terminal)

    assert file.read_bytes() == before


@pytest.mark.parametrize("arguments", [("logout",), ("token", "--json"), ("users",), ("profiles",)])
@pytest.mark.parametrize(
    ("option", "environment"), [(("--profile", "default"), {}), ((), {"FT42_PROFILE": "default"})]
)
def test_whoever_asks_for_a_profile_of_a_settings_file_that_cannot_be_read_is_refused(
    arguments: tuple[str, ...], option: tuple[str, ...], environment: dict[str, str], home: Path
) -> None:
    file = home / "config" / "ft42tui" / "config.toml"
    file.parent.mkdir(parents=True)
    half_written(file)

    assert_misuse(run(*arguments, *option, home=home, **environment), f"Cannot read {file}", "not TOML")


def test_whoever_asks_for_the_profiles_of_a_settings_file_that_cannot_be_read_is_refused(home: Path) -> None:
    file = home / "config" / "ft42tui" / "config.toml"
    file.parent.mkdir(parents=True)
    half_written(file)

    assert_misuse(run("profiles", home=home), f"Cannot read {file}", "not TOML")


def test_the_demo_starts_whatever_the_settings_file_says(home: Path) -> None:
    file = home / "config" / "ft42tui" / "config.toml"
    file.parent.mkdir(parents=True)
    file.write_text("theme = 7", encoding="utf-8")
    assert_misuse(run("--demo", home=home), "A terminal is needed")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FT42_TOKEN", "hush hush"),
        ("FT42_TOKEN", "hush\n hush"),
        ("FT42_TOKEN", "hüsh"),
        ("FT42_API_URL", "http://hush@api.example"),
        ("FT42_API_URL", "https://a:hush@api.example/"),
        ("FT42_PROFILE", "nobody"),
        ("FT42_CLIENT_ID", "s-s4t2ud-hush"),
    ],
)
def test_a_bad_environment_is_told_and_no_secret_repeated(name: str, value: str, home: Path) -> None:
    ended = run("users", home=home, **{name: value})
    assert_misuse(ended)
    assert "hush" not in ended.stderr
    assert "hüsh" not in ended.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_embedded_api_alone_serves_until_interrupted(number: signal.Signals, home: Path) -> None:
    with subprocess.Popen(
        ft42tui("demo", "--users", "20"),
        env=isolated(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            said = []
            for line in process.stdout:
                said.append(line)
                if line.startswith("Press ctrl+c"):
                    break
            url = said[0].split()[6]
            curl = next(line for line in said if line.startswith("Try: curl"))
            token = curl.split("Bearer ")[1].split("'")[0]
            request = urllib.request.Request(  # noqa: S310  # the URL it printed, on this machine
                f"{url}/v2/users", headers={"Authorization": f"Bearer {token}"}
            )
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(request, timeout=10) as answer:
                assert answer.headers["X-Total"] == "20"
            with opener.open(url, timeout=10) as page:
                assert page.headers.get_content_type() == "text/html"
            process.send_signal(number)
            assert process.wait(10) == 0
            assert process.stderr.read() == ""
        finally:
            process.kill()
    assert any("client id" in line for line in said)


def test_an_answer_that_is_cut_off_by_the_end_is_not_reported(home: Path) -> None:
    seed = next(seed for seed in range(100) if Weather(100, seed).draw() == "drip")
    with subprocess.Popen(
        ft42tui("demo", "--users", "20", "--latency", "1", "--faults", "100%", "--seed", str(seed)),
        env=isolated(home),
        cwd=home,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        try:
            first = process.stdout.readline()
            port = int(first.split()[6].rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
                connection.sendall(b"GET /v2/users HTTP/1.1\r\nHost: x\r\n\r\n")
                assert connection.recv(1) == b"H"
                process.send_signal(signal.SIGINT)
                assert process.wait(10) == 0
            assert process.stderr.read() == ""
        finally:
            process.kill()
    assert first.endswith("latency 1 ms, faults 100%)\n")


def test_a_port_in_use_is_one_line_and_status_2(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert_misuse(run("demo", "--port", port, home=home), port)


def test_a_reader_that_went_away_is_no_mistake(home: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    ended = subprocess.run(
        [sys.executable, "-P", "-m", "ft42tui", "--help"],
        env=isolated(home),
        cwd=home,
        stdout=write,
        stderr=subprocess.PIPE,
        text=True,
        timeout=30,
        check=False,
    )
    os.close(write)
    assert "Traceback" not in ended.stderr
