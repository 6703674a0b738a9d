"""The vault: what goes in comes out, any change is noticed, and no failure leaves anything behind."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.storage import sealing
from fidelity_rater.storage.vault import SUFFIX, FolderVault
from fidelity_rater.storage.vault_format import CHUNK, HEADER_BYTES, TAG, DamagedSound, Header
from helpers.libraries import Told

SOUND = os.urandom(3 * CHUNK + 1234)


class Shelf:
    """A vault and, in place of a database, a dictionary."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir()
        self.known: dict[str, tuple[str, bytes]] = {}
        self.vault = FolderVault(folder, bytes(32), self.known.get)

    def keep(self, data: bytes = SOUND, *, uid: str = "r") -> SealedSound:
        sealed = self.vault.seal(io.BytesIO(data), size=len(data), progress=Told())
        self.known[uid] = (sealed.vault_name, sealed.wrapped_key)
        return sealed

    def file(self, uid: str = "r") -> Path:
        return self.folder / self.known[uid][0]

    @property
    def names(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir())


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "vault")


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_a_sound_comes_out_as_it_went_in(shelf: Shelf, size: int) -> None:
    data = os.urandom(size)
    sealed = shelf.keep(data)
    source = shelf.vault.open("r")
    with source.open() as reader:
        assert reader.read() == data
    assert (sealed.size, source.size) == (size, size)
    assert sealed.sha256 == hashlib.sha256(data).hexdigest()
    assert shelf.names == [sealed.vault_name]


def test_nothing_of_the_sound_stands_in_the_file(shelf: Shelf) -> None:
    shelf.keep(b"a secret " * 20_000)
    assert b"secret" not in shelf.file().read_bytes()


def test_the_same_sound_twice_is_sealed_differently(shelf: Shelf) -> None:
    shelf.keep(uid="one")
    shelf.keep(uid="two")
    assert shelf.file("one").read_bytes()[HEADER_BYTES:] != shelf.file("two").read_bytes()[HEADER_BYTES:]


def test_the_size_need_not_be_known(shelf: Shelf) -> None:
    sealed = shelf.vault.seal(io.BytesIO(SOUND), size=-1, progress=Told())
    shelf.known["r"] = (sealed.vault_name, sealed.wrapped_key)
    with shelf.vault.open("r").open() as reader:
        assert reader.read() == SOUND


def test_a_source_may_answer_in_small_pieces(shelf: Shelf) -> None:
    class Dripping(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            return super().read(min(size or 0, 1000))

    sealed = shelf.vault.seal(Dripping(SOUND), size=len(SOUND), progress=Told())
    assert sealed.sha256 == hashlib.sha256(SOUND).hexdigest()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    moves=st.lists(
        st.tuples(st.integers(-CHUNK, 4 * CHUNK), st.sampled_from([0, 1, 2]), st.integers(0, 2 * CHUNK)), max_size=12
    )
)
def test_reading_anywhere_is_like_reading_the_plain_bytes(
    moves: list[tuple[int, int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("reading") / "vault")
    shelf.keep()
    plain = io.BytesIO(SOUND)
    with shelf.vault.open("r").open() as reader:
        for offset, whence, length in moves:
            base = {0: 0, 1: plain.tell(), 2: len(SOUND)}[whence]
            if base + offset < 0:
                assert reader.seek(offset, whence) == -1
            else:
                assert reader.seek(offset, whence) == plain.seek(base + offset)
            assert reader.read(length) == plain.read(length)
            assert reader.tell() == plain.tell()
    shutil.rmtree(shelf.folder)


def flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def swap_chunks(data: bytes) -> bytes:
    step = CHUNK + TAG
    first, second = (data[HEADER_BYTES + n * step : HEADER_BYTES + (n + 1) * step] for n in (0, 1))
    return data[:HEADER_BYTES] + second + first + data[HEADER_BYTES + 2 * step :]


def shorter(data: bytes) -> bytes:
    """Drop the last chunk and put a size into the header that fits."""
    header = Header.from_bytes(data[:HEADER_BYTES])
    cut = Header(header.file_id, header.last * CHUNK)
    return cut.to_bytes() + data[HEADER_BYTES : HEADER_BYTES + header.last * (CHUNK + TAG)]


def resized(data: bytes) -> bytes:
    """Claim a byte less, and take one away, so that the lengths agree."""
    header = Header.from_bytes(data[:HEADER_BYTES])
    return Header(header.file_id, header.size - 1).to_bytes() + data[HEADER_BYTES:-1]


TAMPERED: dict[str, Callable[[bytes], bytes]] = {
    "a bit flipped in the middle": lambda data: flip(data, HEADER_BYTES + CHUNK + 500),
    "a bit flipped in the last tag": lambda data: flip(data, len(data) - 1),
    "a bit flipped in the id": lambda data: flip(data, 20),
    "another version": lambda data: flip(data, 8),
    "another chunk size": lambda data: flip(data, 15),
    "chunks swapped": swap_chunks,
    "the last chunk dropped": lambda data: data[: HEADER_BYTES + 3 * (CHUNK + TAG)],
    "the last chunk dropped and the size made to fit": shorter,
    "the size edited": lambda data: flip(data, HEADER_BYTES - 1),
    "the size edited and the file made to fit": resized,
    "bytes appended": lambda data: data + bytes(10),
    "a whole chunk appended": lambda data: data + bytes(CHUNK + TAG),
    "cut in the header": lambda data: data[:10],
    "emptied": lambda data: b"",
    "something else": lambda data: b"RIFF" + data[4:],
}


@pytest.mark.parametrize("kind", TAMPERED)
def test_any_change_is_noticed(shelf: Shelf, kind: str) -> None:
    shelf.keep()
    path = shelf.file()
    path.write_bytes(TAMPERED[kind](path.read_bytes()))
    with pytest.raises(DamagedSound), shelf.vault.open("r").open() as reader:
        reader.read()


def test_a_change_under_an_open_reader_is_noticed(shelf: Shelf) -> None:
    shelf.keep()
    with shelf.vault.open("r").open() as reader:
        assert reader.read(10) == SOUND[:10]
        os.truncate(shelf.file(), HEADER_BYTES + CHUNK + TAG)
        reader.seek(2 * CHUNK)
        with pytest.raises(DamagedSound):
            reader.read(10)


def test_a_sound_put_in_the_place_of_another_is_noticed(shelf: Shelf) -> None:
    shelf.keep(uid="one")
    shelf.keep(uid="two")
    shutil.copy(shelf.file("one"), shelf.file("two"))
    with pytest.raises(DamagedSound):
        shelf.vault.open("two")
    shelf.known["two"] = (shelf.known["two"][0], shelf.known["one"][1])
    with pytest.raises(DamagedSound):
        shelf.vault.open("two")


def test_a_missing_sound_is_called_so(shelf: Shelf) -> None:
    shelf.keep()
    shelf.file().unlink()
    with pytest.raises(DamagedSound, match="missing"):
        shelf.vault.open("r")


def test_a_name_from_the_database_cannot_leave_the_vault(shelf: Shelf) -> None:
    sealed = shelf.keep()
    shelf.known["r"] = ("../../etc/passwd", sealed.wrapped_key)
    with pytest.raises(DamagedSound):
        shelf.vault.open("r")


def test_a_deleted_recording_is_erased_and_called_so(shelf: Shelf) -> None:
    sealed = shelf.keep()
    with pytest.raises(RuntimeError, match="key is destroyed first"):
        shelf.vault.erase("r")
    shelf.known["r"] = (sealed.vault_name, b"")
    shelf.vault.erase("r")
    shelf.vault.erase("no such recording")
    assert shelf.names == []
    with pytest.raises(UserFacingError, match="was deleted"):
        shelf.vault.open("r")


@pytest.mark.parametrize("stop_at", [1, 2, 3, 4])
def test_stopping_leaves_nothing(shelf: Shelf, stop_at: int) -> None:
    data = os.urandom(40 * CHUNK)
    with pytest.raises(Cancelled):
        shelf.vault.seal(io.BytesIO(data), size=len(data), progress=Told(stop_at=stop_at))
    assert shelf.names == []


def test_progress_grows_to_its_end(shelf: Shelf) -> None:
    told = Told()
    data = bytes(40 * CHUNK)
    shelf.vault.seal(io.BytesIO(data), size=len(data), progress=told)
    shares = [done / total for done, total in told.words]
    assert shares == sorted(shares)
    assert len(shares) > 4
    assert shares[-1] == 1


@pytest.mark.parametrize("claimed", [len(SOUND) - 1, len(SOUND) + 1, 0])
def test_a_source_of_another_length_is_refused(shelf: Shelf, claimed: int) -> None:
    with pytest.raises(UserFacingError, match="changed while"):
        shelf.vault.seal(io.BytesIO(SOUND), size=claimed, progress=Told())
    assert shelf.names == []


def test_a_source_that_is_written_to_meanwhile_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "growing.wav"
    path.write_bytes(bytes(40 * CHUNK))

    class Growing(Told):
        def tell(self, done: int, total: int) -> None:
            with path.open("r+b") as file:
                file.write(b"new")
            os.utime(path, ns=(1, 1))

    with path.open("rb") as source, pytest.raises(UserFacingError, match="changed while"):
        shelf.vault.seal(source, size=40 * CHUNK, progress=Growing())
    assert shelf.names == []


def test_a_source_that_cannot_be_read_to_its_end_is_called_so(shelf: Shelf) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() >= CHUNK:
                raise OSError(errno.EIO, "gone")
            return super().read(size)

    with pytest.raises(UserFacingError, match="read to its end"):
        shelf.vault.seal(Broken(SOUND), size=len(SOUND), progress=Told())
    assert shelf.names == []


def test_a_disk_that_fills_up_leaves_nothing(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        shelf.vault.seal(io.BytesIO(SOUND), size=len(SOUND), progress=Told())
    assert shelf.names == []


def test_a_disk_without_room_is_noticed_before_anything_is_written(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=len(SOUND)))
    with pytest.raises(DiskFull, match="free space"):
        shelf.vault.seal(io.BytesIO(SOUND), size=len(SOUND), progress=Told())


@pytest.mark.parametrize("place", [5, HEADER_BYTES + 100])
def test_a_disk_that_keeps_other_bytes_is_noticed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, place: int) -> None:
    put = sealing._put

    def spoil(file: io.FileIO, data: bytes) -> None:
        put(file, data)
        if file.tell() == HEADER_BYTES and len(data) == HEADER_BYTES and os.fstat(file.fileno()).st_size > place:
            file.seek(place)
            put(file, b"?")

    monkeypatch.setattr(sealing, "_put", spoil)
    with pytest.raises(UserFacingError, match="did not keep"):
        shelf.vault.seal(io.BytesIO(SOUND), size=len(SOUND), progress=Told())
    assert shelf.names == []


def test_sweeping_takes_what_no_recording_stands_for(shelf: Shelf) -> None:
    kept = shelf.keep()
    orphan = "0" * 32 + SUFFIX
    (shelf.folder / orphan).write_bytes(b"left by a crash")
    (shelf.folder / (orphan + ".part")).write_bytes(b"half")
    (shelf.folder / "notes of a person.txt").write_bytes(b"not ours")
    fresh = shelf.vault.seal(io.BytesIO(b"just sealed"), size=11, progress=Told())
    assert shelf.vault.sweep({kept.vault_name}) == 2
    assert shelf.names == sorted([kept.vault_name, fresh.vault_name, "notes of a person.txt"])
    shelf.vault.discard(fresh)
    assert fresh.vault_name not in shelf.names


def test_locking_cuts_readers_off(shelf: Shelf) -> None:
    shelf.keep()
    source = shelf.vault.open("r")
    reader = source.open()
    reader.read(10)
    shelf.vault.close()
    with pytest.raises(DamagedSound, match="no longer open"):
        reader.read(10)
    assert reader.seek(0) == -1
    with pytest.raises(UserFacingError, match="locked"):
        source.open()


def test_readers_are_independent_and_hold_under_threads(shelf: Shelf) -> None:
    shelf.keep()
    source = shelf.vault.open("r")
    shared = source.open()
    faults: list[int] = []

    def listen(start: int) -> None:
        with source.open() as own:
            for step in range(50):
                at = (start + step * 7919) % len(SOUND)
                own.seek(at)
                if own.read(500) != SOUND[at : at + 500]:
                    faults.append(at)
                shared.seek(at)
                shared.read(500)

    threads = [threading.Thread(target=listen, args=(n * 30_000,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    shared.close()
    assert faults == []
