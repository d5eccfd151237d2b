"""What the API said about a name or a value of the query, and about the fields of a body.

The sentences are those of the gem rice_cooker, which reads the queries there (wire facts, section 3): M for
the gem, L for the wire. So they are found anywhere in a text, in any answer of status 400 or more.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

Part: TypeAlias = Literal["path", "filter", "range", "search", "sort", "page", "parameter"]
Fault: TypeAlias = Literal["unknown", "value", "format", "mixed", "missing"]

# Patterns are compiled at their first use, which re remembers. Each begins with words of its own and has no
# open end before them, so that a text of any length is read once.
_UNKNOWN: Final = (
    r"(?i) (?:doesn't|don't|does not|do not) exists? or (?:aren't|isn't|are not|is not) "
    r"(filter|search|range|sort)ables?\b"
)
_VALUE: Final = r" is not allowed for (filter|range|search) ([^\s,]{1,200}),? can be (?:one of )?"
_CHOICE: Final = r"The (field|interval) (\S{1,200}) is not allowed, can be (?:one of )?"
_FORMAT: Final = r"Invalid (filter|range|search) format for "
_PAIR: Final = r"\. (?:Too many arguments|Begin and end)"
_KEYED: Final = r'"([^"]{1,100})" ?=>|:([\w?]{1,100}) ?=>|\b([\w?]{1,100}): \['
_PAGES: Final = r"page\[(?:number|size)\]|\bper_page\b|\bpage\b(?!\[)"
_TOGETHER: Final = r"(?i)\btogether\b|\bmix|\bboth\b|\bat the same time\b|\bnot combine"
_PAGE_VALUE: Final = r"(?i)(page\[(?:number|size)\]|\bper_page\b|\bpage\b(?!\[))(?: parameter)? must be "
_REQUIRED: Final = r"(?i)\bparameter ([\w?\[\]]{1,100}) is required\b"
_EMPTY: Final = "param is missing or the value is empty: "
_ENDS: Final = "Begin and end must be separated by a comma"
_NO_RANGE: Final = "Unable to create a range between values"
_NAME: Final = r"[\w?!.\[\]-]{1,100}"

_LONGEST: Final = 64 * 1024
_MOST_NAMES: Final = 500
_LONGEST_NAME: Final = 100
_LONGEST_LINE: Final = 300


@dataclass(frozen=True, slots=True)
class Complaint:
    """What the API does not take, as it said."""

    part: Part
    """Which part of the query it is about."""
    fault: Fault
    """What is wrong: the name is unknown; the value is not taken, or not readable; two page styles are
    mixed; a parameter is missing."""
    names: tuple[str, ...] = ()
    """The names that it is about; none if the API named none."""
    value: str = ""
    """The value that it is about, as the API repeated it."""
    allowed: tuple[str, ...] = ()
    """What it takes instead, names or values, if the API listed that."""
    words: str = ""
    """The API's own sentence without that list."""

    @property
    def is_contradictory(self) -> bool:
        """Whether the API lists as allowed what it refuses."""
        refused = self.names if self.fault == "unknown" else (self.value,)
        return bool(self.allowed) and any(name in self.allowed for name in refused)


def complaint_in(text: str) -> Complaint | None:
    """Return what a text of the API complains about, or None if that is nothing known."""
    text = " ".join(text[:_LONGEST].split())
    found = (read(text) for read in _READERS)
    return next((complaint for complaint in found if complaint is not None), None)


def did_you_mean(name: str, allowed: Iterable[str]) -> str:
    """Return the allowed name that is close to a wrong one; empty if none is, or it is there itself."""
    from difflib import get_close_matches

    names = [one for one in allowed if len(one) <= _LONGEST_NAME][:_MOST_NAMES]
    if len(name) > _LONGEST_NAME or name in names:
        return ""
    folded = {one.lower(): one for one in names}
    close = get_close_matches(name.lower(), folded, n=1)
    return folded[close[0]] if close else ""


def listed(names: Iterable[str], most: int = 40, *, word: str = "and") -> str:
    """Return names in one line, as many as one reads: `id, login and email`, `id, login and 12 more`."""
    known = list(names)
    if len(known) > most:
        return f"{', '.join(known[:most])} and {len(known) - most} more"
    return f" {word} ".join(part for part in (", ".join(known[:-1]), *known[-1:]) if part)


# One reader for each sentence.


def _unknown(text: str) -> Complaint | None:
    found = re.search(_UNKNOWN, text)
    if found is None:
        return None
    part: Part = found[1].lower()  # type: ignore[assignment]  # the pattern's own words
    _, begun, names = text[: found.start()].rpartition("Attribute")
    if not begun:
        return None
    tail = text[found.end() :].partition("vailable ")[2].partition(":")[2]
    names = names.removeprefix("s").strip()
    words = f"Attributes {names}{found[0]}."
    return Complaint(part, "unknown", tuple(_names(names)), "", tuple(_names(tail)), _line(words))


def _unsortable(text: str) -> Complaint | None:
    head, found, _ = text.partition(" field is not sortable")
    name = head.rpartition("The ")[2] if found else ""
    if not name or len(name) > _LONGEST_NAME:
        return None
    return Complaint("sort", "unknown", (name,), words=f"The {name}{found}.")


def _value(text: str) -> Complaint | None:
    found = re.search(_VALUE, text)
    if found is None:
        return None
    value = text[: found.start()].partition("Value ")[2]
    part: Part = found[1]  # type: ignore[assignment]  # the pattern's own words
    allowed = tuple(_values(text[found.end() :]))
    words = f"Value {value} is not allowed for {part} {found[2]}."
    return Complaint(part, "value", (found[2],), value[:_LONGEST_NAME], allowed, _line(words))


def _choice(text: str) -> Complaint | None:
    found = re.search(_CHOICE, text)
    if found is None:
        return None
    words = f"The {found[1]} {found[2]} is not allowed."
    return Complaint("path", "value", (found[1],), found[2], tuple(_values(text[found.end() :])), words)


def _format(text: str) -> Complaint | None:
    found = re.search(_FORMAT, text)
    if found is None:
        return None
    part: Part = found[1]  # type: ignore[assignment]  # the pattern's own words
    rest = text[found.end() :]
    said = re.search(_PAIR, rest)
    about = rest[: said.start()] if said is not None else rest
    if said is None:  # the parameter itself is no pair of name and value: `filter=x`
        return Complaint(part, "format", value=about[:_LONGEST_NAME], words=_line(text))
    # The gem shows what it was given as Ruby does: `{"id"=>"1,2,3"}`.
    keys = ("".join(groups) for groups in re.findall(_KEYED, about[: 20 * _LONGEST_NAME]))
    names = (about,) if re.fullmatch(_NAME, about) is not None else tuple(dict.fromkeys(keys))
    return Complaint(part, "format", names, words=_line(text))


def _range_ends(text: str) -> Complaint | None:
    if _ENDS in text:
        return Complaint("range", "format", words=_line(text))
    _, found, rest = text.partition(_NO_RANGE)
    if not found:
        return None
    ends = re.match(r" '([^']{0,100})' and '([^']{0,100})'", rest)
    return Complaint("range", "value", value=f"{ends[1]},{ends[2]}" if ends else "", words=_line(text))


def _page(text: str) -> Complaint | None:
    wrong = re.search(_PAGE_VALUE, text)
    if wrong is not None:
        return Complaint("page", "value", (wrong[1],), words=_line(text))
    names = tuple(dict.fromkeys(re.findall(_PAGES, text)))
    styles = {"[" in name for name in names}
    if len(styles) == 2 and re.search(_TOGETHER, text) is not None:
        return Complaint("page", "mixed", names, words=_line(text))
    return None


def _missing(text: str) -> Complaint | None:
    required = re.search(_REQUIRED, text)
    name = required[1] if required is not None else ""
    if _EMPTY in text:
        begun = re.match(_NAME, text.partition(_EMPTY)[2])
        name = begun[0] if begun is not None else ""
    return Complaint("parameter", "missing", (name,), words=_line(text)) if name else None


_READERS: Final[tuple[Callable[[str], Complaint | None], ...]] = (
    _unknown,
    _unsortable,
    _value,
    _choice,
    _format,
    _range_ends,
    _page,
    _missing,
)


# Lists, as Rails writes them.


def _names(sentence: str) -> Iterator[str]:
    """Yield the names of `a, b, and c`, up to the first word that is none."""
    for part in _parts(sentence):
        found = re.match(_NAME, part)
        if found is None:
            return
        yield found[0].rstrip(".") if found.end() == len(part) else found[0]
        if found.end() != len(part):
            return


def _values(sentence: str) -> Iterator[str]:
    """Yield the values of `true or false`, or of `1, 2, and 5`."""
    for part in _parts(sentence.rstrip(".").replace(" or ", ", ")):
        if part:
            yield part[:_LONGEST_NAME]


def _parts(sentence: str) -> list[str]:
    parts = sentence[: _LONGEST // 2].split(",")[:_MOST_NAMES]
    return [
        piece.strip()
        for part in parts
        for piece in part.strip().removeprefix("and ").split(" and ")
        if piece.strip()
    ]


# The fields of a body, or of a query, that the API refused.

_NO_FIELDS: Final = frozenset({"message", "error", "error_description", "status", "code", "success"})
_MOST_FIELDS: Final = 50
_DEEPEST: Final = 3


def fields_in(said: Any) -> tuple[tuple[str, str], ...]:
    """Return what a parsed body says field by field: `(("login", "is taken"), …)`; nothing if it names none.

    Rails' `{"field": ["message"]}`, nested or under `errors`, and JSON:API's list of errors. That the API
    answers so is likely, not established. Source: wire facts, section 3.
    """
    if not isinstance(said, Mapping):
        return ()
    errors = said.get("errors")
    if isinstance(errors, list):
        found = _of_json_api(errors)
    else:
        found = _of_rails(errors if isinstance(errors, Mapping) else said, "", _DEEPEST)
    return tuple(pair for pair, _ in zip(found, range(_MOST_FIELDS), strict=False))


def _of_rails(said: Mapping[str, Any], within: str, depth: int) -> Iterator[tuple[str, str]]:
    for key, value in said.items():
        name = f"{within}.{key}" if within else str(key)
        if not within and key in _NO_FIELDS:
            continue
        if isinstance(value, Mapping) and depth:
            yield from _of_rails(value, name, depth - 1)
        elif isinstance(value, list) and value and all(isinstance(one, str) for one in value):
            yield name[:_LONGEST_NAME], _line(", ".join(value[:_MOST_FIELDS]))


def _of_json_api(errors: list[Any]) -> Iterator[tuple[str, str]]:
    for one in errors[:_MOST_FIELDS]:
        source = one.get("source") if isinstance(one, Mapping) else None
        where = (source.get("pointer") or source.get("parameter")) if isinstance(source, Mapping) else None
        words = one.get("detail") or one.get("title") if isinstance(one, Mapping) else None
        if isinstance(where, str) and isinstance(words, str):
            yield where.rpartition("/")[2][:_LONGEST_NAME], _line(words)


def _line(text: str) -> str:
    return " ".join(text[:_LONGEST].split())[:_LONGEST_LINE]
