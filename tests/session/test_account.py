"""A profile at an API: whose token it uses, what it keeps, and how it changes hands."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias
from urllib.parse import parse_qs

import httpx
import pytest
from doubles import Body, FakeTime

from ft42tui.api.application import NOWHERE, Application
from ft42tui.api.budget import Throttle, Wait
from ft42tui.api.door import Door
from ft42tui.api.errors import ApiError, NotSignedIn, SignInFailed
from ft42tui.api.token import Token
from ft42tui.api.vault import Kept, KeptApplication, Vault
from ft42tui.config.settings import Settings
from ft42tui.session.account import Account

ORIGIN = "https://api.intra.42.fr"
PROFILE = "school"
OWN = Settings(api=ORIGIN, profile=PROFILE, client_id="u-1", client_secret="s3cret", secret_place="there")
BARE = Settings(api=ORIGIN, profile=PROFILE)
USER = Token("users", ("public",), 9000.0, refresh_token="r", issued_at=1.0, grant="authorization_code")
APP = Token("applications", ("public",), 9000.0, grant="client_credentials")
OTHER = Application.typed("u-2", "s-2", ("public", "projects"))


class Shelf:
    """A keyring in a dictionary."""

    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.entries.get(name)

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.entries[name] = secret

    def delete_password(self, service: str, name: str) -> None:
        del self.entries[name]


class Broken:
    """A keyring that fails whatever it is asked."""

    def get_password(self, service: str, name: str) -> str | None:
        raise RuntimeError

    def set_password(self, service: str, name: str, secret: str) -> None:
        raise RuntimeError

    def delete_password(self, service: str, name: str) -> None:
        raise RuntimeError


class Hanging(Shelf):
    """A keyring that answers nothing until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.goes_on = threading.Event()

    def get_password(self, service: str, name: str) -> str | None:
        self.goes_on.wait(60)
        return super().get_password(service, name)

    def set_password(self, service: str, name: str, secret: str) -> None:
        self.goes_on.wait(60)

    def delete_password(self, service: str, name: str) -> None:
        self.goes_on.wait(60)


class Endpoint:
    """Gives a token to whoever asks, and remembers who did."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.tokens = iter(f"new-{number}" for number in range(10))
        self.status = 200

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append({name: values[0] for name, values in parse_qs(request.content.decode()).items()})
        self.paths.append(request.url.path)
        said: dict[str, Any] = {"error": "invalid_client"}
        if self.status == 200:
            said = {"access_token": next(self.tokens), "expires_in": 7200, "scope": "public"}
        headers = {"Content-Type": "application/json"}
        return httpx.Response(self.status, headers=headers, stream=Body(json.dumps(said).encode()))


def quiet(_wait: Wait | None) -> None:
    """Hear of no wait."""


Make: TypeAlias = Callable[..., Account]


@pytest.fixture
def endpoint() -> Endpoint:
    """A token endpoint."""
    return Endpoint()


@pytest.fixture
def ring() -> Shelf:
    """A keyring."""
    return Shelf()


@pytest.fixture
def vault(ring: Shelf, tmp_path: Path) -> Vault:
    """A vault with a keyring."""
    return Vault(tmp_path, keyring=lambda: ring)


@pytest.fixture
def told() -> list[str]:
    """What a person was told."""
    return []


@pytest.fixture
def account(endpoint: Endpoint, vault: Vault, told: list[str]) -> Make:
    """Make an account, at a moment when the tokens above live."""

    def make(
        settings: Settings = OWN, vault: Vault | None = vault, *, may_interrupt: bool = False
    ) -> Account:
        time = FakeTime()
        throttle = Throttle(clock=time.clock, sleep=time.sleep)
        door = Door(ORIGIN, throttle, transport=httpx.MockTransport(endpoint))
        return Account(
            door, settings, vault, may_interrupt=may_interrupt, clock=time.clock, on_warning=told.append
        )

    return make


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def used(account: Account) -> str:
    return (await account.token(quiet)).access_token


async def test_without_anything_nobody_is_signed_in(account: Make, endpoint: Endpoint) -> None:
    with pytest.raises(NotSignedIn):
        await account(BARE).token(quiet)

    assert not endpoint.asked


async def test_a_token_that_was_handed_over_wins(account: Make, vault: Vault) -> None:
    await vault.keep(PROFILE, USER, ORIGIN)
    given = account(replace(OWN, token="given", token_place="FT42_TOKEN"))

    assert await used(given) == "given"
    assert (given.token_place, given.can_renew) == ("FT42_TOKEN", False)


async def test_a_kept_token_wins_over_the_applications_own(
    account: Make, vault: Vault, endpoint: Endpoint
) -> None:
    await vault.keep(PROFILE, USER, ORIGIN)
    own = account()

    assert await used(own) == "users"
    assert own.token_place == "the keyring"
    assert not endpoint.asked


async def test_without_a_kept_token_the_application_signs_in(account: Make, endpoint: Endpoint) -> None:
    own = account()

    assert await used(own) == "new-0"
    assert own.token_place == NOWHERE
    assert endpoint.asked[0]["grant_type"] == "client_credentials"


@pytest.mark.parametrize(("origin", "client_id"), [("https://evil.example", ""), (ORIGIN, "u-of-another")])
async def test_a_token_of_another_api_or_application_is_never_used(
    origin: str, client_id: str, account: Make, vault: Vault
) -> None:
    await vault.keep(PROFILE, USER, origin, client_id)

    assert await used(account()) == "new-0"


async def test_a_renewed_token_lies_in_the_vault(account: Make, vault: Vault) -> None:
    await vault.keep(PROFILE, replace(USER, expires_at=0.0), ORIGIN)
    await account().token(quiet)
    kept = (await vault.token(PROFILE, ORIGIN)).record

    assert kept is not None
    assert (kept.access_token, kept.refresh_token) == ("new-0", "r")


async def test_a_file_that_cannot_be_trusted_is_told_and_done_without(
    account: Make, tmp_path: Path, told: list[str]
) -> None:
    vault = Vault(tmp_path, keyring=Broken)
    await vault.keep(PROFILE, USER, ORIGIN)
    path = vault.path_of(PROFILE, ORIGIN)
    assert path is not None
    path.chmod(0o644)
    before = path.read_text()

    assert await used(account(OWN, vault)) == "new-0"
    assert "may be read by others" in told[0]
    assert path.read_text() == before


async def test_a_half_written_application_is_told_and_done_without(
    account: Make, tmp_path: Path, told: list[str]
) -> None:
    vault = Vault(tmp_path, keyring=Broken)
    await vault.keep_application(PROFILE, KeptApplication("u-2", "s-2"), ORIGIN)
    path = vault.path_of_application(PROFILE, ORIGIN)
    assert path is not None
    path.write_text('{"origin": "https://api')

    with pytest.raises(NotSignedIn):
        await account(BARE, vault).token(quiet)
    assert str(path) in told[0]
    assert path.read_text() == '{"origin": "https://api'


async def test_a_kept_application_signs_in_with_its_scopes(
    account: Make, vault: Vault, endpoint: Endpoint
) -> None:
    await vault.keep_application(PROFILE, KeptApplication("u-2", "s-2", ("public", "tig")), ORIGIN)

    assert await used(account(BARE)) == "new-0"
    asked = endpoint.asked[0]
    assert (asked["client_id"], asked["client_secret"], asked["scope"]) == ("u-2", "s-2", "public tig")


async def test_a_person_who_signs_in_is_kept_for_the_next_run(account: Make) -> None:
    first = account(BARE)
    await first.adopt(USER, OTHER)

    assert await used(first) == "users"
    assert await used(account(BARE)) == "users"
    assert first.token_place == "the keyring"


async def test_an_application_that_signs_in_is_kept_and_its_token_is_not(
    account: Make, vault: Vault, endpoint: Endpoint
) -> None:
    await vault.keep(PROFILE, USER, ORIGIN)
    first = account(BARE)
    await first.adopt(APP, OTHER, ("public", "tig"))

    assert await used(first) == "applications"
    assert (await vault.token(PROFILE, ORIGIN)).record is None
    assert await used(account(BARE)) == "new-0"
    assert endpoint.asked[0]["scope"] == "public tig"


async def test_a_token_that_is_pasted_is_kept_nowhere(account: Make, ring: Shelf, tmp_path: Path) -> None:
    first = account()
    await first.adopt(Token("pasted"), None)

    assert await used(first) == "pasted"
    assert not ring.entries
    assert not _files(tmp_path)
    assert await used(account()) == "new-0"


async def test_a_new_secret_replaces_the_one_that_rotated(
    account: Make, vault: Vault, ring: Shelf, endpoint: Endpoint
) -> None:
    ring.entries[PROFILE] = "dead"
    settings = replace(OWN, client_secret=None, secret_place="")
    await account(settings).adopt(APP, Application.typed("u-1", "fresh", ("public",)))
    await account(settings).token(quiet)

    assert endpoint.asked[0]["client_secret"] == "fresh"


async def test_a_typed_secret_is_found_where_none_was_set(account: Make, endpoint: Endpoint) -> None:
    settings = replace(OWN, client_secret=None, secret_place="")
    await account(settings).adopt(APP, Application.typed("u-1", "typed", ("public",)))
    await account(settings).token(quiet)

    assert endpoint.asked[0]["client_secret"] == "typed"


async def test_another_application_than_the_settings_name_is_for_this_run_only(
    account: Make, ring: Shelf
) -> None:
    await account(OWN).adopt(APP, OTHER)

    assert not ring.entries


async def test_a_secret_of_the_environment_that_will_win_is_told(account: Make, told: list[str]) -> None:
    await account(OWN).adopt(APP, Application.typed("u-1", "fresh", ("public",)))

    assert told == ["there holds another secret, which wins at the next start."]


async def test_who_says_no_keeps_it_for_this_run(account: Make, tmp_path: Path) -> None:
    asked = []

    async def no(sentence: str) -> bool:
        asked.append(sentence)
        return False

    first = account(BARE, Vault(tmp_path, keyring=Broken, may_write=no))
    await first.adopt(USER, OTHER)

    assert await used(first) == "users"
    assert first.token_place == NOWHERE
    assert len(asked) == 1  # without its application, the token would be of no use
    assert not _files(tmp_path)


async def test_a_revoked_token_is_gone_here_too(account: Make, vault: Vault, endpoint: Endpoint) -> None:
    await vault.keep(PROFILE, USER, ORIGIN)
    own = account()

    assert await own.revoke(quiet)
    assert endpoint.paths == ["/oauth/revoke"]
    assert endpoint.asked[0]["token"] == "users"
    assert (await vault.token(PROFILE, ORIGIN)).record is None
    with pytest.raises(NotSignedIn):
        await own.token(quiet)


async def test_a_token_that_could_not_be_revoked_stays(
    account: Make, vault: Vault, endpoint: Endpoint
) -> None:
    await vault.keep(PROFILE, USER, ORIGIN)
    endpoint.status = 401
    own = account()
    with pytest.raises(SignInFailed):
        await own.revoke(quiet)

    assert await used(own) == "users"
    assert (await vault.token(PROFILE, ORIGIN)).record is not None


async def test_revoking_a_token_that_was_handed_over_leaves_the_kept_one(
    account: Make, vault: Vault, endpoint: Endpoint
) -> None:
    await vault.keep(PROFILE, USER, ORIGIN)
    own = account(replace(OWN, token="given", token_place="FT42_TOKEN"))
    await own.revoke(quiet)

    assert endpoint.asked[0]["token"] == "given"
    assert (await vault.token(PROFILE, ORIGIN)).record is not None


async def test_a_dead_token_is_revoked_without_being_renewed_first(account: Make, endpoint: Endpoint) -> None:
    own = account()
    await own.adopt(replace(USER, expires_at=0.0), OTHER)
    await own.revoke(quiet)

    assert endpoint.paths == ["/oauth/revoke"]


async def test_whoever_gives_up_a_revocation_leaves_no_dead_token_lying(
    account: Make, vault: Vault, endpoint: Endpoint
) -> None:
    own = account()
    await own.adopt(USER, OTHER)
    forgets, forgotten = asyncio.Event(), asyncio.Event()
    forget = vault.forget

    async def slowly(profile: str, origin: str) -> bool:
        forgets.set()
        is_gone = await forget(profile, origin)
        forgotten.set()
        return is_gone

    vault.forget = slowly  # type: ignore[method-assign]  # a keyring that takes its time
    revoking = asyncio.ensure_future(own.revoke(quiet))
    await forgets.wait()
    revoking.cancel()
    await forgotten.wait()

    assert own.client.token is None
    assert (await vault.token(PROFILE, ORIGIN)).record is None


async def test_a_renewal_that_comes_too_late_changes_nothing(
    account: Make, vault: Vault, endpoint: Endpoint
) -> None:
    own = account(BARE)
    await own.adopt(replace(USER, expires_at=0.0), OTHER)
    renewal = asyncio.ensure_future(own.renew(quiet))
    await asyncio.sleep(0)
    await own.adopt(replace(USER, access_token="anothers"), OTHER)
    await renewal
    kept = (await vault.token(PROFILE, ORIGIN)).record

    assert await used(own) == "anothers"
    assert own.client.token is not None
    assert own.client.token.access_token == "anothers"
    assert kept is not None
    assert kept.access_token == "anothers"


async def test_a_token_whose_application_is_not_known_is_used_while_it_lives(
    account: Make, vault: Vault, told: list[str]
) -> None:
    await vault.keep(PROFILE, USER, ORIGIN, "u-forgotten")
    lonely = account(BARE)

    assert await used(lonely) == "users"
    assert not lonely.can_renew
    assert "no application" in told[0]
    assert (await account(BARE).kept()).record is not None


async def test_only_an_application_can_revoke(account: Make, endpoint: Endpoint) -> None:
    given = account(replace(BARE, token="given"))
    with pytest.raises(SignInFailed, match="Only its application"):
        await given.revoke(quiet)

    assert not endpoint.asked


async def test_renewing_asks_for_another_token(account: Make) -> None:
    own = account()
    await own.token(quiet)
    other = await own.renew(quiet)

    assert other is not None
    assert own.client.token == other
    assert await used(own) == "new-1"


async def test_renewing_a_token_that_has_died_asks_once(
    account: Make, vault: Vault, endpoint: Endpoint
) -> None:
    own = account()
    await own.adopt(replace(USER, expires_at=0.0), OTHER)
    other = await own.renew(quiet)

    assert other is not None
    assert len(endpoint.asked) == 1


async def test_what_is_typed_for_another_api_leaves_the_profiles_own_secret(
    account: Make, ring: Shelf
) -> None:
    ring.entries[PROFILE] = "production"
    elsewhere = replace(OWN, client_secret=None, secret_place="", is_profiles_own=False)
    await account(elsewhere).adopt(APP, Application.typed("u-1", "staging", ("public",)))

    assert ring.entries[PROFILE] == "production"
    assert await used(account(elsewhere)) == "new-0"


async def test_the_users_token_that_gives_way_is_told_of(
    account: Make, vault: Vault, told: list[str]
) -> None:
    await vault.keep(PROFILE, USER, ORIGIN)
    await account(BARE).adopt(APP, OTHER)

    assert "is forgotten" in told[0]


async def test_a_token_that_will_win_at_the_next_start_is_told_of(account: Make, told: list[str]) -> None:
    given = replace(BARE, token="given", token_place="FT42_TOKEN")
    await account(given).adopt(USER, OTHER)

    assert told == ["FT42_TOKEN is set, and wins at the next start."]


async def test_a_renewal_asks_for_no_file(account: Make, tmp_path: Path, told: list[str]) -> None:
    asked = []

    async def no(sentence: str) -> bool:
        asked.append(sentence)
        return False

    own = account(OWN, Vault(tmp_path, keyring=Broken, may_write=no))
    await own.adopt(replace(USER, expires_at=0.0), Application.typed("u-1", "s3cret", ("public",)))
    asked.clear()
    await own.token(quiet)

    assert not asked
    assert "not kept" in told[-1]


async def test_where_telling_is_enough_a_renewed_token_is_kept_in_a_file(
    account: Make, ring: Shelf, tmp_path: Path, told: list[str]
) -> None:
    await Vault(tmp_path, keyring=lambda: ring).keep(PROFILE, replace(USER, expires_at=0.0), ORIGIN)
    said: list[tuple[str, list[Path]]] = []

    async def tell(sentence: str) -> bool:
        said.append((sentence, _files(tmp_path)))
        return True

    locked = Vault(tmp_path, keyring=lambda: Locked(ring), may_write=tell)
    await account(OWN, locked, may_interrupt=True).token(quiet)
    [(sentence, files_before)] = said
    kept = (await Vault(tmp_path, keyring=lambda: ring).token(PROFILE, ORIGIN)).record

    assert "The keyring cannot be used: the token is written to" in sentence
    assert not files_before
    assert not told
    assert kept is not None
    assert kept.access_token == "new-0"


class Locked(Shelf):
    """A keyring that can be read and not written."""

    def __init__(self, ring: Shelf) -> None:
        super().__init__()
        self.entries = ring.entries

    def set_password(self, service: str, name: str, secret: str) -> None:
        raise RuntimeError


# A keyring that does not answer.


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[Vault]:
    """A vault whose keyring answers when the test is over."""
    ring = Hanging()
    yield Vault(tmp_path, keyring=lambda: ring, patience=0.01)
    ring.goes_on.set()


async def test_a_silent_keyring_is_told_once_where_the_application_is_used_instead(
    account: Make, silent: Vault, told: list[str]
) -> None:
    own = account(OWN, silent)

    assert await used(own) == "new-0"
    assert await own.kept() == Kept(is_answered=False)
    assert len(told) == 1


async def test_a_silent_keyring_is_told_where_nobody_can_be_signed_in(
    account: Make, silent: Vault, told: list[str], endpoint: Endpoint
) -> None:
    with pytest.raises(ApiError, match="the keyring did not answer") as failed:
        await account(BARE, silent).token(quiet)

    assert not isinstance(failed.value, NotSignedIn)
    assert len(told) == 1
    assert not endpoint.asked


# A token whose application is not known.


async def test_a_kept_token_without_its_application_is_no_token_that_was_handed_over(
    account: Make, vault: Vault
) -> None:
    await vault.keep(PROFILE, USER, ORIGIN, "u-forgotten")
    lonely, given = account(BARE), account(replace(BARE, token="given", token_place="FT42_TOKEN"))
    await used(lonely)
    await used(given)

    assert (lonely.given_place, lonely.lonely_place) == ("", "the keyring")
    assert (given.given_place, given.lonely_place) == ("FT42_TOKEN", "")


async def test_a_pasted_token_lies_in_no_place_that_could_be_named(account: Make) -> None:
    pasted = account(replace(BARE, token="given", token_place="FT42_TOKEN"))
    await pasted.adopt(Token("pasted"), None)

    assert (pasted.given_place, pasted.lonely_place) == ("", "")


async def test_a_token_that_was_handed_over_is_not_renewed(account: Make) -> None:
    assert await account(replace(OWN, token="given")).renew(quiet) is None


async def test_a_secret_of_another_api_is_not_sent(account: Make, ring: Shelf, endpoint: Endpoint) -> None:
    ring.entries[PROFILE] = "s3cret"
    settings = replace(OWN, client_secret=None, secret_place="", is_profiles_own=False)
    with pytest.raises(SignInFailed, match="another API or application"):
        await account(settings).token(quiet)

    assert not endpoint.asked


async def test_no_secret_is_in_a_repr(account: Make) -> None:
    own = account()
    await own.adopt(replace(USER, refresh_token="r3fresh"), OTHER)
    await own.renew(quiet)
    shown = repr(own) + repr(own.client.token) + repr(own.settings) + repr(await own.application())

    assert not any(secret in shown for secret in ("new-0", "r3fresh", "s3cret", "s-2"))


async def test_without_a_vault_nothing_is_kept(account: Make) -> None:
    alone = account(OWN, None)
    await alone.adopt(USER, OTHER)

    assert alone.token_place == NOWHERE
    assert await alone.revoke(quiet)


async def test_a_users_token_without_a_refresh_token_cannot_be_renewed(account: Make) -> None:
    renewable, other = account(BARE), account(BARE)
    await renewable.adopt(USER, OTHER)
    await other.adopt(replace(USER, refresh_token=None), OTHER)

    assert (renewable.can_renew, other.can_renew) == (True, False)
