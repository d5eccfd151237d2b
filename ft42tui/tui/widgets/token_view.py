"""A token, fact by fact: two columns where there is room, else one below the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import tzinfo
from itertools import zip_longest
from typing import Final

from textual.reactive import reactive

from ft42tui.session.facts import Fact, Group, Tone, groups_of
from ft42tui.session.inspection import Inspection
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, fit, painted, width
from ft42tui.tui.widgets.meter import bar, runs, sparkline
from ft42tui.tui.widgets.notice import wrapped
from ft42tui.tui.widgets.read_lines import Line, ReadLines, heading, length
from ft42tui.tui.widgets.status_bar import LOW, SOON, VERY_LOW, VERY_SOON, clock_time

_WIDE: Final = 112
"""Cells from which there are two columns."""
_BETWEEN: Final = 4
_LABELS: Final = 14
_BAR: Final = 16
_LEFT: Final = ("Token", "Times", "Scopes")
_MOST_LINES: Final = 6
"""Lines that one fact takes at most: a hostile text is long."""

_INKS: Final[dict[Tone, Ink]] = {
    "text": "text",
    "strong": "strong",
    "unknown": "dim",
    "warning": "warning",
    "wrong": "wrong",
}


class TokenView(ReadLines):
    """Everything that is known about a token. It counts down."""

    inspection: reactive[Inspection] = reactive(Inspection, repaint=False)
    """What is known."""
    now: reactive[float] = reactive(0.0, repaint=False)
    """The time, in seconds since the epoch."""
    word: reactive[str] = reactive("", repaint=False)
    """What was done last, or what else there is to say; it stands above everything."""
    routes: reactive[Mapping[str, int]] = reactive(dict, repaint=False)
    """How many routes ask for a role."""
    is_asking: reactive[bool] = reactive(False, repaint=False)
    """Whether the API is being asked about it."""

    def __init__(self, *, id: str | None = None, zone: tzinfo | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._zone = zone

    def watch_inspection(self) -> None:
        """Show what is known now."""
        self.remake()

    def watch_now(self) -> None:
        """Count down."""
        self.remake()

    def watch_word(self) -> None:
        """Show another word."""
        self.remake()

    def watch_routes(self) -> None:
        """Show what roles open."""
        self.remake()

    def watch_is_asking(self) -> None:
        """Say what is waited for."""
        self.remake()

    def lines(self, cells: int) -> list[Line]:
        """Return the word and the groups, in one column or two."""
        groups = groups_of(
            self.inspection, self.now, is_asking=self.is_asking, routes=self.routes, zone=self._zone
        )
        found: list[Line] = [(("accent", f" {line}"),) for line in wrapped(painted(self.word), cells - 2)]
        if found:
            found.append(())
        if cells < _WIDE:
            return found + _stacked(groups, cells, self.now)
        here = (cells - _BETWEEN) // 2
        there = cells - _BETWEEN - here
        left = _stacked([group for group in groups if group.title in _LEFT], here, self.now)
        right = _stacked([group for group in groups if group.title not in _LEFT], there, self.now)
        for one, other in zip_longest(left, right, fillvalue=()):
            gap = " " * (here - length(one) + _BETWEEN)
            found.append((*one, ("text", gap), *other))
        return found


def _stacked(groups: Iterable[Group], cells: int, now: float) -> list[Line]:
    """Return groups one below the other."""
    found: list[Line] = []
    for group in groups:
        if found:
            found.append(())
        found.append(heading(group.title, cells, group.note))
        for at, fact in enumerate(group.facts):
            # What stands for all of a group has no label, nor goes on with the fact before.
            labels = _LABELS if fact.label or at else 1
            found.extend(_drawn(fact, cells, now, labels))
    return found


def _drawn(fact: Fact, cells: int, now: float, labels: int) -> Iterator[Line]:
    """Return a fact's lines: its label, and beside it what is said."""
    label = painted(fact.label)
    if fact.is_held is None:
        first: Line = (("dim", fit(f" {label}", labels)),)
    else:
        # A name longer than any known one pushes what it means aside.
        name = fit(cut(label, cells // 2), max(_LABELS - 5, min(width(label), cells // 2)))
        mark: Line = (("good", " ✓ "),) if fact.is_held else (("dim", " · "),)
        first = (*mark, ("strong" if fact.is_held else "dim", name + "  "))
    indent = max(labels, length(first))
    for line in _said(fact, cells - indent, now)[:_MOST_LINES] or [()]:
        yield (*first, *line)
        first = (("text", " " * indent),)


def _said(fact: Fact, cells: int, now: float) -> list[Line]:
    """Return what a fact says, in lines."""
    if fact.sent:
        line = sparkline(fact.sent[-max(1, cells) :])
        pieces: Line = tuple(("accent" if is_some else "rule", piece) for is_some, piece in runs(line))
        if length(pieces) + 2 + width(fact.note) <= cells:
            return [(*pieces, ("dim", f"  {fact.note}"))]
        return [pieces, *_flow([("dim", fact.note)], cells)]
    if fact.share is not None:
        ink: Ink = "accent"
        if not fact.is_brief:
            ink = "wrong" if fact.share < VERY_LOW else "warning" if fact.share < LOW else "accent"
        full, empty = bar(fact.share, min(_BAR, cells))
        found = _flow([(_plain(ink), fact.text), ("dim", fact.note)], cells - _BAR - 2)
        if len(found) > 1:
            found = _flow([(_plain(ink), fact.text), ("dim", fact.note)], cells)
            return [((ink, full), ("dim", empty)), *found]
        return [((ink, full), ("dim", empty), ("text", "  "), *found[0])]
    texts: list[tuple[Ink, str]] = []
    if fact.dies_at is not None:
        left = fact.dies_at - now
        ink = "strong"
        if not fact.is_brief:
            ink = "wrong" if left < VERY_SOON else "warning" if left < SOON else "strong"
        texts.append((ink, f"in {clock_time(left)}"))
    is_dim = fact.is_held is False
    texts.append(("dim" if is_dim else _INKS[fact.tone], painted(fact.text)))
    texts.append(("dim", fact.moment))
    texts.append(("dim", painted(fact.note)))
    return _flow(texts, cells)


def _plain(ink: Ink) -> Ink:
    return "text" if ink == "accent" else ink


def _flow(pieces: Iterable[tuple[Ink, str]], cells: int) -> list[Line]:
    """Return pieces two cells apart, each on the line where it fits whole; what fits on none is wrapped."""
    lines: list[list[tuple[Ink, str]]] = [[]]
    used = 0
    for ink, text in ((ink, text) for ink, text in pieces if text):
        if used and used + 2 + width(text) > cells:
            lines.append([])
            used = 0
        first, *rest = (wrapped(text, cells) or [""]) if width(text) > cells else [text]
        lines[-1].append((ink, f"  {first}" if used else first))
        used += width(first) + (2 if used else 0)
        for part in rest:
            lines.append([(ink, part)])
            used = width(part)
    return [tuple(line) for line in lines]
