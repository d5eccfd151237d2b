"""The README says what is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from ft42tui.demo.applications import registered
from ft42tui.demo.settings import DEFAULT_RATES, DemoSettings
from ft42tui.tui.commands import key_table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def application_table() -> str:
    lines = [
        "| application | roles | scopes | limits | client id and secret |",
        "| --- | --- | --- | --- | --- |",
    ]
    for app in registered(DemoSettings().seed, DEFAULT_RATES):
        secret = f"`{app.client_secret}`"
        if app.secret_days < 0:
            secret += " (dead: a bare 401)"
        elif app.secret_days < 30:
            secret += f" (dies in {app.secret_days} days)"
        roles, scopes = ", ".join(app.roles) or "none", " ".join(app.scopes)
        lines.append(f"| {app.name} | {roles} | {scopes} | {app.rates} | `{app.client_id}`<br>{secret} |")
    return "\n".join(lines)


def test_the_table_of_keys_is_made_from_the_commands() -> None:
    shown = re.search(r"<!-- keys:[^\n]*-->\n(.*?)\n?<!-- end of keys -->", README, re.DOTALL)
    assert shown is not None
    assert shown[1] == key_table()


def test_the_table_of_applications_is_made_from_those_that_are_registered() -> None:
    shown = re.search(r"<!-- applications:[^\n]*-->\n(.*?)\n?<!-- end of applications -->", README, re.DOTALL)
    assert shown is not None
    assert shown[1] == application_table()


def test_the_options_of_the_demo_are_those_of_the_command() -> None:
    section = README[README.index("## The embedded API") : README.index("### How faithful")]
    shown = set(re.findall(r"`(--[a-z-]+)", section))
    told = subprocess.run(
        [sys.executable, "-m", "ft42tui", "demo", "--help"], capture_output=True, check=True
    )
    assert shown == set(re.findall(r"(?<!\S)--[a-z-]+", told.stdout.decode())) - {"--help"}
    synopsis = README[README.index("ft42tui demo [--port") : README.index("ft42tui --version")]
    assert set(re.findall(r"--[a-z-]+", synopsis)) == shown


def test_every_picture_is_there() -> None:
    pictures = re.findall(r"\]\((screenshots/[^)]+)\)", README)
    assert pictures
    assert all((ROOT / picture).is_file() for picture in pictures)
