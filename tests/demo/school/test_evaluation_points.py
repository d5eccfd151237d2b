"""The history of evaluation points."""

from __future__ import annotations

import pytest

from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.settings import DemoSettings


def test_a_total_is_the_sum_of_all_before_it_and_never_below_none(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM (SELECT total,
        sum("sum") OVER (PARTITION BY user_id ORDER BY id) AS reached FROM correction_point_historics)
        WHERE total <> reached OR total < 0"""
    assert school.store.number(wrong) == 0


@pytest.mark.parametrize("users", [1, 7, 200])
def test_the_last_total_is_what_the_user_has(users: int) -> None:
    store = create_app(DemoSettings(users=users)).store
    wrong = """SELECT count(*) FROM users u WHERE u.correction_point IS NOT (SELECT total
        FROM correction_point_historics h WHERE h.user_id = u.id ORDER BY id DESC LIMIT 1)"""
    assert store.number(wrong) == 0


def test_each_evaluation_moves_a_point_from_the_team_to_the_corrector(school: DemoApi) -> None:
    moves = """SELECT count(*) FROM scale_teams s
        JOIN correction_point_historics gain ON gain.scale_team_id = s.id AND gain.user_id = s.user_id
          AND gain."sum" = 1
        JOIN correction_point_historics price ON price.scale_team_id = s.id AND price."sum" = -1
        JOIN teams_users m ON m.team_id = s.team_id AND m.leader AND m.user_id = price.user_id
        WHERE price.created_at <= gain.created_at"""
    filled = school.store.number("SELECT count(*) FROM scale_teams WHERE filled_at IS NOT NULL")
    lines = "SELECT count(*) FROM correction_point_historics WHERE scale_team_id IS NOT NULL"
    assert school.store.number(moves) == filled > 0
    assert school.store.number(lines) == 2 * filled


def test_history_is_written_in_order(school: DemoApi) -> None:
    rows = school.store.rows("SELECT created_at FROM correction_point_historics ORDER BY id")
    times = [row["created_at"] for row in rows]
    assert times == sorted(times)


def test_a_pool_never_holds_more_than_it_can_and_its_sales_come_one_by_one(school: DemoApi) -> None:
    assert school.store.number("SELECT count(*) FROM pools WHERE current_points > max_points") == 0
    clash = """SELECT count(*) FROM balances a JOIN balances b ON b.pool_id = a.pool_id AND b.id > a.id
        WHERE b.begin_at <= a.end_at OR a.end_at <= a.begin_at"""
    assert school.store.number(clash) == 0
