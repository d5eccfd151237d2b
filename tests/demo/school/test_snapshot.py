"""The file that keeps a school."""

from __future__ import annotations

from pathlib import Path

import pytest

from ft42tui.demo.app import DemoApi, create_app
from ft42tui.demo.school import snapshot
from ft42tui.demo.settings import DemoSettings

THIRTY = DemoSettings(users=30)


def everything(api: DemoApi) -> list[tuple[object, ...]]:
    return [tuple(row) for row in api.store.rows("SELECT * FROM teams UNION ALL SELECT * FROM teams")]


def test_a_kept_school_is_the_same_and_made_only_once(tmp_path: Path) -> None:
    first = create_app(THIRTY, cache=tmp_path)
    second = create_app(THIRTY, cache=tmp_path)

    assert (first.fresh, second.fresh) == (True, False)
    assert everything(first) == everything(second) == everything(create_app(THIRTY))
    assert [path.suffix for path in tmp_path.iterdir()] == [".school"]


def test_what_is_written_stays_in_the_server_that_wrote_it(tmp_path: Path) -> None:
    writer, other = create_app(THIRTY, cache=tmp_path), create_app(THIRTY, cache=tmp_path)
    path = snapshot.path_of(tmp_path, THIRTY)
    before = path.read_bytes()

    with writer.store.change():
        for number in range(50):  # more than any cache of pages would hold back by itself
            writer.store.run("UPDATE users SET email = ? || hex(randomblob(4000))", (str(number),))
        writer.store.run("DELETE FROM teams")

    assert writer.store.number("SELECT count(*) FROM teams") == 0
    assert other.store.number("SELECT count(*) FROM teams") > 0
    assert path.read_bytes() == before
    assert everything(create_app(THIRTY, cache=tmp_path)) == everything(other)


@pytest.mark.parametrize("damage", ["empty", "foreign", "cut", "other", "older"])
def test_a_broken_or_foreign_file_is_replaced(tmp_path: Path, damage: str) -> None:
    path = snapshot.path_of(tmp_path, THIRTY)
    create_app(DemoSettings(users=3), cache=tmp_path)
    other = snapshot.path_of(tmp_path, DemoSettings(users=3)).read_bytes()
    create_app(THIRTY, cache=tmp_path)
    whole = path.read_bytes()
    broken = {
        "empty": b"",
        "foreign": b"SQLite format 3\x00" + bytes(5000),
        "cut": whole[:-1000],
        "other": other,
        "older": whole[:-36],
    }
    path.write_bytes(broken[damage])

    api = create_app(THIRTY, cache=tmp_path)

    assert api.fresh
    assert path.read_bytes() == whole


def test_a_flipped_bit_is_found_while_the_server_answers_and_the_file_goes(tmp_path: Path) -> None:
    create_app(THIRTY, cache=tmp_path)
    path = snapshot.path_of(tmp_path, THIRTY)
    whole = path.read_bytes()

    assert not snapshot.discard_if_broken(path)
    path.write_bytes(whole[:50_000] + bytes([whole[50_000] ^ 1]) + whole[50_001:])
    assert snapshot.discard_if_broken(path)
    assert not path.exists()
    assert not snapshot.discard_if_broken(path)


def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    api = create_app(DemoSettings(users=3), cache=blocked / "demo")
    assert api.store.number("SELECT count(*) FROM users") == 3
    assert blocked.read_text() == "in the way"


def test_only_the_newest_schools_are_kept(tmp_path: Path) -> None:
    for seed in range(5):
        create_app(DemoSettings(users=1, seed=seed), cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 3
