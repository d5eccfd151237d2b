"""The WWW-Authenticate header, as the guide writes it and as RFC 6750 does."""

from __future__ import annotations

import re
import time
from itertools import pairwise
from types import SimpleNamespace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.api.challenge import Challenge, parse_challenge, scopes_in

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
LONGEST = 100 * 1024
"""Bytes of headers that httpx takes at most."""
GUIDE = (
    'Bearer realm="42 API", error="insufficient scope", '
    'error_description="The action need the following scopes: [forum]"'
)
NAMES = st.from_regex(r"\A[a-z][a-z0-9_-]{0,10}\Z")
TOKENS = st.text("abcXYZ019._-:/", max_size=10)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_the_sample_of_the_guide_is_read() -> None:
    challenge = parse_challenge(GUIDE)

    assert challenge.scheme == "Bearer"
    assert challenge.parameters["realm"] == "42 API"
    assert challenge.error == "insufficient_scope"
    assert challenge.description == "The action need the following scopes: [forum]"
    assert challenge.scopes == ("forum",)


@pytest.mark.parametrize(
    ("header", "error"),
    [
        ('Bearer error="insufficient scope"', "insufficient_scope"),
        ('Bearer error="insufficient_scope"', "insufficient_scope"),
        ("Bearer error=invalid_token", "invalid_token"),
        ('Bearer ERROR="Invalid_Token"', "invalid_token"),
        ('Bearer realm="42 API"', ""),
        ("Bearer", ""),
    ],
)
def test_an_error_is_told_with_underscores(header: str, error: str) -> None:
    assert parse_challenge(header).error == error


@pytest.mark.parametrize(
    ("header", "scopes"),
    [
        ('Bearer scope="public projects"', ("public", "projects")),
        ("Bearer scope=projects", ("projects",)),
        ('Bearer scope="a", error_description="scopes: [b]"', ("a",)),
        ('Bearer error_description="the following scopes: [forum, tig]"', ("forum", "tig")),
        ('Bearer error_description="the following scope [tig]"', ("tig",)),
        ('Bearer error_description="scopes: []"', ()),
        ('Bearer error_description="The access token expired"', ()),
        ("", ()),
    ],
)
def test_the_needed_scopes_are_found(header: str, scopes: tuple[str, ...]) -> None:
    assert parse_challenge(header).scopes == scopes


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("Insufficient scope. The action need the following scopes: [forum] (see the guide)", ("forum",)),
        ('the following scopes: ["a", "b:c"]', ("a", "b:c")),
        ("no such thing", ()),
        ("scopes: [forum", ()),
    ],
)
def test_a_sentence_names_scopes(text: str, scopes: tuple[str, ...]) -> None:
    assert scopes_in(text) == scopes


@PROPERTY
@given(st.dictionaries(NAMES, st.text(max_size=20), max_size=5), st.sampled_from([", ", ",", " , "]))
def test_quoted_strings_with_escapes_are_read_back(parameters: dict[str, str], comma: str) -> None:
    header = "Bearer " + comma.join(f"{name}={quoted(text)}" for name, text in parameters.items())

    assert parse_challenge(header) == Challenge("Bearer", parameters)


@PROPERTY
@given(st.dictionaries(NAMES, TOKENS, max_size=5))
def test_bare_values_are_read_back(parameters: dict[str, str]) -> None:
    header = "Bearer " + ", ".join(f"{name}={text}" for name, text in parameters.items())

    assert parse_challenge(header).parameters == parameters


def test_the_first_of_a_repeated_parameter_wins() -> None:
    assert parse_challenge('Bearer error="a", error="b"').error == "a"


def test_a_second_challenge_does_not_mix_with_the_first() -> None:
    challenge = parse_challenge('Bearer realm="42 API", Basic realm="other", error="x"')

    assert challenge == Challenge("Bearer", {"realm": "42 API"})


@PROPERTY
@given(st.text() | st.text('Bearer realm=",\\ \t[]scope:', max_size=60))
@example('Bearer error="unfinished')
@example('Bearer error="unfinished\\')
@example("Bearer =,=,=")
@example('="')
def test_garbage_never_raises(header: str) -> None:
    challenge = parse_challenge(header)

    assert isinstance(challenge.error, str)
    assert isinstance(challenge.scopes, tuple)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer " + " " * 20_000 + "=",
        "Bearer " + "a" * 20_000,
        'Bearer a="' + "\\" * 20_001,
        "Bearer " + ", a=b" * 4000,
        'Bearer error_description="' + "scope[" * 3000 + '"',
    ],
)
def test_a_long_hostile_header_is_read_at_once(header: str) -> None:
    started = time.process_time()
    assert parse_challenge(header).scopes == ()

    assert time.process_time() - started < 1.0


HEADERS = (
    st.text(max_size=80)
    | st.binary(max_size=80).map(lambda raw: raw.decode("latin-1"))
    | st.lists(
        st.sampled_from(
            ["Bearer ", "Basic ", 'error="', "insufficient scope", "scope=", "[", "]", "\\", '"']
        ),
        max_size=20,
    ).map("".join)
    | st.binary(max_size=40).map(lambda raw: f'Bearer error_description="{raw.decode("latin-1")}"')
)


@PROPERTY
@given(HEADERS)
@example('Bearer error="' + '\\"' * 50 + '"')
@example('Bearer a="' + '"b="' * 50)
@example("Bearer scope=" + '"[' * 50 + ']"' * 50)
@example("Bearer \x00=\x00")
@example('Bearer error_description="scopes: [a\u0000b, \u2028, c]"')
def test_whatever_a_header_holds_it_is_read_into_plain_names(header: str) -> None:
    challenge = parse_challenge(header)

    assert all(name == name.lower() and name.isascii() for name in challenge.parameters)
    assert all(scope and not scope.isspace() for scope in challenge.scopes)
    assert challenge.error == challenge.error.strip().lower()


@PROPERTY
@given(HEADERS, HEADERS)
def test_nothing_is_read_that_the_header_does_not_hold(header: str, more: str) -> None:
    header = f"Bearer {header}, {more}"

    for name, value in parse_challenge(header).parameters.items():
        assert name in header.lower()
        assert all(character in header for character in value)


@pytest.mark.parametrize("depth", [1, 2, 3, 5])
def test_quotes_within_quotes_stay_what_they_are(depth: int) -> None:
    text = "core"
    for _ in range(depth):
        text = f'"{text}" and \\'
    value = text
    header = f"Bearer error_description={quoted(value)}, scope=public"

    assert parse_challenge(header) == Challenge("Bearer", {"error_description": value, "scope": "public"})


class Reader:
    """A pattern that remembers what each match took."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.spans: list[tuple[int, int]] = []
        self._pattern = pattern

    def match(self, text: str, at: int) -> re.Match[str] | None:
        found = self._pattern.match(text, at)
        self.spans.append((at, found.end() if found is not None else at))
        return found


def spans_of(header: str, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Return what was read for each parameter: from where to where."""
    readers: list[Reader] = []

    def compiled(pattern: str, flags: int = 0) -> Reader:
        readers.append(Reader(re.compile(pattern, flags)))
        return readers[-1]

    counting = SimpleNamespace(**{**vars(re), "compile": compiled})
    monkeypatch.setattr("ft42tui.api.challenge.re", counting)
    parse_challenge(header)
    return readers[0].spans


@pytest.mark.parametrize(
    "piece",
    ["a=b, ", 'a="b", ', "a=,", 'a="', '"', "\\", "a=\\", "scope=[", " ", ",", 'a="\\"" ', "=", "a "],
)
@pytest.mark.parametrize("times", [10, 1000])
def test_a_header_is_read_forward_and_each_part_of_it_once(
    piece: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "Bearer " + piece * times
    spans = spans_of(header, monkeypatch)

    assert all(end == at for (_, end), (at, _) in pairwise(spans))
    assert all(end > at for at, end in spans[:-1])
    assert sum(end - at for at, end in spans) <= len(header)


@pytest.mark.parametrize("piece", ["scope[", "scopes: [a ", "[", "scope", "scopes:", "scope ["])
def test_scopes_are_looked_for_in_the_longest_header_at_once(piece: str) -> None:
    text = piece * (LONGEST // len(piece))
    started = time.process_time()
    found = scopes_in(text)

    assert time.process_time() - started < 0.2
    assert found == ()
