"""What a person reads when the embedded API has started."""

from __future__ import annotations

import shlex
from collections.abc import AsyncIterator
from itertools import pairwise
from typing import Any

import httpx
import pytest

from ft42tui.demo.announcement import announcement
from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.settings import DemoSettings, Rates

URL = "http://127.0.0.1:4242"


def text_of(school: DemoApi, *, columns: int | None = None, **settings: Any) -> str:
    return announcement(school, DemoSettings(users=200, rates=Rates(0, 0), **settings), URL, columns)


def lines_of(school: DemoApi, *, columns: int | None = None, **settings: Any) -> list[str]:
    return text_of(school, columns=columns, **settings).splitlines()


@pytest.fixture
async def client(school: DemoApi) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(school)) as found:
        yield found


def test_each_application_has_one_line_with_all_of_it(school: DemoApi) -> None:
    lines = lines_of(school)
    for app in school.applications:
        (line,) = (line for line in lines if app.client_id in line and app.client_secret in line)
        told = (*app.scopes, *app.roles, str(app.rates), *app.redirect_uris)
        assert line.startswith(f"{app.name}  ")
        assert all(word in line for word in told)


def test_the_columns_are_aligned_and_headed(school: DemoApi) -> None:
    lines = lines_of(school)
    head = next(line for line in lines if line.startswith("application "))
    for app in school.applications:
        (line,) = (line for line in lines if line.startswith(f"{app.name}  "))
        assert line.index(" ".join(app.scopes)) == head.index("scopes")
        assert line.index(app.client_id) == head.index("client id")
        assert line.index(app.client_secret) == head.index("client secret")


def test_a_secret_that_is_dead_is_told_and_one_that_will_be_soon(school: DemoApi) -> None:
    for columns in (None, 100):
        lines = lines_of(school, columns=columns)
        (plain,) = (line for line in lines if line.startswith("plain "))
        (rotated,) = (line for line in lines if line.startswith("rotated "))
        assert "dies in 5 days" in plain
        assert "dead" in rotated


@pytest.mark.parametrize("columns", [80, 100, 160])
def test_in_a_terminal_that_is_too_narrow_each_application_is_a_block(school: DemoApi, columns: int) -> None:
    lines = lines_of(school, columns=columns)
    start = lines.index("Applications, each with its client id and client secret:")
    shown = lines[start : lines.index("Scopes must be asked for; without any, a token gets public.")]

    assert max(map(len, shown)) <= columns
    for app in school.applications:
        at = shown.index(f"    {app.client_id}")
        assert shown[at + 1] == f"    {app.client_secret}"
        above = " ".join(shown[at - 2 : at])
        limits = "1000/s,1000000/h" if app.name == "official" else "no limits"
        assert all(word in above for word in (app.name, *app.roles, *app.scopes, limits))


def test_blocks_name_the_redirect_uris_once(school: DemoApi) -> None:
    lines = lines_of(school, columns=80)
    for uri in school.applications[0].redirect_uris:
        assert lines.count(f"    {uri}") == 1


def test_a_terminal_is_wide_enough_where_the_longest_line_fits(school: DemoApi) -> None:
    lines = lines_of(school)
    needed = max(len(line) for line in lines if line.startswith("staff "))
    head = next(line for line in lines if line.startswith("application "))

    assert head in lines_of(school, columns=needed)
    assert head not in lines_of(school, columns=needed - 1)


def test_the_first_line_tells_the_address_and_the_weather_if_there_is_any(school: DemoApi) -> None:
    assert lines_of(school)[0] == f"42 API of a made-up school: {URL} (200 users, seed 42, rates off)"
    assert lines_of(school, latency_ms=120, faults_percent=5)[0].endswith("latency 120 ms, faults 5%)")


def test_the_last_line_says_how_to_end_it(school: DemoApi) -> None:
    assert text_of(school).endswith("\nPress ctrl+c to stop.\n")


def test_the_schools_present_is_told(school: DemoApi) -> None:
    assert "20 November 2026, 14:00 UTC" in lines_of(school)[1]


async def test_the_ready_token_is_valid_and_shows_the_403_that_is_told(
    school: DemoApi, client: httpx.AsyncClient
) -> None:
    lines = lines_of(school)
    (example,) = (line for line in lines if line.startswith("Try: curl "))
    (refused,) = (word for line in lines if "gets a 403" in line for word in line.split() if URL in word)
    *_, header, url = shlex.split(example)
    headers = dict([header.split(": ")])

    answer = await client.get(url, headers=headers)
    assert answer.json()["login"] == school.user_token.login
    assert (await client.get(refused, headers=headers)).status_code == 403


def test_how_long_the_ready_token_lives_is_told(school: DemoApi) -> None:
    assert "for 60 s" in text_of(school, token_life=60)


@pytest.mark.parametrize("columns", [None, 80])
async def test_the_example_of_an_applications_token_brings_its_scopes(
    school: DemoApi, client: httpx.AsyncClient, columns: int | None
) -> None:
    text = text_of(school, columns=columns)
    command = shlex.split(text[text.index("curl -s") : text.index("A user's token")])
    form = dict(word.split("=", 1) for before, word in pairwise(command) if before == "-d")

    answer = await client.post(command[2], data=form)

    assert answer.json()["scope"] == "public projects"


def test_the_page_to_sign_in_on_asks_for_three_scopes_of_the_first_application(school: DemoApi) -> None:
    (line,) = (line for line in lines_of(school) if line.startswith("Sign in: "))
    url = httpx.URL(line.split()[-1])
    first = school.applications[0]

    assert (str(url.copy_with(query=None)), url.params["response_type"]) == (f"{URL}/oauth/authorize", "code")
    assert url.params["client_id"] == first.client_id
    assert url.params["redirect_uri"] in first.redirect_uris
    assert url.params["scope"] == "public projects profile"


def test_the_page_to_sign_in_on_leads_back_to_the_users_own_redirect_uri() -> None:
    settings = DemoSettings(users=5, redirect_uris=("myapp://callback",))
    line = next(
        line for line in announcement(create_app(settings), settings, URL).splitlines() if "Sign in: " in line
    )
    assert httpx.URL(line.split()[-1]).params["redirect_uri"] == "myapp://callback"
