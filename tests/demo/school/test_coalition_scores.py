"""Scores of coalitions, their tournaments and their squads."""

from __future__ import annotations

import pytest

from ft42tui.demo.app import DemoApi
from ft42tui.demo.school.people import coalitions, populate


def test_a_coalition_has_the_sum_of_its_scores_and_so_has_each_member(school: DemoApi) -> None:
    for table, key in (("coalitions", "coalition_id"), ("coalitions_users", "coalitions_user_id")):
        wrong = f"""SELECT count(*) FROM {table} c WHERE c.score <>
            coalesce((SELECT sum(value) FROM scores s WHERE s.{key} = c.id), 0)"""  # noqa: S608
        assert school.store.number(wrong) == 0
    assert school.store.number("SELECT count(*) FROM scores") > 0
    assert school.store.number("SELECT count(*) FROM scores WHERE value <= 0") == 0


@pytest.mark.parametrize("users", [200, 5000])
def test_ranks_follow_the_scores_and_then_the_ids(users: int) -> None:
    population = populate(users, 42)
    _, _, members = coalitions(population, 42)
    ranks: dict[int, list[tuple[int, int]]] = {}
    for number, coalition, _, score, rank, *_ in members:
        own = ranks.setdefault(coalition, [])
        own.append((-score, number))
        assert rank == len(own)
    assert all(own == sorted(own) for own in ranks.values())


def test_a_score_is_the_members_own_and_for_the_own_project(school: DemoApi) -> None:
    wrong = """SELECT count(*) FROM scores s JOIN coalitions_users c ON c.id = s.coalitions_user_id
        LEFT JOIN projects_users p ON p.id = s.scoreable_id
        WHERE s.coalition_id <> c.coalition_id OR s.created_at < c.created_at
        OR (s.scoreable_type = 'ProjectsUser' AND (p.user_id IS NOT c.user_id OR NOT p.validated))"""
    assert school.store.number(wrong) == 0


def test_tournaments_of_a_bloc_follow_each_other_and_are_won_by_its_own(school: DemoApi) -> None:
    stranger = """SELECT count(*) FROM bloc_deadlines d JOIN coalitions c ON c.id = d.coalition_id
        WHERE c.bloc_id <> d.bloc_id"""
    clash = """SELECT count(*) FROM bloc_deadlines a JOIN bloc_deadlines b ON b.bloc_id = a.bloc_id
        WHERE a.begin_at < b.begin_at AND a.end_at >= b.begin_at"""
    undecided = "SELECT count(*) FROM bloc_deadlines WHERE coalition_id IS NULL"
    assert (school.store.number(stranger), school.store.number(clash)) == (0, 0)
    assert school.store.number(undecided) == school.store.number("SELECT count(*) FROM blocs")


def test_a_squad_is_of_one_bloc_and_has_one_leader(school: DemoApi) -> None:
    lost = """SELECT count(*) FROM squads_users m JOIN squads s ON s.id = m.squad_id WHERE NOT EXISTS
        (SELECT 1 FROM coalitions_users u JOIN coalitions c ON c.id = u.coalition_id
        WHERE u.user_id = m.user_id AND c.bloc_id = s.bloc_id)"""
    led = "SELECT count(*) FROM squads_users WHERE leader"
    assert school.store.number(lost) == 0
    assert school.store.number(led) == school.store.number("SELECT count(*) FROM squads") > 0
