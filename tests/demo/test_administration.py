"""What the staff looks after, as a client sees it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from ft42tui.catalog import Catalog, Endpoint
from ft42tui.catalog.catalog import load_schemas
from ft42tui.demo.app import DemoApi
from ft42tui.demo.resources.administration import ADMINISTRATION
from ft42tui.demo.routes import plan

SCHEMAS = load_schemas()
SERVED = {
    "/v2/accreditations": "accreditation",
    "/v2/apps": "app",
    "/v2/closes": "close",
    "/v2/clusters": "cluster",
    "/v2/expertises": "expertise",
    "/v2/expertises_users": "expertises_user",
    "/v2/groups": "group",
    "/v2/patronages": "patronage",
    "/v2/products": "product",
    "/v2/roles": "role",
    "/v2/transactions": "transaction",
}
TYPES: dict[str, type | tuple[type, ...]] = {
    "integer": int,
    "string": str,
    "datetime": str,
    "boolean": bool,
    "object": dict,
    "array": list,
}
TABLES = {listing.table for listing in ADMINISTRATION}


def faults(item: dict[str, Any], schema: str) -> list[str]:
    """Return what an item has that its schema has not, or has otherwise."""
    fields = SCHEMAS[schema]["fields"]
    if list(item) != [field["name"] for field in fields]:
        return [f"{schema}: {list(item)}"]
    found = []
    for field in fields:
        name, value = field["name"], item[field["name"]]
        fits = field["nullable"] if value is None else isinstance(value, TYPES[field["type"]])
        if not fits or (field["type"] == "integer" and isinstance(value, bool)):
            found.append(f"{schema}.{name} is {value!r}")
    return found


def reads() -> list[Endpoint]:
    """Return every list, object and graph of these resources."""
    return [
        endpoint
        for endpoint in Catalog.load()
        if endpoint.method == "GET" and endpoint.path.partition("(")[0].removesuffix("/graph").split("/")[-1]
        in TABLES | {"subscribed_users", "internships_users"}
    ]  # fmt: skip


@pytest.fixture
async def boss(
    school: DemoApi, sign_in: Callable[[DemoApi, str, str], Awaitable[httpx.AsyncClient]]
) -> httpx.AsyncClient:
    """An application that may do everything."""
    return await sign_in(school, "intrateam", "public projects profile tig")


async def listed(client: httpx.AsyncClient, url: str, **parameters: str) -> list[dict[str, Any]]:
    answer = await client.get(url, params=parameters)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


@pytest.mark.parametrize(("url", "schema"), SERVED.items())
async def test_every_item_has_the_shape_of_its_schema_in_a_list_and_on_its_own(
    boss: httpx.AsyncClient, url: str, schema: str
) -> None:
    items = await listed(boss, url, **{"page[size]": "100"})
    assert items
    assert [fault for item in items for fault in faults(item, schema)] == []
    assert (await boss.get(f"{url}/{items[0]['id']}")).json() == items[0]


def test_every_read_has_a_plan_and_every_name_it_takes_stands_for_something(school: DemoApi) -> None:
    for endpoint in reads():
        made = plan(endpoint, school.store)
        assert made is not None, endpoint.path
        if made.listing.table == "users":
            continue  # a company's lists of users take the names of companies, says the documentation
        order = [name.strip("- ") for name in endpoint.default_sort.split(",") if name]
        for name in (*endpoint.filters, *endpoint.sorts, *endpoint.ranges, *order):
            assert made.listing.field(name, school.store) is not None, (endpoint.path, name)


async def test_a_freeze_is_wrapped_in_its_name(boss: httpx.AsyncClient) -> None:
    items = await listed(boss, "/v2/anti_grav_units_users")
    assert items
    assert all(list(item) == ["anti_grav_units_user"] for item in items)
    assert items[0]["anti_grav_units_user"]["user_id"]


async def test_the_active_freezes_are_those_that_began_and_did_not_end(boss: httpx.AsyncClient) -> None:
    everything = {"page[size]": "100"}
    totals = [
        len(await listed(boss, "/v2/anti_grav_units_users", **everything, **narrowed))
        for narrowed in ({}, {"filter[active]": "true"}, {"filter[active]": "false"})
    ]
    assert totals[0] == totals[1] + totals[2]


async def test_a_close_has_whole_people_and_its_services(school: DemoApi, boss: httpx.AsyncClient) -> None:
    service = school.store.rows("SELECT * FROM community_services ORDER BY id LIMIT 1")[0]
    close = (await boss.get(f"/v2/closes/{service['close_id']}")).json()

    assert service["id"] in [one["id"] for one in close["community_services"]]
    assert {"email", "pool_month", "staff?"} <= set(close["user"])
    assert close["closer"]["staff?"] is True
    assert close["primary_campus_id"] == school.store.number(
        "SELECT primary_campus_id FROM users WHERE id = ?", (close["user"]["id"],)
    )


async def test_an_application_shows_its_owner_and_roles_and_never_a_secret(
    school: DemoApi, boss: httpx.AsyncClient
) -> None:
    first = (await boss.get("/v2/apps/8001")).json()
    staff = (await boss.get("/v2/apps/8004")).json()

    assert (first["owner"]["login"], first["rate_limit"], first["roles"]) == ("norminet", 1200, [])
    assert sorted(role["name"] for role in staff["roles"]) == ["Advanced Staff", "Basic Staff"]
    text = (await boss.get("/v2/apps", params={"page[size]": "100"})).text
    assert not any(app.client_secret in text for app in school.applications)


@pytest.mark.parametrize(("url", "name"), [("/v2/endpoints", "secret"), ("/v2/community_services", "token")])
async def test_a_secret_is_neither_shown_nor_found(boss: httpx.AsyncClient, url: str, name: str) -> None:
    items = await listed(boss, url, **{f"filter[{name}]": "null"})
    assert items
    assert {item[name] for item in items} == {None}
    assert await listed(boss, url, **{f"search[{name}]": ""}) == []


async def test_a_candidature_hides_the_pin_and_the_phone(boss: httpx.AsyncClient) -> None:
    item = (await boss.get("/v2/users/norminet/user_candidature")).json()
    assert (item["user_id"], item["pin"], item["phone"]) == (74, None, "hidden")
    born = item["birth_date"]
    found = await listed(boss, "/v2/user_candidatures", **{"range[birth_date]": f"{born},{born}"})
    assert item["id"] in [one["id"] for one in found]


async def test_a_translation_has_its_texts_by_field(boss: httpx.AsyncClient) -> None:
    items = await listed(boss, "/v2/translations", **{"filter[language_id]": "1", "sort": "id"})
    assert items[1]["fields"] == {"name": "Rendu vide"}


async def test_a_company_knows_its_interns_by_slug_and_id(school: DemoApi, boss: httpx.AsyncClient) -> None:
    company = school.store.rows(
        "SELECT c.id, c.slug, i.user_id FROM companies c JOIN internships i ON i.company_siret = c.siret"
    )[0]
    by_id = await listed(boss, f"/v2/companies/{company['id']}/internships_users")
    by_slug = await listed(boss, f"/v2/companies/{company['slug']}/internships_users")

    assert company["user_id"] in [user["id"] for user in by_id]
    assert by_id == by_slug


async def test_a_user_s_own_page_agrees_with_the_lists(boss: httpx.AsyncClient) -> None:
    user = (await boss.get("/v2/users/norminet")).json()

    assert [item["id"] for item in user["expertises_users"]] == [
        item["id"] for item in await listed(boss, "/v2/users/74/expertises_users", sort="id")
    ]
    both = await listed(boss, "/v2/users/74/patronages", sort="id")
    assert sorted(user["patroned"] + user["patroning"], key=lambda item: item["id"]) == both
    assert user["patroning"]
    for partnership in user["partnerships"]:
        members = await listed(boss, f"/v2/partnerships/{partnership['slug']}/users")
        assert 74 in [member["id"] for member in members]
    assert user["partnerships"]


async def test_a_founder_s_roles_are_on_the_own_page(school: DemoApi, boss: httpx.AsyncClient) -> None:
    founder = school.store.number("SELECT min(id) FROM users WHERE staff")
    roles = (await boss.get(f"/v2/users/{founder}")).json()["roles"]
    assert "Intrateam" in [role["name"] for role in roles]
    assert roles == await listed(boss, f"/v2/users/{founder}/roles", sort="id")


async def test_a_campus_sells_its_own_products_and_those_of_all(boss: httpx.AsyncClient) -> None:
    helsinki = {item["slug"] for item in await listed(boss, "/v2/campus/helsinki/products")}
    paris = {item["slug"] for item in await listed(boss, "/v2/campus/paris/products")}
    assert (helsinki - paris, "mug" in helsinki & paris) == ({"sauna-hour"}, True)


async def test_an_announcement_for_all_names_no_campus(boss: httpx.AsyncClient, school: DemoApi) -> None:
    first, second = school.store.rows("SELECT id FROM announcements ORDER BY id LIMIT 2")
    assert (await boss.get(f"/v2/announcements/{first['id']}")).json()["campus_ids"] == []
    assert (await boss.get(f"/v2/announcements/{second['id']}")).json()["campus_ids"] == [1]


async def test_norminet_s_mails_are_those_to_norminet_s_address(boss: httpx.AsyncClient) -> None:
    items = await listed(boss, "/v2/users/norminet/mailings")
    assert {item["to"] for item in items} == {"norminet@student.42.fr"}
