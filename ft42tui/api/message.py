"""What the body of an error says, in words."""

from __future__ import annotations

import json
import re
from typing import Any

READ = 64 * 1024
"""Bytes of an error's body that are read at most."""

_LONGEST = 300
_DEEPEST = 3
_KEYS = ("message", "error_description", "error", "errors")
_TITLE = r"(?i)<title[^<>]{0,100}>([^<]{1,200})"


def message_in(body: bytes | bytearray, content_type: str) -> str:
    """Return what an error's body says, in one line that is not long.

    Order of trust as clients of this API found it: `message`, `error_description`, `error`,
    `errors`, else the first line of the text; of a web page its title. Source: wire facts, section 3.
    """
    text = text_of(body)
    if is_page(text, content_type):
        from html import unescape

        titled = re.search(_TITLE, text[:_LONGEST_HEAD])
        title = " ".join(unescape(titled[1]).split())[:_LONGEST_TITLE] if titled is not None else ""
        return f"The server answered with a web page: {title}" if title else _UNTITLED
    return words_in(text)[:_LONGEST]


def words_in(text: str) -> str:
    """Return what a body that is no web page says, in one line of any length."""
    said: Any = parsed(text, text.partition("\n")[0])
    if isinstance(said, dict):
        said = next((said[key] for key in _KEYS if said.get(key)), said or "")
    return " ".join(_flat(said, _DEEPEST).split())


def text_of(body: bytes | bytearray) -> str:
    """Return the beginning of a body as text, whatever it is made of."""
    return body[:READ].decode("utf-8", "replace").strip()


def parsed(text: str, otherwise: Any = None) -> Any:
    """Return the JSON value that a text is; something else where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return otherwise


def is_page(text: str, content_type: str) -> bool:
    """Return whether a body is a web page: it looks like one, or is said to be one and is no JSON object."""
    if text[:1] == "<":
        return True
    return "html" in content_type.lower() and text[:1] != "{"


_UNTITLED = "The server answered with a web page."
_LONGEST_HEAD = 8 * 1024
_LONGEST_TITLE = 100


def _flat(said: object, depth: int) -> str:
    """Return a JSON value in a few words; what is nested too deeply is left out."""
    if isinstance(said, str):
        return said
    if isinstance(said, dict | list) and not depth:
        return "…"
    if isinstance(said, dict):
        return "; ".join(f"{key}: {_flat(value, depth - 1)}" for key, value in said.items())
    if isinstance(said, list):
        return ", ".join(_flat(item, depth - 1) for item in said)
    return json.dumps(said)
