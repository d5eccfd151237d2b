"""A file that only its owner reads, and what stands where it is to be written."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from ft42tui.private_file import write_private


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a file is to lie; its folder is not there yet."""
    return tmp_path / "state" / "file.txt"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_file_and_folder_are_their_owners_whatever_the_umask_says(path: Path) -> None:
    before = os.umask(0)
    try:
        write_private(path, b"words")
    finally:
        os.umask(before)

    assert path.read_bytes() == b"words"
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_folder_and_a_file_that_others_may_read_are_closed(path: Path) -> None:
    path.parent.mkdir(mode=0o755)
    path.write_bytes(b"before")
    path.chmod(0o644)
    write_private(path, b"words")

    assert path.read_bytes() == b"words"
    assert (mode(path), mode(path.parent)) == (0o600, 0o700)


def test_a_link_gives_way_and_what_it_leads_to_stays_as_it_was(path: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(b"somebody else's")
    path.parent.mkdir()
    path.symlink_to(elsewhere)
    write_private(path, b"words")

    assert elsewhere.read_bytes() == b"somebody else's"
    assert path.read_bytes() == b"words"
    assert not path.is_symlink()


def test_a_pipe_in_the_way_holds_nobody_up(path: Path) -> None:
    path.parent.mkdir()
    os.mkfifo(path)
    write_private(path, b"words")

    assert path.read_bytes() == b"words"


def test_a_folder_in_the_way_is_told_and_nothing_is_left_lying(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(OSError, match="directory"):
        write_private(path, b"words")

    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_write_that_is_broken_off_leaves_what_was_there_and_no_rest(
    failure: BaseException, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_private(path, b"before")

    def broken_off(_handle: int) -> None:
        raise failure

    monkeypatch.setattr(os, "fsync", broken_off)
    with pytest.raises(type(failure)):
        write_private(path, b"words")

    assert path.read_bytes() == b"before"
    assert list(path.parent.iterdir()) == [path]
