"""What the embedded API is started with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_URI_CHARS: Final = r"[A-Za-z0-9._~:/?@!$&'()*+,;=%\[\]-]*"
# Where a browser would run or read what it is sent to.
_NO_CALLBACK: Final = "https?|javascript|vbscript|data|blob|file|about"
_REDIRECT_URI: Final = re.compile(
    rf"http://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{{1,5}})?(?:[/?]{_URI_CHARS})?"
    rf"|https://[a-z0-9][a-z0-9.-]*(?::\d{{1,5}})?(?:[/?]{_URI_CHARS})?"
    rf"|(?!(?:{_NO_CALLBACK}):)[a-z][a-z0-9+.-]*:/{_URI_CHARS}",
    re.ASCII | re.IGNORECASE,
)
_LONGEST_URI: Final = 2_000


@dataclass(frozen=True, slots=True)
class Rates:
    """How many requests an application may send."""

    per_second: int
    """Requests in any one second; 0 means no limit."""
    per_hour: int
    """Requests in one hour; 0 means no limit."""

    @classmethod
    def parse(cls, text: str) -> Rates:
        """Return the rates that a text like `2/s,1200/h` stands for.

        A part that is missing keeps its default; `off` means no limits at all. Raises ValueError with
        one sentence that says what is allowed.
        """
        if text.strip().lower() == "off":
            return cls(0, 0)
        found: dict[str, int] = {}
        for part in text.split(","):
            number, _, unit = part.strip().partition("/")
            fits = number.isdecimal() and number.isascii() and len(number) <= 9 and int(number) > 0
            if not fits or unit not in {"s", "h"} or unit in found:
                raise ValueError(
                    f"{text!r} is not a rate: write 2/s,1200/h, one of the two (2/s or 1200/h), or off."
                )
            found[unit] = int(number)
        return cls(found.get("s", DEFAULT_RATES.per_second), found.get("h", DEFAULT_RATES.per_hour))

    def __str__(self) -> str:
        if not self.per_second and not self.per_hour:
            return "off"
        return f"{self.per_second}/s,{self.per_hour}/h"


DEFAULT_RATES = Rates(2, 1200)
"""The limits of a default application. Source: wire facts, section 7."""
LONGEST_TOKEN_LIFE: Final = 86_400
"""Seconds that a token may live at most: a day."""


def parse_percent(text: str) -> int:
    """Return the percent that a text like `5%` or `5` stands for. Raises ValueError with one sentence."""
    number = text.strip().removesuffix("%").rstrip()
    if not (number.isdecimal() and number.isascii() and len(number) <= 3 and int(number) <= 100):
        raise ValueError(
            f"{text!r} is not a share of the requests: write whole percent from 0 to 100, as 5%."
        )
    return int(number)


def parse_redirect_uri(text: str) -> str:
    """Return a redirect URI that an application may register. Raises ValueError with one sentence.

    That `http://localhost:PORT/…` and own schemes may be registered is known: wire facts, section 1.
    Assumption: other hosts must be reached by https, and a fragment is none, as Doorkeeper has it.
    """
    if len(text) > _LONGEST_URI:
        raise ValueError(
            f"A redirect URI of {len(text)} characters is too long: give {_LONGEST_URI} at most."
        )
    if not _REDIRECT_URI.fullmatch(text):
        raise ValueError(
            f"{text!r} is not a redirect URI: give a whole one without blanks and #fragment, as"
            " http://localhost:3000/callback, https://HOST/PATH or, with a scheme of its own, myapp://callback."
        )
    return text


@dataclass(frozen=True, slots=True)
class DemoSettings:
    """The school, and how its API behaves."""

    users: int = 5000
    """How many people the school has."""
    seed: int = 42
    """What the school is made from: the same seed makes the same school."""
    rates: Rates = DEFAULT_RATES
    """The limits of each application, the official one excepted."""
    latency_ms: int = 0
    """How long each answer waits, in milliseconds."""
    faults_percent: int = 0
    """How many of a hundred requests meet a fault."""
    token_life: int = 7200
    """How many seconds a token lives."""
    redirect_uris: tuple[str, ...] = ()
    """What every application registers besides the redirect URIs of its own."""
    port: int = 0
    """The port on 127.0.0.1; 0 takes a free one."""

    def __post_init__(self) -> None:
        if not 1 <= self.users <= 1_000_000:
            raise ValueError(f"{self.users} users cannot be made: give a number from 1 to 1000000.")
        if not 0 <= self.latency_ms <= 60_000:
            raise ValueError(f"{self.latency_ms} ms is not a latency: give milliseconds from 0 to 60000.")
        if not 0 <= self.faults_percent <= 100:
            raise ValueError(f"{self.faults_percent} % of the requests cannot fail: give 0 to 100.")
        if not 1 <= self.token_life <= LONGEST_TOKEN_LIFE:
            raise ValueError(f"A token cannot live {self.token_life} s: give 1 to {LONGEST_TOKEN_LIFE}.")
        for uri in self.redirect_uris:
            parse_redirect_uri(uri)
        if not 0 <= self.port <= 65_535:
            raise ValueError(f"{self.port} is not a port: give a number from 0 to 65535.")
