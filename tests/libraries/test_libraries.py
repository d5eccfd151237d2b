"""Client libraries that others wrote, on the embedded API: nothing of theirs is changed but the base URL."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from pathlib import Path
from typing import Any, Final

import httpx
import pytest
from account import Account
from environments import Version, environment, interpreter

from ft42tui.demo.applications import Application, registered
from ft42tui.demo.embedded import EmbeddedApi
from ft42tui.demo.settings import DemoSettings, Rates

pytestmark = pytest.mark.libraries

_HERE: Final = Path(__file__).parent
_SETTINGS: Final = DemoSettings(users=300, rates=Rates(0, 0))
_APPLICATIONS: Final = {app.name: app for app in registered(_SETTINGS.seed, _SETTINGS.rates)}
_LOGIN: Final = "norminet"
_PATIENCE: Final = 300  # seconds: many times what a driver takes


@dataclass(frozen=True, slots=True)
class Library:
    """A library, and what it is to show."""

    name: str
    """Its name on PyPI."""
    python: Version
    """The least Python it runs on."""
    lists: frozenset[str]
    """The lists that are to be read to their ends."""
    refusals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What is to be refused, and words of the exception that says so."""


_FORTYTWO_REFUSALS: Final = {
    "an unknown user": ("FortyTwoNotFoundException",),
    "an unknown project": ("FortyTwoNotFoundException",),
    "teams of an unknown user": ("FortyTwoNotFoundException",),
    "a filter that does not exist": ("FortyTwoRequestException", "(400)"),
    "the owner of an application's token": ("FortyTwoRequestException", "(403)"),
    "a wrong secret": ("FortyTwoAuthException",),
    "a wrong token and a wrong secret": ("FortyTwoUnauthorizedException",),
}
_KINDS: Final = ("sync", "async")
LIBRARIES: Final = (
    Library(
        "fortytwo-client",
        (3, 12),
        frozenset(
            f"{kind} {name}"
            for kind in _KINDS
            for name in (
                *("users", "projects", "campuses", "cursuses", "teams", "scale_teams", "slots", "locations"),
                *("cursus_users", "campus_users", "project_users", "projects of a cursus", "my slots"),
            )
        ),
        {f"{kind} {name}": words for kind in _KINDS for name, words in _FORTYTWO_REFUSALS.items()},
    ),
    Library(
        "otto-api42",
        (3, 10),
        frozenset(
            {"users"}
            | {
                f"{name}, {way}"
                for name in ("projects", "campus", "cursus", "teams", "scale_teams", "slots")
                for way in ("pages", "pages_threaded")
            }
        ),
    ),
    Library(
        "api42lib",
        (3, 6),
        frozenset(
            f"{name}, {way}"
            for name in ("users", "projects", "campus", "cursus", "teams", "scale_teams", "slots")
            for way in ("pages", "pages_threaded")
        ),
        {
            "an unknown user": ("ValueError", "Invalid URL"),
            "a filter that does not exist": ("ValueError", "Error 400"),
            "the owner of an application's token": ("ValueError", "Error 403"),
            "a wrong secret": ("Exception", "invalid_client"),
        },
    ),
)


@pytest.fixture(scope="session")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a school of 300 without limits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        api = EmbeddedApi.start(_SETTINGS)
    try:
        yield api.ready().url
    finally:
        api.stop()


@pytest.fixture(scope="session", params=LIBRARIES, ids=lambda library: str(library.name))
def library(request: pytest.FixtureRequest) -> Library:
    """Return each of the libraries."""
    chosen: Library = request.param
    return chosen


@pytest.fixture(scope="session")
def account(
    library: Library, url: str, pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Account:
    """Return what the library's driver saw, in an environment that is kept for the next run."""
    python = interpreter(library.python)
    if python is None:
        least = ".".join(map(str, library.python))
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up(f"{library.name} needs Python {least} or newer: install python{least} and its venv module.")
    assert pytestconfig.cache is not None
    kept = pytestconfig.cache.mkdir("libraries")
    ran = subprocess.run(
        [
            environment(_HERE / f"requirements-{library.name}.txt", python, kept),
            "-B",
            _HERE / f"drive_{library.name.replace('-', '_')}.py",
        ],
        input=json.dumps(_words(url)),
        capture_output=True,
        text=True,
        cwd=tmp_path_factory.mktemp(library.name),
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "NO_PROXY": "*"},
        timeout=_PATIENCE,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return Account(**json.loads(ran.stdout))


def _words(url: str) -> dict[str, Any]:
    """Return what a driver is told."""
    application, other = _APPLICATIONS["intrateam"], _APPLICATIONS["ft42tui demo"]
    return {
        "url": url,
        "application": {"id": application.client_id, "secret": application.client_secret},
        "login": _LOGIN,
        "user": {
            "id": other.client_id,
            "secret": other.client_secret,
            "redirect_uri": other.redirect_uris[0],
            "codes": [_code(url, other) for _ in _KINDS],
        },
    }


def _code(url: str, application: Application) -> str:
    """Return the code that a browser brings back from the consent page."""
    asked = {
        "client_id": application.client_id,
        "redirect_uri": application.redirect_uris[0],
        "response_type": "code",
        "scope": "public projects",
    }
    with httpx.Client(base_url=url, trust_env=False) as browser:
        page = browser.get("/oauth/authorize", params=asked)
        fields = re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page.text)
        form = {unescape(name): unescape(value) for name, value in fields} | {"login": _LOGIN}
        consent = browser.post("/oauth/authorize", data=form)
    return str(httpx.URL(consent.headers["Location"]).params["code"])


def test_every_answer_is_accepted(account: Account) -> None:
    assert account.failures == {}


def test_every_page_is_read_and_every_item_met_once(library: Library, account: Account) -> None:
    lost = {
        name: walk
        for name, walk in account.walks.items()
        if not 0 < (walk["seen"] or 0) == walk["distinct"] == walk["total"]
    }
    assert lost == {}
    assert library.lists <= account.walks.keys()


def test_what_is_shown_filtered_or_sorted_is_what_was_listed(account: Account) -> None:
    wrong = {
        name: (answered, meant)
        for name, (answered, meant) in account.comparisons.items()
        if answered != meant or not meant
    }
    assert wrong == {}
    assert account.comparisons


def test_what_is_refused_is_the_librarys_own_exception(library: Library, account: Account) -> None:
    assert account.refusals.keys() == library.refusals.keys()
    for name, words in library.refusals.items():
        assert all(word in account.refusals[name] for word in words), account.refusals[name]
