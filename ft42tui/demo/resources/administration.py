"""What the staff looks after: applications, closes, companies, the shop, roles, notices."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.resources.listing import Listing

ADMINISTRATION: Final[tuple[Listing, ...]] = ()
"""Their listings."""
