"""The routes that are neither a list nor an object: what they do, by method and path."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ft42tui.demo.actions.action import Action
from ft42tui.demo.actions.campus import CAMPUS
from ft42tui.demo.actions.users import USERS
from ft42tui.demo.actions.work import WORK

ACTIONS: Final[Mapping[str, Action]] = MappingProxyType({**USERS, **WORK, **CAMPUS})
"""By path of the catalogue; PATCH and PUT of one path do the same."""

__all__ = ["ACTIONS", "Action"]
