"""What is typed to sign in, in groups, and the line that begins it."""

from __future__ import annotations

from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Static

from ft42tui.session.granted import kept_where
from ft42tui.session.sign_in_form import FieldName, SignInForm, Way, looks_secret
from ft42tui.tui.widgets.entry_field import EntryField, EntryInput
from ft42tui.tui.widgets.push_line import PushLine
from ft42tui.tui.widgets.scope_list import ScopeList

_GROUPS: Final[dict[str, tuple[Way, ...]]] = {
    "application-group": ("browser", "application"),
    "scopes": ("browser", "application"),
    "redirect-group": ("browser",),
    "token-group": ("token",),
    "demo-words": ("demo",),
}
"""Which ways show what."""

_LABELS: Final[dict[Way, str]] = {
    "browser": "Sign in in the browser",
    "application": "Sign in as the application",
    "token": "Use this token",
    "demo": "Look around",
}

_KEYS: Final = {"sign_in.tick", "list.down", "list.up", "view.help"}
"""The commands of letters that are carried out here, where nothing is typed. Any other was meant for a
field."""

_DEMO: Final = (
    "The demo is an API of its own, on this machine, with an invented school. Everything works as it does "
    "with the real one, limits too; nothing leaves this machine."
)


class SignInFields(VerticalScroll, can_focus=False):
    """The fields of the way that is chosen."""

    DEFAULT_CSS = """
    SignInFields {
        scrollbar-size: 1 1;
        & > .group {
            height: auto; margin-bottom: 1;
            border-top: solid $rule; border-title-color: $foreground; border-title-style: none;
            border-title-background: $background;
        }
        & > .group:focus-within {
            border-top: heavy $accent; border-title-color: $accent; border-title-style: bold;
        }
        & > #scopes { margin-bottom: 1; }
        & > #demo-words { height: auto; padding: 0 1; margin-bottom: 1; max-width: 100; color: $foreground; }
    }
    """

    form: reactive[SignInForm] = reactive(SignInForm, repaint=False)
    """What was typed."""

    class Submitted(Message):
        """It is to begin."""

    class LeftAbove(Message):
        """What stands above the first field is wanted."""

    _is_typed = False

    def compose(self) -> ComposeResult:
        """Make every field; those of another way are not shown."""
        with Container(classes="group", id="application-group") as group:
            group.border_title = Content("Application")
            yield EntryField("id", placeholder="u-s4t2ud-…", is_secret=looks_secret, id="client_id")
            yield EntryField("secret", placeholder="s-s4t2ud-…", is_secret=_always, id="secret")
        yield ScopeList(id="scopes")
        with Container(classes="group", id="redirect-group") as group:
            group.border_title = Content.assemble(
                "Redirect URI", ("  must be registered exactly like this", "not bold $dim")
            )
            yield EntryField("URI", id="redirect_uri")
        with Container(classes="group", id="token-group") as group:
            group.border_title = Content.assemble(
                "Token", ("  used for this run, written nowhere", "not bold $dim")
            )
            yield EntryField("token", placeholder="paste it here", is_secret=_always, id="token")
        yield Static(Content(_DEMO), id="demo-words")
        yield PushLine(id="begin")

    def on_mount(self) -> None:
        """Show what is known."""
        self.query_one(
            "#token", EntryField
        ).note = "As it is, in a header (Authorization: Bearer …), or in a URL of this API."
        self.watch_form(self.form)

    def watch_form(self, form: SignInForm) -> None:
        """Show what was typed, and what is wrong with it."""
        if not self.children:
            return
        for name, ways in _GROUPS.items():
            self.query_one(f"#{name}").display = form.way in ways
        problems = form.shown_problems
        for field in self.query(EntryField):
            field.problem = problems.get(_name(field), "")
        if not self._is_typed:  # what is typed here runs ahead of what is heard of it
            self.query_one("#client_id", EntryField).text = form.client_id
            self.query_one("#redirect_uri", EntryField).text = form.redirect_uri
            self.query_one("#secret", EntryField).text = form.secret
            self.query_one("#token", EntryField).text = form.token
        secret = self.query_one("#secret", EntryField)
        secret.note = _secret_note(form)
        secret.placeholder = "" if form.is_kept_used else "s-s4t2ud-…"
        scopes = self.query_one(ScopeList)
        scopes.known, scopes.chosen = form.known_scopes, form.scopes
        scopes.problem = problems.get("scopes", "")
        begin = self.query_one("#begin", PushLine)
        begin.label = _LABELS[form.way]
        begin.hint = "enter" if form.way == "demo" else "ctrl+j from any field"

    # Going from field to field.

    @property
    def _stops(self) -> list[Widget]:
        """What takes the focus now, from the top."""
        found = [one for one in self.query("*") if isinstance(one, EntryInput | ScopeList | PushLine)]
        return [
            one
            for one in found
            if all(node.display for node in one.ancestors_with_self if isinstance(node, Widget))
        ]

    def go_to_first(self) -> None:
        """Give the focus to what has to be typed next; to the first field if all is there."""
        form = self.typed
        if form.fields:
            self.go_to(next((name for name in form.fields if name in form.problems), form.fields[0]))
        else:
            self.screen.set_focus(self.query_one("#begin"))

    def go_to(self, name: FieldName) -> None:
        """Give the focus to a field."""
        if name == "scopes":
            self.screen.set_focus(self.query_one(ScopeList))
        else:
            self.query_one(f"#{name}", EntryField).take_focus()

    def on_key(self, event: events.Key) -> None:
        """Let no letter that was meant for a field be a command."""
        bound = self.screen.active_bindings.get(event.key)
        if event.is_printable and (bound is None or bound.binding.id not in _KEYS):
            event.stop()

    def _step(self, by: int) -> None:
        stops = self._stops
        at = next((index for index, one in enumerate(stops) if one.has_focus), -1)
        if at + by < 0:
            self.post_message(self.LeftAbove())
        elif at + by < len(stops):
            stops[at + by].focus()

    def press(self) -> None:
        """Do what enter does where the focus is."""
        focused = self.screen.focused
        if isinstance(focused, PushLine):
            focused.press()
        else:
            self._step(1)

    # What is typed.

    @property
    def typed(self) -> SignInForm:
        """The form with what stands in the fields at this moment."""
        form = self.form
        for field in self.query(EntryField):
            if getattr(form, _name(field)) != field.text:
                form = form.edited(_name(field), field.text)
        return form

    def _take(self, form: SignInForm) -> None:
        self._is_typed = True
        try:
            self.form = form
        finally:
            self._is_typed = False

    @on(EntryField.Edited)
    def _edited(self, event: EntryField.Edited) -> None:
        event.stop()
        self._take(self.typed)

    @on(EntryField.Submitted)
    def _entered(self, event: EntryField.Submitted) -> None:
        event.stop()
        form, name = self.typed, _name(event.field)
        if name == form.fields[-1] or (name == "secret" and not form.problems):
            self.post_message(self.Submitted())
        else:
            self._step(1)

    @on(EntryField.Left)
    @on(ScopeList.Left)
    @on(PushLine.Left)
    def _left(self, event: EntryField.Left | ScopeList.Left | PushLine.Left) -> None:
        event.stop()
        self._step(event.by)

    @on(ScopeList.Toggled)
    def _toggled(self, event: ScopeList.Toggled) -> None:
        event.stop()
        self._take(self.typed.toggled(event.scope))

    @on(PushLine.Pressed)
    def _pressed(self, event: PushLine.Pressed) -> None:
        event.stop()
        self.post_message(self.Submitted())


def _always(_text: str) -> bool:
    return True


def _name(field: EntryField) -> FieldName:
    names: dict[str | None, FieldName] = {
        "client_id": "client_id",
        "secret": "secret",
        "redirect_uri": "redirect_uri",
        "token": "token",
    }
    return names[field.id]


def _secret_note(form: SignInForm) -> str:
    if form.missing and not form.secret.strip():
        return f"{form.missing}: type it"
    if not form.kept_id or form.client_id.strip() != form.kept_id:
        return ""
    where = kept_where(form.kept_place)
    if form.secret.strip():
        return f"takes the place of the one {where}"
    return f"{where}: leave it empty to use that one, or type the new one"
