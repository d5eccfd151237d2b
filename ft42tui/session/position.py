"""Where a page is in its list, in words that say no more than the API did."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ft42tui.api.page import Page


def page_title(page: Page | None) -> str:
    """Return where a page is in its list: `page 3 of 17 · 61–90 of 502`; less where less is known."""
    if page is None:
        return ""
    if not page.is_list:
        return "one object" if len(page.records) == 1 else f"{len(page.records)} values"
    parts = []
    if page.number is not None and (page.last or 0) != 1:
        parts.append(f"page {page.number}" + (f" of {page.last}" if page.last else ""))
    if not page.records:
        parts.append("no records" if page.number in {None, 1} else "no records here")
    elif page.span:
        first, last = page.span
        span = f"{first}–{last}" if first != last else str(first)
        parts.append(span + (f" of {page.total}" if page.total is not None else ""))
    else:
        parts.append(f"{len(page.records)} records")
    return " · ".join(parts)
