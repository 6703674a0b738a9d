"""Playing and probing straight from the encrypted vault: nothing is ever written in the clear."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.sound import PlayerFault, PlayerState
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.media.probe import PyAvProbe
from fidelity_rater.storage.vault import FolderVault
from helpers.sounds import encoded, wav_bytes


class OneSound:
    """A vault that holds one recording."""

    def __init__(self, folder: Path, data: bytes) -> None:
        self.known: dict[str, tuple[str, bytes]] = {}
        self.vault = FolderVault(folder, bytes(32), self.known.get)
        sealed = self.vault.seal(io.BytesIO(data), size=len(data), progress=SilentProgress())
        self.known["it"] = (sealed.vault_name, sealed.wrapped_key)
        self.file = folder / sealed.vault_name

    def tamper(self, at: int) -> None:
        data = bytearray(self.file.read_bytes())
        data[at] ^= 1
        self.file.write_bytes(bytes(data))


@pytest.mark.parametrize(("container", "codec"), [("mp3", "libmp3lame"), ("ipod", "aac"), ("opus", "libopus")])
def test_a_sealed_recording_plays_and_seeks(vlc_rig: Any, tmp_path: Path, container: str, codec: str) -> None:
    sound = OneSound(tmp_path, encoded(container, codec, 20.0, vbr=container == "mp3"))
    facts = PyAvProbe().facts(sound.vault.open("it").open())
    assert facts.duration_ms == pytest.approx(20_000, abs=130)
    vlc_rig.load(sound.vault.open("it"), facts.duration_ms)
    vlc_rig.player.play()
    vlc_rig.until_heard()
    vlc_rig.player.seek(15_000)
    assert 14_900 <= vlc_rig.until_heard().media_ms <= 15_700
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == [sound.file.name]


def test_a_tampered_chunk_is_a_failing_source_not_an_end(vlc_rig: Any, tmp_path: Path) -> None:
    sound = OneSound(tmp_path, wav_bytes(8))
    sound.tamper(150_000)
    vlc_rig.load(sound.vault.open("it"), 8000)
    vlc_rig.player.play()
    assert vlc_rig.until_state(PlayerState.FAILED).fault is PlayerFault.SOURCE_FAILED


def test_probing_a_tampered_sound_says_what_the_vault_says(tmp_path: Path) -> None:
    sound = OneSound(tmp_path, encoded("mp3", "libmp3lame", 20.0))
    sound.tamper(100_000)
    with pytest.raises(UserFacingError, match="damaged"):
        PyAvProbe().facts(sound.vault.open("it").open())


def test_a_vault_that_closes_while_playing_does_not_hang_the_player(vlc_rig: Any, tmp_path: Path) -> None:
    """Locking the library cuts the readers off under the decoder."""
    sound = OneSound(tmp_path, wav_bytes(600))
    vlc_rig.load(sound.vault.open("it"), 600_000)
    vlc_rig.player.play()
    vlc_rig.until_heard()
    sound.vault.close()
    vlc_rig.player.seek(590_000)
    vlc_rig.player.close()
