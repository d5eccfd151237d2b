"""Which limit was reached."""

from __future__ import annotations

from typing import Final

from ft42tui.api.cases.case import Case, always
from ft42tui.api.evidence import Evidence

LIMIT: Final[tuple[Case[Evidence], ...]] = (
    # 429
    Case(
        "429 page",
        (429,),
        lambda it: it.is_page,
        "429 · too many requests",
        "Not certain by whom they are counted: the answer is a web page, as Cloudflare or a proxy sends it "
        "before the API is reached.",
        "Wait some minutes, then send again (r).",
    ),
    Case(
        "429 second",
        (429,),
        lambda it: it.limit == "second",
        "429 · too many requests: the limit of a second",
        "The requests came too close together; another program may use this application.",
        "Wait a moment, then send again (r).",
    ),
    Case(
        "429 hour",
        (429,),
        lambda it: it.limit == "hour",
        "429 · too many requests: the limit of an hour",
        "The hour's requests are spent; another program may use this application.",
        "Wait as long as Retry-After says, then send again (r).",
    ),
    Case(
        "429 contradicted",
        (429,),
        lambda it: bool(it.counters),
        "429 · too many requests",
        "Not certain which limit: what the answer says does not agree on one ({it.counters}).",
        "Wait, then send again (r).",
    ),
    Case(
        "429",
        (429,),
        always,
        "429 · too many requests",
        "Not certain which limit, the answer does not say it: that of a second, or that of an hour.",
        "Wait, then send again (r). If it comes again, wait for the next hour.",
    ),
)
"""In the order in which they are tried."""
