"""What is worked on: projects, sessions, who does them, in which team, and what evaluators say."""

from __future__ import annotations

import json
from random import Random
from typing import Final

from ft42tui.demo.school.almanac import TODAY, stamp
from ft42tui.demo.school.bands import bands
from ft42tui.demo.school.evaluations import evaluations
from ft42tui.demo.school.people import Person
from ft42tui.demo.school.syllabus import PROJECTS, evaluations_of, scale_of, session_of
from ft42tui.demo.school.teams import Coursework, Crew

_OBJECTIVES: Final = ("Unix logic", "Rigor", "Algorithms", "Memory", "Networks", "Group work", "Graphics")
_MARKUP: Final = "[red]markup[/red] [@click=app.quit]x[/] group"
_BIDI: Final = "dne eht ot \u202egroup 🚀 \u2066of\u2069 pirates"
_LONG: Final = "A very long comment. " * 400
_OLD: Final = frozenset((1, 4))


def coursework(people: tuple[Person, ...], seed: int) -> Coursework:
    """Return what everybody has worked on."""
    rng = Random(f"{seed}/coursework")
    made = Coursework()
    _syllabus(made)
    crew = Crew(made, rng)
    for band in bands(people, rng):
        crew.work(band)
    made.scale_teams = evaluations(crew.teams, people, rng)
    _plant(made)
    return made


def _syllabus(made: Coursework) -> None:
    for place, project in enumerate(PROJECTS):
        # What was done before 2019 is as old as the school.
        created = stamp(place if project.cursus in _OLD else 60 + place * 17, 600 + place)
        updated = stamp(TODAY - 400 + place * 3, 700)
        about = f"{project.name}: what to hand in, and how it is evaluated."
        made.projects.append(
            (project.id, project.name, project.slug, project.difficulty, project.parent, created, updated,
             project.exam, place, project.cursus, about, not project.exam, None)
        )  # fmt: skip
        objectives = json.dumps([_OBJECTIVES[place % 7], _OBJECTIVES[(place + 3) % 7]])
        made.project_sessions.append(
            (session_of(project), project.id, project.cursus, None, project.people == 1,
             f"{10 + place % 12 * 10} hours", project.difficulty, objectives, about,
             project.people if project.people > 1 else None, "user", created, updated,
             scale_of(project), evaluations_of(project))
        )  # fmt: skip


def _plant(made: Coursework) -> None:
    """Put texts into the school that a client must survive."""
    if made.teams:
        made.teams[-1] = (*made.teams[-1][:5], _MARKUP, *made.teams[-1][6:])
    if len(made.teams) > 1:
        made.teams[0] = (*made.teams[0][:5], _BIDI, *made.teams[0][6:])
    if made.scale_teams:
        filled = max(n for n, row in enumerate(made.scale_teams) if row[12] is not None or n == 0)
        row = made.scale_teams[filled]
        made.scale_teams[filled] = (*row[:10], _LONG, *row[11:])
