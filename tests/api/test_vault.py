"""The secret of an application, from a keyring that may be missing, slow or broken."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from ft42tui.api.errors import SignInFailed
from ft42tui.api.vault import Vault


@pytest.fixture
def released() -> Iterator[threading.Event]:
    """What a hanging keyring waits for; set when the test is over."""
    event = threading.Event()
    yield event
    event.set()


async def test_the_secret_of_a_profile_is_read() -> None:
    asked: list[str] = []

    def read(profile: str) -> str:
        asked.append(profile)
        return "s3cret"

    assert await Vault(read=read).secret("school") == "s3cret"
    assert asked == ["school"]


@pytest.mark.parametrize("found", [None, ""])
async def test_a_missing_secret_is_told_with_the_way_to_set_it(found: str | None) -> None:
    with pytest.raises(SignInFailed) as failed:
        await Vault(read=lambda _profile: found).secret("school")

    assert "school" in failed.value.title
    assert "keyring set ft42tui school" in failed.value.hint
    assert "FT42_CLIENT_SECRET" in failed.value.hint


async def test_a_keyring_that_hangs_is_given_up_within_its_patience(released: threading.Event) -> None:
    def hang(_profile: str) -> str:
        released.wait(60)
        return "late"

    with pytest.raises(SignInFailed, match="does not answer"):
        await Vault(read=hang, patience=0.01).secret("school")


async def test_a_late_answer_disturbs_nobody(released: threading.Event) -> None:
    answered = threading.Event()

    def hang(_profile: str) -> str:
        released.wait(60)
        answered.set()
        return "late"

    with pytest.raises(SignInFailed):
        await Vault(read=hang, patience=0.01).secret("school")
    released.set()

    assert answered.wait(10)


async def test_a_keyring_that_raises_is_told_by_kind_and_not_by_text() -> None:
    def fail(_profile: str) -> str:
        raise RuntimeError("s3cret inside")

    with pytest.raises(SignInFailed, match="cannot be read") as failed:
        await Vault(read=fail).secret("school")

    assert failed.value.message == "RuntimeError"
    assert "s3cret" not in failed.value.title + failed.value.hint
