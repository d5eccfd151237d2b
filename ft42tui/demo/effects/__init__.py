"""What a write brings with it elsewhere, so that sums, marks and places go on agreeing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ft42tui.demo.effects.effect import Effect, Removal
from ft42tui.demo.effects.marks import MARKS, MARKS_REMOVED
from ft42tui.demo.effects.places import PLACES
from ft42tui.demo.effects.sums import SUMS, SUMS_REMOVED

EFFECTS: Final[Mapping[str, Effect]] = MappingProxyType({**MARKS, **SUMS, **PLACES})
"""By table, what follows when a row was written."""

REMOVALS: Final[Mapping[str, Removal]] = MappingProxyType({**MARKS_REMOVED, **SUMS_REMOVED})
"""By table, how a row goes where more than the row has to go."""

__all__ = ["EFFECTS", "REMOVALS", "Effect", "Removal"]
