"""Accounts that were closed, and what is owed to the community for it."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.dice import chance, day_of, days_between, office_hour, pick
from ft42tui.demo.school.draft import Draft

# Assumptions: an account that was opened again has the state `unclose`, as the route is called; who
# looks after a community service is its tiger; its duration is in seconds.
TABLES: Final = """
CREATE TABLE closes (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  closer_id INTEGER REFERENCES users, reason TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'close',
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, kind TEXT NOT NULL DEFAULT 'other',
  end_at DATETIME, jid TEXT);
CREATE TABLE community_services (id INTEGER PRIMARY KEY, close_id INTEGER REFERENCES closes,
  tiger_id INTEGER REFERENCES users, duration INTEGER NOT NULL, schedule_at DATETIME, occupation TEXT,
  token TEXT, state TEXT NOT NULL DEFAULT 'scheduled', created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX closes_by_user ON closes (user_id);
CREATE INDEX closes_by_time ON closes (created_at, id);
CREATE INDEX community_services_by_close ON community_services (close_id);
"""

_SLIPS: Final = (
    "Left the session open overnight, twice.",
    "Ate in the cluster. Again.",
    "Booked ten slots and came to none.",
    "A nap of nine hours in the amphitheatre.",
    "Locked a seat for the whole weekend.",
)
_TASKS: Final = (
    "Clean the keyboards of a cluster",
    "Welcome the visitors",
    "Prepare the exam machines",
    "Sort the lost and found",
    "Water the plants of the cafeteria",
)
# Who closes an account: somebody of the campus's own staff, else the first of the founders.
_STAFF: Final = """founder AS MATERIALIZED (SELECT min(id) id FROM users WHERE staff),
own AS MATERIALIZED (SELECT primary_campus_id campus_id, min(id) id FROM users WHERE staff GROUP BY 1),
staff AS MATERIALIZED (SELECT c.id campus_id, coalesce(o.id, f.id) closer_id
    FROM campus c JOIN founder f LEFT JOIN own o ON o.campus_id = c.id)"""
_BEFORE: Final = "2026-11-10T18:00:00.000Z"  # a close that is over is some days old

_HOLES: Final = """
SELECT c.user_id, 'The black hole of the 42cursus was reached.' reason, 'close' state, 'black_hole' kind,
    c.blackholed_at at, NULL end_at
FROM cursus_users c JOIN users u ON u.id = c.user_id
WHERE c.cursus_id = 21 AND c.blackholed_at <= c.end_at AND u.alumnized_at IS NULL"""
_DESERTERS: Final = f"""
SELECT c.user_id, 'Not seen for a year.', 'close', 'deserter', c.end_at, NULL
FROM cursus_users c JOIN users u ON u.id = c.user_id
WHERE c.cursus_id = 1 AND u.alumnized_at IS NULL AND c.end_at IS NOT NULL AND {chance("c.id", 1, 8)} = 0"""  # noqa: S608
_NOT_ADMITTED: Final = f"""
SELECT c.user_id, 'Not admitted after the piscine.', 'close', 'non_admitted', c.end_at, NULL
FROM cursus_users c WHERE c.cursus_id IN (4, 9) AND {chance("c.id", 2, 25)} = 0 AND c.end_at < '{_BEFORE}'
AND NOT EXISTS (SELECT 1 FROM cursus_users m WHERE m.user_id = c.user_id AND m.cursus_id IN (1, 21))"""  # noqa: S608
_MISCONDUCT: Final = f"""
SELECT c.user_id, 'Against the rules of the house.', 'close', 'serious_misconduct', c.end_at, NULL
FROM cursus_users c JOIN users u ON u.id = c.user_id
WHERE c.cursus_id = 21 AND c.end_at IS NOT NULL AND c.blackholed_at IS NULL AND u.alumnized_at IS NULL
AND {chance("c.id", 3, 12)} = 0"""  # noqa: S608
_AGE: Final = days_between("c.begin_at", f"'{_BEFORE}'")
_ON: Final = day_of("c.begin_at", f"20 + {chance('c.id', 5, 1000)} * ({_AGE} - 60) / 1000")
_FREEZES: Final = f"""
SELECT c.user_id, 'A break that was asked for.', 'unclose', 'agu', {_ON} || {office_hour("c.id", 6)},
    {day_of(_ON, f"14 + {chance('c.id', 10, 17)}")} || 'T07:00:00.000Z'
FROM cursus_users c WHERE c.cursus_id = 21 AND c.end_at IS NULL AND {_AGE} > 120
AND (c.user_id = 74 OR {chance("c.id", 4, 20)} = 0)"""  # noqa: S608
_SLIPPED: Final = f"""
SELECT c.user_id, {pick("c.id", 11, _SLIPS)}, 'unclose', 'other', {_ON} || {office_hour("c.id", 12)},
    {day_of(_ON, f"3 + {chance('c.id', 16, 6)}")} || 'T07:00:00.000Z'
FROM cursus_users c WHERE c.cursus_id = 21 AND c.end_at IS NULL AND {_AGE} > 90
AND (c.user_id = 74 OR {chance("c.id", 17, 25)} = 1)"""  # noqa: S608

_CLOSES: Final = f"""
INSERT INTO closes (id, user_id, closer_id, reason, state, created_at, updated_at, kind, end_at)
WITH {_STAFF}, found AS ({_HOLES} UNION ALL {_DESERTERS} UNION ALL {_NOT_ADMITTED} UNION ALL {_MISCONDUCT}
    UNION ALL {_FREEZES} UNION ALL {_SLIPPED})
SELECT 7000 + 3 * row_number() OVER (ORDER BY f.at, f.user_id), f.user_id, s.closer_id, f.reason, f.state,
    f.at, coalesce(f.end_at, f.at), f.kind, f.end_at
FROM found f JOIN users u ON u.id = f.user_id JOIN staff s ON s.campus_id = u.primary_campus_id"""  # noqa: S608
_DUE: Final = day_of("c.created_at", "1 + n.n")
_SERVICES: Final = f"""
INSERT INTO community_services (id, close_id, tiger_id, duration, schedule_at, occupation, state,
    created_at, updated_at)
SELECT 900 + 2 * row_number() OVER (ORDER BY c.id, n.n), c.id, c.closer_id,
    7200 * (1 + {chance("c.id + n.n", 21, 3)}), {_DUE} || 'T09:00:00.000Z',
    {pick("c.id + 7 * n.n", 22, _TASKS)}, 'validated', c.created_at, {_DUE} || 'T17:30:30.330Z'
FROM closes c JOIN (SELECT 0 n UNION ALL SELECT 1) n ON n.n <= {chance("c.id", 23, 2)}
WHERE c.kind = 'other'"""  # noqa: S608
# One more that is still to come, of those who slipped last.
_DUE_NEXT: Final = f"""
INSERT INTO community_services (close_id, tiger_id, duration, schedule_at, occupation, created_at,
    updated_at)
SELECT id, closer_id, 14400, '2026-11-23T09:00:00.000Z', {pick("id", 24, _TASKS)}, updated_at, updated_at
FROM closes WHERE kind = 'other' ORDER BY created_at DESC LIMIT 5"""  # noqa: S608


def write(draft: Draft) -> None:
    """Write the closes of those who left against their will or slipped, then the services."""
    draft.run(_CLOSES)
    draft.run(_SERVICES)
    draft.run(_DUE_NEXT)
