"""Quests and how far people are in them."""

from __future__ import annotations

from ft42tui.demo.app import DemoApi
from ft42tui.demo.school.syllabus import COMMON_CORE


def test_the_ranks_share_out_the_whole_common_core(school: DemoApi) -> None:
    rows = school.store.rows(
        "SELECT x.project_id FROM quests_projects x JOIN quests q ON q.id = x.quest_id WHERE q.kind = 'main'"
    )
    assert sorted(row["project_id"] for row in rows) == sorted(project.id for project in COMMON_CORE)


def test_a_quest_is_validated_when_enough_of_its_projects_are(school: DemoApi) -> None:
    rows = school.store.rows(
        "SELECT e.validated_at, e.prct, e.advancement, q.success_number AS needed,"
        " count(*) FILTER (WHERE p.validated) AS done,"
        " max(p.marked_at) FILTER (WHERE p.validated) AS reached"
        " FROM quests_users e JOIN quests q ON q.id = e.quest_id JOIN quests_projects x ON x.quest_id = q.id"
        " JOIN projects_users p ON p.project_id = x.project_id AND p.user_id = e.user_id GROUP BY e.id"
    )
    assert {row["validated_at"] is None for row in rows} == {True, False}
    for row in rows:
        assert row["validated_at"] == (row["reached"] if row["done"] >= row["needed"] else None)
        assert row["prct"] == min(100, row["done"] * 100 // row["needed"])
        assert row["advancement"] == f"{min(row['done'], row['needed'])}/{row['needed']}"


def test_whoever_has_begun_a_project_is_in_its_quest_once(school: DemoApi) -> None:
    begun = """SELECT count(*) FROM (SELECT DISTINCT p.user_id, x.quest_id FROM projects_users p
        JOIN quests_projects x ON x.project_id = p.project_id)"""
    entries = school.store.number("SELECT count(*) FROM quests_users")
    distinct = "SELECT count(*) FROM (SELECT DISTINCT user_id, quest_id FROM quests_users)"
    assert entries == school.store.number(begun) == school.store.number(distinct)
    assert school.store.number("SELECT count(*) FROM quests_users WHERE created_at > updated_at") == 0
