"""An answer that is not what was asked for: its status, its body, its headers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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


def unprocessable(messages: Mapping[str, Sequence[str]]) -> Refusal:
    """Return the 422 for a body that breaks rules: by field what is wrong with it.

    Assumption: the body's shape and the sentences are those of Rails; only the status is known.
    """
    return Refusal(422, {name: list(said) for name, said in messages.items()})


def access_denied() -> Refusal:
    """Return the 403 of a role, or of a user, that is missing. Source: wire facts, section 3."""
    return Refusal(403, {"error": "Access Denied", "message": "You are not authorized to access this page."})
