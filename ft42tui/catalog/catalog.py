"""Every route of the API, by resource, and the way from a path back to its route."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ft42tui.catalog.endpoint import Endpoint, endpoint_from_json

_END = ""  # no segment is empty, so this key marks where a path may end


@dataclass(frozen=True, slots=True)
class Match:
    """The route that a path belongs to."""

    endpoint: Endpoint
    """The route."""
    values: Mapping[str, str]
    """The path's values, decoded: `{"id": "norminet"}`."""


class Resource:
    """One family of routes: `users`. Its line is parsed, and its endpoints are made, when first asked for."""

    def __init__(self, name: str, title: str, size: int, line: bytes) -> None:
        self.name = name
        self.title = title
        self._size = size
        self._line = line

    def __len__(self) -> int:
        return self._size

    @property
    def description(self) -> str:
        """What it is, in a sentence."""
        text: str = self._entry["description"]
        return text

    @property
    def note(self) -> str:
        """What else is known about it; empty as a rule."""
        text: str = self._entry.get("note", "")
        return text

    @cached_property
    def _entry(self) -> Mapping[str, Any]:
        entry: Mapping[str, Any] = json.loads(self._line)
        return entry

    @property
    def routes(self) -> Iterator[tuple[str, str]]:
        """Method and path of each route, without making endpoints."""
        return ((item["method"], item["path"]) for item in self._entry["endpoints"])

    @cached_property
    def endpoints(self) -> tuple[Endpoint, ...]:
        """The routes: reads first, short paths before long ones."""
        made = (endpoint_from_json(item, self._entry) for item in self._entry["endpoints"])
        return tuple(sorted(made, key=_tree_order))


_METHODS = ("GET", "POST", "PATCH", "PUT", "DELETE")
_KINDS = ("index", "show", "action", "graph", "create", "update", "delete")


def _tree_order(endpoint: Endpoint) -> tuple[int, int, int, int, str]:
    own = endpoint.path.startswith(f"/v2/{endpoint.resource}")
    return (
        _METHODS.index(endpoint.method),
        0 if own else 1,
        _KINDS.index(endpoint.kind),
        endpoint.path.count("/"),
        endpoint.path,
    )


class Catalog:
    """Every route of the API. Source: `endpoints.jsonl`, made from the official documentation.

    Its first line holds an index (name, title, number of routes), then comes one resource a line.
    """

    def __init__(self, lines: Sequence[bytes]) -> None:
        index = json.loads(lines[0])["index"]
        self.resources: tuple[Resource, ...] = tuple(
            Resource(name, title, size, line)
            for (name, title, size), line in zip(index, lines[1:], strict=True)
        )
        """The resources, in the order of the documentation."""

    @classmethod
    def load(cls) -> Catalog:
        """Return the catalogue that ships with the program."""
        return cls(_file("endpoints.jsonl").read_bytes().splitlines())

    def __len__(self) -> int:
        return sum(len(resource) for resource in self.resources)

    def __iter__(self) -> Iterator[Endpoint]:
        for resource in self.resources:
            yield from resource.endpoints

    def resource(self, name: str) -> Resource | None:
        """Return the resource of that name, or None."""
        return next((r for r in self.resources if r.name == name), None)

    def match(self, path: str, method: str = "GET") -> Match | None:
        """Return the route that a concrete path belongs to, or None.

        A literal segment wins over a value: `/v2/me/slots` is not user `slots` of anything.
        """
        found = _walk(self._trie, path.strip("/").split("/"), 0, [])
        if found is None or method not in found[0]:
            return None
        resource, template = found[0][method]
        endpoint = next(e for e in resource.endpoints if e.method == method and e.path == template)
        values = {name: unquote(value) for name, value in zip(endpoint.path_names, found[1], strict=False)}
        return Match(endpoint, values)

    def methods(self, path: str) -> tuple[str, ...]:
        """Return the methods that the catalogue has for a concrete path."""
        found = _walk(self._trie, path.strip("/").split("/"), 0, [])
        return tuple(found[0]) if found else ()

    @cached_property
    def _trie(self) -> dict[str, Any]:
        """Every path by its segments. Made from the raw lines: no endpoint is made for it."""
        root: dict[str, Any] = {}
        for resource in self.resources:
            for method, path in resource.routes:
                for variant in _variants(path):
                    node = root
                    for segment in variant[1:].split("/"):
                        node = node.setdefault(":" if segment[0] == ":" else segment, {})
                    node.setdefault(_END, {})[method] = (resource, path)
        return root


def load_schemas() -> Mapping[str, Any]:
    """Return the shapes of the API's items by name: `{"campus": {"fields": [{"name", "type", …}]}}`."""
    schemas: Mapping[str, Any] = json.loads(_file("schemas.json").read_bytes())["schemas"]
    return schemas


def _file(name: str) -> Path:
    return Path(__file__).with_name(name)


def _variants(template: str) -> Iterator[str]:
    """Yield every path that a template with optional parts stands for, shortest first."""
    head, opened, rest = template.partition("(")
    yield head
    if opened:
        for tail in _variants(rest[:-1]):
            yield head + tail


def _walk(
    node: dict[str, Any], segments: list[str], at: int, values: list[str]
) -> tuple[dict[str, tuple[Resource, str]], list[str]] | None:
    if at == len(segments):
        leaf = node.get(_END)
        return (leaf, values) if leaf else None
    segment = segments[at]
    if segment and segment in node:
        found = _walk(node[segment], segments, at + 1, values)
        if found:
            return found
    if ":" in node and segment:
        return _walk(node[":"], segments, at + 1, [*values, segment])
    return None
