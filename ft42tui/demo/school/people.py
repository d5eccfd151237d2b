"""Who is at the school: users, their campus, their cursus, their coalitions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final, TypeAlias

from ft42tui.demo.school.almanac import DAYS, TODAY, day_number, stamp
from ft42tui.demo.school.growth import level_of
from ft42tui.demo.school.names import CULTURES, Culture, Name
from ft42tui.demo.school.places import CAMPUSES, SKILLS, Campus

Row: TypeAlias = tuple[Any, ...]

MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
"""The months as `pool_month` writes them."""

_NEW_CURSUS: Final = day_number(2019, 8, 1)
_GRADES: Final = ("Cadet", "Cadet", "Member")
_FATES: Final = {1: (0.86, 0.994), 21: (0.66, 0.9885)}  # which part gets how far: see Person.pace
_RUN: Final = 6  # who get far do so with others, who are there for the projects of several
_STAYS: Final = ((45, 640), (240, 560), (780, 800))  # shortest and spread, in days, by pace
_NORMINETS_DAY: Final = day_number(2023, 11, 6)
_GROWTH: Final = 0.14  # of the pools, each year, as a part of the first
_MATES: Final = 3  # who began with norminet and works with him


@dataclass(frozen=True, slots=True, eq=False)  # one object a person, so identity is enough, and quick
class Person:
    """What the rest of the school needs to know of a user."""

    id: int
    """The user's id."""
    login: str
    """The user's login."""
    campus: Campus
    """Where the user studies."""
    cursus: int
    """The id of the main cursus, or of the piscine for those who did not stay."""
    begin: int
    """The day on which that cursus began."""
    last: int
    """The day on which the user was last at work."""
    active: bool
    """Whether the user is still at the school."""
    pupil: bool
    """Whether the user went on after the piscine."""
    staff: bool
    """Whether the user works for the school, and so follows no cursus."""
    pool: int
    """The first day of the user's piscine."""
    pace: int
    """How far the user gets: 0 a few projects, 1 some, 2 the whole common core, 3 with norminet."""


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody, and the rows that hold them."""

    people: tuple[Person, ...]
    """Everybody, by id."""
    users: list[Row]
    """Rows of `users`."""
    campus_users: list[Row]
    """Rows of `campus_users`."""
    cursus_users: list[Row]
    """Rows of `cursus_users`, without what the work makes of them: see `settled`."""


def populate(count: int, seed: int) -> Population:
    """Return a school of that many people."""
    rng = Random(f"{seed}/people")
    r = rng.random
    registry = _Logins()
    population = Population((), [], [], [])
    people: list[Person] = []
    mates = 0
    runs: dict[int, int] = {}  # by campus, how many of the next will get far with those before them
    user_id = 20
    campus_user_id, cursus_user_id = 4000, 86_000
    for pool in _intakes(count):
        year, month, campus, number, staff, norminet = pool
        pool_day = day_number(year, month, 2 if staff else 6)
        for _ in range(number):
            if norminet:
                user_id, first, last, login = 74, _NORMINET, _NORMINET, "norminet"
                registry.take(login)
                culture = CULTURES["fr"]
            else:
                user_id += 1 + int(r() * (4 if staff else 42))
                culture = _culture_of(campus, r())
                first = culture.first[int(r() * len(culture.first))]
                last = culture.last[int(r() * len(culture.last))]
                login = registry.new(first.plain, last.plain)
                if r() < culture.doubled:
                    last = culture.joined(last, culture.last[int(r() * len(culture.last))])
            luck = r()
            mate = mates < _MATES and campus.id == 1 and (year, month) == (2023, 9) and not staff
            mates += mate
            pupil = not staff and (norminet or mate or luck < 0.54)
            pace = 0
            begin = pool_day
            cursus = 4 if pool_day < _NEW_CURSUS else 9
            end = pool_day + 26
            piscine = (cursus, pool_day, min(end, TODAY))
            if pupil:
                begin = pool_day + 50 + int(r() * 40)
                pupil = begin < TODAY
                begin = begin if pupil else pool_day
            stays = False
            if norminet or mate:
                cursus, begin, end, stays, pace = 21, _NORMINETS_DAY, TODAY, True, 3
            elif pupil:
                cursus = 1 if begin < _NEW_CURSUS else 21
                fate = r()
                few, some = _FATES[cursus]
                if runs.get(campus.id):
                    pace = 2
                    runs[campus.id] -= 1
                elif fate >= some:
                    pace = 2
                    runs[campus.id] = _RUN - 1
                else:
                    pace = 0 if fate < few else 1
                shortest, spread = _STAYS[pace]
                end = begin + shortest + int(r() * spread)
                stays = end >= TODAY
            last_day = min(end, TODAY)
            if stays:
                last_day = max(begin + 1, TODAY - int(r() * r() * 40))
            elif staff:
                last_day = TODAY - int(r() * 30)
            created = stamp(max(pool_day - 40 - int(r() * 20), 0), 480 + int(r() * 700))
            updated = stamp(last_day, 480 + int(r() * 350))
            alumnus = pupil and not stays and luck < 0.31
            full_name = f"{first.text} {last.text}"
            if first.native and r() < 0.12:
                full_name = f"{last.native} {first.native}"
            population.users.append(
                (
                    user_id,
                    login,
                    f"{login}@{'42.fr' if staff else campus.mail_domain}",
                    first.text,
                    last.text,
                    full_name,
                    culture.first[0].text if r() < 0.02 else None,
                    "admin" if staff else "student",
                    None if r() < 0.06 else f"{user_id * 2654435761 & 0xFFFFFF:06x}/{login}.jpg",
                    staff,
                    int(r() * 9) if pupil else 4,
                    None if staff else MONTHS[month - 1],
                    None if staff else str(year),
                    int(r() * r() * 1200) if pupil else 0,
                    None if staff or alumnus else _years_after(last_day, 3),
                    None if staff or alumnus else _years_after(last_day, 5),
                    created,
                    updated,
                    stamp(last_day, 600) if alumnus else None,
                    stays or staff,
                    campus.id,
                    "hidden",
                    updated,
                    "staff" if staff else "student" if stays else "alumni" if alumnus else "inactive",
                )
            )
            campus_user_id += 1 + int(r() * 3)
            population.campus_users.append((campus_user_id, user_id, campus.id, True, created, created))
            if stays and r() < 0.06:
                other = CAMPUSES[int(r() * len(CAMPUSES))]
                if other is not campus:
                    campus_user_id += 1
                    population.campus_users.append(
                        (campus_user_id, user_id, other.id, False, updated, updated)
                    )
            morning = 8 * 60 - campus.offset  # of the campus, in minutes of UTC
            if not staff:
                number_of_piscine, first_day, last_piscine_day = piscine
                cursus_user_id += 1 + int(r() * 4)
                opened = stamp(first_day, max(morning, 0) + int(r() * 80))
                closed = stamp(last_piscine_day, min(max(morning, 0) + 90 + int(r() * 600), 1439))
                population.cursus_users.append(
                    (cursus_user_id, user_id, number_of_piscine, opened, closed, None,
                     int(r() * 100) / 100, "", False, None, opened, closed)
                )  # fmt: skip
            if pupil:
                cursus_user_id += 1 + int(r() * 4)
                opened = stamp(begin, max(morning, 0) + int(r() * 120))
                hole = None
                if cursus == 21:
                    ahead = 20 + int(r() * 300) if stays else 0
                    hole = stamp(min(last_day + ahead, len(DAYS) - 1), 60 + int(r() * 720))
                left = None if stays else stamp(last_day, 780 + int(r() * 600))
                population.cursus_users.append(
                    (cursus_user_id, user_id, cursus, opened, left, _GRADES[int(r() * 3)],
                     int(r() * 100) / 100, "", cursus == 21, hole, opened, updated)
                )  # fmt: skip
            people.append(
                Person(user_id, login, campus, cursus, begin, last_day, stays, pupil, staff, pool_day, pace)
            )
    return Population(tuple(people), population.users, population.campus_users, population.cursus_users)


_NORMINET: Final = Name("Norminet", "norminet", "")


def settled(population: Population, gained: dict[tuple[int, int], int], finished: set[int]) -> list[Row]:
    """Return the rows of `cursus_users`, with what the experience of each user and cursus makes of them.

    Whoever has finished the common core is beyond the black hole. Without any experience, a part of the
    first level is all there is.
    """
    skills = _SkillSheets()
    rows = []
    for row in population.cursus_users:
        user, cursus, grade, hole = row[1], row[2], row[5], row[9]
        points = gained.get((user, cursus))
        level = row[6] if points is None else level_of(cursus, points)
        if cursus == 21 and user in finished:
            grade, hole = "Transcender", None
        rows.append((*row[:5], grade, level, skills.sheet(level, user), row[8], hole, *row[10:]))
    return rows


def _intakes(count: int) -> Iterator[tuple[int, int, Campus, int, bool, bool]]:
    """Yield year, month, campus, number of people, staff or not, norminet or not, oldest first."""
    paris = CAMPUSES[0]
    founders = min(12, max(1, count // 400)) if count > 1 else 0  # all of them before norminet's id
    norminet = (2013, 9, paris, 1, False, True)
    autumn = round(count * 0.05)
    # norminet is one of the pool of september 2013, but his account is as old as the school.
    fixed = [
        (2013, 7, paris, autumn, False, False),
        (2013, 8, paris, round(count * 0.01), False, False),
        (2013, 9, paris, max(autumn - 1, 0), False, False),
    ]
    open_pools: list[tuple[int, int, Campus, bool, float]] = []
    for campus in CAMPUSES:
        for year in range(max(campus.opened, 2014), 2027):
            if year == campus.opened:
                open_pools.append((year, campus.months[0], campus, True, campus.weight * 0.06))
            open_pools.extend(
                (year, month, campus, False, campus.weight * (1 + (year - 2013) * _GROWTH))
                for month in campus.months
            )
    open_pools.sort(key=lambda pool: (pool[0], pool[1], not pool[3], pool[2].id))
    room = count - 1 - founders - sum(pool[3] for pool in fixed)
    yield norminet if count == 1 else (2013, 6, paris, founders, True, False)
    if count > 1:
        yield norminet
    if room < 0:  # a school of a handful of people: nobody but the first pool
        yield (2013, 7, paris, count - 1 - founders, False, False)
        return
    yield from fixed
    total = sum(pool[4] for pool in open_pools)
    reached, given = 0.0, 0
    for year, month, campus, staff, weight in open_pools:
        reached += weight
        number = round(room * reached / total) - given
        given += number
        yield year, month, campus, number, staff, False


def _culture_of(campus: Campus, luck: float) -> Culture:
    if luck < 0.68:
        return CULTURES[campus.culture]
    names = tuple(CULTURES)
    return CULTURES[names[int((luck - 0.68) / 0.32 * len(names))]]


def _years_after(day: int, years: int) -> str:
    text = DAYS[day]
    month_day = "02-28" if text[5:] == "02-29" else text[5:]
    return f"{int(text[:4]) + years}-{month_day}T00:00:00.000+01:00"


class _Logins:
    """Hands out logins: first letter and last name, as long as eight characters."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._next: dict[str, int] = {}

    def take(self, login: str) -> None:
        self._taken.add(login)

    def new(self, first: str, last: str) -> str:
        for letters in range(1, min(len(first), 5) + 1):
            login = first[:letters] + last[: 8 - letters]
            if login not in self._taken:
                self._taken.add(login)
                return login
        stem = first[:1] + last[:5]
        number = self._next.get(stem, 2)
        while f"{stem}{number}" in self._taken:
            number += 1
        self._next[stem] = number + 1
        login = f"{stem}{number}"
        self._taken.add(login)
        return login


class _SkillSheets:
    """Writes the skills of a cursus_user: pairs of skill id and level, as JSON."""

    def __init__(self) -> None:
        self._sheets: dict[tuple[int, int], str] = {}

    def sheet(self, level: float, who: int) -> str:
        key = int(level * 4), who % 16
        made = self._sheets.get(key)
        if made is None:
            top, start = key
            pairs = [
                [SKILLS[(start + n * 3) % len(SKILLS)][0], round(top / 4 * (1 - n * 0.17), 2)]
                for n in range(3 + start % 3)
            ]
            made = json.dumps(pairs, separators=(",", ":"))
            self._sheets[key] = made
        return made


def coalitions(population: Population, seed: int) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the rows of `blocs`, `coalitions` and `coalitions_users`."""
    rng = Random(f"{seed}/coalitions")
    r = rng.random
    blocs: list[Row] = []
    houses: dict[int, list[int]] = {}
    made: list[tuple[int, int, str, str, str]] = []
    number = 44
    for place, campus in enumerate(CAMPUSES):
        blocs.append((27 + place, campus.id, 21, "2019-10-22T13:24:17.209Z", "2026-09-01T07:00:00.000Z"))
        for name, color in campus.coalitions:
            number += 1
            slug = f"{name.lower().replace(' ', '-')}" if campus.id == 1 else f"{campus.slug}-{number}"
            made.append((number, 27 + place, name, slug, color))
            houses.setdefault(campus.id, []).append(number)
    members: dict[int, list[tuple[int, int, int]]] = {entry[0]: [] for entry in made}
    for person in population.people:
        if person.pupil and person.cursus == 21:
            own = houses[person.campus.id]
            house = own[int(r() * len(own))]
            members[house].append((int(r() * r() * 2400), person.id, person.begin))
    rows: list[Row] = []
    entries: list[Row] = []
    master = population.people[0].id
    entry_id = 97_000
    for house, bloc, name, slug, color in made:
        ranked = sorted(members[house], key=lambda member: (-member[0], member[1]))
        leader = ranked[0][1] if ranked else master
        image = f"https://cdn.intra.42.fr/coalition/image/{house}/{slug}.svg"
        cover = f"https://cdn.intra.42.fr/coalition/cover/{house}/{slug}.jpg" if house % 3 else None
        rows.append(
            (house, bloc, name, slug, image, cover, color, sum(m[0] for m in ranked), leader,
             "2019-10-22T13:24:17.209Z", "2026-11-19T22:00:00.000Z")
        )  # fmt: skip
        for rank, (score, user, begin) in enumerate(ranked, 1):
            entry_id += 1 + (score & 3)
            entries.append(
                (entry_id, house, user, score, rank, stamp(min(begin + 30, TODAY - 1), 615),
                 stamp(TODAY, 120), score // 3)
            )  # fmt: skip
    return blocs, rows, entries
