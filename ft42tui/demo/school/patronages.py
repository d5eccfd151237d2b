"""Who looks after whom, and what they report of it."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.dice import chance, day_of, office_hour
from ft42tui.demo.school.draft import Draft

# Assumption: a report is one of a few forms that a godfather fills in. Only its id is documented.
TABLES: Final = """
CREATE TABLE patronages (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  godfather_id INTEGER NOT NULL REFERENCES users, ongoing BOOLEAN NOT NULL DEFAULT 1,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE reports (id INTEGER PRIMARY KEY, name TEXT NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TABLE patronages_reports (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users,
  begin_at DATETIME, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  patronage_id INTEGER NOT NULL REFERENCES patronages, report_id INTEGER REFERENCES reports,
  validated_at DATETIME);
"""
INDEXES: Final = """
CREATE INDEX patronages_by_user ON patronages (user_id);
CREATE INDEX patronages_by_godfather ON patronages (godfather_id);
CREATE INDEX patronages_reports_by_patronage ON patronages_reports (patronage_id);
CREATE INDEX patronages_reports_by_user ON patronages_reports (user_id);
CREATE INDEX patronages_reports_by_report ON patronages_reports (report_id);
"""

_REPORTS: Final = ("First meeting", "Monthly meeting", "Before the internship")
# A senior of the same campus who began before: the nth of them, so that no two rows are compared.
_PAIRS: Final = f"""
INSERT INTO patronages (id, user_id, godfather_id, ongoing, created_at, updated_at)
WITH seniors AS (
    SELECT c.user_id, c.begin_at, u.primary_campus_id campus_id,
        row_number() OVER (PARTITION BY u.primary_campus_id ORDER BY c.id) - 1 place,
        count(*) OVER (PARTITION BY u.primary_campus_id) total
    FROM cursus_users c JOIN users u ON u.id = c.user_id
    WHERE c.cursus_id = 21 AND c.end_at IS NULL AND c.level > 6
), totals AS (SELECT campus_id, max(total) total FROM seniors GROUP BY campus_id),
juniors AS (
    SELECT c.id, c.user_id, c.begin_at, c.level, u.primary_campus_id campus_id
    FROM cursus_users c JOIN users u ON u.id = c.user_id
    WHERE c.cursus_id = 21 AND c.end_at IS NULL AND c.level <= 6 AND c.begin_at < '2026-10-01'
        AND {chance("c.id", 111, 3)} = 0
)
SELECT 500 + 3 * row_number() OVER (ORDER BY j.begin_at, j.user_id), j.user_id, s.user_id, j.level < 4,
    {day_of("j.begin_at", "12")} || {office_hour("j.id", 112)},
    {day_of("j.begin_at", "12")} || 'T19:20:20.380Z'
FROM juniors j JOIN totals t ON t.campus_id = j.campus_id
    JOIN seniors s ON s.campus_id = j.campus_id AND s.place = {chance("j.id", 116, 100000)} % t.total
WHERE s.begin_at < j.begin_at"""  # noqa: S608
_NORMINETS: Final = f"""
INSERT INTO patronages (user_id, godfather_id, ongoing, created_at, updated_at)
SELECT user_id, 74, end_at IS NULL, {day_of("begin_at", "12")} || 'T10:30:30.110Z',
    {day_of("begin_at", "12")} || 'T19:20:20.380Z'
FROM cursus_users WHERE cursus_id = 21 AND begin_at BETWEEN '2024-01-01' AND '2026-10-01'
ORDER BY end_at IS NULL DESC, id LIMIT 1"""  # noqa: S608
_MEETINGS: Final = f"""
INSERT INTO patronages_reports (id, user_id, begin_at, created_at, updated_at, patronage_id, report_id,
    validated_at)
WITH found AS (
    SELECT p.id, p.godfather_id, p.created_at, 12 report_id, {day_of("p.created_at", "9")} day
    FROM patronages p
    UNION ALL
    SELECT p.id, p.godfather_id, p.created_at, 13, {day_of("p.created_at", "40")} FROM patronages p
    WHERE p.created_at < '2026-10-01' AND {chance("p.id", 117, 2)}
    UNION ALL
    SELECT p.id, p.godfather_id, '2026-11-16T10:10:22.190Z', 13, '2026-11-26' FROM patronages p
    WHERE p.ongoing AND {chance("p.id", 118, 4)} = 0
)
SELECT 900 + 2 * row_number() OVER (ORDER BY day, id), godfather_id, day || 'T15:00:00.000Z', created_at,
    min(day || 'T17:05:05.095Z', max(created_at, '2026-11-19T17:05:05.095Z')), id, report_id,
    CASE WHEN day < '2026-11-20' AND {chance("id", 119, 5)} THEN day || 'T17:05:05.095Z' END
FROM found"""  # noqa: S608


def write(draft: Draft) -> None:
    """Write who looks after whom at each campus, and their meetings, some of them still to come."""
    made = "2018-09-03T08:30:30.110Z"
    draft.put(
        "reports",
        "id name created_at updated_at",
        [(12 + place, name, made, made) for place, name in enumerate(_REPORTS)],
    )
    draft.run(_PAIRS)
    draft.run(_NORMINETS)
    draft.run(_MEETINGS)
