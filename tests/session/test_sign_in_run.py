"""What a profile knows before somebody signs in, and signing in again with other scopes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import cast

import httpx
import pytest
from doubles import Body
from kept_school import kept_school
from somebody import UNHURRIED, Somebody, application

from ft42tui.api.application import Application
from ft42tui.api.errors import SignInFailed, Unauthorized
from ft42tui.api.exchange import Exchange
from ft42tui.config.settings import Settings
from ft42tui.demo.settings import DemoSettings
from ft42tui.session.session import Session
from ft42tui.session.sign_in import APPLICATION_STEPS, PERMISSION, REVOCATION, USER_STEPS
from ft42tui.session.sign_in_form import FieldName, Known, SignInForm, Way
from ft42tui.session.sign_in_run import LAST, SignInRun, known_of
from ft42tui.session.steps import Step


class Profile:
    """A session with an application, or without."""

    def __init__(self, application: Application | None) -> None:
        self.settings = Settings(scopes=("public", "tig"), redirect_uri="http://localhost:1/x")
        self._application = application

    async def account(self) -> Profile:
        return self

    async def application(self) -> Application | None:
        return self._application


def profile(application: Application | None) -> Session:
    return cast("Session", Profile(application))


async def test_a_profile_without_an_application_knows_its_settings() -> None:
    known, application = await known_of(profile(None))

    assert application is None
    assert known == Known(scopes=("public", "tig"), redirect_uri="http://localhost:1/x")


async def test_a_secret_that_is_kept_is_told_by_its_place_only() -> None:
    kept = Application.typed("u-1", "s3cret", ("public",))
    known, application = await known_of(profile(kept))

    assert application is kept
    assert (known.client_id, known.place, known.scopes) == ("u-1", kept.place, ("public",))
    assert "s3cret" not in repr(known)


async def test_a_secret_that_cannot_be_had_is_told_with_its_cause() -> None:
    async def missing() -> str:
        raise SignInFailed("The keyring does not answer")

    known, application = await known_of(profile(Application("u-1", missing, place="the keyring")))

    assert application is None
    assert (known.client_id, known.place, known.missing) == ("u-1", "", "The keyring does not answer")


def test_before_it_begins_everything_is_ahead() -> None:
    run = SignInRun(profile(None), SignInForm(way="application"))
    assert run.ahead == ("Token for the application", LAST)
    assert not run.paste("http://127.0.0.1:4242/callback?code=1")


def answered(status: int, excerpt: str = "") -> Exchange:
    return Exchange("POST", "/oauth/token", status=status, excerpt=excerpt)


@pytest.mark.parametrize(
    ("way", "last", "field"),
    [
        ("browser", None, "redirect_uri"),
        ("browser", Step(USER_STEPS[0], 1.0, failure="Port 4242 cannot be listened to"), "redirect_uri"),
        ("browser", Step(USER_STEPS[1], 1.0, failure="Access was denied"), "client_id"),
        ("browser", Step(USER_STEPS[2], 1.0, answered(400, '{"error":"invalid_grant"}')), "redirect_uri"),
        ("browser", Step(USER_STEPS[2], 1.0, answered(401)), "secret"),
        ("application", Step(APPLICATION_STEPS[0], 1.0, answered(401)), "secret"),
        (
            "application",
            Step(APPLICATION_STEPS[0], 1.0, answered(400, '{"error":"invalid_scope"}')),
            "scopes",
        ),
        ("application", Step(APPLICATION_STEPS[0], 1.0, failure="The API cannot be reached"), "client_id"),
        ("token", None, "token"),
    ],
)
def test_a_failure_leads_to_the_field_at_fault(way: Way, last: Step | None, field: FieldName) -> None:
    run = SignInRun(profile(None), SignInForm(way=way))
    run.steps.extend([last] if last is not None else [])

    assert run.at_fault == field


# Signing in again, at the embedded API.


@pytest.fixture
async def somebody() -> AsyncIterator[Somebody]:
    """Somebody at an embedded API of their own, with an application that may ask for every scope."""
    api = kept_school(DemoSettings(users=5, rates=UNHURRIED), clock=lambda: 1000.0)
    async with Somebody("official", transport=httpx.ASGITransport(api)) as one:
        yield one


def titles(one: Somebody) -> list[str]:
    return [step.title for step in one.runs[-1].steps]


async def test_while_the_old_token_lives_its_scopes_come_back_whatever_is_asked_for(
    somebody: Somebody,
) -> None:
    old = await somebody.sign_in("public")
    new = await somebody.sign_in("public", "projects")

    assert (new.access_token, new.scopes) == (old.access_token, ("public",))
    assert somebody.session.status.scopes == ("public",)
    assert titles(somebody) == [*USER_STEPS]


async def test_once_the_old_token_is_revoked_the_new_one_has_what_is_asked_for(somebody: Somebody) -> None:
    old = await somebody.sign_in("public")
    new = await somebody.sign_in("public", "projects", revokes=True)
    looked = await somebody.session.look_at(new.access_token)

    assert (new.scopes, looked.scopes) == (("public", "projects"), ("public", "projects"))
    assert titles(somebody) == [PERMISSION, REVOCATION, *USER_STEPS]
    with pytest.raises(Unauthorized):
        await somebody.session.look_at(old.access_token)


async def test_what_was_asked_for_is_known_of_the_token_that_came_back(somebody: Somebody) -> None:
    await somebody.sign_in("public")
    await somebody.sign_in("public", "projects")

    assert (await somebody.report("me/slots")).diagnosis.verdict == "not_granted"


async def test_an_applications_token_is_revoked_first_as_well(somebody: Somebody) -> None:
    await somebody.load("users")
    new = await somebody.sign_in("public", "tig", way="application", revokes=True)

    assert new.scopes == ("public", "tig")
    assert titles(somebody) == [REVOCATION, *APPLICATION_STEPS]


async def test_without_a_token_there_is_nothing_to_revoke(somebody: Somebody) -> None:
    await somebody.sign_in("public", "tig", revokes=True)

    assert titles(somebody) == [*USER_STEPS]


async def test_a_token_of_another_application_is_not_revoked(somebody: Somebody) -> None:
    old = await somebody.sign_in("public")
    somebody.application = application("staff")
    await somebody.sign_in("public", "tig", revokes=True)

    assert titles(somebody) == [*USER_STEPS]
    assert (await somebody.session.look_at(old.access_token)).scopes == ("public",)


async def test_no_token_is_revoked_for_a_scope_that_the_application_may_not_have(somebody: Somebody) -> None:
    somebody.application = application("plain")
    old = await somebody.sign_in("public")
    with pytest.raises(SignInFailed, match="scope was refused"):
        await somebody.sign_in("public", "tig", revokes=True)

    assert titles(somebody) == [PERMISSION]
    assert somebody.session.access_token == old.access_token
    assert (await somebody.session.look_at(old.access_token)).scopes == ("public",)
    assert somebody.session.learning.memories.of(
        somebody.session.origin, somebody.application.client_id
    ).refused_scopes == {"tig"}


@pytest.mark.parametrize("status", [403, 500, 503])
async def test_a_revocation_that_fails_is_a_failed_step_and_the_sign_in_goes_on(status: int) -> None:
    asgi = httpx.ASGITransport(kept_school(DemoSettings(users=5, rates=UNHURRIED), clock=lambda: 1000.0))

    async def send(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/revoke":
            return httpx.Response(status, stream=Body(b"{}"))
        return await asgi.handle_async_request(request)

    async with Somebody("official", transport=httpx.MockTransport(send)) as one:
        old = await one.sign_in("public")
        new = await one.sign_in("public", "tig", revokes=True)

        assert new.access_token == old.access_token
        assert titles(one) == [PERMISSION, REVOCATION, *USER_STEPS]
        assert [bool(step.failure) for step in one.runs[-1].steps] == [False, True, False, False, False]


def test_a_revocation_is_ahead_of_everything_else() -> None:
    run = SignInRun(profile(None), SignInForm(way="application"), revokes=True)
    users = SignInRun(profile(None), SignInForm(way="browser"), revokes=True)
    pasted = SignInRun(profile(None), SignInForm(way="token"), revokes=True)

    assert run.ahead == (REVOCATION, "Token for the application", LAST)
    assert users.ahead[:2] == (PERMISSION, REVOCATION)
    assert REVOCATION not in pasted.ahead
