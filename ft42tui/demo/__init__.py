"""A 42 API on loopback: an HTTP server with a seeded school behind it."""

from __future__ import annotations
