"""How far a sign-in is on the screen: the ways to choose from, and each stage's keys."""

from __future__ import annotations

from dataclasses import replace
from typing import Final, Literal, TypeAlias

from ft42tui.session.sign_in_form import Way
from ft42tui.tui.commands import Command, command
from ft42tui.tui.widgets.offers import Offer

Stage: TypeAlias = Literal["ways", "form", "under_way", "taken", "elsewhere", "failed", "signed_in"]
"""Choosing a way; typing; under way; asking what to do about a port; asking to register another; failed;
done."""

WAYS: Final = (
    Offer("browser", "1", "in the browser", "as yourself: you consent on the intranet"),
    Offer("application", "2", "as an application", "by its id and secret; the token is no user's"),
    Offer("token", "3", "with a token", "paste one: for this run only, written nowhere"),
    Offer("demo", "4", "look around in the demo", "an invented school, no account needed"),
)
"""The ways, in their order."""

WAY_TITLES: Final[dict[Way, str]] = {
    "browser": "in the browser",
    "application": "as an application",
    "token": "with a token",
    "demo": "the demo",
}
"""What each way is called in the title."""

_FOOTERS: Final[dict[Stage, tuple[tuple[str, str], ...]]] = {
    "ways": (
        ("sign_in.choose", "choose"),
        ("sign_in.open", "register an application"),
        ("sign_in.copy", "copy its address"),
        ("view.leave", "close"),
        ("view.help", "help"),
    ),
    "form": (
        ("sign_in.begin", "begin"),
        ("sign_in.next_field", "next field"),
        ("sign_in.tick", "scope"),
        ("view.leave", "back"),
    ),
    "under_way": (
        ("sign_in.copy", "copy the address"),
        ("sign_in.open", "open it again"),
        ("sign_in.next_field", "paste"),
        ("view.leave", "cancel"),
    ),
    "taken": (
        ("sign_in.choose", "choose"),
        ("view.leave", "change the redirect URI"),
    ),
    "elsewhere": (
        ("sign_in.choose", "go on"),
        ("sign_in.copy", "copy it"),
        ("view.leave", "change the redirect URI"),
    ),
    "failed": (
        ("sign_in.again", "again"),
        ("sign_in.choose", "look at the step"),
        ("view.leave", "change something"),
        ("view.help", "help"),
    ),
    "signed_in": (
        ("sign_in.choose", "go on"),
        ("sign_in.previous_field", "steps"),
        ("view.help", "help"),
    ),
}


def ways_of(*, is_demo: bool) -> tuple[Offer, ...]:
    """Return the ways to choose from: who is in the demo need not be led there."""
    return tuple(way for way in WAYS if way.name != "demo" or not is_demo)


def keys_of_stage(stage: Stage, *, is_demo: bool = False) -> tuple[Command, ...]:
    """Return the commands of a stage, the most useful first, named as they are called there.

    Nobody registers an application to see the demo.
    """
    left_out = {"sign_in.open", "sign_in.copy"} if is_demo and stage == "ways" else set()
    return tuple(_called(name, title) for name, title in _FOOTERS[stage] if name not in left_out)


def _called(command_id: str, title: str) -> Command:
    found = command(command_id)
    if found is None:
        raise LookupError(command_id)
    return replace(found, title=title)
