"""Ask the API through fortytwo-client, by its synchronous and by its asynchronous client."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from account import Account, told
from fortytwo import AsyncClient, Client, Config
from fortytwo.core.auth import AuthorizationCodeProvider, Tokens
from fortytwo.parameter import Filter
from fortytwo.resources.custom import CustomResource
from fortytwo.resources.slot.parameter import SlotFilter
from fortytwo.resources.slot.slot import Slot
from fortytwo.resources.team.team import Team
from fortytwo_questions import choices, most_common, orders

LISTS = (
    "users", "projects", "campuses", "cursuses", "teams", "scale_teams", "slots", "locations", "cursus_users",
    "campus_users", "project_users",
)  # fmt: skip
"""What can be listed as a whole."""
SHOWS = {name: ("id",) for name in LISTS if name not in {"teams", "slots"}} | {
    "users": ("id", "login"), "projects": ("id", "slug"), "cursuses": ("id", "slug"),
}  # fmt: skip
"""What can be shown alone, and by what."""
NOWHERE = 999_999_999


async def fetched(answer: Any) -> Any:
    """Return what a method of either client brings."""
    return await answer if inspect.isawaitable(answer) else answer


class Visit:
    """One client's way through the API."""

    def __init__(self, kind: type[Any], words: dict[str, Any], account: Account) -> None:
        self._kind = kind
        self._words = words
        self._account = account
        self._prefix = "async" if kind is AsyncClient else "sync"
        self._settings = Config(
            request_endpoint=f"{words['url']}/v2",
            request_endpoint_oauth=f"{words['url']}/oauth/token",
            request_endpoint_authorize=f"{words['url']}/oauth/authorize",
            requests_per_second=1_000_000,  # the API has no limit here, so there is nothing to wait for
        )
        application = words["application"]
        self._client = kind(
            application["id"], application["secret"], ["public", "projects"], config=self._settings
        )
        self._lists: dict[str, list[Any]] = {}

    async def make(self) -> None:
        """Make it, from the lists to what is a user's own."""
        for name in LISTS:
            self._lists[name] = await self._walk(name, getattr(self._client, name).get_all, size=70)
        for part in (
            self._show,
            self._narrow,
            self._nest,
            self._users_of,
            self._meet_refusals,
            self._sign_in,
        ):
            with self._account.attempt(self._named(part.__name__)):
                await part()
        await fetched(self._client.close())

    def _named(self, words: str) -> str:
        return f"{self._prefix} {words}"

    async def _walk(self, name: str, ask: Callable[..., Any], *arguments: Any, size: int = 100) -> list[Any]:
        """Return every item of every page."""
        items: list[Any] = []
        with self._account.attempt(self._named(name)):
            total, page, answer = None, 0, None
            while answer is None or (answer and (total is None or len(items) < total)):
                page += 1
                answer = await fetched(ask(*arguments, page=page, page_size=size))
                total = answer.total
                items.extend(answer)
            self._account.walked(self._named(name), [item.id for item in items], total)
        return items

    async def _show(self) -> None:
        for name, keys in SHOWS.items():
            ask, items = getattr(self._client, name).get_by_id, self._lists[name]
            some = items[:: max(1, len(items) // 12)]
            for key in keys:
                words = self._named(f"{name} by {key}")
                with self._account.attempt(words):
                    shown = [(await fetched(ask(getattr(item, key)))).data.id for item in some]
                    self._account.compare(words, shown, [item.id for item in some])

        some = self._lists["teams"][::60]
        shown = [(await self._show_as(Team, self._client, f"/teams/{team.id}")) for team in some]
        self._account.compare(
            self._named("teams by id"), [team.id for team in shown], [team.id for team in some]
        )

    async def _show_as(self, model: Any, client: Any, path: str) -> Any:
        """Return what this library has a type for, and a list of, but no method that shows one."""
        return model.model_validate((await fetched(client.request(CustomResource("GET", path)))).data)

    async def _narrow(self) -> None:
        for name, parameters, is_meant in choices(self._lists):
            words = f"{name} {' '.join('='.join(one.to_query_param()) for one in parameters)}"
            got = await self._walk(words, getattr(self._client, name).get_all, *parameters)
            meant = sorted(item.id for item in self._lists[name] if is_meant(item))
            self._account.compare(self._named(words), sorted(item.id for item in got), meant)
        for name, sort, key, is_reversed in orders():
            words = f"{name} {'='.join(sort.to_query_param())}"
            got = await self._walk(words, getattr(self._client, name).get_all, sort)
            keys = sorted(map(key, self._lists[name]), reverse=is_reversed)
            self._account.compare(
                self._named(words), [str(key(item)) for item in got], [str(one) for one in keys]
            )
        halves = [
            await self._walk(f"slots of the future: {is_future}", self._client.slots.get_all, one)
            for is_future in (True, False)
            for one in [SlotFilter.by_future(is_future)]
        ]
        self._account.compare(
            self._named("slots of the future and of the past"),
            sorted(slot.id for half in halves for slot in half),
            sorted(slot.id for slot in self._lists["slots"]),
        )

    async def _nest(self) -> None:
        """List by what something belongs to, each by one that has some."""
        of, walk, lists = self._client, self._walk, self._lists
        project = most_common(one.project_id for one in lists["teams"])
        team = next(one for one in lists["teams"] if one.project_id == project and one.users)
        session, user = team.project_session_id, team.users[0].id
        cursus = most_common(one.cursus_id for one in lists["cursus_users"])
        parent = most_common(one.parent.id for one in lists["projects"] if one.parent)
        place = lists["locations"][0]
        await walk("projects of a cursus", of.projects.get_by_cursus_id, cursus, size=20)
        await walk("projects of a project", of.projects.get_by_project_id, parent)
        await walk("teams of a cursus", of.teams.get_by_cursus_id, cursus)
        await walk("teams of a project", of.teams.get_by_project_id, project)
        await walk("teams of a user", of.teams.get_by_user_id, user)
        await walk("teams of a user on a project", of.teams.get_by_user_id_and_project_id, user, project)
        await walk("project users of a project", of.project_users.get_by_project_id, project)
        await walk("project users of a user", of.project_users.get_by_user_id, user)
        await walk("campus users of a user", of.campus_users.get_by_user_id, user)
        await walk("cursus users of a user", of.cursus_users.get_by_user_id, user)
        await walk("cursus users of a cursus", of.cursus_users.get_by_cursus_id, cursus)
        await walk("locations of a user", of.locations.get_by_user_id, place.user.id)
        await walk("locations of a campus", of.locations.get_by_campus_id, place.campus_id)
        await walk("slots of a user", of.slots.get_by_user_id, self._words["login"])
        await walk("slots of a project", of.slots.get_by_project_id, project)
        await walk("scale teams of a project", of.scale_teams.get_by_project_id, project)
        found = await walk("scale teams of a session", of.scale_teams.get_by_project_session_id, session)
        one = await fetched(of.scale_teams.get_by_project_session_id_and_id(session, found[0].id))
        self._account.compare(self._named("a scale team of a session"), one.data.id, found[0].id)
        corrector = most_common(one.corrector["id"] for one in found if isinstance(one.corrector, dict))
        await walk("scale teams of a user", of.scale_teams.get_by_user_id, corrector)
        await walk("scale teams by a corrector", of.scale_teams.get_by_user_id_as_corrector, corrector)
        await walk("scale teams of a corrected", of.scale_teams.get_by_user_id_as_corrected, user)

    async def _users_of(self) -> None:
        """List users by everything that this library has them listed by."""
        plurals = {
            "coalition": "coalitions", "dash": "dashes", "event": "events", "accreditation": "accreditations",
            "team": "teams", "project": "projects", "partnership": "partnerships", "title": "titles",
            "expertise": "expertises", "cursus": "cursus", "campus": "campus", "group": "groups",
            "achievement": "achievements", "quest": "quests",
        }  # fmt: skip
        for name, plural in plurals.items():
            with self._account.attempt(self._named(plural)):
                listed = await fetched(self._client.request(CustomResource("GET", f"/{plural}")))
                ask = getattr(self._client.users, f"get_by_{name}_id")
                for parent in listed.data:
                    if await fetched(ask(parent["id"], page_size=1)):
                        await self._walk(f"users of a {name}", ask, parent["id"])
                        break
                else:
                    raise LookupError(f"there is no {name} with users")

    async def _meet_refusals(self) -> None:
        of = self._client
        await self._refused("an unknown user", of.users.get_by_id, "nobody-at-all")
        await self._refused("an unknown project", of.projects.get_by_id, NOWHERE)
        await self._refused("teams of an unknown user", of.teams.get_by_user_id, NOWHERE)
        await self._refused("a filter that does not exist", of.users.get_all, Filter("mood", ["fine"]))
        await self._refused("the owner of an application's token", of.users.get_me)
        expired = Tokens("an-expired-token", created_at=int(time.time()))
        application = self._words["application"]
        async with _open(self._kind(application["id"], "s-s4t2ud-wrong", config=self._settings)) as stranger:
            await self._refused("a wrong secret", stranger.authenticator.refresh_tokens)
            stranger.authenticator.set_tokens(expired)
            await self._refused("a wrong token and a wrong secret", stranger.users.get_all)
        # A token that ended is no error to this library: it asks for another one and repeats the request.
        of.authenticator.set_tokens(expired)
        user = self._lists["users"][0].id
        again = await fetched(of.users.get_by_id(user))
        self._account.compare(self._named("a request with an expired token"), again.data.id, user)

    async def _refused(self, name: str, ask: Callable[..., Any], *arguments: Any) -> None:
        with self._account.refused(self._named(name)):
            await fetched(ask(*arguments))

    async def _sign_in(self) -> None:
        """Ask as a user who consented, with the code that the browser would have brought back."""
        app = self._words["user"]
        code = app["codes"].pop()
        provider = AuthorizationCodeProvider(
            app["id"], app["secret"], code, app["redirect_uri"], ["public", "projects"]
        )
        async with _open(self._kind(provider=provider, config=self._settings)) as of:
            me = await fetched(of.users.get_me())
            self._account.compare(self._named("me"), me.data.login, self._words["login"])
            mine = await self._walk("my slots", of.slots.get_my_slots)
            owners = {str(slot.user) for slot in mine}
            self._account.compare(self._named("whose my slots are"), sorted(owners), [self._words["login"]])
            slot = await self._show_as(Slot, of, f"/slots/{mine[0].id}")
            self._account.compare(self._named("one of my slots"), slot.id, mine[0].id)
            await self._walk("my scale teams", of.scale_teams.get_my_scale_teams)
            await self._walk("my evaluations", of.scale_teams.get_my_scale_teams_as_corrector)
            await self._walk("evaluations of me", of.scale_teams.get_my_scale_teams_as_corrected)
            old = await fetched(of.authenticator.get_tokens())
            new = await fetched(of.authenticator.refresh_tokens())
            self._account.compare(
                self._named("whether a refresh brings other tokens"),
                [new.access_token != old.access_token, new.refresh_token != old.refresh_token],
                [True, True],
            )
            # This library looks for the token's data where tokens are asked for; they are one path further.
            info = f"{self._settings.request_endpoint_oauth}/info"
            of.config = self._settings.model_copy(update={"request_endpoint_oauth": info})
            token = await fetched(of.tokens.get())
            said = [token.data.owner, sorted(token.data.scopes), token.data.uid]
            self._account.compare(
                self._named("the token's data"), said, [me.data.id, ["projects", "public"], app["id"]]
            )


@asynccontextmanager
async def _open(client: Any) -> AsyncIterator[Any]:
    """Close a client of either kind when it is done with."""
    try:
        yield client
    finally:
        await fetched(client.close())


async def main() -> None:
    """Visit twice."""
    words, account = told(), Account()
    for kind in (Client, AsyncClient):
        await Visit(kind, words, account).make()
    account.tell()


if __name__ == "__main__":
    asyncio.run(main())
