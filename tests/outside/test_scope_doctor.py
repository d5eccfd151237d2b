"""A call that is forbidden, in a terminal: the report, another sign-in, the results of that same call."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from person import Person
from terminal import Terminal

pytestmark = pytest.mark.slow


def test_a_user_with_a_public_token_gets_projects_by_one_key_and_the_results_of_that_call(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    assert person.run("login", "--scopes", "public").returncode == 0
    old = person.kept()["access_token"]
    person.log.unlink()
    terminal = at_terminal("/v2/me/slots?page[size]=5")
    terminal.until("needs projects · has public · missing projects")
    terminal.until("Scope not asked for  certain")
    terminal.until("the old token is revoked first")
    terminal.press("s")
    terminal.until("Keep the token in a file?")  # the file of the token that was revoked is gone
    terminal.press("y")
    terminal.until("Results  ")
    terminal.until("user 74  public   projects")
    text = terminal.text

    assert "GET /v2/me/slots?page[size]=5" in text
    assert "403" not in text
    assert "Report" not in text
    kept = person.kept()
    assert kept["scopes"] == ["public", "projects"]
    assert kept["asked"] == ["public", "projects"]
    assert kept["access_token"] != old
    terminal.press("ctrl+q")
    assert terminal.ended()[1] == 0


def test_an_application_gets_a_scope_by_one_key_and_the_results_of_that_call(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    official = person.api.app("official")
    of = {"FT42_CLIENT_ID": official.client_id, "FT42_CLIENT_SECRET": official.client_secret}
    terminal = at_terminal("/v2/community_services?sort=-id", **of)
    terminal.until("needs tig · has public · missing tig")
    terminal.press("enter")
    terminal.until("occupation")
    terminal.until(lambda: "Report" not in terminal.text)

    assert "/v2/community_services?sort=-id" in terminal.text
    assert "403" not in terminal.text


def test_what_an_application_learned_is_known_at_the_next_start(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_terminal("levels")
    terminal.until("Role missing")
    terminal.press("ctrl+q")
    terminal.ended()
    files = list((person.home / "state" / "ft42tui" / "learned").glob("*.json"))
    said = json.loads(files[0].read_text(encoding="utf-8"))

    assert [(one["route"], one["outcome"]) for one in said["lessons"]] == [("GET /v2/levels", "denied")]
    assert person.api.app().client_secret not in files[0].read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("route", "status", "words"),
    [
        ("GET /v2/users", 0, "Yes: the token reaches GET /v2/users"),
        ("users/norminet", 0, "Yes: the token reaches GET /v2/users/:id"),
        ("GET /v2/me/slots", 1, "No: GET /v2/me/slots needs the scope projects"),
        ("/v2/levels", 1, "needs the role Basic staff"),
        ("get /v2/me/slots", 1, "No: GET /v2/me/slots"),
        ("GET /v2/never/heard/of", 3, "Unknown: whether the token reaches"),
    ],
)
def test_what_a_token_can_do_is_answered_in_words_and_by_exit_status(
    person: Person, route: str, status: int, words: str
) -> None:
    assert person.run("login", "--scopes", "public").returncode == 0
    ended = person.run("token", "--can", route)

    assert ended.returncode == status
    assert words in ended.stdout
    assert ended.stdout.count("\n") == 1


def test_what_a_token_can_do_is_told_to_programs_too(person: Person) -> None:
    ended = person.run("token", "--can", "GET /v2/me/slots", "--json")
    said = json.loads(ended.stdout)

    assert ended.returncode == 1
    assert said["can"] is False
    assert said["needs_user"] is True
    assert said["missing_scopes"] == ["projects"]


def test_an_answer_that_taught_better_wins_over_the_documentation(
    person: Person, at_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_terminal("levels")
    terminal.until("Role missing")
    terminal.press("ctrl+q")
    terminal.ended()
    (file,) = (person.home / "state" / "ft42tui" / "learned").glob("*.json")
    said = json.loads(file.read_text(encoding="utf-8"))
    said["lessons"][0] |= {"outcome": "answered"}
    file.write_text(json.dumps(said), encoding="utf-8")
    ended = person.run("token", "--can", "levels")

    assert ended.returncode == 0
    assert "an answer showed it" in ended.stdout


@pytest.mark.parametrize("route", ["", "http://other.example/v2/users", "FOO /v2/users"])
def test_what_is_no_route_of_this_api_is_misuse(person: Person, route: str) -> None:
    ended = person.run("token", "--can", route)

    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "--can" in ended.stderr


def test_a_token_that_is_refused_answers_nothing(person: Person) -> None:
    ended = person.run("token", "--can", "users", FT42_TOKEN="0" * 64)

    assert ended.returncode == 3
    assert ended.stdout == ""
    assert "401" in ended.stderr
