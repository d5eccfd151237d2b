"""Two tokens side by side."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from ft42tui.session.comparison import Comparison, Row
from ft42tui.session.inspection import Inspection

NOW = 1_795_262_400.0

LEFT = Inspection(
    profile="one",
    host="api.intra.42.fr",
    is_there=True,
    fingerprint="3f9a 21c0",
    owner="norminet",
    owner_id=74,
    can_renew=True,
    scopes=("public", "projects"),
    expires_at=NOW + 3600,
    secret_place="the keyring",
)


def rows(left: Inspection, right: Inspection) -> dict[str, Row]:
    sections = Comparison(left, right).sections(NOW, UTC)
    return {f"{section.title} {row.label}": row for section in sections for row in section.rows}


def test_the_same_token_differs_in_nothing() -> None:
    assert not any(row.differs for row in rows(LEFT, replace(LEFT, profile="two")).values())


def test_each_fact_that_differs_is_marked() -> None:
    right = replace(LEFT, owner="app", owner_id=None, fingerprint="ffff 0000", host="localhost:4242")

    found = rows(LEFT, right)

    assert {label for label, row in found.items() if row.differs} == {
        "API host",
        "Token owner",
        "Token fingerprint",
    }


def test_scopes_are_compared_one_by_one() -> None:
    found = rows(LEFT, replace(LEFT, scopes=("public", "tig", "odd")))

    assert (found["Scopes public"].left, found["Scopes public"].right) == ("✓", "✓")
    assert (found["Scopes projects"].left, found["Scopes projects"].right) == ("✓", "·")
    assert (found["Scopes odd"].left, found["Scopes odd"].right) == ("·", "✓")
    assert [found[f"Scopes {one}"].differs for one in ("public", "projects", "tig", "odd", "forum")] == [
        False,
        True,
        True,
        True,
        False,
    ]


def test_what_is_unknown_is_no_difference() -> None:
    found = rows(LEFT, Inspection(profile="two", host=LEFT.host))

    assert found["Token fingerprint"].right == "unknown"
    assert found["Scopes projects"].right == "unknown"
    assert not found["Scopes projects"].differs
    assert not found["Token fingerprint"].differs


def test_no_row_is_about_the_token_itself() -> None:
    assert "••••••••" not in "".join(f"{row.left}{row.right}" for row in rows(LEFT, LEFT).values())


def test_while_one_is_asked_about_its_facts_are_no_difference() -> None:
    right = Inspection(profile="two", host=LEFT.host, is_there=True, fingerprint="ffff 0000")

    both = Comparison(LEFT, right, is_asking_right=True)
    found = {row.label: row for section in both.sections(NOW, UTC) for row in section.rows}

    assert (found["owner"].right, found["owner"].differs) == ("asking the API …", False)
    assert found["fingerprint"].differs


def test_what_is_to_be_said_of_the_one_that_is_not_there_depends_on_whether_it_is_asked_for() -> None:
    none = Inspection(profile="two")

    assert Comparison(LEFT, none, is_asking_right=True).right_word == "asking the API …"
    assert Comparison(LEFT, none).right_word == "Nobody is signed in. L signs in."
    assert Comparison(none, LEFT, is_asking_left=True).left_word == "asking the API …"
    assert Comparison(LEFT, LEFT).left_word == ""
