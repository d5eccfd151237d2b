"""One step of a sign-in, whole: what was asked with, what was answered. Secrets are masked."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive

from ft42tui.api.exchange import Exchange, Headers
from ft42tui.session.steps import Step
from ft42tui.tui.inks import Ink
from ft42tui.tui.paint import fit, painted, width
from ft42tui.tui.widgets.exchange_view import ExchangeView, lines_of
from ft42tui.tui.widgets.notice import wrapped

_NAME_CELLS = 15

_Line = tuple[tuple[Ink, str], ...]


class StepView(ExchangeView):
    """Request, parameters, answer."""

    step: reactive[Step | None] = reactive(None, repaint=False)
    """The step; None before the first."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.border_title = Content("Step")
        self._cells = 0

    @property
    def empty_hint(self) -> str:
        """Say what comes here."""
        return "Each step can be looked at here."

    def watch_step(self, step: Step | None) -> None:
        """Show another step."""
        title = f"  {painted(step.title)}" if step else ""
        self.border_title = Content.assemble("Exchange", (title, "not bold $dim"))
        self.cursor = 0
        self._lay()

    def watch_exchange(self, exchange: Exchange | None) -> None:
        """Leave the lines to the step."""

    def on_resize(self) -> None:
        """Wrap what is long anew."""
        if self.scrollable_content_region.width != self._cells:
            self._lay()
        super().on_resize()

    def _lay(self) -> None:
        self._cells = self.scrollable_content_region.width
        self._lines = lines_of_step(self.step, max(20, self._cells)) if self.step is not None else []
        self.lines_changed()


def lines_of_step(step: Step, cells: int) -> list[_Line]:
    """Return a step as lines of (ink, text), long values wrapped to a width."""
    asked, brought = _values(step.asked, cells), _values(step.brought, cells)
    if step.exchange is None:
        lines = [*asked, *([()] if asked and brought else []), *brought]
        failed: list[_Line] = [(("wrong", f"✗ {painted(step.failure)}"),)] if step.failure else []
        return [*lines, *([()] if lines and failed else []), *failed]
    lines = lines_of(step.exchange)
    end = lines.index(())
    if asked:
        lines[end:end] = [(), *asked]
    return [*lines, *([()] if brought else []), *brought]


def _values(named: Headers, cells: int) -> list[_Line]:
    lines: list[_Line] = []
    names = max((width(name) for name, _ in named), default=0)
    names = max(names, _NAME_CELLS)
    for name, value in named:
        for at, piece in enumerate(wrapped(painted(value), cells - names - 2) or [""]):
            shown = fit(name if not at else "", names)
            lines.append((("name", shown), ("text", f"  {piece}")))
    return lines
