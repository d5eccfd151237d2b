"""Where settings, state and caches live, as platformdirs says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders that are ours. None is made before something is written into it."""

    config: Path
    """Holds `config.toml` and, later, saved requests."""
    state: Path
    """Holds what is remembered between runs."""
    cache: Path
    """Holds what can be made again."""

    @classmethod
    def of_user(cls) -> Paths:
        """Return the folders of the user who runs the program."""
        import platformdirs  # here, so that --help does not pay for it

        return cls(
            config=platformdirs.user_config_path("ft42tui", appauthor=False),
            state=platformdirs.user_state_path("ft42tui", appauthor=False),
            cache=platformdirs.user_cache_path("ft42tui", appauthor=False),
        )

    @property
    def config_file(self) -> Path:
        """The settings file."""
        return self.config / "config.toml"
