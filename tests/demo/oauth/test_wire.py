"""Parameters as they come in, from whoever sends whatever."""

from __future__ import annotations

import base64
import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from oauth_desk import FORM, Desk, error_of

from ft42tui.demo.oauth.wire import basic, scopes_in, token_parameters
from ft42tui.demo.refusal import Refusal

MULTIPART = (
    b'--b\r\nContent-Disposition: form-data; name="a"\r\n\r\none\r\n'
    b'--b\r\nContent-Disposition: form-data; name="b"\r\nContent-Type: text/plain\r\n\r\n\r\n--b--\r\n'
)


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"a=one&b=", FORM),
        (b"a=zero&a=one&b=", f"{FORM}; charset=utf-8"),
        (b'{"a":"one","b":""}', "Application/JSON; charset=utf-8"),
        (b'{"a":"zero","a":"one","b":"","c":null}', "application/json"),
        (MULTIPART, "multipart/form-data; boundary=b"),
        (MULTIPART, 'multipart/form-data; boundary="b"; charset=utf-8'),
        (b"a=one&b=", ""),
    ],
)
def test_a_body_is_read_in_every_form_and_counts_more_than_the_query(body: bytes, media: str) -> None:
    found = token_parameters([("a", "query"), ("d", "1"), ("d", "2")], body, media)
    assert found == {"a": "one", "b": "", "d": "2"}


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"[1]",
        b"1",
        b"null",
        b"\xff",
        b"[" * 60_000,
        b'{"a":[1]}',
        b'{"a":{"b":1}}',
        b'{"a":NaN,"b":{}}',
    ],
)
def test_json_that_is_no_plain_object_is_an_invalid_request(body: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        token_parameters([], body, "application/json")
    assert caught.value.status == 400


def test_an_empty_json_body_and_numbers_are_read() -> None:
    assert token_parameters([("a", "1")], b"", "application/json") == {"a": "1"}
    assert token_parameters([], b'{"a":12,"b":true}', "application/json") == {"a": "12", "b": "true"}


@given(
    query=st.lists(st.tuples(st.text(), st.text())),
    body=st.one_of(st.binary(), st.text(st.characters()).map(lambda text: json.dumps({"a": text}).encode())),
    media=st.sampled_from([FORM, "application/json", "multipart/form-data; boundary=-", "", "\xff"]),
)
def test_what_is_read_can_always_be_written(query: list[tuple[str, str]], body: bytes, media: str) -> None:
    with suppress(Refusal):
        for name, value in token_parameters(query, body, media).items():
            assert (name + value).encode().decode() == name + value


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (f"Basic {coded('id:secret')}", ("id", "secret")),
        (f"basic  {coded('id:a:b')}", ("id", "a:b")),
        (f"Basic {coded(':')}", ("", "")),
        (f"Basic {coded('no colon')}", None),
        (f"Bearer {coded('id:secret')}", None),
        ("Basic", None),
        ("Basic %%%", None),
        ("Basic YQ", None),
        ("Basic é", None),
        (f"Basic {base64.b64encode(bytes([255, 58, 255])).decode()}", None),
        ("", None),
    ],
)
def test_id_and_secret_are_read_from_the_header(header: str, expected: tuple[str, str] | None) -> None:
    assert basic(header) == expected


@given(st.text(st.characters(max_codepoint=255)))
def test_a_header_that_is_no_basic_one_is_nobody(header: str) -> None:
    assert basic(f"Basic {header}") is None or ":" in base64.b64decode(header.strip()).decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ("public",)),
        ("  ", ("public",)),
        (" a  b a ", ("a", "b")),
        ("a+b", ("a+b",)),
    ],
)
def test_scopes_are_words_between_spaces(text: str, expected: tuple[str, ...]) -> None:
    assert scopes_in(text, "public") == expected


def test_every_place_for_the_secret_will_do() -> None:
    desk = Desk()
    app = desk.app()
    grant = {"grant_type": "client_credentials"}
    own = {**grant, "client_id": app.client_id, "client_secret": app.client_secret}
    header = {"authorization": f"Basic {coded(f'{app.client_id}:{app.client_secret}')}"}
    json_body = json.dumps(own).encode()

    answers = [
        desk.form("/oauth/token", own),
        desk.form("/v2/oauth/token", own),
        desk.form("/oauth/token", grant, **header),
        desk.send("POST", "/oauth/token", query=own),
        desk.send("POST", "/oauth/token", body=json_body, headers={"content-type": "application/json"}),
    ]

    assert [answer.status for answer in answers] == [200] * 5
    assert len({answer.content["access_token"] for answer in answers}) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"client_secret": "né"},
        {"client_secret": "\ud800"},
        {"client_secret": "a\0b"},
        {"client_secret": ""},
        {"client_id": "x"},
        {"client_id": "x" * 500_000},
        {"client_id": ""},
    ],
)
def test_a_wrong_client_gets_the_known_401(change: dict[str, str]) -> None:
    desk = Desk()
    app = desk.app()
    own = {
        "grant_type": "client_credentials",
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        **change,
    }
    body = json.dumps(own).encode()
    answer = desk.send("POST", "/oauth/token", body=body, headers={"content-type": "application/json"})
    assert (answer.status, error_of(answer)) == (401, "invalid_client")


@given(
    values=st.dictionaries(
        st.sampled_from(["code", "refresh_token", "scope", "redirect_uri", "code_verifier", "token"]),
        st.text(st.characters(), max_size=40),
    ),
    grant=st.sampled_from(["authorization_code", "client_credentials", "refresh_token", "password", ""]),
    path=st.sampled_from(["/oauth/token", "/oauth/revoke"]),
)
def test_no_value_breaks_a_token_request(values: dict[str, str], grant: str, path: str) -> None:
    desk = Desk()
    app = desk.app()
    own = {"grant_type": grant, "client_id": app.client_id, "client_secret": app.client_secret, **values}
    body = json.dumps(own).encode()
    answer = desk.send("POST", path, body=body, headers={"content-type": "application/json"})
    assert answer.status in {200, 400}
