"""The titles of the panes that share a place, on the rule of the one that is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

from textual.content import Content

Tab: TypeAlias = Literal["json", "exchange", "report"]
"""A pane below the results."""

TABS: Final[tuple[Tab, ...]] = ("json", "exchange")
"""Those that are always there."""

TITLES: Final[dict[Tab, str]] = {"json": "JSON", "exchange": "Exchange", "report": "Report"}
"""What they are called, in their order."""


def tab_titles(tabs: Sequence[Tab], shown: Tab, note: str = "") -> Content:
    """Return the titles of some tabs, the shown one strong, with a note behind it."""
    found: list[Content | tuple[str, str]] = []
    for at, tab in enumerate(tabs):
        gap = "   " if at else ""
        title = TITLES[tab]
        if tab == shown:
            found.extend([(gap, "not bold"), (title, ""), (note, "not bold")])
        else:
            found.append((gap + title, "not bold $dim"))
    return Content.assemble(*found)
