"""What learning leaves behind: slots, exams, quests, feedbacks, points, notions."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.resources.listing import HERE, Field, Listing, Tie, listing, named_by, through
from ft42tui.demo.shapes import pedagogy, work

_HOME = Field("(SELECT primary_campus_id FROM users WHERE id = t.user_id)", "integer")
_AT_HOME = Tie("t.user_id IN (SELECT id FROM users WHERE primary_campus_id = ?)")
_OF_BLOC = "IN (SELECT id FROM {} WHERE bloc_id = ?)"

PEDAGOGY: Final[tuple[Listing, ...]] = (
    listing(
        "scales",
        work.scales,
        parents={
            "project_sessions": Tie("t.id IN (SELECT scale_id FROM project_sessions WHERE id = ?)"),
            "projects": Tie("t.id IN (SELECT scale_id FROM project_sessions WHERE project_id = ?)"),
            # Assumption: a user's scales are those that the user has evaluated with.
            "users": through("scale_teams", "scale_id", "user_id"),
        },
    ),
    listing(
        "evaluations",
        fields={
            "campus_id": Field(
                "(SELECT campus_id FROM project_sessions WHERE id = t.project_session_id)", "integer"
            )
        },
    ),
    listing("teams_uploads"),
    listing(
        "slots",
        pedagogy.slots,
        parents={
            # Assumption: the slots for a project are those that are taken for it, and the free ones of
            # people who have validated it.
            # A slot is known by its evaluation (below zero) or its user. CROSS JOIN keeps the order:
            # those who offer slots are few, those who validated a project are many.
            "projects": Tie(
                "coalesce(-t.scale_team_id, t.user_id) IN (WITH w(project) AS (SELECT ?)"
                " SELECT p.user_id FROM w"
                " CROSS JOIN (SELECT DISTINCT user_id FROM slots WHERE scale_team_id IS NULL) f"
                " CROSS JOIN projects_users p ON p.project_id = w.project AND p.user_id = f.user_id"
                " WHERE p.validated"
                " UNION ALL SELECT -e.id FROM w"
                " CROSS JOIN (SELECT DISTINCT scale_team_id FROM slots WHERE scale_team_id IS NOT NULL) b"
                " CROSS JOIN scale_teams e ON e.id = b.scale_team_id WHERE e.project_id = w.project)"
            ),
        },
        fields={"campus_id": _HOME},
    ),
    listing(
        "feedbacks",
        pedagogy.feedbacks,
        parents={
            "events": named_by("feedbackable", "Event"),
            "scale_teams": named_by("feedbackable", "ScaleTeam"),
        },
        fields={
            "campus_id": Field(
                "CASE t.feedbackable_type"
                " WHEN 'Event' THEN (SELECT campus_id FROM events WHERE id = t.feedbackable_id)"
                " ELSE (SELECT campus_id FROM scale_teams WHERE id = t.feedbackable_id) END",
                "integer",
            )
        },
    ),
    listing(
        "correction_point_historics",
        pedagogy.correction_point_historics,
        fields={"user_data_id": Field("t.user_id", "integer", nullable=False)},
    ),
    listing("pools"),
    listing("balances", pedagogy.balances),
    listing(
        "exams",
        pedagogy.exams,
        parents={
            "cursus": Tie(
                "t.id IN (SELECT x.exam_id FROM projects p JOIN exams_projects x ON x.project_id = p.id"
                " WHERE p.cursus_id = ?)"
            ),
            "projects": through("exams_projects", "exam_id", "project_id"),
            "users": through("exams_users", "exam_id", "user_id"),
        },
    ),
    listing("exams_users"),
    listing(
        "waitlists",
        parents={"events": named_by("waitlistable", "Event"), "exams": named_by("waitlistable", "Exam")},
    ),
    listing(
        "quests",
        pedagogy.quests,
        keys=("slug",),
        parents={
            "campus": Tie("(t.campus_id IS NULL OR t.campus_id = ?)", {"campus_id": HERE}),
            "users": through("quests_users", "quest_id", "user_id"),
        },
    ),
    listing("quests_users", pedagogy.quests_users, fields={"campus_id": _HOME}),
    listing("levels"),
    listing(
        "experiences",
        parents={
            "campus": _AT_HOME,
            "projects_users": named_by("experiancable", "ProjectsUser"),
            "partnerships_users": named_by("experiancable", "PartnershipsUser"),
        },
        fields={"campus_id": _HOME},
    ),
    listing("project_sessions_skills"),
    listing("project_sessions_rules"),
    listing("params_project_sessions_rules"),
    listing(
        "rules",
        parents={"project_sessions": through("project_sessions_rules", "rule_id", "project_session_id")},
    ),
    listing("project_data"),
    listing(
        "attachments",
        parents={
            "projects": named_by("attachable", "Project"),
            "project_sessions": Tie(
                "t.attachable_type = 'Project'"
                " AND t.attachable_id = (SELECT project_id FROM project_sessions WHERE id = ?)"
            ),
        },
    ),
    listing("notions", parents={"tags": through("notions_tags", "notion_id", "tag_id")}),
    listing("subnotions"),
    listing("issues"),
    listing(
        "tags",
        pedagogy.tags,
        parents={
            "issues": through("issues_tags", "tag_id", "issue_id"),
            "notions": through("notions_tags", "tag_id", "notion_id"),
            "projects": through("projects_tags", "tag_id", "project_id"),
            "users": through("tags_users", "tag_id", "user_id"),
        },
    ),
    listing(
        "tags_users",
        parents={
            "campus": _AT_HOME,
            "cursus": Tie("t.tag_id IN (SELECT id FROM tags WHERE cursus_id = ?)"),
        },
        fields={
            "campus_id": _HOME,
            "cursus_id": Field("(SELECT cursus_id FROM tags WHERE id = t.tag_id)", "integer"),
        },
    ),
    listing("dashes"),
    listing("dashes_users"),
    listing("scores", parents={"blocs": Tie(f"t.coalition_id {_OF_BLOC.format('coalitions')}")}),
    listing("squads"),
    listing("squads_users", parents={"blocs": Tie(f"t.squad_id {_OF_BLOC.format('squads')}")}),
    listing("bloc_deadlines"),
)
"""Their listings."""
