"""The child process of `--demo`: one JSON line on stdout, then answers until stdin ends."""

from __future__ import annotations

import argparse
import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from typing import Final

from ft42tui.demo.settings import DEFAULT_RATES, DemoSettings, Rates, parse_percent

SCOPES: Final = ("public", "projects")
"""What the explorer asks for: enough for every list, little enough to meet a 403."""


def settings_from(arguments: Sequence[str]) -> DemoSettings:
    """Return the settings that the arguments give. Exits with status 2 for bad ones, as argparse does."""
    parser = argparse.ArgumentParser(prog="python -m ft42tui.demo", description="A 42 API on loopback.")
    parser.add_argument("--users", type=int, default=5000, metavar="N")
    parser.add_argument("--seed", type=int, default=42, metavar="N")
    parser.add_argument("--rate", default=str(DEFAULT_RATES), metavar="RATES")
    parser.add_argument("--latency", type=int, default=0, metavar="MS")
    parser.add_argument("--faults", default="0%", metavar="PERCENT")
    parser.add_argument("--token-life", type=int, default=7200, metavar="SECONDS")
    parser.add_argument("--redirect-uri", action="append", default=[], metavar="URI")
    given = parser.parse_args(arguments)
    try:
        return DemoSettings(
            users=given.users,
            seed=given.seed,
            rates=Rates.parse(given.rate),
            latency_ms=given.latency,
            faults_percent=parse_percent(given.faults),
            token_life=given.token_life,
            redirect_uris=tuple(given.redirect_uri),
        )
    except ValueError as error:
        parser.error(str(error))


def main(arguments: Sequence[str]) -> None:
    """Serve until the parent closes stdin or dies."""
    gc.disable()  # until the handshake: what is made on the way there stays
    settings = settings_from(arguments)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c in the explorer's terminal is not for us
    signal.signal(signal.SIGTERM, lambda _signal, _frame: os._exit(0))
    threading.Thread(target=_end_with_stdin, daemon=True).start()

    from ft42tui.demo.app import create_app
    from ft42tui.demo.serve import address_of, cache_folder, check_in_background, listen, server_of
    from ft42tui.demo.weather import weathered

    bound = listen(0)
    cache = cache_folder()
    api = create_app(settings, cache=cache)
    first = api.first_application

    def ready() -> None:
        handshake = {
            "url": address_of(bound),
            "applications": [
                {
                    "name": one.name,
                    "client_id": one.client_id,
                    "client_secret": one.client_secret,
                    "scopes": SCOPES if one is first else one.scopes,
                }
                for one in api.applications
            ],
        }
        sys.stdout.write(json.dumps(handshake) + "\n")
        sys.stdout.flush()
        gc.freeze()
        gc.enable()
        check_in_background(api, settings, cache)

    server_of(weathered(api, settings), ready).run(sockets=[bound])


def _end_with_stdin() -> None:
    while os.read(0, 4096):
        pass
    os._exit(0)  # nothing to save, and nobody to answer


if __name__ == "__main__":
    main(sys.argv[1:])
