"""Every command once: id, keys, title, help, scope. Bindings, footer, help and README are made from it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from textual.binding import Binding, BindingType

Scope: TypeAlias = Literal[
    "explorer",
    "list",
    "endpoints",
    "query",
    "results",
    "json",
    "exchange",
    "report",
    "editor",
    "view",
    "token",
    "profiles",
    "scopes",
    "sign_in",
]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that a person can do by a key."""

    scope: Scope
    """Where its key works; its action is a method `action_<name>` of that scope's class."""
    name: str
    """Its name within the scope."""
    keys: str
    """Its keys, with commas between, in Textual's spelling."""
    title: str
    """One or two words for the footer and the palette."""
    help: str
    """One sentence for the help screen and the README."""
    rank: int = 0
    """Its place in the footer of its scope, from 1; 0 keeps it out."""

    @property
    def id(self) -> str:
        """What names it in `config.toml`: `results.next_page`."""
        return f"{self.scope}.{self.name}"


def _commands() -> Iterator[Command]:
    yield from _of(
        "explorer",
        ("pane_endpoints", "1", "tree", "Go to the endpoints."),
        ("pane_query", "2", "query", "Go to the query."),
        ("pane_results", "3", "results", "Go to the results."),
        ("pane_json", "4", "json", "Go to the JSON of the highlighted record."),
        ("pane_exchange", "5", "exchange", "Go to the request as sent and the answer's headers."),
        ("pane_report", "6", "report", "Go to the report on a 403: why, and what to do."),
        ("next_pane", "tab", "next pane", "Go to the next pane."),
        ("previous_pane", "shift+tab", "previous pane", "Go to the previous pane."),
        ("next_tab", "right_square_bracket", "next tab", "JSON, the exchange, the report on a 403."),
        ("previous_tab", "left_square_bracket", "previous tab", "The same, the other way round."),
        ("send", "ctrl+j,alt+enter", "send", "Send the request, from anywhere."),
        ("reload", "r", "again", "Send the same request again."),
        ("request_line", "ctrl+l", "request line", "Type or paste a request: a path or a whole URL."),
        ("edit_query", "e", "edit query", "Edit the query."),
        ("back", "backspace", "back", "Go back to the page before, from memory."),
        ("forward", "shift+right", "forward", "Go forward again, from memory."),
        ("find", "slash", "find", "Find in this pane: narrow the endpoints, or go to a match."),
        ("find_next", "n", "next match", "Go to the next match."),
        ("find_previous", "N", "previous match", "Go to the previous match."),
        ("alone", "f", "alone", "Show this pane alone, or all again."),
        ("hide_tree", "b", "hide tree", "Hide the endpoints, or show them again."),
        ("jump", "ctrl+o", "jump", "Go to a pane by a letter."),
        ("token", "t", "token", "What the token is: owner, scopes, times, application, limits."),
        ("profiles", "P", "profiles", "Go on with another application or server."),
        ("scopes", "M", "scopes", "What each scope opens, and what the marked routes need."),
        ("sign_in", "L", "sign in", "Sign in: in the browser, as an application, or with a token."),
        ("copy_url", "Y", "copy URL", "Copy the request's URL, without the token."),
        ("step_back", "escape", "step back", "Popup, running request, find, alone: one step back."),
        ("palette", "colon", "palette", "The command palette; ctrl+p works everywhere."),
        ("help", "question_mark,f1", "help", "Every key, those of this pane first."),
        ("quit", "q", "quit", "Leave; ctrl+q works everywhere."),
    )
    yield from _of(
        "list",
        ("down", "down,j", "down", "One line down."),
        ("up", "up,k", "up", "One line up."),
        ("top", "home,g", "top", "The first line."),
        ("bottom", "end,G", "bottom", "The last line."),
        ("page_down", "pagedown", "page down", "One screen down."),
        ("page_up", "pageup", "page up", "One screen up."),
        ("half_down", "ctrl+d", "half down", "Half a screen down."),
        ("half_up", "ctrl+u", "half up", "Half a screen up."),
    )
    yield from _of(
        "endpoints",
        ("choose", "enter", "choose", "Open a resource; choose a route; once more to send it.", 1),
        ("unfold", "right,l", "open", "Open a resource."),
        ("fold", "left,h", "close", "Close a resource, or go to it."),
        ("mark", "space", "mark", "Mark a route, to ask which scopes the marked ones need (M)."),
        ("only_reachable", "R", "reachable", "Only what the token can reach, or everything.", 3),
    )
    yield from _of(
        "query",
        ("edit", "enter,i", "edit", "Edit this line.", 1),
        ("add", "a", "add a field", "Add a filter, a range, a search or a sort key from the catalogue.", 2),
        ("remove", "x,delete", "remove", "Take this line away.", 3),
    )
    yield from _of(
        "results",
        ("next_page", "full_stop", "next page", "The page that the API's next link names.", 1),
        ("previous_page", "comma", "previous", "The page before.", 2),
        ("first_page", "less_than_sign", "first page", "The first page."),
        ("last_page", "greater_than_sign", "last page", "The last page."),
        ("left", "left,h", "left", "One column to the left."),
        ("right", "right,l", "right", "One column to the right."),
        ("sort", "S", "sort", "Sort by this column on the server: ascending, descending, not at all.", 3),
        ("filter", "plus", "filter by value", "Filter by this value on the server.", 4),
        ("view_cell", "v", "whole cell", "Show the whole cell.", 5),
        ("open_json", "enter", "JSON", "Go to the record's JSON."),
        ("copy", "y", "copy", "Copy the value, the column's name, the record or the URL."),
    )
    yield from _of(
        "json",
        ("fold_or_unfold", "space,enter", "fold", "Fold or unfold.", 1),
        ("unfold", "right,l", "unfold", "Unfold, or go into it.", 2),
        ("fold", "left,h", "fold", "Fold, or go to what holds it."),
        ("unfold_all", "e", "unfold all", "Unfold it and everything inside.", 3),
        ("fold_all", "c", "fold all", "Fold it and everything inside."),
        ("next_sibling", "J", "next sibling", "The next value at this depth."),
        ("previous_sibling", "K", "previous sibling", "The previous value at this depth."),
        ("whole", "o", "whole answer", "The whole answer, or the highlighted record.", 4),
        ("copy", "y", "copy", "Copy the value, its key, the way to it, or what is inside.", 5),
    )
    yield from _of(
        "exchange",
        ("copy_line", "y", "copy", "Copy this line.", 1),
    )
    yield from _of(
        "report",
        ("first", "enter", "do the first", "Do the first thing that the report offers.", 1),
        ("sign_in", "s", "sign in again", "Sign in again with the scopes it needs, then send again.", 2),
        ("other_profile", "p", "other profile", "Send it with the token of another profile.", 3),
        ("copy_message", "y", "message to staff", "Copy a message to staff: no secret is in it.", 4),
    )
    yield from _of(
        "view",
        ("leave", "escape,q", "back", "Close this view."),
        ("help", "question_mark,f1", "help", "Every key that works here."),
    )
    yield from _of(
        "token",
        ("renew", "r", "renew", "Ask for another token now.", 1),
        ("sign_in", "s,L", "other scopes", "Sign in again, with other scopes.", 2),
        ("profiles", "P", "profiles", "Go on with another application or server."),
        ("compare", "c", "compare", "Put another token beside this one: a profile's, or the pasted one.", 3),
        ("look", "p", "look at another", "Look at a token that is pasted, as it is or in a URL.", 4),
        ("copy", "y", "copy", "Copy the token. It is never shown.", 5),
        ("revoke", "x", "revoke", "End the token on the server and forget it; asks first."),
    )
    yield from _of(
        "profiles",
        ("switch", "enter", "switch", "Go on with this profile: its token, history and budget.", 1),
        ("sign_in", "L", "sign in", "Go on with this profile, and sign in.", 2),
        ("read", "r", "read again", "Read the profiles of config.toml again.", 3),
    )
    yield from _of(
        "scopes",
        ("mark", "space", "mark", "Mark the route, or take its mark back.", 1),
        ("other_list", "tab", "scopes or routes", "Go from the scopes to the routes, or back.", 2),
        ("sign_in", "s", "sign in for these", "Sign in with the scopes that the marked routes need.", 3),
        ("marked", "m", "marked only", "List the marked routes only, or the others again.", 4),
        ("choose", "enter", "go to the route", "The routes of this scope; the route itself.", 5),
        ("unmark", "x", "unmark all", "Take every mark back."),
    )
    yield from _of(
        "sign_in",
        ("browser", "1", "in the browser", "Sign in in the browser, as yourself."),
        ("application", "2", "application", "Sign in as an application, with its id and secret."),
        ("token", "3", "token", "Use a token that is pasted."),
        ("demo", "4", "demo", "Look around in the demo."),
        ("choose", "enter", "choose", "Choose, go to the next field, press, look at a step.", 1),
        ("begin", "ctrl+j,alt+enter", "begin", "Begin, from any field.", 2),
        ("tick", "space", "scope", "Choose this scope, or take it back.", 3),
        ("next_field", "tab", "next field", "Go to the next field."),
        ("previous_field", "shift+tab", "previous field", "Go to the field before."),
        ("copy", "y", "copy", "Copy the address that is shown.", 4),
        ("open", "o", "open", "Open the address that is shown in the browser.", 5),
        ("again", "r", "again", "Try again with what was typed."),
        ("next_port", "n", "next port", "Where the port is taken: come back to the next free one."),
        ("paste", "p", "paste", "Where the port is taken: listen to nothing, and paste the address."),
    )


def _of(scope: Scope, *rows: tuple[str, str, str, str] | tuple[str, str, str, str, int]) -> Iterator[Command]:
    for row in rows:
        yield Command(scope, *row)


COMMANDS: Final[tuple[Command, ...]] = tuple(_commands())
"""Every command."""

SCOPE_TITLES: Final[dict[Scope, str]] = {
    "explorer": "Everywhere",
    "list": "In every pane",
    "endpoints": "Endpoints",
    "query": "Query",
    "results": "Results",
    "json": "JSON",
    "exchange": "Exchange",
    "report": "Report on a 403",
    "view": "In every view",
    "token": "Token",
    "profiles": "Profiles",
    "scopes": "Scopes",
    "sign_in": "Sign in",
}
"""The scopes in the order of the help, with their names."""

_SHOWN: Final = {
    "full_stop": ".",
    "comma": ",",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "slash": "/",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "question_mark": "?",
    "plus": "+",
    "colon": ":",
    "escape": "esc",
    "pagedown": "pgdn",
    "pageup": "pgup",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "shift+right": "shift+→",
}


_AT_ONCE: Final = {"explorer.request_line", "sign_in.next_field", "sign_in.previous_field"}
"""Keys after which one types at once. The others are carried out when the letters behind them may already
have gone to the field before; those who paste an id, a tab and a secret must not see them in one field."""


def bindings(scope: Scope) -> list[BindingType]:
    """Return the bindings of a scope. No letter has priority: letters never work while one is typing."""
    return [
        Binding(c.keys, c.name, c.title, show=c.rank > 0, tooltip=c.help, id=c.id, priority=c.id in _AT_ONCE)
        for c in COMMANDS
        if c.scope == scope
    ]


_TYPING: Final = (
    Command("editor", "send", "enter", "send", "Send the request."),
    Command("editor", "keep", "escape", "done", "Keep what was typed, and send nothing."),
    Command("editor", "step", "up,down", "other line", "Go to the line above or below."),
)
"""What a field's own keys do, for the footer while one is typing."""

_BORROWED: Final[dict[str, dict[str, int]]] = {
    "endpoints": {"find": 2, "request_line": 4},
    "query": {"send": 0},
    "exchange": {"find": 2},
}
"""Commands of the explorer that a pane's footer names too, with their place in it."""


def footer(scope: Scope) -> tuple[Command, ...]:
    """Return the commands that the footer shows for a scope, the most useful first."""
    if scope == "editor":
        return _TYPING
    own = [(c.rank, c) for c in COMMANDS if c.scope == scope and c.rank]
    borrowed = _BORROWED.get(scope, {})
    own += [(borrowed[c.name], c) for c in COMMANDS if c.scope == "explorer" and c.name in borrowed]
    return tuple(c for _, c in sorted(own, key=lambda entry: entry[0]))


def command(command_id: str) -> Command | None:
    """Return the command of an id, or None."""
    return next((c for c in COMMANDS if c.id == command_id), None)


def shown_keys(keys: str) -> str:
    """Return keys as people write them: `full_stop` is `.`."""
    return " ".join(_SHOWN.get(key, key) for key in keys.split(","))


def keys_of(entry: Command, changed: Mapping[str, str]) -> str:
    """Return the keys that a command really has, given what `config.toml` changed."""
    return changed.get(entry.id, entry.keys)


def shown_key(keys: str) -> str:
    """Return the first of some keys as people write it."""
    return shown_keys(keys).partition(" ")[0]


def key_table() -> str:
    """Return every key as a Markdown table, as the README shows it."""
    lines = ["| where | key | what it does | id |", "| --- | --- | --- | --- |"]
    for scope, title in SCOPE_TITLES.items():
        where = title
        for entry in (one for one in COMMANDS if one.scope == scope):
            keys = " ".join(f"`{key}`" for key in shown_keys(entry.keys).split())
            lines.append(f"| {where} | {keys} | {entry.help} | {entry.id} |")
            where = ""
    return "\n".join(lines)
