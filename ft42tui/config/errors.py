"""What is raised for a setting that cannot be used."""

from __future__ import annotations


class SettingsError(Exception):
    """A setting cannot be used. Its text is one sentence for the user."""
