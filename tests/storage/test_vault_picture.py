"""A picture drawn from the vault's own sound: kept over a closing, drawn anew from a backup, never from damage."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.app.waveforms import Pictures
from fidelity_rater.domain.caseload import Consent, ConsentPurpose
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.media.peaks import PyAvWaveforms
from fidelity_rater.storage.identity import Unlocked
from fidelity_rater.storage.library import EncryptedLibrary
from fidelity_rater.storage.shelf import FolderShelf
from fidelity_rater.storage.vault_format import HEADER_BYTES
from helpers.libraries import add_recording, new_identity
from helpers.sounds import wav_bytes

SOUND = wav_bytes(60)
QUIET = SilentProgress()


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture
def ada(tmp_path: Path) -> Unlocked:
    return new_identity(tmp_path / "identities")


@pytest.fixture
def library(tmp_path: Path, ada: Unlocked) -> Iterator[EncryptedLibrary]:
    library, _ = FolderShelf().create(tmp_path / "Clinic", name="Clinic", identity=ada)
    yield library
    library.close()


def pictures(library: EncryptedLibrary) -> Pictures:
    recordings = Recordings(library, clock=Clock(), bus=Bus())
    return Pictures(library, maker=PyAvWaveforms(), recordings=recordings)


def drawn(waveform: Waveform | None) -> tuple[int, bytes]:
    assert waveform is not None
    columns = waveform.columns(None, 0, waveform.duration_ms, 500)
    return waveform.duration_ms, columns.lows.tobytes() + columns.highs.tobytes() + columns.loudness.tobytes()


def test_a_picture_is_the_same_after_closing(library: EncryptedLibrary, ada: Unlocked) -> None:
    uid = add_recording(library, SOUND).uid
    with library.work() as work:
        purposes = frozenset({ConsentPurpose.SUPERVISION})
        work.recordings.set_consent(uid, Consent(purposes, given_on=date(2026, 1, 1)))
        work.commit()
    made = pictures(library).make(uid, QUIET)
    assert abs(made.duration_ms - 60_000) <= 1
    library.close()
    opened = FolderShelf().open(library.info.folder, ada)
    again = pictures(opened)
    assert again.missing() == ()
    shown = again.shown(uid, purpose=Purpose.FORMATIVE, role=Role.SUPERVISOR, progress=QUIET)
    assert drawn(shown) == drawn(again.kept(uid)) == drawn(made)
    opened.close()


def test_no_picture_is_kept_of_a_sound_that_was_altered(library: EncryptedLibrary) -> None:
    uid = add_recording(library, SOUND).uid
    (path,) = (library.info.folder / "vault").glob("*.sound")
    data = bytearray(path.read_bytes())
    data[HEADER_BYTES + len(data) // 2] ^= 1
    path.write_bytes(data)
    with pytest.raises(UserFacingError, match="damaged"):
        pictures(library).make(uid, QUIET)
    assert pictures(library).missing() == (uid,)
