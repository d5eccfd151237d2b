"""What slots, exams, feedbacks and sales show."""

from __future__ import annotations

import re

import httpx
import pytest

from ft42tui.catalog.catalog import load_schemas
from ft42tui.demo.app import DemoApi
from ft42tui.demo.shapes import pedagogy, work
from ft42tui.demo.shapes.reader import Reader, without


@pytest.fixture
def reader(school: DemoApi) -> Reader:
    """Reads as norminet."""
    return Reader(school.store, "http://here", owner=74)


def test_only_the_own_slots_show_whose_they_are(reader: Reader) -> None:
    rows = reader.store.rows("SELECT * FROM slots")
    for row, item in zip(rows, pedagogy.slots(reader, rows), strict=True):
        if row["user_id"] == 74:
            assert item["user"]["login"] == "norminet"
        else:
            assert item["user"] == "invisible"


def test_an_application_sees_nobody_in_slots(school: DemoApi) -> None:
    rows = school.store.rows("SELECT * FROM slots")
    items = pedagogy.slots(Reader(school.store, "http://here"), rows)
    assert {item["user"] for item in items} == {"invisible"}


def test_a_quest_has_the_fields_of_its_schema_and_the_objects_it_names(reader: Reader) -> None:
    names = [field["name"] for field in load_schemas()["quest"]["fields"]]
    for item in pedagogy.quests(reader, reader.store.rows("SELECT * FROM quests")):
        assert list(item) == names
        assert item["cursus"]["id"] == item["cursus_id"]
        assert (item["campus"] or {"id": None})["id"] == item["campus_id"]


def test_an_exam_counts_its_subscribers_and_names_its_projects(reader: Reader) -> None:
    rows = reader.store.rows("SELECT * FROM exams")
    for item in pedagogy.exams(reader, rows):
        counted = reader.store.number("SELECT count(*) FROM exams_users WHERE exam_id = ?", (item["id"],))
        assert item["nbr_subscribers"] == counted
        assert item["projects"]
        assert len(item["cursus"]) == 1
        assert item["campus"]["language"]["identifier"]


def test_a_sale_has_its_times_in_the_old_form(reader: Reader) -> None:
    (item, *_) = pedagogy.balances(reader, reader.store.rows("SELECT * FROM balances"))
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", item["begin_at"])
    assert item["created_at"].endswith("Z")


def test_an_evaluation_shows_its_scale_from_the_scales(reader: Reader) -> None:
    row = reader.store.rows("SELECT * FROM scale_teams LIMIT 1")
    (item,) = work.scale_teams(reader, row)
    (scale,) = work.scales(
        reader, reader.store.rows("SELECT * FROM scales WHERE id = ?", (row[0]["scale_id"],))
    )
    assert [item["scale"]] == without([scale], "is_external", "updated_at")


async def test_an_event_shows_its_themes_and_its_waiting_list(
    school: DemoApi, guest: httpx.AsyncClient
) -> None:
    waited = "SELECT waitlistable_id FROM waitlists WHERE waitlistable_type = 'Event' AND id = ?"
    items = (await guest.get("/v2/events", params={"page[size]": "100"})).json()
    assert [item["themes"][0]["name"] for item in items if item["themes"]]
    queues = [(item["id"], item["waitlist"]["id"]) for item in items if item["waitlist"]]
    assert queues
    assert all(school.store.number(waited, (queue,)) == event for event, queue in queues)
