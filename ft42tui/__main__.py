"""`python -m ft42tui` and the `ft42tui` command."""

from __future__ import annotations

import sys


def main() -> int:
    """Run the command line and return its exit status."""
    from ft42tui.cli import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    raise SystemExit(main())
