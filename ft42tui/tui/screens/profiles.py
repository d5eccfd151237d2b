"""The profiles."""

from __future__ import annotations

from dataclasses import dataclass

from ft42tui.session.profiles import Profile
from ft42tui.tui.screens.view import View


@dataclass(frozen=True, slots=True)
class Switch:
    """What somebody wants."""

    profile: Profile
    """The profile to go on with."""
    sign_in: bool = False
    """Whether to sign in there."""


class ProfilesScreen(View[Switch]):
    """Every profile."""

    SCOPE = "profiles"
    NAME = "Profiles"
