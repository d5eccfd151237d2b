"""What `ft42tui demo` says once it answers: the address, the applications, an example."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from ft42tui.demo.app import DemoApi
from ft42tui.demo.applications import Application
from ft42tui.demo.settings import DemoSettings

_HEADS: Final = (
    "client id", "client secret", "application", "roles", "scopes", "limits", "secret ends", "redirect URIs",
)  # fmt: skip
# The first two columns fill a line each in a terminal of 80 columns: what wraps there stays aligned.
_LEAST_WIDTHS: Final = (78, 78, 0, 0, 0, 0, 0, 0)
_GAP: Final = "  "


def announcement(api: DemoApi, settings: DemoSettings, url: str) -> str:
    """Return the text, one line for each application."""
    owner = api.user_token
    return "\n".join(
        (
            f"42 API of a made-up school: {url} ({_school(settings)})",
            "",
            *_table([_HEADS, *(_line(application) for application in api.applications)]),
            "",
            f"A token of {owner.login} with the scope {' '.join(owner.scopes)}: {owner.access_token}",
            f"Try: curl -s -H 'Authorization: Bearer {owner.access_token}' {url}/v2/me",
            f"Sign in: {_consent_page(api.applications[0], url)}",
            "Press ctrl+c to stop.",
            "",
        )
    )


def _school(settings: DemoSettings) -> str:
    told = [f"{settings.users} users", f"seed {settings.seed}", f"rates {settings.rates}"]
    if settings.latency_ms:
        told.append(f"latency {settings.latency_ms} ms")
    if settings.faults_percent:
        told.append(f"faults {settings.faults_percent}%")
    return ", ".join(told)


def _line(application: Application) -> tuple[str, ...]:
    return (
        application.client_id,
        application.client_secret,
        application.name,
        ", ".join(application.roles) or "None",
        " ".join(application.scopes),
        str(application.rates),
        f"in {application.secret_days} days" if application.secret_days >= 0 else "ended",
        " ".join(application.redirect_uris),
    )


def _table(lines: list[tuple[str, ...]]) -> list[str]:
    widths = [
        max(least, *(len(line[column]) for line in lines)) for column, least in enumerate(_LEAST_WIDTHS)
    ]
    return [
        _GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _consent_page(application: Application, url: str) -> str:
    query = {
        "client_id": application.client_id,
        "redirect_uri": application.redirect_uris[0],
        "response_type": "code",
        "scope": application.scopes[0],
    }
    return f"{url}/oauth/authorize?{urlencode(query)}"
