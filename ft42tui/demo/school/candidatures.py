"""What people said of themselves when they applied. All of it is made up."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.dice import chance, day_of
from ft42tui.demo.school.draft import Draft

# `pin` would be a secret, so nothing is ever in it. Whom a new one is about is not documented where no
# user is in the path: norminet stands in for what an application leaves out.
TABLES: Final = """
CREATE TABLE user_candidatures (id INTEGER PRIMARY KEY,
  user_id INTEGER DEFAULT 74 NOT NULL REFERENCES users, birth_date DATE, gender TEXT, zip_code TEXT,
  country TEXT, birth_city TEXT, birth_country TEXT, postal_street TEXT, postal_complement TEXT,
  postal_city TEXT, postal_zip_code TEXT, postal_country TEXT, contact_affiliation TEXT,
  contact_last_name TEXT, contact_first_name TEXT, contact_phone1 TEXT, contact_phone2 TEXT,
  max_level_memory INTEGER, max_level_logic INTEGER, other_information TEXT, language TEXT,
  meeting_date DATETIME, piscine_date DATE, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  phone TEXT, email TEXT, pin TEXT, phone_country_code TEXT, hidden_phone BOOLEAN NOT NULL DEFAULT 1);
"""
INDEXES: Final = "CREATE INDEX user_candidatures_by_user ON user_candidatures (user_id);"

_MOST: Final = 300


def write(draft: Draft) -> None:
    """Write those of the newest pools and norminet's: a few hundred at most, whatever the school's size."""
    draft.run(
        f"""INSERT INTO user_candidatures (id, user_id, birth_date, gender, zip_code, country, birth_city,
            birth_country, postal_street, postal_city, postal_zip_code, postal_country, contact_affiliation,
            contact_last_name, contact_first_name, contact_phone1, max_level_memory, max_level_logic,
            language, meeting_date, piscine_date, created_at, updated_at, phone, email, phone_country_code)
        WITH newest AS (
            SELECT u.*, c.name campus, c.country campus_country, c.zip, l.identifier language
            FROM users u JOIN campus c ON c.id = u.primary_campus_id JOIN languages l ON l.id = c.language_id
            WHERE u.id = 74
                OR u.id IN (SELECT id FROM users WHERE NOT staff ORDER BY id DESC LIMIT {_MOST - 1})
        )
        SELECT 20000 + 3 * row_number() OVER (ORDER BY created_at, id), id,
            {day_of("created_at", f"-6800 - {chance('id', 141, 4000)}")},
            CASE {chance("id", 142, 9)} WHEN 0 THEN 'other' WHEN 1 THEN 'female' WHEN 2 THEN 'female'
                WHEN 3 THEN 'female' WHEN 4 THEN 'female' ELSE 'male' END,
            zip, campus_country, campus, campus_country, (1 + {chance("id", 143, 200)}) || ' Example Street',
            campus, zip, campus_country, CASE {chance("id", 144, 3)} WHEN 0 THEN 'friend' ELSE 'parent' END,
            last_name, 'Alex', 'hidden', 5 + {chance("id", 145, 16)}, 5 + {chance("id", 146, 20)}, language,
            {day_of("created_at", "8")} || 'T16:00:00.000Z',
            (SELECT min(substr(begin_at, 1, 10)) FROM cursus_users WHERE user_id = newest.id), created_at,
            {day_of("created_at", "8")} || 'T18:12:12.744Z', 'hidden', login || '@candidate.example', NULL
        FROM newest"""  # noqa: S608
    )
