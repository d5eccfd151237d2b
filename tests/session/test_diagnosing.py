"""Forbidden answers and what is made of them: never more than the evidence holds."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from recorded import answer_of
from recorded_403 import (
    CATALOG,
    DOUBTED_RIGHTS,
    DOUBTED_SCOPES,
    OBJECTS,
    RIGHTS,
    ROWS,
    SCOPES,
    Row,
)

from ft42tui.api.errors import Forbidden, error_for
from ft42tui.api.exchange import Exchange
from ft42tui.catalog import Endpoint
from ft42tui.catalog.rights import Rights
from ft42tui.session.diagnosing import diagnose
from ft42tui.session.diagnosis import TITLES, Case, Diagnosis, Verdict
from ft42tui.session.forbidden import reads_as_denied, scopes_named_by, signs_of
from ft42tui.session.reach import Bearer

PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)
BY_NAME = {row.name: row for row in ROWS}
ABOUT_SCOPES = {"not_asked", "not_granted", "not_allowed"}


def diagnosed(name: str, **changes: object) -> Diagnosis:
    return diagnose(replace(BY_NAME[name], **changes).case)  # type: ignore[arg-type]  # fields of Row


def texts(found: Diagnosis, source: str) -> list[str]:
    return [clue.text for clue in found.clues if clue.source == source]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_recorded_answer_gets_the_verdict_of_a_careful_person(row: Row) -> None:
    found = diagnose(row.case)

    assert (found.verdict, found.is_certain) == (row.verdict, row.is_certain)


def test_the_table_has_every_verdict_and_as_many_doubts_as_certainties() -> None:
    assert len(BY_NAME) == len(ROWS) >= 40
    assert {row.verdict for row in ROWS} == {*get_args(Verdict), None}
    assert {row.verdict for row in ROWS if row.is_certain} == {*get_args(Verdict)} - {"not_yours"}
    assert sum(not row.is_certain for row in ROWS) >= 20
    assert all(row.is_certain for row in (*SCOPES, *RIGHTS))
    assert not any(row.is_certain for row in (*DOUBTED_SCOPES, *DOUBTED_RIGHTS, *OBJECTS))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_what_is_not_certain_says_why_and_what_else_it_may_be(row: Row) -> None:
    found = diagnose(row.case)

    assert found.is_certain != bool(found.doubts)
    assert found.possible
    assert found.verdict in (None, found.possible[0])
    assert not (found.is_certain and len(found.possible) > 1)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_diagnosis_shows_its_evidence_once(row: Row) -> None:
    clues = Counter(diagnose(row.case).clues)

    assert clues
    assert max(clues.values()) == 1
    assert all(clue.source and clue.text for clue in clues)


def test_the_guides_sample_is_read_to_the_letter() -> None:
    found = diagnosed("the guide's sample")

    assert (found.needs, found.has, found.missing) == (("forum",), ("public",), ("forum",))
    assert found.has_roles == ()
    assert texts(found, "WWW-Authenticate") == [
        "insufficient_scope: The action need the following scopes: [forum]"
    ]
    assert texts(found, "catalogue") == ["does not have this route"]
    assert texts(found, "sign-in") == ["asked for public"]


def test_the_living_token_is_evidence_of_what_was_not_granted() -> None:
    reused, fresh = (
        diagnosed("asked for and not granted, in a token just made", is_reused=is_reused)
        for is_reused in (True, False)
    )

    assert texts(reused, "token")[-1].startswith("older than the sign-in")
    assert texts(fresh, "token") == ["has public", "is a user's"]


def test_the_roles_of_the_answer_count_before_those_of_earlier_ones() -> None:
    found = diagnosed("the answer's roles, not those of earlier ones")

    assert found.has_roles == ()
    assert texts(found, "X-Application-Roles") == ["None"]


def test_what_speaks_against_a_verdict_is_marked() -> None:
    against = [clue for clue in diagnosed("a page with the API's own headers").clues if clue.is_against]

    assert [clue.source for clue in against] == ["headers"]


def test_a_verdict_has_a_title_and_no_verdict_one_as_well() -> None:
    assert set(TITLES) == set(get_args(Verdict))
    assert diagnosed("no headers, no body").title == "Not certain why"
    assert diagnosed("no role, an application's token").title == "Role missing"


@pytest.mark.parametrize(
    ("field", "value"), [("scopes", None), ("asked", None), ("has_user", None), ("raw", "no roles")]
)
def test_without_one_piece_of_evidence_nothing_that_rests_on_it_is_certain(field: str, value: object) -> None:
    rests_on: dict[str, set[Verdict]] = {
        "scopes": {"not_asked", "not_granted", "not_allowed"},
        "asked": {"not_asked", "not_granted"},
        "has_user": {"user"},
        "raw": {"role"},
    }
    for row in ROWS:
        change = "\n".join(line for line in row.raw.split("\n") if not line.startswith("X-Application-Roles"))
        changed = replace(row, **{field: change if field == "raw" else value})  # type: ignore[arg-type]
        found = diagnose(changed.case)
        assert found.verdict not in rests_on[field] or not found.is_certain, row.name


def test_an_answer_that_contradicts_itself_teaches_nothing() -> None:
    odd = ["header and body name different scopes", "insufficient scope, and Access Denied"]
    odd += ["invalid_token that names scopes", "a page by its type, with the scope in its header"]
    odd += ["one header names two lists", "Access Denied, and invalid_token", "none of the API's own headers"]

    for name in odd:
        error = BY_NAME[name].case.error
        assert scopes_named_by(error) == (), name
        assert not reads_as_denied(error), name


def test_an_answer_that_holds_teaches_what_it_names() -> None:
    assert scopes_named_by(BY_NAME["the guide's sample"].case.error) == ("forum",)
    assert reads_as_denied(BY_NAME["no role, a user's token"].case.error)
    assert not reads_as_denied(BY_NAME["the guide's sample"].case.error)


# Whatever an answer may hold.

SOURCES = (
    "Bearer ",
    "Basic ",
    'error="insufficient scope"',
    "scope=projects",
    "scopes: [tig]",
    "invalid_token",
)
PIECES = st.sampled_from(
    [*SOURCES, ",", '"', "\\", "[", "]", "None", "Basic staff", "cloudflare", "challenge"]
)
TEXT = st.lists(PIECES | st.text(max_size=8), max_size=8).map("".join)
NAMES = st.sampled_from(
    [
        "WWW-Authenticate",
        "Content-Type",
        "X-Application-Roles",
        "X-Application-Id",
        "X-Request-Id",
        "Server",
        "cf-mitigated",
        "Date",
    ]
)
KINDS = st.sampled_from(["application/json", "text/html", "text/plain", "", "application/vnd.api+json"])
HEADERS = st.lists(st.tuples(NAMES, TEXT | KINDS), max_size=6).map(tuple)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXT,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["error", "message", "error_description", "errors"]), inner)
    ),
    max_leaves=6,
)
BODIES = st.binary(max_size=60) | TEXT.map(str.encode) | JSON.map(lambda value: json.dumps(value).encode())
SCOPE_LISTS = st.none() | st.lists(st.sampled_from(["public", "projects", "tig"]), max_size=3).map(tuple)
LISTED = tuple(CATALOG)
ENDPOINTS = st.sampled_from(LISTED) | st.just(Endpoint("GET", "/v2/secrets", "unknown"))
BEARERS = st.builds(
    Bearer, SCOPE_LISTS, st.none() | st.booleans(), st.none() | st.lists(TEXT, max_size=2).map(tuple)
)


def forbidden(headers: tuple[tuple[str, str], ...], body: bytes) -> Forbidden:
    excerpt = body.decode("utf-8", "replace")[:4096]
    url = "https://api.intra.42.fr/v2/users"
    exchange = Exchange("GET", url, status=403, response_headers=headers, excerpt=excerpt)
    error = error_for(exchange, body)
    assert isinstance(error, Forbidden)
    return error


ERRORS = st.builds(forbidden, HEADERS, BODIES)
RECORDED = [(answer_of(row.raw), row.case) for row in ROWS]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A recorded answer of which something is lost, or added, or known otherwise."""
    (exchange, body), case = draw(st.sampled_from(RECORDED))
    lost = draw(st.sets(NAMES, max_size=2))
    kept = tuple(pair for pair in exchange.response_headers if pair[0] not in lost)
    more = draw(st.just(()) | HEADERS)
    return Case(
        forbidden((*kept, *more), draw(st.just(body) | BODIES)),
        draw(st.just(case.endpoint) | ENDPOINTS),
        draw(st.just(case.bearer) | BEARERS),
        draw(st.just(case.asked) | SCOPE_LISTS),
        draw(st.booleans()),
        draw(st.just(case.refused_scopes) | st.frozensets(st.sampled_from(["projects", "tig"]))),
    )


def _names_scopes(case: Case) -> bool:
    exchange = case.error.exchange
    assert exchange is not None
    said = f"{exchange.header('WWW-Authenticate') or ''} {exchange.excerpt}".lower()
    return "scope" in said


@PROPERTY
@given(cases())
@example(Case(forbidden((), b"[" * 4096), LISTED[0]))
@example(Case(forbidden((("WWW-Authenticate", "\x00" * 99),), b"\xff\xfe"), LISTED[0]))
@example(Case(forbidden((("WWW-Authenticate", 'Bearer error="insufficient scope"'),), b"{}"), LISTED[0]))
def test_no_answer_makes_it_raise_and_none_without_a_scope_is_certainly_about_scopes(case: Case) -> None:
    found = diagnose(case)

    assert signs_of(case.error).message == case.error.message
    assert found.is_certain != bool(found.doubts)
    if not signs_of(case.error).needed or not _names_scopes(case):
        assert not (found.is_certain and found.verdict in ABOUT_SCOPES)


@PROPERTY
@given(cases())
def test_nothing_is_certain_that_what_is_known_speaks_against(case: Case) -> None:
    found = diagnose(case)
    if not found.is_certain:
        return
    if found.verdict in ABOUT_SCOPES:
        assert found.missing
        assert found.has is not None
        assert not set(found.missing) & set(found.has)
    if found.verdict == "role":
        held = {role.casefold() for role in found.has_roles or ()}
        assert found.has_roles is not None
        assert held.isdisjoint(role.casefold() for role in Rights.of(case.endpoint).roles)
    if found.verdict == "user":
        assert found.has_user is False
    if found.verdict == "blocked":
        exchange = case.error.exchange
        assert exchange is not None
        assert exchange.header("X-Application-Id") in (None, "")
    assert found.verdict != "not_yours"


@PROPERTY
@given(ERRORS)
def test_what_may_not_be_believed_is_never_learned(error: Forbidden) -> None:
    named = scopes_named_by(error)

    assert not (named and reads_as_denied(error))
    assert set(named) <= set(signs_of(error).needed)


def test_a_list_of_scopes_may_be_written_with_commas() -> None:
    answer = 'WWW-Authenticate: Bearer error="insufficient_scope", scope="forum,projects"'
    raw = f"HTTP/1.1 403 Forbidden\nX-Application-Id: 7\nX-Application-Roles: None\n{answer}\n\n{{}}"
    found = diagnose(Row("commas", raw, "not_asked", is_certain=True).case)

    assert found.needs == ("forum", "projects")


def test_what_no_scope_looks_like_is_none() -> None:
    answer = (
        'WWW-Authenticate: Bearer error="insufficient_scope", scope="[forum] pub\x7flic ' + "x" * 65 + ' tig"'
    )
    raw = f"HTTP/1.1 403 Forbidden\nX-Application-Id: 7\n{answer}\n\n{{}}"
    found = diagnose(Row("odd", raw, "not_asked", is_certain=True).case)

    assert found.needs == ("tig",)


def test_a_role_that_is_missing_as_well_is_told_with_the_scope() -> None:
    raw = next(row.raw for row in ROWS if row.name == "the guide's sample").replace("forum", "tig")
    row = Row("closes", raw, "not_asked", True, "GET /v2/closes", has_user=False, roles=())
    found = diagnose(row.case)

    assert found.verdict == "not_asked"
    assert found.besides == ("role",)
    assert "needs the role Basic staff" in texts(found, "catalogue")
    assert texts(found, "X-Application-Roles") == ["None"]


def test_roles_that_another_answer_told_are_named_so() -> None:
    raw = 'HTTP/1.1 403 Forbidden\nContent-Type: application/json\n\n{"error":"Access Denied"}'
    found = diagnose(Row("earlier", raw, "role", False, "GET /v2/levels", roles=("Tutor",)).case)

    assert texts(found, "X-Application-Roles") == []
    assert texts(found, "an earlier answer") == ["Tutor"]
