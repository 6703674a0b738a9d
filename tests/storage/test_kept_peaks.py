"""Peaks in the vault's folder: noise without the recording's key, whole or made anew, swept when nothing is left."""

from __future__ import annotations

import errno
import io
import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.storage import kept_peaks
from fidelity_rater.storage.vault import FolderVault
from fidelity_rater.storage.vault_format import CHUNK, HEADER_BYTES, TAG, Header
from helpers.libraries import Told
from storage.test_vault import TAMPERED, Shelf

PEAKS = os.urandom(3 * CHUNK + 1234)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    made = Shelf(tmp_path / "vault")
    made.keep()
    made.vault.keep_peaks("r", PEAKS)
    return made


def peaks_of(shelf: Shelf, uid: str = "r") -> Path:
    return shelf.file(uid).with_suffix(".peaks")


@settings(deadline=None, max_examples=30)
@given(size=st.one_of(st.integers(0, 50), st.integers(-2, 2).map(lambda n: 2 * CHUNK + n)))
def test_peaks_of_any_size_come_back(tmp_path_factory: pytest.TempPathFactory, size: int) -> None:
    shelf = Shelf(tmp_path_factory.mktemp("any") / "vault")
    shelf.keep(b"sound")
    peaks = os.urandom(size)
    shelf.vault.keep_peaks("r", peaks)
    assert shelf.vault.peaks("r") == peaks
    assert peaks_of(shelf).stat().st_size == Header(bytes(16), size).sealed_size
    shutil.rmtree(shelf.folder)


def test_only_the_owner_may_read_them_and_they_say_nothing(shelf: Shelf) -> None:
    shelf.vault.keep_peaks("r", b"a quiet voice " * 10_000)
    assert b"quiet" not in peaks_of(shelf).read_bytes()
    if os.name == "posix":
        assert peaks_of(shelf).stat().st_mode & 0o077 == 0


def test_no_two_writings_share_a_key_stream(shelf: Shelf) -> None:
    first = peaks_of(shelf).read_bytes()
    shelf.vault.keep_peaks("r", PEAKS)
    second = peaks_of(shelf).read_bytes()
    starts = range(HEADER_BYTES, len(first) - 64, CHUNK + TAG)
    assert all(first[at : at + 64] != second[at : at + 64] for at in starts)


@pytest.mark.parametrize("kind", TAMPERED)
def test_altered_peaks_are_taken_away_and_can_be_kept_anew(shelf: Shelf, kind: str) -> None:
    path = peaks_of(shelf)
    path.write_bytes(TAMPERED[kind](path.read_bytes()))
    assert shelf.vault.peaks("r") is None
    assert not path.exists()
    shelf.vault.keep_peaks("r", PEAKS)
    assert shelf.vault.peaks("r") == PEAKS


def test_the_peaks_of_another_recording_are_none(shelf: Shelf) -> None:
    shelf.keep(uid="other")
    shutil.copy(peaks_of(shelf), peaks_of(shelf, "other"))
    assert shelf.vault.peaks("other") is None


def test_a_header_that_claims_too_much_is_not_believed(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_peaks, "_BIGGEST", len(PEAKS) - 1)
    assert shelf.vault.peaks("r") is None


@pytest.mark.parametrize("made", [Path.mkdir, *([os.mkfifo] if hasattr(os, "mkfifo") else [])])
def test_what_is_no_file_is_none_and_does_not_block(shelf: Shelf, made: Callable[[Path], None]) -> None:
    peaks_of(shelf).unlink()
    made(peaks_of(shelf))
    assert shelf.vault.peaks("r") is None
    assert not shelf.vault.has_peaks("r")
    shelf.vault.keep_peaks("r", PEAKS)


def test_a_full_disk_keeps_the_old_ones_and_says_so_in_the_log_only(
    shelf: Shelf, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(handle: int) -> None:
        raise OSError(errno.ENOSPC, "full", "secret name")

    monkeypatch.setattr(os, "fsync", full)
    with caplog.at_level(logging.WARNING):
        shelf.vault.keep_peaks("r", b"new")
    assert "not kept" in caplog.text
    assert "secret" not in caplog.text
    assert shelf.vault.peaks("r") == PEAKS
    assert shelf.names == sorted([shelf.file().name, peaks_of(shelf).name])


def test_peaks_of_a_recording_deleted_meanwhile_do_not_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf(tmp_path / "vault")
    sealed = shelf.keep()
    fsync = os.fsync

    def delete_meanwhile(handle: int) -> None:
        fsync(handle)
        if shelf.known["r"][1]:
            shelf.known["r"] = (sealed.vault_name, b"")
            shelf.vault.erase("r")

    monkeypatch.setattr(os, "fsync", delete_meanwhile)
    shelf.vault.keep_peaks("r", PEAKS)
    assert shelf.names == []


def test_sweeping_takes_orphans_and_halves_and_nothing_else(shelf: Shelf) -> None:
    living = peaks_of(shelf).name
    fresh = shelf.vault.seal(io.BytesIO(b"just sealed"), size=11, progress=Told())
    shelf.known["fresh"] = (fresh.vault_name, fresh.wrapped_key)
    shelf.vault.keep_peaks("fresh", b"picture")
    for name in ("0" * 32 + ".peaks", "0" * 32 + ".peaks.0123abcd.part", living + ".0123abcd.part", "my.peaks"):
        (shelf.folder / name).write_bytes(b"?")
    assert shelf.vault.sweep({shelf.file().name}) == 3
    assert shelf.names == sorted([
        shelf.file().name, living, fresh.vault_name, fresh.vault_name.replace(".sound", ".peaks"), "my.peaks",
    ])  # fmt: skip
    assert shelf.vault.peaks("r") == PEAKS


def test_erasing_takes_halves_along(shelf: Shelf) -> None:
    peaks_of(shelf).with_name(peaks_of(shelf).name + ".0123abcd.part").write_bytes(b"half")
    shelf.known["r"] = (shelf.known["r"][0], b"")
    shelf.vault.erase("r")
    assert shelf.names == []


def test_a_locked_library_shows_none_and_keeps_none(shelf: Shelf) -> None:
    before = peaks_of(shelf).read_bytes()
    shelf.vault.close()
    with pytest.raises(UserFacingError, match="locked"):
        shelf.vault.peaks("r")
    shelf.vault.keep_peaks("r", b"late")
    assert peaks_of(shelf).read_bytes() == before


def test_a_database_that_does_not_answer_loses_only_speed(tmp_path: Path) -> None:
    (tmp_path / "vault").mkdir()

    def refuse(uid: str) -> Any:
        raise UserFacingError("locked")

    FolderVault(tmp_path / "vault", bytes(32), refuse).keep_peaks("r", b"picture")
    assert list((tmp_path / "vault").iterdir()) == []


@pytest.mark.parametrize("bad", [("../../etc/passwd", b"k" * 60), ("0" * 32 + ".sound", b"k" * 60)])
def test_a_name_or_key_that_fits_nothing_has_no_peaks(shelf: Shelf, bad: tuple[str, bytes]) -> None:
    shelf.known["r"] = bad
    shelf.vault.keep_peaks("r", b"picture")
    assert shelf.vault.peaks("r") is None
    assert not shelf.vault.has_peaks("r")
