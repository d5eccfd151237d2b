"""The query as a form: one line a filter, range, search, sort and page, edited in place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import reactive

from ft42tui.tui.commands import bindings
from ft42tui.tui.paint import cut, fit, painted, width
from ft42tui.tui.widgets.line_list import LineList

if TYPE_CHECKING:  # the field is made when a row is first edited: nobody waits for it at the start
    from textual.widgets import Input

    from ft42tui.session.form import Form, Row, RowId
    from ft42tui.session.reach import Reachability
    from ft42tui.tui.widgets.row_editor import RowEditor

_KIND_CELLS: Final = 8
_NAME_CELLS: Final = 26
_GAP: Final = "   "


class FormLines(LineList):
    """The form's lines. The last one offers to add a field."""

    BINDINGS = bindings("query")

    form: reactive[Form | None] = reactive(None, repaint=False)
    """The form; None before an endpoint is chosen."""

    @dataclass(repr=False, eq=False)
    class EditWanted(Message):
        """A line is to be edited."""

        row: Row

    class AddWanted(Message):
        """A field is to be added."""

    @dataclass(repr=False, eq=False)
    class RemoveWanted(Message):
        """A line is to be taken away."""

        row: Row

    @property
    def rows(self) -> tuple[Row, ...]:
        """The form's rows."""
        return self.form.rows if self.form else ()

    @property
    def _offers(self) -> int:
        return len(self.form.choices) if self.form else 0

    @property
    def count(self) -> int:
        """How many lines there are."""
        return len(self.rows) + (1 if self._offers else 0)

    @property
    def empty_hint(self) -> str:
        """Say what comes here."""
        return "This route takes no values." if self.form else "The fields of the chosen endpoint come here."

    @property
    def name_cells(self) -> int:
        """How wide the column of names is."""
        return min(_NAME_CELLS, max((width(painted(row.name)) for row in self.rows), default=0))

    def value_x(self) -> int:
        """Return where the values begin, in cells."""
        names = self.name_cells
        return _KIND_CELLS + (names + 2 if names else 0)

    def draw(self, index: int, width: int) -> list[Segment]:
        """Return a row, or the offer to add one."""
        rows = self.rows
        if index >= len(rows):
            return [
                Segment("+ ", self.ink("accent")),
                Segment("add a filter, range, search or sort", self.ink("dim")),
                Segment(f"   {self._offers} fields", self.ink("dim")),
            ]
        row = rows[index]
        first = index == 0 or rows[index - 1].kind != row.kind
        names = self.name_cells
        kind = {"extra": "other"}.get(row.kind, row.kind)
        found = [Segment(fit(kind if first else "", _KIND_CELLS), self.ink("dim"))]
        if names:
            found.append(Segment(fit(painted(row.name), names) + "  ", self.ink("name")))
        room = max(8, width - self.value_x())
        if row.problem:
            found.extend(self._wrong(painted(row.text), painted(row.problem), room))
        elif row.text:
            found.append(Segment(cut(painted(row.text), room), self.ink("strong")))
        else:
            hint = ("needed: " if row.is_required else "") + row.hint
            found.append(Segment(cut(hint, room), self.ink("warning" if row.is_required else "dim")))
        return found

    def _wrong(self, text: str, problem: str, room: int) -> list[Segment]:
        """Return what was typed and what is wrong with it, in so many cells: neither hides the other."""
        text = cut(text, max(room // 3, room - width(problem) - len(_GAP)))
        shown = cut(_GAP + problem if text else problem, max(0, room - width(text)))
        return [Segment(text, self.ink("wrong")), Segment(shown, self.ink("wrong"))]

    def watch_form(self) -> None:
        """Take over a new form."""
        self.lines_changed()

    def row_at_cursor(self) -> Row | None:
        """Return the row under the cursor; None on the offer."""
        rows = self.rows
        return rows[self.cursor] if self.cursor < len(rows) else None

    def clicked(self, index: int, x: int, *, again: bool) -> None:
        """Edit a row at a click on its value; a click on the offer takes it."""
        if index >= len(self.rows) or x >= self.value_x() or again:
            self.action_edit()

    def action_edit(self) -> None:
        """Edit the row under the cursor, or take the offer."""
        row = self.row_at_cursor()
        if row is not None:
            self.post_message(self.EditWanted(row))
        elif self._offers:
            self.post_message(self.AddWanted())

    def action_add(self) -> None:
        """Ask for a field to add."""
        if self._offers:
            self.post_message(self.AddWanted())

    def action_remove(self) -> None:
        """Take the row under the cursor away."""
        row = self.row_at_cursor()
        if row is not None:
            self.post_message(self.RemoveWanted(row))


class QueryBuilder(Container):
    """The form, and the field that is put over the row being edited."""

    BLANK = True

    DEFAULT_CSS = """
    QueryBuilder {
        height: auto;
        layers: base editor;
        & > FormLines { height: auto; max-height: 9; min-height: 2; }
        & > FormLines.-edited {
            border-top: heavy $accent;
            border-title-color: $accent;
            border-title-style: bold;
        }
        & > RowEditor {
            layer: editor;
            position: absolute;
            height: 1;
            border: none;
            padding: 0;
            background: $cell;
            color: $strong;
        }
    }
    """

    form: reactive[Form | None] = reactive(None, repaint=False)
    """The form; None before an endpoint is chosen."""
    reachability: reactive[Reachability | None] = reactive(None, repaint=False)
    """What judges whether the token reaches the endpoint; None while nothing is known."""

    @dataclass(repr=False, eq=False)
    class Edited(Message):
        """The form was edited."""

        form: Form

    @dataclass(repr=False, eq=False)
    class Submitted(Message):
        """The form is to be sent."""

        form: Form

    class AddWanted(Message):
        """A field is to be added."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._editing: RowId | None = None

    def compose(self) -> ComposeResult:
        """Make the lines; the field is made when it is first needed."""
        yield FormLines(id="form").data_bind(QueryBuilder.form)

    @property
    def lines(self) -> FormLines:
        """The form's lines."""
        return self.query_one(FormLines)

    @property
    def is_editing(self) -> bool:
        """Whether a row is being typed."""
        return self._editing is not None

    def watch_form(self, form: Form | None) -> None:
        """Show of which endpoint it is, or what is wrong."""
        if not self.is_mounted:
            return
        if form and form.problem:
            # In the title, since the field being typed in stands over the row's own words.
            told = ("  " + painted(form.problem), "not bold $wrong")
        else:
            summary = form.query.endpoint.summary if form else ""
            told = (f"  {painted(summary)}" if summary else "", "not bold $dim")
        self.lines.border_title = Content.assemble("Query", told, self._reach_told(form))

    def _reach_told(self, form: Form | None) -> tuple[str, str]:
        """Return that the token does not reach the endpoint, and why; nothing where it does."""
        if form is None or form.problem or self.reachability is None:
            return "", ""
        reach = self.reachability.of(form.query.endpoint)
        if reach.is_open:
            return "", ""
        is_known = reach.standing != "unknown"
        words = painted(f"  ✗ {reach.words}" if is_known else f"  ? reach {reach.words}")
        return words, "not bold $wrong" if is_known else "not bold $dim"

    def watch_reachability(self) -> None:
        """Say anew whether the token reaches the endpoint."""
        self.watch_form(self.form)

    def on_mount(self) -> None:
        """Show the title."""
        self.watch_form(self.form)

    def edit(self, wanted: RowId) -> None:
        """Put the field over a row and type there."""
        if self.form is None:
            return
        lines = self.lines
        for index, row in enumerate(self.form.rows):
            if row.id == wanted:
                lines.cursor = index
                self.call_after_refresh(self._open_editor, row)
                return

    def edit_missing(self) -> None:
        """Ask for the first value that the path needs."""
        if self.form is not None and self.form.query.missing:
            self.edit(("path", self.form.query.missing[0]))

    def _open_editor(self, row: Row) -> None:
        lines = self.lines
        from textual.widgets import Input

        from ft42tui.tui.widgets.row_editor import RowEditor

        editor = next(iter(self.query(RowEditor)), None)
        if editor is None:
            editor = RowEditor(compact=True, select_on_focus=False, id="editor")
            self.mount(editor)
        self._editing = row.id
        lines.add_class("-edited")
        y = lines.cursor - round(lines.scroll_offset.y) + 1
        x = lines.value_x() + 1
        editor.styles.offset = Offset(x, y)
        editor.styles.width = max(10, self.size.width - x - 1)
        editor.placeholder = row.hint
        with editor.prevent(Input.Changed):
            editor.value = row.text
        editor.cursor_position = len(row.text)
        editor.display = True
        editor.focus()

    def close_editor(self) -> None:
        """Take the field away; what was typed stays in the form."""
        if self._editing is None:
            return
        self._editing = None
        self.lines.remove_class("-edited")
        for editor in self.query("RowEditor"):
            focused = editor.has_focus
            editor.display = False
            if focused:
                self.lines.focus()

    def _change(self, form: Form) -> None:
        self.form = form
        self.post_message(self.Edited(form))

    @on(FormLines.EditWanted)
    def _edit_row(self, event: FormLines.EditWanted) -> None:
        event.stop()
        self.edit(event.row.id)

    @on(FormLines.AddWanted)
    def _add_row(self, event: FormLines.AddWanted) -> None:
        event.stop()
        self.post_message(self.AddWanted())

    @on(FormLines.RemoveWanted)
    def _remove_row(self, event: FormLines.RemoveWanted) -> None:
        event.stop()
        if self.form is not None:
            self._change(self.form.removed(event.row.id))

    def on_row_editor_step_wanted(self, event: RowEditor.StepWanted) -> None:
        """Edit the row above or below."""
        event.stop()
        rows = self.lines.rows
        at = self.lines.cursor + event.by
        if 0 <= at < len(rows):
            self.edit(rows[at].id)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Take over what is typed."""
        event.stop()
        if self.form is not None and self._editing is not None:
            self._change(self.form.edited(self._editing, event.value))

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Send at enter."""
        event.stop()
        if self.form is not None:
            self.post_message(self.Submitted(self.form))

    def on_descendant_blur(self, event: events.DescendantBlur) -> None:
        """Take the field away when another place gets the focus."""
        if event.widget.id == "editor" and self._editing is not None:
            self.call_after_refresh(self._close_if_left)

    def _close_if_left(self) -> None:
        if not any(editor.has_focus for editor in self.query("RowEditor")):
            self.close_editor()

    def on_key(self, event: events.Key) -> None:
        """End typing at escape."""
        if event.key == "escape" and self._editing is not None:
            event.stop()
            self.close_editor()
