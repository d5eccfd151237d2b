"""The API's scopes, and which routes need a user."""

from __future__ import annotations

from typing import Final

from ft42tui.catalog.endpoint import Endpoint

SCOPES: Final[dict[str, str]] = {
    "public": "read public data of the user; the default",
    "projects": "manage project runs, teams, slots and evaluations of the user",
    "profile": "manage the profile: event registrations, expertises",
    "elearning": "e-learning: notions and videos",
    "tig": "community services and closes",
    "forum": "forum topics and messages; the routes are gone, the name is still valid",
}
"""Every known scope with its meaning, in our own words. Source: wire facts, section 1."""


def needs_user(endpoint: Endpoint) -> bool:
    """Return whether a route answers only to a token that belongs to a user."""
    about_me = endpoint.path == "/v2/me" or endpoint.path.startswith("/v2/me/")
    return about_me or endpoint.note in {"user token", "user token, scope projects"}
