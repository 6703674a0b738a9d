"""What every vault keeps to, the encrypted folder and the one in memory alike."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.ports.library import SealedSound, Vault
from fidelity_rater.storage.memory.vault import MemoryVault
from fidelity_rater.storage.vault import FolderVault
from helpers.libraries import Told

SOUND = bytes(range(256)) * 1000

Known = dict[str, tuple[str, bytes]]


@pytest.fixture
def known() -> Known:
    """What a database would tell of each recording."""
    return {}


@pytest.fixture(params=["folder", "memory"])
def vault(request: pytest.FixtureRequest, tmp_path: Path, known: Known) -> Vault:
    makers: dict[str, Callable[[], Vault]] = {
        "folder": lambda: FolderVault(tmp_path, bytes(32), known.get),
        "memory": lambda: MemoryVault(known.get),
    }
    return makers[request.param]()


def seal(vault: Vault, data: bytes = SOUND) -> SealedSound:
    return vault.seal(io.BytesIO(data), size=len(data), progress=Told())


def test_a_sealed_sound_is_heard_as_it_was(vault: Vault, known: Known) -> None:
    sealed = seal(vault)
    known["r"] = (sealed.vault_name, sealed.wrapped_key)
    source = vault.open("r")
    assert (source.size, sealed.size) == (len(SOUND), len(SOUND))
    assert sealed.sha256 == hashlib.sha256(SOUND).hexdigest()
    first, second = source.open(), source.open()
    first.seek(1000)
    assert first.read(10) == SOUND[1000:1010]
    assert second.read() == SOUND
    first.close()
    second.close()


def test_two_sounds_have_names_and_keys_of_their_own(vault: Vault) -> None:
    one, other = seal(vault), seal(vault)
    assert one.vault_name != other.vault_name
    assert one.wrapped_key != other.wrapped_key
    assert one.wrapped_key


def test_a_discarded_sound_is_gone(vault: Vault, known: Known) -> None:
    sealed = seal(vault)
    known["r"] = (sealed.vault_name, sealed.wrapped_key)
    vault.discard(sealed)
    vault.discard(sealed)
    with pytest.raises(UserFacingError):
        vault.open("r")


def test_a_destroyed_recording_is_not_opened_and_can_be_erased(vault: Vault, known: Known) -> None:
    sealed = seal(vault)
    known["r"] = (sealed.vault_name, b"")
    with pytest.raises(UserFacingError):
        vault.open("r")
    vault.erase("r")
    vault.erase("r")
    known["r"] = (sealed.vault_name, sealed.wrapped_key)
    with pytest.raises(UserFacingError):
        vault.open("r")


def test_an_unknown_recording_has_no_sound(vault: Vault) -> None:
    vault.erase("nobody")
    with pytest.raises(UserFacingError):
        vault.open("nobody")


def test_a_stopped_sealing_leaves_nothing(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(Cancelled):
        vault.seal(io.BytesIO(SOUND), size=len(SOUND), progress=Told(stop_at=1))
    assert not [path for path in tmp_path.iterdir() if path.is_file()]
