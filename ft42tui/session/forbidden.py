"""What a 403 shows by itself: its headers and its body, before anything else is known."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from ft42tui.api.challenge import Challenge, scopes_in

if TYPE_CHECKING:
    from ft42tui.api.errors import Forbidden
    from ft42tui.api.exchange import Exchange

_OURS: Final = ("X-Application-Id", "X-Application-Name", "X-Application-Roles", "X-Runtime")
"""Headers that the API itself sets. Source: wire facts, section 2."""
_DENIED: Final = r"(?i)\baccess denied\b|\bnot authorized\b"
_INSUFFICIENT: Final = r"(?i)\binsufficient[ _]scope"
_ANOTHER: Final = r",\s*(?:Bearer|Basic|Digest|Negotiate|DPoP)\s"
_LONGEST_HEADER: Final = 16 * 1024
_CHALLENGE_PAGE: Final = r"(?i)just a moment|challenge-platform|cf-browser-verification|attention required"


@dataclass(frozen=True, slots=True)
class Signs:
    """What the answer says and shows."""

    is_page: bool
    """Whether it is a web page."""
    is_json: bool
    """Whether its body is a JSON object."""
    is_ours: bool
    """Whether it has a header that the API itself sets."""
    has_roles: bool
    """Whether it tells the application's roles."""
    cloudflare: tuple[str, ...]
    """What marks it as Cloudflare's challenge, in words."""
    says_scope: bool
    """Whether it says that a scope is missing."""
    says_denied: bool
    """Whether it says that access is denied, as it does for a role."""
    named: tuple[tuple[str, ...], ...]
    """The scopes that it names, of each place that names some: the header's two parameters, the body."""
    challenges: int
    """How many challenges it makes; the first one is read."""
    challenge: Challenge
    """The WWW-Authenticate header."""
    message: str
    """The body's own words."""

    @property
    def needed(self) -> tuple[str, ...]:
        """Every scope that the answer names."""
        return tuple(dict.fromkeys(scope for scopes in self.named for scope in scopes))

    @property
    def disagree(self) -> bool:
        """Whether it names different scopes in different places."""
        return len({frozenset(scopes) for scopes in self.named}) > 1

    @property
    def is_otherwise(self) -> bool:
        """Whether WWW-Authenticate gives another reason than a scope: `invalid_token`, another scheme."""
        return self.challenge.error not in {"", "insufficient_scope"} or not self.challenge.is_bearers

    @property
    def other_reason(self) -> str:
        """That reason, in a word or two."""
        return self.challenge.error if self.challenge.is_bearers else f"the scheme {self.challenge.scheme}"


def signs_of(error: Forbidden) -> Signs:
    """Return what a 403 shows."""
    exchange = error.exchange
    body = exchange.excerpt if exchange is not None else ""
    kind = _header(exchange, "Content-Type").lower()
    said = _object(body)
    texts = " ".join(str(said.get(key, "")) for key in ("error", "message", "error_description"))
    is_page = "html" in kind or body.lstrip()[:1] == "<"
    challenge = error.challenge
    lists = (
        challenge.standard_scopes,
        scopes_in(challenge.description),
        scopes_in(texts),
    )
    return Signs(
        is_page=is_page,
        is_json=bool(said),
        is_ours=any(_header(exchange, name) for name in _OURS),
        has_roles=bool(_header(exchange, "X-Application-Roles")),
        cloudflare=tuple(_cloudflare(exchange, body)) if is_page else (),
        says_scope=challenge.error == "insufficient_scope" or bool(re.search(_INSUFFICIENT, texts)),
        says_denied=bool(re.search(_DENIED, texts)),
        named=tuple(scopes for scopes in lists if scopes),
        challenges=_challenges(exchange),
        challenge=challenge,
        message=error.message,
    )


def reads_as_denied(error: Forbidden) -> bool:
    """Return whether a 403 is the API's own, is about no scope, and says that access is denied."""
    signs = signs_of(error)
    is_else = signs.says_scope or signs.needed or signs.is_page or signs.is_otherwise
    return signs.is_ours and signs.says_denied and not is_else


def scopes_named_by(error: Forbidden) -> tuple[str, ...]:
    """Return the scopes that a 403 says it needs; none where it contradicts itself."""
    signs = signs_of(error)
    is_odd = (
        signs.disagree or signs.challenges > 1 or signs.says_denied or signs.is_page or signs.is_otherwise
    )
    return signs.needed if signs.says_scope and not is_odd else ()


def _challenges(exchange: Exchange | None) -> int:
    """Return how many challenges an answer makes: several headers, or several schemes in one."""
    headers = exchange.response_headers if exchange is not None else ()
    values = [value for name, value in headers if name.lower() == "www-authenticate"]
    return sum(1 + len(re.findall(_ANOTHER, value[:_LONGEST_HEADER])) for value in values)


def _cloudflare(exchange: Exchange | None, body: str) -> list[str]:
    """Return the marks of a challenge. That Cloudflare passed an answer on (`cf-ray`) is none by itself."""
    found = []
    if "challenge" in _header(exchange, "cf-mitigated").lower():
        found.append("cf-mitigated: challenge")
    if "cloudflare" in _header(exchange, "Server").lower():
        found.append("Server: cloudflare")
    page = re.search(_CHALLENGE_PAGE, body)
    if page is not None:
        found.append(f"the page says “{page[0]}”")
    return found


def _header(exchange: Exchange | None, name: str) -> str:
    return (exchange.header(name) or "").strip() if exchange is not None else ""


def _object(body: str) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
