"""Signing in and out without the screen, as processes against the embedded API, over real HTTP."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import stat
import subprocess
import time
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from person import Person, assert_refused, free_port
from terminal import ft42tui

from ft42tui.demo.oauth.codes import s256

pytestmark = pytest.mark.slow


def test_a_person_signs_in_looks_at_the_token_and_signs_out(person: Person) -> None:
    ended = person.run("login", "--scopes", "public projects")
    assert ended.returncode == 0, ended.stderr
    assert ended.stdout == ""
    assert "must be registered exactly like this: " + person.api.redirect_uri in ended.stderr
    assert "Signed in with public projects, for 5 minutes." in ended.stderr
    [(_, status, page)] = person.met()
    assert status == 200
    assert "go back to the terminal" in page
    kept = person.kept()
    assert stat.S_IMODE(person.token_file.stat().st_mode) == 0o600
    assert stat.S_IMODE(person.token_file.parent.stat().st_mode) == 0o700

    told = person.run("token", "--json")
    said = json.loads(told.stdout)
    assert told.returncode == 0
    assert (said["owner"], said["owner_id"]) == ("norminet", 74)
    assert said["scopes"] == ["public", "projects"]
    assert said["application_uid"] == person.api.app().client_id
    assert 0 < said["expires_in_seconds"] <= 300
    assert said["api"] == person.api.url

    out = person.run("logout")
    assert out.returncode == 0
    assert "The token was revoked." in out.stderr
    assert not person.token_file.exists()
    assert_refused(
        person.run("token", FT42_TOKEN=kept["access_token"]), "401 · the token of FT42_TOKEN was not accepted"
    )


def test_the_printed_address_asks_with_state_and_challenge(person: Person) -> None:
    ended = person.run("login")
    address = next(line for line in ended.stderr.splitlines() if "/oauth/authorize" in line)
    asked = parse_qs(urlsplit(address.partition(": ")[2]).query)

    assert asked["client_id"] == [person.api.app().client_id]
    assert asked["redirect_uri"] == [person.api.redirect_uri]
    assert asked["code_challenge_method"] == ["S256"]
    assert len(asked["code_challenge"][0]) == 43
    assert len(asked["state"][0]) >= 43
    assert "client_secret" not in asked


def test_no_secret_is_written_anywhere_but_into_the_token_file(person: Person) -> None:
    runs = [
        person.run("login"),
        person.run("token"),
        person.run("token", "--json"),
        person.run("profiles"),
    ]
    kept = person.kept()
    [(back, _, _)] = person.met()
    code = parse_qs(urlsplit(back).query)["code"][0]
    secrets = [kept["access_token"], kept["refresh_token"], person.api.app().client_secret, code]
    runs.append(person.run("logout"))
    runs.append(person.run("login", play="wrong-code"))
    shown = "".join(run.stdout + run.stderr for run in runs)
    written = "".join(file.read_text("utf-8", "replace") for file in person.home.rglob("*") if file.is_file())

    assert all(len(secret) > 20 for secret in secrets)
    for secret in secrets:
        assert secret not in shown
        assert secret not in written
    challenges = set(re.findall(r"code_challenge=([\w-]{43})", shown))
    assert len(challenges) == 2
    assert not challenges & {s256(word) for word in re.findall(r"[\w-]{43,128}", shown + written)}


def test_the_browser_is_told_neither_secret_nor_verifier(person: Person) -> None:
    person.run("login", FT42_TOKEN="t0ken-of-mine")
    person.met()
    seen = person.log.read_text(encoding="utf-8")

    assert "verifier" not in seen
    assert person.api.app().client_secret not in seen
    assert "t0ken-of-mine" not in seen


def test_no_process_has_a_secret_among_its_arguments(person: Person) -> None:
    with subprocess.Popen(
        ft42tui("login"),
        env=person.environment(play="lost"),
        cwd=person.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            person.met()
            command = Path(f"/proc/{process.pid}/cmdline").read_text(encoding="utf-8")
        finally:
            process.kill()

    assert command.endswith("\0login\0")


@pytest.mark.parametrize(
    ("play", "words"),
    [
        ("deny", "Access was denied"),
        ("wrong-state", "The answer belongs to another sign-in"),
        ("wrong-code", "The code was not accepted"),
    ],
)
def test_a_sign_in_that_goes_wrong_is_refused_and_keeps_nothing(
    play: str, words: str, person: Person
) -> None:
    assert_refused(person.run("login", play=play), words, "This step failed: ")
    assert not person.token_file.exists()


def test_a_second_answer_changes_nothing(person: Person) -> None:
    ended = person.run("login", play="twice")
    first, second = person.met()

    assert ended.returncode == 0, ended.stderr
    assert (first[1], second[1] in {0, 410}) == (200, True)
    assert person.token_file.exists()


def test_what_else_a_browser_asks_for_is_no_answer(person: Person) -> None:
    ended = person.run("login", play="busy")

    assert ended.returncode == 0, ended.stderr
    assert [status for _, status, _ in person.met()] == [404, 404, 200]


@pytest.mark.parametrize("arguments", [("login", "--app"), ("login",)], ids=["app", "user"])
def test_a_secret_that_has_died_is_told_with_its_usual_cause(
    arguments: tuple[str, ...], person: Person
) -> None:
    assert_refused(
        person.run(*arguments, app="rotated"),
        "The application's id or secret was not accepted",
        "A secret dies about every 30 days",
        "The server said: ",
    )


def test_a_port_in_use_is_told_with_another_to_take(person: Person) -> None:
    port = urlsplit(person.api.redirect_uri).port
    assert port is not None
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        ended = person.run("login")

    assert_refused(ended, f"Port {port} cannot be listened to", "Another program uses it", str(port + 1))
    assert not person.log.exists()


def test_a_redirect_uri_that_is_not_registered_is_shown(person: Person) -> None:
    config = person.home / "config" / "ft42tui" / "config.toml"
    config.write_text(f'[profiles.default]\nredirect_uri = "http://127.0.0.1:{free_port()}/other"\n', "utf-8")
    with subprocess.Popen(
        ft42tui("login"),
        env=person.environment(),
        cwd=person.home,
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            [(_, status, page)] = person.met()
            assert process.stderr is not None
            said = process.stderr.readline()
        finally:
            process.kill()

    assert status == 400
    assert person.api.redirect_uri in page
    assert "must be registered exactly like this" in said


@pytest.mark.parametrize("uri", ["http://127.0.0.1:99999/callback", "http://[::1", "nonsense", "ftp://x/y"])
def test_a_redirect_uri_that_is_none_is_told(uri: str, person: Person) -> None:
    config = person.home / "config" / "ft42tui" / "config.toml"
    config.write_text(f'[profiles.default]\nredirect_uri = "{uri}"\n', "utf-8")

    assert_refused(person.run("login"), uri)


def test_an_application_signs_in_and_keeps_nothing(person: Person) -> None:
    ended = person.run("login", "--app", "--scopes", "public")

    assert ended.returncode == 0, ended.stderr
    assert "Signed in as the application with public" in ended.stderr
    assert not person.log.exists()
    assert not person.token_file.exists()
    assert json.loads(person.run("token", "--json").stdout)["owner"] == "application"


def test_a_scope_that_the_application_lacks_is_refused(person: Person) -> None:
    assert_refused(person.run("login", "--scopes", "public tig"), "A scope was refused")


def test_a_token_that_still_lives_brings_its_old_scopes_and_it_is_said(person: Person) -> None:
    cookie = str(person.home.parent / "cookie")
    person.run("login", "--scopes", "public", app="staff", PLAY_COOKIE=cookie)
    ended = person.run("login", "--scopes", "public forum", app="staff", PLAY_COOKIE=cookie)

    assert ended.returncode == 0
    assert "Signed in with public, for" in ended.stderr
    assert "Not granted: forum." in ended.stderr


def test_a_dead_token_is_renewed_and_the_new_refresh_token_kept(person: Person) -> None:
    person.run("login")
    first = person.kept()
    person.age()
    told = person.run("token", "--json")
    second = person.kept()

    assert told.returncode == 0, told.stderr
    assert 200 < json.loads(told.stdout)["expires_in_seconds"] <= 300
    assert second["access_token"] != first["access_token"]
    assert second["refresh_token"] != first["refresh_token"]
    assert stat.S_IMODE(person.token_file.stat().st_mode) == 0o600
    person.age()
    assert person.run("token").returncode == 0


def test_a_dead_refresh_token_says_to_sign_in_again(person: Person) -> None:
    person.run("login")
    person.age(refresh_token="0" * 64)

    assert_refused(person.run("token"), "The refresh token is dead", "sign in again (ft42tui login)")


def test_a_keyring_that_hangs_is_replaced_by_a_file_after_three_seconds(person: Person) -> None:
    homes = os.pathsep.join([str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")])
    began = time.monotonic()
    ended = person.run("login", PYTHONPATH=homes, PYTHON_KEYRING_BACKEND="hanging_keyring.Keyring")

    assert ended.returncode == 0, ended.stderr
    assert "The keyring does not answer: the token is written to" in ended.stderr
    assert 3 < time.monotonic() - began < 12
    assert person.token_file.exists()


def test_a_newcomer_has_no_token(person: Person) -> None:
    ended = person.run("logout")

    assert ended.returncode == 0
    assert "not signed in" in ended.stderr


def test_without_an_application_one_is_told_how_to_name_it(person: Person) -> None:
    assert_refused(person.run("login", FT42_CLIENT_ID=""), "FT42_CLIENT_ID")


def test_a_token_file_that_others_may_read_is_told_and_done_without(person: Person) -> None:
    person.run("login")
    person.token_file.chmod(0o644)
    before = person.token_file.read_text()
    said = person.run("token", "--json")

    assert "may be read by others" in said.stderr
    assert json.loads(said.stdout)["owner"] == "application"
    assert_refused(person.run("login"), "may be read by others", "could not be kept")
    assert person.token_file.read_text() == before


def test_the_file_is_told_of_before_the_sign_in_is_over(person: Person) -> None:
    said = person.run("login").stderr

    assert said.index(str(person.token_file)) < said.index("Signed in with")


def test_profiles_are_listed_with_the_current_one_marked(person: Person) -> None:
    environment = {"FT42_API_URL": "", "FT42_CLIENT_ID": "u-own"}
    ended = person.run("profiles", **environment)

    assert ended.returncode == 0
    assert ended.stderr == ""
    assert ended.stdout.splitlines() == [
        "* default\thttps://api.intra.42.fr\tu-own\t",
        "  school\thttps://api.intra-staging.42.fr\t-\tnot the real API",
    ]
    chosen = person.run("profiles", "--profile", "school", **environment).stdout
    assert "* school\t" in chosen


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("login", "--profile", "nobody"), "Unknown profile 'nobody'"),
        (("login", "--scopes", "everything"), "Unknown scope 'everything'"),
        (("login", "--nonsense"), "Unknown option --nonsense"),
        (("token", "--app"), "Unknown option --app"),
        (("logout", "now"), "Unexpected argument"),
        (("token", "--api", "http://evil.example"), "plain http"),
    ],
)
def test_misuse_is_one_line_and_status_2(arguments: tuple[str, ...], words: str, person: Person) -> None:
    ended = person.run(*arguments)

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert ended.stderr.count("\n") == 1
    assert words in ended.stderr


@pytest.mark.parametrize("command", ["login", "logout", "token", "profiles"])
def test_each_command_has_a_help_of_its_own(command: str, person: Person) -> None:
    ended = person.run(command, "--help")

    assert ended.returncode == 0
    assert ended.stdout.startswith(f"usage: ft42tui {command}")
    assert "--profile NAME" in ended.stdout


def test_a_token_of_an_application_that_is_not_known_any_more_is_removed_all_the_same(person: Person) -> None:
    person.run("login")
    out = person.run("logout", FT42_CLIENT_ID="", FT42_CLIENT_SECRET="")

    assert out.returncode == 3
    assert "has no application" in out.stderr
    assert "lives on at the API" in out.stderr
    assert not person.token_file.exists()


def test_a_server_that_is_not_there_is_no_refusal(person: Person) -> None:
    ended = person.run("login", "--app", "--api", f"http://127.0.0.1:{free_port()}")

    assert ended.returncode == 2
    assert "Connection refused" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_closed_pipe_is_no_mistake(person: Person) -> None:
    person.run("login")
    command = " ".join(shlex.quote(word) for word in ft42tui("token"))
    ended = subprocess.run(
        ["/bin/sh", "-c", f"{command} | true"],
        env=person.environment(),
        cwd=person.home,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )

    assert "mistake" not in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "BrokenPipe" not in ended.stderr


def test_the_token_is_described_in_words(person: Person) -> None:
    person.run("login")
    said = person.run("token").stdout

    for words in ("norminet", "authorization code", "+ public", "- projects", "Limits", "Client secret"):
        assert words in said
