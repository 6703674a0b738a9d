"""Backups: whole, verified, encrypted; restored to the same library in a new folder; nothing half-done is left."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from fidelity_rater.app.errors import DiskFull, NewerLibrary, NotALibrary, UserFacingError
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.storage import checked_json
from fidelity_rater.storage.backup import KEPT, Backups
from fidelity_rater.storage.backup_manifest import Manifest
from fidelity_rater.storage.folder import LibraryFolder
from fidelity_rater.storage.identity import Unlocked
from fidelity_rater.storage.library import EncryptedLibrary
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import Told, add_recording, heard, new_identity

SOUND = bytes(range(256)) * 2000
NOON = datetime(2026, 5, 4, 12, 0, 0, tzinfo=UTC)


@pytest.fixture
def ada(tmp_path: Path) -> Unlocked:
    return new_identity(tmp_path / "identities")


@pytest.fixture
def library(tmp_path: Path, ada: Unlocked) -> Iterator[EncryptedLibrary]:
    library, _ = FolderShelf().create(tmp_path / "Clinic", name="Clinic", identity=ada)
    yield library
    library.close()


@pytest.fixture
def drive(tmp_path: Path) -> Path:
    (tmp_path / "drive").mkdir()
    return tmp_path / "drive"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_backup_comes_back_as_the_same_library(
    library: EncryptedLibrary, drive: Path, tmp_path: Path, ada: Unlocked
) -> None:
    recording = add_recording(library, SOUND)
    told = Told()
    place = library.back_up(drive, told)
    assert told.words[-1][0] == told.words[-1][1]
    assert place.name.startswith("Clinic-")
    assert place.name.endswith(".fidelity-backup")
    assert list(drive.iterdir()) == [place]
    assert len(names(place)) == 4
    folder = FolderShelf().restore(place, tmp_path / "Back", Told())
    restored = FolderShelf().open(folder, ada)
    assert restored.info.uid == library.info.uid
    assert heard(restored, recording.uid) == SOUND
    assert restored.check(Told()) == ()
    restored.close()


def test_a_backup_is_encrypted(library: EncryptedLibrary, drive: Path) -> None:
    add_recording(library, b"spoken in confidence " * 5000, code="THERAPISTCODE")
    place = library.back_up(drive, Told())
    for path in place.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert b"THERAPISTCODE" not in data
            assert b"confidence" not in data


def test_a_library_can_be_worked_in_after_its_backup(library: EncryptedLibrary, drive: Path) -> None:
    library.back_up(drive, Told())
    recording = add_recording(library, SOUND)
    library.back_up(drive, Told())
    assert len(list(drive.iterdir())) == 2
    assert heard(library, recording.uid) == SOUND


@pytest.mark.parametrize("stop_at", [1, 2, 4, 6])
def test_stopping_a_backup_leaves_nothing(library: EncryptedLibrary, drive: Path, stop_at: int) -> None:
    add_recording(library, SOUND)
    with pytest.raises(Cancelled):
        library.back_up(drive, Told(stop_at=stop_at))
    assert list(drive.iterdir()) == []
    assert list((library.info.folder / "backups").iterdir()) == []
    assert library.backups.known() == ()


def test_a_drive_without_room_is_noticed_first(
    library: EncryptedLibrary, drive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1000))
    with pytest.raises(DiskFull):
        library.back_up(drive, Told())
    assert list(drive.iterdir()) == []


def test_a_backup_does_not_go_into_the_library_nor_nowhere(library: EncryptedLibrary, drive: Path) -> None:
    with pytest.raises(UserFacingError, match="inside the library"):
        library.back_up(library.info.folder / "backups", Told())
    with pytest.raises(UserFacingError, match="not there"):
        library.back_up(drive / "unplugged", Told())


def change(at: str) -> Callable[[Path], None]:
    def spoil(place: Path) -> None:
        path = next(place.glob(at))
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)

    return spoil


def cut(place: Path) -> None:
    os.truncate(next(place.glob("vault/*")), 100)


def take_away(place: Path) -> None:
    next(place.glob("vault/*")).unlink()


def climb_out(place: Path) -> None:
    manifest = Manifest.read(place)
    files = manifest.files | {"vault/../../outside": manifest.files["keys.json"]}
    replace(manifest, files=files).write(place)


def other_library(place: Path) -> None:
    replace(Manifest.read(place), library_uid="another").write(place)


@pytest.mark.parametrize(
    "spoil",
    [
        change("library.db"), change("keys.json"), change("vault/*"), change("manifest.json"),
        cut, take_away, climb_out, other_library,
    ],
)  # fmt: skip
def test_a_damaged_backup_is_not_restored(
    library: EncryptedLibrary, drive: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    add_recording(library, SOUND)
    place = library.back_up(drive, Told())
    spoil(place)
    with pytest.raises(NotALibrary, match="damaged"):
        FolderShelf().restore(place, tmp_path / "Back", Told())
    assert not list(tmp_path.glob("*Back*"))


def test_what_is_no_backup_is_called_so(tmp_path: Path, drive: Path) -> None:
    with pytest.raises(NotALibrary, match="no backup"):
        FolderShelf().restore(drive, tmp_path / "Back", Told())


def test_a_later_backup_is_called_so(tmp_path: Path, drive: Path) -> None:
    data = checked_json.to_bytes({}, format_name="fidelity-backup", version=2)
    (drive / "manifest.json").write_bytes(data)
    with pytest.raises(NewerLibrary):
        FolderShelf().restore(drive, tmp_path / "Back", Told())


def test_a_backup_is_never_restored_over_anything(library: EncryptedLibrary, drive: Path, tmp_path: Path) -> None:
    place = library.back_up(drive, Told())
    before = names(library.info.folder)
    with pytest.raises(UserFacingError, match="already something"):
        FolderShelf().restore(place, library.info.folder, Told())
    assert names(library.info.folder) == before


@pytest.mark.parametrize("stop_at", [1, 3, 5, 8])
def test_stopping_a_restore_leaves_nothing(
    library: EncryptedLibrary, drive: Path, tmp_path: Path, stop_at: int
) -> None:
    add_recording(library, SOUND)
    place = library.back_up(drive, Told())
    with pytest.raises(Cancelled):
        FolderShelf().restore(place, tmp_path / "Back", Told(stop_at=stop_at))
    assert not list(tmp_path.glob("*Back*"))


def test_the_library_knows_which_backups_hold_a_deleted_recording(library: EncryptedLibrary, drive: Path) -> None:
    library.back_up(drive, Told())
    recording = replace(add_recording(library, SOUND), added_at=datetime.now(UTC) + timedelta(seconds=5))
    assert library.backups_holding(recording) == ()
    recording = replace(recording, added_at=datetime.now(UTC))
    place = library.back_up(drive, Told())
    gone = replace(recording, deleted_at=datetime.now(UTC) + timedelta(hours=1))
    assert place in [note.place for note in library.backups_holding(gone)]
    before = replace(recording, added_at=NOON - timedelta(days=900), deleted_at=NOON - timedelta(days=800))
    assert library.backups_holding(before) == ()
    shutil.rmtree(place)
    assert [note.within_reach for note in library.backups_holding(recording)][-1] is False


def test_the_ledger_is_not_readable_and_its_loss_is_no_fault(library: EncryptedLibrary, drive: Path) -> None:
    library.back_up(drive, Told())
    ledger = library.info.folder / "backups" / "ledger"
    assert b"drive" not in ledger.read_bytes()
    ledger.write_bytes(b"spoilt")
    assert library.backups.known() == ()


class Calendar:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def backups(library: EncryptedLibrary, calendar: Calendar) -> Backups:
    folder = LibraryFolder(library.info.folder)
    return Backups(folder, library.backups._key, library.backups._database, now=calendar)


@pytest.fixture
def calendar() -> Calendar:
    return Calendar()


def test_a_copy_is_kept_once_a_day_and_only_the_last_few(backups: Backups, calendar: Calendar) -> None:
    assert backups.make_automatic(Told()) is not None
    calendar.now += timedelta(hours=23)
    assert backups.make_automatic(Told()) is None
    for _ in range(KEPT + 2):
        calendar.now += timedelta(days=1)
        assert backups.make_automatic(Told()) is not None
    kept = backups.known()
    assert len(kept) == KEPT
    assert kept[-1].made_at == calendar.now
    assert all(note.automatic for note in kept)


def test_an_automatic_copy_holds_no_sound_and_is_restored_with_the_librarys_own(
    library: EncryptedLibrary, tmp_path: Path, ada: Unlocked
) -> None:
    recording = add_recording(library, SOUND)
    place = library.back_up_automatically(Told())
    assert place is not None
    assert names(place) == {"library.db", "keys.json", "manifest.json"}
    restored = FolderShelf().open(FolderShelf().restore(place, tmp_path / "Back", Told()), ada)
    assert heard(restored, recording.uid) == SOUND
    restored.close()


def test_a_deleted_recording_leaves_the_automatic_copies_too(library: EncryptedLibrary) -> None:
    recording = add_recording(library, SOUND)
    before = library.back_up_automatically(Told())
    with library.work() as work:
        work.recordings.destroy(recording.uid, datetime.now(UTC))
        work.commit()
    library.vault.erase(recording.uid)
    (after,) = [note.place for note in library.backups.known()]
    assert before is not None
    assert not before.exists()
    assert after.exists()
    assert list((library.info.folder / "vault").iterdir()) == []


def test_halves_of_backups_are_swept_at_the_next_opening(library: EncryptedLibrary, ada: Unlocked) -> None:
    half = library.info.folder / "backups" / ".abcd.part"
    half.mkdir()
    (half / "library.db").write_bytes(b"half")
    library.close()
    FolderShelf().open(library.info.folder, ada).close()
    assert not half.exists()


def test_a_half_left_on_the_drive_by_a_crash_goes_with_the_next_backup(library: EncryptedLibrary, drive: Path) -> None:
    half = drive / f".Clinic-20260101-000000.fidelity-backup.{library.info.uid[:8]}.part"
    other = drive / ".Clinic-20260101-000000.fidelity-backup.ffffffff.part"
    for folder in (half, other):
        folder.mkdir()
        (folder / "library.db").write_bytes(b"half")
    place = library.back_up(drive, Told())
    assert set(drive.iterdir()) == {place, other}
