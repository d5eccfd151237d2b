"""The privileges, and which users and applications hold them."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.applications import registered
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.settings import DEFAULT_RATES

TABLES: Final = """
CREATE TABLE roles (id INTEGER PRIMARY KEY, name TEXT NOT NULL DEFAULT '', description TEXT NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE roles_entities (id INTEGER PRIMARY KEY, role_id INTEGER NOT NULL REFERENCES roles,
  entity_id INTEGER NOT NULL, entity_type TEXT NOT NULL DEFAULT 'User', expires_at DATETIME,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX roles_entities_by_entity ON roles_entities (entity_type, entity_id, role_id);
CREATE INDEX roles_entities_by_role ON roles_entities (role_id);
"""

APPLICATION: Final = "Doorkeeper::Application"
"""The `entity_type` of an application. Assumption: the name that Doorkeeper gives its model."""

# Source of the names: the list of application roles in the wire facts, section 1. Ids are assumptions.
_ROLES: Final = (
    (1, "Basic Staff", "Member of the staff, with higher privileges."),
    (2, "Basic Tutor", "Looks after low level pedagogic data."),
    (3, "Advanced Tutor", "Can manage skills, cursus and all low level pedagogic data."),
    (4, "Intrateam", "Can manage all."),
    (5, "Official App", "Approved application without rate limits."),
    (6, "Advanced Staff", "Member of the staff, with the highest privileges."),
    (7, "Student tutor", "A student who helps the pedagogic team."),
    (8, "Tutor", "Member of the pedagogic team."),
    (9, "Certified App", "Application that was looked at."),
    (10, "Moderator", "Can moderate what users write."),
    (11, "Companies manager", "Can manage companies, offers and internships."),
    (12, "Events manager", "Can manage events and who takes part."),
    (13, "Notes manager", "Can write notes about users."),
    (14, "Advanced notes manager", "Can read and approve every note."),
    (15, "Shop manager", "Can manage the products and the orders."),
    (16, "Transactions manager", "Can move Altarian Dollars."),
    (17, "Achievements manager", "Can manage the achievements."),
    (18, "Community manager", "Can publish what everybody sees."),
    (19, "Video manager", "Can manage the videos of the e-learning."),
    (20, "Translater", "Can translate the texts of the intranet."),
    (21, "Network", "Runs a campus of the network."),
    (22, "42network", "Looks after all campuses of the network."),
    (23, "Alpha", "Sees what is not finished."),
    (24, "Beta", "Sees what is nearly finished."),
)
_LATER: Final = tuple(range(11, 21))


def write(draft: Draft) -> None:
    """Write the roles, those of the staff, of tutors and of the registered applications."""
    made, touched = "2013-03-01T15:07:01.913Z", "2024-02-12T10:00:00.000Z"
    draft.put("roles", "id name description created_at updated_at", [(*row, made, touched) for row in _ROLES])
    rows: list[tuple[Any, ...]] = []
    staff = draft.rows("SELECT id, created_at FROM users WHERE staff ORDER BY id")
    for place, (user, created) in enumerate(staff):
        rows.append((1, user, "User", None, created, created))
        if place == 0:
            rows += [(role, user, "User", None, touched, touched) for role in (4, 6, 22)]
        else:
            rows.append((_LATER[place % len(_LATER)], user, "User", None, touched, touched))
    tutors = "SELECT user_id FROM groups_users WHERE group_id = 6 ORDER BY id LIMIT 200"
    for place, (user,) in enumerate(draft.rows(tutors)):
        since, until = (
            f"2026-{1 + place % 9:02}-03T09:15:15.885Z",
            f"2027-{1 + place % 9:02}-03T09:15:15.885Z",
        )
        rows.append((7 if place % 3 else 2, user, "User", until, since, since))
    numbers = {name.lower(): number for number, name, _ in _ROLES}  # the routes write some otherwise
    for app in registered(draft.seed, DEFAULT_RATES):
        rows += [
            (numbers[name.lower()], app.id, APPLICATION, None, touched, touched)
            for name in app.roles
            if name.lower() in numbers
        ]
    draft.put(
        "roles_entities",
        "id role_id entity_id entity_type expires_at created_at updated_at",
        [(300 + place * 3, *row) for place, row in enumerate(rows)],
    )
