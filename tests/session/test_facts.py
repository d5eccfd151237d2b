"""What is known of a token, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest

from ft42tui.api.application import ApplicationHeaders
from ft42tui.api.budget import Budget
from ft42tui.api.token import Grant
from ft42tui.catalog import SCOPES
from ft42tui.session.facts import ASKING, MINUTES, NOBODY, UNKNOWN, Fact, groups_of, moment, since
from ft42tui.session.inspection import Inspection

NOW = 1_795_262_400.0  # 2026-11-21 12:00:00 UTC
DAY = 86400.0

KNOWN = Inspection(
    profile="school",
    host="api.intra.42.fr",
    is_there=True,
    fingerprint="3f9a 21c0",
    owner="norminet",
    owner_id=74,
    grant="authorization_code",
    can_renew=True,
    scopes=("public", "projects"),
    issued_at=NOW - 720,
    received_at=NOW - 720,
    expires_at=NOW + 3600,
    application_uid="u-s4t2ud-1",
    application=ApplicationHeaders(8001, "an app", ("Intrateam",)),
    secret_valid_until=NOW + 20 * DAY,
    budget=Budget(1200, 300, 2, 1),
    second_left=2,
    sent_ago=(90.0, 30.0, 0.5),
    token_place="the keyring",
    secret_place="the environment",
)


def facts(
    known: Inspection, title: str, *, now: float = NOW, routes: dict[str, int] | None = None
) -> list[Fact]:
    groups = groups_of(known, now, zone=UTC, routes=routes or {})
    return list(next(group.facts for group in groups if group.title == title))


def fact(known: Inspection, title: str, label: str, *, now: float = NOW) -> Fact:
    return next(one for one in facts(known, title, now=now) if one.label == label)


def words(known: Inspection, now: float = NOW) -> str:
    groups = groups_of(known, now, zone=UTC)
    return "\n".join(f"{one.label} {one.text} {one.note}" for group in groups for one in group.facts)


def told(known: Inspection, *, is_asking: bool = False) -> dict[str, list[str]]:
    groups = groups_of(known, NOW, is_asking=is_asking, zone=UTC)
    return {group.title: [fact.text for fact in group.facts if fact.text] for group in groups}


def test_without_a_token_one_sentence_says_so() -> None:
    assert told(Inspection()) == {"Token": ["Nobody is signed in. L signs in."]}


def test_without_a_token_the_profile_and_its_application_are_named() -> None:
    known = Inspection(profile="school", application_uid="u-1", application=ApplicationHeaders(1, "shop"))

    assert told(known) == {"Token": [NOBODY, "school", "shop", "u-1"]}


def test_before_the_first_answer_nothing_is_claimed() -> None:
    assert told(Inspection(), is_asking=True) == {"Token": ["asking the API …"]}


def test_what_an_answer_will_tell_is_not_called_unknown_while_it_is_waited_for() -> None:
    known = Inspection(is_there=True, grant="client_credentials", fingerprint="3f9a 21c0")

    found = told(known, is_asking=True)

    assert found["Token"][:2] == [ASKING, "client credentials"]
    assert found["Application"] == [ASKING] * 4
    assert [text for texts in found.values() for text in texts].count(UNKNOWN) == 1  # the secret's death
    assert ASKING not in str(told(known))
    assert told(KNOWN, is_asking=True) == told(KNOWN)


def test_a_token_has_always_the_same_groups() -> None:
    titles = list(told(Inspection(is_there=True)))

    assert titles == ["Token", "Times", "Scopes", "Application", "Limits", "Client secret"]


@pytest.mark.parametrize(
    ("owner", "number", "text", "note"),
    [
        ("app", None, "the application itself", "no user"),
        ("norminet", 74, "norminet", "user 74"),
        ("user 74", 74, "user 74", "their login: unknown"),
        ("app", 75, "app", "user 75"),  # somebody's login may be anything
    ],
)
def test_the_owner_is_the_application_or_a_user(owner: str, number: int | None, text: str, note: str) -> None:
    found = fact(replace(KNOWN, owner=owner, owner_id=number), "Token", "owner")

    assert (found.text, found.note) == (text, note)


@pytest.mark.parametrize(
    ("grant", "text"),
    [
        ("client_credentials", "client credentials"),
        ("authorization_code", "authorization code"),
        ("refresh_token", "refreshed"),
        (None, "handed over"),
    ],
)
def test_the_grant_is_told_in_words(grant: Grant | None, text: str) -> None:
    assert fact(replace(KNOWN, grant=grant), "Token", "grant").text == text


def test_every_scope_is_explained_those_that_are_lacking_too() -> None:
    found = facts(replace(KNOWN, scopes=("public", "odd")), "Scopes")

    assert [one.label for one in found if one.is_held] == ["public", "odd"]
    assert {one.label for one in found if one.is_held is False} == set(SCOPES) - {"public"}
    assert "unknown here" in next(one.note for one in found if one.label == "odd")
    assert all(one.text for one in found if one.label != "odd")


def test_the_known_scopes_are_counted() -> None:
    groups = {group.title: group for group in groups_of(replace(KNOWN, scopes=("public", "odd")), NOW)}

    assert groups["Scopes"].note == "1 of 6"


def test_times_are_told_from_now_and_as_dates() -> None:
    issued, expires = (fact(KNOWN, "Times", label) for label in ("issued", "expires"))

    assert (issued.text, issued.moment) == ("12 minutes ago", "2026-11-21 11:48:00 UTC")
    assert (expires.dies_at, expires.moment) == (NOW + 3600, "2026-11-21 13:00:00 UTC")


def test_a_dead_token_is_told_as_dead() -> None:
    handed_over = replace(KNOWN, can_renew=False)

    expires = fact(handed_over, "Times", "expires", now=NOW + 7200)

    assert (expires.text, expires.tone, expires.dies_at) == ("died 1 hour ago", "wrong", None)


@pytest.mark.parametrize("passed", [3600.0, 7200.0])
def test_a_dead_token_that_is_renewed_by_itself_is_no_alarm(passed: float) -> None:
    expires = fact(KNOWN, "Times", "expires", now=NOW + passed)

    assert (expires.text, expires.tone) == ("renewed with the next request", "unknown")


@pytest.mark.parametrize("can_renew", [True, False])
def test_little_time_is_a_warning_only_where_nothing_renews(can_renew: bool) -> None:  # noqa: FBT001
    expires = fact(replace(KNOWN, can_renew=can_renew), "Times", "expires", now=NOW + 3590)

    assert expires.is_brief is can_renew


def test_a_time_by_the_servers_clock_is_told_as_such() -> None:
    by_theirs, by_ours = (
        fact(replace(KNOWN, issued_at=NOW - 7000, is_server_time=theirs), "Times", "issued")
        for theirs in (True, False)
    )

    assert by_theirs.note == "by the server's clock, which may differ from this one"
    assert by_ours.note == ""


def test_a_live_token_that_was_handed_out_again_is_told_with_when_it_was_had() -> None:
    received = fact(replace(KNOWN, issued_at=NOW - 7000, is_reused=True), "Times", "received")

    assert (received.text, received.note) == ("12 minutes ago", "the live token was handed out again")
    assert not any(one.label == "received" for one in facts(KNOWN, "Times"))


@pytest.mark.parametrize(
    ("can_renew", "is_pasted", "text"), [(True, False, "yes"), (False, False, "no"), (True, True, "no")]
)
def test_whether_it_can_be_renewed_is_told(can_renew: bool, is_pasted: bool, text: str) -> None:  # noqa: FBT001
    known = replace(KNOWN, can_renew=can_renew, is_pasted=is_pasted)

    assert fact(known, "Times", "renewable").text == text


@pytest.mark.parametrize(
    ("roles", "text", "note"),
    [
        (None, "unknown", "the headers of any answer say it"),
        ((), "none", "routes that ask for a role are closed"),
        (("Intrateam",), "Intrateam", "manage all"),
        (("Tutor",), "Tutor", "19 routes ask for it"),
        (("Beta",), "Beta", "no meaning is documented"),
    ],
)
def test_roles_are_told_with_their_meaning(roles: tuple[str, ...] | None, text: str, note: str) -> None:
    known = replace(KNOWN, application=ApplicationHeaders(1, "x", roles))

    found = facts(known, "Application", routes={"Tutor": 19})[-1]

    assert (found.text, found.note) == (text, note)


def test_limits_are_told_with_what_is_left_and_what_was_sent() -> None:
    hour, minutes, second, seconds, shared = facts(KNOWN, "Limits")

    assert (hour.text, hour.note, hour.share) == ("300 of 1,200 left", "25%", 0.25)
    assert (len(minutes.sent), minutes.sent[-2:], minutes.note) == (MINUTES, (1, 2), "30 min · peak 2/min")
    assert (second.text, second.share) == ("2 of 2 left", 1.0)
    assert (seconds.sent[0], seconds.sent[-1], seconds.note) == (1, 1, "30 s · peak 1/s")
    assert "other programs may share it" in shared.note


@pytest.mark.parametrize(
    ("left", "percent"), [(1200, "100%"), (1199, "99%"), (12, "1%"), (1, "under 1%"), (0, "0%")]
)
def test_what_is_left_is_never_rounded_to_everything_or_nothing(left: int, percent: str) -> None:
    assert fact(replace(KNOWN, budget=Budget(1200, left)), "Limits", "hour").note == percent


@pytest.mark.parametrize(
    ("days", "text", "tone", "is_told"),
    [
        (20.0, "in 20 days", "text", False),
        (7.1, "in 7 days", "text", False),
        (7.0, "in 7 days", "warning", True),
        (6.9, "in 6 days", "warning", True),
        (0.5, "in less than a day", "warning", True),
        (-0.5, "died today", "wrong", True),
        (-3.0, "died 3 days ago", "wrong", True),
    ],
)
def test_a_dying_secret_is_told_with_what_to_do(
    days: float,
    text: str,
    tone: str,
    is_told: bool,  # noqa: FBT001
) -> None:
    known = replace(KNOWN, secret_valid_until=NOW + days * DAY)

    found = fact(known, "Client secret", "dies")

    assert (found.text, found.tone) == (text, tone)
    assert ("'Replace now'" in words(known)) is is_told


def test_a_pasted_token_is_told_without_what_is_ours() -> None:
    said = words(replace(KNOWN, is_pasted=True, grant=None, sent_ago=()))

    assert "y copies it" not in said
    assert "peak" not in said
    assert "nothing says how a pasted token was had" in said


@pytest.mark.parametrize(
    ("at", "hours", "text"),
    [
        (NOW, 0, "2026-11-21 12:00:00 UTC"),
        (NOW, 2, "2026-11-21 14:00:00 UTC+02:00"),
        (1e12, 0, "beyond every calendar"),
        (-1e12, 0, "beyond every calendar"),
    ],
)
def test_a_time_is_told_as_a_date_of_here(at: float, hours: int, text: str) -> None:
    assert moment(at, timezone(timedelta(hours=hours))) == text


def test_how_long_ago_is_told_even_of_odd_times() -> None:
    assert since(NOW - 720, NOW) == "12 minutes ago"
    assert since(1e12, NOW) == ""
