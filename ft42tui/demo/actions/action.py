"""What actions have in common: the object in the path, and the values that they ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeAlias

from ft42tui.demo.body import body_of
from ft42tui.demo.call import Call
from ft42tui.demo.exchange import Answer
from ft42tui.demo.fields import BLANK, MISSING
from ft42tui.demo.refusal import unprocessable
from ft42tui.demo.registry import LISTINGS
from ft42tui.demo.routes import find
from ft42tui.demo.store import Row

Action: TypeAlias = Callable[[Call], Answer]
"""Does what a route does and returns the answer. Raises Refusal, and then nothing was done."""


def named(call: Call, resource: str, value: str = "id") -> Row:
    """Return the object that the path names. Raises Refusal (404)."""
    return find(LISTINGS[resource], call.values[value], call.store)


def shown(call: Call, resource: str, row_id: int) -> Answer:
    """Return the 201 that shows an object as it is now."""
    listing = LISTINGS[resource]
    row = find(listing, str(row_id), call.store)
    return Answer(listing.show(call.reader, [row])[0], status=201, resource=resource)


def listed(call: Call, resource: str, rows: Sequence[Row], status: int = 201) -> Answer:
    """Return the answer that shows objects as they are now."""
    return Answer(LISTINGS[resource].shape(call.reader, rows), status=status, resource=resource)


def done() -> Answer:
    """Return the 204 of an action that has nothing to show."""
    return Answer(status=204)


def texts(call: Call, *names: str) -> dict[str, str]:
    """Return values that must be there. Raises Refusal (422) for those that are not."""
    body = body_of(call.request)
    found = {name: body.get(name) for name in names}
    wrong = {
        name: [BLANK]
        for name, value in found.items()
        if value in (None, "") or isinstance(value, (list, dict))
    }
    if wrong:
        raise unprocessable(wrong)
    return {name: clean(str(value)) for name, value in found.items()}


def clean(text: str) -> str:
    """Return a text without the halves of surrogate pairs that JSON may hold, which no table can."""
    return text.encode("utf-8", "replace").decode()


def whole(call: Call, name: str, default: int | None = None) -> int:
    """Return a number that the body must hold, above 0. Raises Refusal (422)."""
    value = body_of(call.request).get(name, default)
    if value in (None, ""):
        raise unprocessable({name: [BLANK]})
    text = str(value)
    if isinstance(value, bool) or not (
        text.isascii() and text.isdigit() and len(text) < 10 and int(text) > 0
    ):
        raise unprocessable({name: ["must be a number from 1 to 999999999"]})
    return int(text)


def key(call: Call, name: str, resource: str) -> int:
    """Return the id of an object that the body names. Raises Refusal (422) when there is none."""
    number = whole(call, name)
    sql = f"SELECT 1 FROM {LISTINGS[resource].table} WHERE id = ?"  # noqa: S608  # names of ours only
    if call.store.row(sql, (number,)) is None:
        raise unprocessable({name: [MISSING]})
    return number


def entries(call: Call, name: str) -> list[dict[str, Any]]:
    """Return the objects that the body lists. Raises Refusal (422) when it lists none."""
    given = body_of(call.request).get(name)
    if not isinstance(given, list) or not given or not all(isinstance(one, dict) for one in given):
        raise unprocessable({name: [BLANK if not given else "is invalid"]})
    return given
