"""What goes on beside the work: who sat where, events, achievements, titles, groups."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, TypeAlias

from ft42tui.demo.school.almanac import DAYS, MINUTES, NOON, TODAY, clock, is_weekend, stamp
from ft42tui.demo.school.people import Person
from ft42tui.demo.school.places import ACHIEVEMENTS, CAMPUSES, GROUPS, HOURS, TITLES, Campus

Row: TypeAlias = tuple[Any, ...]

_EVENTS: Final = (
    ("Terminal night", "workshop", "Build a text interface in one evening."),
    ("Capture the flag", "hackathon", "Teams of four, twenty challenges, one night."),
    ("Conférence : l'énergie des données", "conference", "Ce que coûte une requête."),
    ("Exam preparation", "extern", "Bring your questions, leave with answers."),
    ("Chess club", "association", "Blitz and coffee."),
    ("Game jam", "challenge", "48 hours, one theme, no sleep (sleep is allowed)."),
    ("Opening of the new cluster", "event", "Come and choose your seat."),
    ("Speed recruiting", "speed_working", "Ten companies, ten minutes each."),
)
# Others are put together: a form with its kind, a subject with what it is about, and a last sentence.
_FORMS: Final = (
    ("Intro to {}", "workshop"), ("{} by night", "workshop"), ("Talk: {}", "conference"),
    ("Meet the alumni: {}", "meet_up"), ("{} challenge", "challenge"), ("{} club", "association"),
)  # fmt: skip
_SUBJECTS: Final = (
    ("Rust", "Ownership, borrowing, and why the compiler is your friend."),
    ("Git", "Rebase, bisect, and how to get your work back."),
    ("Docker", "Images, layers, and what a container is not."),
    ("Computer graphics", "Rays, shaders and a lot of triangles."),
    ("Embedded systems", "A board, two wires and a blinking light."),
    ("Machine learning", "From a line through points to a small network."),
    ("Web security", "Ten ways in, and how to close them."),
    ("Algorithms", "Graphs, heaps and puzzles for two."),
    ("Network programming", "Sockets, poll, and what happens below."),
    ("Game development", "One loop, many frames."),
    ("Databases", "Indexes, plans and one slow query."),
    ("Kernel hacking", "Write a module, crash a machine, repeat."),
)
_LAST_WORDS: Final = (
    "Bring your laptop.", "No experience needed.", "Pizza afterwards.", "Questions welcome.",
    "Places are few, so come early.", "In English.",
)  # fmt: skip
_PAST: Final = 700  # days of events
_TO_COME: Final = 5
_SMALL: Final = 20  # places that are soon taken
_REST: Final = 0.6  # which part of the visits at a weekend is left out
_PLACES: Final = ("Amphitheatre", "Cluster 1", "Cafeteria", "Meeting room Ada", "Online", None)
_HOME_OF: Final = {number: 1 for place, (number, *_) in enumerate(ACHIEVEMENTS) if place % 11 == 7}
_ESCAPE: Final = "Colour \x1b[31mred\x1b[0m \x9b7m\u202enight\u202c 🎉"


@dataclass(slots=True)
class CampusLife:
    """Rows, by table."""

    locations: list[Row] = field(default_factory=list)
    """Rows of `locations`."""
    events: list[Row] = field(default_factory=list)
    """Rows of `events`."""
    events_users: list[Row] = field(default_factory=list)
    """Rows of `events_users`."""
    achievements: list[Row] = field(default_factory=list)
    """Rows of `achievements`."""
    achievements_users: list[Row] = field(default_factory=list)
    """Rows of `achievements_users`."""
    languages_users: list[Row] = field(default_factory=list)
    """Rows of `languages_users`."""
    titles_users: list[Row] = field(default_factory=list)
    """Rows of `titles_users`."""
    groups_users: list[Row] = field(default_factory=list)
    """Rows of `groups_users`."""


def campus_life(people: tuple[Person, ...], seed: int) -> CampusLife:
    """Return what everybody does beside the work."""
    made = CampusLife()
    _sit(made, people, Random(f"{seed}/locations"))
    _gather(made, people, Random(f"{seed}/events"))
    _award(made, people, Random(f"{seed}/achievements"))
    _belong(made, people, Random(f"{seed}/groups"))
    return made


def _seats(campus: Campus) -> list[str]:
    return [
        campus.hosts.format(cluster, row, seat)
        for cluster in range(1, 4)
        for row in range(1, 13)
        for seat in range(1, 9)
    ]


def _sit(made: CampusLife, people: tuple[Person, ...], rng: Random) -> None:
    r = rng.random
    seats = {campus.id: _seats(campus) for campus in CAMPUSES}
    free = {campus: rng.sample(hosts, len(hosts)) for campus, hosts in seats.items()}
    taken: dict[int, set[int]] = {campus: set() for campus in seats}  # a seat has one guest a day
    rows: list[tuple[str, int, int, str, str | None]] = []
    add = rows.append
    for person in people:
        campus = person.campus.id
        hosts = seats[campus]
        count = len(hosts)
        if person.login == "norminet":
            visits = 60
        else:
            visits = int(r() * (12 if person.active else 5 if person.pupil else 3))
        span = min(max(person.last - person.begin, 1), 300)
        busy = taken[campus]
        low, high = HOURS[campus]
        for number in {person.last - 1 - int(r() * span) for _ in range(visits)}:  # one visit a day
            if is_weekend(number) and r() < _REST:
                continue
            place = number * count + int(r() * count)
            if place in busy:
                place = number * count + int(r() * count)
                if place in busy:
                    continue  # so full a house that this person goes home
            busy.add(place)
            day = DAYS[number]
            minute = low + int(r() * (high - low - 60))
            add(
                (day + MINUTES[minute], person.id, campus, hosts[place % count],
                 day + MINUTES[min(minute + 20 + int(r() * 400), 1439)])
            )  # fmt: skip
        awake = low < NOON < high
        here = person.login == "norminet" or (person.active and r() < (0.3 if awake else 0.08))
        if here and free[campus]:
            since = low if awake else 420
            at = stamp(TODAY, since + int(r() * (NOON - since - 5)))
            add((at, person.id, campus, free[campus].pop(), None))
    rows.sort()
    made.locations = [
        (24_000_000 + n * 3, user, campus, host, begin, end)
        for n, (begin, user, campus, host, end) in enumerate(rows)
    ]


def _gather(made: CampusLife, people: tuple[Person, ...], rng: Random) -> None:
    r = rng.random
    rows: list[tuple[Any, ...]] = []
    crowd: dict[int, list[Person]] = {}
    for person in people:
        if person.pupil and person.last > TODAY - _PAST:
            crowd.setdefault(person.campus.id, []).append(person)
    number = min(400, 10 + len(people) // 12)
    for n in range(number):
        if r() < 0.3:
            name, kind, about = _EVENTS[int(r() * len(_EVENTS))]
        else:
            name, kind = _FORMS[int(r() * len(_FORMS))]
            subject, about = _SUBJECTS[int(r() * len(_SUBJECTS))]
            name = name.format(subject)
        about += f" {_LAST_WORDS[int(r() * len(_LAST_WORDS))]}"
        campus = CAMPUSES[int(r() * len(CAMPUSES))]
        day = TODAY + 20 - int(r() * _PAST)
        if n == 0:
            name, day = _ESCAPE, TODAY + 20  # a text that a client must survive, on the first page
        elif n < _TO_COME:
            campus, day = CAMPUSES[n % 2], TODAY + 3 * n
        begin = 17 * 60 + int(r() * 6) * 30 - campus.offset  # in the evening
        room = 10 + int(r() * 3) * 5 if r() < 0.3 else 20 + int(r() * 9) * 10
        rows.append(
            (clock(day, begin), clock(day, begin + 90 + int(r() * 3) * 60),
             name, about, _PLACES[int(r() * 6)], kind, room if r() < 0.8 and n != 1 else None,
             campus.id, 21 if r() < 0.85 else 9, 12 * int(r() * 5) or None,
             stamp(min(day - 21, TODAY - 1), 555), stamp(min(day - 7, TODAY), 640), day)
        )  # fmt: skip
    rows.sort(key=lambda row: (row[0], row[2]))
    entry_id = 61_000
    host = next((person for person in people if person.login == "norminet"), None)
    for n, row in enumerate(rows):
        begin, end, name, about, place, kind, most, campus_id, cursus, hours, created, updated, day = row
        event_id = 22_000 + n * 7
        made.events.append(
            (event_id, name, about, place, kind, most, begin, end, campus_id, cursus, hours, created, updated)
        )
        own = [
            person
            for person in crowd.get(campus_id, ())
            if person.begin < day and (person.active or person.last >= day)
        ]
        wanted = most if most and most <= _SMALL and r() < 0.6 else int(r() * 14)
        guests = rng.sample(own, min(len(own), most or 60, wanted))
        if (
            (event_id % 2 or day > TODAY)
            and host in own
            and host not in guests
            and len(guests) < (most or 60)
        ):
            guests.append(host)  # whose token everybody has at hand
        opened, until = min(day - 20, TODAY), min(day, TODAY)
        for guest in guests:
            entry_id += 1 + int(r() * 3)
            first = max(opened, guest.begin)
            # Before the first event of a day begins, at eight in UTC.
            at = stamp(first + int(r() * (until - first + 1)), 360 + int(r() * 100))
            made.events_users.append((entry_id, event_id, guest.id, at, at))


def _award(made: CampusLife, people: tuple[Person, ...], rng: Random) -> None:
    r = rng.random
    for place, (number, name, about, tier, kind, parent) in enumerate(ACHIEVEMENTS):
        slug = f"{kind}-{number}"
        image = None if place % 9 == 4 else f"/uploads/achievement/image/{number}/{kind}001.svg"
        steps = (3, 10, 21, 42)[place % 4] if parent or place % 5 == 0 else None
        made.achievements.append(
            (number, name, slug, slug, about, tier, kind, True, image, steps, parent,
             TITLES[place % len(TITLES)][0] if tier == "challenge" else None, place,
             "2014-01-29T11:31:00.021Z", "2024-06-11T09:00:00.000Z", _HOME_OF.get(number))
        )  # fmt: skip
    count = len(ACHIEVEMENTS)
    entry_id = 410_000
    for person in people:
        if not person.pupil:
            continue
        first = int(r() * count)
        for n in range(int(r() * r() * 7) if person.login != "norminet" else 9):
            number = ACHIEVEMENTS[(first + n * 5) % count][0]
            if _HOME_OF.get(number, person.campus.id) != person.campus.id:
                continue
            entry_id += 1 + int(r() * 4)
            at = stamp(min(person.begin + n * 40, person.last), 800)
            made.achievements_users.append((entry_id, number, person.id, None if n % 2 else 1 + n, at, at))


def _belong(made: CampusLife, people: tuple[Person, ...], rng: Random) -> None:
    r = rng.random
    language_id, title_id, group_id = 1, 900, 300
    for person in people:
        language_id += 1
        at = stamp(person.begin, 530)
        made.languages_users.append((language_id, person.campus.language, person.id, 1, at, at))
        if r() < 0.1 and person.campus.language != 2:
            language_id += 1
            made.languages_users.append((language_id, 2, person.id, 2, at, at))
        if person.login == "norminet" or (person.pupil and r() < 0.08):
            title_id += 1 + int(r() * 3)
            title = TITLES[int(r() * len(TITLES))][0]
            at = stamp(person.last, 700)
            made.titles_users.append((title_id, person.id, title, True, at, at))
        if (person.active and r() < 0.05) or person.login == "norminet":
            group_id += 1 + int(r() * 3)
            made.groups_users.append((group_id, person.id, GROUPS[int(r() * r() * len(GROUPS))][0]))
