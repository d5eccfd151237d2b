"""Every served resource, by its name in a path."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ft42tui.demo.resources.administration import ADMINISTRATION
from ft42tui.demo.resources.core import CORE
from ft42tui.demo.resources.listing import Listing
from ft42tui.demo.resources.pedagogy import PEDAGOGY

LISTINGS: Final[Mapping[str, Listing]] = MappingProxyType(
    {one.table: one for one in (*CORE, *PEDAGOGY, *ADMINISTRATION)}
)
"""Every served resource, by its name in a path. A new one is a table, a shape and a line in `resources`."""

SUBSETS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "staff": ("users", "t.staff"),
        "alumnized_users": ("users", "t.alumnized_at IS NOT NULL"),
        "subscribed_users": ("users", ""),
        "internships_users": ("users", ""),
    }
)
"""Lists that are a part of another one: name in a path → listing and condition."""

SINGULARS: Final[Mapping[str, str]] = MappingProxyType(
    {"user_candidature": "user_candidatures", "waitlist": "waitlists"}
)
"""Names in a path for the one object that a parent has → listing."""
