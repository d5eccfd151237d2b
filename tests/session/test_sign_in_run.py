"""What a profile knows before somebody signs in."""

from __future__ import annotations

from typing import cast

import pytest

from ft42tui.api.application import Application
from ft42tui.api.errors import SignInFailed
from ft42tui.api.exchange import Exchange
from ft42tui.config.settings import Settings
from ft42tui.session.session import Session
from ft42tui.session.sign_in import APPLICATION_STEPS, USER_STEPS
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
