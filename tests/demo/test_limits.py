"""Both limits, under a clock that moves by hand."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import httpx
import pytest

from ft42tui.demo.app import DemoApi
from ft42tui.demo.limits import Allowance
from ft42tui.demo.refusal import Refusal
from ft42tui.demo.settings import Rates

SignIn: TypeAlias = Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]


def test_no_second_holds_more_than_its_limit(now: list[float]) -> None:
    allowance = Allowance(Rates(2, 100), lambda: now[0])
    allowance.spend()
    now[0] += 0.9
    allowance.spend()

    with pytest.raises(Refusal):
        allowance.spend()
    now[0] += 0.1
    allowance.spend()
    with pytest.raises(Refusal):
        allowance.spend()


def test_the_hour_begins_with_the_first_request_and_frees_as_a_whole(now: list[float]) -> None:
    allowance = Allowance(Rates(0, 3), lambda: now[0])
    for _ in range(3):
        allowance.spend()
        now[0] += 600

    with pytest.raises(Refusal) as refused:
        allowance.spend()
    assert refused.value.headers["Retry-After"] == "1800"
    now[0] += 1800
    allowance.spend()
    assert allowance.headers()["X-Hourly-RateLimit-Remaining"] == "2"


def test_a_clock_that_goes_back_locks_nobody_out(now: list[float]) -> None:
    allowance = Allowance(Rates(1, 1), lambda: now[0])
    allowance.spend()
    now[0] -= 10_000
    allowance.spend()


async def test_the_third_request_in_a_second_is_the_known_429(
    tiny: Callable[[str], DemoApi], sign_in: SignIn, now: list[float]
) -> None:
    client = await sign_in(tiny("2/s,10/h"), "ft42tui demo", "public")  # the token counts too
    second = await client.get("/v2/users")
    third = await client.get("/v2/users")
    now[0] += 1
    later = await client.get("/v2/users")

    assert second.headers["X-Secondly-RateLimit-Limit"] == "2"
    assert second.headers["X-Secondly-RateLimit-Remaining"] == "0"
    assert second.headers["X-Hourly-RateLimit-Limit"] == "10"
    assert second.headers["X-Hourly-RateLimit-Remaining"] == "8"
    assert third.status_code == 429
    assert third.text == "429 Too Many Requests (Spam Rate Limit Exceeded)"
    assert third.headers["Content-Type"].startswith("text/plain")
    assert third.headers["Retry-After"] == "1"
    assert later.status_code == 200
    assert later.headers["X-Hourly-RateLimit-Remaining"] == "7"  # the refused one did not count


async def test_each_application_has_limits_of_its_own(
    tiny: Callable[[str], DemoApi], sign_in: SignIn
) -> None:
    api = tiny("1/s,1/h")
    spent = await sign_in(api, "plain", "public")
    official = await sign_in(api, "official", "public")

    assert (await spent.get("/v2/users")).status_code == 429
    answer = await official.get("/v2/users")
    assert answer.headers["X-Hourly-RateLimit-Limit"] == "1000000"
    assert answer.headers["X-Secondly-RateLimit-Limit"] == "1000"


async def test_a_missing_right_costs_a_request(tiny: Callable[[str], DemoApi], sign_in: SignIn) -> None:
    client = await sign_in(tiny("9/s,9/h"), "plain", "public")
    answer = await client.get("/v2/me")
    assert (answer.status_code, answer.headers["X-Hourly-RateLimit-Remaining"]) == (403, "7")


async def test_without_limits_there_are_no_headers_about_them(guest: httpx.AsyncClient) -> None:
    answer = await guest.get("/v2/users")
    assert not [name for name in answer.headers if "ratelimit" in name]
