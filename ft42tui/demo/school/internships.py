"""Internships of those who got far, and what was changed in their contracts."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.school.companies import FIRST_OFFER, OFFERS
from ft42tui.demo.school.dice import chance, day_of, days_between, pick, quoted
from ft42tui.demo.school.draft import Draft

# Assumptions: `days` is how many days a week, `duration` in days, `nb_hours` a week; the states.
TABLES: Final = """
CREATE TABLE internships (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  administration_id INTEGER REFERENCES users, offer_id INTEGER REFERENCES offers,
  language_id INTEGER REFERENCES languages, state TEXT NOT NULL DEFAULT 'pending', days INTEGER,
  user_address TEXT, user_postal TEXT, user_city TEXT, user_country TEXT, company_name TEXT,
  company_boss_user_first_name TEXT, company_boss_user_last_name TEXT, company_boss_user_email TEXT,
  company_boss_user_phone TEXT, company_user_first_name TEXT, company_user_last_name TEXT,
  company_user_post TEXT, company_user_email TEXT, company_user_phone TEXT, company_address TEXT,
  company_postal TEXT, company_city TEXT, company_country TEXT, company_siret TEXT,
  internship_address TEXT, internship_postal TEXT, internship_city TEXT, internship_country TEXT,
  contract_type TEXT, subject TEXT, start_at DATETIME, end_at DATETIME, duration INTEGER,
  nb_days INTEGER, nb_hours INTEGER, movement BOOLEAN, salary INTEGER, currency TEXT, breach_at DATETIME,
  convention TEXT, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  anti_grav_units_user_id INTEGER REFERENCES anti_grav_units_users);
CREATE TABLE amendments (id INTEGER PRIMARY KEY, internship_id INTEGER NOT NULL REFERENCES internships,
  kind TEXT NOT NULL DEFAULT 'other', effective_date DATETIME NOT NULL, end_at DATETIME, origin TEXT,
  convention TEXT, salary TEXT, currency TEXT, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE INDEX internships_by_user ON internships (user_id);
CREATE INDEX internships_by_company ON internships (company_siret, user_id);
CREATE INDEX amendments_by_internship ON amendments (internship_id);
"""

_FIRST: Final = ("Alma", "Bruno", "Chidi", "Dana", "Emil", "Farah", "Goran", "Hana")
_LAST: Final = ("Archer", "Bell", "Castle", "Dale", "Ember", "Frost", "Grove", "Hart")
_POSTS: Final = ("Lead developer", "Head of operations", "Architect", "Team lead")
_SUBJECTS: Final = (
    "Rewrite of the importer, with tests this time.",
    "A dashboard for the night shift.",
    "Port of the firmware to a newer board.",
    "Monitoring of the build farm.",
    "Migration of an old C++ service.",
    "Accessibility of the customer pages.",
)
_MONEY: Final = (
    "CASE f.country WHEN 'United States' THEN 'USD' WHEN 'Japan' THEN 'JPY' WHEN 'Morocco' THEN 'MAD'"
    " WHEN 'Korea, Republic of' THEN 'KRW' WHEN 'Turkey' THEN 'TRY' ELSE 'EUR' END"
)
# Who gets so far takes some 700 days: that is when an internship begins, or in the last months.
_LONG_AGO: Final = f"690 + {chance('c.id', 61, 100)}"
_LATELY: Final = f"{days_between('c.begin_at', quoted(PRESENT))} - {chance('c.id', 62, 150)}"
_WHEN: Final = f"""CASE WHEN c.user_id = 74 THEN 800
    WHEN c.end_at IS NULL AND {chance("c.id", 65, 2)} THEN {_LATELY} ELSE {_LONG_AGO} END"""
# One of the last offers of the own campus, mostly; elsewhere for the others.
_OWN: Final = """SELECT min((o.id * 31 + c.id * 17 & 63) * 100000 + o.id) % 100000 FROM offers o
    WHERE o.campus_id = u.primary_campus_id"""
_WEEK: Final = f"(3 + {chance('d.entry', 79, 3)})"  # days

_INTERNS: Final = f"""
INSERT INTO internships (id, user_id, administration_id, offer_id, language_id, state, days, user_address,
    user_postal, user_city, user_country, company_name, company_boss_user_first_name,
    company_boss_user_last_name, company_boss_user_email, company_user_first_name, company_user_last_name,
    company_user_post, company_user_email, company_address, company_postal, company_city, company_country,
    company_siret, internship_address, internship_postal, internship_city, internship_country,
    contract_type, subject, start_at, end_at, duration, nb_days, nb_hours, movement, salary, currency,
    breach_at, created_at, updated_at)
WITH staff AS MATERIALIZED (SELECT id, primary_campus_id campus_id FROM users WHERE staff),
found AS (
    SELECT c.id entry, c.user_id, u.primary_campus_id campus_id,
        coalesce(CASE WHEN c.user_id = 74 OR {chance("c.id", 63, 7)} THEN ({_OWN}) END,
            {FIRST_OFFER} + {chance("c.id", 63, OFFERS)}) offer_id, 110 + {chance("c.id", 64, 70)} duration,
        {day_of("c.begin_at", _WHEN)} day
    FROM cursus_users c JOIN users u ON u.id = c.user_id
    WHERE c.cursus_id IN (1, 21) AND c.level > 7
        AND (c.user_id = 74 OR (c.grade = 'Transcender' OR c.cursus_id = 1) AND {chance("c.id", 66, 6)})
), dated AS (
    SELECT *, {day_of("day", "duration")} last,
        CASE WHEN {chance("entry", 67, 33)} = 5 AND {day_of("day", "30")} < '{PRESENT}'
            THEN {day_of("day", "30")} END breach
    FROM found
)
SELECT 4000 + 3 * row_number() OVER (ORDER BY d.day, d.user_id), d.user_id,
    coalesce((SELECT min((s.id * 7 + d.entry & 15) * 100000000 + s.id) % 100000000 FROM staff s
        WHERE s.campus_id = d.campus_id), (SELECT min(id) FROM staff)),
    CASE WHEN o.valid_at < d.day THEN o.id END, p.language_id,
    CASE WHEN d.breach IS NOT NULL THEN 'breached' WHEN d.last < '{PRESENT}' THEN 'finished'
        ELSE 'ongoing' END,
    {_WEEK}, (1 + {chance("d.entry", 68, 90)}) || ' Example Street', p.zip, p.city,
    p.country, f.name,
    {pick("f.id", 69, _FIRST)}, {pick("f.id", 70, _LAST)}, 'boss@' || f.slug || '.example',
    {pick("d.offer_id", 71, _FIRST)}, {pick("d.offer_id", 72, _LAST)}, {pick("d.entry", 73, _POSTS)},
    'team@' || f.slug || '.example', f.address, f.zip, f.city, f.country, f.siret, f.address, f.zip,
    f.city, f.country, CASE o.contract_type WHEN 'permanent' THEN 'internship' ELSE o.contract_type END,
    {pick("d.entry", 74, _SUBJECTS)}, d.day || 'T08:00:00.000Z', d.last || 'T17:00:00.000Z', d.duration,
    d.duration * {_WEEK} / 7, 7 * {_WEEK},
    {chance("d.entry", 75, 4)} = 0, CAST(o.salary AS INTEGER), {_MONEY},
    d.breach || 'T12:00:00.000Z', {day_of("d.day", "-25")} || 'T14:14:28.666Z',
    coalesce(d.breach, {day_of("d.day", "-20")}) || 'T14:20:40.980Z'
FROM dated d JOIN offers o ON o.id = d.offer_id JOIN companies f ON f.id = o.company_id
    JOIN campus p ON p.id = d.campus_id"""  # noqa: S608

_SETTLED: Final = day_of("i.start_at", "40")
_CHANGES: Final = f"""
INSERT INTO amendments (id, internship_id, kind, effective_date, end_at, origin, salary, currency,
    created_at, updated_at)
WITH found AS (
    SELECT i.*, CASE WHEN i.breach_at IS NOT NULL THEN 'breach'
            WHEN {chance("i.id", 76, 3)} THEN 'prolongation' ELSE 'salary_change' END AS kind,
        CASE WHEN i.breach_at IS NOT NULL THEN substr(i.breach_at, 1, 10)
            WHEN {_SETTLED} < '{PRESENT}' THEN {_SETTLED} ELSE substr(i.start_at, 1, 10) END day
    FROM internships i
    WHERE i.breach_at IS NOT NULL OR i.user_id = 74
        OR ({chance("i.id", 77, 7)} = 0 AND {_SETTLED} < '{PRESENT}')
)
SELECT 600 + 2 * row_number() OVER (ORDER BY day, id), id, kind, day || 'T00:00:00.000Z',
    CASE kind WHEN 'prolongation' THEN end_at WHEN 'breach' THEN breach_at END,
    {pick("id", 78, ("company", "student", "school"))},
    CASE kind WHEN 'salary_change' THEN salary END, CASE kind WHEN 'salary_change' THEN currency END,
    {day_of("day", "-6")} || 'T10:10:22.190Z', {day_of("day", "-6")} || 'T10:10:22.190Z'
FROM found"""  # noqa: S608


def write(draft: Draft) -> None:
    """Write an internship of most who finished the common core, mostly at a company of their own town.

    Those who are still there may be at it now; the others did it when they had got that far.
    """
    draft.run(_INTERNS)
    draft.run(_CHANGES)
