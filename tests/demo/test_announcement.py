"""What a person reads when the embedded API has started."""

from __future__ import annotations

import httpx

from ft42tui.demo.announcement import announcement
from ft42tui.demo.app import DemoApi
from ft42tui.demo.settings import DemoSettings, Rates

URL = "http://127.0.0.1:4242"


def lines_of(school: DemoApi, **settings: int) -> list[str]:
    return announcement(school, DemoSettings(users=200, rates=Rates(0, 0), **settings), URL).splitlines()


def test_each_application_has_one_line_with_all_of_it(school: DemoApi) -> None:
    lines = lines_of(school)
    for app in school.applications:
        (line,) = (line for line in lines if line.startswith(app.client_id))
        told = (app.client_secret, app.name, *app.scopes, *app.roles, str(app.rates), *app.redirect_uris)
        assert all(word in line for word in told)


def test_a_secret_that_ended_is_told_and_of_others_when_they_will(school: DemoApi) -> None:
    lines = lines_of(school)
    for app in school.applications:
        (line,) = (line for line in lines if line.startswith(app.client_id))
        assert (f"in {app.secret_days} days" if app.secret_days >= 0 else "  ended  ") in line


def test_the_columns_are_aligned_also_where_a_terminal_of_80_columns_wraps(school: DemoApi) -> None:
    lines = lines_of(school)
    head = next(line for line in lines if line.startswith("client id"))
    assert (head.index("client secret"), head.index("application")) == (80, 160)
    for app in school.applications:
        (line,) = (line for line in lines if line.startswith(app.client_id))
        assert line.index(app.client_secret) == 80
        assert line.index(app.name, 160) == 160
        assert line.index(" ".join(app.scopes), 160) == head.index("scopes")


def test_the_first_line_tells_the_address_and_the_weather_if_there_is_any(school: DemoApi) -> None:
    assert lines_of(school)[0] == f"42 API of a made-up school: {URL} (200 users, seed 42, rates off)"
    assert lines_of(school, latency_ms=120, faults_percent=5)[0].endswith("latency 120 ms, faults 5%)")


async def test_the_example_names_a_token_that_is_valid(school: DemoApi) -> None:
    (example,) = (line for line in lines_of(school) if line.startswith("Try: curl "))
    token = example.partition("Bearer ")[2].partition("'")[0]
    url = example.split()[-1]
    async with httpx.AsyncClient(transport=httpx.ASGITransport(school)) as client:
        answer = await client.get(url, headers={"Authorization": f"Bearer {token}"})
    assert answer.json()["login"] == school.user_token.login


def test_the_page_to_sign_in_on_is_that_of_the_first_application(school: DemoApi) -> None:
    (line,) = (line for line in lines_of(school) if line.startswith("Sign in: "))
    url = httpx.URL(line.split()[-1])
    first = school.applications[0]

    assert (str(url.copy_with(query=None)), url.params["response_type"]) == (f"{URL}/oauth/authorize", "code")
    assert url.params["client_id"] == first.client_id
    assert url.params["redirect_uri"] in first.redirect_uris
