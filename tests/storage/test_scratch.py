"""Scratch room: like any file to who uses it, and never more than noise on the disk."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.storage import scratch
from fidelity_rater.storage.memory import MemoryVault
from fidelity_rater.storage.scratch import ScratchRoom
from fidelity_rater.storage.vault import SPARE_BYTES, FolderVault
from fidelity_rater.storage.vault_format import CHUNK, TAG
from helpers.plain_bytes import assert_nowhere

SECRET = b"what was said in confidence, "


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let little fit into memory, so that the disk is used."""
    monkeypatch.setattr(scratch, "CHUNKS_IN_MEMORY", 2)


@pytest.fixture
def vault(tmp_path: Path) -> FolderVault:
    (tmp_path / "vault").mkdir()
    return FolderVault(tmp_path / "vault", bytes(32), lambda uid: None)


_SEEKS = st.tuples(st.just("seek"), st.integers(0, 5 * CHUNK))
_WRITES = st.tuples(st.just("write"), st.integers(0, 2 * CHUNK))
_READS = st.tuples(st.just("read"), st.integers(-1, 3 * CHUNK))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(moves=st.lists(st.one_of(_SEEKS, _WRITES, _READS), max_size=14))
def test_it_is_like_any_file(small: None, tmp_path: Path, moves: list[tuple[str, int]]) -> None:
    plain = io.BytesIO()
    with ScratchRoom(tmp_path / "a.scratch") as room:
        for n, (act, count) in enumerate(moves):
            if act == "write":
                data = bytes([n + 1]) * count
                assert room.write(data) == plain.write(data)
            elif act == "seek":
                assert room.seek(count) == plain.seek(count)
            else:
                assert room.read(count) == plain.read(count)
            assert room.tell() == plain.tell()
        assert room.seek(0, os.SEEK_END) == plain.seek(0, os.SEEK_END)
        room.seek(0)
        assert room.read() == plain.getvalue()
    assert not (tmp_path / "a.scratch").exists()


def test_an_archive_is_written_and_read_in_it(small: None, vault: FolderVault) -> None:
    parts = {f"part {n}": os.urandom(CHUNK) * 2 for n in range(4)}
    with vault.scratch() as room:
        with zipfile.ZipFile(room, "w") as archive:
            for name, data in parts.items():
                archive.writestr(name, data)
        with zipfile.ZipFile(room) as archive:
            assert archive.testzip() is None
            assert {name: archive.read(name) for name in archive.namelist()} == parts


def test_a_little_stays_in_memory(vault: FolderVault, tmp_path: Path) -> None:
    with vault.scratch() as room:
        room.write(SECRET * 10_000)
        assert list((tmp_path / "vault").iterdir()) == []


def test_more_is_noise_on_the_disk_and_gone_when_left(small: None, vault: FolderVault, tmp_path: Path) -> None:
    with vault.scratch() as room:
        for _ in range(12):
            room.write(SECRET * (CHUNK // len(SECRET)))
        (path,) = (tmp_path / "vault").iterdir()
        assert path.stat().st_size >= 9 * CHUNK
        assert path.stat().st_mode & 0o077 == 0 or os.name == "nt"
        assert_nowhere(tmp_path, [SECRET])
        assert len({path.read_bytes()[n * (CHUNK + TAG) :][:64] for n in range(9)}) == 9
    assert list((tmp_path / "vault").iterdir()) == []


def test_an_error_leaves_nothing(small: None, vault: FolderVault, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), vault.scratch() as room:
        room.write(bytes(9 * CHUNK))
        raise RuntimeError
    assert list((tmp_path / "vault").iterdir()) == []
    assert room.closed


def test_what_a_crash_leaves_is_swept_and_what_is_in_use_is_not(
    small: None, vault: FolderVault, tmp_path: Path
) -> None:
    left = tmp_path / "vault" / f"{'ab' * 16}.scratch"
    left.write_bytes(b"noise")
    with vault.scratch() as room:
        room.write(bytes(9 * CHUNK))
        assert vault.sweep(set()) == 1
        assert not left.exists()
        room.seek(0)
        assert room.read() == bytes(9 * CHUNK)


def test_locking_the_library_closes_it(small: None, vault: FolderVault, tmp_path: Path) -> None:
    with vault.scratch() as room:
        room.write(bytes(9 * CHUNK))
        vault.close()
        assert list((tmp_path / "vault").iterdir()) == []
        for late in (lambda: room.write(b"x"), lambda: room.read(1), lambda: room.seek(0)):
            with pytest.raises(UserFacingError, match="locked"):
                late()
    with pytest.raises(UserFacingError, match="locked"), vault.scratch():
        pass


@pytest.mark.parametrize("at", [0, CHUNK // 2, CHUNK + TAG])
def test_a_change_on_the_disk_is_noticed(small: None, vault: FolderVault, tmp_path: Path, at: int) -> None:
    with vault.scratch() as room:
        room.write(bytes(9 * CHUNK))
        (path,) = (tmp_path / "vault").iterdir()
        with path.open("r+b") as file:
            file.seek(at)
            byte = file.read(1)
            file.seek(at)
            file.write(bytes([byte[0] ^ 1]))
        room.seek(0)
        with pytest.raises(UserFacingError, match="read back"):
            room.read()


def test_a_full_disk_is_a_sentence(small: None, vault: FolderVault, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(path: Path) -> io.FileIO:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(scratch, "open_private", no_room)
    with pytest.raises(DiskFull), vault.scratch() as room:
        room.write(bytes(9 * CHUNK))


def test_room_is_left_for_scores(small: None, vault: FolderVault, monkeypatch: pytest.MonkeyPatch) -> None:
    free = iter([SPARE_BYTES * 2, SPARE_BYTES])
    monkeypatch.setattr(scratch.shutil, "disk_usage", lambda folder: SimpleNamespace(free=next(free)))
    with pytest.raises(DiskFull), vault.scratch() as room:
        room.write(bytes(16 * CHUNK))
        room.write(bytes(16 * CHUNK))


def test_a_library_in_memory_gives_room_too() -> None:
    with MemoryVault(lambda uid: None).scratch() as room:
        room.write(b"abc")
        room.seek(1)
        assert room.read() == b"bc"
    assert room.closed
