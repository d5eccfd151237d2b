"""The pages of a session, to go back and forward through."""

from __future__ import annotations

import pytest

from ft42tui.api.exchange import Exchange
from ft42tui.api.page import Page, page_from
from ft42tui.api.query import Query
from ft42tui.catalog import Endpoint
from ft42tui.session.history import History

MEGA = 1024 * 1024


def page(number: int, size: int = 10) -> Page:
    query = Query(Endpoint("GET", "/v2/users", "index")).on_page(number)
    return page_from(query, Exchange("GET", "/v2/users", status=200, size=size), b"[]")


def visited(*pages: Page, depth: int = 50) -> History:
    history = History(depth)
    for one in pages:
        history.visit(one)
    return history


def test_at_the_beginning_there_is_no_page() -> None:
    history = History()

    assert (history.page, history.back(), history.forward()) == (None, None, None)


def test_back_and_forward_go_along_the_line_and_stop_at_its_ends() -> None:
    one, two = page(1), page(2)
    history = visited(one, two)

    assert [history.page, history.back(), history.back(), history.page] == [two, one, None, one]
    assert [history.forward(), history.forward(), history.page] == [two, None, two]


def test_going_on_from_an_earlier_place_drops_what_was_ahead() -> None:
    one, two, three = page(1), page(2), page(3)
    history = visited(one, two)
    history.back()
    history.visit(three)

    assert history.forward() is None
    assert history.back() is one


def test_a_fresh_answer_takes_the_place_of_its_page() -> None:
    one, two, fresh = page(1), page(2), page(1)
    history = visited(one, two)
    history.back()
    history.replace(fresh)

    assert history.page is fresh
    assert history.forward() is two


def test_a_first_answer_may_come_as_a_fresh_one() -> None:
    history = History()
    one = page(1)
    history.replace(one)

    assert history.page is one


@pytest.mark.parametrize("depth", [1, 2, 5])
def test_only_the_last_pages_are_kept(depth: int) -> None:
    history = visited(*(page(number) for number in range(1, 10)), depth=depth)
    steps = 0
    while history.back() is not None:
        steps += 1

    assert steps == depth - 1


def test_pages_that_are_heavy_together_are_forgotten_oldest_first() -> None:
    light, heavy, last = page(1), page(2, size=9 * MEGA), page(3, size=9 * MEGA)
    history = visited(light, heavy)
    assert history.back() is light

    history.forward()
    history.visit(last)
    assert history.page is last
    assert history.back() is None
