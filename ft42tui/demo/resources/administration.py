"""What the staff looks after: applications, closes, companies, the shop, roles, notices."""

from __future__ import annotations

from typing import Final

from ft42tui.demo.resources.listing import HERE, Field, Tie, flag, held_in, listing
from ft42tui.demo.shapes import administration as shapes

_HOME = Field("(SELECT primary_campus_id FROM users WHERE id = t.user_id)", "integer")
_AT_HOME = "EXISTS (SELECT 1 FROM users u WHERE u.id = t.user_id AND u.primary_campus_id = ?)"
_UNTOLD = Field("NULL", "text")  # a secret: nobody learns of it by comparing either
_LAST_CURSUS = Field(
    "(SELECT cursus_id FROM cursus_users WHERE user_id = t.user_id ORDER BY id DESC LIMIT 1)", "integer"
)
_NEWEST_OFFER = "(SELECT {} FROM offers WHERE company_id = t.id ORDER BY id DESC LIMIT 1)"

ADMINISTRATION: Final = (
    listing("accreditations", shapes.accreditations),
    listing(
        "amendments",
        parents={"users": Tie("t.internship_id IN (SELECT id FROM internships WHERE user_id = ?)")},
    ),
    listing("announcements", shapes.announcements),
    listing("anti_grav_units"),
    listing(
        "anti_grav_units_users",
        shapes.anti_grav_units_users,
        parents={"campus": Tie(_AT_HOME)},
        fields={
            "cursus_id": _LAST_CURSUS,
            "active": flag(
                "coalesce(t.begin_date <= (SELECT school_now())"
                " AND coalesce(t.end_date, '9') > (SELECT school_now()), 0)"
            ),
        },
    ),
    listing(
        "apps",
        shapes.apps,
        parents={"users": held_in("owner_id")},
        fields={"user_id": Field("t.owner_id", "integer", nullable=False), "token": _UNTOLD},
    ),
    listing("broadcasts"),
    listing("certificates"),
    listing("certificates_users"),
    listing("closes", shapes.closes, fields={"campus_id": _HOME}),
    listing("clusters", shapes.clusters),
    # Assumption: the orders of a campus are those of its people.
    listing("commands", parents={"campus": Tie(_AT_HOME)}),
    listing(
        "community_services",
        shapes.community_services,
        fields={
            "campus_id": Field(
                "(SELECT u.primary_campus_id FROM closes c JOIN users u ON u.id = c.user_id"
                " WHERE c.id = t.close_id)",
                "integer",
            ),
            "token": _UNTOLD,
        },
    ),
    listing(
        "companies",
        keys=("slug",),
        # Assumption: of a company's offers the newest one counts.
        fields={
            "offer_id": Field(_NEWEST_OFFER.format("id"), "integer"),
            "expertise_id": Field(_NEWEST_OFFER.format("expertise_id"), "integer"),
        },
    ),
    listing("endpoints", shapes.endpoints, fields={"secret": _UNTOLD}),
    listing("expertises", shapes.expertises, keys=("slug",)),
    listing("expertises_users", shapes.expertises_users),
    listing("flash_users"),
    listing("flashes"),
    listing("gitlab_users"),
    listing("internships"),
    listing("journals"),
    listing("mailings", parents={"users": Tie('t."to" = (SELECT email FROM users WHERE id = ?)')}),
    listing("notes", parents={"campus": Tie(_AT_HOME)}),
    listing(
        "offers",
        keys=("slug",),
        fields={"expertise": Field("(SELECT slug FROM expertises WHERE id = t.expertise_id)", "text")},
    ),
    listing("offers_users"),
    listing("partnerships", shapes.partnerships, keys=("slug",)),
    listing("partnerships_users"),
    listing(
        "patronages",
        shapes.patronages,
        # Assumption: a user's patronages are those on either side.
        parents={"users": Tie("? IN (t.user_id, t.godfather_id)", {"user_id": HERE})},
    ),
    listing("patronages_reports"),
    listing(
        "products",
        shapes.products,
        parents={"campus": Tie("(t.campus_id IS NULL OR t.campus_id = ?)", {"campus_id": HERE})},
    ),
    listing("reports"),
    listing(
        "roles",
        shapes.roles,
        parents={
            "users": Tie(
                "t.id IN (SELECT role_id FROM roles_entities WHERE entity_type = 'User' AND entity_id = ?)"
            )
        },
    ),
    listing("roles_entities"),
    listing("transactions", shapes.transactions),
    listing("translations", shapes.translations),
    listing(
        "user_candidatures",
        shapes.user_candidatures,
        fields={
            "campus_id": _HOME,
            "pin": _UNTOLD,
            "birth_date": Field("t.birth_date || 'T00:00:00.000Z'", "datetime"),
            "piscine_date": Field("t.piscine_date || 'T00:00:00.000Z'", "datetime"),
        },
    ),
    listing("webhook_registeries"),
)
"""Their listings."""
