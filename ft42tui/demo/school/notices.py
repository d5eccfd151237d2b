"""What the school says to its people: announcements, broadcasts, flashes, mails, notes."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.school.almanac import TODAY, stamp
from ft42tui.demo.school.dice import chance, day_of, pick
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.places import CAMPUSES

# Assumption: an announcement is for one cursus and one campus, or for all where there is none.
TABLES: Final = """
CREATE TABLE announcements (id INTEGER PRIMARY KEY, author TEXT NOT NULL, title TEXT NOT NULL,
  text TEXT NOT NULL, expire_at DATETIME NOT NULL, kind TEXT, image TEXT,
  cursus_id INTEGER REFERENCES cursus, campus_id INTEGER REFERENCES campus, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
CREATE TABLE broadcasts (id INTEGER PRIMARY KEY, campus_id INTEGER NOT NULL REFERENCES campus,
  tag_id INTEGER, content TEXT NOT NULL, pinned_until DATETIME, hidden_at DATETIME, url TEXT,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, content_html TEXT, position INTEGER);
CREATE TABLE flashes (id INTEGER PRIMARY KEY, content TEXT NOT NULL, selector TEXT,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, identifier TEXT NOT NULL,
  title TEXT NOT NULL, url TEXT, duration INTEGER NOT NULL);
CREATE TABLE flash_users (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users,
  flash_id INTEGER NOT NULL REFERENCES flashes, seen BOOLEAN NOT NULL DEFAULT 0,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, end_at DATETIME);
CREATE TABLE mailings (id INTEGER PRIMARY KEY, subject TEXT NOT NULL, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, identifier TEXT, meta TEXT, title TEXT, subtitle TEXT, attachment TEXT,
  "from" TEXT, "to" TEXT, cc TEXT, bcc TEXT, content TEXT, html_content TEXT, attachments TEXT);
CREATE TABLE notes (id INTEGER PRIMARY KEY, user_id INTEGER REFERENCES users, "from" TEXT, subject TEXT,
  content TEXT, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, kind TEXT DEFAULT 'manual',
  approved_at DATETIME, approver_id INTEGER REFERENCES users, from_user_id INTEGER REFERENCES users);
"""
INDEXES: Final = """
CREATE INDEX flash_users_by_user ON flash_users (user_id);
CREATE INDEX flash_users_by_flash ON flash_users (flash_id, user_id);
CREATE INDEX mailings_by_address ON mailings ("to");
CREATE INDEX notes_by_user ON notes (user_id);
"""

# author, title, text, kind, day it expires counted from today
_BANNERS: Final = (
    ("Bocal", "Exams move to Thursday", "From December on, exams begin at 14:00 on Thursdays.", "info", 40),
    ("Bocal", "Power cut", "Cluster 2 is dark on Saturday from 06:00 to 09:00.", "warning", 1),
    ("Council", "Vote", "The student council is elected this week. Three seats, nine cats.", "info", 4),
    (
        "Bocal",
        "[bold]New[/bold] printers",
        "They are in the basement. They are \x1b[5mloud\x1b[0m.",
        None,
        12,
    ),
    ("Bocal", "Summer hours", "The house closes at 22:00 in August.", "info", -80),
    ("Pedago", "Norme 4", "The new version of the norme counts from the next project on.", "info", -200),
)
_BROADCASTS: Final = (
    ("The lift works again.", "<p>The lift works again.</p>"),
    ("Lost: one left sneaker, size 43.", "<p>Lost: one left <em>sneaker</em>, size 43.</p>"),
    ("Waffles at four.", "<p>Waffles at four.</p>"),
    ("Please bring back the HDMI cables.", "<p>Please bring back the HDMI cables.</p>"),
)
_FLASHES: Final = (
    ("survey-2025", "Two minutes", "Tell us how the year went.", "https://survey.example", "body", 15),
    ("new-profile", "A new profile page", "Drag the blocks as you like.", None, "#profile", 8),
    ("dark-mode", "It is dark now", "You can switch it off \u2066in\u2069 the settings 🌙", None, None, 5),
)
_MAILS: Final = (
    ("evaluation", "You will be evaluated", "Be there on time."),
    ("evaluation", "You have to evaluate", "Be there on time, and be kind."),
    ("event", "See you tomorrow", "An event that you signed up for begins tomorrow."),
    ("exam", "Your exam", "Bring your badge."),
    ("blackhole", "Your black hole comes closer", "There are 14 days left."),
)
_TALKS: Final = (
    "Wants to come back in spring.",
    "Was sorry, brought cake.",
    "Asked for a quieter seat.",
    "Will look for a team with a friend.",
)
_FLASHED: Final = f"""
INSERT INTO flash_users (id, user_id, flash_id, seen, created_at, updated_at, end_at)
SELECT 90000 + 2 * row_number() OVER (ORDER BY f.id, u.id), u.id, f.id,
    {chance("u.id + f.id", 151, 3)} > 0, f.created_at, f.created_at,
    CASE f.id WHEN {60 + len(_FLASHES) - 1} THEN NULL
        ELSE {day_of("f.created_at", "60")} || 'T00:00:00.000Z' END
FROM users u JOIN flashes f ON f.created_at > u.created_at
WHERE u.active AND (u.id = 74 OR {chance("u.id", 152, 4)} = 0)"""  # noqa: S608
_NOTES: Final = f"""
INSERT INTO notes (id, user_id, "from", subject, content, created_at, updated_at, kind, approved_at,
    approver_id, from_user_id)
WITH found AS (
    SELECT * FROM (SELECT user_id, closer_id, 'Black hole' subject,
            'Talked about what comes next.' content, 'black_hole' kind, created_at at
        FROM closes WHERE kind = 'black_hole' ORDER BY id DESC LIMIT 120)
    UNION ALL
    SELECT * FROM (SELECT user_id, closer_id, 'Talk', {pick("id", 153, _TALKS)}, 'manual', created_at
        FROM closes WHERE kind IN ('other', 'agu')
        ORDER BY user_id = 74 DESC, id DESC LIMIT 120)
    UNION ALL
    SELECT * FROM (SELECT user_id, (SELECT min(id) FROM users WHERE staff), 'School record',
            'Handed out at the desk.', 'school_record', created_at
        FROM certificates_users WHERE certificate_id = 3 ORDER BY id DESC LIMIT 60)
)
SELECT 1200 + 2 * row_number() OVER (ORDER BY f.at, f.user_id, f.kind), f.user_id, s.login, f.subject,
    f.content, f.at, f.at, f.kind, CASE WHEN f.kind = 'black_hole' THEN f.at END,
    CASE WHEN f.kind = 'black_hole' THEN f.closer_id END, f.closer_id
FROM found f LEFT JOIN users s ON s.id = f.closer_id"""  # noqa: S608


def write(draft: Draft) -> None:
    """Write what everybody is told, and to some what concerns them alone."""
    rng = draft.rng("notices")
    r = rng.random
    draft.put(
        "announcements",
        "id author title text kind expire_at cursus_id campus_id created_at updated_at",
        [
            (500 + 4 * place, author, title, text, kind, stamp(TODAY + last, 1320),
             21 if place == 5 else None, 1 if place == 1 else None,
             stamp(min(TODAY, TODAY + last) - 15, 600), stamp(min(TODAY, TODAY + last) - 15, 600))
            for place, (author, title, text, kind, last) in enumerate(_BANNERS)
        ],
    )  # fmt: skip
    broadcasts: list[tuple[Any, ...]] = []
    for place, campus in enumerate(CAMPUSES):
        for number in range(4):
            text, html = _BROADCASTS[(place + number) % 4]
            day = TODAY - 200 + number * 50 + place * 3
            at = stamp(day, 540 + place)
            broadcasts.append(
                (8000 + place * 4 + number, campus.id, text, stamp(day + 7, 540) if number == 3 else None,
                 stamp(day + 20, 540) if number == 0 else None, None, at, at, html, number)
            )  # fmt: skip
    columns = "id campus_id content pinned_until hidden_at url created_at updated_at content_html position"
    draft.put("broadcasts", columns, broadcasts)
    draft.put(
        "flashes",
        "id identifier title content url selector duration created_at updated_at",
        [
            (60 + place, *row, stamp(TODAY - 300 + place * 120, 600), stamp(TODAY - 300 + place * 120, 600))
            for place, row in enumerate(_FLASHES)
        ],
    )
    draft.run(_FLASHED)
    there = [person for person in draft.people if person.active and person.pupil]
    addressed = rng.sample(there, min(len(there), 120))
    norminet = [person for person in there if person.login == "norminet"] * 3
    mails: list[tuple[Any, ...]] = []
    for place, person in enumerate([*addressed, *norminet]):
        name, subject, text = _MAILS[place % 3 if place >= len(addressed) else int(r() * 5)]
        at = stamp(max(TODAY - 60 + place // 3, person.begin), 480 + int(r() * 300))
        mails.append(
            (30_000 + place * 7, subject, at, at, name, "{}", subject, None, "noreply@42.example",
             f"{person.login}@{person.campus.mail_domain}", text, f"<p>{text}</p>")
        )  # fmt: skip
    draft.put(
        "mailings",
        "id subject created_at updated_at identifier meta title subtitle from to content html_content",
        mails,
    )
    draft.run(_NOTES)
