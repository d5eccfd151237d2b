"""Trying again: what may pass by itself, after how long, and in what words it is given up."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ft42tui.api.errors import BadAnswer, RateLimited, ServerFault, Unreachable, error_for
from ft42tui.api.exchange import Exchange
from ft42tui.api.retry import (
    CUT_SHORT,
    LATE,
    LOST,
    Failure,
    RetryPolicy,
    counted,
    duration,
    failure_in,
    failure_of,
    limited,
)

POLICY = RetryPolicy()
BAD_GATEWAY = Failure("502")
COUNTS = st.integers(1, 10_000)


def answered(status: int, **headers: str) -> Exchange:
    shown = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange("GET", "/v2/x", status=status, response_headers=shown)


def caused_by(cause: BaseException) -> Unreachable:
    error = Unreachable("It was lost")
    error.__cause__ = cause
    return error


@given(COUNTS, st.floats(0, 1))
def test_a_wait_is_never_negative_and_never_above_the_cap(failed: int, chance: float) -> None:
    pause = RetryPolicy(tries=failed + 1).pause("GET", (BAD_GATEWAY,) * failed, chance)

    assert pause is not None
    assert 0 <= pause <= POLICY.cap


@given(COUNTS)
def test_the_bound_grows_until_the_cap(failed: int) -> None:
    sooner, later = POLICY.bound(failed), POLICY.bound(failed + 1)

    assert later > sooner or sooner == POLICY.cap


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_larger_the_chance_the_longer_the_wait(one: float, other: float) -> None:
    waits = [POLICY.pause("GET", (BAD_GATEWAY,), chance) for chance in sorted((one, other))]

    assert waits == sorted(wait for wait in waits if wait is not None)


def test_the_bound_doubles_from_a_second_to_four() -> None:
    assert [POLICY.bound(failed) for failed in (1, 2, 3, 4)] == [1.0, 2.0, 4.0, 4.0]


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "get"])
def test_a_method_that_changes_nothing_is_tried_again(method: str) -> None:
    assert POLICY.pause(method, (BAD_GATEWAY,), 0.5) is not None


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "post", "CONNECT", ""])
def test_any_other_method_is_not(method: str) -> None:
    assert POLICY.pause(method, (BAD_GATEWAY,), 0.5) is None


def test_the_fourth_failure_is_the_last() -> None:
    tried_again = [POLICY.pause("GET", (BAD_GATEWAY,) * failed, 0.5) is not None for failed in (1, 2, 3, 4)]

    assert tried_again == [True, True, True, False]


@pytest.mark.parametrize(
    ("failures", "is_tried_again"),
    [
        ((LATE,), True),
        ((LATE, LATE), False),
        (("502", LATE), True),
        ((LATE, "502"), True),
        ((LATE, "502", LATE), False),
    ],
)
def test_an_answer_that_is_late_is_waited_for_twice_at_most(
    failures: tuple[str, ...],
    is_tried_again: bool,  # noqa: FBT001
) -> None:
    pause = POLICY.pause("GET", [Failure(reason) for reason in failures], 0.5)

    assert (pause is not None) == is_tried_again


@pytest.mark.parametrize(
    ("asked", "pause"), [(0.0, 0.5), (0.1, 0.5), (7.0, 7.0), (60.0, 60.0), (61.0, None), (1e9, None)]
)
def test_a_server_that_says_how_long_is_obeyed_up_to_a_minute(asked: float, pause: float | None) -> None:
    assert POLICY.pause("GET", (Failure("503", asked=asked),), 0.5) == pause


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_status_that_often_passes_may_pass(status: int) -> None:
    assert failure_in(answered(status)) == Failure(str(status))


@pytest.mark.parametrize("status", [501, 505, 511, 520, 599])
def test_another_of_the_servers_failures_may_not(status: int) -> None:
    assert failure_in(answered(status)) == Failure(str(status), may_pass=False)


@pytest.mark.parametrize("status", [200, 204, 304, 400, 401, 403, 404, 422, 429, None])
def test_an_answer_of_any_other_status_is_no_failure(status: int | None) -> None:
    assert failure_in(Exchange("GET", "/v2/x", status=status)) is None


@pytest.mark.parametrize(("status", "asked"), [(503, 30.0), (500, 0.0), (502, 0.0), (504, 0.0)])
def test_retry_after_counts_on_a_503_only(status: int, asked: float) -> None:
    failure = failure_in(answered(status, Retry_After="30"))

    assert failure is not None
    assert failure.asked == asked


@pytest.mark.parametrize(
    ("cause", "reason"),
    [
        (httpx.ReadError(""), LOST),
        (httpx.WriteError(""), LOST),
        (httpx.CloseError(""), LOST),
        (httpx.RemoteProtocolError("Server disconnected without sending a response."), LOST),
        (
            httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body (received 3 bytes, expected 6)"
            ),
            LOST,
        ),
        (httpx.ReadTimeout(""), LATE),
        (EOFError(), CUT_SHORT),
    ],
)
def test_a_connection_that_was_there_and_broke_may_hold_next_time(cause: BaseException, reason: str) -> None:
    assert failure_of(caused_by(cause)) == Failure(reason)


@pytest.mark.parametrize(
    "cause",
    [
        httpx.ConnectError("All connection attempts failed"),
        httpx.ConnectError("[Errno -2] Name or service not known"),
        httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"),
        httpx.ConnectTimeout(""),
        httpx.PoolTimeout(""),
        httpx.WriteTimeout(""),
        httpx.RemoteProtocolError("illegal status line: bytearray(b'SSH-2.0')"),
        httpx.LocalProtocolError("Illegal header value"),
        httpx.ProxyError("403 Forbidden"),
        ValueError("no address"),
    ],
)
def test_what_will_be_the_same_in_a_moment_may_not_pass(cause: BaseException) -> None:
    assert not failure_of(caused_by(cause)).may_pass


def test_an_error_without_a_cause_may_not_pass() -> None:
    assert failure_of(BadAnswer("The answer is not JSON")) == Failure(
        "The answer is not JSON", may_pass=False
    )


@pytest.mark.parametrize(
    ("before", "last", "tries", "title"),
    [
        ((), "502", 1, "It failed"),
        (("502",), "502", 2, "It failed, twice in a row"),
        (("502",) * 3, "502", 4, "It failed, 4 times in a row"),
        (("502", LOST, "502"), "502", 4, "It failed, after 4 tries"),
        (("502",), LOST, 2, "It failed, after 2 tries"),
        (("502",), None, 2, "It failed"),
    ],
)
def test_an_error_says_how_often_it_was_tried(
    before: tuple[str, ...], last: str | None, tries: int, title: str
) -> None:
    failed = Failure(last) if last else None
    error = counted(Unreachable("It failed", "Send again."), [Failure(reason) for reason in before], failed)

    assert (error.tries, error.title, error.hint) == (tries, title, "Send again.")


def test_a_server_that_asks_for_a_pause_is_quoted_in_the_hint() -> None:
    error = counted(Unreachable("It failed", "Send again."), (), Failure("503", asked=600))

    assert error.hint == "The server asks to wait 10 min: send again after that (r)."


@pytest.mark.parametrize(
    ("headers", "tries", "title"),
    [
        ({"Retry_After": "99999"}, 1, "429 · too many requests: the limit of an hour"),
        ({"Retry_After": "1"}, 5, "429 · too many requests: the limit of a second, 5 times in a row"),
    ],
)
def test_a_429_says_which_limit_and_how_often(headers: dict[str, str], tries: int, title: str) -> None:
    error = limited(_too_many(**headers), answered(429, **headers), tries)

    assert (error.title, error.tries) == (title, tries)


def test_a_429_of_an_unknown_limit_keeps_to_what_is_known() -> None:
    plain = _too_many().title
    error = limited(_too_many(), answered(429), 5)

    assert error.title == f"{plain}, 5 times in a row"
    assert "limit of" not in error.title


def test_a_429_says_how_long_to_wait() -> None:
    error = limited(_too_many(Retry_After="99999"), answered(429, Retry_After="99999"), 1)

    assert error.hint.startswith("The API asks to wait 27 h 47 min: send again after that (r).")


def _too_many(**headers: str) -> RateLimited:
    error = error_for(answered(429, **headers), b"429 Too Many Requests")
    assert isinstance(error, RateLimited)
    return error


def test_the_servers_failure_stays_what_it_is() -> None:
    assert isinstance(counted(error_for(answered(502), b""), (), BAD_GATEWAY), ServerFault)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (1, "1 s"),
        (1.2, "2 s"),
        (59, "59 s"),
        (60, "1 min"),
        (61, "2 min"),
        (3599, "1 h"),
        (3600, "1 h"),
        (3660, "1 h 1 min"),
        (172_799, "2 days"),
        (172_801, "3 days"),
    ],
)
def test_a_time_to_wait_is_told_rounded_up(seconds: float, words: str) -> None:
    assert duration(seconds) == words
