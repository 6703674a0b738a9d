"""What backups hold of a recording besides its sound: its words, never its peaks; and what is no file is no trouble."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.domain.transcript import Line, Transcript
from fidelity_rater.storage import backup
from fidelity_rater.storage.identity import Unlocked
from fidelity_rater.storage.library import EncryptedLibrary
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import Told, add_recording, heard, new_identity

SOUND = bytes(range(256)) * 2000
WORDS = Transcript((Line(0, 9, "word"),), format="vtt")


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


@pytest.fixture
def uid(library: EncryptedLibrary) -> str:
    """A recording with peaks and a transcript."""
    made = add_recording(library, SOUND).uid
    library.vault.keep_peaks(made, b"picture" * 1000)
    with library.work() as work:
        work.transcripts.keep(made, WORDS)
        work.commit()
    return made


def sound_file(library: EncryptedLibrary) -> Path:
    (found,) = (library.info.folder / "vault").glob("*.sound")
    return found


@pytest.mark.parametrize("automatic", [False, True])
def test_a_restored_library_has_the_words_and_makes_its_peaks_anew(
    library: EncryptedLibrary, uid: str, tmp_path: Path, ada: Unlocked, automatic: bool
) -> None:
    (tmp_path / "drive").mkdir()
    place = library.back_up_automatically(Told()) if automatic else library.back_up(tmp_path / "drive", Told())
    assert place is not None
    assert not list(place.rglob("*.peaks"))
    restored = FolderShelf().open(FolderShelf().restore(place, tmp_path / "Back", Told()), ada)
    with restored.read() as work:
        assert work.transcripts.get(uid) == WORDS
    assert heard(restored, uid) == SOUND
    assert restored.vault.peaks(uid) is None
    restored.vault.keep_peaks(uid, b"anew")
    assert restored.vault.peaks(uid) == b"anew"
    assert restored.check(Told()) == ()
    restored.close()


def test_a_check_takes_damaged_peaks_away_and_has_nothing_to_say_of_them(library: EncryptedLibrary, uid: str) -> None:
    path = sound_file(library).with_suffix(".peaks")
    assert library.check(Told()) == ()
    assert path.exists()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert library.check(Told()) == ()
    assert not path.exists()


def test_peaks_outlive_closing_and_orphans_do_not(library: EncryptedLibrary, uid: str, ada: Unlocked) -> None:
    orphan = sound_file(library).with_name("0" * 32 + ".peaks")
    orphan.write_bytes(b"left by a crash")
    library.close()
    opened = FolderShelf().open(library.info.folder, ada)
    assert opened.vault.peaks(uid) == b"picture" * 1000
    assert not orphan.exists()
    opened.close()


def test_a_copy_that_could_not_be_renewed_is_told_and_renewed_later(
    library: EncryptedLibrary, uid: str, ada: Unlocked, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = library.back_up_automatically(Told())
    assert before is not None
    recordings = Recordings(library, clock=Clock(), bus=Bus())

    def full(*args: object) -> None:
        raise DiskFull("The disk is full.", "Free some space.")

    with monkeypatch.context() as patched:
        patched.setattr(backup, "copy_file", full)
        with pytest.raises(UserFacingError, match=r"is deleted, but copies.*Free some space"):
            recordings.delete(uid)
    assert before.exists()
    assert recordings.fault(uid)
    after = library.back_up_automatically(Told())
    assert after is not None
    assert not before.exists()
    assert [note.place for note in library.backups.known()] == [after]


@pytest.mark.parametrize(
    "made", [Path.mkdir, *([os.mkfifo] if hasattr(os, "mkfifo") else [])], ids=lambda made: made.__name__
)
def test_what_lies_in_place_of_a_sound_is_told_and_never_waited_for(
    library: EncryptedLibrary, uid: str, tmp_path: Path, made: Callable[[Path], None]
) -> None:
    path = sound_file(library)
    path.unlink()
    made(path)
    (finding,) = library.check(Told())
    assert "damaged" in finding
    (tmp_path / "drive").mkdir()
    place = library.back_up(tmp_path / "drive", Told())
    assert not list(place.rglob("*.sound"))
    original = tmp_path / "original.wav"
    original.write_bytes(SOUND)
    Recordings(library, clock=Clock(), bus=Bus()).relink(uid, original, Told())
    assert heard(library, uid) == SOUND
    assert library.vault.peaks(uid) == b"picture" * 1000


def test_a_backup_with_a_pipe_in_it_is_damaged(library: EncryptedLibrary, uid: str, tmp_path: Path) -> None:
    (tmp_path / "drive").mkdir()
    place = library.back_up(tmp_path / "drive", Told())
    (sound,) = place.rglob("*.sound")
    sound.unlink()
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes in folders")
    os.mkfifo(sound)
    with pytest.raises(UserFacingError, match="damaged or incomplete"):
        FolderShelf().restore(place, tmp_path / "Back", Told())


def test_a_deletion_leaves_a_file_that_another_program_holds_to_the_next_sweep(
    library: EncryptedLibrary, uid: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bus, news = Bus(), []
    bus.subscribe(news.append)
    unlink = Path.unlink

    def held(path: Path, missing_ok: bool = False) -> None:
        if path.suffix == ".sound":
            raise OSError(errno.EACCES, "held")
        unlink(path, missing_ok=missing_ok)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", held)
        Recordings(library, clock=Clock(), bus=bus).delete(uid)
    assert news
    assert "still there" in caplog.text
    with library.read() as work:
        assert work.recordings.get(uid).deleted_at is not None
    assert library.sweep() == 1
