"""Companies, what they offer, who applied, and who wants to hear from them."""

from __future__ import annotations

from typing import Any, Final

from ft42tui.demo.school.almanac import TODAY, stamp
from ft42tui.demo.school.dice import chance, day_of, days_between, office_hour
from ft42tui.demo.school.draft import Draft
from ft42tui.demo.school.expertises import EXPERTISES
from ft42tui.demo.school.places import CAMPUSES

# Assumptions: an offer asks for one expertise; `user_id` is who put it up; `companies_users` holds who
# subscribed to a company.
TABLES: Final = """
CREATE TABLE companies (id INTEGER PRIMARY KEY, name TEXT NOT NULL, slug TEXT NOT NULL, sector TEXT,
  other_sector TEXT, size TEXT, phone TEXT, address TEXT, zip TEXT, city TEXT, country TEXT,
  website_url TEXT, owner_id INTEGER REFERENCES users, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL, latitude REAL, longitude REAL, siret TEXT, pro_id INTEGER, owner_type TEXT,
  administrative_email TEXT);
CREATE TABLE companies_users (id INTEGER PRIMARY KEY, company_id INTEGER NOT NULL REFERENCES companies,
  user_id INTEGER NOT NULL REFERENCES users, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL);
CREATE TABLE offers (id INTEGER PRIMARY KEY, title TEXT NOT NULL, little_description TEXT,
  big_description TEXT, salary TEXT, contract_type TEXT, email TEXT, address TEXT, city TEXT, zip TEXT,
  country TEXT, latitude REAL, longitude REAL, valid_at DATETIME, invalid_at DATETIME,
  min_duration INTEGER, max_duration INTEGER, document TEXT, slug TEXT NOT NULL,
  created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, pro_id INTEGER,
  company_id INTEGER REFERENCES companies, target TEXT, expertise_id INTEGER REFERENCES expertises,
  campus_id INTEGER REFERENCES campus, reported BOOLEAN NOT NULL DEFAULT 0,
  user_id INTEGER REFERENCES users);
CREATE TABLE offers_users (id INTEGER PRIMARY KEY, offer_id INTEGER NOT NULL REFERENCES offers,
  user_id INTEGER NOT NULL REFERENCES users, validated_at DATETIME, created_at DATETIME NOT NULL,
  updated_at DATETIME NOT NULL);
"""
INDEXES: Final = """
CREATE UNIQUE INDEX companies_by_slug ON companies (slug);
CREATE INDEX companies_by_siret ON companies (siret);
CREATE INDEX companies_users_by_company ON companies_users (company_id, user_id);
CREATE INDEX offers_by_company ON offers (company_id);
CREATE INDEX offers_users_by_offer ON offers_users (offer_id, user_id);
CREATE INDEX offers_users_by_user ON offers_users (user_id);
"""

OFFERS: Final = 96
"""How many offers there are, whatever the school's size."""
FIRST_OFFER: Final = 2000
"""The id of the first one; the others follow without a gap, so that a chance finds one."""

_COMPANY: Final = (
    "id name slug sector other_sector size phone address zip city country website_url owner_id created_at"
    " updated_at latitude longitude siret pro_id owner_type administrative_email"
)
_OFFER: Final = (
    "id title little_description big_description salary contract_type email address city zip country"
    " latitude longitude valid_at invalid_at min_duration max_duration slug created_at updated_at pro_id"
    " company_id target expertise_id campus_id reported user_id"
)
_FIRST: Final = ("Blue", "North", "Little", "Open", "Quiet", "Paper", "Copper", "Seven")
_SECOND: Final = (("Harbour", "logistics"), ("Compiler", "software"), ("Lantern", "energy"),
    ("Orchard", "food"), ("Signal", "telecoms"))  # fmt: skip
_SIZES: Final = ("1-10", "11-50", "51-250", "251-1000", "1000+")
_JOBS: Final = (
    ("Backend developer", "Services that nobody notices, because they run."),
    ("Embedded C developer", "Firmware for a box that hangs outside, in the rain."),
    ("Web developer", "The page that everybody opens on Monday morning."),
    ("System administrator", "Two hundred machines and a good coffee machine."),
    ("Data engineer", "Pipelines, and the reasons why they broke."),
    ("Security analyst", "Read logs, ask questions, sleep well."),
    ("Game developer", "Physics that are wrong in the right way."),
    ("Mobile developer", "One application, two platforms, three designers."),
)
_CONTRACTS: Final = ("internship", "internship", "apprenticeship", "permanent", "fixed_term")
_CENTRES: Final = {
    1: (48.8966, 2.3186), 7: (37.5485, -121.9886), 9: (45.764, 4.8357), 13: (60.1806, 24.9585),
    14: (52.3676, 4.9041), 21: (32.2361, -7.9538), 22: (40.4168, -3.7038), 26: (35.6762, 139.6503),
    29: (37.5665, 126.978), 38: (38.7223, -9.1393), 49: (41.0082, 28.9784), 51: (52.52, 13.405),
}  # fmt: skip
# norminet takes one of the last offers, so that there is an application in every school.
_ANY: Final = f"{FIRST_OFFER} + {chance('c.id', 37, OFFERS)}"
_CHOSEN: Final = f"CASE c.user_id WHEN 74 THEN {FIRST_OFFER + OFFERS - 5} ELSE {_ANY} END"
_APPLIED: Final = day_of("o.valid_at", f"CASE c.user_id WHEN 74 THEN 20 ELSE {chance('c.id', 36, 150)} END")
_LAST_DAY: Final = "coalesce(c.end_at, '2026-11-19')"
_HALFWAY: Final = day_of("c.begin_at", f"{days_between('c.begin_at', _LAST_DAY)} / 2")


def write(draft: Draft) -> None:
    """Write the companies and their offers, then who applied and who subscribed."""
    rng = draft.rng("companies")
    r = rng.random
    companies: list[tuple[Any, ...]] = []
    for place in range(len(_FIRST) * len(_SECOND)):
        second, sector = _SECOND[place % 5]
        name = f"{_FIRST[place // 5]} {second}"
        slug = name.lower().replace(" ", "-")
        campus = CAMPUSES[0] if place % 3 == 0 else CAMPUSES[place % len(CAMPUSES)]
        north, east = _CENTRES[campus.id]
        at = stamp(60 + place * 6, 560 + place)
        # Assumption: a SIRET is shown as 14 digits; these begin with four zeros, as no real one does.
        companies.append(
            (310 + place * 3, name, slug, "other" if place % 9 == 8 else sector,
             "beekeeping" if place % 9 == 8 else None, _SIZES[int(r() * 5)],
             None if campus.country != "France" else f"+331990012{place:02}", f"{place + 1} Example Street",
             f"{campus.id:05}", campus.name, campus.country, f"https://{slug}.example", None, at,
             stamp(TODAY - 1 - int(r() * 300), 700), round(north + (r() - 0.5) / 9, 5),
             round(east + (r() - 0.5) / 9, 5), f"0000{421_000_000 + place * 977:010}", 40 + place, "Pro",
             f"hr@{slug}.example")
        )  # fmt: skip
    draft.put("companies", _COMPANY, companies)
    offers: list[tuple[Any, ...]] = []
    for place in range(OFFERS):
        company = companies[int(r() * len(companies))]
        job, about = _JOBS[int(r() * 8)]
        contract = _CONTRACTS[int(r() * 5)]
        campus = next(one for one in CAMPUSES if one.name == company[9])
        born = TODAY - 1500 + place * 15
        over = stamp(born + 200, 1000) if born + 200 < TODAY else None
        least = 60 + int(r() * 4) * 30 if contract != "permanent" else None
        offers.append(
            (FIRST_OFFER + place, job, about, f"{about}\n\nAt {company[1]} in {company[9]}.",
             f"{800 + int(r() * 30) * 50}", contract, f"jobs@{company[2]}.example", company[7], company[9],
             company[8], company[10], company[15], company[16], stamp(born + 3, 600), over, least,
             least and least + 90, f"{job.lower().replace(' ', '-')}-{place}", stamp(born, 640),
             over or stamp(min(born + 3, TODAY), 601), company[18], company[0],
             "alumni" if contract == "permanent" else "student",
             EXPERTISES[int(r() * len(EXPERTISES))][0], campus.id, place == 13, None)
        )  # fmt: skip
    draft.put("offers", _OFFER, offers)
    # An application comes while the offer is valid, from somebody who is at the school by then.
    draft.run(
        f"""INSERT INTO offers_users (id, offer_id, user_id, validated_at, created_at, updated_at)
        SELECT 30000 + 2 * row_number() OVER (ORDER BY day, user_id), offer_id, user_id,
            CASE WHEN {chance("entry", 31, 3)} THEN day || 'T19:10:10.190Z' END,
            day || {office_hour("entry", 32)}, day || 'T19:10:10.190Z'
        FROM (SELECT c.id entry, c.user_id, o.id offer_id,
                {_APPLIED} day, o.invalid_at, c.begin_at, c.end_at
            FROM cursus_users c JOIN offers o ON o.id = {_CHOSEN}
            WHERE c.cursus_id IN (1, 21) AND (c.user_id = 74 OR (c.level > 5 AND {chance("c.id", 38, 2)})))
        WHERE day > begin_at AND day < coalesce(invalid_at, '2026-11-20')
            AND day < coalesce(end_at, '2026-11-20')"""  # noqa: S608
    )
    draft.run(
        f"""INSERT INTO companies_users (id, company_id, user_id, created_at, updated_at)
        SELECT 9000 + row_number() OVER (ORDER BY id), company_id, user_id, at, at
        FROM (SELECT c.id, c.user_id, 310 + 3 * {chance("c.id", 41, len(companies))} company_id,
                {_HALFWAY} || 'T12:12:12.120Z' at
            FROM cursus_users c WHERE c.cursus_id IN (1, 21) AND c.level > 6 LIMIT 400)"""  # noqa: S608
    )
