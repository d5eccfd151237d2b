"""Who works together: people of one campus who began together, and the projects they do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from ft42tui.demo.school.almanac import TODAY, day_number
from ft42tui.demo.school.people import Person
from ft42tui.demo.school.syllabus import (
    ADVANCED,
    COMMON_CORE,
    OLD_CURSUS,
    OLD_PISCINE,
    PISCINE,
    Project,
)

_MOST: Final = 6  # shared out without a rest by two and by three
_APART: Final = 90  # days between the first and the last to begin
_KEPT_SINCE: Final = day_number(2026, 9, 1)  # of pools before, little work is on record
_KEPT: Final = 8
_PISCINE: Final = 26  # days
_MASTERY: Final = 5
_STRIDE: Final = 3
_NEW: Final = day_number(2019, 8, 1)
_JOBS: Final = tuple(project for project in ADVANCED if project.difficulty in (10500, 42000))
_FREE: Final = tuple(project for project in ADVANCED if project not in _JOBS)
_EITHER: Final = (("cub3d", "miniRT"), ("webserv", "ft_irc"))


@dataclass(frozen=True, slots=True)
class Band:
    """Some people and what they do, in this order."""

    members: tuple[Person, ...]
    """The people."""
    projects: tuple[Project, ...]
    """The projects."""
    pace: int
    """As that of its people; -1 in a piscine."""
    begins: tuple[int, ...]
    """For each, the day on which the work may begin."""
    ends: tuple[int, ...]
    """For each, the day before which it is over."""


def bands(people: tuple[Person, ...], rng: Random) -> Iterator[Band]:
    """Yield everybody who works, first in the piscine and then in the main cursus."""
    for members in _together(people, piscine=True):
        pool = members[0].pool
        whole = pool >= _KEPT_SINCE or members[0].login == "norminet"
        plan = PISCINE if pool >= _NEW else OLD_PISCINE
        if whole:
            kept = rng.sample(range(len(plan)), min(len(plan), _KEPT))
            plan = tuple(plan[n] for n in sorted(kept))
        else:
            first = int(rng.random() * len(plan) * 3)
            plan = plan[first : first + 1]
        last = min(pool + _PISCINE, TODAY)
        begins, ends = (pool,) * len(members), (last,) * len(members)
        if plan and (whole or len(members) > 1):  # alone, there is nobody who could evaluate it
            yield Band(members, plan, -1, begins, ends)
    turn = 0
    for members in _together(people, piscine=False):
        pace = members[0].pace
        begins = tuple(person.begin for person in members)
        ends = tuple(person.last for person in members)
        turn += pace == 2
        yield Band(members, _plan(members[0], turn, rng), pace, begins, ends)


def _together(people: tuple[Person, ...], *, piscine: bool) -> Iterator[tuple[Person, ...]]:
    open_bands: dict[tuple[int, int, int], list[Person]] = {}
    for person in people:
        if person.staff:
            continue
        if piscine:
            if person.pupil and person.pool < _KEPT_SINCE and person.login != "norminet":
                continue
            key = person.campus.id, person.pool, int(person.login == "norminet")
        elif person.pupil:
            key = person.campus.id, person.cursus, person.pace
        else:
            continue
        band = open_bands.setdefault(key, [])
        if band and (len(band) == _MOST or abs(person.begin - band[0].begin) > _APART):
            yield tuple(band)
            band.clear()
        band.append(person)
    for band in open_bands.values():
        yield tuple(band)


def _plan(person: Person, turn: int, rng: Random) -> tuple[Project, ...]:
    if person.cursus == 1:
        return OLD_CURSUS
    left_out = {pair[int(rng.random() * 2)] for pair in _EITHER}
    core = tuple(project for project in COMMON_CORE if project.name not in left_out)
    if person.pace != 2:
        return core
    jobs = tuple(job for job in _JOBS if rng.random() < 0.5)
    first = turn * _STRIDE % len(_FREE)  # in turn, so that each is done by somebody
    free = (_FREE * 2)[first : first + _MASTERY]
    return core + jobs + tuple(rng.sample(free, _MASTERY))
