"""The one field in which a row of the query is typed."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input


class RowEditor(Input):
    """Stands over the row being edited."""

    @dataclass(repr=False, eq=False)
    class StepWanted(Message):
        """The row above or below is to be edited."""

        by: int

    def on_key(self, event: events.Key) -> None:
        """Go to the row above or below."""
        if event.key in {"up", "down"}:
            event.stop()
            event.prevent_default()
            self.post_message(self.StepWanted(1 if event.key == "down" else -1))
