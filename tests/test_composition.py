"""How sessions are put together from settings, config.toml and the embedded API."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ft42tui.api.errors import ApiError
from ft42tui.catalog import Catalog
from ft42tui.composition import Composition, Embedded, embedded_name
from ft42tui.config.paths import Paths
from ft42tui.config.settings import DEFAULT_API, Flags, load_settings
from ft42tui.demo.embedded import Handshake, Registered
from ft42tui.session.account import Account
from ft42tui.session.profiles import Profile
from ft42tui.session.session import Session

CATALOG = Catalog.load()
STAGING = "https://api.intra-staging.42.fr"
CONFIG = f"""
[profiles.staging]
api = "{STAGING}"
client_id = "u-staging"
scopes = ["public", "projects"]

[profiles.twin]
api = "{STAGING}/v2"
client_id = "u-staging"

[profiles.other]
client_id = "u-staging"
"""


def composed(
    folder: Path,
    config: str | None = CONFIG,
    flags: Flags | None = None,
    *,
    is_demo: bool = False,
    **environ: str,
) -> Composition:
    paths = Paths(folder, folder / "state", folder / "cache")
    if config is not None:
        paths.config_file.write_text(config, encoding="utf-8")
    settings = load_settings(flags or Flags(), environ, paths.config_file)
    return Composition(settings, paths, CATALOG, is_demo=is_demo)


def named(made: Composition, name: str) -> Profile:
    return next(one for one in made.profiles.known if one.name == name)


def opened(made: Composition, name: str) -> Session:
    return made.profiles.session_of(named(made, name))


def account(made: Composition, session: Session) -> Account:
    """Return a session's account, closed already: what it was made of is asked for."""

    async def make() -> Account:
        found = await session.account()
        await made.profiles.aclose()
        return found

    return asyncio.run(make())


def names(made: Composition) -> list[str]:
    return [one.name for one in made.profiles.known]


def test_the_profiles_are_those_of_the_config_and_the_embedded_api(tmp_path: Path) -> None:
    made = composed(tmp_path)

    assert names(made) == ["default", "other", "staging", "twin", "demo"]
    assert made.profiles.current.profile == "default"
    assert made.profiles.trouble == ""
    staging, demo = named(made, "staging"), named(made, "demo")
    assert (staging.api, staging.is_official, staging.client_id) == (STAGING, False, "u-staging")
    assert staging.scopes == ("public", "projects")
    assert (demo.api, demo.note, demo.is_official) == ("", "the embedded API", True)


def test_in_the_demo_each_of_its_applications_is_a_profile_with_scopes_and_roles(tmp_path: Path) -> None:
    made = composed(tmp_path, None, is_demo=True)

    assert names(made)[:4] == ["default", "demo", "demo plain", "demo official"]
    assert made.profiles.current.profile == "demo"
    staff = named(made, "demo staff")
    assert staff.roles == ("Basic Staff", "Advanced Staff")
    assert "forum" in staff.scopes
    assert staff.client_id.startswith("u-s4t2ud-")


@pytest.mark.parametrize("is_demo", [False, True])
def test_a_profile_called_demo_keeps_its_name_and_the_embedded_api_takes_another(
    tmp_path: Path,
    is_demo: bool,  # noqa: FBT001
) -> None:
    made = composed(tmp_path, '[profiles.demo]\nclient_id = "u-mine"', is_demo=is_demo)

    assert named(made, "demo").client_id == "u-mine"
    assert named(made, "embedded demo").api == ""
    assert opened(made, "demo").profile == "demo"
    assert opened(made, "embedded demo") is not opened(made, "demo")
    assert len(set(names(made))) == len(names(made))


def test_once_one_looks_around_in_the_demo_it_is_the_same_as_from_the_start(tmp_path: Path) -> None:
    made, demo = composed(tmp_path, None), composed(tmp_path, None, is_demo=True)
    assert names(made) == ["default", "demo"]

    opened(made, "demo")

    assert set(names(made)) == set(names(demo))
    assert len(names(made)) == 8


def test_the_embedded_api_is_called_so_before_its_address_is_known_and_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hello = Handshake("http://127.0.0.1:4242", (Registered("plain", "u-plain", "s-plain", ("public",)),))
    monkeypatch.setattr(Embedded, "ready", lambda _self: hello)
    session = composed(tmp_path, None, is_demo=True).profiles.current
    before = session.status
    asyncio.run(session.account())

    assert before.host == session.status.host == "the embedded API"
    assert session.origin == "http://127.0.0.1:4242"
    assert (before.owner, session.status.owner) == ("", "")


def test_a_profile_called_demo_can_be_the_one_of_the_start(tmp_path: Path) -> None:
    made = composed(tmp_path, '[profiles.demo]\nclient_id = "u-mine"', Flags(profile="demo"))

    assert made.profiles.current.profile == "demo"
    assert made.profiles.current is opened(made, "demo")
    assert made.profiles.current.status.host == "api.intra.42.fr"


@given(st.lists(st.sampled_from(["demo", "demo plain", "embedded demo", "embedded demo 2", "demonstration"])))
def test_no_profile_has_the_embedded_apis_name_or_begins_with_it(taken: list[str]) -> None:
    name = embedded_name(taken)

    assert name not in taken
    assert not any(one.startswith(f"{name} ") for one in taken)


def test_a_profile_called_demo_that_is_written_down_later_is_told_of(tmp_path: Path) -> None:
    made = composed(tmp_path, is_demo=True)
    with (tmp_path / "config.toml").open("a", encoding="utf-8") as file:
        file.write("[profiles.demo]\n[profiles.later]\n")

    assert names(made).count("demo") == 1
    assert "later" in names(made)
    assert "Profile demo is missing" in made.profiles.trouble


def test_each_of_the_embedded_apis_profiles_is_another_application(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    applications = tuple(
        Registered(name, f"u-{name}", f"s-{name}", ("public",)) for name in ("ft42tui demo", "plain", "staff")
    )
    hello = Handshake("http://127.0.0.1:4242", applications)
    monkeypatch.setattr(Embedded, "ready", lambda _self: hello)
    made = composed(tmp_path, "[profiles.demo]", is_demo=True)

    first = account(made, made.profiles.current).settings
    staff = account(made, opened(made, "embedded demo staff")).settings
    assert (first.client_id, first.api) == ("u-ft42tui demo", "http://127.0.0.1:4242")
    assert (staff.client_id, staff.client_secret, staff.profile) == (
        "u-staff",
        "s-staff",
        "embedded demo staff",
    )


def test_flags_and_environment_are_for_the_profile_of_the_start_only(tmp_path: Path) -> None:
    made = composed(
        tmp_path,
        CONFIG,
        Flags(api="http://localhost:1"),
        FT42_TOKEN="t-environment",
        FT42_CLIENT_ID="u-environment",
        FT42_CLIENT_SECRET="s-environment",
        FT42_API_URL="http://localhost:2",
    )
    start = account(made, made.profiles.current)
    assert (start.settings.token, start.door.origin) == ("t-environment", "http://localhost:1")
    for name, origin in (("staging", STAGING), ("other", DEFAULT_API)):
        other = account(made, opened(made, name))
        assert (other.settings.token, other.settings.client_secret) == (None, None)
        assert (other.settings.client_id, other.door.origin) == ("u-staging", origin)
        assert other.client.token is None


def test_going_back_to_the_profile_of_the_start_finds_what_it_was_given(tmp_path: Path) -> None:
    made = composed(
        tmp_path, CONFIG, is_demo=True, FT42_TOKEN="t-environment", FT42_CLIENT_ID="u-environment"
    )

    assert named(made, "default").client_id == "u-environment"
    assert account(made, opened(made, "default")).settings.token == "t-environment"


def test_two_profiles_of_one_application_at_one_api_share_a_throttle(tmp_path: Path) -> None:
    made = composed(tmp_path)
    staging, twin, other = (opened(made, name)._throttle for name in ("staging", "twin", "other"))

    assert staging is twin
    assert staging is not other


def test_profiles_without_an_application_share_no_throttle(tmp_path: Path) -> None:
    made = composed(tmp_path, "[profiles.a]\n[profiles.b]")

    assert opened(made, "a")._throttle is not opened(made, "b")._throttle


def test_a_spoilt_file_is_told_of_and_what_runs_goes_on(tmp_path: Path) -> None:
    made = composed(tmp_path)
    staging = made.profiles.switch(named(made, "staging"))
    file = tmp_path / "config.toml"
    file.write_text("[profiles.staging\n", encoding="utf-8")

    assert set(names(made)) == {"default", "staging", "demo"}
    assert "it is not TOML" in made.profiles.trouble
    assert made.profiles.switch(named(made, "default")).profile == "default"
    assert made.profiles.switch(named(made, "staging")) is staging
    assert file.read_text(encoding="utf-8") == "[profiles.staging\n"


def test_a_spoilt_file_that_was_mended_is_as_good_as_before(tmp_path: Path) -> None:
    made = composed(tmp_path)
    file = tmp_path / "config.toml"
    file.write_text("[profiles.staging\n", encoding="utf-8")
    assert "staging" not in names(made)
    file.write_text(CONFIG, encoding="utf-8")

    assert "staging" in names(made)
    assert made.profiles.trouble == ""


def test_a_profile_whose_settings_are_spoilt_meanwhile_is_refused_and_the_current_one_stays(
    tmp_path: Path,
) -> None:
    made = composed(tmp_path)
    profile, before = named(made, "staging"), made.profiles.current
    (tmp_path / "config.toml").write_text("[profiles]\nstaging = 5", encoding="utf-8")

    with pytest.raises(ApiError) as refused:
        made.profiles.switch(profile)
    assert refused.value.title == "Profile staging cannot be used"
    assert "'staging' is not a table" in refused.value.hint
    assert made.profiles.current is before


def test_a_profile_with_a_bad_api_is_listed_and_refused(tmp_path: Path) -> None:
    made = composed(tmp_path, CONFIG + '[profiles.bad]\napi = "https://me:s3cret@api.example"')
    bad = named(made, "bad")

    assert "Bad API URL" in bad.problem
    assert bad.api
    assert "s3cret" not in repr(bad)
    with pytest.raises(ApiError):
        made.profiles.switch(bad)


def test_a_secret_in_the_config_is_told_of_once(tmp_path: Path) -> None:
    config = CONFIG + '[profiles.kept]\nclient_id = "u"\nclient_secret = "s3cret"\n'
    made = composed(tmp_path, config)
    [said] = made.profiles.current.take_warnings()
    (tmp_path / "config.toml").write_text(config + 'token = "s3cret-too"', encoding="utf-8")
    [later] = opened(made, "kept").take_warnings()

    assert "client_secret of profile 'kept'" in said
    assert "token of profile 'kept'" in later
    assert opened(made, "other").take_warnings() == []
    assert "s3cret" not in said + later
