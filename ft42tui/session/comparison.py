"""Two tokens side by side: a row for each fact, and whether it differs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import tzinfo

from ft42tui.api.exchange import MASK
from ft42tui.session.facts import ASKING, NOBODY, UNKNOWN, Group, groups_of
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
        return self.left != self.right and {self.left, self.right}.isdisjoint({UNKNOWN, ASKING})


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
    """The other profile's, or one that was pasted."""
    is_asking_left: bool = False
    """Whether the API is being asked about the session's own."""
    is_asking_right: bool = False
    """Whether it is being asked about the other one."""
    title: str = ""
    """What went wrong there; empty if nothing did."""
    message: str = ""
    """What the server said about it; hostile until painted."""
    hint: str = ""
    """What to do."""

    @property
    def left_word(self) -> str:
        """What there is to say of the session's own as a whole; empty where its facts say it."""
        return _word(self.left, is_asking=self.is_asking_left)

    @property
    def right_word(self) -> str:
        """What there is to say of the other one as a whole, likewise."""
        return _word(self.right, is_asking=self.is_asking_right)

    def sections(self, now: float, zone: tzinfo | None = None) -> tuple[Section, ...]:
        """Return the rows, by what they are about."""
        left = _groups(self.left, now, zone, is_asking=self.is_asking_left)
        right = _groups(self.right, now, zone, is_asking=self.is_asking_right)
        api = Section("API", (Row("host", self.left.host, self.right.host),))
        titles = dict.fromkeys((*left, *right))
        return (api, *(Section(title, tuple(_rows(left.get(title), right.get(title)))) for title in titles))


def _word(known: Inspection, *, is_asking: bool) -> str:
    return "" if known.is_there else ASKING if is_asking else NOBODY


def _groups(known: Inspection, now: float, zone: tzinfo | None, *, is_asking: bool) -> dict[str, Group]:
    """Return the facts of a token by what they are about; of none, nothing."""
    groups = groups_of(known, now, is_asking=is_asking, zone=zone) if known.is_there else ()
    return {group.title: group for group in groups}


def _rows(ours: Group | None, theirs: Group | None) -> Iterator[Row]:
    left, right = _told(ours), _told(theirs)
    for label in dict.fromkeys((*left, *right)):
        yield Row(label, left.get(label, _missing(ours)), right.get(label, _missing(theirs)))


def _told(group: Group | None) -> dict[str, str]:
    """Return what the facts of a group say, by their labels; those that go on with another are added."""
    found: dict[str, str] = {}
    label = ""
    for fact in group.facts if group is not None else ():
        if fact.text == MASK:
            continue  # it says nothing about a difference: the fingerprint does
        text = {True: "✓", False: "·", None: fact.moment or fact.text}[fact.is_held]
        if fact.label:
            label = fact.label
            found[label] = text
        elif text and label:
            found[label] += f", {text}"
    return found


def _missing(group: Group | None) -> str:
    """Return what stands for a fact that one of both has no line for."""
    if group is None or group.title != "Scopes":
        return UNKNOWN
    return UNKNOWN if any(fact.tone == "unknown" for fact in group.facts) else "·"
