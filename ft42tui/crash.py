"""What may be told of a mistake of our own: where it happened, and not in which words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from traceback import walk_tb
from types import FrameType
from typing import Final

_MOST: Final = 20
"""Errors that are told of, each the reason of the next."""


def place_of(error: BaseException) -> str:
    """Return in a line what an error is and where it happened: `ValueError in send, client.py line 51`."""
    frames = list(walk_tb(error.__traceback__))
    if not frames:
        return type(error).__name__
    frame, line = frames[-1]
    return f"{type(error).__name__} in {frame.f_code.co_name}, {_file(frame)} line {line}"


def report_of(error: BaseException) -> str:
    """Return how an error came about, frame by frame: no words of an error, no variables, no folders.

    The words of any error may hold what was just typed or pasted, and nobody knows yet that it is a secret.
    """
    return "\n".join(_lines(error)) + "\n"


def _lines(error: BaseException) -> Iterator[str]:
    chain = list(_chain(error))
    for at, one in enumerate(reversed(chain)):
        if at:
            yield "and then, because of it:" if one.__cause__ is not None else "and then, meanwhile:"
        yield from (_called(frame, line) for frame, line in walk_tb(one.__traceback__))
        yield _kind(one)
        if isinstance(one, BaseExceptionGroup):
            for part in one.exceptions:
                yield from (f"  | {line}" for line in _lines(part))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, its reason, the reason's own, and so on."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen and len(seen) < _MOST:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _called(frame: FrameType, line: int) -> str:
    module = frame.f_globals.get("__name__", "?")
    return f"  {module}, {_file(frame)} line {line}, in {frame.f_code.co_qualname}"


def _kind(error: BaseException) -> str:
    kind = type(error)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"


def _file(frame: FrameType) -> str:
    return frame.f_code.co_filename.rpartition(os.sep)[2]
