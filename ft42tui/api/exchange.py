"""One request and its answer, as they went over the wire, with the secrets masked."""

from __future__ import annotations

import re
from dataclasses import dataclass

MASK = "••••••••"

_SECRET_HEADERS = {"authorization", "proxy-authorization", "cookie", "set-cookie"}
# Patterns are compiled at their first use, which re remembers: nothing was sent before the first frame.
SECRET_NAMES = frozenset({"access_token", "refresh_token", "client_secret", "code", "token"})
"""Parameters whose values are secrets, in lower case; servers read them in any."""
_SENSITIVE = r"(?i)((?:^|[?&;#])(?:" + "|".join(sorted(SECRET_NAMES)) + r")=)[^&;#\s<>\",]*"
_AUTH_SCHEME = r"(?i)(Bearer|Basic|Digest)\s"

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was asked and what came back. Made masked: no secret is ever in one."""

    method: str
    """The request's method."""
    url: str
    """The request's whole URL."""
    request_headers: Headers = ()
    """The request's headers in the order they were sent."""
    status: int | None = None
    """The answer's status; None if none came."""
    reason: str = ""
    """The status in words."""
    response_headers: Headers = ()
    """The answer's headers in the order they came."""
    seconds: float = 0.0
    """From sending to the last byte."""
    size: int = 0
    """Bytes of the answer after decoding."""
    http_version: str = "HTTP/1.1"
    """The protocol spoken."""
    excerpt: str = ""
    """The beginning of the answer's body, where it is an error."""

    def header(self, name: str) -> str | None:
        """Return the response header of that name, or None; several of one name are one list."""
        found = [value for key, value in self.response_headers if key.lower() == name.lower()]
        return ", ".join(found) if found else None


_UNSURE = 5.0  # a Date counts whole seconds: less than a few is no skew


def server_time(exchange: Exchange) -> float | None:
    """Return the server's time by its Date header, in seconds since the epoch; None if it has none."""
    from email.utils import parsedate_to_datetime  # a third of the module's import, for few answers

    try:
        return parsedate_to_datetime(exchange.header("Date") or "").timestamp()
    except (TypeError, ValueError, OverflowError):
        return None


def clock_skew(exchange: Exchange, now: float) -> float:
    """Return how many seconds the server's clock is ahead of ours, by its Date header; 0 if it has none."""
    at = server_time(exchange)
    return at - now if at is not None and abs(at - now) > _UNSURE else 0.0


def masked_headers(headers: Headers, secrets: tuple[str, ...] = ()) -> Headers:
    """Return the headers with every secret's value replaced by a mask, these texts too wherever they are."""
    return tuple(
        (without(name, secrets), without(_masked_value(name, value), secrets)) for name, value in headers
    )


def masked_url(url: str) -> str:
    """Return the URL with every secret parameter's value replaced by a mask."""
    return re.sub(_SENSITIVE, rf"\g<1>{MASK}", url)


def masked_json(text: str) -> str:
    """Return a text with the value of every secret that is named in JSON replaced by a mask."""
    return re.sub(r'(?i)("(?:access|refresh)_token"\s*:\s*")[^"]*', rf"\g<1>{MASK}", text)


def without(text: str, secrets: tuple[str, ...]) -> str:
    """Return a text with some secrets replaced by a mask."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    return text


def whole_number(text: str | None) -> int | None:
    """Return a header's value as a whole number, or None if it is none that makes sense."""
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _masked_value(name: str, value: str) -> str:
    if name.lower() in _SECRET_HEADERS:
        scheme = re.match(_AUTH_SCHEME, value)
        return f"{scheme[1]} {MASK}" if scheme else MASK
    return masked_url(value)
