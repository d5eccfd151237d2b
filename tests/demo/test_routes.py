"""Every route of the catalogue, asked by a token that may and by tokens that may not."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any

import httpx
import pytest
from invariants import broken
from walk import QUERIES, body_for, change_for, number_of, values_for

from ft42tui.catalog import Catalog, Endpoint
from ft42tui.catalog.catalog import load_schemas
from ft42tui.catalog.scopes import needs_user
from ft42tui.demo.app import DemoApi
from ft42tui.demo.fields import Form
from ft42tui.demo.resources.listing import singular
from ft42tui.demo.routes import Plan, plan

SignIn = Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]
SignInAs = Callable[[DemoApi, str, str, str], Awaitable[httpx.AsyncClient]]
ROUTES = [endpoint for endpoint in Catalog.load() if endpoint.path.startswith("/v2/")]
EVERY_SCOPE = "public projects profile elearning tig forum"
SUCCESS = {"GET": 200, "POST": 201, "PATCH": 204, "PUT": 204, "DELETE": 204}
JSON = "application/json; charset=utf-8"
STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(Z|\+\d\d:\d\d)")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TYPES: Mapping[str, tuple[type, ...]] = {
    "integer": (int,),
    "float": (int, float),
    "string": (str,),
    "boolean": (bool,),
    "datetime": (str,),
    "object": (dict,),
    "array": (list,),
}
SPACED = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")  # how balances write times: wire facts, section 0
STRUCTURED = {"fields"}  # a text in the table, an object in the answer
INVISIBLE = {"corrector", "correcteds", "user", "scale_team"}  # these may be the text "invisible"
SCHEMAS = load_schemas()


def named(endpoint: Endpoint) -> str:
    return f"{endpoint.method} {endpoint.path}"


@pytest.fixture
async def chief(school: DemoApi, sign_in: SignIn) -> httpx.AsyncClient:
    """An application that may do everything."""
    return await sign_in(school, "intrateam", EVERY_SCOPE)


@pytest.fixture
async def norminet_as_chief(school: DemoApi, sign_in_as: SignInAs) -> httpx.AsyncClient:
    """The user norminet, by an application that may do everything."""
    return await sign_in_as(school, "intrateam", EVERY_SCOPE, "norminet")


@pytest.fixture
async def nobody(school: DemoApi, sign_in: SignIn) -> httpx.AsyncClient:
    """An application without a role and with the least of scopes."""
    return await sign_in(school, "plain", "public")


@pytest.fixture
def undone(school: DemoApi) -> Iterator[None]:
    """Undo afterwards what the test writes, so that each test finds the same school."""
    change = school.store.change()
    change.__enter__()
    yield
    change.__exit__(KeyboardInterrupt, KeyboardInterrupt(), None)


@pytest.fixture
async def asked(
    school: DemoApi, chief: httpx.AsyncClient, norminet_as_chief: httpx.AsyncClient, undone: None
) -> Callable[[Endpoint], Awaitable[httpx.Response]]:
    """Ask a route as it wants to be asked, by a token that may."""

    async def ask(endpoint: Endpoint) -> httpx.Response:
        values = values_for(endpoint, school.store)
        client = norminet_as_chief if needs_user(endpoint) else chief
        body = body_for(endpoint, values, school.store) if endpoint.is_write else None
        answer = await client.request(
            endpoint.method, endpoint.fill(values), params=QUERIES.get(endpoint.path), json=body
        )
        assert not endpoint.is_write or broken(school.store) == {}
        return answer

    return ask


@pytest.mark.parametrize("endpoint", ROUTES, ids=named)
async def test_a_token_that_may_gets_what_the_route_is_for(
    school: DemoApi, asked: Callable[[Endpoint], Awaitable[httpx.Response]], endpoint: Endpoint
) -> None:
    answer = await asked(endpoint)

    assert answer.status_code == SUCCESS[endpoint.method], answer.text
    if answer.status_code == 204:
        assert answer.content == b""
        assert "content-type" not in answer.headers
        return
    assert answer.headers["content-type"] == JSON
    check_shape(endpoint, plan(endpoint, school.store), answer.json(), school)


@pytest.mark.slow
@pytest.mark.parametrize("endpoint", ROUTES, ids=named)
async def test_a_token_that_may_not_is_refused(
    school: DemoApi, stranger: httpx.AsyncClient, nobody: httpx.AsyncClient, endpoint: Endpoint
) -> None:
    path = endpoint.fill(values_for(endpoint, school.store))

    unknown = await stranger.request(endpoint.method, path)
    assert unknown.status_code == 401
    assert "WWW-Authenticate" in unknown.headers

    refused = await nobody.request(endpoint.method, path)
    if set(endpoint.scopes) - {"public"} or endpoint.roles or needs_user(endpoint):
        assert refused.status_code == 403
        assert refused.json()["error"] in {"Forbidden", "Access Denied"}
    else:
        assert refused.status_code in {200, 400}, refused.text


def check_shape(endpoint: Endpoint, made: Plan | None, content: Any, school: DemoApi) -> None:
    """Assert that an answer has the shape that its kind calls for."""
    if endpoint.kind == "graph":
        assert isinstance(content, dict)
        assert all(isinstance(number, int) for number in content.values())
    elif endpoint.kind == "index":
        assert isinstance(content, list)
        assert content, "there is nothing in this list"
        assert made is not None
        for item in content:
            check_item(endpoint, made, item, school, in_full=False)
    elif endpoint.kind in {"show", "create"}:
        assert made is not None
        check_item(endpoint, made, content, school, in_full=endpoint.kind == "show")
    else:
        assert isinstance(content, (dict, list))


def check_item(endpoint: Endpoint, made: Plan, item: Any, school: DemoApi, *, in_full: bool) -> None:
    """Assert that an item has the fields of its schema, or else those that the catalogue narrows it by."""
    table = made.listing.table
    assert isinstance(item, dict)
    own = unwrapped(item)
    assert isinstance(own["id"], int)
    name = ("user" if in_full else "user_summary") if table == "users" else singular(table)
    schema = SCHEMAS.get(name)
    if schema is not None:
        for field in schema["fields"]:
            check_value(field["name"], own[field["name"]], field["type"], nullable=field["nullable"])
        return
    columns = school.store.columns(table)
    for field_name in ({*endpoint.filters, *endpoint.sorts} & set(columns)) - STRUCTURED:
        column = columns[field_name]
        kind = {"real": "float", "text": "string"}.get(column.kind, column.kind)
        check_value(field_name, own[field_name], kind, nullable=column.nullable or field_name == "secret")


def unwrapped(item: dict[str, Any]) -> dict[str, Any]:
    """Return an item without the name that some are wrapped in."""
    (own,) = item.values() if len(item) == 1 else (item,)
    assert isinstance(own, dict)
    return own


def check_value(name: str, value: Any, kind: str, *, nullable: bool) -> None:
    """Assert that a value is of a kind of the catalogue."""
    if value is None:
        assert nullable, f"{name} is null"
    elif value == "invisible" and name in INVISIBLE:
        pass
    elif kind == "date":
        assert isinstance(value, str), name
        assert DAY.match(value), f"{name}: {value}"
    else:
        assert isinstance(value, TYPES[kind]), f"{name}: {value!r} is no {kind}"
        if kind == "integer":
            assert not isinstance(value, bool), name
        if kind == "datetime":
            assert STAMP.fullmatch(str(value)) or SPACED.fullmatch(str(value)), f"{name}: {value}"


@pytest.mark.parametrize(
    "endpoint", [one for one in ROUTES if one.kind == "create" and "(" not in one.path], ids=named
)
async def test_what_was_created_can_be_read(
    school: DemoApi, asked: Callable[[Endpoint], Awaitable[httpx.Response]], endpoint: Endpoint
) -> None:
    made = plan(endpoint, school.store)
    assert made is not None
    count = f"SELECT count(*) FROM {made.listing.table}"  # noqa: S608  # names of ours only
    before = school.store.number(count)

    answer = await asked(endpoint)

    number = unwrapped(answer.json())["id"]
    assert school.store.number(count) > before
    row = school.store.row(f"SELECT * FROM {made.listing.table} WHERE id = ?", (number,))  # noqa: S608
    assert row is not None
    for parent in made.parents:
        condition = parent.tie.condition
        within = f"SELECT count(*) FROM {made.listing.table} t WHERE t.id = ? AND {condition}"  # noqa: S608
        parent_id = int(values_for(endpoint, school.store)[parent.name])
        assert school.store.number(within, (number, parent_id)) == 1


@pytest.mark.parametrize("endpoint", [one for one in ROUTES if one.kind == "update"], ids=named)
async def test_what_was_changed_is_shown_by_the_next_read(
    school: DemoApi,
    asked: Callable[[Endpoint], Awaitable[httpx.Response]],
    chief: httpx.AsyncClient,
    norminet_as_chief: httpx.AsyncClient,
    endpoint: Endpoint,
) -> None:
    made = plan(endpoint, school.store)
    assert made is not None
    values = values_for(endpoint, school.store)
    number = number_of(made, values, school.store)
    name, value = change_for(made, Form.of(endpoint, made.listing), number, school.store)
    read = f'SELECT "{name}" FROM {made.listing.table} WHERE id = ?'  # noqa: S608  # names of ours only
    before = school.store.rows(read, (number,))[0][0]

    await asked(endpoint)

    assert school.store.rows(read, (number,))[0][0] == value != before
    client = norminet_as_chief if made.listing.table == "slots" else chief
    shown = await client.get(f"/v2/{made.listing.table}/{number}")
    if shown.status_code == 200:  # a few have no page of their own, and some columns are not shown
        assert unwrapped(shown.json()).get(name, value) in (value, None)


@pytest.mark.parametrize("endpoint", [one for one in ROUTES if one.kind == "delete"], ids=named)
async def test_what_was_deleted_is_gone_and_nothing_leads_to_it(
    school: DemoApi, asked: Callable[[Endpoint], Awaitable[httpx.Response]], endpoint: Endpoint
) -> None:
    made = plan(endpoint, school.store)
    assert made is not None
    number = values_for(endpoint, school.store)[made.key]

    await asked(endpoint)

    sql = f"SELECT count(*) FROM {made.listing.table} WHERE id = ?"  # noqa: S608  # names of ours only
    assert school.store.number(sql, (number,)) == 0
    assert school.store.rows("PRAGMA foreign_key_check") == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "endpoint", [one for one in ROUTES if one.required_names and "/me/" not in one.path], ids=named
)
async def test_a_path_that_leads_nowhere_is_a_404(
    school: DemoApi, chief: httpx.AsyncClient, norminet_as_chief: httpx.AsyncClient, endpoint: Endpoint
) -> None:
    client = norminet_as_chief if needs_user(endpoint) else chief
    good = values_for(endpoint, school.store)
    for name in endpoint.required_names:
        answer = await client.request(endpoint.method, endpoint.fill(good | {name: "987654321"}))
        assert answer.status_code == 404, (name, answer.text)
        assert answer.json() == {"error": "Not Found"}


async def test_the_routes_of_oauth_answer_too(
    school: DemoApi, stranger: httpx.AsyncClient, guest: httpx.AsyncClient
) -> None:
    app = school.applications[1]
    client = {"client_id": app.client_id, "client_secret": app.client_secret}
    grant = {"grant_type": "client_credentials"}
    asked = {"client_id": app.client_id, "redirect_uri": app.redirect_uris[0], "response_type": "code"}
    answers = {
        "/oauth/authorize": await stranger.get("/oauth/authorize", params=asked),
        "/oauth/token": await stranger.post("/oauth/token", data=grant | client),
        "/oauth/token/info": await guest.get("/oauth/token/info"),
        "/oauth/revoke": await stranger.post("/oauth/revoke", data={"token": "x", **client}),
    }
    routes = {endpoint.path for endpoint in Catalog.load()} - {endpoint.path for endpoint in ROUTES}
    assert set(answers) == routes
    assert len(ROUTES) + len(routes) == 740
    assert {answer.status_code for answer in answers.values()} == {200}
    kinds = [answer.headers["content-type"] for answer in answers.values()]
    assert kinds == ["text/html; charset=utf-8", JSON, JSON, JSON]
    assert (await stranger.get("/oauth/token/info")).status_code == 401
    for path in ("/oauth/token", "/oauth/revoke"):
        assert (await stranger.post(path, data=grant)).status_code == 401
