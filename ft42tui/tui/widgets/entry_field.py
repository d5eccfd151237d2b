"""One thing to type: its name, the field, and below it what there is to say about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Input, Static
from textual.widgets.input import Selection

from ft42tui.tui.paint import painted


class EntryInput(Input):
    """Hides what is secret, and never copies it."""

    def __init__(self, is_secret: Callable[[str], bool], text: str, *, placeholder: str = "") -> None:
        self._is_secret = is_secret
        super().__init__(text, placeholder=placeholder, compact=True, select_on_focus=False)
        self.password = is_secret(text)

    def watch_value(self, value: str) -> None:
        """Hide it before it is drawn."""
        self.password = self._is_secret(value)

    def choose(self) -> None:
        """Choose all of it, so that the next letter replaces it; its beginning is what is seen."""
        self.selection = Selection(len(self.value), 0)

    def action_copy(self) -> None:
        """Copy what is chosen, unless it is secret."""
        if not self.password:
            super().action_copy()

    def action_cut(self) -> None:
        """Cut what is chosen; what is secret is only taken away."""
        if self.password:
            self.delete_selection()
        else:
            super().action_cut()

    def on_key(self, event: events.Key) -> None:
        """Go to the field above or below."""
        if event.key in {"up", "down"}:
            event.stop()
            event.prevent_default()
            self.post_message(EntryField.Left(1 if event.key == "down" else -1))


class EntryField(Container):
    """A name, a field, a note. What is wrong takes the note's place."""

    DEFAULT_CSS = """
    EntryField {
        height: auto;
        padding: 0 1;
        & > Horizontal { height: 1; }
        & > Horizontal > Static { width: 10; color: $dim; }
        & > Horizontal > EntryInput {
            width: 1fr; max-width: 84; height: 1; border: none; padding: 0 1;
            background: $raised; color: $strong;
        }
        & > Horizontal > EntryInput:focus { background: $cell; }
        & > Horizontal > EntryInput > .input--selection { background: $accent 60%; }
        & > .note { height: auto; padding: 0 0 0 10; color: $dim; }
        & > .note.-wrong { color: $wrong; }
        & > .note.-empty { display: none; }
    }
    """

    note: reactive[str] = reactive("", repaint=False)
    """What there is to say."""
    placeholder: reactive[str] = reactive("", repaint=False)
    """What stands in it while it is empty."""
    problem: reactive[str] = reactive("", repaint=False)
    """What is wrong, in a sentence; empty if nothing is."""

    @dataclass(repr=False, eq=False)
    class Edited(Message):
        """Something was typed."""

        field: EntryField

    @dataclass(repr=False, eq=False)
    class Left(Message):
        """The field below (1) or above (-1) is wanted."""

        by: int

    @dataclass(repr=False, eq=False)
    class Submitted(Message):
        """Enter was pressed."""

        field: EntryField
        text: str

    def __init__(
        self,
        label: str,
        *,
        placeholder: str = "",
        is_secret: Callable[[str], bool] = lambda _text: False,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self._label = label
        self._first = ""
        self.set_reactive(EntryField.placeholder, placeholder)
        self._is_secret = is_secret

    def compose(self) -> ComposeResult:
        """Make the name, the field and the note."""
        with Horizontal():
            yield Static(Content(self._label))
            yield EntryInput(self._is_secret, self._first, placeholder=self.placeholder)
        yield Static(classes="note")

    def on_mount(self) -> None:
        """Show what is known."""
        self._tell()

    @property
    def input(self) -> EntryInput:
        """The field itself."""
        return self.query_one(EntryInput)

    @property
    def text(self) -> str:
        """What stands in the field now: news of it may still be on the way."""
        return self.input.value if self.children else self._first

    @text.setter
    def text(self, text: str) -> None:
        """Put another text there, and post no news of it. It is chosen where one types, to be replaced."""
        self._first = text
        if self.children and self.input.value != text:
            with self.input.prevent(Input.Changed):
                self.input.value = text
            self.input.cursor_position = len(text)
            if self.screen.focused is self.input:
                self.input.choose()

    def take_focus(self) -> None:
        """Be typed into from the next key on; what is there is chosen, to be replaced."""
        # At once: a letter typed behind it would be a command where the focus was, or replace the one before.
        self.screen.set_focus(self.input)
        self.input.choose()

    def watch_placeholder(self, placeholder: str) -> None:
        """Show another one."""
        if self.children:
            self.input.placeholder = placeholder

    def watch_note(self) -> None:
        """Say something else."""
        self._tell()

    def watch_problem(self) -> None:
        """Say what is wrong."""
        self._tell()

    def _tell(self) -> None:
        if not self.children:
            return
        shown = f"✗ {self.problem}" if self.problem else self.note
        told = self.query_one(".note", Static)
        told.update(Content(painted(shown)))
        told.set_class(bool(self.problem), "-wrong")
        told.set_class(not shown, "-empty")

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self))

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.post_message(self.Submitted(self, event.value))
