"""A JSON document as lines that fold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from ft42tui.session.reading import label

NOTHING: Final = object()
"""Where a document would be, while there is none: JSON's null is one."""


class Node:
    """One value of the document, with its place in it. Its children are made when it is opened."""

    __slots__ = ("_children", "depth", "is_open", "key", "parent", "value")

    def __init__(self, key: str | int | None, value: Any, parent: Node | None) -> None:
        self.key = key
        self.value = value
        self.parent = parent
        self.depth: int = 0 if parent is None else parent.depth + 1
        self.is_open = False
        self._children: tuple[Node, ...] | None = None

    @property
    def is_foldable(self) -> bool:
        """Whether it has anything inside."""
        return isinstance(self.value, dict | list) and bool(self.value)

    @property
    def children(self) -> tuple[Node, ...]:
        """The values inside, in order."""
        if self._children is None:
            if isinstance(self.value, dict):
                self._children = tuple(Node(key, value, self) for key, value in self.value.items())
            elif isinstance(self.value, list):
                self._children = tuple(Node(at, value, self) for at, value in enumerate(self.value))
            else:
                self._children = ()
        return self._children

    @property
    def made(self) -> tuple[Node, ...]:
        """The values inside as far as they were looked at."""
        return self._children or ()

    @property
    def keys(self) -> tuple[str | int, ...]:
        """The way from the document to it: `("cursus_users", 0, "level")`."""
        way: list[str | int] = []
        node = self
        while node.parent is not None:
            way.append(node.key if node.key is not None else 0)
            node = node.parent
        return tuple(reversed(way))

    @property
    def path(self) -> str:
        """The way to it as jq writes it: `.cursus_users[0].level`."""
        text = ""
        for key in self.keys:
            if isinstance(key, str) and key.isascii() and key.isidentifier():
                text += f".{key}"
            else:
                text += ("" if text else ".") + f"[{_json(key)}]"
        return text or "."


@dataclass(frozen=True, slots=True)
class Line:
    """How a node reads in one line, before painting."""

    key: str
    """Its key as JSON, `"login"`; an array's index, `0`; empty for the document itself."""
    value: str
    """A plain value as JSON; the opening bracket of a nested one; `{}` or `[]` of an empty one."""
    remark: str
    """What stands beside it: what is folded, or how much there is."""


class Outline:
    """The lines of a document that can be seen, given what is folded."""

    def __init__(self, document: Any, opened: frozenset[tuple[str | int, ...]] = frozenset()) -> None:
        """Open the document itself, and in it the places that `opened` names."""
        self.root = Node(None, document, None)
        self.root.is_open = self.root.is_foldable
        pending: list[tuple[Node, tuple[str | int, ...]]] = [(self.root, ())] if opened else []
        while pending:
            node, way = pending.pop()
            for child in node.children:
                there = (*way, child.key) if child.key is not None else way
                if there in opened and child.is_foldable:
                    child.is_open = True
                    pending.append((child, there))
        self._lines: list[Node] = list(_seen(self.root))

    def __len__(self) -> int:
        return len(self._lines)

    @property
    def opened(self) -> frozenset[tuple[str | int, ...]]:
        """The ways to every place that is open, the document itself not counted."""
        ways: dict[int, tuple[str | int, ...]] = {id(self.root): ()}
        for node in self._lines:
            if node.is_open and node.parent is not None and node.key is not None:
                ways[id(node)] = (*ways[id(node.parent)], node.key)
        return frozenset(way for way in ways.values() if way)

    def node(self, index: int) -> Node:
        """Return the node on a line."""
        return self._lines[index]

    def index(self, node: Node) -> int:
        """Return the line of a node that can be seen."""
        return self._lines.index(node)

    def line(self, index: int) -> Line:
        """Return how a line reads."""
        return line_of(self._lines[index])

    def toggle(self, index: int) -> None:
        """Fold or unfold the node on a line."""
        node = self._lines[index]
        if node.is_open:
            self.fold(index)
        else:
            self.unfold(index)

    def unfold(self, index: int) -> None:
        """Show what is inside the node on a line."""
        node = self._lines[index]
        if node.is_foldable and not node.is_open:
            node.is_open = True
            self._lines[index + 1 : index + 1] = list(_seen(node))[1:]

    def fold(self, index: int) -> None:
        """Hide what is inside the node on a line."""
        node = self._lines[index]
        if node.is_open:
            end = index + 1
            while end < len(self._lines) and self._lines[end].depth > node.depth:
                end += 1
            del self._lines[index + 1 : end]
            node.is_open = False

    def unfold_all(self, index: int) -> None:
        """Show everything inside the node on a line, at every depth."""
        self._set_all(self._lines[index], to=True)
        self._rebuild()

    def fold_all(self, index: int) -> None:
        """Fold the node on a line and everything inside it."""
        self._set_all(self._lines[index], to=False)
        self._rebuild()

    def parent(self, index: int) -> int:
        """Return the line of the node that holds the one on a line; the same line for the document."""
        node = self._lines[index]
        return index if node.parent is None else self.index(node.parent)

    def sibling(self, index: int, by: int) -> int:
        """Return the line of the next (1) or previous (-1) value at the same depth; the same if none."""
        depth = self._lines[index].depth
        at = index + by
        while 0 <= at < len(self._lines) and self._lines[at].depth >= depth:
            if self._lines[at].depth == depth:
                return at
            at += by
        return index

    def find(self, text: str, start: int, by: int = 1) -> int | None:
        """Return the line of the next place that holds a text, opening folds on the way; None if none.

        The search is without regard to case, over keys and plain values, and goes round once.
        """
        needle = text.casefold()
        order = list(_all(self.root))
        places = {id(node): at for at, node in enumerate(order)}
        begin = places[id(self._lines[start])] if self._lines else 0
        for step in range(1, len(order) + 1):
            node = order[(begin + by * step) % len(order)]
            if needle in _searched(node):
                self._reveal(node)
                return self.index(node)
        return None

    def _reveal(self, node: Node) -> None:
        hidden = False
        parent = node.parent
        while parent is not None:
            hidden = hidden or not parent.is_open
            parent.is_open = True
            parent = parent.parent
        if hidden:
            self._rebuild()

    def _set_all(self, node: Node, *, to: bool) -> None:
        pending = [node]
        while pending:
            one = pending.pop()
            if one.is_foldable:
                one.is_open = to
                # What was never opened is closed at every depth: there is nothing to make for it.
                pending.extend(one.children if to else one.made)

    def _rebuild(self) -> None:
        self._lines = list(_seen(self.root))


def line_of(node: Node) -> Line:
    """Return how a node reads in one line."""
    key = "" if node.key is None else _json(node.key)
    value = node.value
    if isinstance(value, dict | list):
        opening = "{" if isinstance(value, dict) else "["
        if not value:
            return Line(key, "{}" if isinstance(value, dict) else "[]", "")
        if node.is_open:
            return Line(key, opening, _count(value))
        closing = "}" if isinstance(value, dict) else "]"
        return Line(key, "", f"{opening} {label(value)} {closing}")
    return Line(key, _json(value), "")


def _count(value: Any) -> str:
    unit = "key" if isinstance(value, dict) else "item"
    return f"{len(value)} {unit}" + ("s" if len(value) != 1 else "")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _seen(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        one = pending.pop()
        yield one
        if one.is_open:
            pending.extend(reversed(one.children))


def _all(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        one = pending.pop()
        yield one
        if one.is_foldable:
            pending.extend(reversed(one.children))


def _searched(node: Node) -> str:
    key = "" if node.key is None else str(node.key)
    value = "" if isinstance(node.value, dict | list) else _json(node.value)
    return f"{key}\n{value}".casefold()
