"""What `ft42tui demo` says once it answers: the address, the applications, examples."""

from __future__ import annotations

import textwrap
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from ft42tui.demo.app import DemoApi
from ft42tui.demo.applications import Application
from ft42tui.demo.school.almanac import PRESENT
from ft42tui.demo.settings import DemoSettings

_HEADS: Final = (
    "application", "roles", "scopes", "limits", "secret", "client id", "client secret", "redirect URIs",
)  # fmt: skip
_GAP: Final = "  "
_INDENT: Final = "    "
_LONG: Final = 30  # days: what a secret has when it is new


def announcement(api: DemoApi, settings: DemoSettings, url: str, columns: int | None = None) -> str:
    """Return the text for a terminal of so many columns; None stands for what is no terminal.

    There is one line for each application; where that would wrap, a block.
    """
    owner, first = api.user_token, api.applications[0]
    lines = _table([_HEADS, *(_line(application) for application in api.applications)])
    if columns is not None and columns < max(len(line) for line in lines):
        lines = _blocks(api.applications, columns)
    return "\n".join(
        (
            f"42 API of a made-up school: {url} ({_school(settings)})",
            f"It is {present()} there when it starts, and goes on from there.",
            f"The same in a browser: {url}/",
            "",
            *lines,
            "",
            "Scopes must be asked for; without any, a token gets public.",
            "An application's token with two:",
            textwrap.indent(token_request(first, url), _INDENT),
            f"A user's token with three; any login will do, {owner.login} for one:",
            f"Sign in: {consent_address(first, url)}",
            f"A token of {owner.login} to begin with, for {settings.token_life} s:",
            f"{_INDENT}{owner.access_token}",
            f"Its scope is {' '.join(owner.scopes)}, so {url}/v2/me/slots gets a 403.",
            f"Try: curl -s -H 'Authorization: Bearer {owner.access_token}' {url}/v2/me",
            "Press ctrl+c to stop.",
            "",
        )
    )


def present() -> str:
    """Return when the school's present begins, for a reader."""
    at = datetime.fromisoformat(PRESENT)
    return f"{at.day} {at:%B %Y, %H:%M} UTC"


def facts(application: Application) -> tuple[str, ...]:
    """Return what an application may do, and what is special about its secret."""
    rates, secret = str(application.rates), secret_state(application)
    return (
        ", ".join(application.roles) or "no role",
        " ".join(application.scopes),
        "no limits" if rates == "off" else rates,
        *((f"secret {secret}",) if secret else ()),
    )


def secret_state(application: Application) -> str:
    """Return what is to be known about an application's secret; nothing for one that lives long."""
    if application.secret_days < 0:
        return "dead"
    return f"dies in {application.secret_days} days" if application.secret_days < _LONG else ""


def token_request(application: Application, url: str) -> str:
    """Return the command that asks for an application's token with more than the default scope."""
    return (
        f"curl -s {url}/oauth/token -d grant_type=client_credentials \\\n"
        f"  -d client_id={application.client_id} \\\n"
        f"  -d client_secret={application.client_secret} \\\n"
        '  -d scope="public projects"'
    )


def consent_address(application: Application, url: str = "") -> str:
    """Return where a user gives an application three scopes, or those of them that it registered."""
    wanted = ("public", "projects", "profile")
    query = {
        "client_id": application.client_id,
        "redirect_uri": application.redirect_uris[0],
        "response_type": "code",
        "scope": " ".join(scope for scope in wanted if scope in application.scopes),
    }
    return f"{url}/oauth/authorize?{urlencode(query)}"


def _school(settings: DemoSettings) -> str:
    told = [f"{settings.users} users", f"seed {settings.seed}", f"rates {settings.rates}"]
    if settings.latency_ms:
        told.append(f"latency {settings.latency_ms} ms")
    if settings.faults_percent:
        told.append(f"faults {settings.faults_percent}%")
    return ", ".join(told)


def _line(application: Application) -> tuple[str, ...]:
    return (
        application.name,
        ", ".join(application.roles) or "None",
        " ".join(application.scopes),
        str(application.rates),
        secret_state(application) or "lives",
        application.client_id,
        application.client_secret,
        " ".join(application.redirect_uris),
    )


def _table(lines: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        _GAP.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


def _blocks(applications: tuple[Application, ...], columns: int) -> list[str]:
    """Return a block for each application, and what they share after them."""
    lines = ["Applications, each with its client id and client secret:"]
    for application in applications:
        lines += _wrapped((application.name, *facts(application)), columns)
        lines += (f"{_INDENT}{application.client_id}", f"{_INDENT}{application.client_secret}")
    uris = applications[0].redirect_uris
    return [*lines, "Redirect URIs of each:", *(f"{_INDENT}{uri}" for uri in uris)]


def _wrapped(parts: tuple[str, ...], columns: int) -> list[str]:
    """Return the parts on one line, or on more where that is too long; no part is cut."""
    kept = " · ".join(part.replace(" ", "\xa0") for part in parts)
    lines = textwrap.wrap(
        kept, columns, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
    return [line.replace("\xa0", " ") for line in lines]
