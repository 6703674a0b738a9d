"""New files: whole and alone in their place, or not there at all."""

from __future__ import annotations

import errno
import stat
import sys
from pathlib import Path

import pytest

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.storage.durable import new_file


def test_it_is_there_once_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.fidpkg"
    with new_file(path) as file:
        file.write(b"words")
        assert not path.exists()
    assert path.read_bytes() == b"words"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.fidpkg"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("error", [ValueError(), KeyboardInterrupt(), UserFacingError("no")])
def test_a_failure_leaves_nothing(tmp_path: Path, error: BaseException) -> None:
    with pytest.raises(type(error)), new_file(tmp_path / "a") as file:
        file.write(bytes(3 << 20))
        raise error
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("number", "said"), [(errno.ENOSPC, "disk is full"), (errno.EFBIG, "file of this size")])
def test_a_full_disk_is_called_so_and_leaves_nothing(tmp_path: Path, number: int, said: str) -> None:
    with pytest.raises(DiskFull, match=said), new_file(tmp_path / "a"):
        raise OSError(number, "no room")
    assert not list(tmp_path.iterdir())


def test_it_never_takes_anothers_place(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(UserFacingError, match="already a file"), new_file(path):
        pytest.fail("nothing is begun")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize("links", [True, False], ids=["with second names", "without"])
def test_not_even_that_of_one_that_came_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse_links)
    path = tmp_path / "a"
    with pytest.raises(UserFacingError, match="already a file"), new_file(path) as file:
        file.write(b"new")
        path.write_bytes(b"old")
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


def test_a_drive_without_second_names_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "hardlink_to", refuse_links)
    with new_file(tmp_path / "a") as file:
        file.write(b"new")
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [("a", b"new")]


def test_a_folder_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(UserFacingError), new_file(tmp_path / "gone" / "a"):
        pytest.fail("nothing is begun")


def refuse_links(self: Path, target: Path) -> None:
    raise PermissionError(1, "not on this drive")
