"""Bars and sparklines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ft42tui.tui.widgets.meter import bar, runs, sparkline


@pytest.mark.parametrize(
    ("counts", "line"),
    [
        ((), ""),
        ((0, 0, 0), "▁▁▁"),
        ((0, 1, 0), "▁█▁"),
        ((1, 2, 4, 7), "▂▃▅█"),
        ((1, 1000), "▂█"),
        ((3, 3), "██"),
    ],
)
def test_a_sparkline_shows_what_was_sent_and_when_nothing_was(counts: tuple[int, ...], line: str) -> None:
    assert sparkline(counts) == line


@given(st.lists(st.integers(0, 10_000), max_size=60))
def test_a_column_is_as_high_as_its_count(counts: list[int]) -> None:
    line = sparkline(counts)

    assert len(line) == len(counts)
    for one, column in zip(counts, line, strict=True):
        assert (column == "▁") == (one == 0)
        for other, beside in zip(counts, line, strict=True):
            assert one > other or column <= beside


@given(st.lists(st.integers(0, 5), max_size=40))
def test_the_pieces_of_a_sparkline_make_the_whole(counts: list[int]) -> None:
    pieces = list(runs(sparkline(counts)))

    assert "".join(piece for _, piece in pieces) == sparkline(counts)
    assert all(set(piece) == {"▁"} if not is_some else "▁" not in piece for is_some, piece in pieces)


@pytest.mark.parametrize(
    ("share", "drawn"),
    [
        (0.0, ("", "░░░░")),
        (0.5, ("██", "░░")),
        (0.28125, ("█▏", "░░")),
        (1.0, ("████", "")),
        (0.0001, ("▏", "░░░")),
        (0.9999, ("███▉", "")),
        (-1.0, ("", "░░░░")),
        (2.0, ("████", "")),
    ],
)
def test_a_bar_is_exact_to_an_eighth_and_never_hides_a_rest(share: float, drawn: tuple[str, str]) -> None:
    assert bar(share, 4) == drawn


@given(st.floats(0.0, 1.0), st.integers(1, 60))
def test_a_bar_has_its_width(share: float, cells: int) -> None:
    assert len("".join(bar(share, cells))) == cells
