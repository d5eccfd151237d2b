"""Commands: each has a place to be carried out, and its keys keep the house's rules."""

from __future__ import annotations

from collections import Counter

import pytest
from textual.binding import Binding

from ft42tui.tui.commands import COMMANDS, Command, bindings, footer
from ft42tui.tui.screens.explorer import ExplorerScreen
from ft42tui.tui.screens.profiles import ProfilesScreen
from ft42tui.tui.screens.scopes import ScopesScreen
from ft42tui.tui.screens.sign_in import SignInScreen
from ft42tui.tui.screens.token import TokenScreen
from ft42tui.tui.screens.view import View
from ft42tui.tui.widgets.endpoint_tree import EndpointTree
from ft42tui.tui.widgets.exchange_view import ExchangeView
from ft42tui.tui.widgets.json_view import JsonView
from ft42tui.tui.widgets.line_list import LineList
from ft42tui.tui.widgets.query_builder import FormLines
from ft42tui.tui.widgets.results_grid import ResultsGrid
from ft42tui.tui.widgets.scope_report_view import ScopeReportView

OWNERS = {
    "explorer": ExplorerScreen,
    "list": LineList,
    "endpoints": EndpointTree,
    "query": FormLines,
    "results": ResultsGrid,
    "json": JsonView,
    "exchange": ExchangeView,
    "report": ScopeReportView,
    "view": View,
    "token": TokenScreen,
    "profiles": ProfilesScreen,
    "scopes": ScopesScreen,
    "sign_in": SignInScreen,
}


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_every_command_is_an_action_of_its_scope(command: Command) -> None:
    assert callable(getattr(OWNERS[command.scope], f"action_{command.name}"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.id)
def test_no_command_depends_on_a_key_that_terminals_take(command: Command) -> None:
    taken = {f"ctrl+{letter}" for letter in "himsbaw"} | {"ctrl+q"}
    assert set(command.keys.split(",")) - taken


def test_no_letter_has_priority() -> None:
    found = [b for scope in OWNERS for b in bindings(scope)]  # type: ignore[arg-type]
    urgent = [b.key for b in found if isinstance(b, Binding) and b.priority]

    assert urgent == ["ctrl+l", "tab", "shift+tab"]


def test_ids_are_unique() -> None:
    assert max(Counter(command.id for command in COMMANDS).values()) == 1


@pytest.mark.parametrize("scope", OWNERS)
def test_a_key_has_one_meaning_in_a_scope(scope: str) -> None:
    keys = [key for c in COMMANDS if c.scope == scope for key in c.keys.split(",")]
    assert max(Counter(keys).values()) == 1


@pytest.mark.parametrize("scope", OWNERS)
def test_the_footer_names_six_keys_at_most(scope: str) -> None:
    assert len(footer(scope)) <= 5  # type: ignore[arg-type]  # and help
