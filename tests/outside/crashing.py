"""ft42tui with a mistake in it. CRASH_IN names what is broken, as `package.module:Class.method`.

What is raised knows the Authorization header, the secret and all that it was called with; unless CRASH_TELLS
is empty, it says them too.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn


def broken(*given: object, **named: object) -> NoReturn:
    """Raise, with a token and a secret among the local variables."""
    headers = {"Authorization": f"Bearer {os.environ.get('FT42_TOKEN')}"}
    form = f"client_secret={os.environ.get('FT42_CLIENT_SECRET')}"
    words = f"{headers} {form} {given} {named}"
    raise RuntimeError(words if os.environ["CRASH_TELLS"] else "a mistake")


def main() -> None:
    """Put the mistake in its place and run the program."""
    module, _, method = os.environ["CRASH_IN"].partition(":")
    owner, _, name = method.rpartition(".")
    setattr(getattr(import_module(module), owner), name, broken)
    from ft42tui.__main__ import leave

    leave()


if __name__ == "__main__":
    sys.argv[0] = "ft42tui"
    main()
