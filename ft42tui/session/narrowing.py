"""Finding routes by a few letters, over paths and summaries."""

from __future__ import annotations

from collections.abc import Iterable

from ft42tui.catalog import Endpoint


def narrowed(endpoints: Iterable[Endpoint], typed: str) -> tuple[Endpoint, ...]:
    """Return the routes that every typed word is found in, best first.

    A word is found as it stands or, letter by letter, in order: in the path (`prusr` finds
    `/v2/projects_users`) or within one word of the summary (`corectr` finds "correctors"). A method
    counts as it stands.
    """
    words = typed.casefold().split()
    if not words:
        return tuple(endpoints)
    ranked: list[tuple[float, int, Endpoint]] = []
    for place, endpoint in enumerate(endpoints):
        rank = _rank(endpoint, words)
        if rank is not None:
            ranked.append((rank, place, endpoint))
    ranked.sort(key=lambda entry: entry[:2])
    return tuple(endpoint for _, _, endpoint in ranked)


def _rank(endpoint: Endpoint, words: list[str]) -> float | None:
    path = endpoint.short_path
    total = len(path) / 100 + (0 if endpoint.method == "GET" else 2)
    for word in words:
        if word == endpoint.method.casefold():
            continue
        at = path.find(word)
        if at >= 0:
            starts = at == 0 or path[at - 1] in "/_:"
            ends = at + len(word) == len(path) or path[at + len(word)] in "/("
            total += at / 50 + (0 if starts else 1) + (0 if ends else 0.5)
            continue
        if word in endpoint.summary.casefold():
            total += 4
            continue
        spread = _spread(path, word)
        if spread is None:
            spread = _in_summary(endpoint.summary.casefold(), word)
        if spread is None:
            return None
        total += 8 + spread
    return total


def _in_summary(summary: str, word: str) -> float | None:
    found = (_spread(one, word) for one in summary.split() if one[0] == word[0])
    best = min((spread for spread in found if spread is not None), default=None)
    return None if best is None else 4 + best


def _spread(text: str, word: str) -> float | None:
    """Return how far apart the word's letters are in the text, or None if they are not all there."""
    at, gaps = -1, 0
    for letter in word:
        found = text.find(letter, at + 1)
        if found < 0:
            return None
        gaps += found - at - 1
        at = found
    return gaps / 10
