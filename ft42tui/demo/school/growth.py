"""What a level takes, and what a project gives to which skill."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

from ft42tui.demo.school.syllabus import PROJECTS, Project

# Assumption: the thresholds, which the level calculators of students agree on; the other cursus are made up.
_COMMON_CORE_XP: Final = (
    0, 462, 2688, 5885, 11777, 29217, 46255, 63559, 74340, 85483, 95000, 105630, 124446, 145782, 169932,
    197316, 228354, 263508, 303366, 348516, 399672, 457632, 523320, 597786, 682164, 777756, 886074,
    1008798, 1147902, 1305486, 1484070,
)  # fmt: skip
_STEPS: Final = {1: 120, 4: 6, 9: 15}
_SKILLS: Final = (
    (r"CPP", 15), (r"Exam", 3), (r"web|camagru|hyper|transc|matcha|PHP", 6),
    (r"ping|trace|nmap|Net|irc|malcolm", 10), (r"cub3d|RT|so_long|scop|fdf|fract|wolf|prot|companion", 5),
    (r"push_swap|lem-in|puzzle|expert|philo|BSQ|Corewar", 1), (r"snow|rain|quine", 11),
    (r"sh$|shell|Shell|talk|ft_ls|Task|strace|malloc|^nm$|Born|Incep|select", 4),
    (r"linear|dslr|multilayer|perspective", 8), (r"Internship|Part_Time", 16),
)  # fmt: skip
_IMPERATIVE: Final = 2
_RIGOR: Final = 3
_TOGETHER: Final = 7
BEST: Final = 125
"""The mark that brings a bonus."""


def thresholds(cursus: int) -> tuple[int, ...]:
    """Return the experience points that each level of a cursus takes, from level 0 on."""
    if cursus == 21:
        return _COMMON_CORE_XP
    return tuple(level * (level + 3) * _STEPS[cursus] for level in range(len(_COMMON_CORE_XP)))


def level_of(cursus: int, points: int) -> float:
    """Return the level that experience points make, rounded down to two digits."""
    steps = _THRESHOLDS[cursus]
    level = bisect_right(steps, points) - 1
    if level + 1 >= len(steps):
        return float(level)
    between = (points - steps[level]) * 100 // (steps[level + 1] - steps[level])
    return level + between / 100


def shares(project: Project) -> tuple[tuple[int, int], ...]:
    """Return the skills that a project trains, and how much of its experience goes to each, in percent."""
    first = next((skill for words, skill in _SKILLS if re.search(words, project.name)), _IMPERATIVE)
    second = _TOGETHER if project.people > 1 else _RIGOR
    if project.difficulty < 2000 or first == second:
        return ((first, 100),)
    return (first, 70), (second, 30)


def points_of(project: Project, mark: int) -> int:
    """Return the experience that a validated project gives: its parts are rounded down one by one.

    Assumption: the best mark gives a quarter more.
    """
    return _PARTS[project.id] + (project.difficulty // 4 if mark >= BEST and project.difficulty > 3 else 0)


_THRESHOLDS: Final = {cursus: thresholds(cursus) for cursus in (1, 4, 9, 21)}
_PARTS: Final = {
    project.id: sum(project.difficulty * value // 100 for _, value in shares(project)) for project in PROJECTS
}
