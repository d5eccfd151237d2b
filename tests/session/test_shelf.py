"""What a profile keeps, when the keyring does not answer: that is told, and not taken for nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ft42tui.api.application import Application
from ft42tui.api.errors import SignInFailed
from ft42tui.api.token import Token
from ft42tui.api.vault import Kept, KeptApplication, Keyring, Vault
from ft42tui.config.settings import Settings
from ft42tui.session.shelf import Shelf

ORIGIN = "https://api.intra.42.fr"
PROFILE = "school"
SETTINGS = Settings(api=ORIGIN, profile=PROFILE)
USER = Token("users", ("public",), 9000.0, refresh_token="r", issued_at=1.0, grant="authorization_code")
SILENCE = (
    "The keyring did not answer within 0.01 seconds: a token or an application that lies there is not used "
    "in this run. Unlock it, and begin again."
)


class Hanging:
    """A keyring that answers nothing until it is let go."""

    def __init__(self) -> None:
        self.goes_on = threading.Event()

    def get_password(self, service: str, name: str) -> str | None:
        self.goes_on.wait(60)
        return None

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.goes_on.wait(60)

    def delete_password(self, service: str, name: str) -> None:
        self.goes_on.wait(60)


def no_keyring() -> Keyring:
    raise ImportError("No module named keyring")


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[Vault]:
    """A vault whose keyring answers when the test is over."""
    ring = Hanging()
    yield Vault(tmp_path, keyring=lambda: ring, patience=0.01)
    ring.goes_on.set()


@pytest.fixture
def told() -> list[str]:
    """What a person was told."""
    return []


async def test_a_keyring_that_does_not_answer_is_told_once_whatever_was_looked_for(
    silent: Vault, told: list[str]
) -> None:
    shelf = Shelf(silent, SETTINGS, told.append)

    assert await shelf.application() is None
    assert await shelf.token() == Kept(is_answered=False)
    assert await shelf.trusted_token() == (None, "nowhere: for this run only")
    assert told == [SILENCE]
    assert shelf.is_silent


async def test_a_keyring_that_has_nothing_is_not_worth_a_word(tmp_path: Path, told: list[str]) -> None:
    shelf = Shelf(Vault(tmp_path, keyring=no_keyring), SETTINGS, told.append)

    assert await shelf.application() is None
    assert await shelf.token() == Kept()
    assert not told
    assert not shelf.is_silent


async def test_what_lies_in_a_file_is_used_whatever_the_keyring_does(
    tmp_path: Path, silent: Vault, told: list[str]
) -> None:
    files = Vault(tmp_path, keyring=no_keyring)
    await files.keep(PROFILE, USER, ORIGIN)
    await files.keep_application(PROFILE, KeptApplication("u-1", "s3cret"), ORIGIN)
    shelf = Shelf(silent, SETTINGS, told.append)
    found = await shelf.application()

    assert found is not None
    assert (found.client_id, found.place) == ("u-1", str(files.path_of_application(PROFILE, ORIGIN)))
    assert await shelf.trusted_token() == (USER, str(files.path_of(PROFILE, ORIGIN)))
    assert not told


@pytest.mark.parametrize("is_own", [True, False])
async def test_a_secret_in_a_silent_keyring_is_not_called_another_applications(
    silent: Vault,
    told: list[str],
    is_own: bool,  # noqa: FBT001
) -> None:
    named = replace(SETTINGS, client_id="u-1", is_profiles_own=is_own)
    application = await Shelf(silent, named, told.append).application()

    assert isinstance(application, Application)
    with pytest.raises(SignInFailed, match="the keyring does not answer"):
        await application.secret()
