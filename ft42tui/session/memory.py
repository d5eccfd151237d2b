"""What an application learned of the API's rights, kept between runs: a JSON file, no secret in it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from ft42tui.api.token import scopes_from
from ft42tui.session.lessons import Lesson, Lessons, with_lesson

_LONGEST: Final = 2 * 1024 * 1024
_MOST_ROUTES: Final = 2000
_MOST_SCOPES: Final = 100
_DAY: Final = 86400.0
_STALE: Final = _DAY
"""Seconds after which a lesson that says the same again is written down again, for its date."""


class Memory:
    """The lessons of one application at one API. Without a file it lasts for this run.

    A file that we would not have written is told to `warn`, done without and never overwritten.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        origin: str = "",
        client_id: str = "",
        warn: Callable[[str], None] = lambda _sentence: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.lessons: Lessons = {}
        """What was learned. Replaced, never changed."""
        self._refused: dict[str, float] = {}
        self._path = path
        self._head = {"api": origin, "application": client_id}
        self._warn = warn
        self._clock = clock
        self._take(self._read())

    def learn(self, lesson: Lesson) -> bool:
        """Take a lesson in; return whether it was news. One that is longer than any of ours is none."""
        lesson = replace(lesson, at=self._clock())
        known = self.lessons.get(lesson.route, ())
        if any(one.says_the_same(lesson) and lesson.at - one.at < _STALE for one in known[:1]):
            return False
        if not lesson.is_bounded or (not known and len(self.lessons) >= _MOST_ROUTES):
            return False
        self.lessons = with_lesson(self.lessons, lesson)
        self._write()
        return True

    @property
    def refused_scopes(self) -> frozenset[str]:
        """The scopes that the application asked for within a day and was refused: `invalid_scope`.

        Longer ago, somebody may have ticked them on the application's page.
        """
        since = self._clock() - _DAY
        return frozenset(scope for scope, at in self._refused.items() if at > since)

    def refuse(self, scopes: Iterable[str]) -> None:
        """Remember that the application may not have these scopes."""
        if not self.refused_scopes.issuperset(scopes):
            self._refused |= dict.fromkeys(scopes, self._clock())
            self._write()

    def allow(self, scopes: Iterable[str]) -> None:
        """Remember that the application may have these scopes: somebody got them."""
        held = self._refused.keys() & set(scopes)
        if held:
            self._refused = {scope: at for scope, at in self._refused.items() if scope not in held}
            self._write(but=held)

    def _take(self, said: dict[str, Any] | None, *, but: Collection[str] = ()) -> None:
        """Take in what a file says, where it is newer than what is known."""
        listed = said.get("lessons") if said is not None else None
        now = self._clock()
        for told in map(Lesson.from_data, reversed(listed if isinstance(listed, list) else [])):
            lesson = told and replace(told, at=min(told.at, now))  # nothing comes before what is learned now
            if lesson is None or not (lesson.route in self.lessons or len(self.lessons) < _MOST_ROUTES):
                continue
            known = self.lessons.get(lesson.route, ())
            if not any(one.at >= lesson.at and one.is_in_place_of(lesson) for one in known):
                self.lessons = with_lesson(self.lessons, lesson)
        refused = said.get("refused_scopes") if said is not None else None
        for scope, at in (refused if isinstance(refused, dict) else {}).items():
            is_moment = isinstance(at, int | float) and not isinstance(at, bool) and abs(at) < 1e12
            if is_moment and scopes_from([scope]) and scope not in but and len(self._refused) < _MOST_SCOPES:
                self._refused[scope] = max(float(at), self._refused.get(scope, 0.0))

    def _read(self) -> dict[str, Any] | None:
        """Return what the file holds; None where there is none, or none of ours."""
        path = self._path
        if path is None:
            return None
        try:
            if not path.exists() and not path.is_symlink():
                return None
            text = path.read_bytes() if path.is_file() and path.stat().st_size <= _LONGEST else b""
            said = json.loads(text)
        except (OSError, ValueError, RecursionError):
            said = None
        if isinstance(said, dict) and all(said.get(key) == value for key, value in self._head.items()):
            return said
        self._path = None
        self._warn(
            f"{path} does not hold what this application learned of its rights. It is left alone and done "
            "without: remove it to begin anew."
        )
        return None

    def _write(self, *, but: Collection[str] = ()) -> None:
        """Write everything, whole or not at all, with what another run wrote in the meantime.

        What is there of scopes in `but` is done without. So is a folder that cannot be written.
        """
        self._take(self._read(), but=but)
        path = self._path
        if path is None:
            return
        ordered = (lesson for lessons in self.lessons.values() for lesson in lessons)
        said = {
            **self._head,
            "refused_scopes": self._refused,
            "lessons": [lesson.as_data() for lesson in ordered],
        }
        text = json.dumps(said, separators=(",", ":"))
        if len(text) > _LONGEST:
            return  # it would not be read again
        from ft42tui.private_file import write_private  # for those who learn: the first frame does not wait

        try:
            write_private(path, text.encode())
        except OSError as error:
            self._path = None
            self._warn(f"What was learned of rights cannot be kept in {path}: {error.strerror}.")


class Memories:
    """The memory of each application, opened when it is first known which one asks."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        warn: Callable[[str], None] = lambda _sentence: None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.warn = warn
        """Told what a person should know."""
        self._folder = folder / "learned" if folder is not None else None
        self._clock = clock
        self._opened: dict[tuple[str, str], Memory] = {}

    def of(self, origin: str, client_id: str) -> Memory:
        """Return the memory of an application at an API."""
        key = origin, client_id
        if key not in self._opened:
            path = self._path(origin, client_id)
            self._opened[key] = Memory(
                path,
                origin=origin,
                client_id=client_id,
                warn=self._tell,
                clock=self._clock,
            )
        return self._opened[key]

    def _tell(self, sentence: str) -> None:
        self.warn(sentence)  # whoever is to hear it may be named later

    def _path(self, origin: str, client_id: str) -> Path | None:
        if self._folder is None or not client_id:
            return None
        api = origin.removeprefix("https://").replace("://", "_")
        with suppress(ValueError):  # a name that no file can have
            return self._folder / f"{quote(client_id, safe='')[:120]}@{quote(api, safe='')[:80]}.json"
        return None
