"""The chapters about learning, in the order they read one another."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school import (
    attachments,
    coalition_scores,
    dashes,
    evaluation_points,
    exams,
    experiences,
    feedbacks,
    holy_graph,
    notions,
    quests,
    rules,
    scales,
    slots,
    tags,
    themes,
    tournaments,
    uploads,
    waitlists,
)
from ft42tui.demo.school.draft import Chapter

PEDAGOGY_CHAPTERS: Final[tuple[Chapter, ...]] = (
    scales,
    uploads,
    feedbacks,
    evaluation_points,
    slots,
    exams,
    themes,
    waitlists,
    quests,
    experiences,
    rules,
    holy_graph,
    attachments,
    notions,
    tags,
    dashes,
    coalition_scores,
    tournaments,
)
"""What is written after the people, their work and their life."""
