"""One table: what happened, the likely cause, and what to do, by status and evidence. The first match wins.

A wrong diagnosis is worse than none: where evidence is missing, or contradicts itself, the words are
`not certain`, and what it can be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ft42tui.api.cases.case import EXCHANGE, Case, Seen, always
from ft42tui.api.cases.limit import LIMIT
from ft42tui.api.cases.no_answer import NO_ANSWER
from ft42tui.api.cases.query import QUERY, UNREAD
from ft42tui.api.cases.refusal import REFUSAL
from ft42tui.api.cases.rights import RIGHTS
from ft42tui.api.cases.server import SERVER
from ft42tui.api.cases.unusable import UNUSABLE
from ft42tui.api.evidence import Evidence
from ft42tui.api.no_answer import NoAnswer

_CONTRADICTED: Final[Case[Evidence]] = Case(
    "status contradicted",
    range(400, 600),
    lambda it: bool(it.other_status),
    "{it.at} · not certain what was refused",
    "Not certain: the answer contradicts itself. Its status is {it.at}, its body says {it.other_status}.",
    EXCHANGE,
)
_UNKNOWN: Final[Case[Evidence]] = Case(
    "unknown",
    range(1000),
    always,
    "{it.at} · the answer cannot be used",
    "Not certain why: the API is not known for this status.",
    EXCHANGE,
)
ANSWERS: Final[tuple[Case[Evidence], ...]] = (
    *QUERY,
    _CONTRADICTED,
    *UNREAD,
    *RIGHTS,
    *LIMIT,
    *REFUSAL,
    *SERVER,
    *UNUSABLE,
    _UNKNOWN,
)
"""What an answer means that brought no page."""
FAILURES: Final = NO_ANSWER
"""What it means that there was no answer."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What happened, in words."""

    name: str
    """The case's name."""
    title: str
    """What happened, in a few words."""
    cause: str
    """The likely cause; `not certain` where evidence is missing, or contradicts itself."""
    hint: str
    """What to do."""


def explain(seen: Evidence) -> Explanation:
    """Return what an answer means that brought no page."""
    return _explained(ANSWERS, seen)


def explain_no_answer(seen: NoAnswer) -> Explanation:
    """Return what it means that there was no answer."""
    return _explained(FAILURES, seen)


def _explained(cases: tuple[Case[Seen], ...], seen: Seen) -> Explanation:
    case = next(one for one in cases if seen.at in one.at and one.when(seen))
    title, cause, hint = (words.format(it=seen) for words in (case.title, case.cause, case.hint))
    return Explanation(case.name, title, cause, hint)
