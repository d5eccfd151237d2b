"""Secrets at rest: in a keyring that may be missing, slow or broken, else in a file if that is agreed to."""

from __future__ import annotations

import json
import threading
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from ft42tui.api.errors import SignInFailed
from ft42tui.api.token import Token
from ft42tui.api.vault import Kept, KeptApplication, Keyring, Place, Vault

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
APPLICATION = KeptApplication("u-s4t2ud-1", "s3cret-of-it", ("public", "tig"))


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
    """Return what the vault asked for."""
    return []


@pytest.fixture
def vault(tmp_path: Path, said: list[str]) -> Make:
    """Make a vault on a keyring, whose owner agrees to everything or to nothing."""

    def make(
        ring: Keyring | None = None, *, patience: float = 3.0, agrees: bool = True, now: float = 1000.0
    ) -> Vault:
        held = ring or FakeKeyring()

        async def may_write(sentence: str) -> bool:
            said.append(sentence)
            return agrees

        return Vault(
            tmp_path / "state",
            keyring=lambda: held,
            patience=patience,
            may_write=may_write,
            clock=lambda: now,
        )

    return make


@dataclass(frozen=True, slots=True)
class Sort:
    """One of the two sorts of record, with the vault's methods for it."""

    noun: str
    value: Any
    keep: Callable[[Vault, str], Awaitable[Place]]
    kept: Callable[[Vault, str, str], Awaitable[Kept[Any]]]
    forget: Callable[[Vault], Awaitable[bool]]
    path: Callable[[Vault, str], Path | None]

    async def look(self, vault: Vault) -> Kept[Any]:
        return await self.kept(vault, "school", ORIGIN)

    async def found(self, vault: Vault, origin: str, profile: str) -> tuple[object, Place]:
        kept = await self.kept(vault, profile, origin)
        return kept.record, kept.place

    def file(self, vault: Vault) -> Path:
        path = self.path(vault, "school")
        assert path is not None
        return path

    def placed(self, vault: Vault, text: str) -> Path:
        """Put a file where the record lies."""
        path = self.file(vault)
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o600)
        return path


SORTS = [
    Sort(
        "token",
        TOKEN,
        lambda vault, origin: vault.keep("school", TOKEN, origin),
        lambda vault, profile, origin: vault.token(profile, origin),
        lambda vault: vault.forget("school", ORIGIN),
        lambda vault, profile: vault.path_of(profile, ORIGIN),
    ),
    Sort(
        "application",
        APPLICATION,
        lambda vault, origin: vault.keep_application("school", APPLICATION, origin),
        lambda vault, profile, origin: vault.application(profile, origin),
        lambda vault: vault.forget_application("school", ORIGIN),
        lambda vault, profile: vault.path_of_application(profile, ORIGIN),
    ),
]


@pytest.fixture(params=SORTS, ids=[sort.noun for sort in SORTS])
def sort(request: pytest.FixtureRequest) -> Sort:
    """Return one sort of record and then the other."""
    found: Sort = request.param
    return found


@pytest.fixture(params=[FakeKeyring, NullKeyring], ids=["keyring", "file"])
def ring(request: pytest.FixtureRequest) -> FakeKeyring:
    """Return a keyring that keeps, and then one that does not."""
    found: FakeKeyring = request.param()
    return found


# The application's secret.


async def test_the_secret_of_a_profile_is_read(vault: Make) -> None:
    assert await vault(FakeKeyring(school="s3cret", other="x")).secret("school") == "s3cret"


@pytest.mark.parametrize("ring", [FakeKeyring(), FakeKeyring(school=""), NullKeyring()])
async def test_a_missing_secret_is_told_with_the_way_to_set_it(ring: FakeKeyring, vault: Make) -> None:
    with pytest.raises(SignInFailed) as failed:
        await vault(ring).secret("school")

    assert "school" in failed.value.title
    assert "keyring set ft42tui school" in failed.value.hint
    assert "(L)" in failed.value.hint


async def test_a_keyring_that_hangs_is_given_up_within_its_patience(
    vault: Make, hanging: HangingKeyring
) -> None:
    with pytest.raises(SignInFailed, match="does not answer"):
        await vault(hanging, patience=0.01).secret("school")


async def test_a_keyring_that_hangs_is_not_taken_for_an_empty_one(
    sort: Sort, vault: Make, hanging: HangingKeyring
) -> None:
    assert await sort.look(vault(hanging, patience=0.01)) == Kept(is_answered=False)


async def test_a_keyring_that_has_nothing_or_is_none_has_answered(sort: Sort, vault: Make) -> None:
    for ring in (FakeKeyring(), NullKeyring(), BrokenKeyring()):
        assert await sort.look(vault(ring)) == Kept()


async def test_what_lies_in_a_file_is_found_where_the_keyring_hangs(
    sort: Sort, vault: Make, hanging: HangingKeyring
) -> None:
    await sort.keep(vault(BrokenKeyring()), ORIGIN)

    assert await sort.look(vault(hanging, patience=0.01)) == Kept(sort.value, "file", is_answered=False)


async def test_a_late_answer_disturbs_nobody(vault: Make, hanging: HangingKeyring) -> None:
    with pytest.raises(SignInFailed):
        await vault(hanging, patience=0.01).secret("school")
    hanging.released.set()

    assert hanging.answered.wait(10)


async def test_a_keyring_that_raises_is_told_by_kind_and_not_by_text(vault: Make) -> None:
    with pytest.raises(SignInFailed, match="No secret is known") as failed:
        await vault(BrokenKeyring()).secret("school")

    assert failed.value.message == "The keyring cannot be read (RuntimeError)."
    assert "s3cret" not in failed.value.title + failed.value.hint


async def test_a_keyring_that_cannot_even_be_had_is_told(tmp_path: Path) -> None:
    def none() -> Keyring:
        raise ImportError("No module named keyring")

    with pytest.raises(SignInFailed, match="No secret is known"):
        await Vault(tmp_path, keyring=none).secret("school")


# What tokens and applications have in common.


async def test_a_record_comes_back_from_the_keyring_as_it_was(
    sort: Sort, vault: Make, said: list[str]
) -> None:
    ring = FakeKeyring()
    kept = vault(ring)

    assert await sort.keep(kept, ORIGIN) == "keyring"
    assert await sort.found(kept, ORIGIN, "school") == (sort.value, "keyring")
    assert list(ring.entries) == [f"school {sort.noun} {ORIGIN}"]
    assert not sort.file(kept).exists()
    assert not said


@pytest.mark.parametrize("ring", [NullKeyring(), BrokenKeyring()], ids=["null", "broken"])
async def test_without_a_keyring_a_record_comes_back_from_a_file(
    ring: FakeKeyring, sort: Sort, vault: Make
) -> None:
    kept = vault(ring)

    assert await sort.keep(kept, ORIGIN) == "file"
    assert await sort.found(kept, ORIGIN, "school") == (sort.value, "file")


async def test_a_keyring_that_hangs_is_replaced_by_a_file(
    sort: Sort, vault: Make, hanging: HangingKeyring
) -> None:
    kept = vault(hanging, patience=0.01)

    assert await sort.keep(kept, ORIGIN) == "file"
    assert await sort.found(kept, ORIGIN, "school") == (sort.value, "file")


def test_a_keyring_has_three_seconds() -> None:
    assert Vault().patience == 3.0


async def test_the_person_is_asked_before_the_file_is_written(sort: Sort, tmp_path: Path) -> None:
    asked: list[tuple[str, bool]] = []
    kept = Vault(tmp_path, keyring=BrokenKeyring)

    async def may_write(sentence: str) -> bool:
        asked.append((sentence, sort.file(kept).parent.exists()))
        return True

    kept.may_write = may_write
    await sort.keep(kept, ORIGIN)
    [(sentence, was_there)] = asked

    assert not was_there
    assert sentence.startswith("The keyring cannot be used: the ")
    assert sort.noun in sentence
    assert str(sort.file(kept)) in sentence
    assert "s3cret" not in sentence


async def test_the_person_is_asked_once_about_a_file(sort: Sort, vault: Make, said: list[str]) -> None:
    kept = vault(BrokenKeyring())
    await sort.keep(kept, ORIGIN)
    await sort.keep(kept, ORIGIN)

    assert len(said) == 1


async def test_nothing_is_written_if_the_person_does_not_agree(sort: Sort, vault: Make) -> None:
    kept = vault(BrokenKeyring(), agrees=False)

    assert await sort.keep(kept, ORIGIN) == "nowhere"
    assert not sort.file(kept).parent.parent.exists()
    assert await sort.found(kept, ORIGIN, "school") == (None, "nowhere")


async def test_a_file_that_came_up_while_the_person_was_asked_is_not_overwritten(
    sort: Sort, tmp_path: Path
) -> None:
    kept = Vault(tmp_path, keyring=BrokenKeyring)

    async def may_write(_sentence: str) -> bool:
        sort.placed(kept, "somebody else's")
        return True

    kept.may_write = may_write
    with pytest.raises(SignInFailed):
        await sort.keep(kept, ORIGIN)

    assert sort.file(kept).read_text(encoding="utf-8") == "somebody else's"


async def test_without_a_folder_a_record_is_not_kept(sort: Sort) -> None:
    with pytest.raises(SignInFailed) as failed:
        await sort.keep(Vault(keyring=BrokenKeyring), ORIGIN)

    assert "not kept" in failed.value.hint


async def test_nothing_is_kept_to_begin_with(sort: Sort, vault: Make) -> None:
    assert await sort.found(vault(), ORIGIN, "school") == (None, "nowhere")


@pytest.mark.parametrize("origin", ["https://api.intra-staging.42.fr", "http://api.intra.42.fr", "", "null"])
async def test_a_record_of_another_origin_is_none(
    ring: FakeKeyring, origin: str, sort: Sort, vault: Make
) -> None:
    kept = vault(ring)
    await sort.keep(kept, ORIGIN)

    assert await sort.found(kept, origin, "school") == (None, "nowhere")


async def test_each_api_of_a_profile_has_a_record_of_its_own(
    ring: FakeKeyring, sort: Sort, vault: Make
) -> None:
    kept = vault(ring)
    await sort.keep(kept, ORIGIN)
    await sort.keep(kept, "http://127.0.0.1:4242")
    await kept.forget("school", "http://127.0.0.1:4242")
    await kept.forget_application("school", "http://127.0.0.1:4242")

    assert (await sort.found(kept, ORIGIN, "school"))[0] == sort.value


async def test_a_hand_set_secret_gives_way_to_a_new_one_of_the_same_application_only(vault: Make) -> None:
    own, others = FakeKeyring(school="old"), FakeKeyring(school="old")
    await vault(own).keep_application("school", APPLICATION, ORIGIN, is_own=True)
    await vault(others).keep_application("school", APPLICATION, ORIGIN)

    assert (own.entries["school"], others.entries["school"]) == ("s3cret-of-it", "old")


async def test_a_file_is_not_asked_for_where_nobody_may_be(vault: Make, said: list[str]) -> None:
    kept = vault(BrokenKeyring())

    assert await kept.keep("school", TOKEN, ORIGIN, may_ask=False) == "nowhere"
    assert not said


async def test_a_keyring_that_did_not_answer_is_left_alone_for_a_while(
    vault: Make, hanging: HangingKeyring
) -> None:
    asked = vault(hanging, patience=0.05)
    for _ in range(40):
        await asked.token("school", ORIGIN)

    assert sum(thread.name == "aside" for thread in threading.enumerate()) < 5


async def test_a_record_of_another_profile_is_none(ring: FakeKeyring, sort: Sort, vault: Make) -> None:
    kept = vault(ring)
    await sort.keep(kept, ORIGIN)

    assert await sort.found(kept, ORIGIN, "other") == (None, "nowhere")


async def test_what_moved_to_the_keyring_does_not_stay_in_the_file(sort: Sort, vault: Make) -> None:
    await sort.keep(vault(BrokenKeyring()), ORIGIN)
    kept = vault(FakeKeyring())
    await sort.keep(kept, ORIGIN)

    assert not sort.file(kept).exists()


async def test_a_forgotten_record_is_gone(ring: FakeKeyring, sort: Sort, vault: Make) -> None:
    kept = vault(ring)
    await sort.keep(kept, ORIGIN)

    assert await sort.forget(kept)
    assert await sort.found(kept, ORIGIN, "school") == (None, "nowhere")
    assert not ring.entries
    assert not sort.file(kept).exists()


@pytest.mark.parametrize("ring", [FakeKeyring(), BrokenKeyring(), NullKeyring()])
async def test_nothing_is_forgotten_without_a_fuss(ring: FakeKeyring, sort: Sort, vault: Make) -> None:
    assert await sort.forget(vault(ring))


async def test_a_keyring_that_hangs_cannot_say_that_it_forgot(
    sort: Sort, vault: Make, hanging: HangingKeyring
) -> None:
    assert not await sort.forget(vault(hanging, patience=0.01))


@pytest.mark.parametrize("profile", ["../../evil", "a/b", "a\\b", ".", "..", "a\x00b", "%", "ü"])
def test_a_profiles_file_lies_in_its_folder_whatever_the_profile_is_called(
    profile: str, sort: Sort, vault: Make
) -> None:
    path = sort.path(vault(), profile)
    assert path is not None

    assert path.parent.name == f"{sort.noun}s"
    assert "\x00" not in path.name
    assert path.parent.resolve() in path.resolve().parents


def test_two_profiles_never_share_a_file(sort: Sort, vault: Make) -> None:
    names = ["a b", "a%20b", "a\x020b", "a/b", "a%2fb", "a.b", "ab"]

    assert len({sort.path(vault(), name) for name in names}) == len(names)


def test_without_a_folder_there_is_no_file(sort: Sort) -> None:
    assert sort.path(Vault(), "school") is None


@pytest.mark.parametrize("text", ["half-writ", "{}", '{"origin": "https://api.intra.42.fr"}'])
async def test_a_file_that_is_not_ours_is_neither_used_nor_overwritten_nor_removed(
    text: str, sort: Sort, vault: Make, said: list[str]
) -> None:
    kept = vault(BrokenKeyring())
    path = sort.placed(kept, text)
    with pytest.raises(SignInFailed, match=f"holds no {sort.noun}"):
        await sort.found(kept, ORIGIN, "school")
    with pytest.raises(SignInFailed):
        await sort.keep(kept, ORIGIN)
    await sort.forget(kept)

    assert path.read_text(encoding="utf-8") == text
    assert not said


async def test_a_bad_file_does_not_disturb_what_the_keyring_holds(sort: Sort, vault: Make) -> None:
    kept = vault()
    await sort.keep(kept, ORIGIN)
    path = sort.placed(kept, "half-writ")

    assert await sort.found(kept, ORIGIN, "school") == (sort.value, "keyring")
    assert path.read_text(encoding="utf-8") == "half-writ"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "[]",
        json.dumps({"origin": ORIGIN}),
        json.dumps({"origin": ORIGIN, "access_token": "a\nb", "client_id": "a", "client_secret": ""}),
        json.dumps({"origin": ORIGIN, "access_token": None, "client_id": None, "client_secret": "a"}),
        json.dumps({"origin": ORIGIN, "access_token": ["a"], "client_id": "a", "client_secret": ["a"]}),
    ],
)
async def test_an_entry_of_the_keyring_that_is_no_record_is_none(text: str, sort: Sort, vault: Make) -> None:
    ring = FakeKeyring(**{f"school {sort.noun}": text})

    assert await sort.found(vault(ring), ORIGIN, "school") == (None, "nowhere")


async def test_a_token_and_an_application_do_not_get_in_each_others_way(
    ring: FakeKeyring, vault: Make
) -> None:
    kept = vault(ring)
    for sort in SORTS:
        await sort.keep(kept, ORIGIN)
    await kept.forget("school", ORIGIN)

    assert (await kept.token("school", ORIGIN)).record is None
    assert (await kept.application("school", ORIGIN)).record is not None


# The user's token.


async def test_the_newer_token_counts_when_the_keyring_missed_one(vault: Make) -> None:
    ring = FakeKeyring()
    await vault(ring).keep("school", TOKEN, ORIGIN)
    newer = Token("s3cret-newer", issued_at=2000.0, grant="authorization_code")
    await vault(BrokenKeyring()).keep("school", newer, ORIGIN)

    assert await vault(ring).token("school", ORIGIN) == Kept(newer, place="file")


async def test_an_older_token_in_a_file_does_not_count(vault: Make) -> None:
    ring = FakeKeyring()
    await vault(ring).keep("school", TOKEN, ORIGIN)
    older = Token("s3cret-older", issued_at=500.0, grant="authorization_code")
    await vault(BrokenKeyring()).keep("school", older, ORIGIN)

    assert await vault(ring).token("school", ORIGIN) == Kept(TOKEN, place="keyring")


@pytest.mark.parametrize(
    ("kept_with", "asked_with", "is_found"),
    [("u-1", "u-1", True), ("u-1", "u-2", False), ("", "u-1", True), ("u-1", "", True), ("", "", True)],
)
async def test_a_token_is_for_the_application_that_had_it(
    ring: FakeKeyring,
    kept_with: str,
    asked_with: str,
    is_found: bool,  # noqa: FBT001
    vault: Make,
) -> None:
    kept = vault(ring)
    await kept.keep("school", TOKEN, ORIGIN, kept_with)

    assert (await kept.token("school", ORIGIN, asked_with)).record == (TOKEN if is_found else None)


async def test_a_token_of_another_application_does_not_hide_the_one_in_the_keyring(vault: Make) -> None:
    ring = FakeKeyring()
    await vault(ring).keep("school", TOKEN, ORIGIN, "u-1")
    newer = Token("s3cret-newer", issued_at=2000.0)
    await vault(BrokenKeyring()).keep("school", newer, ORIGIN, "u-2")

    assert await vault(ring).token("school", ORIGIN, "u-1") == Kept(TOKEN, place="keyring")


async def test_a_token_that_was_kept_before_applications_were_named_is_taken(vault: Make) -> None:
    text = json.dumps({"origin": ORIGIN, "access_token": "a"})
    found = await vault(FakeKeyring(**{f"school token {ORIGIN}": text})).token("school", ORIGIN, "u-1")

    assert found.record == Token("a", grant="authorization_code")


@pytest.mark.parametrize("client_id", [None, 5, ["u-1"], {"u-1": 1}])
async def test_a_token_of_an_odd_application_is_none(client_id: object, vault: Make) -> None:
    text = json.dumps({"origin": ORIGIN, "access_token": "a", "client_id": client_id})
    found = await vault(FakeKeyring(**{f"school token {ORIGIN}": text})).token("school", ORIGIN, "u-1")

    assert found.record is None


async def test_odd_moments_are_unknown(vault: Make) -> None:
    text = json.dumps({"origin": ORIGIN, "access_token": "a", "expires_at": "soon", "issued_at": 10**400})
    found = (await vault(FakeKeyring(**{f"school token {ORIGIN}": text})).token("school", ORIGIN)).record

    assert found == Token("a", grant="authorization_code")


# The application that somebody typed.


async def test_the_newer_application_counts_when_the_keyring_missed_one(vault: Make) -> None:
    ring = FakeKeyring()
    await vault(ring, now=1000.0).keep_application("school", APPLICATION, ORIGIN)
    newer = KeptApplication("u-s4t2ud-1", "s3cret-rotated")
    await vault(BrokenKeyring(), now=2000.0).keep_application("school", newer, ORIGIN)

    assert await vault(ring).application("school", ORIGIN) == Kept(newer, place="file")


async def test_odd_scopes_of_an_application_are_none(vault: Make) -> None:
    text = json.dumps({"origin": ORIGIN, "client_id": "u", "client_secret": "s", "scopes": {"public": 1}})
    found = await vault(FakeKeyring(**{f"school application {ORIGIN}": text})).application("school", ORIGIN)

    assert found == Kept(KeptApplication("u", "s"), place="keyring")


def test_what_is_kept_is_not_shown(vault: Make) -> None:
    assert "s3cret" not in repr(TOKEN) + repr(APPLICATION) + repr(vault())
