"""What the program says that went wrong, told from the marks of routes that look the same."""

from __future__ import annotations

import re

from terminal import Terminal

_NOTICE = re.compile(r"✗ (?!(?:GET|POST|PATCH|PUT|DELETE)\s|needs )\S")


def is_refused(terminal: Terminal) -> bool:
    """Return whether something is said to have gone wrong."""
    return _NOTICE.search(terminal.text) is not None
