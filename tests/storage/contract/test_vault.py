"""Both vaults give back what was sealed, and nothing once its key is destroyed or its sealing was stopped."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.storage.memory import MemoryVault
from fidelity_rater.storage.vault import FolderVault
from storage import stories
from storage.stories import Quiet

SOUND = bytes(range(256)) * 700


class Shelf:
    """A vault with the recordings that stand for its sounds."""

    def __init__(self, kind: str, folder: Path) -> None:
        self.known: dict[str, tuple[str, bytes]] = {}
        made = {"memory": lambda: MemoryVault(self.known.get), "folder": lambda: self._in(folder)}
        self.vault: Any = made[kind]()

    def _in(self, folder: Path) -> FolderVault:
        folder.mkdir()
        return FolderVault(folder, bytes(32), self.known.get)

    def keep(self, data: bytes = SOUND) -> str:
        sealed = self.vault.seal(io.BytesIO(data), size=len(data), progress=Quiet())
        recording = stories.uid()
        self.known[recording] = (sealed.vault_name, sealed.wrapped_key)
        return recording


@pytest.fixture(params=["memory", "folder"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    return Shelf(request.param, tmp_path / "vault")


@pytest.mark.parametrize("data", [b"", b"x", SOUND], ids=["empty", "a byte", "several chunks"])
def test_a_sound_reads_back_from_anywhere(shelf: Shelf, data: bytes) -> None:
    source = shelf.vault.open(shelf.keep(data))
    assert source.size == len(data)
    with source.open() as one, source.open() as other:
        assert one.read() == data
        other.seek(len(data) // 2)
        assert other.read(10) == data[len(data) // 2 :][:10]


def test_a_sound_without_its_key_is_gone(shelf: Shelf) -> None:
    recording = shelf.keep()
    with pytest.raises(RuntimeError, match="key is destroyed first"):
        shelf.vault.erase(recording)
    assert shelf.vault.open(recording).size == len(SOUND)
    shelf.known[recording] = (shelf.known[recording][0], b"")
    with pytest.raises(UserFacingError):
        shelf.vault.open(recording)
    shelf.vault.erase(recording)
    shelf.vault.erase(recording)
    with pytest.raises(UserFacingError):
        shelf.vault.open(stories.uid())


def test_a_discarded_or_stopped_sound_leaves_nothing(shelf: Shelf) -> None:
    class Impatient(Quiet):
        def tell(self, done: int, total: int) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        shelf.vault.seal(io.BytesIO(SOUND * 9), size=9 * len(SOUND), progress=Impatient())
    sealed = shelf.vault.seal(io.BytesIO(SOUND), size=len(SOUND), progress=Quiet())
    assert (sealed.size, len(sealed.sha256)) == (len(SOUND), 64)
    shelf.vault.discard(sealed)
    shelf.known["gone"] = (sealed.vault_name, sealed.wrapped_key)
    with pytest.raises(UserFacingError):
        shelf.vault.open("gone")


def test_peaks_are_kept_beside_their_sound_and_replaced(shelf: Shelf) -> None:
    one, other = shelf.keep(), shelf.keep()
    assert shelf.vault.peaks(one) is None
    assert not shelf.vault.has_peaks(one)
    for peaks in (b"", b"first", SOUND * 2):
        shelf.vault.keep_peaks(one, peaks)
        assert shelf.vault.peaks(one) == peaks
    assert shelf.vault.has_peaks(one)
    assert shelf.vault.peaks(other) is None
    with shelf.vault.open(one).open() as reader:
        assert reader.read() == SOUND


def test_peaks_die_with_the_key_and_are_not_kept_without_one(shelf: Shelf) -> None:
    recording = shelf.keep()
    shelf.vault.keep_peaks(recording, b"picture")
    name, wrapped = shelf.known[recording]
    shelf.known[recording] = (name, b"")
    assert shelf.vault.peaks(recording) is None
    assert not shelf.vault.has_peaks(recording)
    shelf.vault.keep_peaks(recording, b"late")
    shelf.vault.erase(recording)
    shelf.known[recording] = (name, wrapped)
    assert shelf.vault.peaks(recording) is None
    nobody = stories.uid()
    shelf.vault.keep_peaks(nobody, b"picture")
    assert shelf.vault.peaks(nobody) is None
    assert not shelf.vault.has_peaks(nobody)


def test_discarded_sounds_take_their_peaks_along(shelf: Shelf) -> None:
    sealed = shelf.vault.seal(io.BytesIO(SOUND), size=len(SOUND), progress=Quiet())
    shelf.known["r"] = (sealed.vault_name, sealed.wrapped_key)
    shelf.vault.keep_peaks("r", b"picture")
    shelf.vault.discard(sealed)
    assert shelf.vault.peaks("r") is None
