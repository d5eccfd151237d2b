"""Tags: words that projects, notions, issues and users are found by."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.notions import NOTIONS

# The issues themselves are no longer served (wire facts, section 8); they are the parents of tags still.
TABLES: Final = """
CREATE TABLE tags (id INTEGER PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL DEFAULT 'project',
  description TEXT, pinner_id INTEGER REFERENCES users, cursus_id INTEGER REFERENCES cursus,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE issues (id INTEGER PRIMARY KEY, name TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE projects_tags (id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL REFERENCES projects,
  tag_id INTEGER NOT NULL REFERENCES tags);
CREATE TABLE notions_tags (id INTEGER PRIMARY KEY, notion_id INTEGER NOT NULL REFERENCES notions,
  tag_id INTEGER NOT NULL REFERENCES tags);
CREATE TABLE issues_tags (id INTEGER PRIMARY KEY, issue_id INTEGER NOT NULL REFERENCES issues,
  tag_id INTEGER NOT NULL REFERENCES tags);
CREATE TABLE tags_users (id INTEGER PRIMARY KEY, tag_id INTEGER NOT NULL REFERENCES tags,
  user_id INTEGER NOT NULL REFERENCES users, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX projects_tags_by_tag ON projects_tags (tag_id, project_id);
CREATE INDEX notions_tags_by_tag ON notions_tags (tag_id, notion_id);
CREATE INDEX issues_tags_by_tag ON issues_tags (tag_id, issue_id);
CREATE INDEX tags_users_by_tag ON tags_users (tag_id, user_id);
CREATE INDEX tags_users_by_user ON tags_users (user_id, tag_id);
"""

# id, name, cursus, words in the names of its projects.
_TAGS: Final = (
    (14, "unix", 21, ("shell", "pipe", "talk", "strace", "Born")),
    (17, "algorithm", 21, ("push_swap", "lem-in", "puzzle")),
    (23, "graphics", 21, ("cub3d", "miniRT", "so_long", "scop")),
    (29, "network", 21, ("Net", "irc", "ping", "traceroute", "nmap")),
    (35, "web", 21, ("web", "transcendence", "camagru", "hypertube", "matcha")),
    (41, "c++", 21, ("CPP", "webserv", "irc")),
    (47, "security", 21, ("snow", "rainfall", "malcolm")),
    (53, "docker", 21, ("Inception", "transcendence")),
    (58, "concurrency", 21, ("philosophers", "Taskmaster")),
    (62, "exam", 9, ("Exam",)),
    (66, "rush", 9, ("Rush",)),
    (71, "shell", 9, ("C Piscine Shell",)),
    (80, "help wanted", None, ()),
    (84, "looking for a group", None, ()),
)
_OF_NOTIONS: Final = {3: 71, 5: 71, 17: 14, 19: 17, 22: 14, 25: 58, 27: 41, 30: 29, 33: 14}
_ISSUES: Final = (
    (12, "The subject names a function that is not allowed", 14),
    (19, "Typo on page 4 of the subject", 62),
    (31, "The clusters have no man pages", 80),
)
_AT: Final = "2016-05-11T08:30:00.000Z"


def write(draft: Draft) -> None:
    """Write the tags and what bears them.

    Assumption: a tag belongs to one cursus at most; its kind says what it was made for.
    """
    draft.put(
        "tags",
        "id name kind description cursus_id created_at updated_at",
        [
            (number, name, "project" if words else "user", f"Everything about {name}." if words else None,
             cursus, _AT, _AT)
            for number, name, cursus, words in _TAGS
        ],
    )  # fmt: skip
    for number, _, cursus, words in _TAGS:
        for word in words:
            draft.run(
                "INSERT INTO projects_tags (project_id, tag_id) SELECT id, ? FROM projects"
                " WHERE cursus_id = ? AND instr(name, ?) AND id NOT IN"
                " (SELECT project_id FROM projects_tags WHERE tag_id = ?) ORDER BY id",
                (number, cursus, word, number),
            )
    known = [number for number, *_ in NOTIONS]
    draft.put("notions_tags", "notion_id tag_id", [pair for pair in _OF_NOTIONS.items() if pair[0] in known])
    author = draft.people[0].id
    draft.put(
        "issues",
        "id name user_id created_at updated_at",
        [(number, name, author, _AT, _AT) for number, name, _ in _ISSUES],
    )
    draft.put("issues_tags", "issue_id tag_id", [(number, tag) for number, _, tag in _ISSUES])
    draft.run(
        "INSERT INTO tags_users SELECT 4000 + 3 * row_number() OVER (ORDER BY u.id), t.id, u.id,"
        " u.updated_at, u.updated_at FROM users u JOIN"
        " (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM tags) t ON t.place = u.id / 11 % ?"
        " WHERE u.active AND NOT u.staff AND (u.id = 74 OR u.id % 11 = 0)",
        (len(_TAGS),),
    )
