"""What is known when an answer brought no page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qsl, unquote_plus, urlsplit

from ft42tui.api.budget import Limit, limit_of
from ft42tui.api.challenge import Challenge, parse_challenge, scopes_in
from ft42tui.api.complaint import Complaint, complaint_in, did_you_mean, fields_in, listed
from ft42tui.api.exchange import Exchange
from ft42tui.api.message import is_page, message_in, parsed, text_of, words_in

_OWN_HEADERS: Final = ("x-application-", "x-runtime")
"""How the headers begin that only the API's own application sets. Source: wire facts, section 2."""
_CLOUDFLARE_PAGE: Final = r"(?i)just a moment|attention required|cloudflare|cf-browser-verification|cf-error"
_TOKEN_FAULTS: Final = ("expired", "revoked", "invalid")
_PLAIN_HTTP: Final = "plain http request was sent to https port"
_COUNTERS: Final = ("X-Hourly-RateLimit-Remaining", "X-Secondly-RateLimit-Remaining")
_HEAD: Final = 8 * 1024


@dataclass(frozen=True, slots=True)
class Evidence:
    """An answer that is no page of data, as far as it can be read."""

    exchange: Exchange
    """The request and answer, masked."""
    message: str
    """What the body says, in one short line."""
    text: str = field(repr=False)
    """The beginning of the body."""
    said: Mapping[str, Any] | None
    """The body as a JSON object; None if it is none."""
    is_page: bool
    """Whether the body is a web page."""
    challenge: Challenge
    """What the WWW-Authenticate header said."""
    complaint: Complaint | None = None
    """What the API said about a name or a value of the query."""
    fields: tuple[tuple[str, str], ...] = ()
    """What the API said field by field."""

    @classmethod
    def of(cls, exchange: Exchange, body: bytes | bytearray) -> Evidence:
        """Return what an answer shows."""
        kind = exchange.header("Content-Type") or ""
        text = text_of(body)
        said = parsed(text)
        page = is_page(text, kind)
        return cls(
            exchange=exchange,
            message=message_in(body, kind),
            text=text,
            said=said if isinstance(said, dict) else None,
            is_page=page,
            challenge=parse_challenge(exchange.header("WWW-Authenticate") or ""),
            complaint=None if page else complaint_in(words_in(text)),
            fields=fields_in(said),
        )

    @property
    def at(self) -> int:
        """The status."""
        return self.exchange.status or 0

    @property
    def host(self) -> str:
        """The host that was asked."""
        return urlsplit(self.exchange.url).netloc

    @property
    def path(self) -> str:
        """The path that was asked for."""
        return urlsplit(self.exchange.url).path

    @property
    def method(self) -> str:
        """The method that was asked with."""
        return self.exchange.method

    @property
    def content_type(self) -> str:
        """What kind of body it is said to be, in words."""
        return (self.exchange.header("Content-Type") or "no content type").partition(";")[0]

    @property
    def own_headers(self) -> str:
        """The headers that only the API's own application sets, as far as they are there."""
        names = (name for name, _ in self.exchange.response_headers)
        return ", ".join(name for name in names if name.lower().startswith(_OWN_HEADERS))

    @property
    def is_own(self) -> bool:
        """Whether the API's own application answered, by its headers."""
        return bool(self.own_headers)

    @property
    def cloudflare(self) -> str:
        """What marks a web page as Cloudflare's, in words; empty if nothing does, or it is no page."""
        if not self.is_page:
            return ""  # every answer may have come by way of Cloudflare
        marks = [name for name in ("cf-mitigated", "cf-ray") if self.exchange.header(name)]
        if "cloudflare" in (self.exchange.header("Server") or "").lower():
            marks.append("Server: cloudflare")
        words = re.search(_CLOUDFLARE_PAGE, self.text[:_HEAD])
        if words is not None:
            marks.append(f"“{words[0]}”")
        return ", ".join(marks)

    # The token.

    @property
    def token_faults(self) -> tuple[str, ...]:
        """What is said to be the matter with the token: `expired`, `revoked`, `invalid`.

        More than one where header and body contradict each other.
        """
        said = f"{self.challenge.description} {'' if self.is_page else self.message}".lower()
        return tuple(fault for fault in _TOKEN_FAULTS if re.search(rf"token (?:is |was |has )?{fault}", said))

    @property
    def faults(self) -> str:
        """What is said to be the matter with the token, in words."""
        return " and ".join(self.token_faults)

    @property
    def error_code(self) -> str:
        """The code in `error`, as OAuth2 has them: `invalid_client`."""
        code = (self.said or {}).get("error")
        return code if isinstance(code, str) else ""

    @property
    def scopes(self) -> str:
        """The scopes that the call needs, if the answer names them."""
        return " ".join(self.challenge.scopes or scopes_in(self.message))

    # The query.

    @property
    def names(self) -> str:
        """The names that the API complained about."""
        return ", ".join(self.complaint.names) if self.complaint is not None else ""

    @property
    def value(self) -> str:
        """The value that the API complained about."""
        return self.complaint.value if self.complaint is not None else ""

    @property
    def part(self) -> str:
        """Which part of the query the API complained about."""
        return self.complaint.part if self.complaint is not None else ""

    @property
    def allowed(self) -> str:
        """What the API takes instead, in sentences, with the closest one first if one is close."""
        complaint = self.complaint
        if complaint is None or not complaint.allowed:
            return "Take one that the documentation of this route lists."
        wrong = complaint.names if complaint.fault == "unknown" else (complaint.value,)
        close = dict.fromkeys(filter(None, (did_you_mean(one, complaint.allowed) for one in wrong)))
        question = f"Did you mean {' and '.join(close)}? " if close else ""
        word = "and" if complaint.fault == "unknown" else "or"
        return f"{question}It takes {listed(complaint.allowed, word=word)}."

    @property
    def is_listed(self) -> bool:
        """Whether the API lists what it takes instead, and is to be believed."""
        return self.complaint is not None and bool(self.complaint.allowed) and not self.is_unasked

    @property
    def is_unasked(self) -> bool:
        """Whether the API complains of a name that it lists itself, or that was not sent at all."""
        complaint = self.complaint
        if complaint is None or complaint.is_contradictory:
            return complaint is not None
        sent = unquote_plus(self.exchange.url)
        is_there = not complaint.names or any(name in sent for name in complaint.names)
        return self.method == "GET" and complaint.fault in ("unknown", "value") and not is_there

    @property
    def field_names(self) -> str:
        """The fields that the API refused."""
        return listed((name for name, _ in self.fields), 5)

    @property
    def page_names(self) -> tuple[str, ...]:
        """The page parameters of the request that belong to two styles; none if they are of one."""
        pairs = parse_qsl(urlsplit(self.exchange.url).query, keep_blank_values=True)
        names = tuple(name for name, _ in pairs if name in {"page", "per_page", "page[number]", "page[size]"})
        return names if len({"[" in name for name in names}) == 2 else ()

    @property
    def mixed(self) -> str:
        """The page parameters that do not go together, in words."""
        return " and ".join(self.page_names)

    @property
    def wants_https(self) -> bool:
        """Whether a server says that it was spoken to in plain http where it speaks https."""
        return self.exchange.url.startswith("http://") and _PLAIN_HTTP in self.text[:_HEAD].lower()

    # The limits.

    @property
    def limit(self) -> Limit:
        """Which limit was reached, as far as headers and words agree on one.

        The words for the second's limit are known, those for the hour's are not (wire facts, section 3): the
        first may stand for both, so they contradict no header.
        """
        words = self.message.lower()
        if not self.counters:
            return "hour" if "hour" in words else "second" if "spam rate limit" in words else "unknown"
        by_headers = limit_of(self.exchange)
        return "unknown" if by_headers == "second" and "hour" in words else by_headers

    @property
    def counters(self) -> str:
        """The headers that tell of a limit, as they came."""
        names = ("Retry-After", *_COUNTERS)
        found = ((name, self.exchange.header(name)) for name in names)
        return ", ".join(f"{name}: {value}" for name, value in found if value is not None)

    # The body.

    @property
    def other_status(self) -> int:
        """The status that the body says, where the answer's own is another; 0 otherwise."""
        said = (self.said or {}).get("status")
        if not isinstance(said, int) or isinstance(said, bool) or not 400 <= said < 600:
            return 0
        return said if said != self.at else 0

    @property
    def is_begun(self) -> bool:
        """Whether the body begins as JSON does: with a brace or a bracket."""
        return self.text[:1] in ("{", "[")
