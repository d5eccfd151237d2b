"""Who may evaluate what, at which campus and on which day."""

from __future__ import annotations

from bisect import bisect_right
from random import Random
from typing import Final

from ft42tui.demo.school.people import Person

_TRIES: Final = 6
_LONGEST: Final = 1700  # days: by then everybody has left
_ABSENT: Final = 40  # days that a pupil may be away without having left
_GONE: Final = 330  # more days after which former pupils still come, where nobody else is there
_RECENT: Final = 150  # pupils: about two years of a campus in a school of 5,000
_PISCINES: Final = frozenset((4, 9))


class Evaluators:
    """Who may evaluate: pupils of the same campus who had begun and had not left.

    Whoever is in a piscine evaluates there too.
    """

    def __init__(self, people: tuple[Person, ...], rng: Random) -> None:
        self._random = rng.random
        own: dict[tuple[int, bool], list[tuple[int, int, int]]] = {}
        for person in people:
            campus = person.campus.id
            if person.pupil:
                peer = person.begin, person.last + _ABSENT, person.id
                own.setdefault((campus, False), []).append(peer)
                own.setdefault((campus, True), []).append(peer)
            elif not person.staff:
                own.setdefault((campus, True), []).append((person.begin, person.last, person.id))
        self._peers = {key: sorted(peers) for key, peers in own.items()}
        self._begins = {key: [peer[0] for peer in peers] for key, peers in self._peers.items()}

    def draw(self, place: tuple[int, int], day: int, members: list[int], number: int) -> list[int]:
        """Return so many people who were there on a day and are not in the team; fewer if there are fewer.

        The place is a campus and the cursus of what is evaluated, by their ids.
        """
        campus, cursus = place
        key = campus, cursus in _PISCINES
        peers = self._peers.get(key, [])
        begins = self._begins.get(key, [])
        begun = bisect_right(begins, day)
        passed = set(members)
        drawn: list[int] = []
        r = self._random
        recent = min(begun, _RECENT)
        for _ in range(_TRIES * number if begun else 0):
            # The later somebody began, the likelier it is that this person is still there.
            _, until, who = peers[begun - 1 - int(r() * recent)]
            if until >= day and who not in passed:
                passed.add(who)
                drawn.append(who)
                if len(drawn) == number:
                    return drawn
        for n in range(begun - 1, bisect_right(begins, day - _LONGEST) - 1, -1):
            _, until, who = peers[n]
            if until + _GONE >= day and who not in passed:
                drawn.append(who)
                if len(drawn) == number:
                    break
        return drawn
