"""The explorer, driven by keys."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from ft42tui.tui.widgets.endpoint_tree import EndpointTree
from ft42tui.tui.widgets.json_view import JsonView
from ft42tui.tui.widgets.query_builder import QueryBuilder
from ft42tui.tui.widgets.results_grid import ResultsGrid

if TYPE_CHECKING:
    from ft42tui.demo.app import DemoApi
    from tests.tui.conftest import Answer, Start


def answering(*, status: int = 200, headers: dict[str, str] | None = None, **content: Any) -> Answer:
    """Return a server that gives one answer to everything."""

    async def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(status, headers=headers, **content)

    return answer


async def test_a_request_given_at_the_start_is_loaded_and_the_results_have_the_focus(explore: Start) -> None:
    async with explore("users") as explorer:
        assert "page 1 of 10 · 1–30 of 300" in explorer.line("Results")
        assert isinstance(explorer.screen.focused, ResultsGrid)


async def test_without_a_request_only_the_token_is_asked_about(explore: Start) -> None:
    async with explore(None) as explorer:
        assert [request.url.path for request in explorer.requests] == ["/oauth/token", "/oauth/token/info"]
        assert "Nothing was asked yet" in explorer.text


async def test_the_token_is_asked_about_once(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("full_stop", "r")
        paths = [request.url.path for request in explorer.requests]
        assert paths.count("/oauth/token/info") == 1


async def test_filters_are_added_from_the_catalogue_and_shown_in_the_request_as_one_types(
    explore: Start,
) -> None:
    async with explore("users") as explorer:
        await explorer.press("2", "a")
        await explorer.paste("filter pool_y")
        await explorer.press("enter")
        await explorer.type("201")
        assert "filter[pool_year]=201" in explorer.line("GET /v2/users")
        await explorer.type("3")
        await explorer.press("escape", "a")
        await explorer.paste("filter pool_m")
        await explorer.press("enter")
        await explorer.paste("september,july")
        await explorer.press("ctrl+j")
        assert "/v2/users?filter[pool_year]=2013&filter[pool_month]=september,july" in explorer.text
        records = explorer.page.records
        assert {record["pool_year"] for record in records} == {"2013"}
        assert {record["pool_month"] for record in records} == {"september", "july"}
        assert isinstance(explorer.screen.focused, ResultsGrid)


async def test_a_typed_sort_orders_the_records_and_marks_their_columns(explore: Start) -> None:
    async with explore("users?sort=kind,-login") as explorer:
        records = explorer.page.records
        assert records == tuple(
            sorted(sorted(records, key=lambda r: r["login"], reverse=True), key=lambda r: r["kind"])
        )
        assert "login ↓" in explorer.text
        assert "kind ↑" in explorer.text


async def test_pages_are_walked_to_the_last_and_back_with_the_filter_kept(explore: Start) -> None:
    async with explore("users?filter[kind]=student&page[size]=40") as explorer:
        first = explorer.page.records
        await explorer.press("greater_than_sign")
        last = explorer.page
        assert last.number is not None
        assert last.number == last.last
        assert "next" not in last.links
        await explorer.press("full_stop")
        assert "There is no next page" in explorer.text
        for _ in range(last.number - 1):
            await explorer.press("comma")
        assert explorer.page.records == first
        sent = [r.url for r in explorer.requests if r.url.path == "/v2/users"]
        assert all("filter[kind]=student" in str(url).replace("%5B", "[").replace("%5D", "]") for url in sent)


async def test_one_user_is_opened_and_its_json_read(explore: Start) -> None:
    async with explore("users/norminet") as explorer:
        await explorer.press("4")
        assert '"login": "norminet"' in explorer.text
        await explorer.press("slash")
        await explorer.paste("cursus_users")
        await explorer.press("enter", "right")
        assert "▾" in explorer.line('"cursus_users"')


async def test_the_highlighted_record_is_shown_as_json(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("down", "down")
        login = explorer.page.records[2]["login"]
        assert f'"login": "{login}"' in explorer.text


async def test_an_error_is_told_in_words_and_the_last_results_stay(explore: Start) -> None:
    async with explore("users") as explorer:
        login = explorer.page.records[0]["login"]
        await explorer.press("ctrl+l", "ctrl+u")
        await explorer.paste("community_services")
        await explorer.press("enter")
        assert "403 · needs tig · has public projects · missing tig" in explorer.text
        assert "Insufficient scope" in explorer.text
        assert login in explorer.line(login)
        await explorer.press("escape")
        assert "403 · the token lacks" not in explorer.text


async def test_unknown_filters_are_refused_with_the_names_that_are_allowed(explore: Start) -> None:
    async with explore("users?filter[nope]=1") as explorer:
        assert "400" in explorer.line("✗")
        assert "pool_year" in explorer.text


async def test_a_refused_name_is_marked_at_its_row_until_it_is_edited(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("ctrl+l", "ctrl+u")
        await explorer.paste("users?filter[loginn]=norminet&sort=kindd")
        await explorer.press("enter")
        assert "400 · no such filter: loginn" in explorer.line("✗")
        assert "no such filter; did you mean login?" in explorer.line("filter  loginn")
        assert "Did you mean login? It takes id, login" in explorer.text
        await explorer.press("2", "x")
        assert "no such filter" not in explorer.line("filter  loginn")
        await explorer.press("ctrl+j")
        assert "400 · cannot be sorted by kindd" in explorer.line("✗")
        assert "cannot be sorted by kindd; the documentation lists kind" in explorer.line("sort  ")
        assert "the documentation lists id, login" in explorer.text
        await explorer.press("2", "enter", "backspace")
        assert "kindd" not in explorer.line("sort  ")
        await explorer.press("escape")
        assert "the documentation" not in explorer.line("sort  ")
        await explorer.press("ctrl+j")
        assert explorer.target == "/v2/users?sort=kind"
        assert explorer.page.query.sort == ("kind",)


async def test_a_refused_request_can_be_sent_again_as_it_is(explore: Start) -> None:
    async with explore("users?filter[nonsense]=1") as explorer:
        sent = len(explorer.requests)
        await explorer.press("2", "ctrl+j")
        assert len(explorer.requests) == sent + 1
        assert "no such filter" in explorer.line("filter  nonsense")


async def test_a_form_that_was_edited_in_the_meantime_is_not_marked(explore: Start) -> None:
    async with explore("users?filter[loginn]=a") as explorer:
        error = explorer.screen.error
        assert error is not None
        await explorer.press("2", "enter")
        await explorer.type("b")
        explorer.screen.report(error)
        await explorer.settle()
        assert "did you mean" not in explorer.line("filter  loginn")


async def test_a_missing_path_value_is_asked_for(explore: Start) -> None:
    async with explore(None) as explorer:
        await explorer.press("slash")
        await explorer.paste("campus users")
        await explorer.press("enter")
        assert explorer.screen.query_one(QueryBuilder).is_editing
        await explorer.type("paris")
        await explorer.press("enter")
        assert "GET /v2/campus/paris/users" in explorer.text
        assert explorer.page.records


async def test_an_endpoint_is_chosen_by_enter_and_sent_by_another(explore: Start) -> None:
    async with explore(None) as explorer:
        await explorer.press("slash")
        await explorer.type("cursus")
        await explorer.press("escape", "slash")
        await explorer.paste("/cursus")
        await explorer.press("enter")
        assert explorer.screen.page is None
        assert "GET /v2/cursus" in explorer.text
        await explorer.press("enter")
        assert any(record["slug"] == "42cursus" for record in explorer.page.records)


async def test_a_url_on_another_origin_is_refused_and_nothing_is_sent(explore: Start) -> None:
    async with explore("users") as explorer:
        before = len(explorer.requests)
        await explorer.press("ctrl+l", "ctrl+u")
        await explorer.paste("https://evil.example/v2/users")
        await explorer.press("enter")
        assert "is not the API that this session talks to" in explorer.text
        assert len(explorer.requests) == before


async def test_a_pasted_token_is_left_out(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("ctrl+l", "ctrl+u")
        await explorer.paste("users?access_token=sesame42&filter[kind]=student")
        await explorer.press("enter")
        assert "sesame42" not in explorer.text
        assert all("sesame42" not in str(request.url) for request in explorer.requests)


async def test_routes_beyond_the_tokens_scopes_are_marked(explore: Start) -> None:
    async with explore("closes") as explorer:
        assert "tig" in explorer.line("GET    /closes")


async def test_only_reachable_routes_can_be_shown(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("1", "R")
        tree = explorer.screen.query_one(EndpointTree)
        assert "reachable" in explorer.line("Endpoints")
        assert "GET    /me " not in explorer.text
        await explorer.press("escape")
        assert not tree.is_narrowed


async def test_escape_cancels_a_running_request(explore: Start) -> None:
    started = asyncio.Event()

    async def never(_request: httpx.Request) -> httpx.Response:
        started.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with explore(None) as explorer:
        explorer.client._door._http._transport = httpx.MockTransport(never)
        await explorer.pilot.press("slash", *"cursus", "enter")
        await explorer.pilot.press("enter")
        await asyncio.wait_for(started.wait(), 5)
        await explorer.pilot.pause()
        assert "loading · esc cancels" in explorer.text
        await explorer.pilot.press("escape")
        await explorer.settle()
        assert not explorer.screen.busy
        assert explorer.notices == ["Cancelled."]


async def test_a_spent_budget_is_waited_for_and_said(explore: Start) -> None:
    async with explore("users") as explorer:
        said: list[str] = []
        session, throttle = explorer.session, explorer.session._throttle
        throttle.per_second = 2
        for _ in range(2):
            throttle._log.append(explorer.clock.now)
        changed = session.on_change

        def listen() -> None:
            changed()
            if session.status.wait:
                said.append(session.status.wait.window)

        session.on_change = listen
        await explorer.press("r")
        assert "second" in said


async def test_another_try_is_said_while_it_is_waited_for(explore: Start) -> None:
    answers = [
        httpx.Response(502, text="<html>nginx</html>", headers={"Content-Type": "text/html"}),
        httpx.Response(200, json=[{"id": 1, "login": "norminet"}]),
    ]

    async def answer(_request: httpx.Request) -> httpx.Response:
        return answers.pop(0) if answers else httpx.Response(200, json=[])

    async with explore(None, answer=answer) as explorer:
        said: list[str] = []
        session = explorer.session
        changed = session.on_change

        def listen() -> None:
            changed()
            wait = session.status.wait
            said.append(f"{wait.next_try} of {wait.tries}: {wait.reason}" if wait else "")

        session.on_change = listen
        await explorer.press("slash", *"cursus", "enter")
        await explorer.press("enter")
        assert said[:2] == ["2 of 4: 502", ""]
        assert "norminet" in explorer.text
        assert not explorer.screen.error


async def test_a_429_is_waited_out_and_sent_again(explore: Start) -> None:
    answers = [
        httpx.Response(429, headers={"Retry-After": "7"}, text="429 Too Many Requests"),
        httpx.Response(200, json=[{"id": 1, "login": "norminet"}]),
    ]

    async def answer(_request: httpx.Request) -> httpx.Response:
        return answers.pop(0)

    async with explore("users", answer=answer) as explorer:
        assert explorer.clock.now >= 1_795_262_407
        assert "norminet" in explorer.text
        assert not explorer.screen.error


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (answering(text="<html>hello</html>", headers={"Content-Type": "text/html"}), "is not JSON"),
        (answering(status=500, text="oops"), "500 · the server failed"),
        (answering(status=502, text="<html>nginx</html>", headers={"Content-Type": "text/html"}), "502"),
        (answering(status=404, json={}), "404 · not found"),
        (
            answering(status=403, text="<html>Just a moment…</html>", headers={"Content-Type": "text/html"}),
            "blocked before it reached the API",
        ),
        (answering(status=301, headers={"Location": "https://evil.example/?access_token=x"}), "points to"),
        (
            answering(status=401, json={"message": "The access token expired"}),
            "the API says expired, of a token that came a moment ago",
        ),
        (answering(status=401, json={}), "Not certain why"),
        (answering(status=422, json={"begin_at": ["can't be blank"]}), "begin_at: can't be blank"),
    ],
)
async def test_whatever_the_server_answers_is_told_in_words(
    explore: Start, answer: Answer, words: str
) -> None:
    async with explore("users", answer=answer) as explorer:
        assert words in explorer.text
        assert "Traceback" not in explorer.text


HOSTILE = [
    "[/x]",
    "[@click=app.quit]x[/]",
    "[red]red",
    "\x1b[31mred\x1b[0m",
    "\x9b31m",
    "a\u202egnp.exe",
    "line\nbreak\ttab",
    "\ud800",
    "x" * 10_000,
    "\u200b\u2066",
    "👩‍👩‍👧‍👦 日本語",
]


async def test_text_from_the_api_is_painted_harmless(explore: Start) -> None:
    texts = enumerate(HOSTILE)
    body = json.dumps([{"id": n, text: text, "login": text, "nested": {"name": text}} for n, text in texts])
    answer = answering(content=body.encode(), headers={"Content-Type": "application/json"})
    shown = ""
    async with explore("users", answer=answer) as explorer:
        for key in ("3", *("v", "escape", "down") * len(HOSTILE), "4", "o", "e", "end", "5", "question_mark"):
            await explorer.press(key)
            shown += "".join(explorer.lines)
    assert all(symbol in shown for symbol in "␛⏎⇥␦")
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in shown)


async def test_no_secret_is_ever_on_the_screen(explore: Start, embedded: DemoApi) -> None:
    async with explore("users") as explorer:
        seen = explorer.text
        for key in ("5", "4", "2", "1", "question_mark"):
            await explorer.press(key)
            seen += explorer.text
        assert explorer.client.token
        token = explorer.client.token.access_token
        assert "Bearer ••••••••" in seen
        assert token not in seen
        assert embedded.first_application.client_secret not in seen


@pytest.mark.parametrize("size", [(80, 24), (200, 60), (40, 12), (20, 5)])
async def test_every_pane_is_reached_at_every_size(explore: Start, size: tuple[int, int]) -> None:
    async with explore("users", size=size) as explorer:
        for key, pane in zip("12345", ("endpoints", "query", "results", "json", "exchange"), strict=True):
            await explorer.press(key)
            assert explorer.screen.pane == pane
            assert explorer.screen.focused is not None


async def test_resizing_changes_between_one_pane_and_all(explore: Start) -> None:
    async with explore("users", size=(160, 48)) as explorer:
        assert explorer.screen.query_one(JsonView).display
        await explorer.pilot.resize_terminal(80, 24)
        await explorer.settle()
        assert not explorer.screen.query_one(JsonView).display
        assert "1 tree" in explorer.text
        await explorer.pilot.resize_terminal(160, 48)
        await explorer.settle()
        assert explorer.screen.query_one(JsonView).display


async def test_a_pane_is_shown_alone_and_not(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("f")
        assert not explorer.screen.query_one(JsonView).display
        await explorer.press("escape")
        assert explorer.screen.query_one(JsonView).display


async def test_the_tree_is_hidden_and_shown(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("b")
        assert not explorer.screen.query_one(EndpointTree).display
        await explorer.press("1")
        assert explorer.screen.query_one(EndpointTree).display


async def test_back_and_forward_come_from_memory(explore: Start) -> None:
    async with explore("users") as explorer:
        first = explorer.page
        await explorer.press("full_stop")
        second = explorer.page
        sent = len(explorer.requests)
        await explorer.press("backspace")
        assert explorer.page is first
        await explorer.press("shift+right")
        assert explorer.page is second
        assert len(explorer.requests) == sent


async def test_a_column_sorts_on_the_server_and_a_value_filters(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("S")
        assert explorer.target == "/v2/users?sort=login"
        await explorer.press("S")
        assert explorer.target == "/v2/users?sort=-login"
        await explorer.press("S")
        login = explorer.page.records[0]["login"]
        await explorer.press("plus")
        assert explorer.target == f"/v2/users?filter[login]={login}"
        assert len(explorer.page.records) == 1


async def test_a_column_that_the_api_does_not_sort_by_says_so(explore: Start) -> None:
    async with explore("users") as explorer:
        grid = explorer.screen.query_one(ResultsGrid)
        grid.column = next(at for at, column in enumerate(grid._columns) if column.key == "wallet")
        await explorer.press("S")
        assert "does not sort /users by wallet" in explorer.text


async def test_a_wrong_value_in_the_form_is_named_and_kept(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("2", "down", "enter")
        await explorer.type("zero")
        assert "a whole number from 1 on" in explorer.text
        sent = len(explorer.requests)
        await explorer.press("ctrl+j")
        assert "The query is not right yet" in explorer.text
        assert "zero" in explorer.text
        assert len(explorer.requests) == sent


async def test_a_writing_route_is_shown_and_not_sent(explore: Start) -> None:
    async with explore(None) as explorer:
        await explorer.press("slash")
        await explorer.paste("post /users")
        await explorer.press("enter", "enter")
        assert "changes data" in explorer.text
        assert all(r.method == "GET" for r in explorer.requests if r.url.path.startswith("/v2"))


async def test_help_lists_the_keys_of_the_focused_pane_first(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("4", "question_mark")
        keys = explorer.text
        assert keys.index("Fold or unfold.") < keys.index("Go to the endpoints.")
        await explorer.press("escape")
        assert "Go to the endpoints." not in explorer.text


async def test_the_palette_offers_our_commands(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.pilot.press("colon")
        await explorer.pilot.pause(0.5)
        await explorer.paste("last page")
        await explorer.pilot.pause(0.5)
        await explorer.press("enter", "enter")
        page = explorer.page
        assert page.number == page.last


async def test_things_are_found_in_results_and_stepped_through(explore: Start) -> None:
    async with explore("users?page[size]=100") as explorer:
        grid = explorer.screen.query_one(ResultsGrid)
        await explorer.press("slash")
        await explorer.type("42lyon")
        await explorer.press("enter")
        first = grid.cursor
        assert "42lyon" in str(grid.record)
        await explorer.press("n")
        assert grid.cursor != first
        await explorer.press("N")
        assert grid.cursor == first


async def test_a_whole_cell_is_shown_and_copied(explore: Start) -> None:
    async with explore("users/norminet") as explorer:
        await explorer.press("v")
        assert "norminet" in explorer.text
        await explorer.press("escape", "y", "v")
        assert explorer.app.clipboard == "norminet"
        await explorer.press("4", "down", "y", "q")
        assert explorer.app.clipboard == ".id"


async def test_the_url_is_copied_without_a_token(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("Y")
        assert explorer.app.clipboard == "http://127.0.0.1:4242/v2/users"


async def test_it_works_with_a_mouse(explore: Start) -> None:
    async with explore("users") as explorer:
        grid = explorer.screen.query_one(ResultsGrid)
        await explorer.pilot.click(grid, offset=(10, 5))
        await explorer.settle()
        assert grid.cursor == 3
        await explorer.pilot.click("#keys", offset=(2, 0))
        await explorer.settle()
        assert explorer.page.number == 2
        tree = explorer.screen.query_one(EndpointTree)
        before = tree.count
        await explorer.pilot.click(tree, offset=(4, 1))
        await explorer.settle()
        assert tree.count != before


async def test_the_status_bar_counts_down_and_says_that_another_token_will_come(explore: Start) -> None:
    async with explore("users") as explorer:
        explorer.clock.now += 7200 - 200
        explorer.screen._refresh_status()
        explorer.screen.query_one("#status").refresh()
        await explorer.settle()
        assert "expires 0:03:20" in explorer.text
        explorer.clock.now += 400
        explorer.screen.query_one("#status").refresh()
        await explorer.settle()
        assert "renewed with the next request" in explorer.text


async def test_what_is_edited_while_a_request_runs_is_kept(explore: Start) -> None:
    go, started = asyncio.Event(), asyncio.Event()

    async def slow(_request: httpx.Request) -> httpx.Response:
        started.set()
        await go.wait()
        return httpx.Response(200, stream=httpx.ByteStream(b'[{"id": 1, "login": "late"}]'))

    async with explore("users") as explorer:
        explorer.client._door._http._transport = httpx.MockTransport(slow)
        await explorer.pilot.press("r")
        await asyncio.wait_for(started.wait(), 5)
        await explorer.pilot.press("2", "down", "down", "enter", "7")
        go.set()
        await explorer.settle()
        assert "late" in explorer.text
        assert explorer.target == "/v2/users?page[size]=7"
        assert "ctrl+j sends the new query" in explorer.text


async def test_back_from_a_failed_request_returns_to_what_is_still_shown(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("ctrl+l", "ctrl+u")
        await explorer.paste("community_services")
        await explorer.press("enter", "backspace")
        assert explorer.target == "/v2/users"
        assert explorer.screen.error is None


async def test_a_click_on_the_titles_changes_between_json_and_exchange(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.pilot.click("#json", offset=(12, 0))
        await explorer.settle()
        assert "Authorization" in explorer.text


async def test_a_request_in_place_of_another_still_shows_a_sign_and_can_be_cancelled(explore: Start) -> None:
    started = asyncio.Event()

    async def never(_request: httpx.Request) -> httpx.Response:
        started.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            for _ in range(5):  # closing a connection takes a few turns of the loop
                await asyncio.sleep(0)
            raise
        raise AssertionError

    async with explore("users") as explorer:
        explorer.client._door._http._transport = httpx.MockTransport(never)
        await explorer.pilot.press("S")
        await asyncio.wait_for(started.wait(), 5)
        await explorer.pilot.press("ctrl+j")
        for _ in range(10):
            await explorer.pilot.pause()
        assert explorer.screen.busy
        await explorer.pilot.press("escape")
        await explorer.settle()
        assert not explorer.screen.busy


async def test_leaving_the_request_line_closes_it(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("ctrl+l", "x", "tab")
        assert "GET /v2/users" in explorer.text
        assert not explorer.screen.query_one("#request").children


async def test_leaving_the_find_bar_shows_the_keys_again(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("slash", "x", "tab")
        assert "? help" in explorer.text


async def test_escape_from_the_request_line_returns_to_where_one_was(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("4", "ctrl+l", "escape")
        assert explorer.screen.pane == "json"


async def test_turning_a_page_keeps_an_edited_query(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("2", "down", "down", "enter", "7", "escape", "3", "full_stop")
        assert explorer.page.number == 2
        assert explorer.target == "/v2/users?page[size]=7"


async def test_sending_again_sends_what_the_request_line_shows(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("2", "down", "down", "enter", "7", "escape", "r")
        assert len(explorer.page.records) == 7


async def test_changed_keys_are_those_that_are_shown(explore: Start) -> None:
    async with explore("users", keys={"results.next_page": "ctrl+n"}) as explorer:
        assert "ctrl+n next page" in explorer.text
        await explorer.press("ctrl+n")
        assert explorer.page.number == 2
        await explorer.press("question_mark")
        assert "ctrl+n" in explorer.line("The page that the API's next link names.")


async def test_going_back_shows_the_exchange_of_that_page(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("full_stop", "5", "backspace")
        assert explorer.page.number == 1
        assert "page" not in explorer.line("GET http")


async def test_the_expiry_counts_down_while_nothing_else_changes(explore: Start) -> None:
    async with explore("users") as explorer:
        bar = explorer.screen.query_one("#status")
        explorer.clock.now += 61
        bar.refresh()
        await explorer.settle()
        assert "1:58:59" in explorer.text


async def test_the_footer_names_the_keys_of_the_field_while_one_types(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("2", "enter")
        assert "enter send" in explorer.text
        assert "esc done" in explorer.text


async def test_a_fully_unfolded_answer_stays_so_without_a_pause(explore: Start) -> None:
    async with explore("scale_teams?page[size]=100") as explorer:
        await explorer.press("4", "o", "e")
        view = explorer.screen.query_one(JsonView)
        before = view.count
        await explorer.press("3", "full_stop")
        assert view.count > before / 2


async def test_sort_keys_are_added_from_the_catalogue(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("2", "a")
        await explorer.paste("sort kind")
        await explorer.press("enter")
        assert explorer.target == "/v2/users?sort=kind"
        await explorer.paste(",-login")
        await explorer.press("enter")
        assert explorer.page.query.sort == ("kind", "-login")


async def test_only_the_pane_that_is_used_is_marked(explore: Start) -> None:
    async with explore("users") as explorer:
        await explorer.press("2", "enter")
        assert explorer.screen.query_one("#form").styles.border_top[0] == "heavy"
        await explorer.press("ctrl+l", "ctrl+u")
        await explorer.paste("users/norminet")
        await explorer.press("enter", "4")
        assert explorer.screen.query_one("#form").styles.border_top[0] == "solid"
        assert sum("━━━━" in line for line in explorer.lines) == 1
