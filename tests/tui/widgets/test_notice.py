"""What is told of an error: each thing once, in few lines, hostile text made harmless."""

from __future__ import annotations

import pytest
from recorded import EXPIRED_401, FIELDS_422, INVALID_401, UNKNOWN_FILTER, answer_of
from rich.style import Style

from ft42tui.api.errors import ApiError, HttpError, error_for
from ft42tui.api.exchange import Exchange
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import width
from ft42tui.tui.widgets.notice import Notice


class Told(Notice):
    """A notice whose styles say the ink's name."""

    def ink(self, name: Ink) -> Style:
        return Style(meta={"ink": name})


def drawn(error: ApiError | None, cells: int = 100) -> list[tuple[str, str]]:
    """Return each line's ink and text."""
    notice = Told()
    notice.set_reactive(Notice.error, error)
    found = []
    for line in notice.lines(cells):
        assert all(segment.style is not None for segment in line)
        inks = {segment.style.meta["ink"] for segment in line if segment.style is not None}
        found.append((inks.pop(), "".join(segment.text for segment in line)))
    return found


def test_without_an_error_nothing_is_told() -> None:
    assert drawn(None) == []


def test_title_words_cause_and_hint_are_told_in_this_order() -> None:
    error = ApiError("It failed", "Do this.", message="oops, said the server", cause="Because of that.")

    assert drawn(error) == [
        ("wrong-strong", "✗ It failed"),
        ("text", "  oops, said the server"),
        ("text", "  Because of that."),
        ("dim", "  Do this."),
    ]


def test_a_title_alone_is_told_alone() -> None:
    assert drawn(ApiError("It failed")) == [("wrong-strong", "✗ It failed")]


@pytest.mark.parametrize(
    ("message", "cause", "is_told"),
    [
        ("Because of that.", "Because of that, surely.", False),
        ("it FAILED", "", False),
        ("no", "Nobody knows.", True),
        ("Because of this", "Because of that.", True),
    ],
)
def test_the_servers_words_are_left_out_where_ours_say_them(
    message: str, cause: str, *, is_told: bool
) -> None:
    shown = [text.strip() for _, text in drawn(ApiError("It failed", message=message, cause=cause))]

    assert (message in shown) is is_told


@pytest.mark.parametrize("cells", [20, 40, 80])
def test_each_part_takes_three_lines_at_most_and_says_if_there_is_more(cells: int) -> None:
    error = ApiError("A" * 200, "hint " * 200, message="word " * 200, cause="cause " * 200)
    shown = drawn(error, cells)

    assert len(shown) == 12
    assert all(width(text) <= cells for _, text in shown)
    assert [text.rstrip()[-1] for _, text in shown[2::3]] == ["…"] * 4


def test_fields_are_told_one_a_line() -> None:
    shown = [text for _, text in drawn(error_for(*answer_of(FIELDS_422)))]

    assert "  begin_at: can't be blank" in shown
    assert "  end_at: is too late, must be after begin_at" in shown
    assert sum("can't be blank" in text for text in shown) == 1


def test_many_fields_are_told_in_part() -> None:
    error = HttpError("422", message="", exchange=Exchange("POST", "/v2/users", status=422))
    error.fields = tuple((f"field_{number}", "is wrong") for number in range(20))

    assert [text for _, text in drawn(error)][-2:] == ["  field_5: is wrong", "  and 14 more fields"]


@pytest.mark.parametrize("raw", [EXPIRED_401, INVALID_401, UNKNOWN_FILTER, FIELDS_422])
def test_no_line_is_told_twice(raw: str) -> None:
    shown = [text for _, text in drawn(error_for(*answer_of(raw)))]

    assert len(set(shown)) == len(shown)


def test_hostile_text_is_painted() -> None:
    error = ApiError("\x1b[31m", "\x9b", message="a\nb\u202e", cause="[/x]\x07")

    assert all(character.isprintable() for _, text in drawn(error) for character in text)
