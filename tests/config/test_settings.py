"""What was decided before the program started, and the sentences that refuse a bad decision."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.config.settings import (
    DEFAULT_API,
    DEFAULT_PROFILE,
    DEFAULT_THEME,
    Flags,
    ListedProfile,
    Settings,
    SettingsError,
    is_loopback,
    list_profiles,
    load_settings,
    parse_origin,
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


@pytest.mark.parametrize(
    ("config", "named", "allowed"),
    [
        ('colour = "red"', "'colour'", "keys, profile, profiles, theme"),
        ("theme = 5", "theme is not text", 'theme = "name"'),
        ("profile = []", "profile is not text", 'profile = "name"'),
        ("profiles = 5", "profiles is not a table", "[profiles]"),
        ('keys = "x"', "keys is not a table", "[keys]"),
        ('[keys]\n"a.b" = 5', "keys.a.b", '"j,down"'),
        ('[keys]\n"a.b" = " "', "keys.a.b", '"j,down"'),
        ("[profiles]\nschool = 5", "'school'", "[profiles.school]"),
        ('[profiles.school]\nurl = "x"', "'url'", "api, client_id, redirect_uri, scopes"),
        ("[profiles.school]\napi = 5", "api is not text", "api = "),
        ("[profiles.school]\nclient_id = []", "client_id is not text", "client_id = "),
        ('[profiles.school]\nscopes = "public"', "scopes is not a list", 'scopes = ["public"]'),
        ("[profiles.school]\nscopes = [5]", "scopes is not a list", 'scopes = ["public"]'),
        ("theme = ", "config.toml", "not TOML"),
        ("client_secret = 's3cret'", "'client_secret'", "keys, profile, profiles, theme"),
    ],
)
def test_a_bad_config_is_refused_with_its_file_its_fault_and_what_is_allowed(
    tmp_path: Path, config: str, named: str, allowed: str
) -> None:
    said = refusal(tmp_path, config)

    assert str(tmp_path / "config.toml") in said
    assert named in said
    assert allowed in said
    assert "\n" not in said
    assert said.endswith(".")


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


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("client_secret", "keyring set ft42tui 'my school'"),
        ("secret", "keyring set ft42tui 'my school'"),
        ("token", "ft42tui login"),
        ("access_token", "ft42tui login"),
    ],
)
def test_a_secret_in_the_config_is_warned_of_and_not_shown(tmp_path: Path, key: str, advice: str) -> None:
    found = loaded(tmp_path, f'[profiles."my school"]\n{key} = "s3cret-here"')  # even of a profile not in use
    [said] = found.warnings

    assert str(tmp_path / "config.toml") in said
    assert f"{key} of profile 'my school'" in said
    assert advice in said
    assert "remove the line" in said
    assert "s3cret" not in said + repr(found)


def test_each_secret_in_the_config_has_its_warning(tmp_path: Path) -> None:
    config = SECRETS + '[profiles.other]\nsecret = "s3cret-other"\n[profiles.blank]\ntoken = " "'

    assert len(loaded(tmp_path, config).warnings) == 3
    assert loaded(tmp_path, CONFIG).warnings == ()


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="the mode says nothing here")
@pytest.mark.parametrize(("mode", "is_open"), [(0o600, False), (0o640, True), (0o604, True), (0o622, False)])
def test_the_warning_says_whether_others_can_read_the_file(
    tmp_path: Path,
    mode: int,
    is_open: bool,  # noqa: FBT001
) -> None:
    loaded(tmp_path, SECRETS)
    (tmp_path / "config.toml").chmod(mode)
    said = loaded(tmp_path).warnings

    assert [("others on this machine can read" in sentence) for sentence in said] == [is_open, is_open]


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


@pytest.mark.parametrize("key", ["client_secret", "token", "access_token", "secret"])
@pytest.mark.parametrize("value", ["53537", "['s3cret']", '"s3cret\\u0007"', "{ s3cret = 's3cret' }"])
def test_a_secret_in_the_config_that_is_none_is_refused_and_not_shown(
    tmp_path: Path, key: str, value: str
) -> None:
    said = refusal(tmp_path, f"[profiles.school]\n{key} = {value}")

    assert str(tmp_path / "config.toml") in said
    assert "profile 'school'" in said
    assert key in said
    assert "s3cret" not in said
    assert "53537" not in said


def test_a_token_in_the_config_fits_a_header_or_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, '[profiles.school]\ntoken = "Bearer s3cret"')

    assert "token of profile 'school' is not a token" in said
    assert "s3cret" not in said


def test_a_secret_of_the_environment_with_a_control_character_is_refused_and_not_shown(
    tmp_path: Path,
) -> None:
    said = refusal(tmp_path, FT42_CLIENT_SECRET="s3cret\x1b")

    assert "FT42_CLIENT_SECRET" in said
    assert "s3cret" not in said


@pytest.mark.parametrize("client_id", ["u s4t2ud", "u-é", "u\tx", " u", "u\x7f", "u\x1b"])
def test_an_id_with_a_blank_or_an_odd_character_is_refused(tmp_path: Path, client_id: str) -> None:
    escaped = client_id.replace("\x7f", "\\u007f").replace("\x1b", "\\u001b")

    assert "FT42_CLIENT_ID is not an application's id" in refusal(tmp_path, FT42_CLIENT_ID=client_id)
    said = refusal(tmp_path, f'[profiles.school]\nclient_id = "{escaped}"')
    assert "client_id of profile 'school' is not an application's id" in said
    assert said.isprintable()


@pytest.mark.parametrize(
    "uri", ["http://localhost:1/a b", " http://x", "http://x\\n", "http://x\\u001b", "a\tb"]
)
def test_a_redirect_uri_with_a_blank_or_a_control_character_is_refused(tmp_path: Path, uri: str) -> None:
    said = refusal(tmp_path, f'[profiles.school]\nredirect_uri = "{uri}"')

    assert "redirect_uri of profile 'school' is not an address" in said
    assert said.isprintable()


@pytest.mark.parametrize(
    "name", ["", " ", "a\\u001b[31mb", "a\\nb", "a\\u202eb", "\\u0000", "a token", "b application"]
)
def test_a_name_that_no_profile_can_have_is_refused(tmp_path: Path, name: str) -> None:
    for config in (f'[profiles."{name}"]', f'profile = "{name}"'):
        said = refusal(tmp_path, config)

        assert "Bad profile name" in said
        assert str(tmp_path / "config.toml") in said
        assert said.isprintable()


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


def test_a_bad_url_in_the_config_is_refused(tmp_path: Path) -> None:
    assert "ftp://x" in refusal(tmp_path, '[profiles.default]\napi = "ftp://x"')


def test_a_config_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()

    assert "Cannot read" in refusal(tmp_path)


def test_a_config_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"theme = '\xff'")

    assert "UTF-8" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("https://api.intra.42.fr", "https://api.intra.42.fr"),
        ("https://api.intra.42.fr/", "https://api.intra.42.fr"),
        ("https://api.intra.42.fr/v2", "https://api.intra.42.fr"),
        ("https://api.intra.42.fr/v2/", "https://api.intra.42.fr"),
        ("HTTPS://API.Intra.42.FR", "https://api.intra.42.fr"),
        ("https://api.intra.42.fr:443", "https://api.intra.42.fr"),
        ("https://api.intra.42.fr:8443", "https://api.intra.42.fr:8443"),
        ("http://127.0.0.1:4200", "http://127.0.0.1:4200"),
        ("http://127.0.0.1:80", "http://127.0.0.1"),
        ("http://localhost:4200/v2", "http://localhost:4200"),
        ("http://LOCALHOST", "http://localhost"),
        ("http://[::1]:4200", "http://[::1]:4200"),
        ("https://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_an_origin_is_taken_from_a_url(text: str, origin: str) -> None:
    assert parse_origin(text) == origin


@pytest.mark.parametrize(
    "text",
    [
        "",
        "api.intra.42.fr",
        "//api.intra.42.fr",
        "ftp://api.intra.42.fr",
        "https://",
        "https:///v2",
        "https://api.intra.42.fr:port",
        "https://api.intra.42.fr:99999",
        "https://[::1",
        "https://api intra.42.fr",
        "https://api.intra.42.fr\n.evil.example",
        "https://api.intra.42.fr/v3",
        "https://api.intra.42.fr/v2/users",
        "https://api.intra.42.fr?x=1",
        "https://api.intra.42.fr#x",
        "https://me:s3cret@api.intra.42.fr",
        "https://me@api.intra.42.fr",
        "https://evil.example\\",
        "https://evil.example\\.intra.42.fr",
        "https://ex<am>ple",
        'https://ex"ample',
        "https://ex%41mple",
        "https://ex|ample",
        "https://ex\x00ample",
    ],
)
def test_a_bad_url_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_origin(text)
    said = str(refused.value)

    assert said.startswith("Bad API URL")
    assert "https://api.intra.42.fr or http://127.0.0.1:4200" in said
    assert "\n" not in said


@pytest.mark.parametrize(
    "text",
    [
        "https://me:s3cret@api.intra.42.fr",
        "ftp://me:s3cret@api.intra.42.fr",
        "https://me:s3cret@api.intra.42.fr:port",
        "https://me:s3cret@/",
    ],
)
def test_a_password_in_a_bad_url_is_not_shown(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_origin(text)

    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "http://api.intra.42.fr",
        "http://localhost.evil.example",
        "http://127.0.0.1.evil.example",
        "http://192.168.0.1",
        "http://0.0.0.0",
        "http://[2001:db8::1]:4200",
        "http://example.org:8080/v2",
    ],
)
def test_plain_http_to_another_machine_is_refused_with_an_url_that_is_allowed(text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parse_origin(text)
    offered = str(refused.value).partition("; use ")[2].removesuffix(".")

    assert parse_origin(offered).startswith("https://")


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost.", False),
        ("10.0.0.1", False),
        ("::", False),
        ("", False),
    ],
)
def test_loopback_is_this_machine_only(host: str, is_ours: bool) -> None:  # noqa: FBT001
    assert is_loopback(host) is is_ours


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.text() | st.text("htps:/[]@\\.?#%:0142vé \n", max_size=30).map(lambda rest: f"https://{rest}"),
)
@example("https://\u2100.example")
def test_an_origin_of_any_text_is_one_or_is_refused(text: str) -> None:
    try:
        origin = parse_origin(text)
    except SettingsError:
        return
    assert parse_origin(origin) == origin


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
