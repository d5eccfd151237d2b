"""The origin of an API, taken from a URL or refused."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.config.errors import SettingsError
from ft42tui.config.origin import is_loopback, parse_origin


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
