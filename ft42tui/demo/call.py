"""One request that was let in: what it asks for, who asks, and what it works on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ft42tui.catalog import Endpoint
from ft42tui.demo.exchange import Request
from ft42tui.demo.refusal import access_denied
from ft42tui.demo.shapes.reader import Reader
from ft42tui.demo.store import Row, Store


@dataclass(frozen=True)
class Call:
    """A request, matched with its route and allowed to use it."""

    request: Request
    """What the client sent."""
    endpoint: Endpoint
    """The route."""
    values: Mapping[str, str]
    """The path's values."""
    owner: int | None
    """The id of the token's user; None for an application's own token."""
    owns: bool
    """Whether it may touch only what belongs to that user."""
    store: Store
    """The school."""
    now: str
    """The school's time, as the API writes it."""

    @cached_property
    def reader(self) -> Reader:
        """Where shapes read from."""
        return Reader(self.store, self.request.origin, self.owner)

    @cached_property
    def parameters(self) -> Mapping[str, str]:
        """The query string; of a name that is given twice the last one counts."""
        return dict(self.request.parameters)

    def respect(self, row: Row) -> None:
        """Raise Refusal (403) for another person's object where only the own ones may be touched."""
        if not self.owns:
            return
        if "project_session_id" in row.keys():  # noqa: SIM118  # a team; a row is no dict
            sql = "SELECT 1 FROM teams_users WHERE team_id = ? AND user_id = ?"
            is_own = self.store.row(sql, (row["id"], self.owner)) is not None
        else:
            is_own = "user_id" not in row.keys() or row["user_id"] == self.owner  # noqa: SIM118
        if not is_own:
            raise access_denied()
