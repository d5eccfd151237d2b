"""The WWW-Authenticate header: why the API refused."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

# Patterns are compiled at their first use, which re remembers: nothing is refused before the first frame.
_SCHEME = r"\s*([A-Za-z0-9!#$%&'*+.^_`|~-]+)(?=\s|$)\s*"
_PARAMETER = r"""[\s,]*([A-Za-z0-9_*-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]*))"""
_SCOPE_LIST = r"(?i)scopes?:?\s*\[([^\[\]]*)\]"
_SCOPE = r"[A-Za-z0-9_.:-]+"
_WHOLE_SCOPE = r"(?<![^\s,])[A-Za-z0-9_.:-]{1,64}(?![^\s,])"
_LONGEST_LIST = 4096


@dataclass(frozen=True, slots=True)
class Challenge:
    """What a WWW-Authenticate header said."""

    scheme: str = ""
    """`Bearer`, as a rule; empty if there was none."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Its parameters by lower-case name, unquoted."""

    @property
    def error(self) -> str:
        """The error code, with underscores: the API writes `insufficient scope` with a space.

        Source: the sample in the official guide.
        """
        return self.parameters.get("error", "").strip().lower().replace(" ", "_")

    @property
    def description(self) -> str:
        """The error in the API's words."""
        return self.parameters.get("error_description", "")

    @property
    def scopes(self) -> tuple[str, ...]:
        """The scopes that the call needs, if it says so.

        From `scope="a b"` (RFC 6750) or from the API's `… the following scopes: [a, b]`.
        """
        return self.standard_scopes or scopes_in(self.description)

    @property
    def standard_scopes(self) -> tuple[str, ...]:
        """The scopes of the parameter `scope`; what no scope of this API looks like is left out."""
        return tuple(re.findall(_WHOLE_SCOPE, self.parameters.get("scope", "")[:_LONGEST_LIST]))

    @property
    def is_bearers(self) -> bool:
        """Whether it is about a token: another scheme's words are about something else."""
        return self.scheme.lower() in {"", "bearer"}


def parse_challenge(header: str) -> Challenge:
    """Return the first challenge of a WWW-Authenticate header; what cannot be read is left out."""
    scheme = re.match(_SCHEME, header)
    if scheme is None:
        return Challenge()
    parameters: dict[str, str] = {}
    at = scheme.end()
    pattern = re.compile(_PARAMETER, re.DOTALL)
    while (parameter := pattern.match(header, at)) is not None:
        at = parameter.end()
        quoted, bare = parameter[2], parameter[3]
        value = re.sub(r"\\(.)", r"\1", quoted, flags=re.DOTALL) if quoted is not None else bare
        parameters.setdefault(parameter[1].lower(), value or "")
    return Challenge(scheme[1], parameters)


def scopes_in(text: str) -> tuple[str, ...]:
    """Return the scopes that a sentence of the API names: `… following scopes: [forum] (…)`."""
    found = re.search(_SCOPE_LIST, text)
    return tuple(re.findall(_SCOPE, found[1])) if found else ()
