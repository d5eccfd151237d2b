"""Answers that no API should give: the program lives, says so in words, and keeps its secrets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from notices import is_refused
from odd_api import SECRET, TOKEN, Asked, OddApi, Reply, of, users
from terminal import Terminal

pytestmark = pytest.mark.slow

Explore = Callable[..., Terminal]
Leave = Callable[[Terminal], None]

HTML = b"<!DOCTYPE html><html><head><title>Attention Required</title></head><body>Sorry</body></html>"

FAILURES = {
    "html-403": (Reply(HTML, 403, kind="text/html"), "blocked before it reached the API"),
    "html-502": (Reply(HTML, 502, kind="text/html"), "502 · the server failed"),
    "html-200": (Reply(HTML, 200, kind="text/html"), "The answer is not JSON (text/html)"),
    "500": (of({"error": "[/x] oops"}, status=500), "500 · the server failed"),
    "401": (of({"error": "Not authorized"}, status=401), "401 · the token of FT42_TOKEN was not accepted"),
    "401-empty": (Reply(b"", 401), "401 · the token of FT42_TOKEN was not accepted"),
    "404": (Reply(b"{}", 404), "404 · not found"),
    "422-list": (of(["a", {"b": [1, None]}], status=422), "422 · the API refused the values"),
    "400-array": (of([[]], status=400), "400 · the API did not understand the request"),
    "418": (of("short and stout", status=418), "418 · the API refused the request"),
    "not-json": (Reply(b"[{'id': 1}]"), "The answer is not JSON"),
    "not-utf8": (Reply(b'["\xff\xfe"]'), "The answer is not JSON"),
    "deep": (Reply(b"[" * 200_000), "The answer is not JSON"),
    "truncated": (Reply(b'[{"id": 1}, {"id": 2}]', end="short"), "was lost, 4 times in a row"),
    "reset": (Reply(end="reset"), "was lost, 4 times in a row"),
    "redirect": (Reply(b"", 302, {"Location": "http://127.0.0.1:9/v2/users"}), "302 · the server points to"),
    "gzip-lie": (Reply(b"[]", 200, {"Content-Encoding": "gzip"}), "compression is broken"),
    "brotli": (Reply(b"[]", 200, {"Content-Encoding": "br"}), "compressed with br"),
    "long-hold": (of({}, status=429, Retry_After="99999"), "429 · too many requests: the limit of an hour"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_told_in_words_and_passes(
    name: str, api: OddApi, explore: Explore, leave: Leave
) -> None:
    reply, words = FAILURES[name]
    api.answer = lambda _: reply
    terminal = explore()
    terminal.until(lambda: is_refused(terminal))
    terminal.until(words)

    api.answer = lambda _: of(users())
    terminal.press("r")
    terminal.until("user3")
    terminal.until(lambda: not is_refused(terminal))
    leave(terminal)


ODD_RECORDS: dict[str, tuple[Any, str]] = {
    "absent": ([{"id": 1}, {"login": "two"}, {}], "1–3"),
    "null": ([{"id": None, "login": None, "image": None}], "null"),
    "not-objects": ([1, "two", None, [3], True, {"id": 6}], "1–6"),
    "numbers-for-texts": ([{"id": "x", "login": 7, "url": {"a": []}, "created_at": 12}], "1"),
    "an-object": ({"id": 1, "login": "alone"}, "one object"),
    "a-text": ("just a text", "just a text"),
    "a-number": (42, "42"),
    "null-itself": (None, "No records"),
    "empty-list": ([], "no records"),
    "nothing-in-objects": ([{}, {}], "1–2"),
    "huge-number": ([{"id": 10**400, "login": "huge"}], "huge"),
    "nan": ([{"id": float("nan"), "login": "nan"}], "nan"),
    "odd-names": ([{"": 1, "[/x]": 2, "a\nb": 3, "é" * 300: 4, "id": 5}], "[/x]"),
    "odd-dates": ([{"id": 1, "created_at": "2024-99-99T99:99:99Z", "at": "0000-00-00"}], "1"),
    "wide": ([{f"field{n}": n for n in range(2000)}], "field1"),
    "deep": ([{"id": 1, "login": "deep", "a": [[[[[[[[[[[[[{"b": {}}]]]]]]]]]]]]]}], "deep"),
}


@pytest.mark.parametrize("name", ODD_RECORDS)
def test_odd_records_are_shown_as_they_are(name: str, api: OddApi, explore: Explore, leave: Leave) -> None:
    value, words = ODD_RECORDS[name]
    api.answer = lambda _: of(value)
    terminal = explore()
    terminal.until("200 ·")
    terminal.until(words)
    terminal.press("down", "right", "S")
    terminal.settle()
    terminal.press("escape", "4", "e", "down", "G", "5", "3", "v")
    terminal.settle()
    terminal.press("escape")
    leave(terminal)


def test_an_empty_answer_is_no_mistake(api: OddApi, explore: Explore, leave: Leave) -> None:
    api.answer = lambda _: Reply(b"")
    terminal = explore()
    terminal.until("200 ·")
    terminal.until("No records")
    terminal.press("down", "v", "y", "4", "down", "e", "y")
    terminal.settle()
    leave(terminal)


HOSTILE = (
    "[/x]",
    "[@click=app.quit]x[/]",
    "\x1b]0;pwned\x07",
    "\x1b[2J\x1b[31m",
    "\x1bP1$r\x1b\\",
    "\x9b31m\x9d0;pwned\x9c",
    "\u202egnp.exe\u202c\u2066x\u2069",
    "lone \ud800 surrogate \udfff",
    "\x00\x07\x08\r\n\t\x7f",
    "e" + "\u0301" * 500,
    "👨‍👩‍👧‍👦 🇫🇷 漢字 \ufeff\u200b",
    "x" * 10_240,
    "\U000e0041\U000e0042",
)


@pytest.mark.parametrize("where", ["records", "error", "headers"])
def test_hostile_texts_never_reach_the_terminal_as_they_are(
    where: str, api: OddApi, explore: Explore, leave: Leave
) -> None:
    records = [
        {"id": n, "login": text, "image": {"name": text}, "list": [text], text: text}
        for n, text in enumerate(HOSTILE)
    ]
    if where == "records":
        api.answer = lambda _: of(records)
    elif where == "error":
        api.answer = lambda _: of({"error": " ".join(HOSTILE)}, status=422)
    else:
        api.answer = lambda _: Reply(b"[]", 200, {"X-Odd": "[/x]\x1b]0;pwned\x07 \x9b2J \x1b[2J"})
    api.info = lambda _: of({"resource_owner_id": None, "scopes": list(HOSTILE), "expires_in_seconds": 60})
    terminal = explore()
    if where == "records":
        terminal.until("1–13")
    elif where == "error":
        terminal.until("422 ·")
    else:
        terminal.until("no records")
    for key in (
        "3",
        *("down",) * 12,
        "home",
        "right",
        "v",
        "escape",
        "+",
        "escape",
        "4",
        "e",
        *("down",) * 12,
        "5",
        "G",
    ):
        terminal.press(key)
        terminal.settle(0.02)
    terminal.until("[/x]")
    if where != "error":  # without an answer the token is not asked about
        terminal.until(lambda: "/oauth/token/info" in {asked.path for asked in api.asked})
    terminal.settle(0.3)
    shown = terminal.output.decode("utf-8", "replace")
    for raw in ("pwned\x07", "\x1b]0;", "\x1b[2J\x1b[31m", "\x1bP1$r", "\x9b", "\x9d", "\u202e", "\u2066"):
        assert raw not in shown
    assert "\ufffd" not in shown
    leave(terminal)


def test_a_429_is_waited_out(api: OddApi, explore: Explore, leave: Leave) -> None:
    replies = [of({}, status=429, Retry_After="1"), of(users())]
    api.answer = lambda _: replies.pop(0)
    terminal = explore()
    terminal.until("for the limit of a second (429)")
    terminal.until("user3")
    assert not is_refused(terminal)
    leave(terminal)


PASSING = {
    "500": of({"error": "oops"}, status=500),
    "html-502": Reply(HTML, 502, kind="text/html"),
    "truncated": Reply(b'[{"id": 1}, {"id": 2}]', end="short"),
    "reset": Reply(end="reset"),
}


@pytest.mark.parametrize("name", PASSING)
def test_what_passes_by_itself_is_no_failure(name: str, api: OddApi, explore: Explore, leave: Leave) -> None:
    replies = [PASSING[name], of(users())]
    api.answer = lambda _: replies.pop(0)
    terminal = explore()
    terminal.until("user3")
    assert not is_refused(terminal)
    leave(terminal)
    assert len(api.data_asked) == 2


def test_another_try_is_told(api: OddApi, explore: Explore, leave: Leave) -> None:
    replies = [of({}, status=503, Retry_After="1"), of(users())]
    api.answer = lambda _: replies.pop(0)
    terminal = explore()
    terminal.until("(2 of 4): 503 · esc cancels")
    terminal.until("user3")
    terminal.gone("esc cancels")
    leave(terminal)


def test_another_try_is_cancelled_by_escape(api: OddApi, explore: Explore, leave: Leave) -> None:
    api.answer = lambda _: of({}, status=503, Retry_After="50")
    terminal = explore()
    terminal.until("tries again in")
    terminal.press("escape")
    terminal.until("Cancelled.")
    terminal.gone("tries again")
    leave(terminal)
    assert len(api.data_asked) == 1


def test_a_slow_answer_is_cancelled_by_escape(api: OddApi, explore: Explore, leave: Leave) -> None:
    api.answer = lambda _: Reply(end="never")
    terminal = explore()
    terminal.until("esc cancels")
    terminal.until(lambda: len(api.data_asked) == 1)
    terminal.press("escape")
    terminal.until("Cancelled.")
    terminal.gone("loading")

    api.answer = lambda _: of(users())
    terminal.press("r")
    terminal.until("user3")
    leave(terminal)


def test_one_can_leave_while_nothing_answers(api: OddApi, explore: Explore, leave: Leave) -> None:
    api.answer = lambda _: Reply(end="never")
    terminal = explore()
    terminal.until("esc cancels")
    leave(terminal)


def test_nobody_listens(start: Explore, leave: Leave) -> None:
    with OddApi() as gone:
        url = gone.url
    terminal = start("users", "--api", url, FT42_TOKEN=TOKEN)
    terminal.until("✗ Connection refused by 127.0.0.1")
    leave(terminal)


def test_without_credentials_nothing_is_asked(start: Explore, leave: Leave, api: OddApi) -> None:
    terminal = start("users", "--api", api.url)
    terminal.until("Nobody is signed in yet")
    leave(terminal)
    assert not api.asked


def test_an_application_signs_in(start: Explore, leave: Leave, api: OddApi) -> None:
    terminal = start("users", "--api", api.url, FT42_CLIENT_ID="u-odd", FT42_CLIENT_SECRET=SECRET)
    terminal.until("user3")
    terminal.press("5")
    terminal.until("Authorization")
    leave(terminal)
    assert api.asked[0].path == "/oauth/token"
    assert SECRET in api.asked[0].body
    assert {asked.authorization for asked in api.asked[1:]} == {f"Bearer {TOKEN}"}


SIGN_IN_FAILURES = {
    "invalid-client": (
        of({"error": "invalid_client", "error_description": "no"}, status=401),
        "id or secret was not accepted",
    ),
    "html": (Reply(HTML, 200, kind="text/html"), "holds no token"),
    "html-500": (Reply(HTML, 500, kind="text/html"), "Signing in failed with status 500"),
    "null": (of(None), "holds no token"),
    "list": (of([]), "holds no token"),
    "odd-token": (of({"access_token": ["x"]}), "holds no token"),
    "line-feed-in-token": (of({"access_token": "a\r\nX-Evil: 1"}), "✗"),
    "not-ascii-token": (of({"access_token": "tökén"}), "✗"),
    "lone-surrogate-token": (of({"access_token": "a\ud800"}), "✗"),
    "infinite-life": (Reply(b'{"access_token": "x", "expires_in": 1e999}'), "user3"),
    "reset": (Reply(end="reset"), "The connection to 127.0.0.1"),
    "redirect": (Reply(b"", 307, {"Location": "http://127.0.0.1:9/"}), "307 · the server points to"),
}


@pytest.mark.parametrize("name", SIGN_IN_FAILURES)
def test_a_failed_sign_in_is_told(name: str, start: Explore, leave: Leave, api: OddApi) -> None:
    reply, words = SIGN_IN_FAILURES[name]
    api.sign_in = lambda _: reply
    terminal = start("users", "--api", api.url, FT42_CLIENT_ID="u-odd", FT42_CLIENT_SECRET=SECRET)
    terminal.until(words)
    leave(terminal)


ODD_INFO = {
    "html": Reply(HTML, 200, kind="text/html"),
    "500": Reply(HTML, 500, kind="text/html"),
    "null": of(None),
    "odd": of({"resource_owner_id": "x", "scopes": {"a": 1}, "expires_in_seconds": "soon"}),
    "endless": Reply(b'{"expires_in_seconds": 1e999, "scopes": "public"}'),
    "nan": Reply(b'{"expires_in_seconds": NaN, "scopes": "public"}'),
    "huge": Reply(b'{"expires_in_seconds": 1' + b"0" * 400 + b', "scopes": "public"}'),
    "dead": of({"expires_in_seconds": -5, "scopes": ["public"]}),
    "reset": Reply(end="reset"),
}


@pytest.mark.parametrize("name", ODD_INFO)
def test_odd_words_about_the_token_do_no_harm(name: str, api: OddApi, explore: Explore, leave: Leave) -> None:
    api.info = lambda _: ODD_INFO[name]
    terminal = explore()
    terminal.until("user3")
    terminal.until(lambda: "/oauth/token/info" in {asked.path for asked in api.asked})
    terminal.settle(0.3)
    terminal.press("down")
    leave(terminal)


RATE_HEADERS: dict[str, dict[str, str]] = {
    "none": {},
    "odd": {"X-Hourly-RateLimit-Limit": "many", "X-Hourly-RateLimit-Remaining": "-1", "X-Total": "∞"},
    "zero": {"X-Hourly-RateLimit-Limit": "0", "X-Secondly-RateLimit-Limit": "0", "X-Per-Page": "0"},
    "huge": {"X-Hourly-RateLimit-Limit": "9" * 15, "X-Total": "9" * 15, "X-Page": "9" * 15},
    "contradictory": {"X-Total": "1", "X-Per-Page": "100", "X-Page": "7"},
}


@pytest.mark.parametrize("name", RATE_HEADERS)
def test_odd_headers_do_no_harm(name: str, api: OddApi, explore: Explore, leave: Leave) -> None:
    headers = {key: value.encode("utf-8").decode("latin-1") for key, value in RATE_HEADERS[name].items()}
    api.answer = lambda _: Reply(of(users()).body, 200, headers)
    terminal = explore()
    terminal.until("user3")
    terminal.press("r")
    terminal.until(lambda: len(api.data_asked) == 2)
    terminal.settle()
    leave(terminal)


def paged(link: Callable[[Asked, int], str]) -> Callable[[Asked], Reply]:
    """Return an API of three pages whose Link header is made by a test."""

    def answer(asked: Asked) -> Reply:
        number = int(asked.parameters.get("page[number]") or asked.parameters.get("page") or 1)
        header = link(asked, number)
        headers = {"X-Page": str(number), "X-Per-Page": "3"} | ({"Link": header} if header else {})
        return Reply(of(users(3, 3 * number - 2)).body, 200, headers)

    return answer


def test_without_links_there_is_no_next_page(api: OddApi, explore: Explore, leave: Leave) -> None:
    api.answer = paged(lambda _asked, _number: "")
    terminal = explore()
    terminal.until("user3")
    terminal.press(".")
    terminal.until("✗ There is no next page")
    leave(terminal)
    assert len(api.data_asked) == 1


TARGETS = (
    "{url}/v2/users?page={n}",
    "{url}/v2/users?filter%5Bkind%5D=student&page%5Bnumber%5D={n}&page%5Bsize%5D=3",
    "/v2/users?page={n}",
    "?page={n}",
)


@pytest.mark.parametrize("target", TARGETS, ids=("bare", "full", "path", "query"))
def test_a_link_says_which_page_and_the_filter_stays(
    target: str, api: OddApi, explore: Explore, leave: Leave
) -> None:
    api.answer = paged(lambda _, n: f'<{target.format(url=api.url, n=n + 1)}>; rel="next"')
    terminal = explore("users?filter[kind]=student&page[size]=3")
    terminal.until("user3")
    terminal.press(".")
    terminal.until("user6")
    leave(terminal)
    assert [asked.parameters.get("filter[kind]") for asked in api.data_asked] == ["student", "student"]
    assert api.data_asked[1].parameters.get("page[size]", "3") == "3"


@pytest.mark.parametrize(
    "host", ["http://{}", "https://{}", "http://user:pw@{}", "//{}", "http://127.0.0.1:1@{}"]
)
def test_a_link_to_another_host_is_refused(host: str, api: OddApi, explore: Explore, leave: Leave) -> None:
    with OddApi() as other:
        elsewhere = host.format(other.url.removeprefix("http://"))
        api.answer = paged(lambda _, n: f'<{elsewhere}/v2/users?page={n + 1}>; rel="next"')
        terminal = explore()
        terminal.until("user3")
        terminal.press(".")
        terminal.until(lambda: is_refused(terminal))
        leave(terminal)
        assert not other.asked
    assert len(api.data_asked) == 1


def test_a_circle_of_links_ends_the_walk(api: OddApi, explore: Explore, leave: Leave) -> None:
    api.answer = paged(lambda _, n: f'<{api.url}/v2/users?page={n % 2 + 1}>; rel="next"')
    terminal = explore()
    terminal.until("user3")
    terminal.press(".")
    terminal.until("user6")
    terminal.press(".")
    terminal.until("✗ The walk ends here")
    terminal.until("user6")
    leave(terminal)
    assert len(api.data_asked) == 2


BROKEN_LINKS = (
    "<>; rel=next",
    '<?page=x>; rel="next"',
    '<http://[::1>; rel="next"',
    "nonsense",
    '<mailto:a@b>; rel="next"',
    '<http://127.0.0.1:99999/v2/users?page=2>; rel="next"',
    "<" * 5000,
)


@pytest.mark.parametrize("link", BROKEN_LINKS, ids=range(len(BROKEN_LINKS)))
def test_a_broken_link_is_told_or_left_out(link: str, api: OddApi, explore: Explore, leave: Leave) -> None:
    api.answer = paged(lambda _asked, _number: link)
    terminal = explore()
    terminal.until("user3")
    terminal.press(".")
    terminal.until(lambda: is_refused(terminal))
    leave(terminal)
