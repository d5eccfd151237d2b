"""Themes: our own from TOML files, one a file, and Textual's built-in ones beside them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

from textual.color import Color
from textual.theme import BUILTIN_THEMES, Theme

from ft42tui.config.paths import own_theme_names, theme_folder

ROLES: Final = (
    "rule",
    "raised",
    "dim",
    "strong",
    "number",
    "string",
    "name",
    "boolean",
    "wrong",
    "cursor",
    "cell",
    "on-accent",
)
"""The colours that our widgets know by what they mean. In styles each is a `$variable`."""


def names() -> tuple[str, ...]:
    """Return the names of every theme, ours first."""
    ours = own_theme_names()
    return (*ours, *sorted(name for name in BUILTIN_THEMES if name not in ours))


@cache
def own_theme(name: str) -> Theme | None:
    """Return one of our themes, or None if the name is not ours."""
    if name not in own_theme_names():
        return None
    import tomllib

    path = theme_folder() / f"{name}.toml"
    return theme_from(tomllib.loads(path.read_text(encoding="utf-8")))


def theme_from(data: Mapping[str, Any]) -> Theme:
    """Return the theme that a file describes. Raises KeyError where a colour or role is missing."""
    colors: Mapping[str, str] = data["colors"]
    roles: Mapping[str, str] = data["roles"]
    return Theme(
        name=data["name"],
        dark=data["dark"],
        luminosity_spread=0.1,
        text_alpha=1.0,
        variables={
            **{role: roles[role] for role in ROLES},
            "border": roles["rule"],
            "scrollbar": roles["rule"],
            "scrollbar-hover": colors["primary"],
            "scrollbar-active": colors["primary"],
            "scrollbar-background": colors["background"],
            "scrollbar-background-hover": colors["background"],
            "scrollbar-background-active": colors["background"],
            "scrollbar-corner-color": colors["background"],
            "input-cursor-background": colors["primary"],
            "block-cursor-background": roles["cursor"],
            "block-cursor-foreground": roles["strong"],
            "block-cursor-text-style": "bold",
            "footer-key-foreground": colors["primary"],
        },
        primary=colors["primary"],
        secondary=colors["secondary"],
        accent=colors["accent"],
        warning=colors["warning"],
        error=colors["error"],
        success=colors["success"],
        foreground=colors["foreground"],
        background=colors["background"],
        surface=colors["surface"],
        panel=colors["panel"],
    )


def roles_of(theme: Theme) -> dict[str, str]:
    """Return the roles of a theme that does not name them, made from the colours that it has."""
    variables = theme.to_color_system().generate()
    text, back, primary = (Color.parse(variables[key]) for key in ("foreground", "background", "primary"))

    def between(color: Color, share: float) -> str:
        return color.hex if theme.ansi else back.blend(color, share).hex

    return {
        "rule": between(text, 0.2),
        "raised": variables["surface"],
        "dim": between(text, 0.7),
        "strong": variables["foreground"],
        "number": variables["warning"],
        "string": variables["success"],
        "name": variables["secondary"],
        "boolean": variables["accent"],
        "wrong": variables["error"],
        "cursor": between(primary, 0.3),
        "cell": between(primary, 0.55),
        "on-accent": variables["background"],
    }
