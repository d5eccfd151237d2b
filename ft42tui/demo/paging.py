"""Which page is asked for, and the headers that tell where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from ft42tui.demo.refusal import bad_request

DEFAULT_SIZE: Final = 30
"""Items on a page when no size is asked for. Source: the guide."""
MOST: Final = 100
"""The longest page. Source: the guide."""

_BARE: Final = ("page", "per_page")
_BRACKETED: Final = ("page[number]", "page[size]")
_NUMBER: Final = re.compile(r"0*[1-9]\d{0,17}")


@dataclass(frozen=True, slots=True)
class PageRequest:
    """One page of a list."""

    number: int = 1
    """Its number, from 1."""
    size: int = DEFAULT_SIZE
    """How many items it holds at most."""

    @classmethod
    def read(cls, parameters: Sequence[tuple[str, str]], most: int = MOST) -> PageRequest:
        """Return the page that the parameters ask for. Raises Refusal (400) when they mix both styles.

        `most` is the longest page that the list allows.

        Assumptions: a page or size that is not a positive integer is refused; a size over the maximum
        is clamped; of a parameter that is given twice the last one counts.
        """
        given = dict(parameters)
        bare = [name for name in _BARE if name in given]
        bracketed = [name for name in _BRACKETED if name in given]
        if bare and bracketed:
            raise bad_request(f"The parameters {bare[0]} and {bracketed[0]} cannot be used together.")
        names = _BRACKETED if bracketed else _BARE
        number = _positive(given, names[0], 1)
        size = _positive(given, names[1], DEFAULT_SIZE)
        return cls(number, min(size, most))

    @property
    def offset(self) -> int:
        """How many items come before it."""
        return (self.number - 1) * self.size

    def headers(self, total: int, address: str, *, counted: bool = True) -> dict[str, str]:
        """Return the paging headers of this page of so many items at an absolute address.

        `X-Total` counts items, and a link carries a bare `?page=N` and nothing else of the query. Source:
        wire facts, section 2. Assumptions: page 1 has neither first nor prev, the last page neither
        next nor last; a page past the end points back to the last one there is. A list that is not
        counted tells neither its total nor its last page.
        """
        last = max(1, -(-total // self.size))
        rels: list[tuple[str, int]] = []
        if self.number < last:
            rels.append(("next", self.number + 1))
        if self.number > 1:
            rels.append(("prev", min(self.number - 1, last)))
            rels.append(("first", 1))
        if self.number < last and counted:
            rels.append(("last", last))
        headers = {"X-Page": str(self.number), "X-Per-Page": str(self.size)}
        if counted:
            headers["X-Total"] = str(total)
        if rels:
            headers["Link"] = ", ".join(f'<{address}?page={number}>; rel="{rel}"' for rel, number in rels)
        return headers


def _positive(given: dict[str, str], name: str, default: int) -> int:
    text = given.get(name)
    if text is None or text == "":
        return default
    if not _NUMBER.fullmatch(text) or not text.isascii():
        raise bad_request(f"The parameter {name} must be a positive integer.")
    return int(text)
