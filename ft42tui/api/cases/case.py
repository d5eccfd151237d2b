"""One line of the table, and the sentences that several lines say."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from ft42tui.api.evidence import Evidence
from ft42tui.api.no_answer import NoAnswer

Seen = TypeVar("Seen", Evidence, NoAnswer)


@dataclass(frozen=True, slots=True)
class Case(Generic[Seen]):
    """What happened, by what is known of it. Its words may name what was seen: `{it.host}`."""

    name: str
    """What tells it from the others."""
    at: Container[object]
    """The statuses it is about, or the ways to end without an answer."""
    when: Callable[[Seen], bool]
    """Whether the evidence speaks for it."""
    title: str
    """What happened, in a few words."""
    cause: str
    """The likely cause, and what it is known by; `not certain` where evidence is missing, or contradicts
    itself, and what it can be."""
    hint: str
    """What to do."""


def always(_seen: object) -> bool:
    """Return that the status alone says enough, or that nothing else is left."""
    return True


EXCHANGE: Final = "See the exchange (5) for the whole answer."
AGAIN: Final = "Send again (r)."
LOST_WAY: Final = "Check the address, and any proxy or network that asks for a sign-in of its own."
CLASH: Final = (
    "Not certain: the answer is a web page, as a proxy or Cloudflare sends it, and has the API's own headers "
    "({it.own_headers})."
)
