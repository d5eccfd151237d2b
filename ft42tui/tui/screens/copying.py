"""Copying to the terminal's clipboard."""

from __future__ import annotations

from typing import Any, Final

from textual.screen import Screen

from ft42tui.session.reading import as_json

_LONGEST: Final = 100_000
"""Characters that are copied at most: terminals drop what is longer."""


class CopyingScreen(Screen[None]):
    """Copies a text, or offers several by a letter each."""

    def copy(self, text: str, what: str) -> None:
        """Copy a text and say so; say why not otherwise."""
        # A surrogate alone, which JSON allows, cannot be sent to a terminal.
        sent = text.encode("utf-8", "replace").decode()
        if len(sent) > _LONGEST:
            self.notify(f"The {what} is too long to copy: {len(sent):,} characters.", markup=False)
            return
        self.app.copy_to_clipboard(sent)
        self.notify(f"Copied the {what}.", markup=False, timeout=2)

    def offer_copies(self, *offers: tuple[str, str, str]) -> None:
        """Offer texts to copy: for each a letter, its name, and the text."""
        from ft42tui.tui.screens.menu import Choice, Menu

        def copy(chosen: Choice | None) -> None:
            if chosen is not None:
                self.copy(chosen.text, chosen.title)

        self.app.push_screen(Menu("Copy", [Choice(*offer) for offer in offers]), copy)


def plain(value: Any) -> str:
    """Return a value as a person would write it: a text without quotes, anything else as JSON."""
    return value if isinstance(value, str) else as_json(value)
