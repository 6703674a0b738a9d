"""Clips in a real library: heard, checked, backed up and restored as recordings are, and gone without a trace."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Clip, Document, DocumentKind
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.storage.identity import Unlocked
from fidelity_rater.storage.library import EncryptedLibrary
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import Told, add_recording, heard, new_identity
from helpers.plain_bytes import assert_nowhere
from storage.stories import uid

SOUND = b"a voice that trusts, " * 9000
WORDS = "ein Satz über jemanden"


@pytest.fixture
def ada(tmp_path: Path) -> Unlocked:
    return new_identity(tmp_path / "people")


@pytest.fixture
def library(tmp_path: Path, ada: Unlocked) -> Iterator[EncryptedLibrary]:
    made, _ = FolderShelf().create(tmp_path / "Clinic", name="Clinic", identity=ada)
    yield made
    made.close()


@pytest.fixture
def recording(library: EncryptedLibrary) -> Recording:
    return add_recording(library, b"the whole session " * 99)


def add_clip(library: EncryptedLibrary, recording_uid: str) -> Clip:
    sealed = library.vault.seal(io.BytesIO(SOUND), size=len(SOUND), progress=Told())
    clip = Clip(uid(), recording_uid, 5000, 9000, "opus", uid())
    with library.work() as work:
        work.clips.add(clip, sealed)
        work.commit()
    return clip


def remove(library: EncryptedLibrary, clip: Clip) -> None:
    with library.work() as work:
        work.clips.remove(clip.uid)
        work.commit()
    library.vault.erase(clip.uid)


def files(library: EncryptedLibrary) -> set[Path]:
    return set((library.info.folder / "vault").iterdir())


def log_of(library: EncryptedLibrary) -> int:
    return (library.info.folder / "library.db-wal").stat().st_size


def test_a_clip_is_heard_swept_around_and_has_peaks(library: EncryptedLibrary, ada: Unlocked) -> None:
    clip = add_clip(library, uid())
    library.vault.keep_peaks(clip.uid, b"peaks")
    library.close()
    opened = FolderShelf().open(library.info.folder, ada)
    assert heard(opened, clip.uid) == SOUND
    assert opened.vault.peaks(clip.uid) == b"peaks"
    assert opened.check(Told()) == ()
    assert_nowhere(library.info.folder.parent, [SOUND[:21], b"the whole session"])
    opened.close()


def test_a_removed_clip_leaves_neither_file_nor_key_nor_log(library: EncryptedLibrary, recording: Recording) -> None:
    before = files(library)
    clip, other = add_clip(library, recording.uid), add_clip(library, recording.uid)
    with pytest.raises(RuntimeError, match="key is destroyed first"):
        library.vault.erase(clip.uid)
    assert log_of(library) > 0
    remove(library, clip)
    assert log_of(library) == 0
    assert len(files(library) - before) == 1
    with pytest.raises(UserFacingError, match="deleted"):
        library.vault.open(clip.uid)
    assert heard(library, other.uid) == SOUND
    remove(library, clip)


def test_deleting_a_recording_takes_its_clips_sound_along(library: EncryptedLibrary, recording: Recording) -> None:
    theirs = uid()
    with library.work() as work:
        work.aliases.set(theirs, recording.uid)
        work.commit()
    gone, other = [add_clip(library, recording.uid), add_clip(library, theirs)], add_clip(library, uid())
    with library.work() as work:
        work.recordings.destroy(recording.uid, datetime.now(UTC))
        work.commit()
    library.vault.erase(recording.uid)
    assert len(files(library)) == 1
    for clip in gone:
        with pytest.raises(UserFacingError):
            library.vault.open(clip.uid)
    assert heard(library, other.uid) == SOUND
    assert library.check(Told()) == ()


def test_a_clips_end_reaches_the_automatic_copies(library: EncryptedLibrary) -> None:
    clip = add_clip(library, uid())
    first = library.back_up_automatically(Told())
    assert first is not None
    with library.work() as work:
        work.clips.remove(clip.uid)
        work.commit()
    later = library.back_up_automatically(Told())
    assert later is not None, "a copy from before holds its key"
    assert not first.exists()


def test_the_check_tells_of_a_damaged_clip(library: EncryptedLibrary) -> None:
    clip = add_clip(library, uid())
    (path,) = files(library)
    data = bytearray(path.read_bytes())
    data[-100] ^= 1
    path.write_bytes(data)
    (finding,) = library.check(Told())
    assert "clip" in finding
    assert "damaged" in finding
    assert clip.uid[:8] in finding
    path.unlink()
    with pytest.raises(UserFacingError, match="this clip is damaged or missing"):
        library.vault.open(clip.uid)


def test_a_backup_carries_clips_and_restores_them(library: EncryptedLibrary, ada: Unlocked, tmp_path: Path) -> None:
    clip, gone = add_clip(library, uid()), add_clip(library, uid())
    remove(library, gone)
    (tmp_path / "drive").mkdir()
    backup = library.back_up(tmp_path / "drive", Told())
    restored = FolderShelf().restore(backup, tmp_path / "Restored", Told())
    opened = FolderShelf().open(restored, ada)
    assert heard(opened, clip.uid) == SOUND
    assert len(files(opened)) == 1
    with opened.read() as work:
        assert work.clips.get(clip.uid) == clip
        assert work.clips.get(gone.uid) is None
    assert opened.check(Told()) == ()
    opened.close()
    assert_nowhere(tmp_path, [SOUND[:21]])


def test_a_document_is_nowhere_in_the_clear_and_leaves_no_page_in_the_log(library: EncryptedLibrary) -> None:
    now = datetime.now(UTC)
    document = Document(uid(), DocumentKind.FEEDBACK, uid(), uid(), {"closing": WORDS * 500}, now, now)
    with library.work() as work:
        work.documents.keep(document)
        work.commit()
    assert_nowhere(library.info.folder, [WORDS])
    assert log_of(library) > 0
    with library.work() as work:
        work.documents.remove(document.uid)
    assert log_of(library) > 0
    with library.work() as work:
        work.documents.remove(document.uid)
        work.commit()
    assert log_of(library) == 0
