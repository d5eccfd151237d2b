"""Looking at a token that somebody pasted: as it is, in a header, or in a URL of this API."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, urlsplit

from ft42tui.api.client import Client
from ft42tui.api.errors import ApiError, BadRequestText, ForeignOrigin
from ft42tui.api.oauth import GivenToken
from ft42tui.api.token import is_sendable
from ft42tui.session.inspection import Inspection, fingerprint

if TYPE_CHECKING:
    from collections.abc import Collection

    from ft42tui.api.budget import Notice
    from ft42tui.session.account import Account
    from ft42tui.session.status import Status

_LONGEST: Final = 4096
_HINT: Final = "Paste a token, an Authorization header, or a URL of this API with access_token=… in it."
_USUAL_PORTS: Final = {"http": 80, "https": 443}


def token_in(text: str, origins: Collection[str]) -> str:
    """Return the token of a pasted text.

    Raises ForeignOrigin for a URL of another API: its token is not for this one. Raises BadRequestText
    for what holds no token.
    """
    text = text.strip()
    found = re.fullmatch(r"(?i)(?:authorization:\s*)?bearer\s+(\S+)", text)
    text = found[1] if found else text
    if "://" in text or re.search(r"(?i)access_token=", text):
        text = _from_url(text, origins)
    if not text or len(text) > _LONGEST or not is_sendable(text):
        raise BadRequestText("There is no token in that", _HINT)
    return text


def _from_url(text: str, origins: Collection[str]) -> str:
    """Return the token of a URL, of a path with a query, or of a query alone; empty if it has none."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise BadRequestText("That is no address", _HINT) from None
    query = parts.query
    if parts.scheme or parts.netloc:
        host = parts.hostname or ""
        origin = f"{parts.scheme}://{f'[{host}]' if ':' in host else host}"
        origin += f":{port}" if port not in {None, _USUAL_PORTS.get(parts.scheme)} else ""
        is_here = "@" not in parts.netloc and origin in origins
    elif re.match(r"(?i)[\w&.=-]*access_token=", parts.path):
        query, is_here = parts.path, True  # a query alone
    else:
        # Without a scheme, a browser takes what it is in front for a host: a path of the API begins so.
        is_here = re.match(r"/?(v2|oauth)(/|$)", parts.path) is not None or not parts.path
    if not is_here:
        raise ForeignOrigin(
            "That URL is not this API's",
            "Its token is not sent here: switch to the profile of its API (P), and paste it there.",
        )
    return _parameter(query) or _parameter(parts.fragment)


def _parameter(query: str) -> str:
    named = parse_qsl(query, keep_blank_values=True)
    return next((value for name, value in named if name.lower() == "access_token"), "")


async def look_at(
    text: str, account: Account, origins: Collection[str], status: Status, notice: Notice
) -> Inspection:
    """Return what the API says about a pasted token; it has a budget of its own. Raises ApiError."""
    token = token_in(text, origins)
    client = Client(account.door.apart(), GivenToken(token), clock=account.clock)
    info = await client.token_info(notice)
    exchange = client.last
    owner = "app"
    if info.resource_owner_id is not None:
        owner = f"user {info.resource_owner_id}"
        with suppress(ApiError):  # its number says enough
            owner = await client.login(notice) or owner
    held = client.token
    return Inspection(
        profile=status.profile,
        is_pasted=True,
        exchange=exchange,
        host=status.host,
        is_official=status.is_official,
        is_there=True,
        fingerprint=fingerprint(token),
        owner=owner,
        owner_id=info.resource_owner_id,
        scopes=info.scopes,
        issued_at=info.created_at,
        is_server_time=info.created_at is not None and not info.is_dated_here,
        expires_at=held.expires_at if held is not None else None,
        application_uid=info.application_uid,
        application=client.application,
        budget=client.budget,
        token_place="nowhere: it was only looked at",  # noqa: S106  # a place in words
    )
