"""Where files live."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from ft42tui.config.paths import Paths, own_theme_names, theme_folder
from ft42tui.config.settings import DEFAULT_THEME


def test_the_config_file_is_in_the_config_folder(tmp_path: Path) -> None:
    paths = Paths(config=tmp_path / "a", state=tmp_path / "b", cache=tmp_path / "c")

    assert paths.config_file == tmp_path / "a" / "config.toml"


def test_the_folders_of_the_user_are_at_home_and_are_not_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    paths = Paths.of_user()

    for folder in (paths.config, paths.state, paths.cache):
        assert folder.is_relative_to(tmp_path)
        assert folder.name == "ft42tui"
    assert list(tmp_path.iterdir()) == []


def test_the_themes_are_found_and_the_default_one_is_among_them() -> None:
    assert DEFAULT_THEME in own_theme_names()
    assert list(own_theme_names()) == sorted(own_theme_names())


def test_every_theme_file_is_toml() -> None:
    for name in own_theme_names():
        assert tomllib.loads((theme_folder() / f"{name}.toml").read_text(encoding="utf-8"))
