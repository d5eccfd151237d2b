"""The chapters about what the staff looks after, in the order in which they are written."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school import (
    apps,
    candidatures,
    certificates,
    closes,
    clusters,
    companies,
    expertises,
    freezes,
    hooks,
    initiatives,
    internships,
    journals,
    notices,
    patronages,
    public_keys,
    roles,
    shop,
    translations,
)
from ft42tui.demo.school.draft import Chapter

ADMINISTRATION_CHAPTERS: Final[tuple[Chapter, ...]] = (
    apps,
    roles,
    hooks,
    clusters,
    expertises,
    closes,
    companies,
    internships,
    freezes,
    shop,
    patronages,
    initiatives,
    certificates,
    notices,
    public_keys,
    translations,
    candidatures,
    journals,
)
"""Later ones read what earlier ones wrote: a freeze belongs to a close or an internship."""
