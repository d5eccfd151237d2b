"""`python -m ft42tui` and the `ft42tui` command."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import NoReturn


def main() -> int:
    """Run the command line and return its exit status."""
    from ft42tui.cli import run

    return run(sys.argv[1:])


def leave() -> NoReturn:
    """Run the command line and end the process at once.

    Everything is closed by then; the interpreter's own tidying would keep the person waiting.
    """
    status = main()
    with contextlib.suppress(OSError, ValueError):  # a pipe that nobody reads any more
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    leave()
