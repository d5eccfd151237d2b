"""Why a token was not accepted, or may not do what was asked."""

from __future__ import annotations

from typing import Final

from ft42tui.api.cases.case import CLASH, LOST_WAY, Case, always
from ft42tui.api.evidence import Evidence

_NEW_ONE: Final = "Get a new one: sign in again (L), or look at what it is (t)."

RIGHTS: Final[tuple[Case[Evidence], ...]] = (
    # 401
    Case(
        "401 other scheme",
        (401,),
        lambda it: it.challenge.scheme.lower() not in ("", "bearer"),
        "401 · another sign-in is asked for",
        "Not the API: {it.host} asks for {it.challenge.scheme}, the API takes bearer tokens.",
        LOST_WAY,
    ),
    Case(
        "401 page",
        (401,),
        lambda it: it.is_page and not it.token_faults,
        "401 · the token was not accepted",
        "Not certain by whom: the answer is a web page, where the API answers in JSON.",
        LOST_WAY,
    ),
    Case(
        "401 contradicted",
        (401,),
        lambda it: len(it.token_faults) > 1,
        "401 · the token was not accepted",
        "Not certain why: header and body contradict each other ({it.faults}).",
        _NEW_ONE,
    ),
    Case(
        "401 expired",
        (401,),
        lambda it: it.token_faults == ("expired",),
        "401 · the token has expired",
        "The API says that it has expired: a token lives two hours.",
        _NEW_ONE,
    ),
    Case(
        "401 revoked",
        (401,),
        lambda it: it.token_faults == ("revoked",),
        "401 · the token was revoked",
        "The API says that somebody ended it: by signing out, or by taking the application's access back.",
        _NEW_ONE,
    ),
    Case(
        "401 invalid",
        (401,),
        lambda it: it.token_faults == ("invalid",),
        "401 · the token was not accepted",
        "The API says that it does not know it: it is mistyped or cut short, another API's, or its "
        "application is gone.",
        "Get a new one (L). If it came from an id and secret, check that the secret has not rotated (about "
        "every 30 days).",
    ),
    Case(
        "401 client",
        (401,),
        lambda it: it.error_code == "invalid_client",
        "401 · the application's id or secret was not accepted",
        "A secret dies about every 30 days; an id may be mistyped.",
        "Copy the current secret from the application's page on the intranet, and set it again (L).",
    ),
    Case(
        "401",
        (401,),
        always,
        "401 · the token was not accepted",
        "Not certain why, the API does not say it: the token may have expired, be revoked or wrong, or a "
        "proxy took it out of the request.",
        "Get a new one (L); if it came from an id and secret, check that the secret has not rotated (about "
        "every 30 days).",
    ),
    # 403: what only the session knows is added there.
    Case(
        "403 page contradicted",
        (403,),
        lambda it: it.is_page and it.is_own,
        "403 · not certain who refused",
        CLASH,
        "Send again (r); if it stays so, look at the exchange (5).",
    ),
    Case(
        "403 Cloudflare",
        (403,),
        lambda it: bool(it.cloudflare),
        "403 · blocked before it reached the API",
        "The answer is a web page of Cloudflare's ({it.cloudflare}): it is about this network or program, "
        "not about rights.",
        "Wait, then send again (r). From a data centre or a VPN, try another network.",
    ),
    Case(
        "403 page",
        (403,),
        lambda it: it.is_page,
        "403 · blocked before it reached the API",
        "The answer is a web page, where the API answers in JSON. Not certain whose: Cloudflare's, a proxy's "
        "or a network's.",
        "Wait, then send again (r). " + LOST_WAY,
    ),
    Case(
        "403 scope",
        (403,),
        lambda it: bool(it.scopes),
        "403 · the token lacks a scope: {it.scopes}",
        "The API names it, in WWW-Authenticate or in its words.",
        "Ask for a token with the scope {it.scopes}.",
    ),
    Case(
        "403 unnamed scope",
        (403,),
        lambda it: it.challenge.error == "insufficient_scope",
        "403 · the token lacks a scope",
        "Not certain which: the API says insufficient scope, and names none.",
        "Compare the token's scopes (t) with those of the route in the tree.",
    ),
    Case(
        "403",
        (403,),
        always,
        "403 · this token may not do that",
        "Not certain which right is missing: the application may lack a role, the call may need a user's "
        "token, or the object be another user's.",
        "Look at the token's owner and the application's roles (t). Nothing to retry.",
    ),
)
"""In the order in which they are tried."""
