"""What the token is."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ft42tui.tui.screens.view import View

TokenOutcome: TypeAlias = Literal["sign_in"]


class TokenScreen(View[TokenOutcome]):
    """Everything that is known about the token."""

    SCOPE = "token"
    NAME = "Token"
