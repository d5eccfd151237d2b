"""The resources that the school turns on: people, campuses, cursus, projects, teams, evaluations."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.resources.listing import Field, Tie, flag, held_in, listing, through
from ft42tui.demo.shapes import life, people, users, work

_HOME = Field("(SELECT primary_campus_id FROM users WHERE id = t.user_id)", "integer")
_OWN_CAMPUS = Field("t.campus_id", "integer", nullable=False)
_OWN_CURSUS = Field("t.cursus_id", "integer", nullable=False)
# Assumption: a team is in the active cursus of its members when one of them still follows it.
_ACTIVE_CURSUS = Field(
    # CROSS JOIN keeps the order: the few members of a team first, not everybody in a cursus.
    "(SELECT c.cursus_id FROM teams_users m CROSS JOIN cursus_users c ON c.user_id = m.user_id"
    " WHERE m.team_id = t.id AND c.cursus_id = t.cursus_id AND c.end_at IS NULL LIMIT 1)",
    "integer",
)
_CORRECTED = "t.team_id IN (SELECT team_id FROM teams_users WHERE user_id = ?)"

CORE: Final = (
    listing(
        "users",
        people.users,
        show=users.users_in_full,
        keys=("login",),
        parents={
            "campus": through("campus_users", "user_id", "campus_id"),
            "cursus": through("cursus_users", "user_id", "cursus_id"),
            "coalitions": through("coalitions_users", "user_id", "coalition_id"),
            "achievements": through("achievements_users", "user_id", "achievement_id"),
            "events": through("events_users", "user_id", "event_id"),
            "projects": through("projects_users", "user_id", "project_id"),
            "teams": through("teams_users", "user_id", "team_id"),
            "titles": through("titles_users", "user_id", "title_id"),
            "groups": through("groups_users", "user_id", "group_id"),
            "accreditations": through("accreditations_users", "user_id", "accreditation_id"),
            "partnerships": through("partnerships_users", "user_id", "partnership_id"),
            "expertises": through("expertises_users", "user_id", "expertise_id"),
            "companies/subscribed_users": through("companies_users", "user_id", "company_id"),
            "companies/internships_users": Tie(
                "t.id IN (SELECT i.user_id FROM companies c JOIN internships i ON i.company_siret = c.siret"
                " WHERE c.id = ?)"
            ),
            "dashes": through("dashes_users", "user_id", "dash_id"),
            "quests": through("quests_users", "user_id", "quest_id"),
        },
        fields={
            "alumni?": flag("t.alumnized_at IS NOT NULL"),
            "staff?": flag("t.staff"),
        },
    ),
    listing("campus", life.campus, keys=("slug",)),
    listing("cursus", life.cursus, keys=("slug",)),
    listing(
        "projects",
        work.projects,
        keys=("slug",),
        parents={
            "projects": held_in("parent_id"),
            "users": through("projects_users", "project_id", "user_id"),
        },
    ),
    listing(
        "project_sessions",
        work.project_sessions,
    ),
    listing(
        "projects_users",
        work.projects_users,
        fields={"cursus": _OWN_CURSUS, "campus": _OWN_CAMPUS},
    ),
    listing(
        "cursus_users",
        life.cursus_users,
        fields={"active": flag("t.end_at IS NULL"), "campus_id": _HOME},
    ),
    listing(
        "campus_users",
        life.campus_users,
    ),
    listing(
        "locations",
        life.locations,
        fields={"active": flag("t.end_at IS NULL"), "inactive": flag("t.end_at IS NOT NULL")},
    ),
    listing(
        "teams",
        work.teams,
        show=work.teams_in_full,
        parents={
            "users": through("teams_users", "team_id", "user_id"),
        },
        fields={
            "cursus": _OWN_CURSUS,
            "active_cursus": _ACTIVE_CURSUS,
            "campus": _OWN_CAMPUS,
            "primary_campus": _OWN_CAMPUS,
            "with_mark": flag("t.final_mark IS NOT NULL"),
        },
    ),
    listing(
        "teams_users",
        work.teams_users,
    ),
    listing(
        "scale_teams",
        work.scale_teams,
        parents={
            "project_sessions": Tie("t.team_id IN (SELECT id FROM teams WHERE project_session_id = ?)"),
            # Assumption: a user's evaluations are those given and those received.
            "users": Tie(
                "t.id IN (WITH w(who) AS (SELECT ?)"
                " SELECT s.id FROM w JOIN scale_teams s ON s.user_id = w.who UNION ALL"
                " SELECT s.id FROM w JOIN teams_users m ON m.user_id = w.who"
                " JOIN scale_teams s ON s.team_id = m.team_id)"
            ),
            "users/as_corrector": held_in("user_id"),
            "users/as_corrected": Tie(_CORRECTED),
        },
    ),
    listing(
        "coalitions",
        life.coalitions,
        keys=("slug",),
        parents={
            "users": through("coalitions_users", "coalition_id", "user_id"),
        },
    ),
    listing(
        "coalitions_users",
        life.coalitions_users,
    ),
    listing("blocs", life.blocs),
    listing(
        "achievements",
        life.achievements,
        keys=("slug",),
        parents={
            "campus": Tie("(t.campus_id IS NULL OR t.campus_id = ?)"),
            # Assumption: every cursus offers every achievement, the piscines only the first tier.
            "cursus": Tie("(t.tier = 'none' OR (SELECT kind FROM cursus WHERE id = ?) = 'main')"),
        },
    ),
    listing(
        "achievements_users",
        life.achievements_users,
    ),
    listing(
        "events",
        life.events,
        parents={
            "users": through("events_users", "event_id", "user_id"),
        },
    ),
    listing(
        "events_users",
        life.events_users,
        fields={"campus_id": Field("(SELECT campus_id FROM events WHERE id = t.event_id)", "integer")},
    ),
    listing("languages", life.languages),
    listing(
        "languages_users",
        life.languages_users,
    ),
    listing(
        "skills",
        life.skills,
        # Assumption: every cursus teaches every skill.
        parents={"cursus": Tie("? IS NOT NULL")},
    ),
    listing("flags", work.flags),
    listing(
        "titles",
        life.titles,
        parents={"users": through("titles_users", "title_id", "user_id")},
    ),
    listing(
        "titles_users",
        life.titles_users,
    ),
    listing(
        "groups",
        life.groups,
        parents={"users": through("groups_users", "group_id", "user_id")},
    ),
    listing(
        "groups_users",
        life.groups_users,
    ),
)
"""The people, what they work on, and what goes on beside it."""
