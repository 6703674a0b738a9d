"""A sealed recording is, to a decoder, the recording itself."""

from __future__ import annotations

import io
from pathlib import Path
from typing import cast

import av
import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.media.probe import PyAvProbe
from fidelity_rater.storage.vault import FolderVault
from fidelity_rater.storage.vault_format import HEADER_BYTES
from helpers.libraries import Told


def sealed(folder: Path, data: bytes) -> tuple[FolderVault, Path]:
    known: dict[str, tuple[str, bytes]] = {}
    vault = FolderVault(folder, bytes(32), known.get)
    sound = vault.seal(io.BytesIO(data), size=len(data), progress=Told())
    known["r"] = (sound.vault_name, sound.wrapped_key)
    return vault, vault.path_of(sound.vault_name)


@pytest.mark.parametrize("name", ["jfk.mp3", "mls.opus", "librispeech.flac"])
def test_probing_finds_the_same_facts(test_data: Path, tmp_path: Path, name: str) -> None:
    data = (test_data / "audio" / name).read_bytes()
    vault, _ = sealed(tmp_path, data)
    with vault.open("r").open() as reader:
        assert PyAvProbe().facts(reader) == PyAvProbe().facts(io.BytesIO(data))


def test_damage_reaches_whoever_decodes(test_data: Path, tmp_path: Path) -> None:
    vault, path = sealed(tmp_path, (test_data / "audio" / "jfk.flac").read_bytes())
    data = bytearray(path.read_bytes())
    data[HEADER_BYTES + 600_000] ^= 1
    path.write_bytes(data)

    def decode() -> None:
        with vault.open("r").open() as reader, av.open(cast(io.IOBase, reader)) as container:
            for _ in container.decode(audio=0):
                pass

    with pytest.raises(UserFacingError, match="damaged"):
        decode()
