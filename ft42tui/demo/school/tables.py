"""The tables behind the served resources, in SQL: the declared type of a column is its kind."""

from __future__ import annotations

import re
from typing import Final

VERSION: Final = 6
"""Raise it when the tables or what fills them change: kept schools are then made anew."""

# A column that the catalogue filters or sorts by, and that nothing fills, is here all the same: each
# name which the catalogue offers must answer. DATETIME, BOOLEAN and DATE hold text, 0/1 and text.
DDL: Final = """
CREATE TABLE languages (id INTEGER PRIMARY KEY, name TEXT NOT NULL, identifier TEXT NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE campus (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, time_zone TEXT NOT NULL,
  language_id INTEGER NOT NULL REFERENCES languages, country TEXT NOT NULL, city TEXT NOT NULL,
  address TEXT NOT NULL, zip TEXT NOT NULL, website TEXT NOT NULL, facebook TEXT NOT NULL,
  twitter TEXT NOT NULL, email_extension TEXT, main_email TEXT, display_name TEXT NOT NULL,
  vogsphere_id INTEGER, endpoint_id INTEGER, active BOOLEAN NOT NULL, public BOOLEAN NOT NULL,
  default_hidden_phone BOOLEAN NOT NULL, content_email TEXT, time_of_community_service_started TEXT,
  companies_mail TEXT, pro_needs_validation BOOLEAN DEFAULT 1, logo TEXT, help_url TEXT,
  open_to_job_offers BOOLEAN DEFAULT 1, tig_email TEXT, minimum_slot_duration INTEGER DEFAULT 2,
  alumni_system TEXT DEFAULT 'manual', manual_alumnization_before_first_internship BOOLEAN DEFAULT 0);
CREATE TABLE cursus (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL, kind TEXT NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, restricted BOOLEAN NOT NULL DEFAULT 0,
  is_subscriptable BOOLEAN NOT NULL DEFAULT 1);
CREATE TABLE skills (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE flags (id INTEGER PRIMARY KEY, name TEXT NOT NULL, positive BOOLEAN NOT NULL,
  icon TEXT NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE titles (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE groups (id INTEGER PRIMARY KEY, name TEXT NOT NULL, color TEXT NOT NULL DEFAULT '#00babc',
  kind TEXT NOT NULL DEFAULT 'normal');
CREATE TABLE users (id INTEGER PRIMARY KEY, login TEXT NOT NULL, email TEXT NOT NULL,
  first_name TEXT NOT NULL, last_name TEXT NOT NULL, usual_full_name TEXT NOT NULL,
  usual_first_name TEXT, kind TEXT NOT NULL, image TEXT, staff BOOLEAN NOT NULL,
  correction_point INTEGER NOT NULL, pool_month TEXT, pool_year TEXT, wallet INTEGER NOT NULL,
  anonymize_date DATE, data_erasure_date DATE, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, alumnized_at DATETIME, active BOOLEAN NOT NULL,
  primary_campus_id INTEGER NOT NULL REFERENCES campus, phone TEXT, last_seen_at DATETIME, status TEXT,
  anonymized_at DATETIME, linked_user_id INTEGER REFERENCES users,
  email_stop BOOLEAN NOT NULL DEFAULT 0);
CREATE TABLE campus_users (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  campus_id INTEGER NOT NULL REFERENCES campus, is_primary BOOLEAN NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE cursus_users (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  cursus_id INTEGER NOT NULL REFERENCES cursus, begin_at DATETIME NOT NULL, end_at DATETIME, grade TEXT,
  level REAL NOT NULL, skills TEXT NOT NULL, has_coalition BOOLEAN NOT NULL, blackholed_at DATETIME,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE projects (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL,
  difficulty INTEGER, parent_id INTEGER REFERENCES projects, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, exam BOOLEAN NOT NULL, position INTEGER NOT NULL,
  cursus_id INTEGER NOT NULL REFERENCES cursus, description TEXT, git_id INTEGER, repository TEXT,
  visible BOOLEAN NOT NULL DEFAULT 1, inherited_team BOOLEAN NOT NULL DEFAULT 0,
  has_git BOOLEAN NOT NULL DEFAULT 1, has_mark BOOLEAN NOT NULL DEFAULT 1, cached_repository_path TEXT);
CREATE TABLE project_sessions (id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL REFERENCES projects,
  cursus_id INTEGER REFERENCES cursus, campus_id INTEGER REFERENCES campus, solo BOOLEAN,
  estimate_time TEXT, difficulty INTEGER, objectives TEXT NOT NULL, description TEXT, max_people INTEGER,
  team_behaviour TEXT NOT NULL, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  scale_id INTEGER NOT NULL REFERENCES scales, correction_number INTEGER NOT NULL, begin_at DATETIME,
  end_at DATETIME, duration_days INTEGER, terminating_after INTEGER, is_subscriptable BOOLEAN DEFAULT 1,
  minimum_mark INTEGER, "commit" TEXT, divisor INTEGER);
CREATE TABLE projects_users (id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL REFERENCES projects,
  user_id INTEGER NOT NULL REFERENCES users, cursus_id INTEGER NOT NULL REFERENCES cursus,
  campus_id INTEGER NOT NULL REFERENCES campus, occurrence INTEGER NOT NULL, final_mark INTEGER,
  status TEXT NOT NULL, validated BOOLEAN, current_team_id INTEGER REFERENCES teams, marked_at DATETIME,
  retriable_at DATETIME, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE teams (id INTEGER PRIMARY KEY, project_id INTEGER NOT NULL REFERENCES projects,
  project_session_id INTEGER NOT NULL REFERENCES project_sessions,
  cursus_id INTEGER NOT NULL REFERENCES cursus, campus_id INTEGER NOT NULL REFERENCES campus,
  name TEXT NOT NULL, final_mark INTEGER, status TEXT NOT NULL, validated BOOLEAN,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, locked_at DATETIME, closed_at DATETIME,
  terminating_at DATETIME, repo_uuid TEXT, repo_url TEXT, deadline_at DATETIME);
CREATE TABLE teams_users (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams,
  user_id INTEGER NOT NULL REFERENCES users, projects_user_id INTEGER NOT NULL REFERENCES projects_users,
  leader BOOLEAN NOT NULL, occurrence INTEGER NOT NULL, validated BOOLEAN NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE scale_teams (id INTEGER PRIMARY KEY, team_id INTEGER NOT NULL REFERENCES teams,
  user_id INTEGER NOT NULL REFERENCES users, scale_id INTEGER NOT NULL REFERENCES scales,
  project_id INTEGER NOT NULL REFERENCES projects, cursus_id INTEGER NOT NULL REFERENCES cursus,
  campus_id INTEGER NOT NULL REFERENCES campus, begin_at DATETIME NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, comment TEXT, feedback TEXT, final_mark INTEGER,
  flag_id INTEGER NOT NULL REFERENCES flags, filled_at DATETIME, hidden BOOLEAN NOT NULL,
  feedback_rating INTEGER, truant_id INTEGER REFERENCES users, old_feedback TEXT, token TEXT, ip TEXT,
  internship_id INTEGER);
CREATE TABLE locations (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  campus_id INTEGER NOT NULL REFERENCES campus, host TEXT NOT NULL, begin_at DATETIME NOT NULL,
  end_at DATETIME, "primary" BOOLEAN NOT NULL DEFAULT 1);
CREATE TABLE blocs (id INTEGER PRIMARY KEY, campus_id INTEGER NOT NULL REFERENCES campus,
  cursus_id INTEGER NOT NULL REFERENCES cursus, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, squad_size INTEGER, coalition_delay INTEGER,
  repeat_deadline_delay INTEGER);
CREATE TABLE coalitions (id INTEGER PRIMARY KEY, bloc_id INTEGER NOT NULL REFERENCES blocs,
  name TEXT NOT NULL, slug TEXT NOT NULL, image TEXT, cover TEXT, color TEXT NOT NULL,
  score INTEGER NOT NULL, user_id INTEGER NOT NULL REFERENCES users, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TABLE coalitions_users (id INTEGER PRIMARY KEY,
  coalition_id INTEGER NOT NULL REFERENCES coalitions, user_id INTEGER NOT NULL REFERENCES users,
  score INTEGER NOT NULL, rank INTEGER NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, this_year_score INTEGER NOT NULL DEFAULT 0,
  this_year_score_updated_at DATETIME);
CREATE TABLE achievements (id INTEGER PRIMARY KEY, name TEXT NOT NULL, internal_name TEXT,
  slug TEXT NOT NULL, description TEXT NOT NULL, tier TEXT NOT NULL, kind TEXT NOT NULL,
  visible BOOLEAN NOT NULL, image TEXT, nbr_of_success INTEGER,
  parent_id INTEGER REFERENCES achievements, title_id INTEGER REFERENCES titles, position INTEGER,
  reward INTEGER DEFAULT 0, pedago BOOLEAN DEFAULT 0, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, campus_id INTEGER REFERENCES campus);
CREATE TABLE achievements_users (id INTEGER PRIMARY KEY,
  achievement_id INTEGER NOT NULL REFERENCES achievements, user_id INTEGER NOT NULL REFERENCES users,
  nbr_of_success INTEGER, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  rewarded BOOLEAN DEFAULT 1);
CREATE TABLE events (id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL,
  location TEXT, kind TEXT NOT NULL, max_people INTEGER, begin_at DATETIME NOT NULL,
  end_at DATETIME NOT NULL, campus_id INTEGER NOT NULL REFERENCES campus,
  cursus_id INTEGER NOT NULL REFERENCES cursus, prohibition_of_cancellation INTEGER,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, difficulty INTEGER,
  remote BOOLEAN DEFAULT 0);
CREATE TABLE events_users (id INTEGER PRIMARY KEY, event_id INTEGER NOT NULL REFERENCES events,
  user_id INTEGER NOT NULL REFERENCES users, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE languages_users (id INTEGER PRIMARY KEY, language_id INTEGER NOT NULL REFERENCES languages,
  user_id INTEGER NOT NULL REFERENCES users, position INTEGER NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME);
CREATE TABLE titles_users (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  title_id INTEGER NOT NULL REFERENCES titles, selected BOOLEAN NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TABLE groups_users (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  group_id INTEGER NOT NULL REFERENCES groups);
"""
"""Every table."""

INDEXES: Final = """
CREATE UNIQUE INDEX users_by_login ON users (login);
CREATE INDEX users_by_pool ON users (pool_year, pool_month);
CREATE INDEX campus_users_by_user ON campus_users (user_id);
CREATE INDEX campus_users_by_campus ON campus_users (campus_id, user_id);
CREATE INDEX cursus_users_by_user ON cursus_users (user_id);
CREATE INDEX cursus_users_by_cursus ON cursus_users (cursus_id, user_id);
CREATE INDEX projects_users_by_user ON projects_users (user_id);
CREATE INDEX projects_users_by_project ON projects_users (project_id, user_id);
CREATE INDEX teams_by_project ON teams (project_id);
CREATE INDEX teams_users_by_team ON teams_users (team_id);
CREATE INDEX teams_users_by_user ON teams_users (user_id, team_id);
CREATE INDEX teams_users_by_projects_user ON teams_users (projects_user_id, team_id);
CREATE INDEX scale_teams_by_team ON scale_teams (team_id);
CREATE INDEX scale_teams_by_user ON scale_teams (user_id);
CREATE INDEX scale_teams_by_begin ON scale_teams (begin_at);
CREATE INDEX locations_by_begin ON locations (begin_at);
CREATE INDEX locations_by_user ON locations (user_id);
CREATE INDEX locations_still_open ON locations (user_id, host) WHERE end_at IS NULL;
CREATE INDEX coalitions_users_by_user ON coalitions_users (user_id);
CREATE INDEX coalitions_users_by_coalition ON coalitions_users (coalition_id, user_id);
CREATE INDEX achievements_users_by_user ON achievements_users (user_id);
CREATE INDEX achievements_users_by_achievement ON achievements_users (achievement_id, user_id);
CREATE INDEX events_users_by_user ON events_users (user_id);
CREATE INDEX events_users_by_event ON events_users (event_id, user_id);
CREATE INDEX languages_users_by_user ON languages_users (user_id);
CREATE INDEX titles_users_by_user ON titles_users (user_id);
CREATE INDEX groups_users_by_user ON groups_users (user_id);
"""
"""What nested lists, batched look-ups and the default orders go by. Made after the rows: that is faster."""

_KEY: Final = re.compile(r"( NOT NULL)? REFERENCES (\w+)")


def with_deletions(tables: str) -> str:
    """Return the SQL of tables, each foreign key with what a deletion does to it.

    What cannot be without the deleted row goes with it, the rest forgets it: nothing ever leads nowhere.
    """
    return _KEY.sub(lambda key: f"{key[0]} ON DELETE {'CASCADE' if key[1] else 'SET NULL'}", tables)
