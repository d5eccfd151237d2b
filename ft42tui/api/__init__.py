"""The 42 API over HTTP: queries, pages, tokens, budgets. Knows no screen and no settings."""

from __future__ import annotations
