"""What people say of an evaluation they were given, or of an event they went to."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.almanac import DAYS, TODAY
from ft42tui.demo.school.draft import Draft

# What a feedback is about may be one of two things, which no foreign key can say; triggers do instead.
TABLES: Final = """
CREATE TABLE feedbacks (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  feedbackable_type TEXT NOT NULL, feedbackable_id INTEGER NOT NULL, comment TEXT, rating INTEGER,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TRIGGER feedbacks_of_evaluations AFTER DELETE ON scale_teams BEGIN
  DELETE FROM feedbacks WHERE feedbackable_id = OLD.id AND feedbackable_type = 'ScaleTeam'; END;
CREATE TRIGGER feedbacks_of_events AFTER DELETE ON events BEGIN
  DELETE FROM feedbacks WHERE feedbackable_id = OLD.id AND feedbackable_type = 'Event'; END;
"""
INDEXES: Final = """
CREATE INDEX feedbacks_by_subject ON feedbacks (feedbackable_id, feedbackable_type);
"""

_ON_EVENTS: Final = (
    (5, "Very well prepared, I would come again."),
    (4, "Interesting, and the questions at the end were the best part."),
    (3, "A little long, the room was too warm."),
    (5, "Merci à l'équipe, super soirée."),
    (2, "We could not hear anything from the back."),
)
_SPOKEN: Final = """
INSERT INTO feedbacks
SELECT 200000 + 2 * row_number() OVER (ORDER BY at, subject), who, kind, subject, comment, rating, at, at
FROM (
  SELECT m.user_id AS who, 'ScaleTeam' AS kind, s.id AS subject, s.feedback AS comment,
    s.feedback_rating AS rating, s.updated_at AS at
  FROM scale_teams s JOIN teams_users m ON m.team_id = s.team_id AND m.leader
  WHERE s.feedback IS NOT NULL
  UNION ALL
  SELECT g.user_id, 'Event', e.id, o.comment, o.rating, date(e.end_at, '+1 day') || substr(e.end_at, 11)
  FROM events_users g JOIN events e ON e.id = g.event_id JOIN opinions o ON o.place = g.id / 3 % ?
  WHERE g.id % 3 = 0 AND e.end_at < ?)
"""


def write(draft: Draft) -> None:
    """Let the leader of an evaluated team speak, and some guests of past events on the next day."""
    draft.run("CREATE TEMP TABLE opinions (place INTEGER, rating INTEGER, comment TEXT)")
    draft.put("opinions", "place rating comment", [(n, *said) for n, said in enumerate(_ON_EVENTS)])
    draft.run(_SPOKEN, (len(_ON_EVENTS), DAYS[TODAY - 1]))
    draft.run("DROP TABLE temp.opinions")
