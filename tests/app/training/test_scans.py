"""Scans: taken in by what they are, sealed, saved again only where asked for, and gone when they go."""

from __future__ import annotations

import uuid
from datetime import date
from pathlib import Path

import pytest

from app.worlds import QUIET, HandClock
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.training import scans
from fidelity_rater.app.training.log import TrainingLog
from fidelity_rater.app.training.models import Paper, PaperKind
from fidelity_rater.app.training.scans import kind_of, suggested_name
from fidelity_rater.domain.caseload import Therapist
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.supervision import ContactTables
from fidelity_rater.storage.memory import MemoryLibrary

PDF = b"%PDF-1.7\nabc"
PNG = b"\x89PNG\r\n\x1a\nabc"
JPEG = b"\xff\xd8\xff\xe0abc"


class Desk:
    def __init__(self, folder: Path) -> None:
        self.library = MemoryLibrary(folder=folder / "Mine.fidelity")
        bus = Bus()
        self.told: list[Changed] = []
        bus.subscribe(self.told.append)
        self.caseload = Caseload(self.library, bus)
        me = Person(str(uuid.uuid4()), "Ada", "AE", b"s", b"r")
        self.log = TrainingLog(
            self.library, self.caseload, person=me, clock=HandClock(), reader=ContactTables(), bus=bus
        )
        therapist = Therapist(str(uuid.uuid4()), "T01")
        with self.library.work() as uow:
            uow.therapists.add(therapist)
            uow.commit()
        self.paper = self.log.keep(Paper("", therapist.uid, PaperKind.LETTER, "Letter", date(2026, 1, 2)))
        self.folder = folder

    def file(self, data: bytes, name: str = "letter.pdf") -> Path:
        path = self.folder / name
        path.write_bytes(data)
        return path

    @property
    def sounds(self) -> int:
        return len(self.library.vault._sounds)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.mark.parametrize(("data", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (JPEG, "image/jpeg")])
def test_a_scan_is_what_its_first_bytes_say(desk: Desk, data: bytes, kind: str) -> None:
    scan = desk.log.scans.attach(desk.paper.uid, desk.file(data, "scan.exe"), QUIET)
    assert (scan.media_type, scan.size, scan.name, scan.about) == (kind, len(data), "scan.exe", desk.paper.uid)
    assert desk.log.scans.bytes_of(scan.uid) == data
    assert desk.log.of_therapist(desk.paper.therapist_uid).scans == {desk.paper.uid: (scan,)}
    assert desk.log.scans.of(desk.paper.uid) == (scan,)
    assert desk.told[-1] == Changed.TRAINING


@pytest.mark.parametrize("data", [b"", b"MZ\x90", b"<html>", b"GIF89a", b"x" * 1024 + PDF])
def test_anything_else_is_refused_and_leaves_nothing(desk: Desk, data: bytes) -> None:
    with pytest.raises(UserFacingError):
        desk.log.scans.attach(desk.paper.uid, desk.file(data), QUIET)
    assert desk.sounds == 0


def test_a_mark_after_a_little_else_is_still_a_pdf() -> None:
    assert kind_of(b"\r\n" + PDF) == "application/pdf"


def test_folders_missing_and_huge_files_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "LARGEST", 8)
    with pytest.raises(UserFacingError, match="too large"):
        desk.log.scans.attach(desk.paper.uid, desk.file(PDF), QUIET)
    with pytest.raises(UserFacingError, match="folder"):
        desk.log.scans.attach(desk.paper.uid, desk.folder, QUIET)
    with pytest.raises(UserFacingError, match="not there"):
        desk.log.scans.attach(desk.paper.uid, desk.folder / "no.pdf", QUIET)


def test_a_scan_of_nothing_is_not_kept(desk: Desk) -> None:
    with pytest.raises(UserFacingError, match="not there any more"):
        desk.log.scans.attach(str(uuid.uuid4()), desk.file(PDF), QUIET)
    assert desk.sounds == 0


def test_a_copy_is_saved_whole_and_never_into_the_library(desk: Desk) -> None:
    scan = desk.log.scans.attach(desk.paper.uid, desk.file(PDF), QUIET)
    (desk.folder / "out").mkdir()
    place = desk.log.scans.save_copy(scan.uid, desk.folder / "out" / "copy.pdf")
    assert place.read_bytes() == PDF
    assert [found.name for found in (desk.folder / "out").iterdir()] == ["copy.pdf"]
    with pytest.raises(UserFacingError, match="could not be saved"):
        desk.log.scans.save_copy(scan.uid, desk.folder / "no such" / "copy.pdf")
    inside = desk.library.info.folder
    inside.mkdir()
    with pytest.raises(UserFacingError, match="library's own folder"):
        desk.log.scans.save_copy(scan.uid, inside / "copy.pdf")


def test_a_removed_scan_is_gone_for_good(desk: Desk) -> None:
    kept, gone = (desk.log.scans.attach(desk.paper.uid, desk.file(data), QUIET) for data in (PDF, PNG))
    desk.log.scans.remove(gone.uid)
    assert desk.log.scans.of(desk.paper.uid) == (kept,)
    assert desk.sounds == 1
    with pytest.raises(UserFacingError):
        desk.log.scans.bytes_of(gone.uid)


def test_a_record_with_scans_takes_them_along_and_no_undo_brings_it_back(desk: Desk) -> None:
    for data in (PDF, PNG):
        desk.log.scans.attach(desk.paper.uid, desk.file(data), QUIET)
    with pytest.raises(UserFacingError, match="has a scan"):
        desk.caseload.undo()
    assert not desk.log.remove(desk.paper.uid)
    assert desk.sounds == 0
    assert desk.log.of_therapist(desk.paper.therapist_uid).empty
    with pytest.raises(UserFacingError, match="changed meanwhile"):
        desk.caseload.undo()


@pytest.mark.parametrize(
    ("name", "kind", "wanted"),
    [
        ("letter.pdf", "application/pdf", "letter.pdf"),
        ("letter.exe", "application/pdf", "letter.exe.pdf"),
        ("photo.JPEG", "image/jpeg", "photo.JPEG"),
        ("photo", "image/png", "photo.png"),
    ],
)
def test_a_copy_is_called_what_it_is(desk: Desk, name: str, kind: str, wanted: str) -> None:
    data = {"application/pdf": PDF, "image/jpeg": JPEG, "image/png": PNG}[kind]
    scan = desk.log.scans.attach(desk.paper.uid, desk.file(data, name), QUIET)
    assert suggested_name(scan) == wanted


def test_a_very_long_name_keeps_its_ending(desk: Desk) -> None:
    scan = desk.log.scans.attach(desk.paper.uid, desk.file(PDF, "n" * 240 + ".pdf"), QUIET)
    assert len(scan.name) == scans.LONGEST_NAME
    assert scan.name.endswith("n.pdf")
