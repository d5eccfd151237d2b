"""The shelf of tokens: what is found on it, and that it never grows past its size."""

from __future__ import annotations

from oauth_desk import Desk

from ft42tui.demo.oauth.codes import MOST_CODES, Codes, Grant
from ft42tui.demo.oauth.tokens import Shelf, Token

APP = Desk().app()


def token(number: int, *, owner: int | None = None, refresh: str | None = None, at: int = 0) -> Token:
    return Token(f"t{number}", APP, ("public",), at, 100, owner, refresh)


def test_the_newest_live_token_comes_first() -> None:
    now = [0.0]
    shelf = Shelf(lambda: now[0])
    for number, at in enumerate((0, 50, 60)):
        shelf.put(token(number, at=at))
    shelf.revoke(token(2))
    now[0] = 100.0

    assert [one.text for one in shelf.live(APP, None)] == ["t1"]
    assert list(shelf.live(APP, 74)) == []


def test_a_full_shelf_forgets_what_is_of_no_use_first() -> None:
    now = [0.0]
    shelf = Shelf(lambda: now[0], most=8)
    for number in range(4):
        shelf.put(token(number, owner=1, refresh=f"r{number}"))
    for number in range(4, 8):
        shelf.put(token(number, owner=1))
    shelf.revoke(token(0, owner=1, refresh="r0"))
    now[0] = 200.0
    shelf.put(token(8, at=200))

    assert len(shelf) == 7
    assert shelf.find("t0") is shelf.find("t4") is None
    assert shelf.find_refresh("r1") == token(1, owner=1, refresh="r1")
    assert shelf.find("t8") is not None


def test_a_full_shelf_of_useful_tokens_forgets_the_oldest() -> None:
    shelf = Shelf(lambda: 0.0, most=8)
    for number in range(100):
        shelf.put(token(number, owner=number, refresh=f"r{number}"))

    assert len(shelf) <= 8
    assert shelf.find("t0") is shelf.find_refresh("r0") is None
    assert list(shelf.live(APP, 0)) == []
    assert shelf.find("t99") is not None
    assert len(shelf._by_refresh) == len(shelf._by_holder) == len(shelf)


def test_tokens_that_come_and_go_leave_nothing_behind() -> None:
    desk = Desk()
    shelf = desk.oauth._authority._tokens
    shelf._most = 50
    refresh = desk.sign_in()["refresh_token"]
    for _ in range(300):
        refresh = desk.token("refresh_token", refresh_token=refresh).content["refresh_token"]
        desk.revoke(desk.token("client_credentials").content["access_token"])

    assert len(shelf) <= 50
    assert len(shelf._revoked) <= 50
    assert len(shelf._by_refresh) == 1
    assert desk.token("refresh_token", refresh_token=refresh).status == 200


def test_codes_that_nobody_takes_do_not_pile_up() -> None:
    now = [0.0]
    codes = Codes(lambda: now[0])
    for number in range(MOST_CODES + 10):
        codes.put(str(number), Grant(APP, 74, ("public",), "", None, now[0] + 600))
    assert len(codes) == MOST_CODES
    assert codes.find("9") is None
    assert codes.find("10") is not None

    now[0] = 600.0
    codes.put("last", Grant(APP, 74, ("public",), "", None, 1200.0))
    assert len(codes) == 1
