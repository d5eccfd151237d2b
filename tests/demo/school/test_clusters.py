"""Clusters."""

from __future__ import annotations

from typing import Any

from ft42tui.demo.app import DemoApi


def rows(school: DemoApi, sql: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in school.store.rows(sql)]


def test_every_host_is_in_a_cluster_of_its_campus(school: DemoApi) -> None:
    homeless = """SELECT count(*) FROM locations l WHERE NOT EXISTS (SELECT 1 FROM clusters c
        WHERE c.campus_id = l.campus_id AND substr(l.host, 1, length(c.name)) = c.name)"""
    assert rows(school, homeless) == [(0,)]
