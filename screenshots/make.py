"""Make README's pictures from real runs; with --check, compare them with what a run shows now.

Each scene is the explorer on an embedded API, signed in and driven by keys. Only time stands still:
the clock, the school and the address are fixed, so that the same code gives the same picture.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from dataclasses import dataclass
from pathlib import Path

import httpx

from ft42tui.api.budget import Throttle
from ft42tui.api.door import Door
from ft42tui.catalog import Catalog
from ft42tui.config.settings import Settings
from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.settings import DemoSettings
from ft42tui.session.account import Account
from ft42tui.session.connection import Identity
from ft42tui.session.profiles import Profile, Profiles
from ft42tui.session.session import Session
from ft42tui.tui.app import Ft42App

HERE = Path(__file__).parent
ORIGIN = "http://127.0.0.1:4242"
NOW = 1_795_262_400.0


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture."""

    name: str
    """The file's name, without its ending."""
    request: str
    """What the explorer opens."""
    keys: tuple[str, ...] = ()
    """What is pressed then."""
    size: tuple[int, int] = (140, 40)
    """Columns and lines."""
    theme: str = "42-dark"
    """The theme."""


FILTERED = "users?filter[pool_year]=2013&filter[pool_month]=september,july&sort=kind,-login"

SCENES = (
    Scene("explorer", "users", ("down", "down")),
    Scene("query", FILTERED + "&page[number]=3", ("2", "down")),
    Scene("scope-error", "community_services"),
    Scene("light", FILTERED, ("down", "down", "down"), theme="42-light"),
    Scene("json", "users/norminet", ("f", "4", "slash", *"cursus_u", "enter", "right", "down", "right")),
    Scene("exchange", "campus", ("5",)),
    Scene("small", FILTERED, (), size=(80, 24)),
    Scene("token", "users", ("t",), size=(140, 30)),
    Scene("sign-in", "users", ("L",), size=(140, 34)),
    Scene("scopes", "users", ("M", "down", "down", "enter", "space", "down", "space"), size=(140, 34)),
    Scene("compare", "users", ("t", "c", *"staff", "enter"), size=(140, 34)),
)


class StoppedClock:
    """A clock that moves only when somebody waits for it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let the time pass at once."""
        self.now += seconds
        await asyncio.sleep(0)


def profiles_on(api: DemoApi, clock: StoppedClock) -> Profiles:
    """Return the applications of an embedded API as profiles; each signs in as any other would."""
    ticks = iter(range(10_000))
    catalog = Catalog.load()
    names = ("demo", *(f"demo {one.name}" for one in api.applications[1:]))
    applications = dict(zip(names, api.applications, strict=True))

    def opened(name: str) -> Session:
        def connect(throttle: Throttle) -> Account:
            application = applications[name]
            transport = httpx.ASGITransport(api)
            # Every exchange takes 24 ms: a picture that changes with the machine could not be compared.
            door = Door(ORIGIN, throttle, transport=transport, timer=lambda: next(ticks) * 0.024)
            settings = Settings(
                api=ORIGIN,
                profile=name,
                client_id=application.client_id,
                client_secret=application.client_secret,
                secret_place="the embedded API",  # noqa: S106  # a place in words
                scopes=("public", "projects") if name == "demo" else application.scopes,
            )
            return Account(door, settings, clock=clock)

        identity = Identity(name, ORIGIN, is_official=True, owner="app")
        throttle = Throttle(clock=clock, sleep=clock.sleep)
        return Session(catalog, identity, connect, throttle=throttle)

    known = [
        Profile(
            name,
            "",
            client_id=one.client_id,
            note="the embedded API",
            scopes=one.scopes,
            roles=one.roles,
        )
        for name, one in applications.items()
    ]
    return Profiles(opened("demo"), lambda: known, lambda profile: opened(profile.name))


async def picture(scene: Scene) -> str:
    """Return a scene's picture as SVG."""
    clock = StoppedClock()
    # Headers that differ with every answer, such as X-Request-Id, come from the API's seed and clock.
    api = create_app(DemoSettings(), clock=clock, cache=None)
    app = Ft42App(profiles_on(api, clock), request=scene.request, theme=scene.theme, clock=clock)
    async with app.run_test(size=scene.size) as pilot:
        await _settle(app, pilot)
        for key in scene.keys:
            await pilot.press(key)
            await _settle(app, pilot)
        app.clear_notifications()
        await _settle(app, pilot)
        return app.export_screenshot(title=f"ft42tui {scene.request}", simplify=True)


async def _settle(app: Ft42App, pilot: object) -> None:
    from textual.pilot import Pilot

    assert isinstance(pilot, Pilot)  # noqa: S101
    for _ in range(3):
        await app.workers.wait_for_complete()
        await pilot.pause()


def main() -> int:
    """Write or compare every picture; return 1 if one does not match."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    wanted = parser.parse_args()
    wrong = []
    for scene in SCENES:
        path = HERE / f"{scene.name}.svg"
        made = asyncio.run(picture(scene)) + "\n"
        if not wanted.check:
            path.write_text(made, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != made:
            wrong.append(path.name)
    if wrong:
        print(
            f"These pictures no longer match: {', '.join(wrong)}. Run screenshots/make.py.", file=sys.stderr
        )
        return 1
    print(f"{len(SCENES)} pictures {'match' if wanted.check else 'made'}.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
