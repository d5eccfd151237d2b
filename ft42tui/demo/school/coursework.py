"""What is worked on: projects, sessions, who does them, in which team, and what evaluators say."""

from __future__ import annotations

import json
from bisect import bisect_right
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final, TypeAlias

from ft42tui.demo.school.almanac import DAYS, MINUTES, TODAY, stamp
from ft42tui.demo.school.evaluators import Evaluators
from ft42tui.demo.school.people import Person
from ft42tui.demo.school.syllabus import (
    ADVANCED,
    COMMON_CORE,
    OLD_CURSUS,
    OLD_PISCINE,
    PISCINE,
    PROJECTS,
    Project,
)

Row: TypeAlias = tuple[Any, ...]

_OBJECTIVES: Final = ("Unix logic", "Rigor", "Algorithms", "Memory", "Networks", "Group work", "Graphics")
_GOOD: Final = (100, 100, 100, 101, 105, 110, 115, 115, 118, 120, 125, 125, 125, 98, 90, 85, 80)
_POOR: Final = (0, 0, 0, 42, 50, 55, 60, 66, 70)
_PASS: Final = 75  # Assumption: each project has its own threshold; one is enough here.
_COMMENTS: Final = (
    "Clean work, well explained. The Makefile relinks nothing and the edge cases hold.",
    "Très bon travail, le code est clair et bien découpé. Bonus parfait.",
    "Works as the subject says. We talked a lot about memory ownership, great evaluation!",
    "The parser forgets a closing quote, so everything after it fails. Almost there, courage!",
    "Buen proyecto, muy bien explicado. Solo faltaba comprobar un malloc.",
    "とても分かりやすい説明でした。お疲れさまでした！",
    "Norme error in one file, sadly. The rest was fine.",
    "Solid. I tried to break it for half an hour and could not.",
    "Leaks on the error path; he saw it himself with valgrind and knows how to fix it.",
    "Projeto muito bom, código limpo e bem testado.",
    "Nice idea to use a state machine here. 125 well deserved.",
    "Segfault with an empty argument. See you at the next try.",
    "Alles gut erklärt, sehr angenehmes Gespräch.",
    "She knows every line of her code. Very instructive for me too.",
    "Le rendu est propre mais la gestion des signaux reste fragile.",
    "Empty repository.",
)
_FEEDBACKS: Final = (
    "Fair evaluation, thank you!",
    "Very kind and thorough, I learnt something.",
    "Merci pour la correction, super échange.",
    "On time and precise.",
    "A bit fast, but fair.",
    "Took the time to explain why. Thanks!",
)
_MARKUP: Final = "[red]markup[/red] [@click=app.quit]x[/] group"
_BIDI: Final = "dne eht ot \u202egroup 🚀 \u2066of\u2069 pirates"
_LONG: Final = "A very long comment. " * 400
_QUARTERS: Final = tuple(f"T{n // 4:02}:{n % 4 * 15:02}:00.000Z" for n in range(96))


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


@dataclass(slots=True)
class _Team:
    """A team while it is being made."""

    id: int
    project: Project
    campus: int
    members: list[int]
    room: int
    opened: int
    closed: int
    mark: int | None
    status: str
    created_at: str
    closed_at: str | None


def coursework(people: tuple[Person, ...], seed: int) -> Coursework:
    """Return what everybody has worked on."""
    rng = Random(f"{seed}/coursework")
    made = Coursework()
    _syllabus(made)
    teams = _enrol(made, people, rng)
    _evaluate(made, teams, people, rng)
    _plant(made)
    return made


def session_of(project: Project) -> int:
    """Return the id of a project's session."""
    return 3000 + _POSITIONS[project.id]


def scale_of(project: Project) -> int:
    """Return the id of the scale that a project is evaluated with."""
    return 400 + _POSITIONS[project.id]


def _evaluations_of(project: Project) -> int:
    """Return how many evaluations a project asks for. Assumption: the larger it is, the more."""
    return 0 if project.exam else 1 + bisect_right(_LARGE, project.difficulty)


_LARGE: Final = (900, 1500)  # experience points
_OLD: Final = frozenset((1, 4))
_WHOLE: Final = COMMON_CORE + ADVANCED
_POSITIONS: Final = {project.id: place for place, project in enumerate(PROJECTS)}


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
             scale_of(project), _evaluations_of(project))
        )  # fmt: skip


def _plan(person: Person, luck: float) -> tuple[tuple[Project, ...], int, int, int]:
    """Return the projects a person does, from which on, and the shortest and spread of the gaps in days."""
    if not person.pupil:
        return (PISCINE if person.cursus == 9 else OLD_PISCINE), int(luck * 9), 10, 26
    if person.cursus == 1:
        return OLD_CURSUS, 0, 60, 260
    if person.login == "norminet":
        return COMMON_CORE, 0, 30, 40
    return _WHOLE, 0, 40, 260


def _enrol(made: Coursework, people: tuple[Person, ...], rng: Random) -> list[_Team]:
    r = rng.random
    bits = rng.getrandbits
    teams: list[_Team] = []
    waiting: dict[tuple[int, int], _Team] = {}
    entry_id, team_id, member_id = 76_000, 64_000, 700_000
    add_entry, add_team, add_member = (
        made.projects_users.append,
        made.teams.append,
        made.teams_users.append,
    )
    for person in people:
        if person.staff:
            continue
        plan, start, shortest, spread = _plan(person, r())
        day = person.begin
        campus = person.campus.id
        for project in plan[start:]:
            day += shortest // 3 + int(r() * 6)
            if day >= person.last:
                break
            entry_id += 1 + int(r() * 5)
            key = campus, project.id
            team = waiting.get(key) if project.people > 1 else None
            occurrence = 0
            if (
                team is not None
                and team.room > 0
                and abs(day - team.opened) < 120
                and person.begin < team.opened < person.last
            ):
                team.members.append(person.id)
                team.room -= 1
                day = max(day, team.closed)
                leader = False
            else:
                closed = day + shortest + int(r() * spread)
                open_still = closed >= person.last
                if open_still and not person.active:
                    break  # left the school before handing it in; nothing is on record
                if project.people == 1 and not open_still and r() < 0.09:
                    # A first try that failed: a team of its own, and one more occurrence.
                    team_id += 1 + int(r() * 4)
                    failed = _Team(
                        team_id, project, campus, [person.id], 0, day, day + 3, _POOR[int(r() * 9)],
                        "finished", stamp(day, 600 + int(r() * 300)), stamp(day + 3, 1000),
                    )  # fmt: skip
                    teams.append(failed)
                    add_team(_team_row(failed, f"{person.login}'s group", bits(32)))
                    member_id += 1
                    add_member(
                        (member_id, team_id, person.id, entry_id, True, 0, False, failed.created_at,
                         failed.closed_at)
                    )  # fmt: skip
                    occurrence = 1
                team_id += 1 + int(r() * 4)
                if open_still:
                    mark = None
                    status = "waiting_for_correction" if r() < 0.45 else "in_progress"
                else:
                    luck = r()
                    if luck > 0.996 and not project.exam:
                        mark = -42
                    elif luck > 0.9:
                        mark = _POOR[int(r() * 9)]
                    else:
                        mark = min(_GOOD[int(r() * 17)], project.best)
                    status = "finished"
                minute = 540 + int(r() * 600)
                closed_at = None
                if status == "finished":
                    closed_at = DAYS[closed] + MINUTES[minute]
                elif status == "waiting_for_correction":
                    closed_at = stamp(TODAY - 1, minute)
                team = _Team(
                    team_id, project, campus, [person.id], project.people - 1, day, closed, mark, status,
                    DAYS[day] + MINUTES[minute], closed_at,
                )  # fmt: skip
                teams.append(team)
                name = f"{person.login}'s group" + ("-1" if occurrence else "")
                add_team(_team_row(team, name, bits(32)))
                if project.people > 1:
                    waiting[key] = team
                day = closed
                leader = True
            mark = team.mark
            validated = None if mark is None else mark >= _PASS
            updated = team.closed_at or team.created_at
            add_entry(
                (entry_id, project.id, person.id, project.cursus, campus, occurrence, mark, team.status,
                 validated, team.id, team.closed_at if mark is not None else None,
                 stamp(min(team.closed + 3, TODAY), 600) if validated is False else None,
                 team.created_at, updated)
            )  # fmt: skip
            member_id += 1 + int(r() * 3)
            add_member(
                (member_id, team.id, person.id, entry_id, leader, occurrence, bool(validated),
                 team.created_at, updated)
            )  # fmt: skip
            if team.status != "finished":
                break
    return teams


def _team_row(team: _Team, name: str, bits: int) -> Row:
    project = team.project
    return (
        team.id, project.id, session_of(project), project.cursus, team.campus, name, team.mark, team.status,
        None if team.mark is None else team.mark >= _PASS, team.created_at,
        team.closed_at or team.created_at, team.created_at, team.closed_at,
        f"intra-uuid-{bits:08x}-42ea-4a42-8b42-{team.id:012}",
    )  # fmt: skip


def _evaluate(made: Coursework, teams: list[_Team], people: tuple[Person, ...], rng: Random) -> None:
    r = rng.random
    evaluators = Evaluators(people, rng)
    rows: list[Row] = []
    for team in teams:
        project = team.project
        if project.exam or team.status == "in_progress":
            continue
        day = TODAY if team.mark is None else min(team.closed, TODAY)
        number = 1 if team.mark is None else _evaluations_of(project)
        correctors = evaluators.draw((team.campus, project.cursus), day, team.members, number)
        scale = scale_of(project)
        for turn, corrector in enumerate(correctors):
            if team.mark is None:
                begin = DAYS[TODAY + int(r() * 13)] + _QUARTERS[58 + int(r() * 24)]
                rows.append(
                    (team.id, corrector, scale, project.id, project.cursus, team.campus, begin,
                     team.closed_at, team.closed_at, None, None, None, 1, None, r() < 0.5, None)
                )  # fmt: skip
                continue
            last = turn == len(correctors) - 1
            mark = max(0, team.mark) if last else min(project.best, max(0, team.mark + int(r() * 12) - 6))
            if team.mark == -42 and last:
                mark, flag = -42, 7
            elif mark == 0:
                flag = 2 + int(r() * 5)
            else:
                flag = 9 if mark >= 120 else 1
            apart = 22 // number
            quarter = 36 + turn * apart + int(r() * (apart - 3))  # each is filled within three quarters
            begin = DAYS[day] + _QUARTERS[quarter]
            filled = DAYS[day] + MINUTES[quarter * 15 + 18 + int(r() * 25)]
            booked = max(team.created_at, DAYS[day - 1 - int(r() * 3)] + MINUTES[600 + int(r() * 600)])
            rated = r() < 0.8
            rows.append(
                (team.id, corrector, scale, project.id, project.cursus, team.campus, begin,
                 booked, filled, _COMMENTS[15 if flag == 2 else int(r() * 15)],
                 _FEEDBACKS[int(r() * 6)] if rated else None, mark, flag, filled, False,
                 3 + int(r() * 3) if rated else None)
            )  # fmt: skip
    rows.sort(key=lambda row: (row[6], row[0]))
    made.scale_teams = [(550_000 + n * 3, *row) for n, row in enumerate(rows)]


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
