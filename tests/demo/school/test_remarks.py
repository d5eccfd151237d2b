"""What is said of evaluations."""

from __future__ import annotations

from typing import get_args

from ft42tui.demo.app import DemoApi
from ft42tui.demo.school.places import CAMPUSES
from ft42tui.demo.school.remarks import COMMENTS, FEEDBACKS, OUTCOMES, Outcome, language_of


def test_every_campus_has_words_for_every_outcome_and_rating() -> None:
    for campus in CAMPUSES:
        language = language_of(campus.language)
        assert all(COMMENTS[language, outcome] for outcome in get_args(Outcome))
        assert all(FEEDBACKS[language, rating] for rating in (3, 4, 5))


def test_there_are_hundreds_and_none_is_there_twice() -> None:
    comments = [text for texts in COMMENTS.values() for text in texts]
    assert len(comments) == len(set(comments)) > 500


def test_a_comment_fits_its_flag_and_its_mark(school: DemoApi) -> None:
    fitting = {text: outcome for (_, outcome), texts in COMMENTS.items() for text in texts}
    rows = school.store.rows(
        "SELECT comment, final_mark AS mark, flag_id AS flag FROM scale_teams"
        " WHERE filled_at IS NOT NULL AND length(comment) < 1000"
    )
    assert rows
    for row in rows:
        by_mark = "excellent" if row["mark"] >= 120 else "passed" if row["mark"] >= 75 else "failed"
        assert fitting[row["comment"]] == OUTCOMES.get(row["flag"], by_mark)


def test_a_feedback_fits_its_rating(school: DemoApi) -> None:
    said = {(text, rating) for (_, rating), texts in FEEDBACKS.items() for text in texts}
    rows = school.store.rows("SELECT feedback, feedback_rating AS r FROM scale_teams WHERE feedback <> ''")
    assert rows
    assert {(row["feedback"], row["r"]) for row in rows} <= said
