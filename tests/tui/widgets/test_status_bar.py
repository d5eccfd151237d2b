"""The bars: what they name at any width, and what goes first where there is no room."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from ft42tui.api.budget import Budget, Limit, Wait
from ft42tui.session.status import Status
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import width
from ft42tui.tui.widgets.status_bar import StatusBar, host_end, secret_death, wait_words
from ft42tui.tui.widgets.title_bar import TitleBar

NOW = 1_795_262_400.0
DAY = 86400.0
HOUR = Budget(hour_limit=1200, hour_left=1187, second_limit=2, second_left=2)
SIGNED_IN = Status(
    profile="school",
    host="api.intra.42.fr",
    owner="app",
    scopes=("public", "projects"),
    expires_at=NOW + 7174,
    budget=HOUR,
    second_left=2,
    last_status=200,
    last_seconds=0.048,
)
STAGING = replace(SIGNED_IN, profile="staging", host="api.intra-staging.42.fr", is_official=False)
DYING = replace(SIGNED_IN, secret_valid_until=NOW + 5 * DAY + 60)


LONG = replace(STAGING, owner="x" * 130, scopes=("y" * 130,))


class Bar(StatusBar):
    """A status bar whose styles say the ink's name."""

    def ink(self, name: Ink) -> Style:
        return Style(meta={"ink": name})


class Title(TitleBar):
    """A title bar, likewise."""

    def ink(self, name: Ink) -> Style:
        return Style(meta={"ink": name})


def drawn(status: Status, cells: int, *, is_busy: bool = False) -> tuple[str, dict[str, str]]:
    """Return the bar's text, and the ink of each piece of it."""
    bar = Bar(clock=lambda: NOW)
    bar.set_reactive(StatusBar.status, status)
    bar.set_reactive(StatusBar.is_busy, is_busy)
    pieces = bar.segments(cells)
    inks = {piece.text.strip(): piece.style.meta["ink"] for piece in pieces if piece.style is not None}
    return "".join(piece.text for piece in pieces), inks


def titled(status: Status, cells: int, *way: str) -> tuple[str, dict[str, str]]:
    title = Title()
    title.set_reactive(TitleBar.status, status)
    title.set_reactive(TitleBar.way, way)
    pieces = title.segments(cells)
    inks = {piece.text.strip(): piece.style.meta["ink"] for piece in pieces if piece.style is not None}
    return "".join(piece.text for piece in pieces), inks


def test_at_80_columns_profile_owner_expiry_and_budget_are_there() -> None:
    text, inks = drawn(SIGNED_IN, 80)

    for word in ("school", "app", "public", "projects", "expires 1:59:34", "1187/1200 h"):
        assert word in text
    assert inks["school"] == "dim"


def test_a_long_profile_is_shortened_where_there_is_no_room() -> None:
    status = replace(SIGNED_IN, profile="the school of the north")

    assert "the school …" in drawn(status, 80)[0]
    assert "the school of the north" in drawn(status, 140)[0]


@pytest.mark.parametrize("cells", [110, 140])
def test_an_api_that_is_not_the_real_one_is_named_in_the_warning_ink(cells: int) -> None:
    text, inks = drawn(STAGING, cells)

    assert "api.intra-staging.42.fr" in text
    assert inks["staging · api.intra-staging.42.fr"] == "warning"
    assert "1187/1200 h" in text


def test_at_80_columns_the_hosts_end_is_kept_beside_expiry_and_budget() -> None:
    text, inks = drawn(STAGING, 80)

    assert text.startswith(" staging · ")
    assert "staging.42.fr" in text.partition("·")[2]
    assert "expires 1:59:34" in text
    assert "1187/1200 h" in text
    assert next(ink for words, ink in inks.items() if words.startswith("staging ·")) == "warning"


@pytest.mark.parametrize("status", [DYING, replace(DYING, profile="a longer profile", is_official=False)])
@pytest.mark.parametrize("cells", [110, 120, 140, 200])
def test_a_dying_secret_is_told_beside_expiry_and_budget(status: Status, cells: int) -> None:
    text, inks = drawn(status, cells)

    assert inks["secret dies in 5 days"] == "warning"
    assert "expires 1:59:34" in text
    assert "1187/1200 h" in text


def test_at_80_columns_a_dying_secret_pushes_nothing_away() -> None:
    text, _ = drawn(DYING, 80)
    without, _ = drawn(SIGNED_IN, 80)

    assert text.startswith(without)


@pytest.mark.parametrize(("cells", "words"), [(140, "renewed with the next request"), (80, "renews itself")])
def test_a_dead_token_that_is_renewed_by_itself_is_no_alarm(cells: int, words: str) -> None:
    text, inks = drawn(replace(SIGNED_IN, expires_at=NOW, can_renew=True), cells)

    assert inks[words] == "dim"
    assert "expired" not in text
    assert "1187/1200 h" in text


def test_a_dead_token_that_nothing_renews_is_wrong() -> None:
    _, inks = drawn(replace(SIGNED_IN, expires_at=NOW), 80)

    assert inks["token expired"] == "wrong"


@pytest.mark.parametrize(("can_renew", "ink"), [(True, "strong"), (False, "wrong")])
def test_little_time_is_an_alarm_only_where_nothing_renews(can_renew: bool, ink: str) -> None:  # noqa: FBT001
    _, inks = drawn(replace(SIGNED_IN, expires_at=NOW + 61, can_renew=can_renew), 80)

    assert inks["0:01:01"] == ink


def test_a_dead_secret_is_wrong() -> None:
    _, inks = drawn(replace(DYING, secret_valid_until=NOW - 1), 140)

    assert inks["secret has died"] == "wrong"


@pytest.mark.parametrize(
    ("left", "told"),
    [
        (None, None),
        (7 * DAY + 1, None),
        (7 * DAY, ("secret dies in 7 days", "warning")),
        (DAY, ("secret dies in 1 day", "warning")),
        (60.0, ("secret dies in less than a day", "warning")),
        (0.0, ("secret has died", "wrong")),
        (-DAY, ("secret has died", "wrong")),
    ],
)
def test_a_secrets_death_is_told_in_its_last_week(left: float | None, told: tuple[str, str] | None) -> None:
    assert secret_death(left) == told


AGAIN = Wait("retry", 0.0, next_try=2, tries=4, reason="502")


def limited(limit: Limit) -> Wait:
    return Wait("server", 0.0, limit=limit)


@pytest.mark.parametrize(
    ("wait", "left", "words"),
    [
        (AGAIN, 2.0, "tries again in 2.0 s (2 of 4): 502"),
        (
            replace(AGAIN, next_try=3, reason="connection lost"),
            30.0,
            "tries again in 30 s (3 of 4): connection lost",
        ),
        (limited("second"), 0.6, "waits 0.6 s for the limit of a second (429)"),
        (limited("hour"), 40.0, "waits 40 s for the limit of an hour (429)"),
        (limited("unknown"), 1.0, "waits 1.0 s: the API asked for it (429)"),
        (Wait("second", 0.0), 0.6, "waits 0.6 s for the limit of a second"),
        (Wait("hour", 0.0), 60.0, "waits 1:00 for the limit of an hour"),
    ],
)
@pytest.mark.parametrize("is_wide", [True, False])
def test_a_wait_says_what_for_and_how_long(wait: Wait, left: float, words: str, *, is_wide: bool) -> None:
    assert wait_words(wait, left, NOW + left, is_wide=is_wide) == words


@pytest.mark.parametrize(
    ("wait", "wide", "narrow"),
    [
        (
            limited("hour"),
            "waits 12:34 (until 12:12) for the limit of an hour (429)",
            "waits until 12:12 for the limit of an hour (429)",
        ),
        (
            limited("unknown"),
            "waits 12:34 (until 12:12): the API asked for it (429)",
            "waits until 12:12: the API asked for it (429)",
        ),
        (
            Wait("hour", 0.0),
            "waits 12:34 (until 12:12) for the limit of an hour",
            "waits until 12:12 for the limit of an hour",
        ),
    ],
)
def test_a_long_wait_says_until_when(wait: Wait, wide: str, narrow: str) -> None:
    left = 754.0
    said = [wait_words(wait, left, NOW + left, is_wide=is_wide, zone=UTC) for is_wide in (True, False)]

    assert said == [wide, narrow]


def test_until_when_is_told_in_local_time() -> None:
    zone = timezone(timedelta(hours=-3))

    assert "until 09:12" in wait_words(limited("hour"), 754.0, NOW + 754.0, is_wide=True, zone=zone)


def test_a_wait_is_news_that_can_be_cancelled() -> None:
    text, inks = drawn(replace(SIGNED_IN, wait=AGAIN, wait_left=2.0), 140, is_busy=True)

    assert text.endswith("tries again in 2.0 s (2 of 4): 502 · esc cancels ")
    assert inks["tries again in 2.0 s (2 of 4): 502 · esc cancels"] == "warning"


@pytest.mark.parametrize(
    ("wait", "words"),
    [(AGAIN, "asks about the token again in 2.0 s"), (limited("hour"), "asks about the token in 2.0 s")],
)
def test_what_nobody_asked_for_waits_quietly(wait: Wait, words: str) -> None:
    assert drawn(replace(SIGNED_IN, wait=wait, wait_left=2.0), 140)[1][words] == "dim"


@pytest.mark.parametrize("cells", [80, 110, 220])
@pytest.mark.parametrize(
    "wait",
    [
        replace(AGAIN, reason="no answer in time"),
        limited("second"),
        limited("hour"),
        limited("unknown"),
        Wait("hour", 0.0),
    ],
)
@pytest.mark.parametrize("left", [0.0, 59.0, 3600.0, 7200.0])
def test_no_wait_is_too_long_for_the_bar(wait: Wait, left: float, cells: int) -> None:
    text, _ = drawn(replace(SIGNED_IN, wait=wait, wait_left=left), cells, is_busy=True)

    assert text.endswith("esc cancels ")
    assert width(text) <= cells


def test_what_is_left_of_the_news_stays_where_it_was() -> None:
    idle, _ = drawn(SIGNED_IN, 80)
    busy, _ = drawn(SIGNED_IN, 80, is_busy=True)

    assert "loading · esc cancels" in busy
    assert busy[:48] == idle[:48]


@given(
    st.text(min_size=1, max_size=40).filter(str.isprintable),
    st.from_regex(r"[a-z0-9.-]{1,60}", fullmatch=True),
    st.booleans(),
    st.integers(min_value=80, max_value=220),
    st.booleans(),
)
def test_the_profile_is_named_at_every_width_and_nothing_overflows(
    profile: str,
    host: str,
    is_official: bool,  # noqa: FBT001
    cells: int,
    is_busy: bool,  # noqa: FBT001
) -> None:
    status = replace(DYING, profile=profile, host=host, is_official=is_official)
    text, _ = drawn(status, cells, is_busy=is_busy)

    assert text[1:].startswith(profile[:5])
    assert width(text) <= cells


@given(st.from_regex(r"[a-z0-9.-]{0,60}", fullmatch=True), st.integers(min_value=0, max_value=70))
def test_a_host_is_cut_at_its_beginning(host: str, cells: int) -> None:
    shown = host_end(host, cells)

    assert len(shown) <= max(cells, 0)
    assert host.endswith(shown.removeprefix("…"))
    assert shown == host or len(host) > cells


def test_the_title_names_the_profile_and_another_apis_host() -> None:
    assert titled(SIGNED_IN, 80, "users")[1]["school"] == "accent"
    assert titled(STAGING, 80, "users")[1]["staging · api.intra-staging.42.fr"] == "warning"


def test_a_long_profile_and_host_leave_room_for_the_way() -> None:
    status = replace(STAGING, profile="the school of the far north", host="a.long.name.of.a.host.example.org")
    text, _ = titled(status, 80, "users", "norminet")

    assert "users › norminet" in text
    assert "host.example.org" in text
    assert width(text) <= 80


def test_a_long_login_or_scope_pushes_the_host_away_no_more() -> None:
    text = drawn(LONG, 140)[0]

    for words in ("staging", "api.intra-staging.42.fr", "xxxx…", "yyy"):
        assert words in text
