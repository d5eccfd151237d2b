"""The child process, from its start to its end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ft42tui.demo.__main__ import settings_from
from ft42tui.demo.embedded import EmbeddedApi, EmbeddedApiError
from ft42tui.demo.settings import DemoSettings, Rates


@pytest.fixture
def child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EmbeddedApi]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    api = EmbeddedApi.start(DemoSettings(users=20, rates=Rates(0, 0)))
    yield api
    api.stop()


def test_the_child_answers_and_ends(child: EmbeddedApi) -> None:
    said = child.ready()
    first = said.applications[0]
    answer = httpx.post(
        f"{said.url}/oauth/token",
        data={
            "grant_type": "client_credentials",
            "client_id": first.client_id,
            "client_secret": first.client_secret,
            "scope": " ".join(first.scopes),
        },
        trust_env=False,
    )
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
    users = httpx.get(f"{said.url}/v2/users", headers=headers, trust_env=False)

    assert said.url.startswith("http://127.0.0.1:")
    assert first.client_secret not in repr(said)
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
    arguments = ["--users", "7", "--seed", "3", "--rate", "off", "--latency", "20", "--faults", "5%"]
    arguments += ["--token-life", "60", "--redirect-uri", "myapp://a", "--redirect-uri", "myapp://b"]
    assert settings_from(arguments) == DemoSettings(
        users=7,
        seed=3,
        rates=Rates(0, 0),
        latency_ms=20,
        faults_percent=5,
        token_life=60,
        redirect_uris=("myapp://a", "myapp://b"),
    )


def test_the_child_is_started_with_every_setting_but_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[list[str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: given.append(command))
    settings = DemoSettings(
        users=7,
        seed=3,
        rates=Rates(8, 1400),
        latency_ms=20,
        faults_percent=5,
        token_life=60,
        redirect_uris=("myapp://a", "myapp://b"),
    )
    EmbeddedApi.start(settings)
    assert settings_from(given[0][4:]) == settings


def test_a_large_school_is_waited_for_as_long_as_it_may_take_to_make(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deadlines: list[float] = []

    def line(_api: EmbeddedApi, deadline: float) -> bytes:
        deadlines.append(deadline)
        return b""

    monkeypatch.setattr(subprocess, "Popen", lambda command, **_: None)
    monkeypatch.setattr(EmbeddedApi, "_line", line)
    for users in (5_000, 100_000):
        with pytest.raises(EmbeddedApiError, match="ended"):
            EmbeddedApi.start(DemoSettings(users=users)).ready()
    assert 10 < deadlines[0] - time.monotonic() < 30
    assert deadlines[1] - time.monotonic() > 60


@pytest.mark.parametrize(
    "arguments",
    [
        ["--rate", "fast"],
        ["--users", "0"],
        ["--users", "x"],
        ["--faults", "0.05"],
        ["--token-life", "0"],
        ["--redirect-uri", "nowhere"],
    ],
)
def test_bad_arguments_end_the_child_with_status_2(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        settings_from(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err
