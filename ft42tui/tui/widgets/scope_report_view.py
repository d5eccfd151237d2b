"""Why a call was forbidden, what to do about it, and the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from textual.message import Message
from textual.reactive import reactive

from ft42tui.session.scope_report import Remedy, RemedyName, ScopeReport
from ft42tui.tui.commands import bindings
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import cut, fit, painted, width
from ft42tui.tui.widgets.notice import wrapped
from ft42tui.tui.widgets.read_lines import Line, ReadLines, length
from ft42tui.tui.widgets.tab_titles import TABS, Tab, tab_titles

_KEYS: Final[dict[RemedyName, str]] = {"sign_in": "s", "other_profile": "p", "again": "r", "message": "y"}
_SOURCES: Final = 20
_MOST_LINES: Final = 3
"""Lines that one piece of evidence takes at most: a hostile header is long."""


class ScopeReportView(ReadLines):
    """The report on the last 403. Its keys carry out what it offers."""

    DEFAULT_CSS = """
    ScopeReportView { border-top: solid $rule; padding: 0 0 0 1; }
    ScopeReportView:focus { border-top: heavy $accent; }
    """

    BINDINGS = bindings("report")

    report: reactive[ScopeReport | None] = reactive(None, repaint=False)
    """The report; None while there is nothing to report on."""
    tabs: reactive[tuple[Tab, ...]] = reactive(TABS, repaint=False)
    """The panes that share its place."""

    @dataclass(repr=False, eq=False)
    class Wanted(Message):
        """Something that was offered is wanted."""

        name: RemedyName

    class TabRequested(Message):
        """The next tab is wanted."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._spots: dict[int, RemedyName] = {}
        self.watch_tabs()

    def watch_report(self, old: ScopeReport | None, new: ScopeReport | None) -> None:
        """Show another report from its beginning."""
        if old is None or new is None or old.error is not new.error:
            self.scroll_to(y=0, animate=False)
        self.remake()

    def watch_tabs(self) -> None:
        """Name the others."""
        self.border_title = tab_titles(self.tabs, "report")

    def lines(self, cells: int) -> list[Line]:
        """Return the report in so many cells."""
        self._spots = {}
        report = self.report
        if report is None:
            return []
        found: list[Line] = [*_verdict(report, cells), ()]
        for remedy in report.remedies:
            drawn = list(_offer(remedy, cells))
            self._spots.update(dict.fromkeys(range(len(found), len(found) + len(drawn)), remedy.name))
            found.extend(drawn)
        found.append(())
        found.extend(_evidence(report, cells))
        return found

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Carry out what was clicked."""
        name = self._spots.get(index)
        if name is not None:
            self.post_message(self.Wanted(name))

    def clicked_title(self) -> None:
        """Show the next tab at a click on the titles."""
        self.post_message(self.TabRequested())

    def _want(self, name: RemedyName) -> None:
        report = self.report
        if report is None:
            return
        if any(one.name == name for one in report.remedies):
            self.post_message(self.Wanted(name))
        else:
            self.notify("That would not help here: what would is listed.", timeout=3)

    def action_first(self) -> None:
        """Do the first thing that is offered."""
        report = self.report
        if report is not None and report.remedies:
            self._want(report.remedies[0].name)

    def action_sign_in(self) -> None:
        """Sign in again with the scopes that the call needs."""
        self._want("sign_in")

    def action_other_profile(self) -> None:
        """Try with another profile."""
        self._want("other_profile")

    def action_copy_message(self) -> None:
        """Copy a message to staff."""
        self._want("message")


def _verdict(report: ScopeReport, cells: int) -> Iterator[Line]:
    """Return what is the matter: the sentence, the verdict, what it means, why it is not certain."""
    known = report.diagnosis
    if report.sentence:
        yield from _pieces(report.sentence, cells)
        yield ()
    mark: tuple[Ink, str] = ("dim", "  certain") if known.is_certain else ("warning-strong", "  not certain")
    yield ("strong", cut(known.title, max(0, cells - 14))), mark
    for ink, text in (("text", report.meaning), ("warning", report.doubt)):
        if text:
            named: Ink = "text" if ink == "text" else "warning"
            yield from (((named, line),) for line in wrapped(painted(text), cells))


def _pieces(sentence: str, cells: int) -> Iterator[Line]:
    """Return `needs forum · has public · missing forum`, what is missing in its own ink, wrapped."""
    line: list[tuple[Ink, str]] = []
    used = 0
    for at, part in enumerate(sentence.split(" · ")):
        ink: Ink = "wrong-strong" if part.startswith("missing ") else "plain-strong"
        text = painted(part)
        if at and used + 3 + width(text) > cells:
            yield tuple(line)
            line, used = [], 0
        elif at:
            line.append(("dim", " · "))
            used += 3
        line.append((ink, cut(text, cells)))
        used += width(text)
    yield tuple(line)


def _offer(remedy: Remedy, cells: int) -> Iterator[Line]:
    """Return what can be done, its key in front; beside it what it brings, below where there is no room."""
    title = cut(painted(remedy.title), cells - 3)
    first: Line = (("accent", f"{_KEYS[remedy.name]}  "), ("text", title))
    note = painted(remedy.note)
    if length(first) + 3 + width(note) <= cells:
        yield (*first, ("dim", f"   {note}"))
        return
    yield first
    for line in wrapped(note, cells - 3)[:_MOST_LINES]:
        yield (("dim", f"   {line}"),)


def _evidence(report: ScopeReport, cells: int) -> Iterator[Line]:
    """Return each piece of evidence, with where it stands."""
    clues = [(clue.source, clue.text, clue.is_against) for clue in report.diagnosis.clues]
    if report.request_id:
        clues.append(("request id", report.request_id, False))
    before = ""
    for source, text, is_against in clues:
        label = "" if source == before else source
        before = source
        ink: Ink = "warning" if is_against else "text"
        lines = wrapped(painted(text), cells - _SOURCES)[:_MOST_LINES] or [""]
        for at, line in enumerate(lines):
            yield ("dim", fit("" if at else label, _SOURCES)), (ink, line)
