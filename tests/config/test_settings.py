"""What was decided before the program started, and the sentences that refuse a bad decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from ft42tui.config.errors import SettingsError, UnreadableConfig
from ft42tui.config.settings import (
    DEFAULT_API,
    DEFAULT_PROFILE,
    DEFAULT_THEME,
    Flags,
    ListedProfile,
    Settings,
    list_profiles,
    load_settings,
    settings_of,
)

CONFIG = """
theme = "gruvbox"
profile = "school"

[profiles.school]
api = "https://api.intra-staging.42.fr"
client_id = "u-config"
scopes = ["public", "projects"]

[profiles.other]
client_id = "u-other"

[keys]
"results.next_page" = "n"
"""


def loaded(folder: Path, config: str | None = None, flags: Flags | None = None, **environ: str) -> Settings:
    file = folder / "config.toml"
    if config is not None:
        file.write_text(config, encoding="utf-8")
    return load_settings(flags or Flags(), environ, file)


def refusal(folder: Path, config: str | None = None, flags: Flags | None = None, **environ: str) -> str:
    with pytest.raises(SettingsError) as refused:
        loaded(folder, config, flags, **environ)
    return str(refused.value)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    found = loaded(tmp_path)

    assert found == Settings()
    assert (found.api, found.profile, found.theme) == (DEFAULT_API, DEFAULT_PROFILE, DEFAULT_THEME)


def test_the_config_wins_over_the_defaults(tmp_path: Path) -> None:
    found = loaded(tmp_path, CONFIG)

    assert (found.theme, found.profile) == ("gruvbox", "school")
    assert found.api == "https://api.intra-staging.42.fr"
    assert (found.client_id, found.scopes) == ("u-config", ("public", "projects"))
    assert found.keys == {"results.next_page": "n"}


def test_the_environment_wins_over_the_config(tmp_path: Path) -> None:
    found = loaded(
        tmp_path,
        CONFIG,
        FT42_API_URL="http://127.0.0.1:4200/v2",
        FT42_CLIENT_ID="u-environment",
        FT42_CLIENT_SECRET="s3cret",
        FT42_TOKEN="t0ken",
    )

    assert (found.api, found.client_id) == ("http://127.0.0.1:4200", "u-environment")
    assert (found.client_secret, found.token) == ("s3cret", "t0ken")


def test_the_environment_chooses_the_profile_over_the_config(tmp_path: Path) -> None:
    found = loaded(tmp_path, CONFIG, FT42_PROFILE="other")

    assert (found.profile, found.client_id, found.api) == ("other", "u-other", DEFAULT_API)


def test_flags_win_over_the_environment(tmp_path: Path) -> None:
    flags = Flags(api="http://localhost:1", profile="other", theme="42-light")
    found = loaded(tmp_path, CONFIG, flags, FT42_API_URL="http://localhost:2", FT42_PROFILE="school")

    assert (found.api, found.profile, found.theme) == ("http://localhost:1", "other", "42-light")


def test_the_profiles_secret_is_for_its_own_application_and_api(tmp_path: Path) -> None:
    assert loaded(tmp_path, CONFIG, FT42_PROFILE="other").is_profiles_own
    assert not loaded(tmp_path, CONFIG, FT42_PROFILE="other", FT42_CLIENT_ID="u-environment").is_profiles_own
    assert not loaded(tmp_path, CONFIG, FT42_PROFILE="other", FT42_API_URL="http://[::1]:1").is_profiles_own


def test_empty_variables_say_nothing(tmp_path: Path) -> None:
    empty = dict.fromkeys(
        ("FT42_TOKEN", "FT42_CLIENT_ID", "FT42_CLIENT_SECRET", "FT42_PROFILE", "FT42_API_URL"), ""
    )

    assert load_settings(Flags(), empty, tmp_path / "config.toml") == Settings()


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    assert "s3cret" not in repr(loaded(tmp_path, FT42_TOKEN="s3cret", FT42_CLIENT_SECRET="s3cret"))


@pytest.mark.parametrize(
    "token", ["s3cret b", "s3cret\tb", "s3cret\nb", "s3cretß", "s3cret\x7f", "a\x00s3cret", "Bearer s3cret"]
)
def test_a_token_with_a_blank_or_an_odd_character_is_refused_and_not_shown(
    tmp_path: Path, token: str
) -> None:
    said = refusal(tmp_path, FT42_TOKEN=token)

    assert "FT42_TOKEN" in said
    assert "s3cret" not in said


def test_blanks_around_a_token_are_no_part_of_it(tmp_path: Path) -> None:
    assert loaded(tmp_path, FT42_TOKEN=" abc\n").token == "abc"


SECRETS = """
[profiles.school]
client_id = "u-config"
client_secret = "s3cret-secret"
token = "s3cret-token"
"""


@pytest.mark.parametrize("key", ["client_secret", "secret"])
def test_a_client_secret_in_the_config_is_the_profiles(tmp_path: Path, key: str) -> None:
    found = loaded(tmp_path, f'[profiles.default]\n{key} = " s3cret-here "')

    assert (found.client_secret, found.secret_place) == ("s3cret-here", "config.toml")
    assert (found.token, found.token_place) == (None, "")


@pytest.mark.parametrize("key", ["token", "access_token"])
def test_a_token_in_the_config_is_the_profiles(tmp_path: Path, key: str) -> None:
    found = loaded(tmp_path, f'[profiles.default]\n{key} = " s3cret-here "')

    assert (found.token, found.token_place) == ("s3cret-here", "config.toml")
    assert (found.client_secret, found.secret_place) == (None, "")


def test_the_configs_secrets_are_warned_of_even_of_a_profile_not_in_use_and_not_shown(tmp_path: Path) -> None:
    found = loaded(tmp_path, SECRETS)

    assert len(found.warnings) == 2
    assert "s3cret" not in repr(found)
    assert loaded(tmp_path, CONFIG).warnings == ()


def test_the_environments_secrets_win_over_the_configs(tmp_path: Path) -> None:
    flags = Flags(profile="school")
    found = loaded(tmp_path, SECRETS, flags, FT42_TOKEN="t-environment", FT42_CLIENT_SECRET="s-environment")

    assert (found.token, found.token_place) == ("t-environment", "FT42_TOKEN")
    assert (found.client_secret, found.secret_place) == ("s-environment", "FT42_CLIENT_SECRET")
    assert len(found.warnings) == 2


@pytest.mark.parametrize(
    ("flags", "environ"),
    [
        (Flags(profile="school", api="http://localhost:1"), {}),
        (Flags(profile="school"), {"FT42_API_URL": "https://evil.example"}),
        (Flags(profile="school"), {"FT42_CLIENT_ID": "u-environment"}),
        (Flags(profile="default"), {}),
    ],
    ids=["flag", "environment", "application", "profile"],
)
def test_the_configs_secrets_are_for_its_own_api_and_application(
    tmp_path: Path, flags: Flags, environ: Mapping[str, str]
) -> None:
    found = loaded(tmp_path, SECRETS, flags, **environ)

    assert (found.token, found.client_secret) == (None, None)
    assert (found.token_place, found.secret_place) == ("", "")


def test_the_configs_secrets_stay_when_the_environment_says_the_same(tmp_path: Path) -> None:
    flags = Flags(profile="school", api=DEFAULT_API + "/v2")
    found = loaded(tmp_path, SECRETS, flags, FT42_CLIENT_ID="u-config")

    assert (found.token, found.client_secret) == ("s3cret-token", "s3cret-secret")


def test_of_two_spellings_the_usual_one_counts(tmp_path: Path) -> None:
    config = '[profiles.default]\nsecret = "b"\nclient_secret = "a"\naccess_token = "d"\ntoken = "c"'
    found = loaded(tmp_path, config)

    assert (found.client_secret, found.token) == ("a", "c")


def test_a_secret_of_the_environment_with_a_control_character_is_refused_and_not_shown(
    tmp_path: Path,
) -> None:
    said = refusal(tmp_path, FT42_CLIENT_SECRET="s3cret\x1b")

    assert "FT42_CLIENT_SECRET" in said
    assert "s3cret" not in said


@pytest.mark.parametrize("client_id", ["u s4t2ud", "u-é", "u\tx", " u", "u\x7f", "u\x1b"])
def test_an_id_of_the_environment_with_a_blank_or_an_odd_character_is_refused(
    tmp_path: Path, client_id: str
) -> None:
    said = refusal(tmp_path, FT42_CLIENT_ID=client_id)

    assert "FT42_CLIENT_ID is not an application's id" in said
    assert said.isprintable()


@pytest.mark.parametrize("client_id", ["s-s4t2ud-hush", "S-S4T2UD-hush", "client_id=s-s4t2ud-hush"])
def test_a_secret_in_the_place_of_an_id_is_refused_and_not_repeated(tmp_path: Path, client_id: str) -> None:
    config = f'[profiles.other]\nclient_id = "{client_id}"'
    said = refusal(tmp_path, FT42_CLIENT_ID=client_id)
    said_of_file = refusal(tmp_path, config)

    assert "FT42_CLIENT_ID is not an application's id: it holds a secret" in said
    assert "client_id of profile 'other' is not an application's id: it holds a secret" in said_of_file
    assert "hush" not in said + said_of_file


@pytest.mark.parametrize("name", ["", " ", "a\x1bb"])
def test_a_name_that_no_profile_can_have_is_refused_as_a_flag_too(tmp_path: Path, name: str) -> None:
    said = refusal(tmp_path, CONFIG, Flags(profile=name))

    assert "Bad profile name" in said
    assert "--profile" in said


def test_another_profile_has_nothing_of_the_environment_or_the_flags(tmp_path: Path) -> None:
    config = CONFIG + '[profiles.kept]\napi = "https://kept.example"\nclient_id = "u-kept"\nsecret = "s"\n'
    start = loaded(
        tmp_path,
        config,
        Flags(api="http://localhost:1"),
        FT42_TOKEN="t",
        FT42_CLIENT_ID="u-environment",
        FT42_CLIENT_SECRET="s-environment",
    )
    other = settings_of("other", start, tmp_path / "config.toml")
    kept = settings_of("kept", start, tmp_path / "config.toml")

    assert (other.profile, other.api, other.client_id) == ("other", DEFAULT_API, "u-other")
    assert (other.token, other.client_secret, other.is_profiles_own) == (None, None, True)
    assert (kept.api, kept.client_secret, kept.secret_place) == ("https://kept.example", "s", "config.toml")


def test_another_profile_keeps_the_theme_and_the_keys_of_the_start(tmp_path: Path) -> None:
    start = loaded(tmp_path, CONFIG, Flags(theme="42-light"))
    (tmp_path / "config.toml").write_text('[profiles.other]\n[keys]\n"results.next_page" = "x"', "utf-8")
    other = settings_of("other", start, tmp_path / "config.toml")

    assert (other.theme, other.keys) == ("42-light", {"results.next_page": "n"})


def test_the_profile_of_the_start_comes_back_as_it_was(tmp_path: Path) -> None:
    start = loaded(tmp_path, CONFIG, FT42_TOKEN="t")
    settings_of("other", start, tmp_path / "config.toml")

    assert settings_of("school", start, tmp_path / "config.toml") is start


@pytest.mark.parametrize("name", ["", "nobody", "a\x1b"])
def test_a_profile_that_is_none_is_not_switched_to(tmp_path: Path, name: str) -> None:
    start = loaded(tmp_path, CONFIG)

    with pytest.raises(SettingsError):
        settings_of(name, start, tmp_path / "config.toml")


def test_an_unknown_profile_is_refused_with_those_there_are(tmp_path: Path) -> None:
    said = refusal(tmp_path, CONFIG, Flags(profile="work"))

    assert "'work'" in said
    assert "default, other, school" in said


def test_the_default_profile_need_not_be_in_the_config(tmp_path: Path) -> None:
    assert loaded(tmp_path, CONFIG, Flags(profile="default")).client_id is None


def test_a_bad_config_is_refused(tmp_path: Path) -> None:
    assert "'colour'" in refusal(tmp_path, 'colour = "red"')


HALF_WRITTEN = '[profiles.school]\napi = "https://api.intra-st'


def test_a_config_that_cannot_be_read_is_done_without_and_warned_of(tmp_path: Path) -> None:
    found = loaded(tmp_path, HALF_WRITTEN, Flags(theme="42-light"), FT42_CLIENT_ID="u-environment")
    [warning] = found.warnings

    assert warning.startswith(f"Cannot read {tmp_path / 'config.toml'}: it is not TOML: ")
    assert warning.endswith("It is left as it is and done without: defaults, flags and environment hold.")
    assert replace(found, warnings=()) == Settings(theme="42-light", client_id="u-environment")


@pytest.mark.parametrize(
    ("flags", "environ"), [(Flags(profile="default"), {}), (Flags(), {"FT42_PROFILE": "school"})]
)
def test_whoever_asks_for_a_profile_of_a_config_that_cannot_be_read_is_refused(
    flags: Flags, environ: Mapping[str, str], tmp_path: Path
) -> None:
    assert "it is not TOML" in refusal(tmp_path, HALF_WRITTEN, flags, **environ)


@pytest.mark.parametrize(
    ("flags", "environ"), [(Flags(api="nonsense"), {}), (Flags(), {"FT42_TOKEN": "two words"})]
)
def test_a_bad_flag_is_refused_whatever_the_config_is_like(
    flags: Flags, environ: Mapping[str, str], tmp_path: Path
) -> None:
    assert "TOML" not in refusal(tmp_path, HALF_WRITTEN, flags, **environ)


def test_another_profile_of_a_config_that_cannot_be_read_any_more_is_refused(tmp_path: Path) -> None:
    start = loaded(tmp_path, CONFIG)
    (tmp_path / "config.toml").write_text(HALF_WRITTEN, encoding="utf-8")

    with pytest.raises(UnreadableConfig):
        settings_of("other", start, tmp_path / "config.toml")


def test_a_bad_url_in_the_config_is_refused(tmp_path: Path) -> None:
    assert "ftp://x" in refusal(tmp_path, '[profiles.default]\napi = "ftp://x"')


@pytest.mark.parametrize("environ", [{"FT42_PROFILE": "nobody"}, {"FT42_API_URL": "nothing"}])
def test_a_bad_variable_is_refused_like_a_bad_flag(tmp_path: Path, environ: Mapping[str, str]) -> None:
    with pytest.raises(SettingsError):
        load_settings(Flags(), environ, tmp_path / "config.toml")


def test_a_profile_says_where_its_browser_comes_back_to(tmp_path: Path) -> None:
    uri = "http://localhost:3000/callback"

    assert loaded(tmp_path, f'[profiles.default]\nredirect_uri = "{uri}"').redirect_uri == uri
    assert loaded(tmp_path, CONFIG).redirect_uri == ""


def test_profiles_are_listed_by_name_with_api_application_and_scopes(tmp_path: Path) -> None:
    found = loaded(tmp_path, CONFIG)

    assert list_profiles(found, tmp_path / "config.toml") == [
        ListedProfile("default", DEFAULT_API),
        ListedProfile("other", DEFAULT_API, "u-other"),
        ListedProfile(
            "school",
            "https://api.intra-staging.42.fr",
            "u-config",
            ("public", "projects"),
            is_current=True,
        ),
    ]


def test_the_profile_of_the_start_is_listed_as_flags_and_environment_made_it(tmp_path: Path) -> None:
    found = loaded(tmp_path, CONFIG, Flags(api="http://localhost:1"), FT42_CLIENT_ID="u-environment")
    listed = {one.name: one for one in list_profiles(found, tmp_path / "config.toml")}

    assert (listed["school"].api, listed["school"].client_id) == ("http://localhost:1", "u-environment")
    assert (listed["other"].api, listed["other"].client_id) == (DEFAULT_API, "u-other")


def test_only_the_usual_api_is_listed_as_the_real_one(tmp_path: Path) -> None:
    found = loaded(tmp_path, CONFIG)
    official = {one.name: one.is_official for one in list_profiles(found, tmp_path / "config.toml")}

    assert official == {"default": True, "other": True, "school": False}


def test_without_a_config_there_is_one_profile(tmp_path: Path) -> None:
    assert list_profiles(loaded(tmp_path), tmp_path / "config.toml") == [
        ListedProfile("default", DEFAULT_API, is_current=True)
    ]


def test_a_profile_with_a_bad_api_is_listed_with_its_problem_and_not_with_a_password(tmp_path: Path) -> None:
    found = loaded(tmp_path, CONFIG + '\n[profiles.bad]\napi = "https://me:s3cret@x"')
    [bad] = [one for one in list_profiles(found, tmp_path / "config.toml") if one.problem]

    assert (bad.name, bad.api, bad.is_official) == ("bad", "", False)
    assert "Bad API URL" in bad.problem
    assert "s3cret" not in bad.problem


def test_a_file_that_was_spoilt_meanwhile_is_refused_by_the_list(tmp_path: Path) -> None:
    found = loaded(tmp_path, CONFIG)
    (tmp_path / "config.toml").write_text("profiles = ", encoding="utf-8")

    with pytest.raises(SettingsError, match="it is not TOML"):
        list_profiles(found, tmp_path / "config.toml")


def test_the_names_of_the_config_are_known_from_the_start(tmp_path: Path) -> None:
    assert loaded(tmp_path, CONFIG).names == ("school", "other")
