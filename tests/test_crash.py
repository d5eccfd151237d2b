"""What is told of a mistake: where it happened, and never in which words."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ft42tui.crash import place_of, report_of

SECRET = "s-s4t2ud-9f3c1e7a52d84b06"


class TypedError(Exception):
    """An error of a library that repeats what it was given."""


def fail(secret: str = SECRET) -> None:
    raise ValueError(f"client_secret={secret}")


def caught(work: Callable[[], None]) -> Exception:
    try:
        work()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is told of
        return error
    raise AssertionError("nothing went wrong")


def test_a_report_names_module_file_line_and_function_of_each_frame() -> None:
    report = report_of(caught(fail))

    first = report.splitlines()[0]
    assert first.startswith(f"  {__name__}, test_crash.py line ")
    assert first.endswith(", in caught")
    assert ", in fail\nValueError\n" in report


def test_a_report_holds_no_words_and_no_variables() -> None:
    error = caught(fail)
    error.add_note(f"typed: {SECRET}")

    assert SECRET not in report_of(error)
    assert "client_secret" not in report_of(error)


def test_a_report_names_no_folder_of_this_machine() -> None:
    report = report_of(caught(fail))

    assert str(Path(__file__).parent) not in report
    assert os.sep not in report


def test_what_led_to_an_error_is_told_in_order() -> None:
    def because() -> None:
        try:
            fail()
        except ValueError as error:
            raise TypedError(SECRET) from error

    def meanwhile() -> None:
        try:
            because()
        except TypedError:
            raise KeyError(SECRET)  # noqa: B904  # both ways are told

    report = report_of(caught(meanwhile))

    assert [line for line in report.splitlines() if not line.startswith("  ")] == [
        "ValueError",
        "and then, because of it:",
        f"{__name__}.TypedError",
        "and then, meanwhile:",
        "KeyError",
    ]
    assert SECRET not in report


def test_what_was_meant_to_be_left_out_is_left_out() -> None:
    def instead() -> None:
        try:
            fail()
        except ValueError:
            raise KeyError(SECRET) from None

    assert "ValueError" not in report_of(caught(instead))


def test_the_parts_of_a_group_are_told_without_their_words() -> None:
    def together() -> None:
        raise ExceptionGroup(SECRET, [ValueError(SECRET), TypedError(SECRET)])

    report = report_of(caught(together))

    assert f"ExceptionGroup\n  | ValueError\n  | {__name__}.TypedError\n" in report
    assert SECRET not in report


def test_a_chain_that_bites_its_tail_comes_to_an_end() -> None:
    one, other = ValueError(SECRET), KeyError(SECRET)
    one.__cause__, other.__cause__ = other, one

    assert report_of(one).count("Error") == 2


def test_a_long_chain_is_cut() -> None:
    error = ValueError()
    for _ in range(5000):
        before, error = error, ValueError(SECRET)
        error.__context__ = before

    assert report_of(error).count("ValueError") == 20


def test_the_place_is_told_in_a_line() -> None:
    assert place_of(caught(fail)).startswith("ValueError in fail, test_crash.py line ")
    assert place_of(ValueError(SECRET)) == "ValueError"
