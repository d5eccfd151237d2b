"""What the body of an error says, in one line."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.api.message import is_page, message_in

JSON_TYPE = "application/json; charset=utf-8"
PAGE = "The server answered with a web page"
DESCRIPTION = "Client authentication failed due to unknown client, no client authentication included."
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=12,
)


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
        ("<html><title>Just a moment…</title>", "text/html", f"{PAGE}: Just a moment…"),
        ("<html><title lang=en>\n Caf&eacute;\n Wi-Fi </title>", "text/html", f"{PAGE}: Café Wi-Fi"),
        ("<title></title>", "text/html", f"{PAGE}."),
        ('{"error":"Not Found"}', "text/html", "Not Found"),
        ("<html>", JSON_TYPE, f"{PAGE}."),
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


@pytest.mark.parametrize(
    ("text", "content_type", "is_one"),
    [
        ("<!DOCTYPE html>", "", True),
        ("", "text/html", True),
        ("Sorry", "text/html; charset=utf-8", True),
        ('{"a":1}', "text/html", False),
        ("{broken", "application/json", False),
        ("", "", False),
    ],
)
def test_a_page_is_told_by_its_beginning_before_its_type(
    text: str, content_type: str, *, is_one: bool
) -> None:
    assert is_page(text, content_type) is is_one


@pytest.mark.parametrize("body", ["<title" * 10_000, "<title>" * 10_000, "<" * 60_000])
def test_a_hostile_page_is_read_at_once(body: str) -> None:
    started = time.perf_counter()
    message_in(body.encode(), "text/html")

    assert time.perf_counter() - started < 0.5
