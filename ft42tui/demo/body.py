"""The body of a write: form, JSON, multipart, JSON:API or query string, as one tree of values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeAlias
from urllib.parse import parse_qsl

from ft42tui.demo.exchange import Request
from ft42tui.demo.multipart import fields_of
from ft42tui.demo.refusal import bad_request

Body: TypeAlias = dict[str, Any]

JSON_API: Final = "application/vnd.api+json"
"""The media type of JSON:API."""
_NAME: Final = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
_KEY: Final = re.compile(r"\[([^\[\]]*)\]")
_DEEPEST: Final = 8
_MOST: Final = 5000


def body_of(request: Request) -> Body:
    """Return what a write carries: Rails nests by brackets (`slot[begin_at]=…`), JSON as it is.

    The query string counts too, the body before it. Source: wire facts, section 5. Raises Refusal (400)
    for a body that cannot be read.
    """
    found = nested(request.parameters)
    found.pop("access_token", None)
    if request.body:
        found.update(_read(request))
    return found


def _read(request: Request) -> Body:
    if request.media in {"application/json", JSON_API}:
        try:
            given = json.loads(request.body or b"{}")
        except (ValueError, RecursionError):
            raise bad_request("The request body is not JSON.") from None
        if not isinstance(given, dict):
            raise bad_request("The request body must be a JSON object.")
        return given
    if request.media == "multipart/form-data":
        return nested(fields_of(request.body, request.headers.get("content-type", "")))
    text = request.body.decode("utf-8", "replace")
    return nested(parse_qsl(text, keep_blank_values=True))


def nested(pairs: Iterable[tuple[str, str]]) -> Body:
    """Return names with brackets as the tree that they mean: `a[b][]=1` → `{"a": {"b": ["1"]}}`.

    What does not fit into the tree that is there already is passed over, as is what nests too deep.
    """
    tree: Body = {}
    for name, value in list(pairs)[:_MOST]:
        found = _NAME.fullmatch(name)
        if found is None:
            continue
        keys = [found[1], *_KEY.findall(found[2])]
        if len(keys) <= _DEEPEST:
            _plant(tree, keys, value)
    return tree


def _plant(node: Any, keys: list[str], value: str) -> None:
    key, *rest = keys
    if isinstance(node, list):
        if key or rest[:1] == [""]:
            return
        if not rest:
            node.append(value)
            return
        # A list of objects: its last one, or the next as soon as a name comes again.
        if not node or not isinstance(node[-1], dict) or (len(rest) == 1 and rest[0] in node[-1]):
            node.append({})
        _plant(node[-1], rest, value)
    elif isinstance(node, dict):
        if not rest:
            if not isinstance(node.get(key), (dict, list)):
                node[key] = value
            return
        wanted: Any = {} if rest[0] else []
        child = node.setdefault(key, wanted)
        if type(child) is type(wanted):
            _plant(child, rest, value)


def attributes(body: Mapping[str, Any], root: str, *, is_new: bool = False) -> Body:
    """Return what a body says about one object: what stands under its name, `slot` for a slot.

    A JSON:API body says it under `data.attributes`. Raises Refusal (400) for a body that says something
    else, as Rails does; an empty one says nothing of a new object. Assumption: that status and sentence.
    """
    data = body.get("data")
    own = body.get(root)
    if own is None and isinstance(data, dict):
        own = data.get("attributes")
    if isinstance(own, dict):
        return {str(name): value for name, value in own.items()}
    if is_new and not body:
        return {}
    raise bad_request(f"param is missing or the value is empty: {root}")
