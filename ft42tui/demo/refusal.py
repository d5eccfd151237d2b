"""An answer that is not what was asked for: its status, its body, its headers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """Why a request is not answered as asked."""

    def __init__(
        self,
        status: int,
        body: Mapping[str, Any] | str,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status)
        self.status = status
        """The HTTP status."""
        self.body = body
        """An object for JSON, a text for plain text."""
        self.headers = dict(headers or {})
        """Headers beside the usual ones."""


def bad_request(message: str) -> Refusal:
    """Return the 400 for a malformed request.

    Assumption: the body's shape; only the sentences (those of the gem rice_cooker) are known.
    """
    return Refusal(400, {"error": "Bad Request", "message": message})


def not_found() -> Refusal:
    """Return the 404 for an unknown route, object or parent. Assumption: the body."""
    return Refusal(404, {"error": "Not Found"})


def access_denied() -> Refusal:
    """Return the 403 of a role, or of a user, that is missing. Source: wire facts, section 3."""
    return Refusal(403, {"error": "Access Denied", "message": "You are not authorized to access this page."})


def not_implemented() -> Refusal:
    """Return the 501 for a route of the catalogue that has no table behind it yet."""
    return Refusal(
        501,
        {"error": "Not Implemented", "message": "The embedded API does not serve this route yet."},
    )
