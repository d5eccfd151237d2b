"""OAuth2 as Doorkeeper does it: consent, codes, tokens, what is told about them, and their end."""

from __future__ import annotations

from ft42tui.demo.oauth.endpoints import OAuth
from ft42tui.demo.oauth.tokens import TOKEN_LIFETIME, Token

__all__ = ["TOKEN_LIFETIME", "OAuth", "Token"]
