"""The shop: what is sold, who bought it, and every move of Altarian Dollars."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.school.dice import chance, day_of, days_between, office_hour
from ft42tui.demo.school.draft import Draft

# Assumption: a product without a campus is sold at every one of them. What was paid stays paid when
# the order is gone.
TABLES: Final = """
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, description TEXT,
  price INTEGER NOT NULL DEFAULT 0, quantity INTEGER, begin_at DATETIME, end_at DATETIME,
  category_id INTEGER, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL, kind TEXT,
  slug TEXT NOT NULL, image TEXT, is_uniq BOOLEAN NOT NULL DEFAULT 0,
  one_time_purchase BOOLEAN NOT NULL DEFAULT 0, campus_id INTEGER REFERENCES campus);
CREATE TABLE commands (id INTEGER PRIMARY KEY, created_at DATETIME NOT NULL, updated_at DATETIME NOT NULL,
  product_id INTEGER NOT NULL REFERENCES products, user_id INTEGER NOT NULL REFERENCES users,
  owner_id INTEGER REFERENCES users, used BOOLEAN NOT NULL DEFAULT 0,
  validator_id INTEGER REFERENCES users, validated_at DATETIME);
CREATE TABLE transactions (id INTEGER PRIMARY KEY, value INTEGER NOT NULL,
  user_id INTEGER NOT NULL REFERENCES users, transactable_id INTEGER, transactable_type TEXT NOT NULL,
  created_at DATETIME NOT NULL, reason TEXT NOT NULL);
CREATE TRIGGER transactions_of_commands AFTER DELETE ON commands BEGIN
  UPDATE transactions SET transactable_id = NULL
  WHERE user_id = OLD.user_id AND transactable_type = 'Command' AND transactable_id = OLD.id; END;
"""
INDEXES: Final = """
CREATE INDEX products_by_slug ON products (slug);
CREATE INDEX commands_by_product ON commands (product_id, user_id);
CREATE INDEX transactions_by_user ON transactions (user_id);
CREATE INDEX transactions_by_time ON transactions (created_at);
"""

# name, description, price, quantity, category, kind, unique, once, campus
_PRODUCTS: Final = (
    ("Sticker pack", "Six stickers.", 30, 100, 1, "user", False, False, None),
    ("Mug", "Holds coffee. Does not hold `void *`.", 90, 42, 1, "user", False, False, None),
    ("T-shirt", "Black, what else.", 180, 120, 1, "user", False, False, None),
    ("Hoodie", "Warm, with the logo of your coalition.", 420, 40, 1, "user", False, False, None),
    ("Evaluation point", "One more correction point.", 60, None, 2, "auto", False, False, None),
    ("Title change", "Choose a title of your own.", 300, None, 2, "manager", False, True, None),
    ("Extra retry", "Retry a project a day earlier.", 150, None, 2, "auto", False, False, None),
    ("Movie night", "A seat and popcorn.", 25, 60, 3, "user", False, False, 1),
    ("Breakfast with the director", None, 500, 4, 3, "manager", True, True, 1),
    ("Sauna hour", "Bring a towel.", 80, 20, 3, "user", False, False, 13),
    ("Karaoke", "二時間。", 110, 12, 3, "user", False, False, 26),
    ("Ghost seat", "\u202eelbisivni eb lliW\u202c 👻", 999, 1, 3, "manager", True, True, None),
)
_FIRST: Final = 31
_AGE: Final = days_between("c.begin_at", "coalesce(c.end_at, '2026-11-18')")
_BOUGHT: Final = f"""
INSERT INTO commands (id, created_at, updated_at, product_id, user_id, owner_id, used, validator_id,
    validated_at)
WITH staff AS (SELECT min(id) id FROM users WHERE staff), found AS (
    SELECT c.id * 2 + n.n entry, c.user_id, {_FIRST} + {chance("c.id + 31 * n.n", 91, 7)} product_id,
        {day_of("c.begin_at", f"30 + {chance('c.id + 13 * n.n', 92, 1000)} * ({_AGE} - 31) / 1000")} day
    FROM cursus_users c JOIN (SELECT 0 n UNION ALL SELECT 1) n ON n.n <= {chance("c.id", 93, 2)}
    WHERE c.cursus_id IN (1, 21) AND {_AGE} > 60 AND (c.user_id = 74 OR {chance("c.id", 94, 6)} = 0)
), timed AS (SELECT *, day || {office_hour("entry", 95)} at FROM found)
SELECT 5000 + 2 * row_number() OVER (ORDER BY at, t.user_id), at,
    CASE WHEN {chance("entry", 99, 5)} THEN day || 'T19:40:40.760Z' ELSE at END, product_id, t.user_id,
    t.user_id, {chance("entry", 99, 5)} > 2,
    CASE WHEN {chance("entry", 99, 5)} THEN staff.id END,
    CASE WHEN {chance("entry", 99, 5)} THEN day || 'T19:40:40.760Z' END
FROM timed t, staff"""  # noqa: S608
# What a user has is what came in and what was spent. The first row makes the sum come out, and it
# is never less than what is spent later.
_MOVES: Final = f"""
INSERT INTO transactions (id, value, user_id, transactable_id, transactable_type, created_at, reason)
WITH spent AS (
    SELECT -p.price value, o.user_id, o.id transactable_id, 'Command' type, o.created_at at,
        'Bought: ' || p.name reason
    FROM commands o JOIN products p ON p.id = o.product_id
), won AS (
    SELECT 25 value, m.user_id, m.coalition_id transactable_id, 'Coalition' type,
        {day_of("max(m.created_at, u.created_at)", "1")} || 'T21:00:00.000Z' at, 'Coalition reward' reason
    FROM coalitions_users m JOIN users u ON u.id = m.user_id
    WHERE u.wallet > 100 AND {chance("m.id", 101, 4)} = 0 AND m.created_at < '2026-11-18'
), later AS (SELECT * FROM spent UNION ALL SELECT * FROM won),
sums AS (SELECT user_id, sum(value) total FROM later GROUP BY user_id),
every AS (
    SELECT * FROM later
    UNION ALL
    SELECT u.wallet - coalesce(s.total, 0), u.id, NULL, 'User', u.created_at, 'Welcome'
    FROM users u LEFT JOIN sums s ON s.user_id = u.id WHERE u.wallet <> coalesce(s.total, 0)
)
SELECT 880000 + 2 * row_number() OVER (ORDER BY at, user_id), value, user_id, transactable_id, type, at,
    reason
FROM every"""  # noqa: S608


def write(draft: Draft) -> None:
    """Write the products, the orders of some students, and the moves that leave each wallet as it is."""
    made = "2013-07-01T10:00:00.000Z"
    draft.put(
        "products",
        "id name description price quantity category_id kind is_uniq one_time_purchase campus_id slug"
        " begin_at end_at created_at updated_at",
        [
            (_FIRST + place, *row, row[0].lower().replace(" ", "-"),
             "2026-12-01T08:00:00.000Z" if place == 10 else made if place % 4 == 0 else None,
             "2025-06-30T20:00:00.000Z" if place == 9 else None, made,
             "2026-10-02T09:30:30.270Z")
            for place, row in enumerate(_PRODUCTS)
        ],
    )  # fmt: skip
    draft.run(_BOUGHT)
    draft.run(_MOVES)
