"""Themes: ours can be read, and every one can be used."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.color import Color

from ft42tui.config.paths import own_theme_names
from ft42tui.tui.themes import ROLES, names, own_theme

if TYPE_CHECKING:
    from tests.tui.conftest import Start

READ = ("dim", "strong", "number", "string", "name", "boolean", "wrong", "foreground", "accent")


def luminance(color: Color) -> float:
    """Return the relative luminance, as WCAG defines it."""
    parts = [
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in color.normalized
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio, as WCAG defines it."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_there_is_a_dark_and_a_light_theme_of_ours() -> None:
    assert own_theme_names() == ("42-dark", "42-light")


@pytest.mark.parametrize("name", own_theme_names())
@pytest.mark.parametrize("behind", ["background", "raised", "cursor"])
@pytest.mark.parametrize("role", READ)
def test_what_is_read_stands_out_from_what_is_behind_it(name: str, role: str, behind: str) -> None:
    theme = own_theme(name)
    assert theme is not None
    colors = {**theme.variables, "foreground": theme.foreground, "accent": theme.accent}
    back = Color.parse(theme.variables.get(behind) or theme.background or "")
    least = 4.5 if behind != "cursor" else 3.5
    assert contrast(Color.parse(colors[role] or ""), back) >= least


def test_a_theme_without_a_role_is_refused_by_name() -> None:
    from ft42tui.tui.themes import theme_from

    with pytest.raises(KeyError, match="rule"):
        theme_from({"name": "x", "dark": True, "colors": {}, "roles": {}})


async def test_every_theme_can_be_chosen_while_running(explore: Start) -> None:
    async with explore("users") as explorer:
        for name in names():
            explorer.app.theme = name
            await explorer.settle()
            assert all(role in explorer.app.theme_variables for role in ROLES)
            assert "page 1 of" in explorer.text


@pytest.mark.parametrize("name", ["nord", "textual-light", "ansi-dark"])
async def test_the_explorer_starts_in_a_theme_of_textuals(explore: Start, name: str) -> None:
    async with explore("users", theme=name) as explorer:
        assert "page 1 of" in explorer.text
