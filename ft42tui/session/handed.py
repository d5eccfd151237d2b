"""A token that was pasted: looked at first, so that a dead one never takes the place of another."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from ft42tui.api.errors import ApiError, Refused
from ft42tui.api.token import Token
from ft42tui.session.looking import token_in
from ft42tui.session.steps import Step

if TYPE_CHECKING:
    from ft42tui.session.inspection import Inspection
    from ft42tui.session.session import Session

TOKEN_STEPS: Final = ("What the API says of the token",)
"""The steps of a sign-in with a token."""


async def adopt_pasted(session: Session, text: str, steps: list[Step]) -> Token:
    """Go on with the token in a pasted text and return it; `steps` is told what was done.

    Raises Refused if there is none for this API in it, and ApiError if the API does not accept it; the
    token from before is still used then.
    """
    loop = asyncio.get_running_loop()
    began = loop.time()
    try:
        found = await session.look_at(text)
    except Refused:
        raise
    except ApiError as error:
        steps.append(Step(TOKEN_STEPS[0], loop.time() - began, error.exchange, error.title))
        raise
    steps.append(Step(TOKEN_STEPS[0], loop.time() - began, found.exchange, brought=_told(found)))
    text = token_in(text, (session.origin,))
    token = Token(text, scopes=found.scopes, expires_at=found.expires_at)
    await session.adopt(token, None, found=found)
    return token


def _told(found: Inspection) -> tuple[tuple[str, str], ...]:
    return (
        ("owner", found.owner),
        ("scopes", " ".join(found.scopes or ())),
        ("application", found.application_uid),
    )
