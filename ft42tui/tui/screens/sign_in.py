"""Signing in."""

from __future__ import annotations

from typing import Literal, TypeAlias

from ft42tui.tui.screens.view import View

SignInOutcome: TypeAlias = Literal["signed_in", "demo"]


class SignInScreen(View[SignInOutcome]):
    """The ways to sign in."""

    SCOPE = "sign_in"
    NAME = "Sign in"
