"""What else a request is refused for."""

from __future__ import annotations

from typing import Final

from ft42tui.api.cases.case import AGAIN, EXCHANGE, LOST_WAY, Case, always
from ft42tui.api.evidence import Evidence

REFUSAL: Final[tuple[Case[Evidence], ...]] = (
    # 404
    Case(
        "404 page",
        (404,),
        lambda it: it.is_page and not it.is_own,
        "404 · not found",
        "Not certain by whom: the answer is a web page, where the API answers in JSON. The address may be "
        "another host's, or a proxy's.",
        LOST_WAY,
    ),
    Case(
        "404 route",
        (404,),
        lambda it: it.is_page,
        "404 · not found",
        "Not certain: the API answers with a web page ({it.own_headers}). Most likely it has no such route.",
        "Check the path: the tree (1) has every route of the documentation.",
    ),
    Case(
        "404 user",
        (404,),
        lambda it: it.path.startswith("/v2/users/"),
        "404 · not found",
        "Not certain which: there is no such user, or it is hidden from this token. An application's token "
        "does not see every user.",
        "Check the login or id. Signed in as a user (L), more may be seen.",
    ),
    Case(
        "404",
        (404,),
        always,
        "404 · not found",
        "Not certain which: there is no such object, or it is hidden from this token.",
        "Check the id and the path.",
    ),
    # Other refusals
    Case(
        "405",
        (405,),
        always,
        "405 · this route does not take {it.method}",
        "The path is known, the method is not.",
        "Choose another route of the tree (1).",
    ),
    Case(
        "407",
        (407,),
        always,
        "407 · a proxy asks for a sign-in",
        "The proxy of this network did not let the request out: it never reached the API.",
        "Put its user and password into HTTPS_PROXY.",
    ),
    Case(
        "408",
        (408,),
        always,
        "408 · the server did not wait for the request",
        "It came too slowly.",
        AGAIN,
    ),
    Case(
        "410",
        (410,),
        always,
        "410 · gone",
        "The API had it and has it no longer, as the forum's routes.",
        "Choose another route.",
    ),
    Case(
        "too long",
        (413, 414, 431),
        always,
        "{it.at} · the request is too long",
        "A server does not take an address or a header of that length.",
        "Ask with fewer values in a filter.",
    ),
    Case(
        "422 fields",
        (422,),
        lambda it: bool(it.fields),
        "422 · the API refused the values of {it.field_names}",
        "It understood the request; each of these breaks a rule.",
        "Correct the fields that it names.",
    ),
    Case(
        "422 page",
        (422,),
        lambda it: it.is_page,
        "422 · the API refused the values",
        "Not certain which: the answer is a web page and names no field.",
        EXCHANGE,
    ),
    Case(
        "422",
        (422,),
        always,
        "422 · the API refused the values",
        "Not certain which: no field is named in a way that is known.",
        "Correct the values of the request. " + EXCHANGE,
    ),
    # Any other.
    Case(
        "client page",
        range(400, 500),
        lambda it: it.is_page and not it.is_own,
        "{it.at} · the request was refused",
        "Not certain by whom: the answer is a web page, where the API answers in JSON.",
        EXCHANGE,
    ),
    Case(
        "client",
        range(400, 500),
        always,
        "{it.at} · the API refused the request",
        "Not certain why: this status is not one that the API is known for.",
        EXCHANGE,
    ),
)
"""In the order in which they are tried."""
