"""What the API offers: its routes, their fields, scopes and roles, and the shapes of its items."""

from __future__ import annotations

from ft42tui.catalog.catalog import Catalog, Match, Resource
from ft42tui.catalog.endpoint import Endpoint, Kind, Parameter
from ft42tui.catalog.scopes import SCOPES

__all__ = ["SCOPES", "Catalog", "Endpoint", "Kind", "Match", "Parameter", "Resource"]
