"""What an answer shows, before anybody says what it means."""

from __future__ import annotations

import pytest
import recorded
from recorded import answer_of

from ft42tui.api.evidence import Evidence
from ft42tui.api.exchange import Exchange


def seen(name: str) -> Evidence:
    return Evidence.of(*answer_of(getattr(recorded, name)))


@pytest.mark.parametrize(
    ("name", "faults"),
    [
        ("EXPIRED_401", ("expired",)),
        ("EXPIRED_BY_BODY_401", ("expired",)),
        ("INVALID_401", ("invalid",)),
        ("REVOKED_401", ("revoked",)),
        ("TWO_REASONS_401", ("expired", "invalid")),
        ("SILENT_401", ()),
        ("PAGE_401", ()),
        ("CLIENT_401", ()),
    ],
)
def test_what_is_the_matter_with_a_token_is_read_from_header_and_body(
    name: str, faults: tuple[str, ...]
) -> None:
    assert seen(name).token_faults == faults


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("SPAM_429", "second"),
        ("SPAM_WORDS_429", "second"),
        ("HOUR_429", "hour"),
        ("HOUR_WORDS_429", "hour"),
        ("SPAM_FOR_AN_HOUR_429", "hour"),
        ("HOUR_IN_A_SECOND_429", "unknown"),
        ("HOUR_LEFT_429", "unknown"),
        ("SILENT_429", "unknown"),
    ],
)
def test_a_limit_is_known_where_headers_and_words_agree(name: str, limit: str) -> None:
    assert seen(name).limit == limit


@pytest.mark.parametrize(
    ("name", "marks"),
    [
        ("CLOUDFLARE_403", "cf-mitigated, cf-ray, Server: cloudflare, “Just a moment”"),
        ("PAGE_429", "Server: cloudflare"),
        ("OWN_PAGE_403", "“Just a moment”"),
        ("PAGE_403", ""),
    ],
)
def test_the_marks_of_cloudflare_are_named(name: str, marks: str) -> None:
    assert seen(name).cloudflare == marks


def test_an_answer_that_came_by_way_of_cloudflare_is_not_cloudflares() -> None:
    raw = recorded.ROLE_403.replace("\n", "\nServer: cloudflare\ncf-ray: 8a1b2c3d\n", 1)

    assert Evidence.of(*answer_of(raw)).cloudflare == ""


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("ROLE_403", True),
        ("GUIDE_403", True),
        ("OWN_502", True),
        ("CLOUDFLARE_403", False),
        ("NGINX_502", False),
    ],
)
def test_the_apis_own_application_is_known_by_its_headers(name: str, *, is_own: bool) -> None:
    assert seen(name).is_own is is_own


@pytest.mark.parametrize(
    ("query", "mixed"),
    [
        ("page=1&page[size]=5", "page and page[size]"),
        ("page%5Bnumber%5D=1&per_page=5", "page[number] and per_page"),
        ("page=1&per_page=5", ""),
        ("page[number]=1&page[size]=5", ""),
        ("", ""),
    ],
)
def test_page_parameters_of_two_styles_are_seen_in_the_request(query: str, mixed: str) -> None:
    assert Evidence.of(Exchange("GET", f"{recorded.USERS}?{query}", status=400), b"").mixed == mixed


@pytest.mark.parametrize(
    ("body", "other"),
    [
        (b'{"status":404}', 404),
        (b'{"status":401}', 0),
        (b'{"status":200}', 0),
        (b'{"status":"404"}', 0),
        (b'{"status":true}', 0),
        (b"[404]", 0),
        (b"", 0),
    ],
)
def test_another_status_in_the_body_is_seen(body: bytes, other: int) -> None:
    assert Evidence.of(Exchange("GET", recorded.USERS, status=401), body).other_status == other


def test_the_body_is_not_in_its_repr() -> None:
    assert "s3cret" not in repr(Evidence.of(Exchange("GET", recorded.USERS, status=400), b"x\ns3cret"))
