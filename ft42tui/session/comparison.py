"""Two tokens side by side: a row for each fact, and whether it differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo

from ft42tui.api.exchange import MASK
from ft42tui.session.facts import UNKNOWN, Group, groups_of
from ft42tui.session.inspection import Inspection


@dataclass(frozen=True, slots=True)
class Row:
    """One fact of both."""

    label: str
    """What it is about."""
    left: str
    """What it is here; hostile until painted."""
    right: str
    """What it is there, likewise."""

    @property
    def differs(self) -> bool:
        """Whether both are known and not the same."""
        return self.left != self.right and UNKNOWN not in {self.left, self.right}


@dataclass(frozen=True, slots=True)
class Section:
    """The rows about one thing."""

    title: str
    """What they are about."""
    rows: tuple[Row, ...]
    """The rows."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two inspections, and what went wrong with the other one."""

    left: Inspection = field(default_factory=Inspection)
    """The session's own."""
    right: Inspection = field(default_factory=Inspection)
    """The other profile's."""
    title: str = ""
    """What went wrong there; empty if nothing did."""
    message: str = ""
    """What the server said about it; hostile until painted."""
    hint: str = ""
    """What to do."""

    def sections(self, now: float, zone: tzinfo | None = None) -> tuple[Section, ...]:
        """Return the rows, by what they are about."""
        left, right = (groups_of(one, now, zone=zone) for one in (self.left, self.right))
        api = Section("API", (Row("host", self.left.host, self.right.host),))
        pairs = zip(left, right, strict=True)
        return (api, *(Section(ours.title, tuple(_rows(ours, theirs))) for ours, theirs in pairs))


def _rows(ours: Group, theirs: Group) -> Iterator[Row]:
    left, right = _told(ours), _told(theirs)
    for label in dict.fromkeys((*left, *right)):
        yield Row(label, left.get(label, _missing(ours)), right.get(label, _missing(theirs)))


def _told(group: Group) -> dict[str, str]:
    """Return what the facts of a group say, by their labels; those that go on with another are added."""
    found: dict[str, str] = {}
    label = ""
    for fact in group.facts:
        if fact.text == MASK:
            continue  # it says nothing about a difference: the fingerprint does
        text = {True: "✓", False: "·", None: fact.moment or fact.text}[fact.is_held]
        if fact.label:
            label = fact.label
            found[label] = text
        elif text and label:
            found[label] += f", {text}"
    return found


def _missing(group: Group) -> str:
    """Return what stands for a fact that one of both has no line for."""
    is_unknown = any(fact.tone == "unknown" for fact in group.facts)
    if group.title == "Scopes" and not is_unknown:
        return "·"
    return UNKNOWN
