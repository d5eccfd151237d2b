"""What the API says about the names and values of a query."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from ft42tui.api.cases.case import LOST_WAY, Case, always
from ft42tui.api.evidence import Evidence

# Where the query was read before it was refused.
_READING: Final = frozenset(range(400, 600)) - {401, 403, 407, 429}


def _complains(part: str, fault: str) -> Callable[[Evidence], bool]:
    """Return whether the API complained about a part of the query; an empty part stands for every one."""

    def is_so(it: Evidence) -> bool:
        complaint = it.complaint
        return complaint is not None and complaint.fault == fault and part in ("", complaint.part)

    return is_so


QUERY: Final[tuple[Case[Evidence], ...]] = (
    Case(
        "complaint contradicted",
        _READING,
        lambda it: it.is_unasked,
        "{it.at} · the API refused the request",
        "Not certain why: the API complains of what it lists as allowed itself, or what was not sent.",
        "Compare the request with its answer in the exchange (5).",
    ),
    Case(
        "unknown sort",
        _READING,
        _complains("sort", "unknown"),
        "{it.at} · cannot be sorted by {it.names}",
        "It is mistyped, or a field that the API does not sort by here.",
        "{it.allowed}",
    ),
    Case(
        "unknown name",
        _READING,
        _complains("", "unknown"),
        "{it.at} · no such {it.part}: {it.names}",
        "It is mistyped, or a name that another route takes.",
        "{it.allowed}",
    ),
    Case(
        "range of nothing",
        _READING,
        lambda it: _complains("range", "value")(it) and not it.names,
        "{it.at} · a range cannot be made of its two values",
        "They are of another kind than the field, a text where a date belongs for one.",
        "Write dates as 2024-01-31, numbers without anything else.",
    ),
    Case(
        "page value",
        _READING,
        _complains("page", "value"),
        "{it.at} · {it.names} is not a page",
        "Pages are counted from 1.",
        "Give {it.names} a whole number from 1 on.",
    ),
    Case(
        "value refused",
        _READING,
        _complains("", "value"),
        "{it.at} · {it.part} {it.names} does not take {it.value}",
        "Only some values are allowed there.",
        "{it.allowed}",
    ),
    Case(
        "range format",
        _READING,
        _complains("range", "format"),
        "{it.at} · a range is not written as one",
        "A range is two values with one comma between, both needed, both included.",
        "Write from,to: 2024-01-01,2024-12-31. For an open end, take one that is far away.",
    ),
    Case(
        "no field",
        _READING,
        _complains("", "format"),
        "{it.at} · {it.part} is not written as one",
        "It takes the name of a field in brackets.",
        "Write {it.part}[field]=value.",
    ),
    Case(
        "page styles",
        _READING,
        _complains("page", "mixed"),
        "{it.at} · two page styles in one request",
        "The API takes page with per_page, or page[number] with page[size], and never both.",
        "Take away one of the two styles.",
    ),
    Case(
        "parameter missing",
        _READING,
        _complains("parameter", "missing"),
        "{it.at} · the parameter {it.names} is missing",
        "The route needs it.",
        "Give {it.names} a value in the query pane, then send again.",
    ),
)
"""What it says of them, whatever the status, in the order in which it is tried."""

UNREAD: Final[tuple[Case[Evidence], ...]] = (
    Case(
        "http to https",
        (400,),
        lambda it: it.wants_https,
        "400 · plain http was sent to an https port",
        "The address begins with http://, and {it.host} speaks https.",
        "Write https:// in the API's address.",
    ),
    Case(
        "fields",
        (400,),
        lambda it: bool(it.fields),
        "400 · the API refused the values of {it.field_names}",
        "It names the fields, and what is wrong with each.",
        "Correct them, then send again.",
    ),
    Case(
        "400 page",
        (400,),
        lambda it: it.is_page,
        "400 · the request was not understood",
        "Not certain by whom: the answer is a web page, where the API answers in JSON. The request may be "
        "too long for a server in between, or a proxy answered.",
        "Try a shorter request. " + LOST_WAY,
    ),
    Case(
        "page styles sent",
        (400,),
        lambda it: bool(it.page_names),
        "400 · the API did not understand the request",
        "Not certain, the API does not say it: the request has two page styles ({it.mixed}), which it "
        "takes only one by one.",
        "Take away one of the two styles, then send again.",
    ),
    Case(
        "400",
        (400,),
        always,
        "400 · the API did not understand the request",
        "Not certain what: a name, a value or the page, as far as its words do not tell.",
        "Check the names and values of the query.",
    ),
)
"""A 400 that says nothing of the kind, in the order in which it is tried."""
