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
