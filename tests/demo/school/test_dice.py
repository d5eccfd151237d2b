"""Chances and times in SQL."""

from __future__ import annotations

import re
import sqlite3
from collections import Counter
from typing import Any

import pytest

from ft42tui.demo.school.dice import chance, day_of, days_between, office_hour, pick


def value(sql: str) -> Any:
    return sqlite3.connect(":memory:").execute(f"SELECT {sql}").fetchone()[0]


@pytest.mark.parametrize("step", [1, 3, 42])
def test_the_sides_of_a_die_come_up_alike(step: int) -> None:
    counts = Counter(value(chance(str(number * step), 7, 6)) for number in range(600))
    assert set(counts) == set(range(6))
    assert max(counts.values()) < 2 * min(counts.values())


def test_two_salts_throw_independently() -> None:
    ids = [str(number) for number in range(0, 600, 3)]
    same = sum(value(chance(one, 1, 4)) == value(chance(one, 2, 4)) for one in ids)
    assert 25 < same < 75


def test_one_of_the_texts_is_picked_quotes_included() -> None:
    texts = ("it's", 'a "b"', "c")
    assert {value(pick(str(number), 3, texts)) for number in range(30)} == set(texts)


def test_days_are_counted_over_the_end_of_a_year() -> None:
    assert value(day_of("'2025-12-30T10:00:00.000Z'", "3")) == "2026-01-02"
    assert value(days_between("'2025-12-30T23:00:00.000Z'", "'2026-01-02T01:00:00.000Z'")) == 3


def test_an_office_hour_is_a_time_as_the_api_writes_it() -> None:
    hours = [value(office_hour(str(number), 5)) for number in range(50)]
    assert all(re.fullmatch(r"T(0[89]|1[0-8]):[0-5]\d:[0-5]\d\.\d{3}Z", hour) for hour in hours)
