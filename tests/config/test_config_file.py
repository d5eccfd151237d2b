"""config.toml: what is refused in it, and what it is warned of."""

from __future__ import annotations

from pathlib import Path

import pytest

from ft42tui.config.config_file import lets_others_read, read_config, secret_warnings
from ft42tui.config.errors import SettingsError, UnreadableConfig

SECRETS = """
[profiles.school]
client_id = "u-config"
client_secret = "s3cret-secret"
token = "s3cret-token"
"""


def refusal(folder: Path, config: str | None = None) -> str:
    file = folder / "config.toml"
    if config is not None:
        file.write_text(config, encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_config(file)
    return str(refused.value)


def warnings(folder: Path, config: str) -> tuple[str, ...]:
    file = folder / "config.toml"
    file.write_text(config, encoding="utf-8")
    return secret_warnings(file, read_config(file)["profiles"])


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


def test_a_config_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").mkdir()

    assert "Cannot read" in refusal(tmp_path)


def test_a_config_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"theme = '\xff'")

    assert "UTF-8" in refusal(tmp_path)


@pytest.mark.parametrize(
    "content", [b"theme = ", b"[profiles.sch", b"theme = '\xff'", b"a = " + b"[" * 20_000]
)
def test_a_config_that_cannot_be_read_at_all_is_told_apart_from_one_with_a_wrong_value(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_bytes(content)
    with pytest.raises(UnreadableConfig):
        read_config(tmp_path / "config.toml")


def test_a_config_with_a_wrong_value_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("theme = 5", encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_config(tmp_path / "config.toml")

    assert not isinstance(refused.value, UnreadableConfig)


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
    [said] = warnings(tmp_path, f'[profiles."my school"]\n{key} = "s3cret-here"')

    assert str(tmp_path / "config.toml") in said
    assert f"{key} of profile 'my school'" in said
    assert advice in said
    assert "remove the line" in said
    assert "s3cret" not in said


def test_each_secret_in_the_config_has_its_warning(tmp_path: Path) -> None:
    config = SECRETS + '[profiles.other]\nsecret = "s3cret-other"\n[profiles.blank]\ntoken = " "'

    assert len(warnings(tmp_path, config)) == 3
    assert warnings(tmp_path, '[profiles.school]\nclient_id = "u-config"') == ()


@pytest.mark.parametrize(
    ("mode", "system", "is_open"),
    [
        (0o600, "posix", False),
        (0o640, "posix", True),
        (0o604, "posix", True),
        (0o622, "posix", False),
        (0o100644, "posix", True),
        (0o666, "nt", False),
    ],
)
def test_the_mode_says_whether_others_can_read_where_it_says_anything(
    mode: int,
    system: str,
    is_open: bool,  # noqa: FBT001
) -> None:
    assert lets_others_read(mode, system) is is_open


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o604, 0o622])
def test_each_warning_says_whether_others_can_read_the_file(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SECRETS, encoding="utf-8")
    file.chmod(mode)
    is_open = lets_others_read(file.stat().st_mode)
    said = secret_warnings(file, read_config(file)["profiles"])

    assert [("others on this machine can read" in sentence) for sentence in said] == [is_open, is_open]


def test_a_file_that_went_away_meanwhile_is_warned_of_all_the_same(tmp_path: Path) -> None:
    [said] = secret_warnings(tmp_path / "config.toml", {"school": {"token": "s3cret"}})

    assert "token of profile 'school'" in said
    assert "others" not in said


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


@pytest.mark.parametrize("client_id", ["u s4t2ud", "u-é", "u\tx", " u", "u\x7f", "u\x1b"])
def test_an_id_with_a_blank_or_an_odd_character_is_refused(tmp_path: Path, client_id: str) -> None:
    escaped = client_id.replace("\x7f", "\\u007f").replace("\x1b", "\\u001b")

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
    "name",
    [
        "",
        " ",
        "a\\u001b[31mb",
        "a\\nb",
        "a\\u202eb",
        "\\u0000",
        "a token https://api.intra.42.fr",
        "http://x",
    ],
)
def test_a_name_that_no_profile_can_have_is_refused(tmp_path: Path, name: str) -> None:
    for config in (f'[profiles."{name}"]', f'profile = "{name}"'):
        said = refusal(tmp_path, config)

        assert "Bad profile name" in said
        assert str(tmp_path / "config.toml") in said
        assert said.isprintable()
