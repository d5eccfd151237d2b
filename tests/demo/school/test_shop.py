"""The shop and the wallets."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_a_wallet_is_the_sum_of_its_transactions(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM users u WHERE u.wallet <>
        (SELECT coalesce(sum(value), 0) FROM transactions t WHERE t.user_id = u.id)"""
    assert rows(school, wrong) == [(0,)]
    assert rows(school, "SELECT count(*) > 50 FROM transactions") == [(1,)]


def test_nobody_ever_spent_what_was_not_there(school: DemoApi) -> None:
    least = """SELECT min(purse) FROM
        (SELECT sum(value) OVER (PARTITION BY user_id ORDER BY created_at, id) purse FROM transactions)"""
    assert rows(school, least)[0][0] >= 0


def test_every_order_was_paid_with_the_price_of_its_product(school: DemoApi) -> None:
    found = rows(
        school,
        "SELECT p.price, t.value, o.user_id, t.user_id, o.created_at, t.created_at FROM commands o"
        " JOIN products p ON p.id = o.product_id LEFT JOIN transactions t"
        " ON t.transactable_type = 'Command' AND t.transactable_id = o.id",
    )
    assert found
    assert all((price, buyer, at) == (-paid, payer, when) for price, paid, buyer, payer, at, when in found)


def test_a_product_is_older_than_its_orders(school: DemoApi) -> None:
    early = """SELECT count(*) FROM commands o JOIN products p ON p.id = o.product_id
        WHERE o.created_at < p.created_at"""
    assert rows(school, early) == [(0,)]
