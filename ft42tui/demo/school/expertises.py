"""What users may be experts in, and who says to be."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.dice import chance, day_of
from ft42tui.demo.school.draft import Draft

TABLES: Final = """
CREATE TABLE expertises (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, kind TEXT NOT NULL DEFAULT 'language');
CREATE TABLE expertises_users (id INTEGER PRIMARY KEY, expertise_id INTEGER NOT NULL REFERENCES expertises,
  user_id INTEGER NOT NULL REFERENCES users, interested BOOLEAN NOT NULL DEFAULT 0,
  value INTEGER NOT NULL DEFAULT 0, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  contact_me BOOLEAN NOT NULL DEFAULT 0);
"""
INDEXES: Final = """
CREATE UNIQUE INDEX expertises_by_slug ON expertises (slug);
CREATE INDEX expertises_users_by_user ON expertises_users (user_id);
CREATE INDEX expertises_users_by_expertise ON expertises_users (expertise_id, user_id);
"""

EXPERTISES: Final = (
    (1, "C", "c", "language"), (2, "C++", "cpp", "language"), (3, "Python", "python", "language"),
    (4, "Rust", "rust", "language"), (5, "JavaScript", "javascript", "language"),
    (6, "TypeScript", "typescript", "language"), (7, "Go", "go", "language"),
    (8, "Assembly", "assembly", "language"), (9, "OCaml", "ocaml", "language"),
    (10, "SQL", "sql", "language"), (11, "Docker", "docker", "technology"),
    (12, "Kubernetes", "kubernetes", "technology"), (13, "Linux", "linux", "technology"),
    (14, "PostgreSQL", "postgresql", "technology"), (15, "React", "react", "framework"),
    (16, "Django", "django", "framework"), (17, "Ruby on Rails", "ruby-on-rails", "framework"),
    (18, "OpenGL", "opengl", "technology"), (19, "Networks", "networks", "field"),
    (20, "Security", "security", "field"), (21, "Machine learning", "machine-learning", "field"),
    (22, "Français", "francais", "spoken_language"), (23, "日本語", "nihongo", "spoken_language"),
    (24, "Public speaking", "public-speaking", "soft_skill"),
)  # fmt: skip
"""id, name, slug, kind. Assumption: the kinds, of which only `language` is known."""


def write(draft: Draft) -> None:
    """Write the expertises, and up to three of them for every second student who got somewhere."""
    made = "2013-07-01T12:01:37.543Z"
    draft.put(
        "expertises",
        "id name slug kind created_at updated_at",
        [(*row, made, made) for row in EXPERTISES],
    )
    # One of eight after the other, so that nobody has the same one twice.
    draft.run(
        f"""INSERT INTO expertises_users
            (id, expertise_id, user_id, interested, value, created_at, updated_at, contact_me)
        SELECT 1500 + 3 * row_number() OVER (ORDER BY c.user_id, n.n),
            1 + 8 * n.n + {chance("c.id + n.n", 51, 8)}, c.user_id, {chance("c.id + n.n", 52, 2)},
            1 + {chance("c.id + n.n", 53, 5)}, {day_of("c.begin_at", "10 + n.n")} || 'T16:16:32.904Z',
            {day_of("c.begin_at", "10 + n.n")} || 'T16:16:32.904Z', {chance("c.id + n.n", 54, 4)} = 0
        FROM cursus_users c JOIN (SELECT 0 n UNION ALL SELECT 1 UNION ALL SELECT 2) n
            ON n.n <= {chance("c.id", 55, 3)}
        WHERE c.cursus_id IN (1, 21) AND c.begin_at < '2026-11-01'
            AND (c.user_id = 74 OR (c.level > 2 AND {chance("c.id", 56, 2)}))"""  # noqa: S608
    )
