"""Settings, and where files live."""

from __future__ import annotations
