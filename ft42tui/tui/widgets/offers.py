"""A few things to choose from, each by its key, with a line that explains it."""

from __future__ import annotations

from dataclasses import dataclass

from rich.segment import Segment
from textual.content import Content
from textual.message import Message

from ft42tui.tui.paint import cut, fit, painted, width
from ft42tui.tui.widgets.line_list import LineList


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing to choose."""

    name: str
    """What it is called in the code."""
    key: str
    """Its key, as people write it."""
    title: str
    """What it is, in a few words."""
    text: str
    """What it means, in a line."""


@dataclass(repr=False, eq=False)
class _News(Message):
    """Something about one of the things."""

    offers: Offers
    offer: Offer

    @property
    def control(self) -> Offers:
        """The list that it is in."""
        return self.offers


class Offers(LineList):
    """The things, one a line."""

    DEFAULT_CSS = """
    Offers { height: auto; }
    """

    MARKED = True

    class Highlighted(_News):
        """The cursor went to one."""

    class Chosen(_News):
        """One was chosen."""

    def __init__(self, title: str, offers: tuple[Offer, ...] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.all = offers
        """What is offered."""
        self.border_title = Content(painted(title))

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.all)

    def on_mount(self) -> None:
        """Take over their number."""
        self.lines_changed()

    def offer(self, *offers: Offer) -> None:
        """Offer other things."""
        self.all = offers
        self.cursor = 0
        self.lines_changed()

    def highlight(self, name: str) -> None:
        """Put the cursor on one."""
        names = [offer.name for offer in self.all]
        self.cursor = names.index(name)

    def draw(self, index: int, width_: int) -> list[Segment]:
        """Return one's line."""
        offer = self.all[index]
        cells = max(width(one.title) for one in self.all)
        is_here = index == self.cursor
        return [
            Segment(f"{offer.key}  ", self.ink("accent")),
            Segment(fit(offer.title, cells) + "   ", self.ink("strong" if is_here else "text")),
            Segment(cut(painted(offer.text), max(0, width_ - cells - 6)), self.ink("dim")),
        ]

    def watch_cursor(self, old: int, new: int) -> None:
        """Tell where the cursor went."""
        super().watch_cursor(old, new)
        if self.all:
            self.post_message(self.Highlighted(self, self.all[new]))

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Choose at a click."""
        self.action_choose()

    def action_choose(self) -> None:
        """Choose the one under the cursor."""
        if self.all:
            self.post_message(self.Chosen(self, self.all[self.cursor]))
