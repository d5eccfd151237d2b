"""Bodies: as many notations, one tree."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from ft42tui.demo.body import JSON_API, attributes, body_of, nested
from ft42tui.demo.exchange import Request
from ft42tui.demo.refusal import Refusal

FORM = "application/x-www-form-urlencoded"


def sent(body: bytes, media: str, *parameters: tuple[str, str]) -> Request:
    headers = Headers({"content-type": media})
    return Request("POST", "/v2/slots", "http://127.0.0.1", headers, parameters, body)


@pytest.mark.parametrize(
    ("pairs", "tree"),
    [
        ([("a", "1")], {"a": "1"}),
        ([("slot[begin_at]", "x"), ("slot[end_at]", "y")], {"slot": {"begin_at": "x", "end_at": "y"}}),
        ([("ids[]", "1"), ("ids[]", "2")], {"ids": ["1", "2"]}),
        ([("e[ids][]", "1")], {"e": {"ids": ["1"]}}),
        (
            [("t[][id]", "1"), ("t[][at]", "x"), ("t[][id]", "2")],
            {"t": [{"id": "1", "at": "x"}, {"id": "2"}]},
        ),
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("a[b]", "1"), ("a", "2")], {"a": {"b": "1"}}),
        ([("a", "2"), ("a[b]", "1")], {"a": "2"}),
        ([("a[]", "1"), ("a[b]", "2")], {"a": ["1"]}),
        ([("[", "1"), ("a[b", "2"), ("]", "3"), ("", "4"), ("a[][][]", "5")], {"a": []}),
        ([("a" + "[b]" * 20, "1")], {}),
    ],
)
def test_brackets_nest_as_rails_nests_them(pairs: list[tuple[str, str]], tree: dict[str, Any]) -> None:
    assert nested(pairs) == tree


@given(st.lists(st.tuples(st.text("ab[]", max_size=12), st.text(max_size=3)), max_size=12))
def test_any_names_make_a_tree_of_texts(pairs: list[tuple[str, str]]) -> None:
    def is_tree(node: Any) -> bool:
        if isinstance(node, dict):
            return all(isinstance(name, str) and is_tree(one) for name, one in node.items())
        return all(is_tree(one) for one in node) if isinstance(node, list) else isinstance(node, str)

    assert is_tree(nested(pairs))


@given(st.dictionaries(st.from_regex(r"[a-z_]{1,8}", fullmatch=True), st.text(), min_size=1, max_size=5))
def test_form_json_json_api_and_query_string_say_the_same(fields: dict[str, str]) -> None:
    pairs = [(f"slot[{name}]", value) for name, value in fields.items()]
    form = sent(urlencode(pairs).encode("utf-8"), FORM)
    plain = sent(json.dumps({"slot": fields}).encode(), "application/json; charset=utf-8")
    document = {"data": {"type": "slots", "attributes": fields}}
    api = sent(json.dumps(document).encode(), JSON_API)
    query = sent(b"", "", *pairs)
    assert [attributes(body_of(one), "slot") for one in (form, plain, api, query)] == [fields] * 4


def test_a_multipart_form_gives_its_fields_and_the_names_of_its_files() -> None:
    body = (
        b'--cut\r\nContent-Disposition: form-data; name="achievement[name]"\r\n\r\nLong night\r\n'
        b'--cut\r\nContent-Disposition: form-data; name="achievement[image]"; filename="moon.svg"\r\n'
        b"Content-Type: image/svg+xml\r\n\r\n<svg/>\r\n--cut--\r\n"
    )
    request = sent(body, "multipart/form-data; boundary=cut")
    assert attributes(body_of(request), "achievement") == {"name": "Long night", "image": "moon.svg"}


@pytest.mark.parametrize("body", [b"{", b"[1]", b'"text"', b"\xff", b"[" * 100_000, b'{"a":' + b"9" * 5000])
def test_a_body_that_is_no_json_object_is_a_400(body: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        body_of(sent(body, "application/json"))
    assert refused.value.status == 400


@given(st.binary(max_size=200), st.sampled_from([FORM, "multipart/form-data; boundary=x", "", "é"]))
def test_any_bytes_are_read_or_passed_over(body: bytes, media: str) -> None:
    assert isinstance(body_of(sent(body, media.encode("utf-8").decode("latin-1"))), dict)


def test_the_token_in_the_address_is_no_field() -> None:
    assert body_of(sent(b"", "", ("access_token", "x"), ("reason", "y"))) == {"reason": "y"}


@pytest.mark.parametrize("body", [{"begin_at": "x"}, {"slot": "x"}, {"slot": []}, {"data": {}}, {"data": []}])
def test_a_body_that_does_not_name_its_object_is_a_400(body: dict[str, Any]) -> None:
    for is_new in (False, True):
        with pytest.raises(Refusal) as refused:
            attributes(body, "slot", is_new=is_new)
        assert refused.value.status == 400
        assert "slot" in str(refused.value.body)


def test_an_empty_body_says_nothing_of_a_new_object_and_changes_no_old_one() -> None:
    assert attributes({}, "slot", is_new=True) == {}
    with pytest.raises(Refusal):
        attributes({}, "slot")
