"""The report on a 403: the sentence, the plan, the remedies, the message to staff."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from recorded import answer_of
from recorded_403 import ROWS, Row

from ft42tui.api.application import ApplicationHeaders
from ft42tui.api.errors import Forbidden, error_for
from ft42tui.api.exchange import MASK, masked_url
from ft42tui.api.token import Grant
from ft42tui.catalog import Endpoint
from ft42tui.session.diagnosing import diagnose
from ft42tui.session.diagnosis import Case
from ft42tui.session.inspection import Inspection
from ft42tui.session.reach import Bearer
from ft42tui.session.scope_report import ScopeReport
from ft42tui.session.sign_in_plan import SignInPlan

PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)
BY_NAME = {row.name: row for row in ROWS}
REQUEST = "bb64ca44-142b-46a6-b590-af95e2e05e66"


def report_on(
    row: Row, *, is_reused: bool = False, is_handed_over: bool = False, can_sign_in: bool = True
) -> ScopeReport:
    case = row.case
    had: Grant = "authorization_code" if case.bearer.has_user else "client_credentials"
    inspection = Inspection(
        is_there=True,
        grant=None if is_handed_over else had,
        is_reused=is_reused,
        application_uid="u-s4t2ud-1",
        application=ApplicationHeaders(7, "Brobot", ()),
    )
    return ScopeReport(diagnose(case), case.error, case.endpoint, inspection, can_sign_in)


def named(name: str, **changes: object) -> Row:
    return replace(BY_NAME[name], **changes)  # type: ignore[arg-type]  # fields of Row


def remedies(report: ScopeReport) -> list[str]:
    return [remedy.name for remedy in report.remedies]


# The sentence.


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (named("the guide's sample"), "needs forum · has public · missing forum"),
        (named("its other revision"), "needs forum · has public · missing forum"),
        (named("the guide's sample", scopes=None), "needs forum · has unknown · missing forum"),
        (named("the guide's sample", scopes=""), "needs forum · has no scope · missing forum"),
        (
            named("one of two scopes is there"),
            "needs projects tig · has public projects · missing tig",
        ),
        (
            named("the token has the scope that the API misses"),
            "needs projects · has public projects",
        ),
        (
            named("no role, an application's token"),
            "needs the role Basic staff · the application has none",
        ),
        (
            named("another role"),
            "needs the role Basic staff · the application has Tutor, Notes manager",
        ),
        (
            named("the roles' header is absent"),
            "needs the role Basic staff · the application has unknown",
        ),
        (
            named("an application asks about itself"),
            "needs a user's token · has the application's own",
        ),
        (named("whose token it is unknown"), "needs a user's token"),
        (
            named("a user or a role, and neither is there"),
            "needs a user's token · has the application's own · "
            "or an application with the role Notes manager or Advanced notes manager",
        ),
        (named("Cloudflare's challenge on a route that lacks a scope as well"), ""),
        (named("a route that asks for nothing", has_user=True), ""),
    ],
    ids=lambda value: value.name if isinstance(value, Row) else "",
)
def test_what_is_needed_there_and_missing_is_one_sentence(row: Row, sentence: str) -> None:
    assert report_on(row).sentence == sentence


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_verdict_has_a_meaning_and_every_doubt_is_told(row: Row) -> None:
    report = report_on(row)

    assert report.meaning.endswith(".")
    assert report.meaning.startswith("It may be: ") is (row.verdict is None)
    assert bool(report.doubt) is not row.is_certain
    assert report.doubt == "" or report.doubt.startswith("Not certain: ")


def test_that_the_old_token_came_back_is_said_as_it_is_known() -> None:
    row = named("the old token came back")

    assert "The old token came back" in report_on(row, is_reused=True).meaning
    assert "Most likely the old token came back" in report_on(row).meaning


# The plan.

ME_SLOTS = "a scope that was not asked for"


@pytest.mark.parametrize(
    ("row", "plan"),
    [
        (named(ME_SLOTS), SignInPlan("browser", ("public", "projects"), revokes=True)),
        (
            named(ME_SLOTS, scopes="public tig"),
            SignInPlan("browser", ("public", "tig", "projects"), revokes=True),
        ),
        (named(ME_SLOTS, scopes=None), SignInPlan("browser", ("public", "projects"), revokes=True)),
        (named(ME_SLOTS, has_user=False), SignInPlan("browser", ("public", "projects"))),
        (named(ME_SLOTS, has_user=None), SignInPlan("browser", ("public", "projects"))),
        (
            named("a route that takes an application with a role as well"),
            SignInPlan("browser", ("public", "projects")),
        ),
        (
            named("the application's old token came back"),
            SignInPlan("application", ("public", "tig"), revokes=True),
        ),
        (
            named("another scope than the documentation names: the API knows best", has_user=False),
            SignInPlan("application", ("public", "projects")),
        ),
        (
            named("the old token came back"),
            SignInPlan("browser", ("public", "projects"), revokes=True),
        ),
        (named("an application asks about itself"), SignInPlan("browser", ("public",))),
        (named("an application asks about itself", scopes=None), SignInPlan("browser", ("public",))),
        (named("a user or a role, and neither is there"), SignInPlan("browser", ("public",))),
        (named("no role, an application's token"), None),
        (named("no role, a user's token"), None),
        (named("a slot of somebody else"), None),
        (named("Cloudflare's challenge"), None),
        (named("a page without any mark"), None),
        (named("a page with the API's own headers"), None),
        (named("the token has the scope that the API misses"), None),
    ],
    ids=lambda value: f"{value.name}, {value.scopes}, {value.has_user}" if isinstance(value, Row) else "",
)
def test_a_sign_in_is_planned_where_one_helps(row: Row, plan: SignInPlan | None) -> None:
    assert report_on(row).plan == plan


def test_a_token_that_was_handed_over_is_not_revoked() -> None:
    plan = report_on(named(ME_SLOTS), is_handed_over=True).plan

    assert plan == SignInPlan("browser", ("public", "projects"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_a_plan_asks_for_what_the_token_has_and_what_it_lacks(row: Row) -> None:
    report = report_on(row)
    plan, known = report.plan, report.diagnosis
    if plan is None:
        return

    assert {*(known.has or ()), *known.needs} <= set(plan.scopes)
    assert len(set(plan.scopes)) == len(plan.scopes) > 0
    assert plan.way in {"browser", "application"}
    assert known.verdict not in {"role", "blocked"} or not known.is_certain
    assert not (plan.revokes and plan.way == "browser" and known.has_user is not True)


# The remedies.


@pytest.mark.parametrize(
    ("name", "order"),
    [
        (ME_SLOTS, ["sign_in", "other_profile", "message"]),
        ("the old token came back", ["sign_in", "other_profile", "message"]),
        ("a sign-in with the scope was refused", ["other_profile", "sign_in", "message"]),
        ("no role, an application's token", ["other_profile", "message"]),
        ("an application asks about itself", ["sign_in", "other_profile", "message"]),
        ("a slot of somebody else", ["other_profile", "message"]),
        ("Cloudflare's challenge", ["again", "message"]),
        ("a page with the API's own headers", ["again", "other_profile", "message"]),
        ("the token has the scope that the API misses", ["other_profile", "message"]),
    ],
)
def test_remedies_come_the_most_hopeful_first(name: str, order: list[str]) -> None:
    assert remedies(report_on(named(name))) == order


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_there_is_always_something_to_do_and_nothing_twice(row: Row) -> None:
    found = remedies(report_on(row))

    assert found[-1] == "message"
    assert len(set(found)) == len(found) >= 2


@pytest.mark.parametrize(
    ("row", "title", "note"),
    [
        (
            named(ME_SLOTS),
            "sign in again in the browser with public projects",
            "the old token is revoked first; then the request is sent again",
        ),
        (
            named("an application asks about itself"),
            "sign in in the browser with public",
            "then the request is sent again",
        ),
        (
            named("another scope than the documentation names: the API knows best", has_user=False),
            "sign in again as the application with public projects",
            "then the request is sent again",
        ),
        (
            named("a sign-in with the scope was refused"),
            "sign in again in the browser with public projects",
            "once the scope is ticked on the application's page",
        ),
    ],
    ids=["a user's", "about oneself", "an application's", "not allowed"],
)
def test_a_sign_in_says_how_and_what_for(row: Row, title: str, note: str) -> None:
    sign_in = next(one for one in report_on(row).remedies if one.name == "sign_in")

    assert (sign_in.title, sign_in.note) == (title, note)


def test_without_an_application_the_sign_in_says_that_it_asks_for_one() -> None:
    sign_in = report_on(named(ME_SLOTS), can_sign_in=False).remedies[0]

    assert sign_in.note == "asks for an application first"


def test_the_message_says_whether_there_is_a_request_to_quote() -> None:
    there, absent = (
        report_on(named(name)).remedies[-1].note for name in ("the guide's sample", "Cloudflare's challenge")
    )

    assert there == f"quotes request {REQUEST}; no secret is in it"
    assert absent == "the answer has no request id; no secret is in it"


# The message to staff.


def test_the_message_holds_all_that_staff_ask_for() -> None:
    assert report_on(named("the guide's sample")).message.splitlines() == [
        "POST https://api.intra.42.fr/v2/topics/4242/messages",
        "answered 403",
        f"Request id: {REQUEST}",
        "Application: Brobot, id 7, uid u-s4t2ud-1",
        "Application's roles: none",
        "Token: a user's, scopes: public",
        "Needs: needs forum · has public · missing forum",
        "The answer said: Insufficient scope. The action need the following scopes: [forum] "
        "(Create, update and destroy topics and messages)",
        "Likely reason: Scope not asked for",
    ]


def test_the_message_says_what_is_not_certain_and_what_is_unknown() -> None:
    row = named("whose token it is unknown", scopes=None)
    message = report_on(row).message

    assert "Likely reason: Needs a user's token (not certain)" in message
    assert "Token: unknown whose, scopes: unknown" in message
    assert "Likely reason" not in report_on(named("no headers, no body")).message
    assert "Request id: none in the answer" in report_on(named("no headers, no body")).message


def test_the_message_names_the_documented_roles_where_scopes_are_the_matter() -> None:
    assert "Documented roles: Basic staff" in report_on(named("one of two scopes is there")).message


def with_headers(**headers: str) -> ScopeReport:
    """Return the report on the guide's sample with other headers, and a secret in its URL."""
    row = named("the guide's sample")
    exchange, body = answer_of(row.raw)
    changed = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    kept = tuple(pair for pair in exchange.response_headers if pair[0].lower() not in changed)
    exchange = replace(
        exchange,
        url=masked_url(f"{exchange.url}?access_token=s3cret&client_secret=s-s4t2ud-s3cret"),
        response_headers=(*kept, *changed.items()),
    )
    error = error_for(exchange, body)
    assert isinstance(error, Forbidden)
    endpoint = Endpoint("POST", "/v2/topics", "unknown")
    bearer = Bearer(("public",), has_user=True)
    report = diagnose(Case(error, endpoint, bearer))
    return ScopeReport(report, error, endpoint, Inspection(is_there=True))


def test_no_secret_is_in_the_message() -> None:
    message = with_headers().message

    assert "s3cret" not in message
    assert f"access_token={MASK}" in message


HOSTILE = {
    "two lines": "two\nlines",
    "a forged line": "a\r\nRequest id: forged",
    "escapes": "\x1b[2J\x1b]52;c;aGk=\x07",
    "next line": "next\x85line",
    "separators": "a\u2028b\u2029c",
    "right to left": "\u202eright to left",
    "controls": "\x00\x08\x7f",
    "long": "x" * 100_000,
    "surrogate": "\ud800",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_header_stays_one_line_that_no_terminal_acts_on(name: str) -> None:
    text = HOSTILE[name]
    usual = with_headers(Date="d", X_Request_Id="r", X_Application_Name="n", X_Application_Roles="o")
    message = with_headers(
        Date=text, X_Request_Id=text, X_Application_Name=text, X_Application_Roles=text
    ).message

    assert len(message.splitlines()) == len(usual.message.splitlines())
    assert all(line.isprintable() and len(line) <= 1000 for line in message.split("\n"))


@PROPERTY
@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_the_headers_say_the_message_has_as_many_lines(name: str, roles: str) -> None:
    usual = with_headers(X_Application_Name="n", X_Application_Roles="None")
    message = with_headers(X_Application_Name=name, X_Application_Roles=roles).message

    assert len(message.split("\n")) == len(usual.message.split("\n"))
    assert all(line.isprintable() for line in message.split("\n"))
