"""A keyring that works in one run, and hangs or cannot be written in the next, as processes."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import file_keyring
import pytest
from person import Person
from terminal import Terminal

pytestmark = pytest.mark.slow

NOBODY = {"FT42_CLIENT_ID": "", "FT42_CLIENT_SECRET": ""}
SILENCE = "The keyring did not answer within 3 seconds: a token or an application that lies there is not used"


@dataclass(frozen=True, slots=True)
class Ring:
    """A person's keyring."""

    file: Path

    def __call__(self, mood: str = "") -> dict[str, str]:
        """Return what tells a program to use it, in a mood."""
        return {
            "PYTHONPATH": os.pathsep.join(
                [str(Path(file_keyring.__file__).parent), os.environ.get("PYTHONPATH", "")]
            ),
            "PYTHON_KEYRING_BACKEND": "file_keyring.Keyring",
            "KEYRING_FILE": str(self.file),
            "KEYRING_MOOD": mood,
        }

    @property
    def entries(self) -> dict[str, str]:
        """What it holds, as text by name."""
        held: dict[str, str] = json.loads(self.file.read_text("utf-8"))
        return held

    def token(self) -> dict[str, Any]:
        """Return the one token that it holds."""
        [text] = [text for name, text in self.entries.items() if " token " in name]
        said: dict[str, Any] = json.loads(text)
        return said

    def age(self) -> None:
        """Let the token die."""
        aged = {name: json.dumps(json.loads(text) | {"expires_at": 0}) for name, text in self.entries.items()}
        self.file.write_text(json.dumps(aged), encoding="utf-8")


@pytest.fixture
def ring(tmp_path: Path, person: Person) -> Ring:
    """Return a keyring with a user's token in it."""
    ring = Ring(tmp_path / "keyring.json")
    ended = person.run("login", **ring())
    assert ended.returncode == 0, ended.stderr
    assert "kept in the keyring" in ended.stderr
    assert not person.token_file.exists()
    return ring


def test_who_signs_out_while_the_keyring_hangs_is_not_told_that_nobody_is_signed_in(
    person: Person, ring: Ring
) -> None:
    before = ring.token()
    ended = person.run("logout", **ring("hangs"))

    assert ended.returncode == 2
    assert "The keyring did not answer: whether profile default is signed in is not known" in ended.stderr
    assert "was not revoked" in ended.stderr
    assert SILENCE in ended.stderr
    assert "is not signed in." not in ended.stderr
    assert ring.token() == before
    assert person.run("token", FT42_TOKEN=before["access_token"]).returncode == 0

    later = person.run("logout", **ring())
    assert later.returncode == 0
    assert "The token was revoked." in later.stderr
    assert not ring.entries


def test_who_forgets_the_application_while_the_keyring_hangs_is_told_that_it_may_still_lie_there(
    person: Person, ring: Ring
) -> None:
    ended = person.run("logout", "--forget", **ring("hangs"))

    assert ended.returncode == 2
    assert "the application that was typed may still lie there" in ended.stderr


def test_another_token_than_the_one_in_a_hung_keyring_is_not_used_in_silence(
    person: Person, ring: Ring
) -> None:
    usual, hung = (person.run("token", "--json", **ring(mood)) for mood in ("", "hangs"))

    assert json.loads(usual.stdout)["owner"] == "norminet"
    assert usual.stderr == ""
    assert json.loads(hung.stdout)["owner"] == "application"
    assert hung.stderr.count(SILENCE) == 1


@pytest.mark.parametrize("arguments", [("token",), ("login", "--app")])
def test_without_another_application_a_hung_keyring_is_the_reason_and_no_refusal(
    arguments: tuple[str, ...], person: Person, ring: Ring
) -> None:
    ended = person.run(*arguments, **ring("hangs"), **NOBODY)

    assert ended.returncode == 2
    assert "the keyring did not answer" in ended.stderr
    assert "has no application" not in ended.stderr
    assert ended.stdout == ""


def test_the_screen_does_not_welcome_a_newcomer_where_the_keyring_hangs(
    person: Person, ring: Ring, at_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_terminal("users", **ring("hangs"), **NOBODY)
    terminal.until("Nobody is signed in: the keyring did not answer")
    terminal.until("is not used in this run")
    terminal.settle()

    assert "Nobody is signed in yet" not in terminal.text


def test_the_screen_says_why_it_asks_as_the_application(
    person: Person, ring: Ring, at_terminal: Callable[..., Terminal]
) -> None:
    terminal = at_terminal("users", **ring("hangs"))
    terminal.until("The keyring did not answer within 3 seconds")
    terminal.until("of 20")


def test_a_token_that_is_renewed_while_the_keyring_is_locked_is_kept_in_a_file_that_is_told_of_first(
    person: Person, ring: Ring
) -> None:
    ring.age()
    old = ring.token()
    renewed = person.run("token", **ring("locked"))
    kept = person.kept()

    assert renewed.returncode == 0, renewed.stderr
    assert f"The keyring cannot be used: the token is written to {person.token_file}" in renewed.stderr
    assert kept["access_token"] != old["access_token"]
    assert ring.token() == old

    person.age()  # what renews it next is in the file, too
    again = person.run("token", "--json", **ring("locked"))
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout)["owner"] == "norminet"
    assert again.stderr == ""
