"""Every way to be forbidden, met over real HTTP at the embedded API, and what is made of it."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import pytest
from kept_school import kept_school
from served_app import served
from somebody import CATALOG, UNHURRIED, Somebody

from ft42tui.api.errors import ApiError, Forbidden, ScopeRefused
from ft42tui.demo.settings import DemoSettings
from ft42tui.demo.weather import Fault, Weather, Weathered
from ft42tui.session.diagnosing import diagnose
from ft42tui.session.diagnosis import Case, Verdict
from ft42tui.session.scope_report import ScopeReport

SLOTS, SERVICES = "me/slots", "community_services"


class Sky(Weather):
    """Fair weather, until a test says otherwise."""

    def __init__(self) -> None:
        super().__init__(0, 0)
        self.fault: Fault | None = None

    def draw(self) -> Fault | None:
        return self.fault


@dataclass(frozen=True, slots=True)
class School:
    """A served embedded API."""

    url: str
    sky: Sky


@pytest.fixture
def school() -> Iterator[School]:
    """A small school of this test's own: nobody signed in there yet."""
    sky = Sky()
    api = kept_school(DemoSettings(users=30, rates=UNHURRIED))
    with served(Weathered(api, sky)) as url:
        yield School(url, sky)


@pytest.fixture
async def somebody(school: School) -> AsyncIterator[Callable[..., Somebody]]:
    """Make somebody who asks that API."""
    made: list[Somebody] = []

    def make(name: str = "official", *scopes: str) -> Somebody:
        made.append(Somebody(name, scopes or ("public",), origin=school.url, clock=time.time))
        return made[-1]

    yield make
    for one in made:
        await one.session.aclose()
        await one.browser.aclose()


def verdict_of(report: ScopeReport) -> tuple[Verdict | None, bool]:
    return report.diagnosis.verdict, report.diagnosis.is_certain


async def follow(one: Somebody, report: ScopeReport) -> None:
    """Sign in as the report says."""
    assert report.plan is not None
    await one.sign_in(*report.plan.scopes, way=report.plan.way, revokes=report.plan.revokes)


async def test_a_scope_that_was_not_asked_for_is_there_after_the_sign_in_of_the_report(
    somebody: Callable[..., Somebody],
) -> None:
    one = somebody()
    await one.sign_in("public")
    report = await one.report(SLOTS)
    await follow(one, report)

    assert verdict_of(report) == ("not_asked", True)
    assert report.sentence == "needs projects · has public · missing projects"
    assert (await one.load(SLOTS)).exchange.status == 200


async def test_an_old_token_that_came_back_is_revoked_and_the_scope_is_there(
    somebody: Callable[..., Somebody],
) -> None:
    one = somebody()
    await one.sign_in("public")
    await one.sign_in("public", "projects")
    report = await one.report(SLOTS)
    await follow(one, report)

    assert verdict_of(report) == ("not_granted", True)
    assert (await one.load(SLOTS)).exchange.status == 200


async def test_a_scope_that_was_refused_at_the_sign_in_is_not_allowed(
    somebody: Callable[..., Somebody],
) -> None:
    one = somebody("plain")
    with pytest.raises(ScopeRefused):
        await one.sign_in("public", "tig", way="application")

    assert verdict_of(await one.report(SERVICES)) == ("not_allowed", True)


async def test_a_scope_that_was_refused_in_the_browser_is_not_allowed(
    somebody: Callable[..., Somebody],
) -> None:
    one = somebody("plain")
    await one.sign_in("public")
    with pytest.raises(ScopeRefused):
        await one.sign_in("public", "projects")

    assert verdict_of(await one.report(SLOTS)) == ("not_allowed", True)


async def test_a_role_that_the_application_lacks_is_missing(somebody: Callable[..., Somebody]) -> None:
    report = await somebody().report("clusters")

    assert verdict_of(report) == ("role", True)
    assert report.sentence == "needs the role Basic staff · the application has Official App"
    assert report.plan is None


async def test_an_application_that_asks_who_it_is_needs_a_user(somebody: Callable[..., Somebody]) -> None:
    one = somebody()
    report = await one.report("me")
    await follow(one, report)

    assert verdict_of(report) == ("user", True)
    assert (await one.load("me")).exchange.status == 200


async def test_an_application_that_lacks_scope_and_user_gets_both_at_once(
    somebody: Callable[..., Somebody],
) -> None:
    one = somebody()
    report = await one.report(SLOTS)
    await follow(one, report)

    assert verdict_of(report) == ("not_asked", True)
    assert (await one.load(SLOTS)).exchange.status == 200


async def forbidden_write(one: Somebody, method: str, path: str) -> Forbidden:
    """Return the 403 that a write meets: the client sends none, so the door is asked."""
    account = await one.session.account()
    token = await account.token(lambda _wait: None)
    headers = {"Authorization": f"Bearer {token.access_token}"}
    answer = await account.door.request(method, path, headers=headers, secrets=(token.access_token,))
    error = answer.error()
    assert isinstance(error, Forbidden)
    return error


async def test_the_project_of_somebody_else_is_not_ones_own(somebody: Callable[..., Somebody]) -> None:
    one = somebody()
    await one.sign_in("public", "projects")
    page = await one.load("projects_users?page[size]=100")
    me = (await one.load("me")).records[0]["id"]
    theirs = next(record["id"] for record in page.records if record["user"]["id"] != me)
    path = f"/v2/projects_users/{theirs}/retry"
    error = await forbidden_write(one, "PATCH", path)
    match = CATALOG.match(path, "PATCH")
    assert match is not None
    found = diagnose(Case(error, match.endpoint, one.session.bearer, asked=("public", "projects")))

    assert (found.verdict, found.is_certain) == ("not_yours", False)
    assert "the API does not say so" in found.doubts[0]


async def test_a_challenge_is_blocked_before_it_reached_the_api(
    school: School, somebody: Callable[..., Somebody]
) -> None:
    one = somebody()
    await one.load("users")
    school.sky.fault = "challenge"
    error = await one.forbidden("clusters")
    school.sky.fault = None
    await one.session.inspect()
    report = one.session.report(error, one.session.parse("clusters").query.endpoint)

    assert verdict_of(report) == ("blocked", True)
    assert [remedy.name for remedy in report.remedies] == ["again", "message"]
    assert "clusters" not in str(one.session.learning.lessons)


@pytest.mark.parametrize("fault", ["error", "gateway"])
async def test_other_weather_is_no_matter_of_rights(
    school: School, somebody: Callable[..., Somebody], fault: Fault
) -> None:
    one = somebody()
    await one.session.inspect()
    school.sky.fault = fault
    with pytest.raises(ApiError) as failed:
        await one.load("clusters")

    assert not isinstance(failed.value, Forbidden)
    assert one.session.learning.lessons == {}


async def test_what_every_answer_taught_agrees_with_what_is_said_of_the_route(
    somebody: Callable[..., Somebody],
) -> None:
    one = somebody()
    await one.load("users")
    await one.forbidden(SERVICES)
    await one.forbidden("clusters")
    await one.forbidden("me")
    reach = {
        text: one.session.reachability.of(one.session.parse(text).query.endpoint).standing
        for text in ("users", SERVICES, "clusters", "me")
    }

    assert reach == {"users": "reachable", SERVICES: "scope", "clusters": "role", "me": "user"}


async def test_the_message_to_staff_names_the_request_and_holds_no_secret(
    somebody: Callable[..., Somebody],
) -> None:
    one = somebody()
    token = await one.sign_in("public")
    error = await one.forbidden(f"{SLOTS}?access_token={token.access_token}")
    report = one.session.report(error, one.session.parse(SLOTS).query.endpoint)

    assert f"Request id: {report.request_id}" in report.message
    assert report.request_id
    assert f"uid {one.application.client_id}" in report.message
    assert token.access_token not in report.message
    assert one.application.client_secret not in report.message
