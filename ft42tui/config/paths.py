"""Where settings, state and caches live, as platformdirs says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


def theme_folder() -> Path:
    """Return the folder of theme files: inside the package when installed, beside it in a checkout."""
    package = Path(__file__).parents[1]
    installed = package / "themes"
    return installed if installed.is_dir() else package.parent / "themes"


def own_theme_names() -> tuple[str, ...]:
    """Return the names of the themes that come as files."""
    return tuple(sorted(path.stem for path in theme_folder().glob("*.toml")))


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
