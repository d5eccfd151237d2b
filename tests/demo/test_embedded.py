"""The child process, from its start to its end."""

from __future__ import annotations

import io
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ft42tui.demo.__main__ import settings_from
from ft42tui.demo.app import DemoApi
from ft42tui.demo.embedded import EmbeddedApi, EmbeddedApiError
from ft42tui.demo.serve import announcement, serve
from ft42tui.demo.settings import DemoSettings, Rates


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedApi]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    api = EmbeddedApi.start(DemoSettings(users=20, rates=Rates(0, 0)))
    yield api
    api.stop()


def test_the_child_answers_and_ends(child: EmbeddedApi) -> None:
    said = child.ready()
    answer = httpx.post(
        f"{said.url}/oauth/token",
        data={
            "grant_type": "client_credentials",
            "client_id": said.client_id,
            "client_secret": said.client_secret,
            "scope": " ".join(said.scopes),
        },
        trust_env=False,
    )
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    users = httpx.get(f"{said.url}/v2/users", headers=headers, trust_env=False)

    assert said.url.startswith("http://127.0.0.1:")
    assert said.client_secret not in repr(said)
    assert users.headers["X-Total"] == "20"
    assert users.json()[0]["url"].startswith(f"{said.url}/v2/users/")

    child.stop()
    child.stop()
    with pytest.raises(httpx.ConnectError):
        httpx.get(said.url, trust_env=False)


def test_the_child_survives_an_interrupt_and_ends_with_its_stdin(child: EmbeddedApi) -> None:
    said = child.ready()
    process = child._process
    os.kill(process.pid, signal.SIGINT)
    assert httpx.get(said.url, trust_env=False).status_code == 404

    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=5) == 0


def test_the_child_ends_when_told_to(child: EmbeddedApi) -> None:
    child.ready()
    child._process.terminate()
    assert child._process.wait(timeout=5) == 0


def test_a_child_that_dies_or_is_stopped_is_told_in_a_sentence() -> None:
    for code, words in (
        ("", "ended before it was ready"),
        ("print('hello')", "not its handshake"),
        ("import time; time.sleep(60)", "was not ready after 0.05 seconds"),
    ):
        process = subprocess.Popen(
            [sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        api = EmbeddedApi(process)
        with pytest.raises(EmbeddedApiError, match=words):
            api.ready(0.05 if "sleep" in code else 10)
        api.stop()
    with pytest.raises(EmbeddedApiError, match="was stopped"):
        api.ready()


def test_the_arguments_of_the_child_are_read_back() -> None:
    arguments = ["--users", "7", "--seed", "3", "--rate", "off", "--latency", "20"]
    assert settings_from(arguments) == DemoSettings(7, 3, Rates(0, 0), 20)


@pytest.mark.parametrize("arguments", [["--rate", "fast"], ["--users", "0"], ["--users", "x"]])
def test_bad_arguments_end_the_child_with_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        settings_from(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err


def test_a_port_in_use_is_one_sentence_and_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert serve(DemoSettings(users=1, port=port), announce=io.StringIO()) == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert f"Port {port}" in said


def test_serve_says_where_it_is_and_ends_with_status_0(tmp_path: Path) -> None:
    code = (
        "import sys; from ft42tui.demo.serve import serve; from ft42tui.demo.settings import DemoSettings;"
        "sys.exit(serve(DemoSettings(users=2), announce=sys.stdout))"
    )
    environment = os.environ | {"XDG_CACHE_HOME": str(tmp_path)}
    for number in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, env=environment)
        assert process.stdout is not None
        with process.stdout:
            assert b"http://127.0.0.1:" in process.stdout.readline()
            process.send_signal(number)
            assert process.wait(timeout=5) == 0


def test_the_announcement_has_a_line_for_each_application(school: DemoApi) -> None:
    lines = announcement(school, DemoSettings(users=200), "http://127.0.0.1:4242").splitlines()
    for app in school.applications:
        (line,) = (line for line in lines if line.startswith(app.name) and app.client_id in line)
        assert app.client_secret in line
    assert any(line.startswith("Try: curl ") for line in lines)
