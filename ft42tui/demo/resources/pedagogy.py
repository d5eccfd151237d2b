"""What learning leaves behind: slots, exams, quests, feedbacks, points, notions."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.resources.listing import Listing

PEDAGOGY: Final[tuple[Listing, ...]] = ()
"""Their listings."""
