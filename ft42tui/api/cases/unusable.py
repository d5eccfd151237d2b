"""An answer that is a success and no data."""

from __future__ import annotations

from typing import Final

from ft42tui.api.cases.case import CLASH, EXCHANGE, LOST_WAY, Case, always
from ft42tui.api.evidence import Evidence

UNUSABLE: Final[tuple[Case[Evidence], ...]] = (
    # A success whose body is not JSON.
    Case(
        "page contradicted",
        range(200, 300),
        lambda it: it.is_page and it.is_own,
        "The answer is not JSON ({it.content_type})",
        CLASH,
        EXCHANGE,
    ),
    Case(
        "page",
        range(200, 300),
        lambda it: it.is_page,
        "The answer is not JSON ({it.content_type})",
        "A web page came, without any of the API's headers: a network's sign-in page, a proxy, or another "
        "host than the API.",
        LOST_WAY,
    ),
    Case(
        "broken JSON",
        range(200, 300),
        lambda it: it.is_begun,
        "The answer is not JSON ({it.content_type})",
        "It begins as JSON and cannot be read to its end: it was cut short on the way, or is broken.",
        "Send again (r); if it stays so, ask for less. " + EXCHANGE,
    ),
    Case(
        "not JSON",
        range(200, 300),
        always,
        "The answer is not JSON ({it.content_type})",
        "Not certain whose it is: a proxy or the wrong host may have answered.",
        "Check the address. " + EXCHANGE,
    ),
)
"""In the order in which they are tried."""
