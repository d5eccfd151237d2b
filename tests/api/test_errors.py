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
    message_in,
)
from ft42tui.api.exchange import Exchange

JSON_TYPE = "application/json; charset=utf-8"
DESCRIPTION = "Client authentication failed due to unknown client, no client authentication included."
CHALLENGE = (
    'Bearer realm="42 API", error="insufficient scope", '
    'error_description="The action need the following scopes: [forum]"'
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


def error(status: int, body: str | bytes = b"", content_type: str = JSON_TYPE, **headers: str) -> HttpError:
    shown = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    exchange = Exchange(
        "GET", "/v2/x", status=status, response_headers=(("Content-Type", content_type), *shown)
    )
    return error_for(exchange, body if isinstance(body, bytes) else body.encode())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('{"status":401,"error":"The access token is invalid"}', "The access token is invalid"),
        ('{"message":"The access token expired"}', "The access token expired"),
        (
            '{"error":"Access Denied","message":"You are not authorized to access this page."}',
            "You are not authorized to access this page.",
        ),
        (f'{{"error":"invalid_client","error_description":"{DESCRIPTION}"}}', DESCRIPTION),
        ('{"error":"Too many requests within the hour"}', "Too many requests within the hour"),
        ('{"error":"Not Found"}', "Not Found"),
        ("{}", ""),
        ("[]", ""),
        ("", ""),
        ("null", "null"),
        ('{"errors":["a","b"]}', "a, b"),
        ('{"errors":{"login":["is taken","is short"]}}', "login: is taken, is short"),
        ('{"begin_at":["can\'t be blank"]}', "begin_at: can't be blank"),
        ('{"message":"","error":"Bad"}', "Bad"),
        ('{"error":{"code":5}}', "code: 5"),
        ('"plain"', "plain"),
    ],
)
def test_a_json_body_says_what_is_wrong(body: str, message: str) -> None:
    assert message_in(body.encode(), JSON_TYPE) == message


@pytest.mark.parametrize(
    ("body", "content_type", "message"),
    [
        (
            "429 Too Many Requests (Spam Rate Limit Exceeded)",
            "text/plain",
            "429 Too Many Requests (Spam Rate Limit Exceeded)",
        ),
        ("first line\nsecond line", "text/plain", "first line"),
        ("<html><title>Just a moment…</title>", "text/html", "The server answered with a web page."),
        ("<html>", JSON_TYPE, "The server answered with a web page."),
        ("{broken", JSON_TYPE, "{broken"),
        ("\xff\xfe", "text/plain", "\xff\xfe"),
    ],
)
def test_another_body_says_its_first_line(body: str, content_type: str, message: str) -> None:
    assert message_in(body.encode(), content_type) == message


@pytest.mark.parametrize("body", ['{"message":"one\\ntwo"}', '{"errors":["one\\r\\ntwo"]}', '"one\\ntwo"'])
def test_a_message_is_one_line_even_from_json(body: str) -> None:
    assert "\n" not in message_in(body.encode(), JSON_TYPE)


@pytest.mark.parametrize("body", ['{"message":"%s"}', '{"errors":["%s"]}', '{"a":"%s"}', '"%s"', "%s"])
def test_a_message_of_any_length_is_cut(body: str) -> None:
    assert len(message_in((body % ("x" * 100_000)).encode(), JSON_TYPE)) <= 300


@pytest.mark.parametrize("depth", [10, 300, 450, 600, 900, 2000, 100_000])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ('{"a":', "}")])
def test_deep_nesting_never_raises(depth: int, opening: str, closing: str) -> None:
    body = '{"errors":' + opening * depth + "1" + closing * depth + "}"

    assert isinstance(message_in(body.encode(), JSON_TYPE), str)


@settings(derandomize=True, deadline=None, max_examples=150)
@given(JSON.map(json.dumps) | st.text(max_size=40), st.sampled_from([JSON_TYPE, "text/plain", ""]))
def test_a_body_of_any_shape_makes_one_short_line(body: str, content_type: str) -> None:
    message = message_in(body.encode(), content_type)

    assert len(message) <= 300
    assert "\n" not in message


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
