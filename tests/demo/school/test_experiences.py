"""Experience: levels, skills of projects, and what people gained."""

from __future__ import annotations

from ft42tui.demo.app import DemoApi
from ft42tui.demo.school.places import CURSUS


def test_each_cursus_has_levels_that_take_ever_more(school: DemoApi) -> None:
    for cursus, *_ in CURSUS:
        rows = school.store.rows("SELECT lvl, xp FROM levels WHERE cursus_id = ? ORDER BY lvl", (cursus,))
        assert [row["lvl"] for row in rows] == list(range(len(rows)))
        assert [row["xp"] for row in rows] == sorted({row["xp"] for row in rows})


def test_a_session_shares_its_whole_experience_out(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM project_sessions s WHERE 100 <>
        (SELECT sum(value) FROM project_sessions_skills WHERE project_session_id = s.id)"""
    assert school.store.number(wrong) == 0


def test_a_validated_project_gave_its_experience_when_it_was_marked(school: DemoApi) -> None:
    rows = school.store.rows(
        "SELECT x.difficulty, sum(e.experience) AS gained, count(*) AS parts, min(e.created_at) AS first,"
        " p.marked_at, p.user_id, min(e.user_id) AS who, p.validated"
        " FROM experiences e JOIN projects_users p ON p.id = e.experiancable_id"
        " JOIN projects x ON x.id = p.project_id"
        " WHERE e.experiancable_type = 'ProjectsUser' AND NOT e.is_bonus GROUP BY p.id"
    )
    validated = """SELECT count(*) FROM projects_users p JOIN projects x ON x.id = p.project_id
        WHERE p.validated AND x.difficulty > 0"""
    assert len(rows) == school.store.number(validated) > 0
    for row in rows:
        assert 0 <= row["difficulty"] - row["gained"] < row["parts"]  # parts are rounded down
        assert (row["first"], row["who"], row["validated"]) == (row["marked_at"], row["user_id"], 1)


def test_only_the_best_marks_brought_a_bonus(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM experiences e JOIN projects_users p ON p.id = e.experiancable_id
        WHERE e.is_bonus AND p.final_mark < 125"""
    assert school.store.number("SELECT count(*) FROM experiences WHERE is_bonus") > 0
    assert school.store.number(wrong) == 0
