"""Evaluations: who evaluates which team and when, the mark, and what is said of it."""

from __future__ import annotations

from random import Random
from typing import Any, Final, TypeAlias

from ft42tui.demo.school.almanac import DAYS, MINUTES, TODAY, stamp
from ft42tui.demo.school.evaluators import Evaluators
from ft42tui.demo.school.people import Person
from ft42tui.demo.school.places import HOURS
from ft42tui.demo.school.remarks import COMMENTS, FEEDBACKS, OUTCOMES, Outcome, language_of
from ft42tui.demo.school.syllabus import PASS, evaluations_of, scale_of
from ft42tui.demo.school.teams import Team

Row: TypeAlias = tuple[Any, ...]

_DENIED: Final = (2, 3, 3, 5, 6, 6, 8, 8, 8, 12)  # flags of work that got no point
_QUARTERS: Final = tuple(f"T{n // 4:02}:{n % 4 * 15:02}:00.000Z" for n in range(96))


def evaluations(teams: list[Team], people: tuple[Person, ...], rng: Random) -> list[Row]:
    """Return the rows of `scale_teams`: who evaluated or will evaluate the teams, and what was said."""
    r = rng.random
    evaluators = Evaluators(people, rng)
    rows: list[Row] = []
    keen = next((person.id for person in people if person.login == "norminet"), None)
    for team in teams:
        project, campus = team.project, team.campus
        if project.exam or team.status == "in_progress":
            continue
        day = TODAY if team.mark is None else team.closed
        number = 1 if team.mark is None else evaluations_of(project)
        correctors = evaluators.draw((campus.id, project.cursus), day, team.members, number)
        scale = scale_of(project)
        low, high = (minute // 15 for minute in HOURS[campus.id])
        if team.mark is None:
            if campus.id == 1 and keen is not None and keen not in team.members:
                correctors, keen = [keen], None
            for corrector in correctors:
                begin = DAYS[TODAY + 1 + int(r() * 12)] + _QUARTERS[low + int(r() * (high - low - 2))]
                rows.append(
                    (team.id, corrector, scale, project.id, project.cursus, campus.id, begin,
                     team.closed_at, team.closed_at, None, None, None, 1, None, r() < 0.5, None)
                )  # fmt: skip
            continue
        own = language_of(campus.language)
        outcome: Outcome
        apart = (high - low - 3) // number  # the last is filled before the team is closed
        denied = _DENIED[int(r() * len(_DENIED))]
        for turn, corrector in enumerate(correctors):
            mark = team.mark
            if mark < 0:
                flag, outcome = 7, "cheat"
            elif mark == 0:
                flag, outcome = denied, OUTCOMES[denied]
            else:
                if turn < len(correctors) - 1:
                    mark += int(r() * 12) - 6
                    mark = max(PASS, min(project.best, mark)) if team.mark >= PASS else min(PASS - 1, mark)
                flag = 9 if mark >= 120 else 1
                outcome = "excellent" if mark >= 120 else "passed" if mark >= PASS else "failed"
            quarter = low + turn * apart + int(r() * max(1, apart - 3))  # each is filled in three quarters
            begin = DAYS[day] + _QUARTERS[quarter]
            filled = DAYS[day] + MINUTES[quarter * 15 + 16 + int(r() * 13)]
            booked = max(team.created_at, stamp(day - 1 - int(r() * 3), low * 15 + int(r() * 400)))
            rating = 3 + int(r() * 3) if r() < 0.7 else None
            spoken = own if r() < 0.75 else "en"
            said = COMMENTS[spoken, outcome]
            answers = None if rating is None else FEEDBACKS[spoken, rating]
            rows.append(
                (team.id, corrector, scale, project.id, project.cursus, campus.id, begin, booked, filled,
                 said[int(r() * len(said))], answers and answers[int(r() * len(answers))], mark, flag, filled,
                 False, rating)
            )  # fmt: skip
    rows.sort(key=lambda row: (row[6], row[0]))
    return [(550_000 + n * 3, *row) for n, row in enumerate(rows)]
