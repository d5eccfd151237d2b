"""A JSON document as lines that fold."""

from __future__ import annotations

import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.session.outline import Line, Outline

PROPERTY = settings(derandomize=True, deadline=None, max_examples=100)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)
USER = {
    "id": 74,
    "login": "norminet",
    "staff?": False,
    "cursus_users": [{"level": 11.42, "cursus": {"id": 21, "name": "42cursus"}}],
    "titles": [],
    "image": {},
    "groups": None,
}


def keys(outline: Outline) -> list[str | int | None]:
    return [outline.node(at).key for at in range(len(outline))]


def size(document: Any) -> int:
    if isinstance(document, dict):
        return 1 + sum(size(value) for value in document.values())
    if isinstance(document, list):
        return 1 + sum(size(value) for value in document)
    return 1


def at(outline: Outline, *way: str | int) -> int:
    """Return the line of the value that the keys lead to."""
    return next(line for line in range(len(outline)) if outline.node(line).keys == way)


def test_a_document_opens_one_level() -> None:
    outline = Outline(USER)

    assert keys(outline) == [None, *USER]
    assert not outline.node(at(outline, "cursus_users")).is_open


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("id", Line('"id"', "74", "")),
        ("login", Line('"login"', '"norminet"', "")),
        ("staff?", Line('"staff?"', "false", "")),
        ("titles", Line('"titles"', "[]", "")),
        ("image", Line('"image"', "{}", "")),
        ("groups", Line('"groups"', "null", "")),
    ],
)
def test_a_value_reads_as_json(key: str, line: Line) -> None:
    outline = Outline(USER)

    assert outline.line(at(outline, key)) == line


def test_an_open_value_tells_its_size_and_a_folded_one_what_is_in_it() -> None:
    outline = Outline(USER)
    folded = outline.line(at(outline, "cursus_users"))
    outline.unfold(at(outline, "cursus_users"))

    assert outline.line(0) == Line("", "{", "7 keys")
    assert folded.value == ""
    assert "42cursus" in folded.remark
    assert outline.line(at(outline, "cursus_users")) == Line('"cursus_users"', "[", "1 item")


def test_unfolding_shows_what_is_inside_and_folding_hides_it() -> None:
    outline = Outline(USER)
    place = at(outline, "cursus_users")
    outline.unfold(place)
    opened = keys(outline)
    outline.fold(place)

    assert opened == [None, "id", "login", "staff?", "cursus_users", 0, "titles", "image", "groups"]
    assert keys(outline) == [None, *USER]


@pytest.mark.parametrize("key", ["id", "titles", "image", "groups"])
def test_what_holds_nothing_does_not_fold(key: str) -> None:
    outline = Outline(USER)
    place = at(outline, key)
    for change in (outline.toggle, outline.unfold, outline.fold, outline.unfold_all, outline.fold_all):
        change(place)

    assert keys(outline) == [None, *USER]


def test_toggling_twice_changes_nothing() -> None:
    outline = Outline(USER)
    outline.toggle(0)
    once = len(outline)
    outline.toggle(0)

    assert (once, keys(outline)) == (1, [None, *USER])


def test_fold_all_folds_what_was_hidden_too() -> None:
    outline = Outline([[[1]]])
    outline.unfold_all(0)
    outline.fold(0)
    outline.fold_all(0)
    outline.unfold(0)

    assert len(outline) == 2


@pytest.mark.parametrize(
    ("way", "path"),
    [
        ((), "."),
        (("login",), ".login"),
        (("staff?",), '.["staff?"]'),
        (("cursus_users", 0, "level"), ".cursus_users[0].level"),
        (("cursus_users", 0, "cursus", "name"), ".cursus_users[0].cursus.name"),
    ],
)
def test_a_path_is_written_as_jq_writes_it(way: tuple[str | int, ...], path: str) -> None:
    outline = Outline(USER)
    outline.unfold_all(0)

    assert outline.node(at(outline, *way)).path == path


@pytest.mark.parametrize(
    ("document", "way", "path"),
    [
        ([{"id": 1}], (0,), ".[0]"),
        ([{"id": 1}], (0, "id"), ".[0].id"),
        ([[1]], (0, 0), ".[0][0]"),
        ({"é": 1}, ("é",), '.["é"]'),
        ({"a b": {"c": 1}}, ("a b", "c"), '.["a b"].c'),
        ({"": 1}, ("",), '.[""]'),
        ({"2024-01": 1}, ("2024-01",), '.["2024-01"]'),
        ({"a": {'b"': 1}}, ("a", 'b"'), '.a["b\\""]'),
    ],
)
def test_a_path_is_one_that_jq_can_read(document: Any, way: tuple[str | int, ...], path: str) -> None:
    # jq reads `[0]` as a new array and takes ASCII names only after a dot.
    outline = Outline(document)
    outline.unfold_all(0)

    assert outline.node(at(outline, *way)).path == path


def test_the_parent_of_a_line_is_the_line_that_holds_it() -> None:
    outline = Outline(USER)
    outline.unfold_all(0)

    assert outline.parent(at(outline, "cursus_users", 0, "level")) == at(outline, "cursus_users", 0)
    assert outline.parent(0) == 0


def test_siblings_are_at_the_same_depth_under_the_same_parent() -> None:
    outline = Outline({"a": {"b": 1, "c": 2}, "d": {"e": 3}})
    outline.unfold_all(0)

    assert outline.sibling(at(outline, "a"), 1) == at(outline, "d")
    assert outline.sibling(at(outline, "d"), -1) == at(outline, "a")
    assert outline.sibling(at(outline, "a", "c"), 1) == at(outline, "a", "c")
    assert outline.sibling(0, 1) == 0


def test_finding_opens_the_folds_on_the_way() -> None:
    outline = Outline(USER)
    found = outline.find("42CURSUS", 0)

    assert found is not None
    assert outline.node(found).path == ".cursus_users[0].cursus.name"


def test_finding_looks_into_keys_and_values_and_goes_round_once() -> None:
    outline = Outline({"name": "a", "b": "name", "c": 1})
    first = outline.find("name", 0)
    second = outline.find("name", 1)
    third = outline.find("name", 2)

    assert (first, second, third) == (1, 2, 1)
    assert outline.find("name", 1, -1) == 2


def test_finding_nothing_changes_nothing() -> None:
    outline = Outline(USER)

    assert outline.find("nowhere at all", 3) is None
    assert keys(outline) == [None, *USER]


def test_the_only_place_is_found_from_itself() -> None:
    outline = Outline({"a": 1})

    assert outline.find("a", 1) == 1


@PROPERTY
@given(JSON)
def test_all_unfolded_and_all_folded_is_one_line(document: Any) -> None:
    outline = Outline(document)
    outline.unfold_all(0)
    opened = len(outline)
    outline.fold_all(0)

    assert opened == size(document)
    assert len(outline) == 1


@PROPERTY
@given(JSON, st.lists(st.tuples(st.sampled_from("tufUF"), st.integers(0, 30)), max_size=12))
def test_lines_always_are_what_is_open(document: Any, moves: list[tuple[str, int]]) -> None:
    outline = Outline(document)
    for move, place in moves:
        index = place % len(outline)
        match move:
            case "t":
                outline.toggle(index)
            case "u":
                outline.unfold(index)
            case "f":
                outline.fold(index)
            case "U":
                outline.unfold_all(index)
            case _:
                outline.fold_all(index)

    expected = []
    pending = [outline.root]
    while pending:
        node = pending.pop()
        expected.append(node)
        if node.is_open:
            pending.extend(reversed(node.children))
    assert [outline.node(line) for line in range(len(outline))] == expected


@PROPERTY
@given(JSON, st.text(max_size=2), st.sampled_from([1, -1]))
def test_what_is_found_is_seen_and_holds_the_text(document: Any, text: str, by: int) -> None:
    outline = Outline(document)
    found = outline.find(text, 0, by)
    if found is None:
        return
    line = outline.line(found)

    assert text.casefold() in f"{outline.node(found).key}\n{line.key}\n{line.value}\n[]{{}}".casefold()


def test_a_big_list_unfolds_and_folds_at_once() -> None:
    outline = Outline([{"id": number, "inner": {"a": [number]}} for number in range(20_000)])
    started = time.perf_counter()
    outline.unfold_all(0)
    opened = len(outline)
    outline.fold_all(0)

    assert (opened, len(outline)) == (1 + 20_000 * 5, 1)
    assert time.perf_counter() - started < 5.0


def test_a_deep_document_needs_no_deep_stack() -> None:
    document: Any = 1
    for _ in range(20_000):
        document = [document]
    outline = Outline(document)
    outline.unfold_all(0)
    last = len(outline) - 1

    assert last == 20_000
    assert outline.node(last).path.endswith("[0][0]")
    assert outline.find("1", 0) == last
    assert outline.line(last).value == "1"
    outline.fold_all(0)
    assert outline.line(0).remark
