"""What is raised for a setting that cannot be used."""

from __future__ import annotations


class SettingsError(Exception):
    """A setting cannot be used. Its text is one sentence for the user."""


class UnreadableConfig(SettingsError):
    """config.toml cannot be read at all: half written, no text, or not ours to open."""
