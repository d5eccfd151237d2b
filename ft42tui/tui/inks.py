"""What drawn text looks like, by what it means. The colours are the theme's roles."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from rich.style import Style
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

Ink: TypeAlias = Literal[
    "text",
    "dim",
    "rule",
    "strong",
    "plain-strong",
    "accent",
    "here",
    "number",
    "string",
    "name",
    "boolean",
    "wrong",
    "wrong-strong",
    "warning",
    "warning-strong",
    "good",
    "method",
    "method-write",
    "badge",
    "cursor",
    "cursor-blurred",
    "cell",
]

_INKS: Final[dict[Ink, tuple[str, str, bool]]] = {
    # name: (role of the text, role behind it, bold)
    "text": ("foreground", "", False),
    "dim": ("dim", "", False),
    "rule": ("rule", "", False),
    "strong": ("strong", "", True),
    "plain-strong": ("strong", "", False),
    "accent": ("accent", "", False),
    "here": ("accent", "", True),
    "number": ("number", "", False),
    "string": ("string", "", False),
    "name": ("name", "", False),
    "boolean": ("boolean", "", False),
    "wrong": ("wrong", "", False),
    "wrong-strong": ("wrong", "", True),
    "warning": ("warning", "", False),
    "warning-strong": ("warning", "", True),
    "good": ("success", "", False),
    "method": ("string", "", True),
    "method-write": ("number", "", True),
    "badge": ("on-accent", "accent", True),
    "cursor": ("", "cursor", False),
    "cursor-blurred": ("", "raised", False),
    "cell": ("", "cell", False),
}


class Inked(Widget):
    """A widget that draws its own lines.

    Its styles come from one table and the theme's variables, not from component classes: each of
    those is a node that Textual styles again with every change, which doubled the time to the first
    frame.
    """

    _inks: dict[Ink, Style]
    _base: Style
    _drawn: tuple[Region, list[Strip]] | None = None

    def ink(self, name: Ink) -> Style:
        """Return the Rich style of an ink."""
        try:
            inks = self._inks
        except AttributeError:
            inks = self._inks = {}
        style = inks.get(name)
        if style is None:
            style = inks[name] = _style(name, self.app.theme_variables)
        return style

    @property
    def base(self) -> Style:
        """The widget's own style. Textual works it out anew each time it is asked; a line is drawn often."""
        try:
            return self._base
        except AttributeError:
            self._base = self.rich_style
            return self._base

    def render_lines(self, crop: Region) -> list[Strip]:
        """Return the widget's lines; the very same as before where nothing changed.

        Textual asks every widget beside the one that changed, at every update: most of what a key
        costs is their answer.
        """
        if self._drawn is None or self._drawn[0] != crop:
            self._drawn = crop, super().render_lines(crop)
        return self._drawn[1]

    def _set_dirty(self, *regions: Region) -> None:
        self._drawn = None
        super()._set_dirty(*regions)

    def notify_style_update(self) -> None:
        """Forget the inks of the theme before."""
        self._drawn = None
        self._inks = {}
        if hasattr(self, "_base"):
            del self._base
        super().notify_style_update()


def _style(name: Ink, variables: dict[str, str]) -> Style:
    text, behind, bold = _INKS[name]
    return Style(
        color=Color.parse(variables[text]).rich_color if text else None,
        bgcolor=Color.parse(variables[behind]).rich_color if behind else None,
        bold=bold or None,
    )
