"""The pages of this session, to go back and forward through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from ft42tui.api.page import Page

_DEPTH: Final = 50
_HEAVY: Final = 16 * 1024 * 1024
"""Bytes of JSON that are kept together at most; in memory they are about ten times that."""


class History:
    """A line of pages with a place in it. Going on from an earlier place drops what was ahead."""

    def __init__(self, depth: int = _DEPTH) -> None:
        self._pages: list[Page] = []
        self._at = -1
        self._depth = depth

    @property
    def page(self) -> Page | None:
        """The page that is looked at."""
        return self._pages[self._at] if self._pages else None

    def visit(self, page: Page) -> None:
        """Add a page after the one that is looked at, and look at it.

        The oldest are forgotten when there are too many, or when they are heavy together: memory is
        for looking at, not for keeping.
        """
        del self._pages[self._at + 1 :]
        self._pages.append(page)
        del self._pages[: -self._depth]
        while len(self._pages) > 1 and sum(one.exchange.size for one in self._pages) > _HEAVY:
            del self._pages[0]
        self._at = len(self._pages) - 1

    def replace(self, page: Page) -> None:
        """Put a fresh answer in place of the page that is looked at."""
        if self._pages:
            self._pages[self._at] = page
        else:
            self.visit(page)

    def back(self) -> Page | None:
        """Go to the page before and return it, or None at the beginning."""
        return self._step(-1)

    def forward(self) -> Page | None:
        """Go to the page after and return it, or None at the end."""
        return self._step(1)

    def _step(self, by: int) -> Page | None:
        if not 0 <= self._at + by < len(self._pages):
            return None
        self._at += by
        return self._pages[self._at]
