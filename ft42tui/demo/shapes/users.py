"""Users with everything they have."""

from __future__ import annotations

from collections.abc import Sequence

from ft42tui.demo.shapes import administration, life, work
from ft42tui.demo.shapes.people import users
from ft42tui.demo.shapes.reader import Item, Reader, without
from ft42tui.demo.store import Row


def users_in_full(reader: Reader, rows: Sequence[Row]) -> list[Item]:
    """Return users as their own page shows them, with everything they have."""
    return [item | _belongings(reader, item["id"]) for item in users(reader, rows)]


def _belongings(reader: Reader, user: int) -> Item:
    store = reader.store

    def own(sql: str) -> list[Row]:
        return store.rows(sql, (user,))

    return {
        "groups": [
            {"id": row["id"], "name": row["name"]}
            for row in own(
                "SELECT g.* FROM groups g JOIN groups_users m ON m.group_id = g.id WHERE m.user_id = ?"
            )
        ],
        "cursus_users": life.cursus_users(
            reader, own("SELECT * FROM cursus_users WHERE user_id = ? ORDER BY begin_at")
        ),
        "projects_users": without(
            work.projects_users(
                reader, own("SELECT * FROM projects_users WHERE user_id = ? ORDER BY id DESC")
            ),
            "user",
            "teams",
        ),
        "languages_users": life.languages_users(
            reader, own("SELECT * FROM languages_users WHERE user_id = ? ORDER BY position")
        ),
        "achievements": without(
            life.achievements(
                reader,
                own(
                    "SELECT a.* FROM achievements a JOIN achievements_users m ON m.achievement_id = a.id"
                    " WHERE m.user_id = ? ORDER BY m.id"
                ),
            ),
            "achievements",
            "parent",
            "title",
            "campus",
        ),
        "titles": [
            {"id": row["id"], "name": row["name"]}
            for row in own(
                "SELECT t.* FROM titles t JOIN titles_users m ON m.title_id = t.id WHERE m.user_id = ?"
            )
        ],
        "titles_users": life.titles_users(reader, own("SELECT * FROM titles_users WHERE user_id = ?")),
        "partnerships": administration.partnerships(
            reader,
            own(
                "SELECT p.* FROM partnerships p JOIN partnerships_users m ON m.partnership_id = p.id"
                " WHERE m.user_id = ? ORDER BY m.id"
            ),
        ),
        "patroned": administration.patronages(
            reader, own("SELECT * FROM patronages WHERE user_id = ? ORDER BY id")
        ),
        "patroning": administration.patronages(
            reader, own("SELECT * FROM patronages WHERE godfather_id = ? ORDER BY id")
        ),
        "expertises_users": administration.expertises_users(
            reader, own("SELECT * FROM expertises_users WHERE user_id = ? ORDER BY id")
        ),
        "roles": administration.roles(
            reader,
            own(
                "SELECT r.* FROM roles r JOIN roles_entities e ON e.role_id = r.id"
                " WHERE e.entity_type = 'User' AND e.entity_id = ? ORDER BY r.id"
            ),
        ),
        "campus": life.campus(
            reader,
            own(
                "SELECT c.* FROM campus c JOIN campus_users m ON m.campus_id = c.id"
                " WHERE m.user_id = ? ORDER BY m.is_primary DESC, m.id"
            ),
        ),
        "campus_users": life.campus_users(
            reader, own("SELECT * FROM campus_users WHERE user_id = ? ORDER BY is_primary DESC, id")
        ),
    }
