"""Levels, and the experience that makes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ft42tui.demo.app import DemoApi
from ft42tui.demo.school.growth import level_of, thresholds


@pytest.mark.parametrize("cursus", [1, 4, 9, 21])
def test_a_threshold_is_the_level_it_is_for(cursus: int) -> None:
    steps = thresholds(cursus)
    assert [level_of(cursus, points) for points in steps] == list(range(len(steps)))
    assert all(level_of(cursus, points - 1) < level for level, points in enumerate(steps) if level)


@given(st.integers(0, 2_000_000), st.integers(0, 2_000_000))
def test_more_experience_is_never_a_lower_level(one: int, other: int) -> None:
    low, high = sorted((one, other))
    assert 0 <= level_of(21, low) <= level_of(21, high)


def test_a_level_is_what_the_experience_makes(school: DemoApi) -> None:
    rows = school.store.rows(
        "SELECT c.cursus_id, c.level, sum(e.experience) AS points FROM cursus_users c"
        " LEFT JOIN experiences e ON e.user_id = c.user_id AND e.cursus_id = c.cursus_id"
        " AND e.experiancable_type = 'ProjectsUser' GROUP BY c.id"
    )
    for row in rows:
        if row["points"]:
            assert row["level"] == level_of(row["cursus_id"], row["points"])
        else:
            assert 0 <= row["level"] < 1


def test_who_transcended_has_finished_the_common_core_and_nobody_else(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM cursus_users c WHERE c.cursus_id = 21 AND (c.grade = 'Transcender') <>
        EXISTS (SELECT 1 FROM projects_users p WHERE p.user_id = c.user_id AND p.project_id = 1324
        AND p.validated)"""
    assert school.store.number(wrong) == 0
