"""What is the server's fault, or of what stands in front of it."""

from __future__ import annotations

from typing import Final

from ft42tui.api.cases.case import AGAIN, LOST_WAY, Case, always
from ft42tui.api.evidence import Evidence

SERVER: Final[tuple[Case[Evidence], ...]] = (
    # 5xx
    Case(
        "501",
        (501,),
        always,
        "501 · the server does not serve this route",
        "It knows the route and does not offer it.",
        "Sending again will not help.",
    ),
    Case(
        "511",
        (511,),
        always,
        "511 · the network asks for a sign-in",
        "A captive portal answered: the request never reached the API.",
        "Sign in to the network in a browser, then send again (r).",
    ),
    Case(
        "gateway contradicted",
        (502, 504),
        lambda it: it.is_own,
        "{it.at} · the server failed",
        "Not certain where: {it.at} is a gateway's answer, and has the API's own headers ({it.own_headers}).",
        AGAIN,
    ),
    Case(
        "502",
        (502,),
        always,
        "502 · the server failed",
        "The gateway in front of the API got no usable answer from it: it restarts, or the list is heavy.",
        "It often passes: send again (r), or ask for less: a smaller page[size], a filter.",
    ),
    Case(
        "503",
        (503,),
        always,
        "503 · the server failed",
        "The API is out of service for a while, or has too much to do.",
        "Wait, then send again (r).",
    ),
    Case(
        "504",
        (504,),
        always,
        "504 · the server failed",
        "The gateway in front of the API waited for it in vain, mostly for a heavy list.",
        "Ask for less: a smaller page[size], a filter. Or send again (r).",
    ),
    Case(
        "Cloudflare to API",
        range(520, 531),
        always,
        "{it.at} · the server failed",
        "Cloudflare stands in front of the API and could not reach it.",
        "Nothing is wrong here: wait, then send again (r).",
    ),
    Case(
        "500 page",
        (500,),
        lambda it: it.is_page and not it.is_own,
        "500 · the server failed",
        "Not certain which server: the answer is a web page, where the API answers in JSON.",
        "Send again (r). " + LOST_WAY,
    ),
    Case(
        "500",
        (500,),
        always,
        "500 · the server failed",
        "A fault of the server's. The API has such on requests that are right, and they mostly pass.",
        "Send again (r); if it stays so, ask for less, or without the last filter.",
    ),
    Case(
        "server",
        range(500, 600),
        always,
        "{it.at} · the server failed",
        "Not certain why: this status is not one that the API is known for.",
        "It often passes: send again (r).",
    ),
)
"""In the order in which they are tried."""
