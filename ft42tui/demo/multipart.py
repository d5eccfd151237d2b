"""The fields of a multipart body, read in one pass: no library's reader takes a hostile one in its stride."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_MOST: Final = 1000
_NAME: Final = re.compile(rb'[;\s]name="([^"]*)"')
_FILE: Final = re.compile(rb'[;\s]filename="([^"]*)"')
_LONGEST_HEAD: Final = 4096


def fields_of(body: bytes, content_type: str) -> Iterator[tuple[str, str]]:
    """Yield name and text of each part, of a file its name; what is not well formed is passed over."""
    _, _, boundary = content_type.partition("boundary=")
    mark = boundary.partition(";")[0].strip().strip('"').encode("latin-1", "replace")
    if not mark:
        return
    for part in body.split(b"--" + mark, _MOST)[1:]:
        head, blank, content = part.partition(b"\r\n\r\n")
        name = _NAME.search(head[:_LONGEST_HEAD])
        if not blank or name is None:
            continue
        file = _FILE.search(head[:_LONGEST_HEAD])
        value = file[1] if file is not None else content.removesuffix(b"\r\n")
        yield name[1].decode("utf-8", "replace"), value.decode("utf-8", "replace")
