"""What is known when a request ended without an answer."""

from __future__ import annotations

import errno
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias
from urllib.parse import urlsplit

Failing: TypeAlias = Literal[
    "refused",
    "no route",
    "dns",
    "tls",
    "connect timeout",
    "read timeout",
    "lost",
    "not http",
    "proxy",
    "other",
]
"""How a request ends without an answer."""


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """A request that ended without an answer."""

    at: Failing
    """How it ended."""
    origin: str
    """Whom it was sent to."""
    message: str = ""
    """What was said about it."""

    @property
    def host(self) -> str:
        """The host, with its port if that is not the usual one."""
        return urlsplit(self.origin).netloc

    @property
    def is_plain(self) -> bool:
        """Whether it was http, without TLS."""
        return self.origin.startswith("http://")

    @property
    def is_loopback(self) -> bool:
        """Whether the host is this machine."""
        return _is_loopback(self.origin)

    @property
    def words(self) -> str:
        """What was said about it, in lower case."""
        return self.message.lower()


_THIS_MACHINE: Final = r"127(?:\.\d{1,3}){1,3}|.*\.localhost"


def _is_loopback(origin: str) -> bool:
    host = urlsplit(origin).hostname or ""
    return host in {"localhost", "::1"} or re.fullmatch(_THIS_MACHINE, host) is not None


_UNROUTED: Final = frozenset({errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN})
_TLS: Final = r"\bssl\b|\btls|certificate"
_DNS: Final = r"name or service|nodename|name resolution|getaddrinfo|no address associated"


def failed_to_connect(error: BaseException, message: str, origin: str) -> Failing:
    """Return why no connection came about: what caused the error tells for certain, else its words do."""
    words = message.lower()
    causes = tuple(_causes(error))
    if re.search(_TLS, words) or any(type(cause).__module__ == "ssl" for cause in causes):
        return "tls"
    if re.search(_DNS, words) or any(isinstance(cause, socket.gaierror) for cause in causes):
        return "dns"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes) or "refused" in words:
        return "refused"
    if any(isinstance(cause, OSError) and cause.errno in _UNROUTED for cause in causes):
        return "no route"
    # This machine is always reached: what fails there at once, without another reason, was refused.
    has_reason = any(isinstance(cause, OSError) and cause.errno for cause in causes)
    return "refused" if _is_loopback(origin) and not has_reason else "other"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what caused it, however deep; of several at once each."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        waiting += [one.__cause__, one.__context__]
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
