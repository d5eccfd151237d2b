"""What drawn text looks like, by what it means. The colours are the theme's roles."""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from rich.style import Style
from textual.color import Color
from textual.widget import Widget

Ink: TypeAlias = Literal[
    "text",
    "dim",
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

    def notify_style_update(self) -> None:
        """Forget the inks of the theme before."""
        self._inks = {}
        super().notify_style_update()


def _style(name: Ink, variables: dict[str, str]) -> Style:
    text, behind, bold = _INKS[name]
    return Style(
        color=Color.parse(variables[text]).rich_color if text else None,
        bgcolor=Color.parse(variables[behind]).rich_color if behind else None,
        bold=bold or None,
    )
