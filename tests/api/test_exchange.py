"""Requests and answers as they are shown: without a secret."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.api.exchange import (
    MASK,
    Exchange,
    clock_skew,
    masked_headers,
    masked_json,
    masked_url,
    server_time,
)
from ft42tui.api.links import parse_links


@pytest.mark.parametrize(
    ("header", "masked"),
    [
        (("Authorization", "Bearer s3cret"), f"Bearer {MASK}"),
        (("authorization", "bearer s3cret"), f"bearer {MASK}"),
        (("Authorization", "Basic s3cret"), f"Basic {MASK}"),
        (("Authorization", "s3cret"), MASK),
        (("Authorization", "s3cret with blanks"), MASK),
        (("Proxy-Authorization", "Basic s3cret"), f"Basic {MASK}"),
        (("Cookie", "_session=s3cret"), MASK),
        (("Set-Cookie", "_session=s3cret; path=/"), MASK),
        (("Location", "https://x.example/cb?code=s3cret"), f"https://x.example/cb?code={MASK}"),
        (("Location", "/callback?code=s3cret"), f"/callback?code={MASK}"),
        (("Accept", "application/json"), "application/json"),
        (("X-Total", "17570"), "17570"),
    ],
)
def test_a_header_shows_no_secret(header: tuple[str, str], masked: str) -> None:
    assert masked_headers((header,)) == ((header[0], masked),)


@pytest.mark.parametrize(
    ("url", "masked"),
    [
        ("/v2/users?access_token=s3cret", f"/v2/users?access_token={MASK}"),
        ("/v2/users?a=1&access_token=s3cret&b=2", f"/v2/users?a=1&access_token={MASK}&b=2"),
        ("/x?ACCESS_TOKEN=s3cret", f"/x?ACCESS_TOKEN={MASK}"),
        ("/x?client_secret=s3cret#top", f"/x?client_secret={MASK}#top"),
        ("/x?refresh_token=s3cret;token=s3cret", f"/x?refresh_token={MASK};token={MASK}"),
        ("/x?code=s3cret&state=1", f"/x?code={MASK}&state=1"),
        ("access_token=s3cret", f"access_token={MASK}"),
        ("/x#access_token=s3cret", f"/x#access_token={MASK}"),
        ("/v2/users?filter[login]=norminet", "/v2/users?filter[login]=norminet"),
        ("/v2/users?postcode=75017", "/v2/users?postcode=75017"),
    ],
)
def test_a_url_shows_no_secret(url: str, masked: str) -> None:
    assert masked_url(url) == masked


def test_a_body_that_is_kept_shows_no_token() -> None:
    text = '{"access_token": "s3cret", "refresh_token":"s3cret2", "scope": "public"}'

    assert masked_json(text) == f'{{"access_token": "{MASK}", "refresh_token":"{MASK}", "scope": "public"}}'


@pytest.mark.parametrize(
    ("date", "skew"),
    [
        ("Sun, 22 Nov 2026 12:00:00 GMT", 0.0),
        ("Sun, 22 Nov 2026 13:00:00 GMT", 3600.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", -3600.0),
        ("Sun, 22 Nov 2026 12:00:03 GMT", 0.0),
        ("yesterday", 0.0),
        ("", 0.0),
    ],
)
def test_the_skew_of_the_clocks_is_what_the_date_says(date: str, skew: float) -> None:
    answer = Exchange("GET", "/", response_headers=(("Date", date),))

    assert clock_skew(answer, 1795348800.0) == skew


@pytest.mark.parametrize(
    ("date", "at"),
    [("Sun, 22 Nov 2026 12:00:00 GMT", 1795348800.0), ("yesterday", None), ("", None)],
)
def test_the_servers_time_is_known_where_its_date_is_one(date: str, at: float | None) -> None:
    assert server_time(Exchange("GET", "/", response_headers=(("Date", date),))) == at
    assert server_time(Exchange("GET", "/")) is None


def test_a_link_header_with_a_token_is_masked_and_can_still_be_read() -> None:
    header = (
        '<https://x.example/v2/users?page=2&access_token=s3cret>; rel="next", '
        '<https://x.example/v2/users?page=9>; rel="last"'
    )
    [(_, masked)] = masked_headers((("Link", header),))

    assert "s3cret" not in masked
    assert parse_links(masked) == {
        "next": f"https://x.example/v2/users?page=2&access_token={MASK}",
        "last": "https://x.example/v2/users?page=9",
    }


@settings(derandomize=True, deadline=None)
@given(
    st.sampled_from(["access_token", "refresh_token", "client_secret", "code", "token"]),
    st.text("abcdefXYZ0123456789-_.~+/=%", min_size=1).map(lambda text: f"s3cret{text}"),
    st.sampled_from(["?", "?a=1&", "?a=1;"]),
)
def test_no_secret_parameter_is_ever_shown(name: str, secret: str, before: str) -> None:
    assert "s3cret" not in masked_url(f"https://x.example/v2/users{before}{name}={secret}&page=2")


def test_a_header_is_found_whatever_its_case_and_several_are_one_list() -> None:
    exchange = Exchange("GET", "/", response_headers=(("x-total", "1"), ("X-Total", "2")))

    assert exchange.header("X-TOTAL") == "1, 2"
    assert exchange.header("X-Page") is None
