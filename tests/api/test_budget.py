"""The rate budget and the throttle, on a clock that stands still until somebody sleeps on it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ft42tui.api.budget import HOUR, Budget, Throttle, Wait, limit_of, retry_after
from ft42tui.api.exchange import Exchange

PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)
HEADERS = (
    "X-Hourly-RateLimit-Limit",
    "X-Hourly-RateLimit-Remaining",
    "X-Secondly-RateLimit-Limit",
    "X-Secondly-RateLimit-Remaining",
)
NUMBERS = st.text("0123456789 +-.e_,", max_size=20) | st.integers().map(str) | st.text(max_size=8)


class FakeTime:
    """A clock that moves when somebody sleeps on it, and when a test says so."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        assert seconds >= 0
        self.slept.append(seconds)
        self.now += seconds


def throttle_on(time: FakeTime, *, margin: float = 0.05) -> Throttle:
    return Throttle(clock=time.clock, sleep=time.sleep, margin=margin)


async def admissions(throttle: Throttle, time: FakeTime, pauses: list[float]) -> list[float]:
    found = []
    for pause in pauses:
        time.now += pause
        await throttle.admit()
        found.append(time.now)
    return found


def most_within(moments: list[float], seconds: float) -> int:
    """Return how many moments the fullest window of that length holds, its end not counted."""
    return max((sum(1 for m in moments if 0 <= m - start < seconds) for start in moments), default=0)


def test_the_headers_of_an_answer_tell_the_budget() -> None:
    headers = dict(zip(HEADERS, ("1200", "1197", "2", "1"), strict=True))

    assert Budget.from_headers(headers) == Budget(1200, 1197, 2, 1)


def test_an_answer_without_rate_headers_tells_nothing() -> None:
    budget = Budget.from_headers({})

    assert not budget.is_known
    assert budget.hour_share is None


@PROPERTY
@given(st.dictionaries(st.sampled_from(HEADERS), NUMBERS))
@example({HEADERS[0]: "9" * 5000})
@example({HEADERS[0]: "²"})
@example({HEADERS[0]: "٣"})
@example({HEADERS[0]: "-1"})
@example({HEADERS[0]: "1_200"})
def test_only_whole_numbers_are_taken_and_nothing_raises(headers: Mapping[str, str]) -> None:
    budget = Budget.from_headers(headers)
    found = (budget.hour_limit, budget.hour_left, budget.second_limit, budget.second_left)

    for name, value in zip(HEADERS, found, strict=True):
        text = headers.get(name, "").strip()
        plain = bool(text) and set(text) <= set("0123456789") and len(text) < 16
        assert value == (int(text) if plain else None)


@pytest.mark.parametrize(
    ("limit", "left", "share"),
    [(1200, 600, 0.5), (1200, 0, 0.0), (10, 20, 1.0), (0, 0, None), (10, None, None)],
)
def test_the_share_of_the_hour_lies_between_nothing_and_all(
    limit: int, left: int | None, share: float | None
) -> None:
    assert Budget(hour_limit=limit, hour_left=left).hour_share == share


async def test_two_requests_go_at_once_and_the_third_waits_for_the_next_second() -> None:
    time = FakeTime()
    moments = await admissions(throttle_on(time), time, [0, 0, 0])

    assert moments == [1000.0, 1000.0, pytest.approx(1001.05)]


async def test_a_spent_budget_waits_for_the_next_hour() -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    throttle.learn(Budget(hour_limit=3, second_limit=100))
    moments = await admissions(throttle, time, [0, 10, 10, 10])

    assert moments[3] == pytest.approx(1000.0 + HOUR + 0.05)


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from([0.0, 0.01, 0.3, 0.5, 0.95, 1.0, 1.1]) | st.floats(0, 3), max_size=25),
    st.integers(1, 4),
)
async def test_no_window_of_a_second_holds_more_than_the_limit(pauses: list[float], limit: int) -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    throttle.learn(Budget(second_limit=limit))
    moments = await admissions(throttle, time, pauses)

    assert most_within(moments, 1.0) <= limit


@settings(derandomize=True, deadline=None, max_examples=60)
@given(
    st.lists(st.sampled_from([0.0, 100.0, 1799.0, 3599.0]) | st.floats(0, 4000), max_size=25),
    st.integers(1, 5),
)
async def test_no_window_of_an_hour_holds_more_than_the_limit(pauses: list[float], limit: int) -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    throttle.learn(Budget(hour_limit=limit))
    moments = await admissions(throttle, time, pauses)

    assert most_within(moments, HOUR) <= limit
    assert most_within(moments, 1.0) <= 2


@settings(derandomize=True, deadline=None, max_examples=40)
@given(st.lists(st.floats(0, 5), min_size=1, max_size=12))
async def test_nobody_waits_longer_than_the_limits_ask_for(pauses: list[float]) -> None:
    time = FakeTime()
    moments = await admissions(throttle_on(time), time, pauses)

    for at, moment in enumerate(moments):
        arrived = (moments[at - 1] if at else 1000.0) + pauses[at]
        due = moments[at - 2] + 1.05 if at >= 2 else 0.0
        assert moment <= max(arrived, due) + 1e-6


async def test_requests_go_in_the_order_they_came() -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    order: list[int] = []

    async def go(number: int) -> None:
        await throttle.admit()
        order.append(number)

    await asyncio.gather(*(go(number) for number in range(9)))

    assert order == list(range(9))


async def test_many_at_once_keep_the_limit_too() -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    moments: list[float] = []

    async def go() -> None:
        await throttle.admit()
        moments.append(time.now)

    await asyncio.gather(*(go() for _ in range(11)))

    assert most_within(moments, 1.0) == 2


async def test_a_429_holds_everybody_for_as_long_as_it_asked() -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    throttle.hold(60)
    moments = await admissions(throttle, time, [0])

    assert moments[0] >= 1060.0


async def test_a_shorter_hold_does_not_shorten_a_longer_one() -> None:
    time = FakeTime()
    throttle = throttle_on(time, margin=0.25)
    throttle.hold(60)
    throttle.hold(1)

    assert throttle.next_wait() == Wait("server", 1060.25)


async def test_a_hold_that_comes_while_one_waits_is_obeyed() -> None:
    time = FakeTime()

    async def sleep(seconds: float) -> None:
        if not time.slept:
            throttle.hold(30)
        await time.sleep(seconds)

    throttle = Throttle(clock=time.clock, sleep=sleep)
    moments = await admissions(throttle, time, [0, 0, 0])

    assert moments[2] >= 1030.0


async def test_a_hold_says_which_limit_it_is_about() -> None:
    throttle = throttle_on(FakeTime(), margin=0.25)
    throttle.hold(60, "hour")
    throttle.hold(1, "second")

    assert throttle.next_wait() == Wait("server", 1060.25, limit="hour")


async def test_a_pause_lasts_until_its_end_and_is_taken_back() -> None:
    time = FakeTime()
    told: list[Wait | None] = []
    wait = Wait("retry", 1003.0, next_try=2, tries=4, reason="502")
    await throttle_on(time).pause(wait, told.append)

    assert (time.now, told) == (1003.0, [wait, None])


async def test_a_pause_that_is_over_takes_no_time() -> None:
    time = FakeTime()
    await throttle_on(time).pause(Wait("retry", 900.0))

    assert time.now == 1000.0


async def test_a_pause_holds_nobody_else() -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    await throttle.pause(Wait("retry", 1003.0))

    assert throttle.next_wait() is None
    assert throttle.second_left == 2


async def test_limits_are_learned_from_the_api() -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    throttle.learn(Budget(hour_limit=1400, second_limit=8))
    moments = await admissions(throttle, time, [0] * 9)

    assert throttle.per_hour == 1400
    assert moments[7] == 1000.0
    assert moments[8] > 1001.0


def test_a_limit_that_is_not_stated_or_nothing_changes_nothing() -> None:
    throttle = Throttle()
    throttle.learn(Budget())
    throttle.learn(Budget(hour_limit=0, second_limit=0))

    assert (throttle.per_second, throttle.per_hour) == (2, 1200)


async def test_a_wait_is_announced_with_its_window_and_ended_by_none() -> None:
    time = FakeTime()
    throttle = throttle_on(time, margin=0.25)
    told: list[Wait | None] = []
    for _ in range(3):
        await throttle.admit(told.append)

    assert told == [Wait("second", 1001.25), None]


async def test_a_request_that_need_not_wait_announces_nothing() -> None:
    told: list[Wait | None] = []
    time = FakeTime()
    await throttle_on(time).admit(told.append)

    assert told == []


async def test_a_cancelled_wait_is_ended_by_none_and_not_counted() -> None:
    time = FakeTime()
    told: list[Wait | None] = []

    async def sleep(_seconds: float) -> None:
        raise asyncio.CancelledError

    throttle = Throttle(clock=time.clock, sleep=sleep)
    throttle.hold(5)
    with pytest.raises(asyncio.CancelledError):
        await throttle.admit(told.append)

    assert told[-1] is None
    assert throttle.second_left == 2


async def test_what_is_left_of_a_second_comes_back() -> None:
    time = FakeTime()
    throttle = throttle_on(time)
    await throttle.admit()
    left = throttle.second_left
    time.now += 1.0

    assert (left, throttle.second_left) == (1, 2)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, 1.0),
        ("", 1.0),
        ("1", 1.0),
        (" 30 ", 30.0),
        ("0", 1.0),
        ("-5", 1.0),
        ("3.5", 1.0),
        ("soon", 1.0),
        ("Thu, 01 Jan 1970 00:16:50 GMT", 10.0),
        ("Thu, 01 Jan 1970 00:00:00 GMT", 1.0),
    ],
)
def test_retry_after_is_read(value: str | None, seconds: float) -> None:
    assert retry_after(value, now=lambda: 1000.0) == seconds


@PROPERTY
@given(st.text() | st.text("0123456789 :,+-JanMonGMTZ", max_size=40))
@example("1 Jan 99999999999999999999 00:00:00")
@example("Mon, 01 Jan 0001 00:00:00 +9999")
@example("Mon, 01 Jan 2024 00:00:00 +999999999999999")
@example("1" * 5000)
def test_retry_after_is_at_least_a_second_and_never_raises(value: str) -> None:
    assert retry_after(value, now=lambda: 1000.0) >= 1.0


HOUR_LEFT, SECOND_LEFT, AFTER = HEADERS[1], HEADERS[3], "Retry-After"


def limited(headers: Mapping[str, str]) -> Exchange:
    return Exchange("GET", "/v2/x", status=429, response_headers=tuple(headers.items()))


@pytest.mark.parametrize(
    ("after", "hour_left", "second_left", "limit"),
    [
        ("1", "", "", "second"),
        ("1", "500", "0", "second"),
        ("1", "500", "2", "second"),
        ("1", "0", "0", "unknown"),
        ("1", "0", "2", "unknown"),
        ("1800", "", "", "hour"),
        ("2", "", "", "hour"),
        ("1800", "0", "2", "hour"),
        ("1800", "0", "0", "hour"),
        ("1800", "500", "", "unknown"),
        ("1800", "500", "0", "unknown"),
        ("1800", "", "0", "unknown"),
        ("", "0", "", "hour"),
        ("", "0", "2", "hour"),
        ("", "500", "0", "second"),
        ("", "", "0", "second"),
        ("", "0", "0", "unknown"),
        ("", "500", "2", "unknown"),
        ("", "", "", "unknown"),
        ("0", "", "", "unknown"),
        ("soon", "", "", "unknown"),
        ("Thu, 01 Jan 2099 00:00:00 GMT", "", "", "unknown"),
        ("soon", "0", "", "hour"),
        ("1", "many", "", "second"),
    ],
)
def test_a_429_is_about_the_limit_that_its_headers_agree_on(
    after: str, hour_left: str, second_left: str, limit: str
) -> None:
    headers = {AFTER: after, HOUR_LEFT: hour_left, SECOND_LEFT: second_left}

    assert limit_of(limited({name: value for name, value in headers.items() if value})) == limit


@PROPERTY
@given(st.dictionaries(st.sampled_from((AFTER, *HEADERS)), NUMBERS | st.sampled_from(["0", "1", "30"])))
def test_no_limit_is_named_without_evidence_for_it(headers: Mapping[str, str]) -> None:
    limit = limit_of(limited(headers))
    exchange = limited(headers)
    budget = Budget.from_headers(headers)
    after = exchange.header(AFTER) or ""

    if limit == "second":
        assert after.strip().lstrip("0") == "1" or budget.second_left == 0
        assert budget.hour_left != 0
    if limit == "hour":
        assert retry_after(after) > 1 or budget.hour_left == 0
        assert not budget.hour_left


def test_the_headers_of_a_429_are_read_in_any_case() -> None:
    assert limit_of(limited({AFTER.lower(): "1800", HOUR_LEFT.upper(): "0"})) == "hour"
