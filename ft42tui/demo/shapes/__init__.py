"""Rows into items, shaped as the catalogue's schemas say; a page costs a few queries, not one a row."""

from __future__ import annotations
