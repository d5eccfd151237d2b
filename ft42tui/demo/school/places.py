"""The campuses, the cursus and what hangs on their walls: the school's fixed facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Campus:
    """One campus. Assumption: names are real, ids plausible, addresses made up."""

    id: int
    """Its id."""
    name: str
    """Its name: `Paris`."""
    slug: str
    """Its name in a path: `paris`."""
    country: str
    """Its country, in English."""
    time_zone: str
    """Its IANA zone."""
    language: int
    """The id of its language."""
    culture: str
    """Whose names most of its people bear."""
    opened: int
    """The year of its first pool."""
    weight: int
    """How many pool members it takes, against the others."""
    hosts: str
    """How its seats are named: cluster, row, seat."""
    coalitions: tuple[tuple[str, str], ...]
    """Its coalitions: name and colour."""
    months: tuple[int, ...] = (7, 8, 9)
    """The months of its pools."""

    @property
    def offset(self) -> int:
        """How many minutes its clocks are ahead of UTC, all year round."""
        return _OFFSETS[self.time_zone]

    @property
    def mail_domain(self) -> str:
        """The domain of its students' addresses."""
        return "student.42.fr" if self.id == 1 else f"student.42{self.slug.replace('-', '')}.com"


# Summer time is left out: an hour more or less is no matter here.
_OFFSETS: Final = {
    "Europe/Paris": 60, "America/Los_Angeles": -480, "Europe/Helsinki": 120, "Europe/Amsterdam": 60,
    "Africa/Casablanca": 60, "Europe/Madrid": 60, "Asia/Tokyo": 540, "Asia/Seoul": 540, "Europe/Lisbon": 0,
    "Europe/Istanbul": 180, "Europe/Berlin": 60,
}  # fmt: skip

LANGUAGES: Final = (
    (1, "Français", "fr"),
    (2, "English", "en"),
    (3, "Română", "ro"),
    (5, "Deutsch", "de"),
    (8, "Português", "pt"),
    (11, "Español", "es"),
    (12, "日本語", "ja"),
    (13, "한국어", "ko"),
    (14, "Suomi", "fi"),
    (15, "Nederlands", "nl"),
    (16, "Türkçe", "tr"),
    (17, "العربية", "ar"),
)
"""id, name, identifier."""

CAMPUSES: Final = (
    Campus(1, "Paris", "paris", "France", "Europe/Paris", 1, "fr", 2013, 30, "e{}r{}p{}",
           (("The Federation", "#4180db"), ("The Alliance", "#33c47f"),
            ("The Assembly", "#a061d1"), ("The Order", "#ff6950"))),
    Campus(7, "Fremont", "fremont", "United States", "America/Los_Angeles", 2, "en", 2016, 12,
           "e{}z{}r{}", (("Bloodmoon", "#b61282"), ("Nighthawks", "#d89b00"), ("Seawolves", "#0a6e8a"))),
    Campus(9, "Lyon", "lyon", "France", "Europe/Paris", 1, "fr", 2017, 9, "z{}r{}p{}",
           (("Pulsar", "#9d2f2f"), ("Nebula", "#2f6f9d"), ("Quasar", "#6f9d2f"))),
    Campus(13, "Helsinki", "helsinki", "Finland", "Europe/Helsinki", 14, "fi", 2019, 6, "c{}r{}p{}",
           (("The Forge", "#8a2be2"), ("The Guards", "#006400"), ("The Hive", "#daa520")), (6, 7, 8)),
    Campus(14, "Amsterdam", "amsterdam", "Netherlands", "Europe/Amsterdam", 15, "nl", 2018, 7,
           "f{}r{}s{}", (("Vela", "#00a3a3"), ("Pyxis", "#e35f00"), ("Cetus", "#274b9f"))),
    Campus(21, "Benguerir", "benguerir", "Morocco", "Africa/Casablanca", 17, "ma", 2019, 9,
           "e{}r{}p{}", (("Commodore", "#235a8c"), ("Freax", "#f2b632"), ("Bios", "#1b998b"))),
    Campus(22, "Madrid", "madrid", "Spain", "Europe/Madrid", 11, "es", 2019, 9, "c{}r{}s{}",
           (("Hypatia", "#c2185b"), ("Ada", "#00796b"), ("Turing", "#455a64"))),
    Campus(26, "Tokyo", "tokyo", "Japan", "Asia/Tokyo", 12, "ja", 2020, 7, "c{}r{}s{}",
           (("Wind", "#59bfff"), ("Fire", "#ff5a36"), ("Forest", "#2d9c50")), (2, 3, 9)),
    Campus(29, "Seoul", "seoul", "Korea, Republic of", "Asia/Seoul", 13, "ko", 2020, 10, "c{}r{}s{}",
           (("Gun", "#ffc221"), ("Gon", "#77787a"), ("Gam", "#0e4fa8")), (1, 3, 7)),
    Campus(38, "Lisboa", "lisboa", "Portugal", "Europe/Lisbon", 8, "pt", 2020, 7, "c{}r{}s{}",
           (("Azulejo", "#1565c0"), ("Saudade", "#6a1b9a"), ("Maré", "#00838f"))),
    Campus(49, "Istanbul", "istanbul", "Turkey", "Europe/Istanbul", 16, "tr", 2022, 8, "k{}r{}s{}",
           (("Simurg", "#d84315"), ("Kraken", "#00695c"), ("Zümrüt", "#2e7d32"))),
    Campus(51, "Berlin", "berlin", "Germany", "Europe/Berlin", 5, "de", 2021, 7, "c{}r{}s{}",
           (("Kernel", "#37474f"), ("Daemon", "#bf360c"), ("Socket", "#283593")), (2, 7, 9)),
)  # fmt: skip
"""The campuses, by id."""

HOURS: Final = {
    campus.id: (max(0, 9 * 60 - campus.offset), min(24 * 60, 20 * 60 - campus.offset)) for campus in CAMPUSES
}
"""By campus, from when to when it works: minutes of UTC, of those on the same day as its own."""

CURSUS: Final = (
    (1, "42", "42", "main", "2014-11-02T16:43:38.480Z"),
    (4, "Piscine C", "piscine-c", "piscine", "2015-05-01T17:46:08.433Z"),
    (9, "C Piscine", "c-piscine", "piscine", "2019-07-29T08:45:17.896Z"),
    (21, "42cursus", "42cursus", "main", "2019-07-29T08:45:17.896Z"),
)
"""id, name, slug, kind, created_at."""

SKILLS: Final = (
    (1, "Algorithms & AI"), (2, "Imperative programming"), (3, "Rigor"), (4, "Unix"), (5, "Graphics"),
    (6, "Web"), (7, "Group & interpersonal"), (8, "DB & Data"), (9, "Parallel computing"),
    (10, "Network & system administration"), (11, "Security"), (12, "Technology integration"),
    (13, "Organization"), (14, "Adaptation & creativity"), (15, "Object-oriented programming"),
    (16, "Company experience"), (17, "Functional programming"),
)  # fmt: skip
"""id, name."""

FLAGS: Final = (
    (1, "Ok", True, "check-4"), (2, "Empty work", False, "iconf-file-empty"),
    (3, "Incomplete work", False, "file-attention"), (4, "No author file", False, "file-1"),
    (5, "Invalid compilation", False, "bug"), (6, "Norme", False, "receipt-1"),
    (7, "Cheat", False, "delete-2"), (8, "Crash", False, "bug"),
    (9, "Outstanding project", True, "star-1"), (12, "Leaks", False, "drop"),
)  # fmt: skip
"""id, name, positive, icon."""

TITLES: Final = (
    (2, "%login the Tester"), (5, "Altruist %login"), (9, "%login, Master of the Black Hole"),
    (12, "Captain %login"), (17, "%login the Insomniac"), (23, "Philanthropist %login"),
    (31, "%login, Segmentation Faulty"), (44, "Kernel Whisperer %login"), (58, "%login of the Norm"),
    (71, "Sir %login"),
)  # fmt: skip
"""id, name; `%login` is a placeholder."""

GROUPS: Final = ((6, "Tutor"), (8, "Bocal"), (11, "Student council"), (19, "Test account"))
"""id, name."""

ACHIEVEMENTS: Final = (
    (
        1,
        "All work and no play makes Jack a dull boy",
        "Be logged in for 90 hours in one week.",
        "easy",
        "scolarity",
        None,
    ),
    (17, "Bill Gates", "Attend a conference at the school.", "none", "pedagogy", None),
    (25, "Code Explorer", "Validate your first project.", "none", "project", None),
    (26, "Code Explorer", "Validate 3 projects in a row.", "easy", "project", 25),
    (27, "Code Explorer", "Validate 10 projects in a row.", "medium", "project", 26),
    (36, "It's a rich man's world!", "Earn 50 wallets.", "easy", "social", None),
    (41, "Attendee", "Take part in 3 events.", "none", "social", None),
    (42, "Attendee", "Take part in 10 events.", "easy", "social", 41),
    (43, "Attendee", "Take part in 21 events.", "medium", "social", 42),
    (45, "Home is where the code is", "Log in to the same host 30 times.", "easy", "scolarity", None),
    (46, "Rigorous Basterd", "Validate 3 projects with the highest mark.", "easy", "project", None),
    (47, "Rigorous Basterd", "Validate 10 projects with the highest mark.", "medium", "project", 46),
    (
        57,
        "I'm reliable!",
        "Take part in 21 evaluations in a row without missing one.",
        "easy",
        "social",
        None,
    ),
    (
        58,
        "I'm reliable!",
        "Take part in 42 evaluations in a row without missing one.",
        "medium",
        "social",
        57,
    ),
    (59, "I'm reliable!", "Take part in 100 evaluations in a row without missing one.", "hard", "social", 58),
    (
        82,
        "I have no idea what I'm doing",
        "Evaluate without having done the project.",
        "none",
        "pedagogy",
        None,
    ),
    (84, "I'll be back", "Come back from a long break.", "none", "scolarity", None),
    (87, "Film buff", "Watch 1 e-learning video.", "none", "pedagogy", None),
    (88, "Film buff", "Watch 10 e-learning videos.", "easy", "pedagogy", 87),
    (91, "Bonus Hunter", "Validate 1 project with the maximum mark.", "easy", "project", None),
    (92, "Bonus Hunter", "Validate 10 projects with the maximum mark.", "medium", "project", 91),
    (107, "Perfectionist", "Get 125 on three projects in a row.", "hard", "project", None),
    (128, "Welcome, Cadet!", "You have begun your cursus. Welcome.", "none", "scolarity", None),
    (133, "Night's Watch", "Be logged in every night of a month.", "challenge", "scolarity", None),
    (145, "Love me, I'm famous", "Be named in a feedback 42 times.", "hard", "social", None),
    (171, "Marathon", "Validate the whole common core.", "challenge", "project", None),
    (218, "Curious wanderer", "Visit another campus.", "none", "social", None),
    (221, "Bonjour à tous", "Parle à dix personnes le même jour.", "none", "social", None),
)
"""id, name, description, tier, kind, parent id."""
