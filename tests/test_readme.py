"""The README says what is so."""

from __future__ import annotations

import re
from pathlib import Path

from ft42tui.tui.commands import key_table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_keys_is_made_from_the_commands() -> None:
    shown = re.search(r"<!-- keys:[^\n]*-->\n(.*?)\n?<!-- end of keys -->", README, re.DOTALL)
    assert shown is not None
    assert shown[1] == key_table()


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"\]\((screenshots/[^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
