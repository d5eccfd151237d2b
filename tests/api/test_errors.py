"""Every refusal of the API in words: a title, what the API said, and what to do."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.api.errors import (
    Forbidden,
    HttpError,
    MissingValue,
    NotFound,
    RateLimited,
    ServerFault,
    Unauthorized,
    error_for,
)
from ft42tui.api.exchange import Exchange

JSON_TYPE = "application/json; charset=utf-8"
CHALLENGE = (
    'Bearer realm="42 API", error="insufficient scope", '
    'error_description="The action need the following scopes: [forum]"'
)


def error(status: int, body: str | bytes = b"", content_type: str = JSON_TYPE, **headers: str) -> HttpError:
    shown = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    exchange = Exchange(
        "GET", "/v2/x", status=status, response_headers=(("Content-Type", content_type), *shown)
    )
    return error_for(exchange, body if isinstance(body, bytes) else body.encode())


@settings(derandomize=True, deadline=None, max_examples=50)
@given(st.binary(max_size=60), st.integers(400, 599))
def test_bytes_of_any_kind_make_an_error(body: bytes, status: int) -> None:
    found = error(status, body)

    assert found.status == status
    assert found.title.startswith(str(status))
    assert found.hint


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, HttpError),
        (401, Unauthorized),
        (403, Forbidden),
        (404, NotFound),
        (418, HttpError),
        (422, HttpError),
        (429, RateLimited),
        (500, ServerFault),
        (502, ServerFault),
        (503, ServerFault),
    ],
)
def test_a_status_has_its_error(status: int, kind: type[HttpError]) -> None:
    assert type(error(status)) is kind


def test_a_missing_scope_is_named_from_the_challenge() -> None:
    found = error(403, '{"error":"Forbidden","message":"no"}', WWW_Authenticate=CHALLENGE)

    assert isinstance(found, Forbidden)
    assert found.needed == ("forum",)
    assert "forum" in found.title
    assert "forum" in found.hint


def test_a_missing_scope_is_named_from_the_body_when_no_header_tells_it() -> None:
    said = "Insufficient scope. The action need the following scopes: [tig] (community services)"
    found = error(403, json.dumps({"error": "Forbidden", "message": said}))

    assert isinstance(found, Forbidden)
    assert found.needed == ("tig",)


def test_an_error_as_text_is_its_title() -> None:
    found = error(403, "{}", WWW_Authenticate=CHALLENGE)

    assert str(found) == found.title


def test_a_missing_role_names_no_scope() -> None:
    body = '{"error":"Access Denied","message":"You are not authorized to access this page."}'
    found = error(403, body)

    assert isinstance(found, Forbidden)
    assert found.needed == ()
    assert found.message == "You are not authorized to access this page."
    assert "role" in found.hint


def test_a_403_of_a_web_page_is_no_matter_of_rights() -> None:
    found = error(403, "<html>Just a moment…</html>", "text/html; charset=UTF-8")

    assert "before it reached the API" in found.title
    assert "scope" not in found.title + found.hint


def test_an_expired_token_speaks_of_the_secret_too() -> None:
    found = error(401, '{"status":401,"error":"The access token is invalid"}')

    assert found.message == "The access token is invalid"
    assert "secret" in found.hint


def test_missing_values_are_named() -> None:
    assert "campus_id, id" in MissingValue(("campus_id", "id")).title


def test_a_long_hostile_message_is_read_at_once() -> None:
    started = time.perf_counter()
    error(403, json.dumps({"message": "scope[" * 5000}))

    assert time.perf_counter() - started < 1.0
