"""What an application learned, from one run to the next."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from ft42tui.session.lessons import Lesson, Outcome
from ft42tui.session.memory import Memories, Memory

API, UID = "https://api.intra.42.fr", "u-s4t2ud-" + "a" * 64


class Desk:
    """A folder, a clock, and what somebody was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = 1_000_000.0
        self.told: list[str] = []

    def run(self, uid: str = UID, api: str = API) -> Memory:
        """Return the memory as another run of the program has it."""
        return Memories(self.folder, warn=self.told.append, clock=lambda: self.now).of(api, uid)

    @property
    def file(self) -> Path:
        (found,) = (self.folder / "learned").iterdir()
        return found


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Nothing learned yet."""
    return Desk(tmp_path)


def lesson(
    route: str = "GET /v2/users", outcome: Outcome = "answered", *, user: bool = False, needed: str = ""
) -> Lesson:
    return Lesson(route, outcome, ("public",), user, (), tuple(needed.split()))


def outcomes(memory: Memory, route: str = "GET /v2/users") -> list[Outcome]:
    return [one.outcome for one in memory.lessons.get(route, ())]


def test_a_lesson_is_there_in_the_next_run(desk: Desk) -> None:
    assert desk.run().learn(lesson())

    (again,) = desk.run().lessons["GET /v2/users"]
    assert again.says_the_same(lesson())
    assert again.at == desk.now
    assert desk.told == []


def test_what_is_learned_later_joins_what_was_known(desk: Desk) -> None:
    desk.run().learn(lesson())
    second = desk.run()
    second.learn(lesson("GET /v2/me", "denied"))
    second.learn(lesson(outcome="scope", needed="tig"))

    third = desk.run()
    assert outcomes(third) == ["scope", "answered"]
    assert outcomes(third, "GET /v2/me") == ["denied"]


def test_the_newest_lesson_stays_the_first_from_run_to_run(desk: Desk) -> None:
    for outcome in ("answered", "denied", "answered", "scope", "denied"):
        desk.now += 60
        desk.run().learn(lesson(outcome=outcome))

    assert outcomes(desk.run()) == ["denied", "scope", "answered"]


def test_the_same_again_is_no_news_until_a_day_has_passed(desk: Desk) -> None:
    memory = desk.run()
    first = memory.learn(lesson())
    written = desk.file.read_bytes()
    again = memory.learn(lesson())
    unchanged = desk.file.read_bytes() == written
    desk.now += 86_401

    assert (first, again, unchanged) == (True, False, True)
    assert memory.learn(lesson())
    assert memory.lessons["GET /v2/users"][0].at == desk.now


def test_a_lesson_of_another_kind_of_token_stands_beside_it(desk: Desk) -> None:
    memory = desk.run()
    memory.learn(lesson())
    memory.learn(lesson(user=True))

    assert [one.has_user for one in desk.run().lessons["GET /v2/users"]] == [True, False]


def test_scopes_that_were_refused_are_remembered_until_somebody_gets_them(desk: Desk) -> None:
    desk.run().refuse(("tig", "forum"))
    remembered = desk.run().refused_scopes
    desk.run().allow(("public", "tig"))

    assert remembered == {"tig", "forum"}
    assert desk.run().refused_scopes == {"forum"}


def test_what_is_known_already_is_not_written_again(desk: Desk) -> None:
    memory = desk.run()
    memory.refuse(("tig",))
    desk.file.unlink()
    memory.refuse(("tig",))
    memory.allow(("public",))

    assert not any((desk.folder / "learned").iterdir())


def test_each_application_and_each_api_has_a_memory_of_its_own(desk: Desk) -> None:
    desk.run().learn(lesson())

    assert desk.run(uid="another").lessons == {}
    assert desk.run(api="http://127.0.0.1:4242").lessons == {}
    assert len(desk.run().lessons) == 1


def test_the_memory_of_an_application_is_opened_once(desk: Desk) -> None:
    memories = Memories(desk.folder)

    assert memories.of(API, UID) is memories.of(API, UID)
    assert memories.of(API, UID) is not memories.of(API, "another")


@pytest.mark.parametrize("uid", ["../../etc/passwd", "a/b", ".", "u\x00", "ü" * 300, "x" * 5000, "\ud800"])
def test_no_uid_leads_out_of_the_folder(desk: Desk, uid: str) -> None:
    desk.run(uid=uid).learn(lesson())

    written = [path for path in desk.folder.rglob("*") if path.is_file()]
    assert all(path.parent == desk.folder / "learned" for path in written)


def test_without_a_folder_it_lasts_for_this_run() -> None:
    memories = Memories()
    memories.of(API, UID).learn(lesson())

    assert outcomes(memories.of(API, UID)) == ["answered"]
    assert Memories().of(API, UID).lessons == {}


def test_an_application_that_is_unknown_keeps_nothing(desk: Desk) -> None:
    desk.run(uid="").learn(lesson())

    assert not (desk.folder / "learned").exists()


def spoilt(desk: Desk, content: bytes) -> Path:
    desk.run().learn(lesson())
    path = desk.file
    path.write_bytes(content)
    return path


OTHER = json.dumps({"api": API, "application": "another", "lessons": [], "refused_scopes": []}).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"hello",
        b"[]",
        b"null",
        b"{}",
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"api":' + b"9" * 5000 + b"}",
        OTHER,
        OTHER.replace(b"another", UID.encode()).replace(API.encode(), b"https://elsewhere.example"),
        b" " * 3_000_000,
        json.dumps({"api": API, "application": UID, "lessons": ["x" * 3_000_000]}).encode(),
    ],
    ids=[
        "empty",
        "cut",
        "words",
        "list",
        "null",
        "bare",
        "bytes",
        "deep",
        "number",
        "another application's",
        "another API's",
        "3 MB of nothing",
        "3 MB",
    ],
)
def test_a_file_that_is_none_of_ours_is_told_once_left_alone_and_done_without(
    desk: Desk, content: bytes
) -> None:
    path = spoilt(desk, content)
    memory = desk.run()
    learned = [memory.learn(lesson("GET /v2/me")), memory.learn(lesson())]
    memory.refuse(("tig",))

    assert learned == [True, True]
    assert outcomes(memory) == ["answered"]
    assert path.read_bytes() == content
    assert list(path.parent.iterdir()) == [path]
    assert len(desk.told) == 1
    assert str(path) in desk.told[0]
    assert "remove it to begin anew" in desk.told[0]


@pytest.mark.parametrize(
    "lessons",
    [None, 5, "x", {}, [None, 5, "x", []], [{"route": "GET /v2/users"}]],
)
def test_lessons_of_our_file_that_were_spoilt_by_hand_are_left_out(desk: Desk, lessons: object) -> None:
    said = {"api": API, "application": UID, "lessons": lessons, "refused_scopes": lessons}
    path = spoilt(desk, json.dumps(said).encode())
    memory = desk.run()
    memory.learn(lesson())

    assert outcomes(memory) == ["answered"]
    assert desk.told == []
    assert outcomes(desk.run()) == ["answered"]
    assert path.exists()


def _as_folder(folder: Path) -> None:
    (folder / "learned").write_text("a file in the folder's place", encoding="utf-8")


def _full(folder: Path) -> None:
    (folder / "learned").symlink_to("/dev/full/nowhere")


@pytest.mark.parametrize("spoil", [_as_folder, _full])
def test_a_folder_that_cannot_be_written_is_told_once_and_done_without(
    desk: Desk, spoil: Callable[[Path], None]
) -> None:
    spoil(desk.folder)
    memory = desk.run()
    learned = [memory.learn(lesson()), memory.learn(lesson("GET /v2/me")), memory.learn(lesson("GET /v2/a"))]

    assert learned == [True, True, True]
    assert len(memory.lessons) == 3
    assert len(desk.told) == 1


def test_a_part_that_could_not_be_put_in_place_is_removed(desk: Desk) -> None:
    memory = desk.run()
    memory.learn(lesson())
    path = desk.file
    path.unlink()
    path.mkdir()
    (path / "taken").touch()
    memory.learn(lesson("GET /v2/me"))

    assert list(path.parent.iterdir()) == [path]
    assert len(desk.told) == 1


def test_only_its_owner_reads_the_file(desk: Desk) -> None:
    desk.run().learn(lesson())

    assert desk.file.stat().st_mode & 0o777 == 0o600
    assert desk.file.parent.stat().st_mode & 0o777 == 0o700


def test_the_lessons_are_bounded_in_number(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ft42tui.session.memory._MOST_ROUTES", 3)
    memory = desk.run()
    learned = [memory.learn(lesson(f"GET /v2/{number}")) for number in range(5)]

    assert learned == [True, True, True, False, False]
    assert memory.learn(lesson("GET /v2/0", "denied"))
    assert len(desk.run().lessons) == 3


@pytest.mark.parametrize("needed", [("s",) * 1000, ("s" * 100_000,)], ids=["many names", "a long name"])
def test_a_lesson_without_measure_is_not_learned(desk: Desk, needed: tuple[str, ...]) -> None:
    memory = desk.run()

    assert not memory.learn(Lesson("GET /v2/users", "scope", ("public",), False, (), needed))
    assert memory.lessons == {}


def test_what_would_not_be_read_again_is_not_written(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = desk.run()
    memory.learn(lesson())
    monkeypatch.setattr("ft42tui.session.memory._LONGEST", len(desk.file.read_bytes()))
    memory.learn(lesson("GET /v2/me"))

    assert list(desk.run().lessons) == ["GET /v2/users"]
    assert desk.told == []
    assert len(memory.lessons) == 2


def test_two_runs_at_once_keep_what_both_learned(tmp_path: Path) -> None:
    clock = iter(float(second) for second in range(1000, 2000))
    path = tmp_path / "one.json"
    one, other = (Memory(path, clock=lambda: next(clock)) for _ in range(2))
    one.learn(Lesson("GET /v2/users", "answered", ("public",), has_user=False))
    other.learn(Lesson("GET /v2/levels", "denied", ("public",), has_user=False))
    one.refuse(["tig"])
    other.learn(Lesson("GET /v2/users", "denied", ("public",), has_user=False))

    again = Memory(path, clock=lambda: next(clock))
    assert {lesson.outcome for lesson in again.lessons["GET /v2/users"]} == {"answered", "denied"}
    assert again.lessons["GET /v2/users"][0].outcome == "denied"
    assert "GET /v2/levels" in again.lessons
    assert again.refused_scopes == {"tig"}


def test_a_scope_that_was_refused_more_than_a_day_ago_may_be_allowed_by_now(tmp_path: Path) -> None:
    now = [1000.0]
    memory = Memory(tmp_path / "one.json", clock=lambda: now[0])
    memory.refuse(["tig"])
    now[0] += 86401

    assert memory.refused_scopes == frozenset()
    assert Memory(tmp_path / "one.json", clock=lambda: now[0]).refused_scopes == frozenset()


def test_a_scope_that_somebody_got_is_refused_no_longer_in_any_run(tmp_path: Path) -> None:
    one = Memory(tmp_path / "one.json", clock=lambda: 1000.0)
    one.refuse(["tig"])
    other = Memory(tmp_path / "one.json", clock=lambda: 1001.0)
    other.allow(["public", "tig"])

    assert other.refused_scopes == frozenset()
    assert Memory(tmp_path / "one.json", clock=lambda: 1002.0).refused_scopes == frozenset()


def test_a_pipe_in_its_place_is_not_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    os.mkfifo(path)
    told: list[str] = []
    memory = Memory(path, warn=told.append)
    memory.learn(Lesson("GET /v2/users", "answered", ("public",), has_user=False))

    assert len(told) == 1
    assert path.is_fifo()


def test_a_lesson_of_the_future_is_older_than_what_is_learned_now(tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    Memory(path, clock=lambda: 9e9).learn(Lesson("GET /v2/levels", "answered", ("public",), has_user=False))
    memory = Memory(path, clock=lambda: 1000.0)
    memory.learn(Lesson("GET /v2/levels", "denied", ("public",), has_user=False))

    assert [one.outcome for one in memory.lessons["GET /v2/levels"]] == ["denied", "answered"]
