"""The client against the embedded API, without a network between."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.utils import formatdate

import httpx
import pytest
from doubles import Body
from kept_school import kept_school

from ft42tui.api.budget import Budget, Throttle, Wait
from ft42tui.api.client import Client
from ft42tui.api.door import Door
from ft42tui.api.errors import (
    ApiError,
    Forbidden,
    HttpError,
    MissingValue,
    NotFound,
    SignInFailed,
    Unauthorized,
    WritesOff,
)
from ft42tui.api.oauth import ClientCredentials, Credentials, GivenToken, NoCredentials
from ft42tui.api.page import Page
from ft42tui.api.query import Query, parse_request
from ft42tui.api.token import Token, TokenInfo
from ft42tui.catalog import Catalog
from ft42tui.demo.app import DemoApi
from ft42tui.demo.settings import DemoSettings, Rates

ORIGIN = "http://127.0.0.1:4200"
CATALOG = Catalog.load()
NOW = 1_700_000_000.0


class FakeTime:
    """One clock for both sides: it moves when somebody sleeps on it."""

    def __init__(self) -> None:
        self.now = NOW

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass(frozen=True)
class School:
    """The embedded API and the clock that it runs on."""

    api: DemoApi
    time: FakeTime

    def door(self) -> Door:
        throttle = Throttle(clock=self.time.clock, sleep=self.time.sleep)
        return Door(ORIGIN, throttle, transport=httpx.ASGITransport(self.api))

    def credentials(self, door: Door, *scopes: str, app: str = "ft42tui demo") -> ClientCredentials:
        known = next(one for one in self.api.applications if one.name == app)

        async def secret() -> str:
            return known.client_secret

        return ClientCredentials(door, known.client_id, secret, scopes, clock=self.time.clock)

    def client(self, *scopes: str, app: str = "ft42tui demo") -> Client:
        door = self.door()
        return Client(door, self.credentials(door, *(scopes or ("public",)), app=app), clock=self.time.clock)


def _school() -> School:
    time = FakeTime()
    settings = DemoSettings(users=200, rates=Rates(2, 1_000_000))
    return School(kept_school(settings, clock=time.clock), time)


@pytest.fixture(scope="module")
def school() -> School:
    """A school of 200 with two requests a second, on a clock that no test moves far."""
    return _school()


@pytest.fixture
async def client(school: School) -> AsyncIterator[Client]:
    """An application with the scope public."""
    client = school.client()
    yield client
    await client.aclose()


def asked(text: str) -> Query:
    return parse_request(text, CATALOG, ORIGIN).query


async def walk(client: Client, page: Page, rel: str) -> list[Page]:
    """Return the pages that one comes by, following one relation to its end."""
    pages = [page]
    while (target := next((t for r, t in page.links.items() if r == rel), None)) is not None:
        page = await client.send(page.query.following(target, ORIGIN, CATALOG))
        pages.append(page)
        assert len(pages) < 50
    return pages


def ids(pages: list[Page]) -> list[int]:
    return [record["id"] for page in pages for record in page.records]


async def test_an_application_signs_in_and_reads(client: Client) -> None:
    page = await client.send(asked("users"))

    assert (page.exchange.status, page.is_list, len(page.records)) == (200, True, 30)
    assert page.total is not None
    assert client.token is not None
    assert client.token.scopes == ("public",)


async def test_the_budget_is_known_after_an_answer(client: Client) -> None:
    await client.send(asked("users"))

    assert (client.budget.second_limit, client.budget.hour_limit) == (2, 1_000_000)


async def test_users_are_filtered_by_pool_year_and_month(client: Client) -> None:
    everybody = await walk(client, await client.send(asked("users?page[size]=100")), "next")
    person = everybody[0].records[-1]
    year, month = person["pool_year"], person["pool_month"]
    page = await client.send(asked(f"users?filter[pool_year]={year}&filter[pool_month]={month},april"))

    assert page.records
    assert {record["pool_year"] for record in page.records} == {year}
    assert {record["pool_month"] for record in page.records} <= {month, "april"}


async def test_users_are_sorted_by_kind_and_login_backwards(client: Client) -> None:
    page = await client.send(asked("users?sort=kind,-login&page[size]=100"))
    kinds = [record["kind"] for record in page.records]
    groups = {kind: [r["login"] for r in page.records if r["kind"] == kind] for kind in kinds}

    assert kinds == sorted(kinds)
    assert all(logins == sorted(logins, reverse=True) for logins in groups.values())


@pytest.mark.parametrize("query", ["sort=id&page[size]=60", "sort=id&page=1&per_page=60"])
async def test_a_list_is_walked_by_link_to_its_last_page_and_back(client: Client, query: str) -> None:
    forth = await walk(client, await client.send(asked(f"users?{query}")), "next")
    back = await walk(client, forth[-1], "prev")

    assert ids(forth) == sorted(set(ids(forth)))
    assert len(ids(forth)) == forth[0].total
    assert [page.number for page in back] == [page.number for page in reversed(forth)]
    assert [page.records for page in back] == [page.records for page in reversed(forth)]
    assert {page.last for page in forth} == {len(forth)}


async def test_a_walk_keeps_filter_sort_and_size(client: Client) -> None:
    pages = await walk(
        client, await client.send(asked("users?filter[kind]=student&sort=-login&page[size]=40")), "next"
    )
    logins = [record["login"] for page in pages for record in page.records]

    assert len(pages) > 1
    assert logins == sorted(logins, reverse=True)
    assert {page.per_page for page in pages} == {40}
    assert {record["kind"] for page in pages for record in page.records} == {"student"}


async def test_the_last_page_is_reached_at_once(client: Client) -> None:
    first = await client.send(asked("users?page[size]=60"))
    last = await client.send(first.query.following(first.links["last"], ORIGIN, CATALOG))

    assert last.number == first.last
    assert "next" not in last.links
    assert last.span is not None
    assert last.span[1] == first.total


async def test_a_page_past_the_end_is_an_empty_list(client: Client) -> None:
    page = await client.send(asked("users?page[number]=9999"))

    assert (page.records, page.is_list, page.span) == ((), True, None)


async def test_one_user_is_one_record(client: Client) -> None:
    page = await client.send(asked("users/norminet"))

    assert not page.is_list
    assert page.records[0]["login"] == "norminet"


async def test_a_missing_scope_is_named(client: Client) -> None:
    with pytest.raises(Forbidden) as refused:
        await client.send(asked("community_services"))

    assert "lacks a scope: tig" in refused.value.title
    assert refused.value.needed == ("tig",)


async def test_a_route_about_me_needs_a_user(client: Client) -> None:
    with pytest.raises(Forbidden) as refused:
        await client.send(asked("me"))

    assert refused.value.needed == ()
    assert refused.value.message == "You are not authorized to access this page."


async def test_an_unknown_user_is_not_found(client: Client) -> None:
    with pytest.raises(NotFound):
        await client.send(asked("users/nobody-of-that-name"))


async def test_a_mix_of_page_styles_is_refused_by_the_api(client: Client) -> None:
    with pytest.raises(HttpError) as refused:
        await client.send(asked("users?page=2&page[size]=50"))

    assert refused.value.status == 400


async def test_a_token_that_has_expired_is_replaced_before_it_is_sent() -> None:
    school = _school()
    client = school.client()
    await client.send(asked("users"))
    first = client.token
    school.time.now += 3 * 3600.0
    page = await client.send(asked("users"))
    await client.aclose()

    assert page.records
    assert first is not None
    assert client.token is not None
    assert client.token.access_token != first.access_token


class Stale:
    """Credentials whose first token is dead, and which count how often they are asked for another."""

    def __init__(self, inner: Credentials | None) -> None:
        self.inner = inner
        self.renewals = 0

    async def token(self, notice: object) -> Token:
        return Token("dead")

    async def renewed(self, dead: Token, notice: object) -> Token | None:
        self.renewals += 1
        return await self.inner.token(_quiet) if self.inner else None


def _quiet(_wait: Wait | None) -> None:
    """Hear of no wait."""


async def test_a_401_is_answered_by_one_renewal(school: School) -> None:
    door = school.door()
    stale = Stale(school.credentials(door, "public"))
    client = Client(door, stale)
    page = await client.send(asked("users/norminet"))
    await client.aclose()

    assert page.records
    assert stale.renewals == 1
    assert client.token is not None
    assert client.token.access_token != "dead"


async def test_a_second_401_is_told_and_not_renewed_again(school: School) -> None:
    door = school.door()
    stale = Stale(GivenToken("dead too"))
    client = Client(door, stale)
    with pytest.raises(Unauthorized) as refused:
        await client.send(asked("users"))
    await client.aclose()

    assert stale.renewals == 1
    assert refused.value.title == "401 · the renewed token was not accepted either"


async def test_a_renewal_that_brings_the_same_token_is_told_and_sent_once(school: School) -> None:
    door = school.door()
    stale = Stale(GivenToken("dead"))
    client = Client(door, stale)
    with pytest.raises(Unauthorized) as refused:
        await client.send(asked("users"))
    await client.aclose()

    assert stale.renewals == 1
    assert refused.value.title == "401 · the token was not accepted, and its renewal brought the same one"
    assert refused.value.cause.endswith("A renewal was tried: the server handed out the same token again.")
    assert "End it in the token view" in refused.value.hint


async def test_a_given_token_that_is_dead_is_told(school: School) -> None:
    client = Client(school.door(), GivenToken("dead"))
    with pytest.raises(Unauthorized) as refused:
        await client.send(asked("users"))
    await client.aclose()

    assert refused.value.title == "401 · the token was not accepted"
    assert refused.value.exchange is not None
    assert "dead" not in repr(refused.value.exchange)


async def test_an_application_learns_about_its_token(client: Client) -> None:
    info = await client.token_info()

    assert info.resource_owner_id is None
    assert info.scopes == ("public",)
    assert info.expires_in is not None
    assert 0 < info.expires_in <= 7200
    assert client.token is not None
    assert client.token.expires_at is not None


async def test_a_user_learns_whose_token_it_is(school: School) -> None:
    client = Client(school.door(), GivenToken(school.api.user_token.access_token), clock=school.time.clock)
    info = await client.token_info()
    await client.aclose()

    assert isinstance(info, TokenInfo)
    assert info.resource_owner_id == 74
    assert client.token is not None
    assert client.token.scopes == ("public",)


@pytest.mark.parametrize("ahead", [3600.0, -3600.0, 3.0])
async def test_when_a_token_was_made_is_put_on_our_clock_by_the_date_of_the_answer(ahead: float) -> None:
    made = NOW + ahead - 600.0  # ten minutes before, as the server counts
    dated, undated = [await told_of_a_token(made, date) for date in (formatdate(NOW + ahead), "")]

    assert dated.created_at == pytest.approx(NOW - 600.0, abs=5.0)
    assert dated.is_dated_here
    assert (undated.created_at, undated.is_dated_here) == (made, False)


async def told_of_a_token(created_at: float, date: str) -> TokenInfo:
    """Return what is learned of a token from an answer with a Date header, or without."""

    def answer(request: httpx.Request) -> httpx.Response:
        headers = {"Content-Type": "application/json"} | ({"Date": date} if date else {})
        said = json.dumps({"scopes": ["public"], "created_at": created_at})
        return httpx.Response(200, headers=headers, stream=Body(said.encode()))

    door = Door(ORIGIN, Throttle(clock=lambda: NOW), transport=httpx.MockTransport(answer))
    client = Client(door, GivenToken("t0ken"), clock=lambda: NOW)
    info = await client.token_info()
    await client.aclose()
    return info


async def test_a_write_is_never_sent(client: Client) -> None:
    with pytest.raises(WritesOff):
        await client.send(asked("DELETE /v2/teams/1"))

    assert client.token is None


async def test_a_missing_path_value_is_told_before_anything_is_sent(client: Client) -> None:
    with pytest.raises(MissingValue, match="user_id"):
        await client.send(asked("/v2/users/:user_id/projects_users"))

    assert client.token is None


async def test_a_wrong_secret_is_a_failed_sign_in(school: School) -> None:
    door = school.door()

    async def secret() -> str:
        return "wrong"

    client = Client(door, ClientCredentials(door, school.api.applications[0].client_id, secret, ("public",)))
    with pytest.raises(SignInFailed, match="id or secret"):
        await client.send(asked("users"))
    await client.aclose()


async def test_a_scope_that_was_not_registered_is_a_failed_sign_in(school: School) -> None:
    client = school.client("public", "tig", app="plain")
    with pytest.raises(SignInFailed):
        await client.send(asked("users"))
    await client.aclose()


async def test_nobody_signed_in_sends_nothing(school: School) -> None:
    client = Client(school.door(), NoCredentials())
    with pytest.raises(SignInFailed):
        await client.send(asked("users"))
    await client.aclose()

    assert client.budget == Budget()


@pytest.mark.parametrize("text", ["users?filter[login]=" + "a" * 70_000, "users/" + "a" * 70_000])
async def test_whatever_is_asked_only_an_api_error_comes_back(client: Client, text: str) -> None:
    with pytest.raises(ApiError):
        await client.send(asked(text))
