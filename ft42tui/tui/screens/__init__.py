"""Whole screens: the explorer, and what opens over it."""

from __future__ import annotations
