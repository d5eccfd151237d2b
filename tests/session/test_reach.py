"""Which routes a token reaches: by the documentation, by answers, and as the embedded API has it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.catalog import SCOPES, Catalog, Endpoint
from ft42tui.catalog.rights import route_of
from ft42tui.demo.access import check
from ft42tui.demo.applications import Application, registered
from ft42tui.demo.oauth.tokens import Token
from ft42tui.demo.refusal import Refusal
from ft42tui.demo.settings import Rates
from ft42tui.session.lessons import Lesson, Lessons, Outcome, with_lesson
from ft42tui.session.reach import Bearer, Reach, Reachability, Standing, either, needs_in_words

PROPERTY = settings(derandomize=True, deadline=None, max_examples=200)
CATALOG = tuple(Catalog.load())
APPLICATIONS: Final = registered(42, Rates(0, 0))
ADVANCED: Final = replace(
    next(one for one in APPLICATIONS if one.name == "staff"), name="advanced", roles=("Advanced staff",)
)
SCOPE_SETS: Final = ((), ("public",), ("public", "projects"), ("tig", "profile"), tuple(SCOPES))
BARE = Endpoint("GET", "/v2/secrets", "unknown")
EITHER = "user token with the scope, or an application with one of the roles"


def route(text: str) -> Endpoint:
    method, _, path = text.partition(" ")
    return next(one for one in CATALOG if (one.method, one.path) == (method, path))


SLOTS, ME, USERS = route("GET /v2/me/slots"), route("GET /v2/me"), route("GET /v2/users")
CLUSTERS, CLOSES, SCALES = route("GET /v2/clusters"), route("GET /v2/closes"), route("POST /v2/scale_teams")
NOTES = route("POST /v2/notes")


def bearer(scopes: str | None = "public", *, user: bool | None = False, roles: str | None = "") -> Bearer:
    names = None if roles is None else tuple(filter(None, roles.split(", ")))
    return Bearer(None if scopes is None else tuple(scopes.split()), user, names)


def learned(*lessons: Lesson) -> Lessons:
    """Return what was learned, the oldest first."""
    found: Lessons = {}
    for lesson in lessons:
        found = with_lesson(found, lesson)
    return found


def lesson(
    endpoint: Endpoint,
    outcome: Outcome,
    scopes: str = "public",
    *,
    user: bool = False,
    roles: tuple[str, ...] | None = None,
    needed: str = "",
) -> Lesson:
    return Lesson(route_of(endpoint), outcome, tuple(scopes.split()), user, roles, tuple(needed.split()))


# As the embedded API has it.


def passes(endpoint: Endpoint, application: Application, scopes: tuple[str, ...], owner: int | None) -> bool:
    """Return whether the embedded API lets such a token pass."""
    try:
        check(endpoint, Token("t", application, scopes, 0, 7200, owner))
    except Refusal:
        return False
    return True


def judged(application: Application, owner: int | None) -> Counter[tuple[Standing, bool]]:
    """Return how often each standing met a token that passes, and one that does not."""
    met: Counter[tuple[Standing, bool]] = Counter()
    for scopes in SCOPE_SETS:
        judge = Reachability(Bearer(scopes, owner is not None, application.roles))
        met.update(
            (judge.of(endpoint).standing, passes(endpoint, application, scopes, owner))
            for endpoint in CATALOG
        )
    return met


@pytest.mark.parametrize("owner", [None, 74], ids=["application", "user"])
@pytest.mark.parametrize("application", [*APPLICATIONS, ADVANCED], ids=lambda one: one.name)
def test_whatever_is_said_to_be_reached_passes_and_what_is_not_does_not(
    application: Application, owner: int | None
) -> None:
    met = judged(application, owner)

    assert met["reachable", False] == 0
    assert (met["scope", True], met["role", True], met["user", True]) == (0, 0, 0)
    assert met["reachable", True] > 240 * len(SCOPE_SETS)


@pytest.mark.parametrize("application", APPLICATIONS, ids=lambda one: one.name)
def test_of_an_applications_token_with_known_roles_hardly_anything_is_unknown(
    application: Application,
) -> None:
    met = judged(application, None)
    unknown = met["unknown", True] + met["unknown", False]

    assert unknown <= 0.03 * met.total()


@pytest.mark.parametrize("endpoint", [USERS, CLUSTERS, SLOTS, ME, SCALES, NOTES, CLOSES], ids=route_of)
def test_a_standing_that_is_certain_stays_so_whatever_else_becomes_known(endpoint: Endpoint) -> None:
    for application, scopes, user in product(APPLICATIONS, SCOPE_SETS, (True, False)):
        full = Reachability(Bearer(scopes, user, application.roles)).of(endpoint)
        for less in (Bearer(scopes, None, application.roles), Bearer(scopes, user), Bearer(scopes)):
            partly = Reachability(less).of(endpoint)
            if partly.standing == "reachable":
                assert full.standing in {"reachable", "unknown"}
            elif partly.standing != "unknown":
                assert full.standing in {"scope", "role", "user"}


# By the documentation.


@pytest.mark.parametrize(
    ("endpoint", "who", "words"),
    [
        (USERS, bearer(), "reachable"),
        (USERS, bearer("", user=None, roles=None), "reachable"),
        (USERS, bearer(None), "not known: the token's scopes are not known yet"),
        (BARE, bearer(), "not known: the documentation does not have this route"),
        (SLOTS, bearer(user=True), "needs the scope projects"),
        (SLOTS, bearer(), "needs a user's token and the scope projects"),
        (SLOTS, bearer(user=None), "needs the scope projects"),
        (SLOTS, bearer("public projects"), "needs a user's token"),
        (SLOTS, bearer("public projects", user=True), "reachable"),
        (
            SLOTS,
            bearer("public projects", user=None),
            "not known: whether the token is a user's is not known yet",
        ),
        (ME, bearer(), "needs a user's token"),
        (CLUSTERS, bearer(), "needs the role Basic staff"),
        (CLUSTERS, bearer(user=True), "needs the role Basic staff"),
        (CLUSTERS, bearer(roles="Basic staff"), "reachable"),
        (CLUSTERS, bearer(roles="Intrateam"), "reachable"),
        (CLUSTERS, bearer(roles=None), "not known: the application's roles are not known yet"),
        (
            CLUSTERS,
            bearer(roles="Advanced staff"),
            "not known: whether an advanced role does what the basic one may is not documented",
        ),
        (
            CLUSTERS,
            bearer(roles="Basic staff", user=True),
            "not known: the application has the role; the user's own privileges count too",
        ),
        (CLOSES, bearer(), "needs the scope tig, and the role Basic staff"),
        (CLOSES, bearer(roles=None), "needs the scope tig"),
        (CLOSES, bearer("public tig", roles=None), "not known: the application's roles are not known yet"),
        (SCALES, bearer(), "needs a user's token with the scope projects, or the role Advanced tutor"),
        (SCALES, bearer(user=True), "needs the scope projects, or the role Advanced tutor"),
        (SCALES, bearer("projects"), "needs a user's token, or the role Advanced tutor"),
        (SCALES, bearer("projects", user=True), "reachable"),
        (SCALES, bearer("", roles="Advanced tutor"), "reachable"),
        (SCALES, bearer("", roles=None), "not known: the application's roles are not known yet"),
        (NOTES, bearer(), "needs a user's token, or the role Notes manager or Advanced notes manager"),
        (NOTES, bearer(user=True, roles=None), "reachable"),
    ],
)
def test_a_standing_is_told_in_words(endpoint: Endpoint, who: Bearer, words: str) -> None:
    assert Reachability(who).of(endpoint).words == words


@pytest.mark.parametrize(
    ("reach", "words"),
    [
        (Reach("unknown"), "not known"),
        (Reach("reachable", is_learned=True), "reachable"),
        (Reach("scope", ("tig", "forum")), "needs the scopes tig forum"),
        (Reach("role", roles=("A", "B", "C")), "needs the role A, B or C"),
    ],
)
def test_the_words_of_a_reach_name_everything_that_is_missing(reach: Reach, words: str) -> None:
    assert reach.words == words


def test_where_nothing_is_needed_the_words_say_so() -> None:
    assert needs_in_words((), (), user=False) == "needs nothing"
    assert (either(()), either(("A",)), either(("A", "B"))) == ("", "A", "A or B")


# By what answers taught.


def test_an_answer_overrules_the_documentation() -> None:
    lessons = learned(lesson(CLUSTERS, "answered", roles=()))

    reach = Reachability(bearer(), lessons).of(CLUSTERS)
    assert (reach.standing, reach.is_learned) == ("reachable", True)


def test_the_scopes_that_the_api_named_overrule_those_of_the_documentation() -> None:
    lessons = learned(lesson(USERS, "scope", needed="forum"))
    reach = Reachability(bearer(), lessons).of(USERS)

    assert (reach.words, reach.is_learned) == ("needs the scope forum", True)
    assert Reachability(bearer("public forum"), lessons).of(USERS).standing == "reachable"


def test_a_refusal_that_named_no_scope_makes_an_open_route_unknown() -> None:
    reach = Reachability(bearer(), learned(lesson(USERS, "denied"))).of(USERS)

    assert (reach.standing, reach.is_learned) == ("unknown", True)
    assert reach.words == "not known: it was refused before, and not for a scope"


def test_a_refusal_leaves_a_route_that_is_out_of_reach_as_it_is() -> None:
    reach = Reachability(bearer(), learned(lesson(CLUSTERS, "denied"))).of(CLUSTERS)

    assert (reach.words, reach.is_learned) == ("needs the role Basic staff", False)


@pytest.mark.parametrize(
    "who",
    [
        bearer(user=True),
        bearer(user=None),
        bearer(""),
        bearer(roles="Tutor"),
        bearer(None),
    ],
    ids=["a user's", "nobody knows whose", "fewer scopes", "other roles", "scopes unknown"],
)
def test_an_answer_to_another_kind_of_token_teaches_nothing(who: Bearer) -> None:
    lessons = learned(lesson(CLUSTERS, "answered", roles=()))

    assert Reachability(who, lessons).of(CLUSTERS) == Reachability(who).of(CLUSTERS)


def test_an_answer_teaches_a_token_with_more_scopes_too() -> None:
    lessons = learned(lesson(CLUSTERS, "answered", roles=()))

    assert Reachability(bearer("tig public"), lessons).of(CLUSTERS).is_open


def test_a_lesson_of_another_route_teaches_nothing() -> None:
    lessons = learned(lesson(ME, "answered"), lesson(SLOTS, "scope", needed="forum"))

    assert Reachability(bearer(), lessons).of(CLUSTERS) == Reachability(bearer()).of(CLUSTERS)


@pytest.mark.parametrize(
    ("outcomes", "standing"),
    [
        (("denied", "answered"), "reachable"),
        (("answered", "denied"), "unknown"),
        (("scope", "answered"), "reachable"),
        (("answered", "scope"), "scope"),
        (("answered", "scope", "denied"), "scope"),
        (("scope", "denied", "answered"), "reachable"),
    ],
)
def test_the_newest_lesson_of_a_kind_of_token_counts(
    outcomes: tuple[Outcome, ...], standing: Standing
) -> None:
    steps = [lesson(USERS, one, needed="tig" if one == "scope" else "") for one in outcomes]

    assert Reachability(bearer(), learned(*steps)).of(USERS).standing == standing


def test_a_scope_that_was_named_to_another_kind_of_token_does_not_undo_an_answer() -> None:
    lessons = learned(lesson(SCALES, "answered", user=True), lesson(SCALES, "scope", needed="projects"))

    assert Reachability(bearer(user=True), lessons).of(SCALES).is_open


def test_a_lesson_takes_the_place_of_its_like_only() -> None:
    first, second = lesson(USERS, "answered"), lesson(USERS, "answered", "public tig")
    other = lesson(USERS, "answered", user=True)

    assert learned(first, other, second) == {"GET /v2/users": (second, other)}


OUTCOMES = st.sampled_from(["answered", "scope", "denied"])
SOME_SCOPES = st.lists(st.sampled_from(["public", "projects", "tig"]), max_size=3).map(" ".join)


@PROPERTY
@given(
    st.lists(st.tuples(OUTCOMES, SOME_SCOPES, st.booleans(), SOME_SCOPES), max_size=6),
    SOME_SCOPES,
    st.sampled_from([USERS, CLUSTERS, SLOTS, SCALES]),
    st.booleans(),
)
def test_only_an_answer_opens_a_route_that_the_documentation_closes(
    steps: list[tuple[Outcome, str, bool, str]],
    scopes: str,
    endpoint: Endpoint,
    user: bool,  # noqa: FBT001
) -> None:
    lessons = learned(
        *(lesson(endpoint, one, held, user=is_user, needed=more) for one, held, is_user, more in steps)
    )
    who = bearer(scopes, user=user)
    reach = Reachability(who, lessons).of(endpoint)
    taught = [one for one in lessons.get(route_of(endpoint), ()) if one.outcome != "denied"]

    if reach.is_open and not Reachability(who).of(endpoint).is_open:
        assert taught
        assert reach.is_learned


def test_what_one_user_was_answered_says_nothing_of_another_where_roles_are_asked_for() -> None:
    route = next(one for one in CATALOG if one.path == "/v2/levels" and one.method == "GET")
    lesson = Lesson(route_of(route), "answered", ("public",), True, ("Basic staff",), owner=74)
    lessons = {lesson.route: (lesson,)}
    mine, others = (Bearer(("public",), True, ("Basic staff",), owner) for owner in (74, 75))

    assert Reachability(mine, lessons).of(route).is_open
    assert Reachability(others, lessons).of(route).standing == "unknown"
