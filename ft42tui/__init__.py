"""A keyboard-driven terminal explorer of the 42 API v2."""

from __future__ import annotations

__version__ = "0.1.0"
