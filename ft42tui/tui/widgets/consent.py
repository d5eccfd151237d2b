"""What one waits with until the browser comes back: the address, what is listened to, a place to paste."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from ft42tui.session.steps import Waiting
from ft42tui.tui.paint import painted
from ft42tui.tui.widgets.entry_field import EntryField


class Address(Static, can_focus=True):
    """The address, whole, from the left edge of the screen to the right one and nothing beside it.

    Only so do terminals join its lines when somebody chooses them by the mouse.
    """

    DEFAULT_CSS = """
    Address { width: 100%; height: auto; color: $name; }
    """


class Consent(VerticalScroll, can_focus=False):
    """Stands below the steps while one waits."""

    DEFAULT_CSS = """
    Consent {
        height: 1fr;
        scrollbar-size: 0 0;
        & > .pane {
            height: auto; margin-bottom: 1;
            border-top: solid $rule; border-title-color: $foreground; border-title-style: none;
            border-title-background: $background;
        }
        & > .pane:focus-within {
            border-top: heavy $accent; border-title-color: $accent; border-title-style: bold;
        }
        & > #story { height: auto; padding: 0 1; margin-bottom: 1; }
    }
    """

    waiting: reactive[Waiting | None] = reactive(None, repaint=False)
    """What is waited for."""
    copied: reactive[bool] = reactive(False, repaint=False)
    """Whether the address was sent to the clipboard; nobody says whether it arrived there."""

    @dataclass(repr=False, eq=False)
    class Pasted(Message):
        """An address was pasted."""

        text: str

    def compose(self) -> ComposeResult:
        """Make the address, the words and the field."""
        with Container(classes="pane", id="address-pane"):
            yield Address(id="address")
        yield Static(id="story")
        with Container(classes="pane", id="paste-pane") as pane:
            pane.border_title = Content("Or paste")
            yield EntryField(
                "address",
                placeholder="what the browser's address bar says at the end",
                is_secret=_holds_answer,
                id="back",
            )

    def on_mount(self) -> None:
        """Show what is known."""
        self._tell()

    def watch_waiting(self) -> None:
        """Show another wait."""
        self._tell()

    def watch_copied(self) -> None:
        """Say that it was sent there."""
        self._tell()

    @property
    def field(self) -> EntryField:
        """Where an address is pasted."""
        return self.query_one("#back", EntryField)

    def refuse(self, sentence: str) -> None:
        """Say what was wrong with what was pasted, and forget it."""
        self.field.text = ""
        self.field.problem = sentence

    def _tell(self) -> None:
        waiting = self.waiting
        if not self.children or waiting is None:
            return
        told = "   sent to the terminal's clipboard" if self.copied else ""
        self.query_one("#address-pane").border_title = Content.assemble(
            "Sign in at this address", (told, "not bold $dim")
        )
        self.query_one("#address", Static).update(Content(painted(waiting.url)))
        self.query_one("#story", Static).update(_story(waiting))

    def on_entry_field_edited(self, event: EntryField.Edited) -> None:
        """Forget what was wrong with the text before."""
        event.stop()
        event.field.problem = ""

    def on_entry_field_submitted(self, event: EntryField.Submitted) -> None:
        """Take the address."""
        event.stop()
        self.post_message(self.Pasted(event.text))

    def take(self, text: str) -> None:
        """Take an address that was pasted elsewhere."""
        self.field.text = " ".join(text.split())
        self.post_message(self.Pasted(text))


def _holds_answer(text: str) -> bool:
    return "code=" in text or "state=" in text


def _story(waiting: Waiting) -> Content:
    if waiting.is_open:
        first = "The browser was asked to open it: sign in there, authorize, and come back."
    elif waiting.is_open is False:
        first = "No browser could be started here: open it in any browser."
    else:
        first = "The browser is being asked to open it."
    uri = (painted(waiting.redirect_uri), "$strong")
    if waiting.is_listening:
        second = Content.assemble(("Listening at ", "$dim"), uri)
    else:
        second = Content.assemble(
            ("Nobody listens at ", "$dim"), uri, (": paste the address that the browser ends at.", "$dim")
        )
    third = Content.assemble((_UNREGISTERED, "$dim"))
    return Content("\n").join([Content(first), second, third])


_UNREGISTERED = (
    "If the browser shows an error about the redirect URI, it is not registered exactly like this: esc"
)
