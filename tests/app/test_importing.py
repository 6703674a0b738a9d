"""Importing: what can be rated comes in whole, what cannot leaves nothing, the original is not touched."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from app.worlds import CONSENT, QUIET, SOUND, World, refused
from fidelity_rater.app import importing, plain_files
from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.app.importing import Imported
from fidelity_rater.app.ports.jobs import Cancelled
from fidelity_rater.domain.caseload import Recording
from helpers.libraries import Told, heard


def kept(world: World) -> tuple[Recording, ...]:
    with world.library.read() as uow:
        found: tuple[Recording, ...] = uow.recordings.of_session(world.session.uid)
    return found


def sealed(world: World) -> int:
    """How many sounds the vault holds, recorded or not."""
    if hasattr(world.library.vault, "_sounds"):
        return len(world.library.vault._sounds)
    return len([path for path in (world.folder / "Real.fidelity" / "vault").iterdir() if path.is_file()])


def bring_in(world: World, path: Path, progress: Any = QUIET) -> Imported:
    return world.importing.bring_in(path, world.session.uid, CONSENT, progress)


@pytest.fixture(params=["world", "real_world"])
def any_world(request: pytest.FixtureRequest) -> World:
    found: World = request.getfixturevalue(request.param)
    return found


def test_a_recording_comes_in_whole_and_the_original_stays(any_world: World) -> None:
    path = any_world.file()
    candidate = any_world.importing.look_at(path, QUIET)
    assert (candidate.size, candidate.duplicates, candidate.facts.codec) == (len(SOUND), (), "opus")
    imported = bring_in(any_world, path)
    (recording,) = kept(any_world)
    assert recording == imported.recording
    assert (recording.part, recording.consent) == (1, CONSENT)
    assert recording.sha256 == hashlib.sha256(SOUND).hexdigest()
    assert recording.duration_ms == 60_000
    assert heard(any_world.library, recording.uid) == SOUND == path.read_bytes()
    assert len(any_world.news) == 1


def test_what_was_looked_at_is_not_probed_again_unless_it_changed(world: World) -> None:
    path = world.file()
    candidate = world.importing.look_at(path, QUIET)
    world.probe.answer = refused()
    imported = world.importing.bring_in(candidate, world.session.uid, CONSENT, QUIET)
    assert imported.recording.duration_ms == candidate.facts.duration_ms
    path.write_bytes(SOUND + b"more")
    with pytest.raises(UserFacingError, match="refused"):
        world.importing.bring_in(candidate, world.session.uid, CONSENT, QUIET)


def test_another_sound_of_the_same_size_and_time_is_not_taken_for_the_one_looked_at(world: World) -> None:
    path = world.file()
    bring_in(world, path)
    candidate = world.importing.look_at(path, QUIET)
    assert candidate.duplicates
    path.write_bytes(SOUND[::-1])
    os.utime(path, ns=(candidate.changed_ns, candidate.changed_ns))
    with pytest.raises(UserFacingError, match="no longer the one"):
        world.importing.bring_in(candidate, world.session.uid, CONSENT, QUIET)
    assert len(kept(world)) == sealed(world) == 1


def test_further_files_are_further_parts(world: World) -> None:
    bring_in(world, world.file("a.ogg", b"a" * 50))
    bring_in(world, world.file("b.ogg", b"b" * 50))
    assert [r.part for r in kept(world)] == [1, 2]


def test_a_duplicate_is_pointed_out_by_its_codes_until_it_is_deleted(world: World) -> None:
    path = world.file()
    recording = bring_in(world, path).recording
    assert world.importing.look_at(path, QUIET).duplicates == ("T01 · C1 · session 6",)
    world.recordings.delete(recording.uid)
    assert world.importing.look_at(path, QUIET).duplicates == ()


def test_stopping_midway_leaves_nothing(any_world: World) -> None:
    path = any_world.file(data=SOUND * 500)
    with pytest.raises(Cancelled):
        bring_in(any_world, path, Told(stop_at=1))
    assert kept(any_world) == ()
    assert sealed(any_world) == 0
    assert any_world.news == []
    assert path.read_bytes() == SOUND * 500


def test_stopping_after_sealing_leaves_nothing_either(world: World) -> None:
    class AtTheEnd(Told):
        def check(self) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        bring_in(world, world.file(), AtTheEnd())
    assert (kept(world), sealed(world)) == ((), 0)


def test_what_the_probe_refuses_leaves_nothing(any_world: World) -> None:
    any_world.probe.answer = refused()
    path = any_world.file()
    for act in (lambda: any_world.importing.look_at(path, QUIET), lambda: bring_in(any_world, path)):
        with pytest.raises(UserFacingError, match="refused"):
            act()
    assert (kept(any_world), sealed(any_world)) == ((), 0)


def test_a_commit_that_fails_leaves_nothing_in_the_vault(world: World) -> None:
    world.refusing(DiskFull("full"))
    with pytest.raises(DiskFull):
        bring_in(world, world.file())
    world.refusing(None)
    assert (kept(world), sealed(world)) == ((), 0)


def test_a_file_that_is_gone_or_none_is_refused_in_a_sentence(world: World) -> None:
    gone = world.file()
    world.importing.look_at(gone, QUIET)
    gone.unlink()
    with pytest.raises(UserFacingError, match="not there any more"):
        bring_in(world, gone)
    with pytest.raises(UserFacingError, match="folder or a device"):
        world.importing.look_at(world.folder, QUIET)
    with pytest.raises(UserFacingError, match="folder or a device"):
        world.importing.look_at(Path("/dev/zero"), QUIET)
    with pytest.raises(UserFacingError, match="cannot be read"):
        world.importing.look_at(world.folder / ("x" * 300), QUIET)


def test_a_drive_that_goes_away_while_reading_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    path = world.file()
    bring_in(world, path)  # only a file of a size that is here already is read to its end to be looked at

    class Torn(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell():
                raise OSError(5, "Input/output error")
            return super().read(size)

        def fileno(self) -> int:
            return file.fileno()

    def torn(path: Path) -> BinaryIO:
        return Torn(SOUND)

    class Reading(type(world.probe)):  # type: ignore[misc]
        def facts(self, reader: BinaryIO) -> Any:
            return self.answer

    monkeypatch.setattr(importing, "opened", torn)
    monkeypatch.setattr(plain_files, "_BLOCK", 100)
    monkeypatch.setattr(world.importing, "_probe", Reading())
    with path.open("rb") as file, pytest.raises(UserFacingError, match="read to its end"):
        world.importing.look_at(path, QUIET)


def test_the_original_is_deleted_only_where_the_vault_holds_the_same_bytes(any_world: World) -> None:
    path = any_world.file()
    imported = bring_in(any_world, path)
    path.write_bytes(SOUND + b"more")
    with pytest.raises(UserFacingError, match="not deleted"):
        any_world.importing.delete_original(imported, QUIET)
    assert path.exists()
    path.write_bytes(SOUND)
    any_world.importing.delete_original(imported, QUIET)
    assert not path.exists()
    assert heard(any_world.library, imported.recording.uid) == SOUND
    with pytest.raises(UserFacingError, match="not there any more"):
        any_world.importing.delete_original(imported, QUIET)


def test_the_original_is_kept_where_the_vault_holds_something_else(world: World) -> None:
    path = world.file()
    imported = bring_in(world, path)
    (name,) = world.library.vault._sounds
    world.library.vault._sounds[name] = SOUND[:-1]
    with pytest.raises(UserFacingError, match="not deleted"):
        world.importing.delete_original(imported, QUIET)
    assert path.exists()


def test_the_original_is_kept_where_the_vault_is_damaged(real_world: World) -> None:
    path = real_world.file()
    imported = bring_in(real_world, path)
    (vault_file,) = [p for p in (real_world.folder / "Real.fidelity" / "vault").iterdir() if p.is_file()]
    data = bytearray(vault_file.read_bytes())
    data[-20] ^= 1
    vault_file.write_bytes(bytes(data))
    with pytest.raises(UserFacingError):
        real_world.importing.delete_original(imported, QUIET)
    assert path.exists()
