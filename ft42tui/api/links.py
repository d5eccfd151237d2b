"""The Link header: where the neighbouring pages are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias, get_args

Rel: TypeAlias = Literal["first", "prev", "next", "last"]

RELS: tuple[Rel, ...] = get_args(Rel)

_PARAMETER = re.compile(r'\s*;[\s;]*([^\s=;,"]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*)))?')


def parse_links(header: str) -> Mapping[Rel, str]:
    """Return the targets of a Link header by relation: `{"next": "https://…/users?page=2"}`.

    Follows RFC 8288: names are read without regard to case, one target may have several relations,
    commas may stand in a target or in quotes, the first target of a relation wins. Relations that
    are not about pages are left out; what cannot be read is skipped.
    """
    found: dict[Rel, str] = {}
    at = 0
    while (opened := header.find("<", at)) >= 0 and (closed := header.find(">", opened)) >= 0:
        target = header[opened + 1 : closed].strip()
        at = closed + 1
        rels = ""
        while (parameter := _PARAMETER.match(header, at)) is not None:
            at = parameter.end()
            if parameter[1].lower() == "rel" and not rels:
                rels = parameter[2] if parameter[2] is not None else parameter[3] or ""
        for rel in rels.lower().split():
            if rel in RELS:
                found.setdefault(rel, target)
    return found
