"""Recorded answers and failures, and what they are said to mean: never more than the evidence holds."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import httpx
import pytest
import recorded
from doubles import FakeTime
from hypothesis import given, settings
from hypothesis import strategies as st
from kept_school import kept_school
from recorded import answer_of

from ft42tui.api.budget import Throttle
from ft42tui.api.client import Client
from ft42tui.api.door import Door
from ft42tui.api.errors import (
    ApiError,
    BadAnswer,
    Forbidden,
    HttpError,
    NotFound,
    RateLimited,
    ServerFault,
    Unauthorized,
    Unreachable,
    error_for,
    no_answer,
    no_json,
)
from ft42tui.api.evidence import Evidence
from ft42tui.api.exchange import Exchange
from ft42tui.api.explanations import ANSWERS, FAILURES, explain, explain_no_answer
from ft42tui.api.no_answer import Failing, NoAnswer
from ft42tui.api.oauth import ClientCredentials, GivenToken
from ft42tui.api.query import parse_request
from ft42tui.catalog import Catalog
from ft42tui.demo.app import DemoApi
from ft42tui.demo.settings import DemoSettings, Rates

API = "https://api.intra.42.fr"
HERE = "http://127.0.0.1:4242"
DOUBT = "not certain"

ANSWERED: list[tuple[str, str, type[ApiError], tuple[str, ...]]] = [
    (
        "UNKNOWN_FILTER",
        "unknown name",
        HttpError,
        ("no such filter: loginn", "Did you mean login?", "pool_year"),
    ),
    (
        "UNKNOWN_FILTERS",
        "unknown name",
        HttpError,
        ("no such filter: nope, neither", "It takes id and login."),
    ),
    ("UNKNOWN_RANGE", "unknown name", HttpError, ("no such range: created", "Did you mean created_at?")),
    ("UNKNOWN_SEARCH", "unknown name", HttpError, ("no such search: nmae", "Did you mean name?")),
    ("UNKNOWN_SORT", "unknown sort", HttpError, ("sorted by kindd", "the documentation")),
    ("UNKNOWN_SORT_AS_500", "unknown sort", ServerFault, ("500 · cannot be sorted by kindd",)),
    ("REFUSED_VALUE", "value refused", HttpError, ("alumni? does not take maybe", "It takes true or false.")),
    ("RANGE_OF_THREE", "range format", HttpError, ("two values with one comma",)),
    ("RANGE_OF_ONE", "range format", HttpError, ("two values with one comma",)),
    ("RANGE_OF_WORDS", "range of nothing", HttpError, ("cannot be made",)),
    ("BARE_FILTER", "no field", HttpError, ("filter[field]=value",)),
    ("MIXED_PAGES", "page styles", HttpError, ("two page styles", "never both")),
    ("PAGE_ZERO", "page value", HttpError, ("counted from 1",)),
    ("NO_CAMPUS", "parameter missing", HttpError, ("campus_id is missing",)),
    ("LISTED_AND_REFUSED", "complaint contradicted", HttpError, (DOUBT, "lists as allowed")),
    ("NEVER_SENT", "complaint contradicted", HttpError, (DOUBT, "not sent")),
    ("SILENT_MIXED_PAGES", "page styles sent", HttpError, (DOUBT, "page and page[size]")),
    ("SILENT_400", "400", HttpError, (DOUBT, "did not understand")),
    ("FIELDS_400", "fields", HttpError, ("begin_at",)),
    ("PAGE_400", "400 page", HttpError, (DOUBT, "web page", "too long")),
    ("PLAIN_HTTP_400", "http to https", HttpError, ("Write https://",)),
    ("EXPIRED_401", "401 expired", Unauthorized, ("has expired",)),
    ("EXPIRED_BY_BODY_401", "401 expired", Unauthorized, ("has expired",)),
    ("INVALID_401", "401 invalid", Unauthorized, ("not accepted", "mistyped", "rotated")),
    ("REVOKED_401", "401 revoked", Unauthorized, ("was revoked",)),
    ("SILENT_401", "401", Unauthorized, (DOUBT, "expired", "revoked", "wrong")),
    ("TWO_REASONS_401", "401 contradicted", Unauthorized, (DOUBT, "expired and invalid")),
    ("TWO_STATUSES", "status contradicted", Unauthorized, (DOUBT, "its body says 404")),
    ("BASIC_401", "401 other scheme", Unauthorized, ("asks for Basic",)),
    ("PAGE_401", "401 page", Unauthorized, (DOUBT, "web page")),
    ("CLIENT_401", "401 client", Unauthorized, ("id or secret", "30 days")),
    ("GUIDE_403", "403 scope", Forbidden, ("lacks a scope: forum",)),
    ("GUIDE_A_403", "403 scope", Forbidden, ("lacks a scope: forum",)),
    ("SILENT_SCOPE_403", "403 unnamed scope", Forbidden, (DOUBT, "names none")),
    ("ROLE_403", "403", Forbidden, (DOUBT, "role", "user's token")),
    ("SILENT_403", "403", Forbidden, (DOUBT,)),
    ("CLOUDFLARE_403", "403 Cloudflare", Forbidden, ("blocked before it reached the API", "cf-mitigated")),
    ("PAGE_403", "403 page", Forbidden, ("blocked before it reached the API", DOUBT)),
    ("OWN_PAGE_403", "403 page contradicted", Forbidden, (DOUBT, "X-Runtime")),
    ("NOT_FOUND", "404 user", NotFound, (DOUBT, "no such user", "application's token")),
    ("EMPTY_404", "404", NotFound, (DOUBT, "no such object", "hidden from this token")),
    ("PAGE_404", "404 page", NotFound, (DOUBT, "web page")),
    ("OWN_PAGE_404", "404 route", NotFound, (DOUBT, "no such route")),
    ("GONE", "410", HttpError, ("gone",)),
    ("NO_METHOD", "405", HttpError, ("does not take PATCH",)),
    ("TOO_LONG", "too long", HttpError, ("too long",)),
    ("PROXY_407", "407", HttpError, ("proxy",)),
    ("TEAPOT", "client", HttpError, (DOUBT, "418 · the API refused the request")),
    ("FIELDS_422", "422 fields", HttpError, ("begin_at and end_at",)),
    ("NESTED_422", "422 fields", HttpError, ("slot.begin_at and base",)),
    ("SENTENCE_422", "422", HttpError, (DOUBT, "no field is named")),
    ("SPAM_429", "429 second", RateLimited, ("limit of a second",)),
    ("SPAM_WORDS_429", "429 second", RateLimited, ("limit of a second",)),
    ("HOUR_429", "429 hour", RateLimited, ("limit of an hour",)),
    ("HOUR_WORDS_429", "429 hour", RateLimited, ("limit of an hour",)),
    ("HOUR_LEFT_429", "429 contradicted", RateLimited, (DOUBT, "Retry-After: 1803", "Remaining: 900")),
    ("SPAM_FOR_AN_HOUR_429", "429 hour", RateLimited, ("limit of an hour",)),
    ("HOUR_IN_A_SECOND_429", "429 contradicted", RateLimited, (DOUBT, "Retry-After: 1")),
    ("SILENT_429", "429", RateLimited, (DOUBT, "second", "hour")),
    ("PAGE_429", "429 page", RateLimited, (DOUBT, "web page")),
    ("FAULT_500", "500", ServerFault, ("500 · the server failed", "mostly pass")),
    ("PAGE_500", "500 page", ServerFault, (DOUBT, "web page")),
    ("NGINX_502", "502", ServerFault, ("502 · the server failed", "gateway")),
    ("OWN_502", "gateway contradicted", ServerFault, (DOUBT, "X-Runtime")),
    ("NGINX_503", "503", ServerFault, ("out of service",)),
    ("NGINX_504", "504", ServerFault, ("gateway", "smaller page[size]")),
    ("CLOUDFLARE_522", "Cloudflare to API", ServerFault, ("Cloudflare", "could not reach")),
    ("NOT_SERVED", "501", ServerFault, ("Sending again will not help",)),
    ("PORTAL_511", "511", ServerFault, ("network asks for a sign-in",)),
    ("ODD_599", "server", ServerFault, (DOUBT,)),
    ("PORTAL_200", "page", BadAnswer, ("not JSON (text/html)", "sign-in page", "another host")),
    ("OWN_PAGE_200", "page contradicted", BadAnswer, (DOUBT, "X-Application-Id")),
    ("CUT_200", "broken JSON", BadAnswer, ("cut short",)),
    ("TEXT_200", "not JSON", BadAnswer, (DOUBT, "text/plain")),
]
FAILED: list[tuple[str, Failing, str, str, tuple[str, ...]]] = [
    ("refused here", "refused", HERE, "", ("127.0.0.1:4242", "Is the server running?")),
    ("refused here", "refused", "http://[::1]:4242", "", ("Is the server running?",)),
    ("refused here", "refused", "https://localhost", "", ("Is the server running?",)),
    ("refused http", "refused", "http://api.intra.42.fr", "", ("not using HTTPS", "Write https://")),
    ("refused", "refused", API, "", ("Connection refused by api.intra.42.fr",)),
    ("no route", "no route", API, "", ("offline",)),
    ("name server", "dns", API, "Temporary failure in name resolution", ("name server", "offline")),
    ("dns", "dns", API, "[Errno -2] Name or service not known", ("was not found", "mistyped")),
    ("tls plain", "tls", API, "[SSL: WRONG_VERSION_NUMBER] wrong version number", ("does not speak TLS",)),
    ("tls time", "tls", API, "certificate verify failed: certificate has expired", ("clock",)),
    ("tls time", "tls", API, "certificate verify failed: certificate is not yet valid", ("clock",)),
    ("tls name", "tls", API, "certificate verify failed: Hostname mismatch", ("another host's",)),
    ("tls unknown", "tls", API, "certificate verify failed: self-signed certificate", ("SSL_CERT_FILE",)),
    ("tls unknown", "tls", API, "unable to get local issuer certificate", ("proxy",)),
    ("tls", "tls", API, "[SSL] unknown error", (DOUBT,)),
    ("connect timeout", "connect timeout", API, "", ("in time", DOUBT)),
    ("read timeout", "read timeout", API, "", ("took too long", "smaller page[size]")),
    ("proxy", "proxy", API, "403 Forbidden", ("HTTPS_PROXY",)),
    ("not http", "not http", API, "illegal status line", ("did not answer in HTTP",)),
    ("lost plain", "lost", "http://api.intra.42.fr", "Server disconnected", (DOUBT, "https")),
    ("lost", "lost", HERE, "Server disconnected", ("was lost",)),
    ("lost", "lost", API, "Server disconnected", ("was lost",)),
    ("other", "other", API, "", (DOUBT,)),
]


def raised(raw: str) -> ApiError:
    exchange, body = answer_of(raw)
    is_success = exchange.status is not None and exchange.status < 300
    return no_json(exchange, body) if is_success else error_for(exchange, body)


def words_of(error: ApiError) -> str:
    return f"{error.title}\n{error.cause}\n{error.hint}"


@pytest.mark.parametrize(("name", "case", "kind", "words"), ANSWERED, ids=[row[0] for row in ANSWERED])
def test_a_recorded_answer_is_explained(
    name: str, case: str, kind: type[ApiError], words: tuple[str, ...]
) -> None:
    raw = getattr(recorded, name)
    told = explain(Evidence.of(*answer_of(raw)))
    error = raised(raw)
    said = words_of(error)

    assert told.name == case
    assert type(error) is kind
    assert all(word.lower() in said.lower() for word in words), said
    assert (DOUBT in words) == (DOUBT in said.lower()), said


@pytest.mark.parametrize(("case", "at", "origin", "said", "words"), FAILED)
def test_a_failure_without_an_answer_is_explained(
    case: str, at: Failing, origin: str, said: str, words: tuple[str, ...]
) -> None:
    told = explain_no_answer(NoAnswer(at, origin, said))
    error = no_answer(at, said, origin, Exchange("GET", origin))
    shown = words_of(error)

    assert told.name == case
    assert type(error) is Unreachable
    assert error.message == said
    assert all(word.lower() in shown.lower() for word in words), shown
    assert (DOUBT in words) == (DOUBT in shown.lower()), shown


def test_https_is_named_only_where_http_was_spoken_to_another_machine() -> None:
    said = [explain_no_answer(NoAnswer("refused", origin)).cause for origin in (API, HERE, "http://[::1]:1")]

    assert not any("HTTPS" in cause for cause in said)


def test_every_case_is_reached_by_a_recorded_answer_or_failure() -> None:
    reached = {row[1] for row in ANSWERED} | {row[0] for row in FAILED}
    known = {case.name for case in ANSWERS} | {case.name for case in FAILURES}

    # What is left needs nothing to be read.
    assert known - reached == {
        "408",
        "422 page",
        "client page",
        "unknown",
    }


def test_every_case_has_a_name_of_its_own_and_words() -> None:
    cases = [(case.name, case.title, case.cause, case.hint) for case in ANSWERS]
    failures = [(case.name, case.title, case.cause, case.hint) for case in FAILURES]

    for table in (cases, failures):
        assert len({name for name, *_ in table}) == len(table)
        for name, title, cause, hint in table:
            assert title, name
            assert cause.endswith("."), name
            assert hint.endswith((".", "{it.allowed}")), name
            assert "!" not in title + cause + hint, name


def test_a_list_of_names_is_said_once() -> None:
    error = raised(recorded.UNKNOWN_FILTER)

    assert error.message == "Attributes loginn doesn't exists or aren't filterables."
    assert words_of(error).count("pool_month") == 1


def test_the_fields_of_a_422_are_kept_one_by_one() -> None:
    error = raised(recorded.FIELDS_422)

    assert isinstance(error, HttpError)
    assert error.fields == (
        ("begin_at", "can't be blank"),
        ("end_at", "is too late, must be after begin_at"),
    )


def test_a_complaint_that_contradicts_itself_marks_nothing() -> None:
    error = raised(recorded.LISTED_AND_REFUSED)

    assert isinstance(error, HttpError)
    assert error.complaint is None


def test_the_title_of_a_page_is_the_servers_word() -> None:
    assert raised(recorded.PORTAL_200).message.endswith("Welcome to our Wi-Fi")


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.integers(200, 599),
    st.sampled_from(["", "text/html", "application/json", "text/plain"]),
    st.sampled_from(["", "Basic x", 'Bearer error_description="The access token expired"', '"', "{it.host}"]),
    st.binary(max_size=40) | st.sampled_from([b"{it.host}", b"<title>{0}</title>", b'{"error":"{it}"}']),
)
def test_an_answer_of_any_kind_is_explained(status: int, kind: str, challenge: str, body: bytes) -> None:
    headers = (("Content-Type", kind), ("WWW-Authenticate", challenge), ("Retry-After", challenge))
    told = explain(Evidence.of(Exchange("GET", API, status=status, response_headers=headers), body))

    assert told.title
    assert told.cause
    assert told.hint
    assert not re.search(r"\{it\.(?!host)", told.title + told.cause + told.hint)


# Over HTTP, against the embedded API.


@pytest.fixture(scope="module")
def time() -> FakeTime:
    """The clock of both sides."""
    return FakeTime()


@pytest.fixture(scope="module")
def api(time: FakeTime) -> DemoApi:
    """An embedded API with a small school."""
    return kept_school(DemoSettings(users=50, rates=Rates(1000, 100_000)), clock=time.clock)


@pytest.fixture
async def door(api: DemoApi, time: FakeTime) -> AsyncIterator[Door]:
    """The way to it."""
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    door = Door(HERE, throttle, transport=httpx.ASGITransport(api))
    yield door
    await door.aclose()


def client_of(api: DemoApi, door: Door, time: FakeTime, name: str = "ft42tui demo") -> Client:
    app = next(one for one in api.applications if one.name == name)

    async def secret() -> str:
        return app.client_secret

    return Client(
        door, ClientCredentials(door, app.client_id, secret, ("public",), clock=time.clock), clock=time.clock
    )


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ("users?filter[loginn]=a", ("no such filter: loginn", "Did you mean login?")),
        ("users?range[created]=1,2", ("no such range: created", "Did you mean created_at?")),
        ("users?search[logi]=a", ("no such search: logi", "Did you mean login?")),
        ("users?sort=kindd", ("cannot be sorted by kindd",)),
        ("users?filter[alumni?]=maybe", ("filter alumni? does not take maybe", "It takes true or false.")),
        ("users?range[id]=1,2,3", ("a range is not written as one",)),
        ("users?range[id]=a,b", ("a range cannot be made",)),
        ("users?page=1&page[size]=5", ("two page styles",)),
        ("users?page[size]=zero", ("page[size] is not a page",)),
        ("users/nobody-of-that-name", ("404 · not found", "no such user")),
        ("projects/999999", ("404 · not found", "no such object")),
    ],
)
async def test_the_embedded_api_is_understood(
    api: DemoApi, door: Door, time: FakeTime, request_: str, words: tuple[str, ...]
) -> None:
    query = parse_request(request_, Catalog.load(), HERE).query
    with pytest.raises(HttpError) as refused:
        await client_of(api, door, time).send(query)

    assert all(word in words_of(refused.value) for word in words), words_of(refused.value)


async def test_a_parameter_that_the_route_needs_is_named(api: DemoApi, door: Door, time: FakeTime) -> None:
    query = parse_request("alumnized_users", Catalog.load(), HERE).query
    with pytest.raises(HttpError, match="400 · the parameter campus_id is missing"):
        await client_of(api, door, time, "intrateam").send(query)


async def test_an_invalid_token_is_told_from_an_expired_one() -> None:
    time = FakeTime()
    api = kept_school(DemoSettings(users=50, rates=Rates(1000, 100_000)), clock=time.clock)
    throttle = Throttle(clock=time.clock, sleep=time.sleep)
    door = Door(HERE, throttle, transport=httpx.ASGITransport(api))
    query = parse_request("users", Catalog.load(), HERE).query
    old = Client(door, GivenToken(api.user_token.access_token))
    await old.send(query)
    time.now += 7300
    with pytest.raises(Unauthorized) as expired:
        await old.send(query)
    with pytest.raises(Unauthorized) as invalid:
        await Client(door, GivenToken("mistyped")).send(query)
    await door.aclose()

    assert expired.value.title == "401 · the token has expired"
    assert "mistyped" in invalid.value.cause


async def test_a_write_that_breaks_rules_is_told_field_by_field(
    api: DemoApi, door: Door, time: FakeTime
) -> None:
    client = client_of(api, door, time, "intrateam")
    await client.token_info()
    assert client.token is not None
    headers = {
        "Authorization": f"Bearer {client.token.access_token}",
        "Content-Type": "application/json",
    }
    body = b'{"user":{"login":"","email":""}}'
    answer = await door.request("POST", "/v2/users", headers=headers, content=body)
    error = error_for(answer.exchange, answer.body)

    assert error.status == 422, error.message
    assert ("login", "can't be blank") in error.fields
    assert error.title.startswith("422 · the API refused the values of login, email")
