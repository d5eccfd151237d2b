"""Who is at the school: users, their campus, their cursus, their coalitions."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final, TypeAlias

from ft42tui.demo.school.almanac import DAYS, TODAY, day_number, stamp
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


@dataclass(frozen=True, slots=True)
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
    """Rows of `cursus_users`."""


def populate(count: int, seed: int) -> Population:
    """Return a school of that many people."""
    rng = Random(f"{seed}/people")
    r = rng.random
    registry = _Logins()
    population = Population((), [], [], [])
    people: list[Person] = []
    skills = _SkillSheets()
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
            luck = r()
            pupil = not staff and (norminet or luck < 0.58)
            begin = pool_day
            cursus = 4 if pool_day < _NEW_CURSUS else 9
            end = pool_day + 26
            piscine = (cursus, pool_day, min(end, TODAY))
            if pupil:
                begin = pool_day + 50 + int(r() * 40)
                pupil = begin < TODAY
                begin = begin if pupil else pool_day
            stays = False
            if norminet:
                cursus, begin, end, stays = 21, day_number(2023, 11, 6), TODAY, True
            elif pupil:
                cursus = 1 if begin < _NEW_CURSUS else 21
                end = begin + 120 + int(r() * 1500)
                stays = end >= TODAY
            last_day = min(end, TODAY)
            if stays:
                last_day = max(begin + 1, TODAY - int(r() * r() * 40))
            elif staff:
                last_day = TODAY - int(r() * 30)
            created = stamp(max(pool_day - 40 - int(r() * 20), 0), 480 + int(r() * 700))
            updated = stamp(last_day, 480 + int(r() * 350))
            alumnus = pupil and not stays and luck < 0.33
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
            if not staff:
                number_of_piscine, first_day, last_piscine_day = piscine
                level = round(r() * 9.5, 2)
                cursus_user_id += 1 + int(r() * 4)
                opened = stamp(first_day, 522)
                population.cursus_users.append(
                    (cursus_user_id, user_id, number_of_piscine, opened, stamp(last_piscine_day, 522), None,
                     level, skills.sheet(level, user_id), False, None, opened, stamp(last_piscine_day, 523))
                )  # fmt: skip
            if pupil:
                level = 11.42 if norminet else round(min(21.0, (last_day - begin) / 150 * (0.6 + r())), 2)
                cursus_user_id += 1 + int(r() * 4)
                opened = stamp(begin, 522)
                hole = None
                if cursus == 21 and level < 12:
                    hole = stamp(min(last_day + (20 + int(r() * 300) if stays else 0), len(DAYS) - 1), 420)
                population.cursus_users.append(
                    (cursus_user_id, user_id, cursus, opened, None if stays else stamp(last_day, 522),
                     _GRADES[int(r() * 3)] if level < 10 else "Transcender", level,
                     skills.sheet(level, user_id), cursus == 21, hole, opened, updated)
                )  # fmt: skip
            people.append(Person(user_id, login, campus, cursus, begin, last_day, stays, pupil, staff))
    return Population(tuple(people), population.users, population.campus_users, population.cursus_users)


_NORMINET: Final = Name("Norminet", "norminet", "")


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
            open_pools.extend((year, month, campus, False, float(campus.weight)) for month in campus.months)
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
