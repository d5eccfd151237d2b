"""ft42tui with a mistake in it. CRASH_IN names the method, as `package.module:Class.method`.

What is raised knows the Authorization header and the secret; unless CRASH_TELLS is empty, it says them too.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn


def broken(*_: object, **__: object) -> NoReturn:
    """Raise, with a token and a secret among the local variables."""
    headers = {"Authorization": f"Bearer {os.environ['FT42_TOKEN']}"}
    form = f"client_secret={os.environ['FT42_CLIENT_SECRET']}"
    raise RuntimeError(f"{headers} {form}" if os.environ["CRASH_TELLS"] else "a mistake")


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
