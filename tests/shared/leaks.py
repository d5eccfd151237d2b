"""The forms in which a secret may leave: as it is, cut, wrapped, reversed, or encoded."""

from __future__ import annotations

import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

_RUN = 12
_STEP = 4
_CONTROL = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")


def carries(data: bytes, *secrets: str) -> bool:
    """Return whether a piece of a secret is in some bytes, in any form.

    A piece is what is longer than 14 characters: less is no secret any more, and may be there by chance.
    """
    views = tuple(_views(data))
    return any(form in view for secret in secrets for form in _forms(secret) for view in views)


def _views(data: bytes) -> Iterator[bytes]:
    """Yield the bytes as they are, without percent encoding, and without what a terminal puts between."""
    yield data
    yield unquote_to_bytes(data)
    yield re.sub(rb"\s", b"", _CONTROL.sub(b"", data))


def _forms(secret: str) -> Iterator[bytes]:
    for start in range(0, max(1, len(secret) - _RUN + 1), _STEP):
        run = secret[start : start + _RUN].encode()
        yield run
        yield run[::-1]
        yield run.hex().encode()
        yield run.hex().upper().encode()
        for shift in range(3):  # where a secret begins in what is encoded with it is not known
            whole = slice((0, 2, 3)[shift], (shift + len(run)) * 8 // 6)
            yield b64encode(bytes(shift) + run)[whole]
            yield urlsafe_b64encode(bytes(shift) + run)[whole]
