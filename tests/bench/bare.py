"""The least that Textual can be: one text on the screen."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class Bare(App[None]):
    """One text."""

    def compose(self) -> ComposeResult:
        """Make it."""
        yield Static("bare")


if __name__ == "__main__":
    Bare().run()
