"""Text from the API on its way to the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ft42tui.tui.paint import cut, fit, painted, width

DANGEROUS = {*range(0x20), *range(0x7F, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F)}
DANGEROUS |= {*range(0x2066, 0x206A), *range(0xD800, 0xE000)}

texts = st.text(st.characters(codec=None, categories=None), max_size=40)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("norminet", "norminet"),
        ("Zoé 日本", "Zoé 日本"),
        ("a\nb\tc", "a⏎b⇥c"),
        ("\x1b[31m", "␛[31m"),
        ("\x9b31m", "␦31m"),
        ("a\u202eb", "a␦b"),
        ("\ud800", "?"),
        ("[/x]", "[/x]"),
    ],
)
def test_what_could_steer_the_terminal_is_made_visible(text: str, shown: str) -> None:
    assert painted(text) == shown


@settings(derandomize=True, deadline=None)
@given(texts)
def test_nothing_dangerous_is_left(text: str) -> None:
    assert not any(ord(character) in DANGEROUS for character in painted(text))


@settings(derandomize=True, deadline=None)
@given(texts, st.integers(1, 30), st.booleans())
def test_a_fitted_text_takes_exactly_its_cells(text: str, cells: int, right: bool) -> None:  # noqa: FBT001
    assert width(fit(painted(text), cells, right=right)) == cells


@settings(derandomize=True, deadline=None)
@given(texts, st.integers(0, 30))
def test_a_cut_text_never_takes_more_than_its_cells(text: str, cells: int) -> None:
    assert width(cut(painted(text), cells)) <= cells
