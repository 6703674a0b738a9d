"""A lost sound is told at a look, and comes back from its original only; both libraries forget what they should."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.storage.library import EncryptedLibrary
from fidelity_rater.storage.memory import MemoryLibrary
from fidelity_rater.storage.shelf import FolderShelf
from helpers.libraries import Told, add_recording, heard, new_identity
from storage.stories import START

SOUND = os.urandom(200_000)


class Clock:
    def now(self) -> datetime:
        return datetime.now(UTC)


@pytest.fixture(params=["folder", "memory"])
def library(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Any]:
    if request.param == "memory":
        yield MemoryLibrary()
        return
    made, _ = FolderShelf().create(tmp_path / "Clinic", name="Clinic", identity=new_identity(tmp_path / "people"))
    yield made
    made.close()


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "renamed since.wav"
    path.write_bytes(SOUND)
    return path


class Desk:
    """The use case, what it told the bus, and one recording."""

    def __init__(self, library: Any) -> None:
        self.library = library
        self.bus = Bus()
        self.news: list[Changed] = []
        self.bus.subscribe(self.news.append)
        self.recordings = Recordings(library, clock=Clock(), bus=self.bus)
        self.recording: Recording = add_recording(library, SOUND)

    @property
    def uid(self) -> str:
        return self.recording.uid

    def lose(self) -> None:
        vault = self.library.vault
        if isinstance(vault.__dict__.get("_sounds"), dict):
            vault._sounds.clear()
        else:
            self.file.unlink()

    @property
    def file(self) -> Path:
        (path,) = (self.library.info.folder / "vault").glob("*.sound")
        return path

    def row(self) -> Recording:
        with self.library.read() as work:
            found: Recording = work.recordings.get(self.uid)
        return found


@pytest.fixture
def desk(library: Any) -> Desk:
    return Desk(library)


def test_a_lost_sound_is_told_and_comes_back_with_its_picture(desk: Desk, original: Path) -> None:
    desk.library.vault.keep_peaks(desk.uid, b"picture")
    assert desk.recordings.fault(desk.uid) is None
    desk.lose()
    (told,) = desk.recordings.faults([desk.uid]).values()
    assert told.strip()
    before = desk.row()
    desk.recordings.relink(desk.uid, original, Told())
    assert desk.recordings.faults([desk.uid]) == {}
    assert heard(desk.library, desk.uid) == SOUND
    assert desk.library.vault.peaks(desk.uid) == b"picture"
    assert desk.row() == before
    assert desk.news == [Changed.RECORDINGS]
    assert desk.library.check(Told()) == ()
    assert original.read_bytes() == SOUND


@pytest.mark.parametrize("other", [SOUND[:-1] + b"?", SOUND + b"?", b""], ids=["of its size", "longer", "empty"])
def test_another_file_is_refused_and_nothing_has_changed(desk: Desk, original: Path, other: bytes) -> None:
    original.write_bytes(other)
    desk.lose()
    with pytest.raises(UserFacingError, match="not the file"):
        desk.recordings.relink(desk.uid, original, Told())
    assert desk.recordings.fault(desk.uid)
    assert desk.news == []
    if isinstance(desk.library, EncryptedLibrary):
        assert list((desk.library.info.folder / "vault").iterdir()) == []


def test_a_deleted_recording_is_not_brought_back(desk: Desk, original: Path) -> None:
    desk.recordings.delete(desk.uid)
    with pytest.raises(NotAllowed, match="deleted"):
        desk.recordings.relink(desk.uid, original, Told())
    with original.open("rb") as file:
        sealed = desk.library.vault.seal(file, size=len(SOUND), progress=Told())
    with desk.library.work() as work, pytest.raises(NotAllowed, match="deleted"):
        work.recordings.reseal(desk.uid, sealed)


def test_stopping_leaves_everything_as_it_was(desk: Desk, original: Path) -> None:
    with pytest.raises(Cancelled):
        desk.recordings.relink(desk.uid, original, Told(stop_at=1))
    assert heard(desk.library, desk.uid) == SOUND
    if isinstance(desk.library, EncryptedLibrary):
        assert [path.suffix for path in (desk.library.info.folder / "vault").iterdir()] == [".sound"]


def test_what_cannot_be_opened_is_refused(desk: Desk, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere.wav"):
        with pytest.raises(UserFacingError):
            desk.recordings.relink(desk.uid, path, Told())


def test_a_whole_sound_may_be_sealed_anew_and_leaves_no_second_one(desk: Desk, original: Path) -> None:
    desk.library.vault.keep_peaks(desk.uid, b"picture")
    desk.recordings.relink(desk.uid, original, Told())
    assert heard(desk.library, desk.uid) == SOUND
    if isinstance(desk.library, EncryptedLibrary):
        names = {path.name for path in (desk.library.info.folder / "vault").iterdir()}
        assert names == {desk.file.name, desk.file.name.replace(".sound", ".peaks")}
    desk.recordings.delete(desk.uid)
    assert desk.recordings.fault(desk.uid)
    if isinstance(desk.library, EncryptedLibrary):
        assert list((desk.library.info.folder / "vault").iterdir()) == []


def test_another_sound_is_never_put_under_a_recording(desk: Desk, original: Path) -> None:
    other = os.urandom(len(SOUND))
    original.write_bytes(other)
    with original.open("rb") as file:
        sealed = desk.library.vault.seal(file, size=len(other), progress=Told())
    with desk.library.work() as work, pytest.raises(UserFacingError, match="not the file"):
        work.recordings.reseal(desk.uid, sealed)
    with desk.library.work() as work, pytest.raises(KeyError):
        work.recordings.reseal("00000000-0000-0000-0000-000000000000", sealed)
    assert heard(desk.library, desk.uid) == SOUND


def test_living_recordings_are_told_without_deleted_ones(desk: Desk) -> None:
    second = add_recording(desk.library, SOUND + b"2", code="T02")
    with desk.library.read() as work:
        assert work.recordings.living() == (second.uid, desk.uid)
    with desk.library.work() as work:
        work.recordings.destroy(second.uid, START)
        work.commit()
    with desk.library.read() as work:
        assert work.recordings.living() == (desk.uid,)
