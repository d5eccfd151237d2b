"""What effects are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from ft42tui.demo.store import Row, Store

Effect: TypeAlias = Callable[[Store, Row | None, Row, str], None]
"""Takes the store, the row before (None for a new one) and after, and the school's time."""

Removal: TypeAlias = Callable[[Store, Row, str], None]
"""Removes a row and puts right what it leaves behind; takes the school's time too."""
