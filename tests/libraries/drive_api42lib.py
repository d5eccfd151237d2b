"""Ask the API through api42lib, which has no types: what it lists, page by page, is what the API sent."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from account import Account, told
from api42lib import IntraAPIClient

LISTS = (
    "users", "projects", "cursus/21/projects", "campus", "cursus", "teams", "scale_teams", "slots",
    "locations", "cursus_users", "campus_users", "projects_users",
)  # fmt: skip
SHOWS = (
    ("users", "login"), ("users", "id"), ("projects", "slug"), ("projects", "id"), ("campus", "id"),
    ("cursus", "slug"), ("teams", "id"), ("scale_teams", "id"), ("locations", "id"),
)  # fmt: skip
NARROWINGS: tuple[tuple[str, dict[str, str], Callable[[Any], Any]], ...] = (
    ("users", {"filter[login]": "norminet"}, lambda one: one["login"] == "norminet"),
    ("users", {"filter[staff?]": "true"}, lambda one: one["staff?"]),
    ("users", {"range[login]": "a,m"}, lambda one: "a" <= one["login"] <= "m"),
    ("projects", {"filter[exam]": "true"}, lambda one: one["exam"]),
    ("campus", {"filter[country]": "France"}, lambda one: one["country"] == "France"),
    ("cursus", {"filter[kind]": "main"}, lambda one: one["kind"] == "main"),
    (
        "teams",
        {"filter[status]": "finished", "range[final_mark]": "100,125"},
        lambda one: one["status"] == "finished" and 100 <= (one["final_mark"] or 0) <= 125,
    ),
    ("scale_teams", {"filter[filled]": "true"}, lambda one: one["filled_at"]),
    ("locations", {"filter[active]": "true"}, lambda one: not one["end_at"]),
)


def settings(words: dict[str, Any]) -> dict[str, Any]:
    """Return what the library's README has, with another base URL."""
    return {
        "intra": {
            "v2": {
                "client": words["application"]["id"],
                "secret": words["application"]["secret"],
                "uri": f"{words['url']}/v2/oauth/token",
                "endpoint": f"{words['url']}/v2",
                "scopes": "public projects",
            }
        }
    }


def see(client: Any, account: Account) -> None:
    """Page through, show, narrow and sort."""
    lists: dict[str, list[Any]] = {}
    for name in LISTS:
        for way in (client.pages, client.pages_threaded):
            with account.attempt(f"{name}, {way.__name__}"):
                items = lists[name] = way(name, params={"per_page": 50})
                total = int(client.get(name, params={"per_page": 1}).headers["X-Total"])
                account.walked(f"{name}, {way.__name__}", [item["id"] for item in items], total)
    for name, key in SHOWS:
        with account.attempt(f"{name} by {key}"):
            some = lists[name][:: max(1, len(lists[name]) // 12)]
            shown = [client.get(f"{name}/{item[key]}").json()["id"] for item in some]
            account.compare(f"{name} by {key}", shown, [item["id"] for item in some])
    for name, parameters, is_meant in NARROWINGS:
        with account.attempt(f"{name} {parameters}"):
            got = client.pages(name, params=parameters)
            meant = [item["id"] for item in lists[name] if is_meant(item)]
            account.compare(f"{name} {parameters}", sorted(item["id"] for item in got), sorted(meant))
    logins = [user["login"] for user in client.pages("users", params={"sort": "-login"})]
    account.compare(
        "users from z to a", logins, sorted((user["login"] for user in lists["users"]), reverse=True)
    )


def meet_refusals(client: Any, account: Account, words: dict[str, Any]) -> None:
    """Ask for what is not there, with a token that is none, and with a secret that is wrong."""
    with account.refused("an unknown user"):
        client.get("users/nobody-at-all")
    with account.refused("a filter that does not exist"):
        client.get("users", params={"filter[mood]": "fine"})
    with account.refused("the owner of an application's token"):
        client.get("me")
    client.token_v2.access_token = "an-expired-token"
    account.compare("a request with an expired token", client.get("cursus/21").json()["id"], 21)
    account.compare("whether the token is another", client.token_v2.access_token != "an-expired-token", True)
    wrong = settings(words)["intra"]
    wrong["v2"]["secret"] = "s-s4t2ud-wrong"
    client.set_config(wrong)
    with account.refused("a wrong secret"):
        client.get("users")


def main() -> None:
    """Visit once."""
    words, account = told(), Account()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.yml"
        path.write_text(yaml.safe_dump(settings(words)), encoding="utf-8")
        client = IntraAPIClient(str(path), progress_bar=False)
    with account.attempt("lists"):
        see(client, account)
    with account.attempt("refusals"):
        meet_refusals(client, account, words)
    account.tell()


if __name__ == "__main__":
    main()
