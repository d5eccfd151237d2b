"""Scores: the points that members bring their coalition."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.draft import Draft

# What a score is for may be of several kinds, which no foreign key can say; a trigger does.
TABLES: Final = """
CREATE TABLE scores (id INTEGER PRIMARY KEY, coalition_id INTEGER NOT NULL REFERENCES coalitions,
  coalitions_user_id INTEGER REFERENCES coalitions_users, calculation_id INTEGER, scoreable_id INTEGER,
  scoreable_type TEXT, value INTEGER NOT NULL DEFAULT 0, reason TEXT, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TRIGGER scores_of_projects AFTER DELETE ON projects_users BEGIN
  UPDATE scores SET scoreable_id = NULL, scoreable_type = NULL
  WHERE scoreable_id = OLD.id AND scoreable_type = 'ProjectsUser'; END;
"""
INDEXES: Final = """
CREATE INDEX scores_by_coalition ON scores (coalition_id);
CREATE INDEX scores_by_member ON scores (coalitions_user_id);
CREATE INDEX scores_by_subject ON scores (scoreable_id);
CREATE INDEX scores_by_time ON scores (created_at);
"""

_PROJECTS: Final = 3  # at most, of each member: the last ones

# What a member has is shared out over the last validated projects; the rest came with the first day.
_SHARES: Final = """
WITH done AS (
  SELECT c.id AS member, p.id AS source,
    row_number() OVER (PARTITION BY c.id ORDER BY p.id DESC) AS place,
    min(?1, count(*) OVER (PARTITION BY c.id)) AS number
  FROM coalitions_users c CROSS JOIN projects_users p ON p.user_id = c.user_id
  WHERE p.validated AND c.score > 0),
share AS MATERIALIZED (
  SELECT member, source, c.coalition_id, c.score * 3 / 4 / d.number AS points,
    'Validated ' || x.name AS reason, max(p.marked_at, c.created_at) AS at
  FROM done d JOIN coalitions_users c ON c.id = d.member JOIN projects_users p ON p.id = d.source
  JOIN projects x ON x.id = p.project_id WHERE d.place <= ?1),
entry AS (
  SELECT * FROM share
  UNION ALL
  SELECT c.id, NULL, c.coalition_id, c.score - coalesce(s.points, 0), 'Campus challenge', c.created_at
  FROM coalitions_users c
  LEFT JOIN (SELECT member, sum(points) AS points FROM share GROUP BY member) s ON s.member = c.id)
INSERT INTO scores
SELECT 2600000 + 2 * row_number() OVER (ORDER BY at, member, source), coalition_id, member, NULL, source,
  CASE WHEN source THEN 'ProjectsUser' END, points, reason, at, at FROM entry WHERE points > 0
"""


def write(draft: Draft) -> None:
    """Write where the score of each member comes from. Assumption: the reasons."""
    draft.run(_SHARES, (_PROJECTS,))
