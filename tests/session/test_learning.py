"""What a session learns of rights while it asks the embedded API."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from kept_school import kept_school
from recorded import CLOUDFLARE_403, ROLE_403, answer_of
from recorded_403 import ROWS
from somebody import CATALOG, UNHURRIED, Somebody

from ft42tui.api.errors import ApiError, Forbidden, error_for
from ft42tui.catalog import Endpoint
from ft42tui.demo.app import DemoApi
from ft42tui.demo.settings import DemoSettings
from ft42tui.session.learning import Learning
from ft42tui.session.lessons import Lesson
from ft42tui.session.memory import Memories
from ft42tui.session.reach import Bearer

USERS = "GET /v2/users"
PUBLIC = Bearer(("public",), has_user=True, roles=())


class Clock:
    """Time as a test sets it, for the API and for who asks it."""

    now = 1_795_262_400.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """A clock that stands still."""
    return Clock()


@pytest.fixture
def api(clock: Clock) -> DemoApi:
    """An embedded API of a few users."""
    return kept_school(DemoSettings(users=20, rates=UNHURRIED), clock=clock)


@pytest.fixture
def somebody(api: DemoApi, clock: Clock) -> Callable[..., Somebody]:
    """Make somebody who asks that API."""

    def make(name: str = "official", *scopes: str, **others: object) -> Somebody:
        transport = httpx.ASGITransport(api)
        return Somebody(name, scopes or ("public",), transport=transport, clock=clock, **others)  # type: ignore[arg-type]  # of the test's own

    return make


def lessons(of: Somebody, route: str) -> tuple[Lesson, ...]:
    return of.session.learning.lessons.get(route, ())


def reach(of: Somebody, text: str) -> str:
    return of.session.reachability.of(of.session.parse(text).query.endpoint).words


async def test_a_page_teaches_that_its_route_is_reached(somebody: Callable[..., Somebody]) -> None:
    async with somebody() as one:
        await one.load("users")
        (lesson,) = lessons(one, USERS)

    assert lesson.outcome == "answered"
    assert (lesson.scopes, lesson.has_user, lesson.roles) == (("public",), False, ("Official App",))


async def test_a_refusal_teaches_the_scopes_that_it_names(somebody: Callable[..., Somebody]) -> None:
    async with somebody() as one:
        await one.forbidden("community_services")
        (lesson,) = lessons(one, "GET /v2/community_services")

    assert (lesson.outcome, lesson.needed) == ("scope", ("tig",))


async def test_a_refusal_without_a_scope_teaches_that_it_was_denied(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody() as one:
        await one.forbidden("clusters")
        (lesson,) = lessons(one, "GET /v2/clusters")

    assert (lesson.outcome, lesson.needed) == ("denied", ())


async def test_a_refusal_of_one_object_teaches_nothing_of_its_route(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody() as one:
        await one.forbidden("clusters/1")

        assert one.session.learning.lessons == {}


async def test_a_refusal_of_one_object_teaches_the_scopes_that_it_names(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody() as one:
        await one.forbidden("community_services/1")
        (lesson,) = lessons(one, "GET /v2/community_services/:id")

    assert (lesson.outcome, lesson.needed) == ("scope", ("tig",))


async def test_what_is_no_matter_of_rights_teaches_nothing(somebody: Callable[..., Somebody]) -> None:
    async with somebody() as one:
        for text in ("users/0", "users?sort=nothing"):
            with pytest.raises(ApiError):
                await one.load(text)

        assert one.session.learning.lessons == {}


async def test_what_was_answered_before_the_token_was_asked_about_is_learned_then(
    api: DemoApi, somebody: Callable[..., Somebody]
) -> None:
    async with somebody("ft42tui demo", token=api.user_token.access_token) as one:
        await one.load("users")
        await one.forbidden("me/slots")
        before = one.session.learning.lessons
        await one.session.inspect()
        after = one.session.learning.lessons

    assert before == {}
    assert {route: [lesson.outcome for lesson in found] for route, found in after.items()} == {
        USERS: ["answered"],
        "GET /v2/me/slots": ["scope"],
    }
    assert after[USERS][0].has_user


async def test_what_waited_for_another_token_is_never_learned(
    api: DemoApi, somebody: Callable[..., Somebody]
) -> None:
    async with somebody("ft42tui demo", token=api.user_token.access_token) as one:
        await one.load("users")
        await one.sign_in("public", way="application")
        await one.session.inspect()

        assert one.session.learning.lessons == {}


async def test_an_answer_to_the_token_of_before_is_not_taken_for_the_new_ones(
    api: DemoApi, clock: Clock
) -> None:
    asked, may_answer = asyncio.Event(), asyncio.Event()
    asgi = httpx.ASGITransport(api)

    async def slowly(request: httpx.Request) -> httpx.Response:
        answer = await asgi.handle_async_request(request)
        if request.url.path == "/v2/users":
            asked.set()
            await may_answer.wait()
        return answer

    async with Somebody("official", transport=httpx.MockTransport(slowly), clock=clock) as one:
        loading = asyncio.ensure_future(one.load("users"))
        await asked.wait()
        await one.sign_in("public", "tig", way="application")
        may_answer.set()
        await loading

        assert one.session.learning.lessons == {}


async def test_what_is_learned_shows_in_what_the_token_reaches(somebody: Callable[..., Somebody]) -> None:
    async with somebody("staff") as one:
        await one.sign_in("public")
        await one.session.inspect()
        unasked = reach(one, "clusters")
        await one.load("clusters")

        assert unasked == "not known: the application has the role; the user's own privileges count too"
        assert reach(one, "clusters") == "reachable"


async def test_a_token_of_another_application_is_not_judged_by_the_roles_of_the_one_before(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody("staff") as one, somebody("plain") as other:
        await one.load("clusters")
        one.application = other.application
        await one.sign_in("public", way="application")

        assert one.session.bearer.roles is None
        assert reach(one, "clusters").startswith("not known")


async def test_signing_in_again_with_the_same_application_keeps_its_roles(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody("staff") as one:
        await one.load("clusters")
        await one.sign_in("public", "tig", way="application")

        assert one.session.bearer.roles == ("Basic Staff", "Advanced Staff")


async def test_the_next_run_knows_what_this_one_learned_and_no_secret_is_in_the_file(
    somebody: Callable[..., Somebody], tmp_path: Path
) -> None:
    async with somebody(memories=Memories(tmp_path)) as one:
        await one.load("users")
        await one.forbidden("community_services")
        user = await one.sign_in("public", "projects")
        await one.load("me?access_token=hidden")
        own = await one.sign_in("public", "tig", way="application")
        await one.load("users")
    (file,) = (tmp_path / "learned").iterdir()
    text = file.read_text(encoding="utf-8")
    async with somebody(memories=Memories(tmp_path)) as again:
        await again.session.inspect()

        assert set(again.session.learning.lessons) == {USERS, "GET /v2/community_services", "GET /v2/me"}
    secrets = {
        user.access_token,
        user.refresh_token,
        own.access_token,
        one.application.client_secret,
        "hidden",
    }
    assert not [secret for secret in secrets if secret is None or secret in text]
    assert json.loads(text)["application"] == one.application.client_id


# Scopes that the application may not have.


async def refuse(one: Somebody, *scopes: str, revokes: bool = False) -> frozenset[str]:
    with pytest.raises(ApiError, match="scope"):
        await one.sign_in(*scopes, way="application", revokes=revokes)
    return one.session.learning.memory.refused_scopes


async def test_the_one_new_scope_of_a_refused_sign_in_is_remembered(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody("ft42tui demo", "public", "projects") as one:
        await one.load("users")

        assert await refuse(one, "public", "projects", "tig") == {"tig"}


async def test_of_two_new_scopes_nobody_knows_which_one_was_refused(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody("ft42tui demo") as one:
        await one.load("users")

        assert await refuse(one, "public", "profile", "tig") == frozenset()


async def test_the_scopes_of_a_token_that_is_revoked_first_are_known_to_be_allowed(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody("ft42tui demo", "public", "projects") as one:
        await one.load("users")

        assert await refuse(one, "public", "projects", "tig", revokes=True) == {"tig"}


async def test_the_scopes_of_another_applications_token_say_nothing(
    somebody: Callable[..., Somebody],
) -> None:
    async with somebody("official", "public", "tig") as one, somebody("plain") as other:
        await one.load("users")
        one.application = other.application
        await refuse(one, "public", "projects", "tig")

        plain = one.session.learning.memories.of(one.session.origin, other.application.client_id)
        assert plain.refused_scopes == frozenset()


async def test_a_scope_that_somebody_got_is_not_refused_any_more(somebody: Callable[..., Somebody]) -> None:
    async with somebody("ft42tui demo") as one:
        await one.load("users")
        one.session.learning.memory.refuse(("projects",))
        await one.sign_in("public", "projects", way="application")
        await one.session.inspect()

        assert one.session.learning.memory.refused_scopes == frozenset()


# Without a session.


def learning(client_id: str = "u-1") -> Learning:
    return Learning(Memories(), lambda: ("https://api.intra.42.fr", client_id))


def route(path: str) -> Endpoint:
    return next(one for one in CATALOG if (one.method, one.path) == ("GET", path))


def forbidden(raw: str) -> Forbidden:
    error = error_for(*answer_of(raw))
    assert isinstance(error, Forbidden)
    return error


ODD = [row for row in ROWS if row.name in {"header and body name different scopes", "invalid_token in a 403"}]


@pytest.mark.parametrize("raw", [CLOUDFLARE_403, *(row.raw for row in ODD)])
def test_an_answer_that_may_not_be_believed_teaches_nothing(raw: str) -> None:
    learns = learning()
    learns.refused(route("/v2/users"), forbidden(raw), "f", PUBLIC)

    assert len(ODD) == 2
    assert learns.lessons == {}


@pytest.mark.parametrize(
    "bearer",
    [Bearer(None, has_user=True), Bearer(("public",)), Bearer()],
    ids=["scopes unknown", "nobody knows whose", "neither"],
)
def test_a_lesson_waits_until_it_is_known_whose_token_it_was(bearer: Bearer) -> None:
    learns = learning()
    learns.refused(route("/v2/users"), forbidden(ROLE_403), "f", bearer)
    before = learns.lessons
    learns.settle("another", PUBLIC)

    assert before == learns.lessons == {}


def test_only_so_many_answers_wait() -> None:
    learns = learning()
    for endpoint in [one for one in CATALOG if one.method == "GET"][:200]:
        learns.answered(endpoint, "f", Bearer())
    learns.settle("f", PUBLIC)

    assert 0 < len(learns.lessons) < 100


def test_while_nobody_knows_which_application_asks_nothing_is_learned() -> None:
    learns = learning("")
    learns.answered(route("/v2/users"), "f", PUBLIC)

    assert learns.lessons == {}
