"""Notions, tags, rules, and what else hangs on projects."""

from __future__ import annotations

import json

import pytest

from ft42tui.demo.app import DemoApi


def test_every_tag_but_those_of_users_is_on_a_project_of_its_own_cursus(school: DemoApi) -> None:
    bare = """SELECT count(*) FROM tags WHERE kind = 'project'
        AND id NOT IN (SELECT tag_id FROM projects_tags)"""
    foreign = """SELECT count(*) FROM projects_tags x JOIN tags t ON t.id = x.tag_id
        JOIN projects p ON p.id = x.project_id WHERE p.cursus_id <> t.cursus_id"""
    assert (school.store.number(bare), school.store.number(foreign)) == (0, 0)


@pytest.mark.parametrize(
    ("table", "one", "other"),
    [
        ("projects_tags", "project_id", "tag_id"),
        ("notions_tags", "notion_id", "tag_id"),
        ("issues_tags", "issue_id", "tag_id"),
        ("tags_users", "user_id", "tag_id"),
        ("project_sessions_rules", "project_session_id", "rule_id"),
        ("dashes_users", "user_id", "dash_id"),
        ("events_themes", "event_id", "theme_id"),
        ("exams_projects", "exam_id", "project_id"),
    ],
)
def test_a_pair_is_there_once(school: DemoApi, table: str, one: str, other: str) -> None:
    number = school.store.number(f"SELECT count(*) FROM {table}")  # noqa: S608  # names of ours
    distinct = f"SELECT count(*) FROM (SELECT DISTINCT {one}, {other} FROM {table})"  # noqa: S608
    assert school.store.number(distinct) == number > 0


def test_a_parameter_belongs_to_the_rule_it_sets(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM params_project_sessions_rules v JOIN params p ON p.id = v.param_id
        JOIN project_sessions_rules r ON r.id = v.project_sessions_rule_id WHERE r.rule_id <> p.rule_id"""
    assert school.store.number(wrong) == 0


def test_a_place_on_the_holy_graph_is_a_point(school: DemoApi) -> None:
    rows = school.store.rows("SELECT coordinates FROM project_data")
    points = [tuple(json.loads(row["coordinates"])) for row in rows]
    assert rows
    assert all(len(point) == 2 and all(0 <= axis <= 6000 for axis in point) for point in points)


def test_a_translation_is_of_a_file_of_the_same_project(school: DemoApi) -> None:
    translated = """SELECT count(*) FROM attachments a JOIN attachments b ON b.id = a.base_id
        WHERE a.attachable_id = b.attachable_id AND a.language_id <> b.language_id"""
    assert (
        school.store.number(translated) == school.store.number("SELECT count(base_id) FROM attachments") > 0
    )


def test_a_dash_is_run_at_the_own_campus_and_marked_when_it_is_over(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM dashes_users m JOIN dashes d ON d.id = m.dash_id
        JOIN users u ON u.id = m.user_id WHERE u.primary_campus_id <> d.campus_id
        OR (m.final_mark IS NULL) <> (d.begin_at > '2026-11-20')"""
    assert school.store.number(wrong) == 0
