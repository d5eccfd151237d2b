"""A file that only its owner reads, and what is done about a file that is anything else."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from ft42tui.api.errors import SignInFailed
from ft42tui.api.record_file import RecordFile, RecordKind, said_in

ORIGIN = "https://api.intra.42.fr"
RECORD = json.dumps({"origin": ORIGIN, "key": "s3cret", "moment": 5})
KIND = RecordKind(
    noun="key",
    folder="keys",
    fields=("key",),
    dated="moment",
    contents="the key is",
    remedy="change the lock",
)


@pytest.fixture
def file(tmp_path: Path) -> RecordFile:
    """Return a file that is not there yet, nor is its folder."""
    return RecordFile(tmp_path / "state" / "keys" / "school.json", KIND, ORIGIN)


def placed(file: RecordFile, text: str, mode: int = 0o600) -> RecordFile:
    """Put something where the record lies."""
    file.path.parent.mkdir(parents=True)
    file.path.write_text(text, encoding="utf-8")
    file.path.chmod(mode)
    return file


def shape_of(path: Path) -> tuple[int, ...]:
    about = path.lstat()
    return about.st_ino, about.st_mode, about.st_size, about.st_mtime_ns


def refused(file: RecordFile, words: str) -> SignInFailed:
    """Assert that a file is refused, neither used nor overwritten, nor removed."""
    before = shape_of(file.path)
    with pytest.raises(SignInFailed) as failed:
        file.text()
    with pytest.raises(SignInFailed):
        file.write(RECORD)
    file.remove()

    assert words in failed.value.title
    assert str(file.path) in failed.value.title
    assert "remove it" in failed.value.hint
    assert "s3cret" not in repr(failed.value) + failed.value.title + failed.value.hint
    assert shape_of(file.path) == before
    return failed.value


def test_what_was_written_is_read(file: RecordFile) -> None:
    file.write(RECORD)

    assert file.text() == RECORD


def test_a_file_that_is_not_there_is_none(file: RecordFile) -> None:
    assert file.text() is None


def test_a_removed_file_is_gone(file: RecordFile) -> None:
    file.write(RECORD)
    file.remove()
    file.remove()

    assert not file.path.exists()


def test_the_file_is_its_owners_only(file: RecordFile) -> None:
    before = os.umask(0)
    try:
        file.write(RECORD)
    finally:
        os.umask(before)

    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert [entry.name for entry in file.path.parent.iterdir()] == ["school.json"]


def test_a_folder_that_others_may_read_is_closed_before_anything_is_written(file: RecordFile) -> None:
    file.path.parent.mkdir(parents=True, mode=0o755)
    file.write(RECORD)

    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700


def test_a_write_that_fails_leaves_the_old_record_and_no_rest(
    file: RecordFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write(RECORD)

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SignInFailed, match="The key cannot be kept") as failed:
        file.write(json.dumps({"key": "s3cret-second"}))

    assert "No space left" in failed.value.hint
    assert "s3cret" not in failed.value.title + failed.value.hint
    assert file.text() == RECORD
    assert [entry.name for entry in file.path.parent.iterdir()] == ["school.json"]


def test_a_file_where_a_folder_belongs_is_told(file: RecordFile, tmp_path: Path) -> None:
    (tmp_path / "state").write_text("", encoding="utf-8")

    with pytest.raises(SignInFailed):
        file.write(RECORD)


NO_RECORDS = ["", "{", RECORD[:-9], "[]", "null", '"x"', '{"other": "x"}', '{"key": 5}', "[" * 50_000]


@pytest.mark.parametrize("text", NO_RECORDS, ids=range(len(NO_RECORDS)))
def test_a_file_without_a_record_is_left_alone(text: str, file: RecordFile) -> None:
    refused(placed(file, text), "holds no key")


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o660, 0o666])
def test_a_file_that_others_may_read_is_left_alone_and_the_remedy_told(mode: int, file: RecordFile) -> None:
    failed = refused(placed(file, RECORD, mode), "may be read by others")

    assert "change the lock" in failed.hint


def test_a_file_of_another_owner_is_left_alone(file: RecordFile, monkeypatch: pytest.MonkeyPatch) -> None:
    placed(file, RECORD)
    owner = file.path.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)

    refused(file, "belongs to somebody else")


def test_a_folder_in_the_way_is_left_alone(file: RecordFile) -> None:
    file.path.mkdir(parents=True)

    refused(file, "")


def test_a_link_is_not_followed(file: RecordFile, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(RECORD, encoding="utf-8")
    elsewhere.chmod(0o600)
    file.path.parent.mkdir(parents=True)
    file.path.symlink_to(elsewhere)

    refused(file, "cannot be read")
    assert elsewhere.read_text(encoding="utf-8") == RECORD


def test_a_pipe_in_the_way_does_not_hold_anybody_up(file: RecordFile) -> None:
    file.path.parent.mkdir(parents=True)
    os.mkfifo(file.path, 0o600)

    refused(file, "")


def test_bytes_that_are_no_text_are_left_alone(file: RecordFile) -> None:
    placed(file, "")
    file.path.write_bytes(b"\xff\xfe\x00")

    refused(file, "cannot be read")


@pytest.mark.parametrize(
    ("text", "said"), [('{"a": 1}', {"a": 1}), ("[]", None), ("{", None), ("[" * 50_000, None)]
)
def test_a_record_is_an_object(text: str, said: object) -> None:
    assert said_in(text) == said


def test_a_file_whose_api_was_changed_is_left_alone(file: RecordFile) -> None:
    placed(file, RECORD.replace("api.intra", "evil.intra"))

    with pytest.raises(SignInFailed, match="another API"):
        file.text()
    with pytest.raises(SignInFailed, match="another API"):
        file.write(RECORD)
    assert "evil.intra" in file.path.read_text("utf-8")
