"""The explorer without a screen: what is asked, what came back, and how it reads."""

from __future__ import annotations
