"""The profiles without a screen: which there are, which run, and what is known of each."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ft42tui.api.errors import ApiError
from ft42tui.catalog import Catalog
from ft42tui.session.account import Account
from ft42tui.session.connection import Identity
from ft42tui.session.inspection import Inspection
from ft42tui.session.profiles import Glance, Profile, Profiles
from ft42tui.session.reach import Bearer
from ft42tui.session.session import Session

ORIGIN = "https://api.intra.42.fr"
CATALOG = Catalog.load()
SCHOOL, STAGING = Profile("school", ORIGIN), Profile("staging", "https://staging.example", is_official=False)


class Opened(Session):
    """A session that only says whether it was closed."""

    def __init__(self, profile: Profile) -> None:
        identity = Identity(profile.name, profile.api, is_official=profile.is_official)
        super().__init__(CATALOG, identity, self._nobody)
        self.is_closed = False

    @staticmethod
    def _nobody(_throttle: object) -> Account:
        raise AssertionError("nobody is asked")

    async def aclose(self) -> None:
        self.is_closed = True


class Desk:
    """What a composition does: a list of profiles, and a session for each."""

    def __init__(self, *profiles: Profile) -> None:
        self.listed = list(profiles)
        self.opened: list[Profile] = []
        self.failure: ApiError | None = None
        self.made: Profile | None = None
        self.first = Opened(SCHOOL)
        self.profiles = Profiles(self.first, lambda: self.listed, self._open)

    def _open(self, profile: Profile) -> Session:
        self.opened.append(profile)
        if self.failure is not None:
            raise self.failure
        return Opened(self.made or profile)


def test_a_profile_gets_its_session_once() -> None:
    desk = Desk(SCHOOL, STAGING)
    there = desk.profiles.switch(STAGING)
    back = desk.profiles.switch(SCHOOL)

    assert (there.profile, back) == ("staging", desk.first)
    assert desk.profiles.switch(STAGING) is there
    assert desk.profiles.current is there
    assert desk.opened == [STAGING]


def test_a_profile_that_cannot_be_opened_leaves_the_current_one_and_may_be_tried_again() -> None:
    desk = Desk(SCHOOL, STAGING)
    desk.failure = ApiError("Profile staging cannot be used")
    with pytest.raises(ApiError):
        desk.profiles.switch(STAGING)
    stayed = desk.profiles.current
    desk.failure = None

    assert stayed is desk.first
    assert desk.profiles.switch(STAGING).profile == "staging"


def test_a_profile_with_a_problem_is_not_opened_and_says_why() -> None:
    desk = Desk(SCHOOL)
    with pytest.raises(ApiError) as refused:
        desk.profiles.switch(replace(STAGING, problem="Bad API URL."))

    assert (refused.value.title, refused.value.hint) == ("Profile staging cannot be used", "Bad API URL.")
    assert desk.opened == []
    assert desk.profiles.current is desk.first


def test_what_runs_is_listed_though_it_is_written_down_nowhere_any_more() -> None:
    desk = Desk(SCHOOL, STAGING)
    desk.profiles.switch(STAGING)
    desk.listed = []

    assert desk.profiles.known == (Profile("school", ORIGIN), STAGING)


def test_what_runs_is_listed_as_it_was_when_it_began() -> None:
    desk = Desk(SCHOOL, STAGING)
    there = desk.profiles.switch(STAGING)
    desk.listed = [SCHOOL, Profile("staging", "-", problem="Bad API URL.")]

    assert desk.profiles.known == (SCHOOL, STAGING)
    assert desk.profiles.switch(desk.profiles.known[1]) is there


def test_what_a_session_was_made_of_counts_and_not_what_the_list_said_before() -> None:
    desk = Desk(SCHOOL, Profile("staging", ORIGIN))
    desk.made = STAGING  # the settings were changed in between
    desk.profiles.switch(desk.listed[1])
    listed = next(one for one in desk.profiles.known if one.name == "staging")

    assert (listed.api, listed.is_official) == (STAGING.api, False)


async def test_closing_closes_every_session() -> None:
    desk = Desk(SCHOOL, STAGING)
    there = desk.profiles.switch(STAGING)
    await desk.profiles.aclose()

    assert isinstance(there, Opened)
    assert (desk.first.is_closed, there.is_closed) == (True, True)


def test_a_glance_opens_nothing_and_marks_the_current_profile() -> None:
    desk = Desk(SCHOOL, STAGING)
    current, other = desk.profiles.glances(desk.profiles.known)

    assert (current.profile, current.is_current, current.owner) == (SCHOOL, True, "not signed in")
    assert (other.profile, other.is_current, other.owner) == (STAGING, False, "not asked yet")
    assert desk.opened == []


@pytest.mark.parametrize(
    ("inspection", "owner"),
    [
        (None, "not asked yet"),
        (Inspection(), "not signed in"),
        (Inspection(is_there=True), "token"),
        (Inspection(is_there=True, owner="norminet"), "norminet"),
    ],
)
def test_a_glance_says_who_is_signed_in(inspection: Inspection | None, owner: str) -> None:
    assert Glance(SCHOOL, inspection=inspection).owner == owner


def test_a_glance_knows_the_token_better_than_the_settings() -> None:
    profile = replace(SCHOOL, client_id="u-settings", scopes=("public", "projects"))
    known = Inspection(is_there=True, application_uid="u-token", scopes=("public",))

    assert (Glance(profile).client_id, Glance(profile).scopes) == ("u-settings", ("public", "projects"))
    held = Glance(profile, inspection=known)
    assert (held.client_id, held.scopes) == ("u-token", ("public",))


# Whose token could do it.


class Known(Opened):
    """A session of which the token's rights are known."""

    rights = Bearer()

    @property
    def bearer(self) -> Bearer:
        return self.rights


def able(desk: Desk, method: str, path: str) -> list[tuple[str, str]]:
    endpoint = next(one for one in CATALOG if (one.method, one.path) == (method, path))
    return [(profile.name, reach.words) for profile, reach in desk.profiles.able(endpoint)]


def profile(name: str, scopes: str = "", *, roles: tuple[str, ...] = (), application: str = "") -> Profile:
    return Profile(name, ORIGIN, scopes=tuple(scopes.split()), roles=roles, application=application)


def test_the_other_profiles_are_listed_those_that_could_do_it_first() -> None:
    desk = Desk(
        SCHOOL,
        profile("short", "public"),
        profile("silent"),
        profile("able", "public tig"),
        profile("other", "public projects"),
        profile("fit", "tig"),
    )

    assert able(desk, "GET", "/v2/community_services") == [
        ("able", "reachable"),
        ("fit", "reachable"),
        ("silent", "not known: the token's scopes are not known yet"),
        ("short", "needs the scope tig"),
        ("other", "needs the scope tig"),
    ]


@pytest.mark.parametrize(
    ("application", "roles", "words"),
    [
        ("", (), "not known: the application's roles are not known yet"),
        ("plain", (), "needs the role Basic staff"),
        (
            "staff",
            ("Basic staff",),
            "not known: the application has the role; the user's own privileges count too",
        ),
    ],
)
def test_roles_count_where_they_are_known_beforehand(
    application: str, roles: tuple[str, ...], words: str
) -> None:
    desk = Desk(SCHOOL, profile("other", "public", application=application, roles=roles))

    assert able(desk, "GET", "/v2/clusters") == [("other", words)]


def test_a_profile_that_cannot_be_used_could_do_nothing() -> None:
    desk = Desk(SCHOOL, replace(profile("broken", "tig"), problem="Bad API URL."))

    assert able(desk, "GET", "/v2/community_services") == []


def test_the_token_that_a_profile_has_counts_and_not_what_it_would_ask_for() -> None:
    desk = Desk(SCHOOL, profile("opened", "public tig"))
    opened = Known(desk.listed[1])
    opened.rights = Bearer(("public",), has_user=True, roles=())
    desk.profiles._sessions["opened"] = opened

    assert able(desk, "GET", "/v2/community_services") == [("opened", "needs the scope tig")]


def test_before_anybody_signed_in_nobody_knows_whether_a_user_will() -> None:
    desk = Desk(SCHOOL, profile("later", "public projects"))

    assert able(desk, "GET", "/v2/me/slots") == [
        ("later", "not known: whether the token is a user's is not known yet")
    ]
    assert able(desk, "GET", "/v2/users") == [("later", "reachable")]


def test_asking_who_could_do_it_opens_nothing() -> None:
    desk = Desk(SCHOOL, profile("closed", "tig"))
    able(desk, "GET", "/v2/community_services")

    assert desk.opened == []
