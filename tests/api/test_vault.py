"""Secrets at rest, in a keyring that may be missing, slow or broken, and in a file that may be anything."""

from __future__ import annotations

import json
import os
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from ft42tui.api.errors import SignInFailed
from ft42tui.api.token import Token
from ft42tui.api.vault import Keyring, Vault

ORIGIN = "https://api.intra.42.fr"
TOKEN = Token(
    "s3cret-token",
    ("public", "projects"),
    expires_at=8200.0,
    secret_valid_until=99_000.0,
    refresh_token="s3cret-refresh",
    issued_at=1000.0,
    grant="authorization_code",
)


class FakeKeyring:
    """A keyring in memory."""

    def __init__(self, **entries: str) -> None:
        self.entries = dict(entries)

    def get_password(self, service: str, name: str) -> str | None:
        assert service == "ft42tui"
        return self.entries.get(name)

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.entries[name] = secret

    def delete_password(self, service: str, name: str) -> None:
        del self.entries[name]


class NullKeyring(FakeKeyring):
    """Takes everything and keeps nothing, as keyring's own null back end does."""

    def set_password(self, service: str, name: str, secret: str) -> None:
        """Do nothing."""


class BrokenKeyring(FakeKeyring):
    """Raises whatever it is asked, and tells a secret."""

    def get_password(self, service: str, name: str) -> str | None:
        raise RuntimeError("s3cret inside")

    def set_password(self, service: str, name: str, secret: str) -> None:
        raise RuntimeError("s3cret inside")

    def delete_password(self, service: str, name: str) -> None:
        raise RuntimeError("s3cret inside")


class HangingKeyring(FakeKeyring):
    """Answers nothing until it is released."""

    def __init__(self) -> None:
        super().__init__(school="s3cret")
        self.released = threading.Event()
        self.answered = threading.Event()

    def get_password(self, service: str, name: str) -> str | None:
        self.released.wait(60)
        self.answered.set()
        return super().get_password(service, name)

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.released.wait(60)

    def delete_password(self, service: str, name: str) -> None:
        self.released.wait(60)


Make: TypeAlias = Callable[..., Vault]


@pytest.fixture
def hanging() -> Iterator[HangingKeyring]:
    """Return a keyring that answers when the test is over."""
    ring = HangingKeyring()
    yield ring
    ring.released.set()


@pytest.fixture
def said() -> list[str]:
    """Return what the vault warns of."""
    return []


@pytest.fixture
def vault(tmp_path: Path, said: list[str]) -> Make:
    """Make a vault on a keyring."""

    def make(ring: Keyring | None = None, *, patience: float = 3.0) -> Vault:
        held = ring or FakeKeyring()
        return Vault(tmp_path / "state", keyring=lambda: held, patience=patience, warn=said.append)

    return make


def file_of(vault: Vault) -> Path:
    path = vault.path_of("school")
    assert path is not None
    return path


def placed(vault: Vault, text: str, mode: int = 0o600) -> Path:
    """Put a file where the token lies."""
    path = file_of(vault)
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    path.chmod(mode)
    return path


# The application's secret.


async def test_the_secret_of_a_profile_is_read(vault: Make) -> None:
    assert await vault(FakeKeyring(school="s3cret", other="x")).secret("school") == "s3cret"


@pytest.mark.parametrize("ring", [FakeKeyring(), FakeKeyring(school=""), NullKeyring()])
async def test_a_missing_secret_is_told_with_the_way_to_set_it(ring: FakeKeyring, vault: Make) -> None:
    with pytest.raises(SignInFailed) as failed:
        await vault(ring).secret("school")

    assert "school" in failed.value.title
    assert "keyring set ft42tui school" in failed.value.hint
    assert "FT42_CLIENT_SECRET" in failed.value.hint


async def test_a_keyring_that_hangs_is_given_up_within_its_patience(
    vault: Make, hanging: HangingKeyring
) -> None:
    with pytest.raises(SignInFailed, match="does not answer"):
        await vault(hanging, patience=0.01).secret("school")


async def test_a_late_answer_disturbs_nobody(vault: Make, hanging: HangingKeyring) -> None:
    with pytest.raises(SignInFailed):
        await vault(hanging, patience=0.01).secret("school")
    hanging.released.set()

    assert hanging.answered.wait(10)


async def test_a_keyring_that_raises_is_told_by_kind_and_not_by_text(vault: Make) -> None:
    with pytest.raises(SignInFailed, match="cannot be read") as failed:
        await vault(BrokenKeyring()).secret("school")

    assert failed.value.message == "RuntimeError"
    assert "s3cret" not in failed.value.title + failed.value.hint


async def test_a_keyring_that_cannot_even_be_had_is_told(tmp_path: Path) -> None:
    def none() -> Keyring:
        raise ImportError("No module named keyring")

    with pytest.raises(SignInFailed, match="cannot be read"):
        await Vault(tmp_path, keyring=none).secret("school")


# The user's token.


async def test_a_token_comes_back_from_the_keyring_as_it_was(vault: Make, said: list[str]) -> None:
    kept = vault()

    assert await kept.keep("school", TOKEN, ORIGIN) == "keyring"
    found = await kept.token("school", ORIGIN)

    assert (found.token, found.place) == (TOKEN, "keyring")
    assert not file_of(kept).exists()
    assert not said


@pytest.mark.parametrize("ring", [NullKeyring(), BrokenKeyring()], ids=["null", "broken"])
async def test_without_a_keyring_a_token_comes_back_from_a_file(ring: FakeKeyring, vault: Make) -> None:
    kept = vault(ring)

    assert await kept.keep("school", TOKEN, ORIGIN) == "file"
    found = await kept.token("school", ORIGIN)

    assert (found.token, found.place) == (TOKEN, "file")


async def test_a_keyring_that_hangs_is_replaced_by_a_file(vault: Make, hanging: HangingKeyring) -> None:
    kept = vault(hanging, patience=0.01)

    assert await kept.keep("school", TOKEN, ORIGIN) == "file"
    assert (await kept.token("school", ORIGIN)).token == TOKEN


def test_a_keyring_has_three_seconds() -> None:
    assert Vault()._patience == 3.0


async def test_the_file_is_its_owners_only(vault: Make) -> None:
    before = os.umask(0)
    try:
        kept = vault(BrokenKeyring())
        await kept.keep("school", TOKEN, ORIGIN)
    finally:
        os.umask(before)
    path = file_of(kept)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [file.name for file in path.parent.iterdir()] == ["school.json"]


async def test_a_folder_that_others_may_read_is_closed_before_anything_is_written(vault: Make) -> None:
    kept = vault(BrokenKeyring())
    file_of(kept).parent.mkdir(parents=True, mode=0o755)
    await kept.keep("school", TOKEN, ORIGIN)

    assert stat.S_IMODE(file_of(kept).parent.stat().st_mode) == 0o700


async def test_the_person_is_told_before_the_file_is_written(tmp_path: Path) -> None:
    heard: list[tuple[str, bool]] = []
    path = Vault(tmp_path).path_of("school")
    assert path is not None
    kept = Vault(
        tmp_path, keyring=BrokenKeyring, warn=lambda sentence: heard.append((sentence, path.parent.exists()))
    )
    await kept.keep("school", TOKEN, ORIGIN)
    [(sentence, was_there)] = heard

    assert not was_there
    assert str(path) in sentence
    assert "s3cret" not in sentence


async def test_the_person_is_told_once(vault: Make, said: list[str]) -> None:
    kept = vault(BrokenKeyring())
    await kept.keep("school", TOKEN, ORIGIN)
    await kept.keep("school", Token("s3cret-second"), ORIGIN)

    assert len(said) == 1
    assert (await kept.token("school", ORIGIN)).token == Token("s3cret-second", grant="authorization_code")


async def test_a_write_that_fails_leaves_the_old_token_and_no_rest(
    vault: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = vault(BrokenKeyring())
    await kept.keep("school", TOKEN, ORIGIN)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SignInFailed, match="cannot be kept") as failed:
        await kept.keep("school", Token("s3cret-second"), ORIGIN)

    assert "No space left" in failed.value.hint
    assert (await kept.token("school", ORIGIN)).token == TOKEN
    assert [file.name for file in file_of(kept).parent.iterdir()] == ["school.json"]


async def test_without_a_folder_a_token_is_not_kept(vault: Make) -> None:
    with pytest.raises(SignInFailed) as failed:
        await Vault(keyring=BrokenKeyring).keep("school", TOKEN, ORIGIN)

    assert "not kept" in failed.value.hint


async def test_nothing_is_kept_to_begin_with(vault: Make) -> None:
    assert (await vault().token("school", ORIGIN)).token is None


@pytest.mark.parametrize("ring", [FakeKeyring(), NullKeyring()], ids=["keyring", "file"])
@pytest.mark.parametrize("origin", ["https://api.intra-staging.42.fr", "http://api.intra.42.fr", "", "null"])
async def test_a_token_of_another_origin_is_none(ring: FakeKeyring, origin: str, vault: Make) -> None:
    kept = vault(ring)
    await kept.keep("school", TOKEN, ORIGIN)

    assert (await kept.token("school", origin)).token is None


async def test_a_token_of_another_profile_is_none(vault: Make) -> None:
    kept = vault()
    await kept.keep("school", TOKEN, ORIGIN)

    assert (await kept.token("other", ORIGIN)).token is None


async def test_what_moved_to_the_keyring_does_not_stay_in_the_file(vault: Make) -> None:
    await vault(BrokenKeyring()).keep("school", TOKEN, ORIGIN)
    kept = vault(FakeKeyring())
    await kept.keep("school", TOKEN, ORIGIN)

    assert not file_of(kept).exists()


async def test_the_newer_token_counts_when_the_keyring_missed_one(vault: Make) -> None:
    ring = FakeKeyring()
    await vault(ring).keep("school", TOKEN, ORIGIN)
    newer = Token("s3cret-newer", issued_at=2000.0, grant="authorization_code")
    await vault(BrokenKeyring()).keep("school", newer, ORIGIN)

    assert (await vault(ring).token("school", ORIGIN)).token == newer


@pytest.mark.parametrize("ring", [FakeKeyring(), NullKeyring()], ids=["keyring", "file"])
async def test_a_forgotten_token_is_gone(ring: FakeKeyring, vault: Make) -> None:
    kept = vault(ring)
    await kept.keep("school", TOKEN, ORIGIN)
    await kept.forget("school")

    assert (await kept.token("school", ORIGIN)).token is None
    assert not ring.entries
    assert not file_of(kept).exists()


@pytest.mark.parametrize("ring", [FakeKeyring(), BrokenKeyring(), NullKeyring()])
async def test_nothing_is_forgotten_without_a_fuss(ring: FakeKeyring, vault: Make) -> None:
    assert await vault(ring).forget("school")


async def test_a_keyring_that_hangs_cannot_say_that_it_forgot(vault: Make, hanging: HangingKeyring) -> None:
    assert not await vault(hanging, patience=0.01).forget("school")


@pytest.mark.parametrize("profile", ["../../evil", "a/b", "a\\b", ".", "..", "a\x00b", "%", "ü"])
def test_a_profiles_file_lies_in_its_folder_whatever_the_profile_is_called(profile: str, vault: Make) -> None:
    path = vault().path_of(profile)
    assert path is not None

    assert path.parent.name == "tokens"
    assert "\x00" not in path.name
    assert path.parent.resolve() in path.resolve().parents


def test_two_profiles_never_share_a_file(vault: Make) -> None:
    names = ["a b", "a%20b", "a\x020b", "a/b", "a%2fb", "a.b", "ab"]

    assert len({vault().path_of(name) for name in names}) == len(names)


RECORD = json.dumps({"origin": ORIGIN, "access_token": "s3cret-token"})
NO_TOKENS = [
    "",
    "{",
    RECORD[:-9],
    "[]",
    "null",
    '"x"',
    '{"origin": "x"}',
    '{"access_token": 5}',
    "[" * 50_000,
]


def shape_of(path: Path) -> tuple[int, ...]:
    about = path.lstat()
    return about.st_ino, about.st_mode, about.st_size, about.st_mtime_ns


async def refused(vault: Vault, path: Path, words: str) -> None:
    """Assert that a file is refused, neither used nor overwritten, nor removed."""
    before = shape_of(path)
    with pytest.raises(SignInFailed) as failed:
        await vault.token("school", ORIGIN)
    with pytest.raises(SignInFailed):
        await vault.keep("school", TOKEN, ORIGIN)
    await vault.forget("school")

    assert words in failed.value.title
    assert str(path) in failed.value.title
    assert "remove it" in failed.value.hint
    assert "s3cret" not in repr(failed.value) + failed.value.title + failed.value.hint
    assert shape_of(path) == before


@pytest.mark.parametrize("text", NO_TOKENS, ids=range(len(NO_TOKENS)))
async def test_a_file_without_a_token_is_left_alone(text: str, vault: Make) -> None:
    kept = vault(BrokenKeyring())

    await refused(kept, placed(kept, text), "holds no token")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o666])
async def test_a_file_that_others_may_read_is_left_alone(mode: int, vault: Make) -> None:
    kept = vault(BrokenKeyring())

    await refused(kept, placed(kept, RECORD, mode), "may be read by others")


async def test_a_file_of_another_owner_is_left_alone(vault: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = vault(BrokenKeyring())
    path = placed(kept, RECORD)
    monkeypatch.setattr(os, "getuid", lambda: path.stat().st_uid + 1)

    await refused(kept, path, "belongs to somebody else")


async def test_a_folder_in_the_way_is_left_alone(vault: Make) -> None:
    kept = vault(BrokenKeyring())
    file_of(kept).mkdir(parents=True)

    await refused(kept, file_of(kept), "")


async def test_a_link_is_not_followed(vault: Make, tmp_path: Path) -> None:
    kept = vault(BrokenKeyring())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(RECORD, encoding="utf-8")
    elsewhere.chmod(0o600)
    file_of(kept).parent.mkdir(parents=True)
    file_of(kept).symlink_to(elsewhere)

    await refused(kept, file_of(kept), "cannot be read")
    assert elsewhere.read_text(encoding="utf-8") == RECORD


async def test_a_pipe_in_the_way_does_not_hold_anybody_up(vault: Make) -> None:
    kept = vault(BrokenKeyring())
    file_of(kept).parent.mkdir(parents=True)
    os.mkfifo(file_of(kept), 0o600)

    await refused(kept, file_of(kept), "")


async def test_bytes_that_are_no_text_are_left_alone(vault: Make) -> None:
    kept = vault(BrokenKeyring())
    path = placed(kept, "")
    path.write_bytes(b"\xff\xfe\x00")

    await refused(kept, path, "cannot be read")


async def test_a_bad_file_does_not_disturb_what_the_keyring_holds(vault: Make) -> None:
    kept = vault()
    await kept.keep("school", TOKEN, ORIGIN)
    path = placed(kept, "half-writ")

    assert (await kept.token("school", ORIGIN)).token == TOKEN
    assert path.read_text(encoding="utf-8") == "half-writ"


async def test_a_file_where_a_folder_belongs_is_told(vault: Make, tmp_path: Path) -> None:
    kept = vault(BrokenKeyring())
    (tmp_path / "state").write_text("", encoding="utf-8")

    with pytest.raises(SignInFailed):
        await kept.keep("school", TOKEN, ORIGIN)


@pytest.mark.parametrize("text", ["", "x", "[]", '{"access_token": "a\\nb"}', '{"access_token": null}'])
async def test_an_entry_of_the_keyring_that_is_no_token_is_none(text: str, vault: Make) -> None:
    assert (await vault(FakeKeyring(**{"school token": text})).token("school", ORIGIN)).token is None


async def test_odd_moments_are_unknown(vault: Make) -> None:
    text = json.dumps({"origin": ORIGIN, "access_token": "a", "expires_at": "soon", "issued_at": 10**400})
    found = (await vault(FakeKeyring(**{"school token": text})).token("school", ORIGIN)).token

    assert found == Token("a", grant="authorization_code")


def test_what_is_kept_is_not_shown(vault: Make) -> None:
    assert "s3cret" not in repr(TOKEN) + repr(vault())
