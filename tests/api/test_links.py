"""The Link header, by RFC 8288."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.api.links import RELS, Rel, parse_links

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
GUIDE = (
    '<https://api.intra.42.fr/v2/users?page=1>; rel="first", <https://api.intra.42.fr/v2/users?page=3>; '
    'rel="prev", <https://api.intra.42.fr/v2/users?page=586>; rel="last", '
    '<https://api.intra.42.fr/v2/users?page=5>; rel="next"'
)
TARGETS = st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="<>"), min_size=1)
BLANKS = st.sampled_from(["", " ", "  ", "\t"])


@pytest.mark.parametrize(
    ("header", "links"),
    [
        ("", {}),
        ("<u>; rel=next", {"next": "u"}),
        ('<u>; rel="next"', {"next": "u"}),
        ('<u>;rel="next"', {"next": "u"}),
        ('<u> ; rel = "next"', {"next": "u"}),
        ("<u>; REL=NEXT", {"next": "u"}),
        ('<u>; rel="first last"', {"first": "u", "last": "u"}),
        ('<a>; rel="next", <b>; rel="next"', {"next": "a"}),
        ('<u>; rel="prev"; rel="next"', {"prev": "u"}),
        ('<u>; title="a, b; rel=last"; rel=next', {"next": "u"}),
        ('<u>; title="a \\"quoted\\" one"; rel=next', {"next": "u"}),
        ("<u>; title*=UTF-8''a%20b; rel=next", {"next": "u"}),
        ("<a,b;c?page=2>; rel=next", {"next": "a,b;c?page=2"}),
        ("<a>; rel=next,<b>; rel=last", {"next": "a", "last": "b"}),
        ("<a>; rel=next, , <b>; rel=last", {"next": "a", "last": "b"}),
        ("<a>, <b>; rel=last", {"last": "b"}),
        ("< u >; rel=next", {"next": "u"}),
        ("<u>; rel=next;", {"next": "u"}),
        ("<u>; crossorigin; rel=next", {"next": "u"}),
        ("<u>;; rel=next", {"next": "u"}),
        ("<u>; rel=stylesheet", {}),
        ('<u>; rel="https://example.org/next"', {}),
        ("<u>", {}),
        ("<u; rel=next", {}),
        ("u; rel=next", {}),
        ('<u>; rel="next', {}),
    ],
)
def test_a_header_is_read(header: str, links: Mapping[str, str]) -> None:
    assert parse_links(header) == links


def test_the_header_of_the_guide_is_read() -> None:
    assert parse_links(GUIDE) == {
        "first": "https://api.intra.42.fr/v2/users?page=1",
        "prev": "https://api.intra.42.fr/v2/users?page=3",
        "last": "https://api.intra.42.fr/v2/users?page=586",
        "next": "https://api.intra.42.fr/v2/users?page=5",
    }


@st.composite
def headers(draw: st.DrawFn) -> tuple[str, Mapping[Rel, str]]:
    links = draw(st.dictionaries(st.sampled_from(RELS), TARGETS))
    parts = []
    for rel, target in links.items():
        blank, cased = draw(BLANKS), draw(st.sampled_from([rel, rel.upper(), rel.title()]))
        written = draw(st.sampled_from([f'"{cased}"', cased]))
        other = draw(st.sampled_from(["", '; title="a, <b>; rel=first"', "; hreflang=en", ";x"]))
        parts.append(f"<{target}>{blank};{blank}rel{blank}={blank}{written}{other}")
    return draw(st.sampled_from([",", ", ", " ,", ", , "])).join(parts), links


@PROPERTY
@given(headers())
def test_a_built_header_is_read_back(built: tuple[str, Mapping[Rel, str]]) -> None:
    header, links = built

    assert parse_links(header) == links


@PROPERTY
@given(st.text() | st.text('<>;,="\\ \trelnxtfisa', max_size=60))
@example('<u>; rel="\\')
@example("<>;=;,")
def test_garbage_never_raises(header: str) -> None:
    assert set(parse_links(header)) <= set(RELS)


@pytest.mark.parametrize(
    "header",
    [
        "x" + " " * 1500 + "y",
        "," * 20_000,
        "<" * 20_000,
        "<u>;" + " " * 20_000 + "x",
        "<u>; a=" + '"' * 20_000,
        '<u>; a="' + "\\" * 20_001,
        "<u>" + ";a" * 20_000,
    ],
)
def test_a_long_hostile_header_is_read_at_once(header: str) -> None:
    started = time.perf_counter()
    parse_links(header)

    assert time.perf_counter() - started < 1.0
