"""Evaluations and their scales."""

from __future__ import annotations

from ft42tui.demo.app import DemoApi


def test_the_scales_are_those_that_sessions_and_evaluations_name(school: DemoApi) -> None:
    known = {row["id"] for row in school.store.rows("SELECT id FROM scales")}
    named = {row["scale_id"] for row in school.store.rows("SELECT scale_id FROM project_sessions")}
    used = {row["scale_id"] for row in school.store.rows("SELECT scale_id FROM scale_teams")}
    assert known == named
    assert used <= known


def test_a_scale_asks_for_as_many_evaluations_as_its_session(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM scales s JOIN project_sessions p ON p.scale_id = s.id
        WHERE s.correction_number <> p.correction_number OR s.evaluation_id <> s.id - 100"""
    assert school.store.number(wrong) == 0


def test_an_upload_gave_an_exam_the_mark_of_its_team(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM teams_uploads u JOIN teams t ON t.id = u.team_id
        JOIN projects p ON p.id = t.project_id WHERE u.final_mark IS NOT t.final_mark OR NOT p.exam"""
    assert school.store.number(wrong) == 0
    marked = """SELECT count(*) FROM teams t JOIN projects p ON p.id = t.project_id
        WHERE p.exam AND t.final_mark IS NOT NULL"""
    uploads = school.store.number("SELECT count(*) FROM teams_uploads")
    assert uploads == school.store.number(marked) > 0
