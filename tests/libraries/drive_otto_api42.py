"""Ask the API through otto-api42: typed users, and lists of anything else."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from account import Account, told
from otto_api42.intra import IntraAPIClient
from otto_api42.typings import User

LISTS = ("projects", "campus", "cursus", "teams", "scale_teams", "slots", "locations", "cursus/21/projects")
"""What is listed without a type."""


def settings(words: dict[str, Any]) -> dict[str, Any]:
    """Return what the library's sample has, with another base URL."""
    return {
        "intra": {
            "client": words["application"]["id"],
            "secret": words["application"]["secret"],
            "uri": f"{words['url']}/v2/oauth/token",
            "endpoint": f"{words['url']}/v2",
            "scopes": "public projects",
        }
    }


def see_users(client: Any, account: Account) -> None:
    """List, filter and show users, as the library's own type."""
    users: list[Any] = client.users(params={"per_page": 70})
    total = int(client.get("users").headers["X-Total"])
    account.walked("users", [user.id for user in users], total)
    year = Counter(user.pool_year for user in users if user.pool_year).most_common(1)[0][0]
    some = client.users(params={"filter[pool_year]": year})
    meant = sorted(user.id for user in users if user.pool_year == year)
    account.compare("users of a year", sorted(user.id for user in some), meant)
    account.compare("two pages of 40 users", len(client.users({"per_page": 40}, max_pages=2)), 80)
    for key in ("id", "login"):
        shown = [client.user(getattr(user, key)) for user in users[::25]]
        account.compare(f"users by {key}", [one.login for one in shown], [one.login for one in users[::25]])
    # Nobody's picture is without a size; some have no picture, so that each size is null.
    sizes = [(user.image.link, *vars(user.image.versions).values()) for user in users]
    kinds = {tuple(type(link).__name__ for link in links) for links in sizes}
    account.compare("pictures", sorted(kinds), [["NoneType"] * 5, ["str"] * 5])
    account.compare("an unknown user", client.user("nobody-at-all") is None, True)


def see_one(client: Any, account: Account, login: str) -> None:
    """Look into one user, down to what the library has types for."""
    user: User = client.user(login)
    for name in (
        "cursus_users",
        "projects_users",
        "campus",
        "campus_users",
        "languages_users",
        "achievements",
    ):
        account.compare(
            f"{name} of a user", {type(one.id).__name__ for one in getattr(user, name)} == {"int"}, True
        )
    account.compare("whose cursus those are", {one.user.login for one in user.cursus_users} == {login}, True)
    project = user.projects_users[0].project
    for term in (project.id, project.name, project.slug):
        account.compare(f"a project by {term}", user.find_project_user(term).project.id, project.id)


def see_lists(client: Any, account: Account) -> None:
    """Page through what has no type, by one thread and by many."""
    for name in LISTS:
        for way in (client.pages, client.pages_threaded):
            with account.attempt(f"{name}, {way.__name__}"):
                items = way(name, params={"per_page": 50})
                total = int(client.get(name, params={"per_page": 1}).headers["X-Total"])
                account.walked(f"{name}, {way.__name__}", [item["id"] for item in items], total)
    campus = client.pages("campus")[-1]["id"]
    known = [item["id"] for item in client.pages("locations") if item["campus_id"] == campus]
    found = [item["id"] for item in client.locations(campus, params={})]
    account.compare("locations of a campus", sorted(found), sorted(known))


def see_renewal(client: Any, account: Account) -> None:
    """Use a token that is none: the library reads why it was refused, and gets another."""
    client.token = "an-expired-token"
    account.compare("a request with an expired token", client.get("cursus/21").json()["id"], 21)
    account.compare("whether the token is another", client.token != "an-expired-token", True)


def main() -> None:
    """Visit once."""
    words, account = told(), Account()
    with TemporaryDirectory() as folder:
        path = Path(folder) / "config.yml"
        path.write_text(yaml.safe_dump(settings(words)), encoding="utf-8")
        client = IntraAPIClient(str(path))
    with account.attempt("users"):
        see_users(client, account)
    with account.attempt("a user"):
        see_one(client, account, words["login"])
    with account.attempt("lists"):
        see_lists(client, account)
    with account.attempt("renewal"):
        see_renewal(client, account)
    account.tell()


if __name__ == "__main__":
    main()
