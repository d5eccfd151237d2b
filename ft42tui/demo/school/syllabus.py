"""The projects: names as the school gives them, in the order they are done."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Project:
    """One project."""

    id: int
    """Its id. Assumption: Libft is 1314, the others are plausible."""
    name: str
    """Its name."""
    slug: str
    """Its name in a path: `42cursus-libft`."""
    cursus: int
    """The id of its cursus."""
    difficulty: int
    """Its experience points."""
    people: int
    """How many work on it together."""
    exam: bool
    """Whether it is an exam."""
    parent: int | None
    """The id of the project it is part of."""

    @property
    def best(self) -> int:
        """The best mark."""
        return 100 if self.exam or self.cursus == 9 else 125


_COMMON_CORE: Final = """
1314 Libft 462|1316 ft_printf 882|1327 get_next_line 882|1994 Born2beroot 577|1320 Exam Rank 02 0 exam
2008 minitalk 1142|1476 push_swap 1855|2009 so_long 1000|1334 philosophers 3360|1331 minishell 2814 2
1321 Exam Rank 03 0 exam|1338 NetPractice 3160|1315 cub3d 5775 2|1326 miniRT 5775 2
1346 CPP Module 00 271|1347 CPP Module 01 273|1348 CPP Module 02 273|1349 CPP Module 03 273
1350 CPP Module 04 278|1322 Exam Rank 04 0 exam|2309 CPP Module 05 1500|2310 CPP Module 06 1500
2311 CPP Module 07 1500|2312 CPP Module 08 1500|2313 CPP Module 09 3500|1983 Inception 10042
1336 webserv 21630 3|1332 ft_irc 21630 3|1323 Exam Rank 05 0 exam|1337 ft_transcendence 24360 4
1324 Exam Rank 06 0 exam
"""
_ADVANCED: Final = """
1385 ft_ls 4200|1404 nm 9450|1415 strace 9450|1442 matcha 9450 2|1395 ft_ping 4200|1397 ft_traceroute 4200
1399 ft_nmap 15750 3|1400 ft_malcolm 4200|1408 malloc 9450|1421 lem-in 9450 2|1453 ft_linear_regression 4200
1455 dslr 6000 2|1457 multilayer-perceptron 9450|1460 total-perspective-vortex 9450|1466 42sh 20750 4
1470 snow-crash 9450|1471 rainfall 25200 2|1473 dr-quine 4200|1397001 scop 9450|1463 n-puzzle 9450 2
1464 expert-system 9450 2|1436 camagru 4200|1437 hypertube 15750 4|1448 swifty-companion 4200
1449 swifty-proteins 15750 2|1587 Taskmaster 9450 2|1640 Part_Time I 10500|1638 Internship I 42000
"""
_PISCINE: Final = """
1255 C Piscine Shell 00 50|1256 C Piscine Shell 01 50|1257 C Piscine C 00 100|1258 C Piscine C 01 100
1259 C Piscine C 02 100|1260 C Piscine C 03 100|1261 C Piscine C 04 100|1262 C Piscine C 05 100
1270 C Piscine C 06 100|1263 C Piscine C 07 100|1264 C Piscine C 08 100|1308 C Piscine Rush 00 200 3
1310 C Piscine Rush 01 200 3|1309 C Piscine Rush 02 200 3|1305 C Piscine BSQ 300 2
1301 C Piscine Exam 00 0 exam|1302 C Piscine Exam 01 0 exam|1304 C Piscine Final Exam 0 exam
"""
_OLD: Final = """
1 Libft 462|2 GET_Next_Line 200|3 ft_ls 450|5 ft_printf 450|7 fdf 500|8 fract'ol 500|22 Corewar 6000 4
4 minishell 450|11 lem-in 700|13 ft_select 550|16 wolf3d 700|27 push_swap 500|48 Piscine PHP 1500
"""
_OLD_PISCINE: Final = """
154 Day 00 50|155 Day 01 50|156 Day 02 50|157 Day 03 50|159 Exam00 0 exam|165 Rush 00 200 2|170 BSQ 300 2
"""
_PARENTS: Final = {**dict.fromkeys((1347, 1348, 1349, 1350), 1346), 1256: 1255}

_LINE: Final = re.compile(r"(\d+) (.+?) (\d+)(?: (exam|[2-9]))?")


def _projects(cursus: int, prefix: str, lines: str) -> tuple[Project, ...]:
    made = []
    for line in lines.replace("\n", "|").strip("|").split("|"):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(line)
        name = found[2]
        slug = prefix + re.sub(r"[^a-z0-9_]+", "-", name.lower())
        people = int(found[4]) if found[4] and found[4] != "exam" else 1
        number = int(found[1])
        made.append(
            Project(
                number, name, slug, cursus, int(found[3]), people, found[4] == "exam", _PARENTS.get(number)
            )
        )
    return tuple(made)


COMMON_CORE: Final = _projects(21, "42cursus-", _COMMON_CORE)
"""The common core of 42cursus."""
ADVANCED: Final = _projects(21, "42cursus-", _ADVANCED)
"""What comes after it, in any order."""
PISCINE: Final = _projects(9, "", _PISCINE)
"""The C Piscine."""
OLD_CURSUS: Final = _projects(1, "42-", _OLD)
"""The cursus before 2019."""
OLD_PISCINE: Final = _projects(4, "piscine-c-", _OLD_PISCINE)
"""The piscine before 2019."""

PROJECTS: Final = (*COMMON_CORE, *ADVANCED, *PISCINE, *OLD_CURSUS, *OLD_PISCINE)
"""Every project; its place here is its `position`."""

PASS: Final = 75
"""The mark that validates. Assumption: each project has its own threshold; one is enough here."""
_LARGE: Final = (2500, 9000)  # experience points
_POSITIONS: Final = {project.id: place for place, project in enumerate(PROJECTS)}


def session_of(project: Project) -> int:
    """Return the id of a project's session."""
    return 3000 + _POSITIONS[project.id]


def scale_of(project: Project) -> int:
    """Return the id of the scale that a project is evaluated with."""
    return 400 + _POSITIONS[project.id]


def evaluations_of(project: Project) -> int:
    """Return how many evaluations a project asks for. Assumption: the larger it is, the more."""
    return 0 if project.exam else 1 + bisect_right(_LARGE, project.difficulty)
