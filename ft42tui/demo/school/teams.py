"""Who works on which project, in which team and with what mark."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, TypeAlias

from ft42tui.demo.school.almanac import TODAY, stamp
from ft42tui.demo.school.bands import Band
from ft42tui.demo.school.growth import points_of
from ft42tui.demo.school.people import Person
from ft42tui.demo.school.places import HOURS, Campus
from ft42tui.demo.school.syllabus import COMMON_CORE, PASS, Project, session_of

Row: TypeAlias = tuple[Any, ...]

_GOOD: Final = (100, 100, 100, 101, 105, 110, 115, 115, 118, 120, 125, 125, 125, 98, 90, 85, 80)
_POOR: Final = (0, 0, 0, 42, 50, 55, 60, 66, 70)
_END: Final = COMMON_CORE[-1]
_LAST: Final = "ft_transcendence"
_RETRIED: Final = frozenset(("push_swap", "CPP Module 02", "Exam Rank 04"))  # what norminet failed first
_NORMINETS: Final = 3
_TRY: Final = 5  # days
_BIG: Final = 5000  # experience points
# By pace, in days: the pause before a project, the least and the spread for a small and for a big one.
_PACES: Final = {
    -1: (1, 1, 1, 1, 1), 0: (24, 45, 190, 120, 90), 1: (8, 30, 80, 90, 90), 2: (3, 8, 16, 34, 40),
    3: (3, 13, 18, 40, 40),
}  # fmt: skip


@dataclass(slots=True)
class Coursework:
    """Rows, by table."""

    projects: list[Row] = field(default_factory=list)
    """Rows of `projects`."""
    project_sessions: list[Row] = field(default_factory=list)
    """Rows of `project_sessions`."""
    projects_users: list[Row] = field(default_factory=list)
    """Rows of `projects_users`."""
    teams: list[Row] = field(default_factory=list)
    """Rows of `teams`."""
    teams_users: list[Row] = field(default_factory=list)
    """Rows of `teams_users`."""
    scale_teams: list[Row] = field(default_factory=list)
    """Rows of `scale_teams`."""
    gained: dict[tuple[int, int], int] = field(default_factory=dict)
    """Experience points by user and cursus, of those who have some."""
    finished: set[int] = field(default_factory=set)
    """The ids of those who finished the common core."""

    def gain(self, user: int, project: Project, mark: int) -> None:
        """Give a user what a validated project is worth."""
        key = user, project.cursus
        if project.difficulty:
            self.gained[key] = self.gained.get(key, 0) + points_of(project, mark)
        if project is _END:
            self.finished.add(user)


@dataclass(slots=True)
class Team:
    """A team while it is being made."""

    id: int
    """Its id."""
    project: Project
    """What it works on."""
    campus: Campus
    """Where."""
    members: list[int]
    """The ids of its members, its leader first."""
    opened: int
    """The day on which it began."""
    closed: int
    """The day on which it was or will be done."""
    mark: int | None
    """Its mark, if it has one."""
    status: str
    """Its status."""
    created_at: str
    """When it began."""
    closed_at: str | None
    """When it handed in."""


class Crew:
    """Writes down what bands work on."""

    def __init__(self, made: Coursework, rng: Random) -> None:
        self.teams: list[Team] = []
        """Every team so far."""
        self._made = made
        self._random = rng.random
        self._bits = rng.getrandbits
        self._entry_id, self._team_id, self._member_id = 76_000, 64_000, 700_000
        self._reviewed = False  # whether norminet has somebody to evaluate

    def work(self, band: Band) -> None:
        """Write down a band's work until everybody has left or is busy with something."""
        days = dict(zip(band.members, band.begins, strict=True))
        ends = dict(zip(band.members, band.ends, strict=True))
        for project in band.projects:
            here = list(days)
            if not here:
                return
            number = -(-len(here) // project.people)
            for n in range(number):  # as even as they can be
                self._group(band, project, here[n::number], days, ends)

    def _group(
        self, band: Band, project: Project, group: list[Person], days: dict[Person, int],
        ends: dict[Person, int],
    ) -> None:  # fmt: skip
        r = self._random
        pause, least, spread, longest, more = _PACES[band.pace]
        start = max(days[person] for person in group) + 1 + int(r() * pause)
        if project.difficulty > _BIG:
            closed = start + longest + int(r() * more)
        else:
            closed = start + least + int(r() * spread)
        if band.pace == _NORMINETS:
            if project.exam:
                closed = max(closed, start + 29)  # long enough to find an exam
            if project.name == _LAST:
                start, closed = max(start, TODAY - 64), TODAY + 20
        staying = []
        for person in group:
            if start >= ends[person]:
                del days[person]
            elif closed >= ends[person] and not (person.active and band.pace >= 0):
                # Gone before handing it in: nothing is on record, or a try that failed.
                if project.people == 1 and ends[person] - start > _TRY and r() < 0.4:
                    self._fail(project, person, start, ends[person] - 1)
                del days[person]
            else:
                staying.append(person)
        open_still = any(closed >= ends[person] for person in staying)
        if open_still:
            for person in [person for person in staying if not person.active]:
                staying.remove(person)
                del days[person]
        if not staying or (len(staying) == 1 < project.people and 0 <= band.pace < 2):
            return  # who is left alone with work for several does something else
        campus = staying[0].campus
        low, high = HOURS[campus.id]
        self._entry_id += 1 + int(r() * 5)
        entry = self._entry_id
        occurrence = 0
        if project.people == 1 and not open_still:
            sure = band.pace == _NORMINETS
            fails = project.name in _RETRIED if sure else r() < 0.08
            if fails and closed + 4 < ends[staying[0]]:
                # A first try that failed: a team of its own, and one more occurrence.
                self._first_try(project, staying[0], entry, start)
                occurrence = 1
                start += 4
                closed += 4
        self._team_id += 1 + int(r() * 4)
        mark: int | None = None
        if open_still:
            waits = r() < 0.45 and not project.exam
            if not self._reviewed and campus.id == 1 and band.pace != _NORMINETS and not project.exam:
                self._reviewed = waits = True
            status = "waiting_for_correction" if waits and band.pace != _NORMINETS else "in_progress"
            closed_at = stamp(TODAY - 1, high - 1) if waits and band.pace != _NORMINETS else None
        else:
            luck = 0.5 + r() / 2 if band.pace >= 2 else r()
            mark = min(_GOOD[int(luck * 17)], project.best)
            status = "finished"
            closed_at = stamp(closed, high - int(r() * 40) - 1)
        created_at = stamp(start, low + int(r() * (high - low - 60)))
        team = Team(
            self._team_id, project, campus, [person.id for person in staying], start, closed, mark, status,
            created_at, closed_at,
        )  # fmt: skip
        self._put_team(team, f"{staying[0].login}'s group" + ("-1" if occurrence else ""))
        for n, person in enumerate(staying):
            if n:
                self._entry_id += 1 + int(r() * 5)
                entry = self._entry_id
            self._put_entry(team, person, entry, occurrence, leader=n == 0)
            if open_still:
                del days[person]
            else:
                days[person] = closed
            if mark is not None:
                self._made.gain(person.id, project, mark)

    def _first_try(self, project: Project, person: Person, entry: int, start: int) -> None:
        team = self._failed(project, person, start, start + 3)
        self._put_team(team, f"{person.login}'s group")
        self._member_id += 1
        self._made.teams_users.append(
            (self._member_id, team.id, person.id, entry, True, 0, False, team.created_at, team.closed_at)
        )

    def _fail(self, project: Project, person: Person, start: int, closed: int) -> None:
        team = self._failed(project, person, start, closed)
        self._put_team(team, f"{person.login}'s group")
        self._entry_id += 1
        self._put_entry(team, person, self._entry_id, 0, leader=True)

    def _failed(self, project: Project, person: Person, start: int, closed: int) -> Team:
        r = self._random
        low, high = HOURS[person.campus.id]
        self._team_id += 1 + int(r() * 4)
        mark = -42 if r() < 0.05 and not project.exam else _POOR[int(r() * 9)]
        return Team(
            self._team_id, project, person.campus, [person.id], start, closed, mark, "finished",
            stamp(start, low + int(r() * (high - low - 60))), stamp(closed, high - int(r() * 40) - 1),
        )  # fmt: skip

    def _put_team(self, team: Team, name: str) -> None:
        self.teams.append(team)
        self._made.teams.append(_team_row(team, name, self._bits(32)))

    def _put_entry(self, team: Team, person: Person, entry: int, occurrence: int, *, leader: bool) -> None:
        project, mark = team.project, team.mark
        validated = None if mark is None else mark >= PASS
        updated = team.closed_at or team.created_at
        self._made.projects_users.append(
            (entry, project.id, person.id, project.cursus, team.campus.id, occurrence, mark, team.status,
             validated, team.id, team.closed_at if mark is not None else None,
             stamp(min(team.closed + 3, TODAY), 600) if validated is False else None,
             team.created_at, updated)
        )  # fmt: skip
        self._member_id += 1 + entry % 3
        self._made.teams_users.append(
            (self._member_id, team.id, person.id, entry, leader, occurrence, bool(validated),
             team.created_at, updated)
        )  # fmt: skip


def _team_row(team: Team, name: str, bits: int) -> Row:
    project = team.project
    return (
        team.id, project.id, session_of(project), project.cursus, team.campus.id, name, team.mark,
        team.status,
        None if team.mark is None else team.mark >= PASS, team.created_at,
        team.closed_at or team.created_at, team.created_at, team.closed_at,
        f"intra-uuid-{bits:08x}-42ea-4a42-8b42-{team.id:012}",
    )  # fmt: skip
